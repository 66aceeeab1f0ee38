import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reachableBy } from '../../src/core/process/runtime-user.js'
import { buildProgram, fails, program, run, runJson, workFolder } from './support/cli.js'

const folder = workFolder()
const plain = ['--from', 'mysql', '--to', 'postgres', '--proof', 'none']
const good = "CREATE TABLE t (id int primary key, v varchar(10));\nINSERT INTO t VALUES (1,'a');\n"
const after = 'CREATE TABLE after_it (id int primary key);\n'

/** Root may read everything, so the program then runs as somebody else. */
const root = process.getuid?.() === 0
const other = { uid: 65_534, gid: 65_534 }

beforeAll(buildProgram)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Entry {
  readonly id: string
  readonly status: string
}

/** Converts a text; gives the exit code, the codes of the findings and the status of each object. */
async function converted(name: string, text: string | Uint8Array, ...more: readonly string[]) {
  const file = join(folder, `${name}.sql`)
  const out = join(folder, `${name}-out`)
  writeFileSync(file, text)
  const ended = await run(['convert', file, ...plain, '--out', out, ...more])
  const read = (path: string) => JSON.parse(readFileSync(join(out, path), 'utf8'))
  const findings: readonly { code: string }[] = read('findings.json')
  const entries: readonly Entry[] = read('ledger.json').objects
  return {
    ...{ ...ended, out, codes: findings.map(({ code }) => code) },
    status: (id: string) => entries.find((entry) => entry.id === id)?.status,
  }
}

describe.concurrent('files that are not what they should be', () => {
  it.each<[string, string, string, string?]>([
    ['half a statement', `${good}CREATE TABLE h (id int primary`, 'XW-P0001', 'table:public.h'],
    ['an unterminated comment', `${good}/* never closed\n${after}`, 'XW-P0002'],
    ['an unterminated string', `${good}CREATE TABLE q (id int DEFAULT 'abc);\n`, 'XW-P0002', 'table:public.q'],
    ['an unterminated name', `${good}CREATE TABLE \`q (id int);\n`, 'XW-P0002'],
    ['a word that is no statement', `${good}hello world;`, 'XW-P0200'],
    ['a zero byte between statements', `${good}\0\0CREATE TABLE n (id int);`, 'XW-P0003'],
  ])('%s costs itself and is named', async (name, text, code, lost) => {
    const { codes, status, ...ended } = await converted(name, text)
    expect(ended.code).toBe(0)
    expect(codes).toContain(code)
    expect(status('table:public.t')).toBe('converted')
    if (lost) expect(status(lost)).toBe('flagged')
  })

  it.each<[string, string, string]>([
    [
      '20,000 parentheses in a view',
      `CREATE VIEW v AS SELECT ${'('.repeat(20_000)}1${')'.repeat(20_000)} AS x;`,
      'XW-P0004',
    ],
    ['20,000 parentheses that stay open', `CREATE VIEW v AS SELECT ${'('.repeat(20_000)};`, 'XW-P0004'],
    ['20,000 NOTs', `CREATE VIEW v AS SELECT ${'NOT '.repeat(20_000)}1 AS x;`, 'XW-P0004'],
    ['20,000 CASEs', `CREATE VIEW v AS SELECT ${'CASE WHEN '.repeat(20_000)}1 AS x;`, 'XW-P0004'],
    ['a name of 50 MB', `CREATE TABLE ${'x'.repeat(50_000_000)} (id int);`, 'XW-P0006'],
    ['a comment text of 50 MB', `CREATE TABLE b (id int COMMENT '${'x'.repeat(50_000_000)}');`, 'XW-P0006'],
  ])('%s end at a limit, and the next statement is read', async (name, text, code) => {
    const began = Date.now()
    const { codes, status, ...ended } = await converted(name, `${good}${text}\n${after}`)
    expect(ended.code).toBe(0)
    expect(codes).toContain(code)
    expect(status('table:public.after_it')).toBe('converted')
    expect(Date.now() - began).toBeLessThan(30_000)
  })

  it('a row of 50 MB is data: it costs no finding and no memory', async () => {
    const text = `CREATE TABLE b (id int primary key, v longtext);\nINSERT INTO b VALUES (1,'${'x'.repeat(50_000_000)}');\n${after}`
    const { code, codes } = await converted('large-row', text)
    expect(code).toBe(0)
    expect(codes).not.toContain('XW-P0006')
  })

  it('200,000 statements are read in seconds', async () => {
    const { code } = await converted('many', `${good}${'SET @a = 1;\n'.repeat(200_000)}`)
    expect(code).toBe(0)
  })

  it.each<[string, Uint8Array | string]>([
    ['a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(good)])],
    ['lines that end in CR LF', good.replaceAll('\n', '\r\n')],
    [
      'latin1 said by SET NAMES',
      Buffer.concat([
        Buffer.from("SET NAMES latin1;\nCREATE TABLE t (id int COMMENT '"),
        Buffer.from([0xe9]),
        Buffer.from("');"),
      ]),
    ],
  ])('%s is no problem', async (name, text) => {
    const { code, codes, status } = await converted(name, text)
    expect(code).toBe(0)
    expect(codes.filter((one) => one.startsWith('XW-P'))).toEqual([])
    expect(status('table:public.t')).toBe('converted')
  })

  it('bytes that are not UTF-8 are read as Windows-1252 and named', async () => {
    const text = Buffer.concat([
      Buffer.from('CREATE TABLE `caf'),
      Buffer.from([0xe9]),
      Buffer.from('` (id int primary key);'),
    ])
    const { codes, status } = await converted('latin1', text)
    expect(codes).toContain('XW-P0222')
    expect(status('table:public.café')).toBe('converted')
  })

  it('a binary file ends in findings', async () => {
    const { code, codes } = await converted('binary', Buffer.from(Array.from({ length: 65_536 }, (_, at) => at % 256)))
    expect(code).toBe(0)
    expect(codes).toContain('XW-P0003')
  })

  it('--fail-on makes a lost statement an exit code', async () => {
    expect((await converted('fail-on', 'CREATE TABLE h (id int', '--fail-on', 'error')).code).toBe(2)
  })

  it.each<[string, Uint8Array | string]>([
    ['UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(good, 'utf16le')])],
    ['gzip', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0])],
  ])('a file in %s is refused by name', async (name, bytes) => {
    const file = join(folder, `refused-${name}.sql`)
    writeFileSync(file, bytes)
    await fails(['convert', file, ...plain, '--out', join(folder, `refused-${name}`)], 64, 'XW-S0022', name)
  })

  it.each(['', '\n -- nothing\n'])('a file that holds nothing (%j) is no success', async (text) => {
    const file = join(folder, `nothing-${text.length}.sql`)
    const out = join(folder, `nothing-${text.length}`)
    writeFileSync(file, text)
    await fails(['convert', file, ...plain, '--out', out], 5, 'XW-S0023')
    expect(readdirSync(folder)).not.toContain(`nothing-${text.length}`)
  })

  it('a folder without SQL, a missing file and a device are refused', async () => {
    const empty = join(folder, 'empty')
    mkdirSync(empty)
    await fails(['convert', empty, ...plain], 64, 'holds no SQL files')
    writeFileSync(join(empty, 'readme.txt'), 'x')
    await fails(['convert', empty, ...plain], 64, 'holds no SQL files')
    await fails(['convert', join(folder, 'no-such.sql'), ...plain], 64, 'neither a URL')
    await fails(['convert', '/dev/null', ...plain], 64, 'plain file')
  })

  it('files of a folder that are not SQL are named, and so are those that undo the others', async () => {
    const mixed = join(folder, 'mixed')
    mkdirSync(mixed)
    writeFileSync(join(mixed, 'a.sql'), good)
    for (const name of ['readme.txt', 'LICENSE', 'b.pks', 'c.pks']) writeFileSync(join(mixed, name), 'x')
    for (const name of ['drop_all.sql', 'uninstall.sql', 'a.down.sql'])
      writeFileSync(join(mixed, name), 'DROP TABLE t;')
    const out = join(folder, 'mixed-out')
    const ended = await run(['convert', mixed, ...plain, '--out', out])
    expect(ended.code).toBe(0)
    expect(ended.err).toContain('1 without an ending, 2 .pks, 1 .txt')
    for (const name of ['a.down.sql', 'drop_all.sql', 'uninstall.sql'])
      expect(ended.err).toContain(`By its name ${name}`)
    const findings: readonly { code: string }[] = JSON.parse(readFileSync(join(out, 'findings.json'), 'utf8'))
    expect(findings.filter(({ code }) => /XW-P023[67]/.test(code)).map(({ code }) => code)).toEqual([
      'XW-P0237',
      'XW-P0237',
      'XW-P0237',
      'XW-P0236',
    ])
    const ledger = JSON.parse(readFileSync(join(out, 'ledger.json'), 'utf8'))
    expect(ledger.objects).toContainEqual(expect.objectContaining({ id: 'table:public.t', status: 'converted' }))
  })

  it('endings that files of an engine have by custom are read as its SQL', async () => {
    const oracle = join(folder, 'oracle')
    mkdirSync(oracle)
    writeFileSync(join(oracle, 'a.tab'), 'CREATE TABLE t (id NUMBER(9) PRIMARY KEY);')
    writeFileSync(join(oracle, 'p.pks'), 'CREATE OR REPLACE PACKAGE p AS FUNCTION f RETURN NUMBER; END p;\n/\n')
    const { out } = await run([
      'convert',
      oracle,
      '--from',
      'oracle',
      '--to',
      'postgres',
      '--proof',
      'none',
      '--out',
      join(folder, 'oracle-out'),
    ])
    expect(out).toMatch(/^package +1 /m)
  })

  it('the source text of a member of a package is its own, at its line', async () => {
    const file = join(folder, 'member.sql')
    const body = 'CREATE PACKAGE BODY p AS\n  FUNCTION f RETURN NUMBER IS\n  BEGIN\n    RETURN 1;\n  END;\nEND p;\n/\n'
    writeFileSync(file, `CREATE PACKAGE p AS FUNCTION f RETURN NUMBER; END p;\n/\n${body}`)
    const out = join(folder, 'member-out')
    await run(['convert', file, '--from', 'oracle', '--to', 'postgres', '--proof', 'none', '--out', out])
    const sources: { object: string; firstLine: number; text: string }[] = JSON.parse(
      readFileSync(join(out, 'sources.json'), 'utf8'),
    )
    const member = sources.find(({ object }) => object === 'routine:p.f')
    expect(member?.text).toMatch(/^FUNCTION f RETURN NUMBER IS[\s\S]*END;?$/)
    expect(member?.firstLine).toBe(4)
  })

  it('a script of rows alone says that it makes nothing', async () => {
    const { codes } = await converted('rows-alone', "INSERT INTO t VALUES (1, 'a');")
    expect(codes).toContain('XW-P0238')
  })

  it.skipIf(root && !reachableBy(other, dirname(dirname(program))))(
    'a file without the right to read it: exit 77',
    async () => {
      const file = join(folder, 'secret.sql')
      writeFileSync(file, good, { mode: 0o000 })
      chmodSync(folder, 0o755)
      const ended = await runJson(['convert', file, ...plain], root ? { uid: other.uid } : {})
      expect(ended.code).toBe(77)
      expect(ended.value).toMatchObject({ error: { code: 'XW-S0021', exit: 77 } })
    },
  )
})
