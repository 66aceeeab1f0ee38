import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildProgram, fails, noStack, program, run, runJson, workFolder } from './support/cli.js'

const folder = workFolder()
const file = join(folder, 'good.sql')
const plain = ['--from', 'mysql', '--to', 'postgres', '--proof', 'none']
const convert = ['convert', file, ...plain]
const nowhere = 'mysql://u@127.0.0.1:1/d'
const noTarget = 'postgresql://u@127.0.0.1:1/d'

beforeAll(async () => {
  await buildProgram()
  writeFileSync(file, 'CREATE TABLE t (id int primary key, v varchar(10));\n')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.concurrent('words that make no sense', () => {
  it.each<[string, readonly string[], RegExp]>([
    ['no command', [], /name a command/],
    ['an unknown command, with a suggestion', ['migrat'], /Did you mean migrate\?/],
    ['an unknown flag, with a suggestion', [...convert, '--prof', 'none'], /Did you mean --proof\?/],
    ['an unknown flag without a command', ['--bogus'], /unknown option '--bogus'/],
    ['help for what is no command', ['help', 'nonsense'], /nonsense is not a command/],
    ['an argument too many', [...convert, 'another'], /too many arguments/],
    ['an argument missing', ['explain'], /missing required argument/],
    ['an unknown finding code', ['explain', 'XW-Z9'], /not a finding code/],
    ['a flag without its value', ['convert', file, '--to'], /argument missing/],
    ['no --to', ['convert', file, '--from', 'mysql'], /--to/],
    ['no --from for a file', ['convert', file, '--to', 'postgres'], /--from/],
    ['an unknown --from', ['convert', file, '--from', 'nothing', '--to', 'postgres'], /known engines are/],
    ['an unknown --to', ['convert', file, '--from', 'mysql', '--to', 'nothing'], /known engines are/],
    ['a --to that cannot be a target', ['convert', file, '--from', 'mysql', '--to', 'oracle'], /cannot be a target/],
    ['a version that is none', [...convert, '--target-version', 'nonsense'], /expected 13 to 18/],
    ['a version too old', [...convert, '--target-version', '12'], /expected 13 to 18/],
    ['a version of the future', [...convert, '--target-version', '99'], /expected 13 to 18/],
    [
      'a proof of no kind',
      ['convert', file, '--from', 'mysql', '--to', 'postgres', '--proof', 'wild'],
      /compile, none/,
    ],
    ['a number that is none', [...convert, '--profile-rows', 'x'], /whole number/],
    ['a rename of half', [...convert, '--rename-schema', 'x'], /old=new/],
    ['a configuration that is not there', [...convert, '--config', '/no/such.yaml'], /does not exist/],
    ['a configuration that is a folder', [...convert, '--config', '/tmp'], /cannot be read/],
    ['an empty --out', [...convert, '--out', ''], /expected a folder/],
    ['a URL that cannot be read', ['migrate', nowhere, 'postgresql://a:CANARYword@[:::/'], /cannot be read/],
    ['an sslmode of no kind', ['migrate', nowhere, `${noTarget}?sslmode=prefer`], /sslmode=prefer/],
    ['a folder without a conversion', ['apply', '/no/such', noTarget], /holds no finished conversion/],
  ])('%s: exit 64', async (_name, args, words) => {
    const { out, err } = await fails(args, 64, 'XW-S0001', words)
    expect(out).toBe('')
    expect(err).not.toContain('CANARYword')
  })

  it('a configuration that is no YAML is told with its place', async () => {
    const config = join(folder, 'bad.yaml')
    writeFileSync(config, 'a: [')
    await fails([...convert, '--config', config], 64, 'bad.yaml cannot be read')
  })

  it('a conversion whose files were damaged is refused', async () => {
    const out = join(folder, 'damaged')
    mkdirSync(out)
    writeFileSync(join(out, 'ledger.json'), '{')
    await fails(['apply', out, noTarget], 64, 'is not JSON')
    expect((await run([...convert, '--out', join(folder, 'gone')])).code).toBe(0)
    rmSync(join(folder, 'gone/sql'), { recursive: true })
    await fails(['apply', join(folder, 'gone'), noTarget], 64, 'is missing')
  })
})

describe.concurrent('help', () => {
  it.each([['--help'], ['-h'], ['help'], ['help', 'migrate'], ['migrate', '--help'], ['--version'], ['-V']])(
    '%s %s stands on stdout and is no error',
    async (...args) => {
      const { code, out, err } = await run(args)
      expect({ code, err }).toEqual({ code: 0, err: '' })
      expect(out.length).toBeGreaterThan(3)
    },
  )

  it('explains every code by code and by name', async () => {
    const byCode = await run(['explain', 'XW-S0002'])
    expect(byCode.out).toContain('run.internal-error')
    expect((await run(['explain', 'run.internal-error'])).out).toBe(byCode.out)
  })
})

describe.concurrent('what every verb holds to', () => {
  const verbs: readonly (readonly [string, readonly string[], number])[] = [
    ['explain', ['explain', 'XW-S0001'], 0],
    ['convert', [...convert, '--out', join(folder, 'verb-convert')], 0],
    ['assess', ['assess', file, ...plain, '--out', join(folder, 'verb-assess')], 0],
    ['apply', ['apply', join(folder, 'none'), noTarget], 64],
    ['load', ['load', nowhere, noTarget, '--out', join(folder, 'none')], 64],
    ['validate', ['validate', nowhere, noTarget, '--out', join(folder, 'none')], 64],
    ['migrate', ['migrate', nowhere, noTarget, '--project', join(folder, 'verb-migrate')], 69],
    ['replicate', ['replicate', nowhere, noTarget, '--project', join(folder, 'verb-replicate')], 69],
    ['cutover', ['cutover', nowhere, noTarget, '--project', join(folder, 'verb-cutover')], 69],
    ['demo', ['demo', '--project', '/proc/none'], 1],
  ]

  it.each(verbs)('%s runs without HOME, on a narrow dumb terminal, in the C locale', async (_name, args, code) => {
    const env = { TERM: 'dumb', NO_COLOR: '1', COLUMNS: '20', LANG: 'C' }
    const ended = await run(args, { env, cwd: '/proc/self' })
    expect({ code: ended.code, err: ended.err }).toMatchObject({ code })
    expect(`${ended.out}${ended.err}`).not.toContain('\u001b')
  })

  it.each(verbs)('%s --json prints one document on stdout, whatever happens', async (_name, args, code) => {
    const ended = await runJson(args)
    expect(ended.code).toBe(code)
    if (code !== 0) expect(ended.value).toMatchObject({ error: { exit: code, code: expect.stringMatching(/^XW-/) } })
    expect(ended.out.trim()).not.toContain('\n')
  })

  it('words that the parser refuses are JSON too', async () => {
    const { value } = await runJson(['convert', '--bogus'])
    expect(value).toMatchObject({ error: { code: 'XW-S0001', exit: 64, retryable: false } })
  })

  it.each(['| head -1', '2>&1 | head -1', '| true', '>&-', '2>&-', '<&-'])('%s ends quietly', async (tail) => {
    const command = [process.execPath, program, 'help', 'migrate'].join(' ')
    const again = [process.execPath, program, ...convert, '--out', join(folder, `pipe${tail.length}`)].join(' ')
    for (const line of [`${command} ${tail}`, `${again} ${tail}`]) {
      const ended = await shell(line)
      expect(ended.code).toBe(0)
      noStack(ended)
      expect(ended.err).not.toMatch(/EPIPE|EBADF/)
    }
  })

  it('a defect of ours is one line with a code, and its stack only with --debug', async () => {
    const out = join(folder, 'defect')
    expect((await run([...convert, '--out', out])).code).toBe(0)
    writeFileSync(join(out, 'statements.json'), '[null]')
    const quiet = await fails(['apply', out, noTarget], 1, 'XW-S0002')
    expect(quiet.err).not.toContain(' at ')
    expect((await shell(`${process.execPath} ${program} apply ${out} ${noTarget} --debug`)).err).toContain(' at ')
  })
})

describe.concurrent('the output folder', () => {
  it.each<[string, string, number, string]>([
    ['a file', file, 1, 'XW-C0291'],
    ['below a file', join(file, 'below'), 1, 'XW-C0291'],
    ['where the system makes no folders', '/proc/none', 1, 'XW-C0291'],
  ])('that is %s is refused', async (_name, out, code, finding) => {
    await fails([...convert, '--out', out], code, finding)
  })

  it("that holds somebody else's sql is left as it is, before any work", async () => {
    const out = join(folder, 'foreign')
    mkdirSync(join(out, 'sql'), { recursive: true })
    writeFileSync(join(out, 'sql/mine.sql'), 'select 1')
    const { err } = await fails([...convert, '--out', out], 5, 'XW-C0290')
    expect(err).not.toContain('read')
    expect(readFileSync(join(out, 'sql/mine.sql'), 'utf8')).toBe('select 1')
  })
})

function shell(command: string): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', command], { stdio: ['ignore', 'pipe', 'pipe'] })
    let out = ''
    let err = ''
    child.stdout.on('data', (chunk) => {
      out += chunk
    })
    child.stderr.on('data', (chunk) => {
      err += chunk
    })
    child.once('close', (code) => resolve({ code, out, err }))
  })
}
