import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildProgram, run, workFolder } from './support/cli.js'
import { live, type Pair, startPair } from './support/live.js'

const folder = workFolder()
/** What tries to leave its place: as a quote, a line, a comment, a dollar body, a psql command, markup, a direction of writing. */
const attack = '"\'`;\n\\! touch canary\n*/$$<script>\u202e--'
const name = (slot: string): string => `\`${`${slot}${attack}`.replaceAll('`', '``')}\``
const text = (slot: string): string => `'${`${slot}${attack}`.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`

const schema = [
  `CREATE TABLE ${name('t')} (
     ${name('id')} INT NOT NULL AUTO_INCREMENT COMMENT ${text('c')},
     ${name('v')} VARCHAR(200) DEFAULT ${text('d')},
     ${name('e')} ENUM(${text('l')}, 'plain') DEFAULT ${text('l')},
     \`__proto__\` INT DEFAULT 7, \`constructor\` INT, \`toString\` INT, \`\u202eabc\` INT,
     \`${'é'.repeat(64)}\` INT, \`${'é'.repeat(63)}f\` INT,
     PRIMARY KEY (${name('id')}), UNIQUE KEY ${name('u')} (${name('v')}), KEY ${name('k')} (\`__proto__\`),
     CONSTRAINT ${name('ch')} CHECK (${name('v')} <> ${text('x')})
   ) COMMENT=${text('tc')}`,
  `CREATE TABLE \`__proto__\` (\`__proto__\` INT PRIMARY KEY, p INT, CONSTRAINT ${name('fk')} FOREIGN KEY (p) REFERENCES ${name('t')} (${name('id')}))`,
  `CREATE TABLE ${name('p')} (a INT) PARTITION BY LIST (a) (PARTITION ${name('pp')} VALUES IN (1, 2))`,
  `CREATE VIEW ${name('w')} AS SELECT ${name('v')} AS ${name('alias')}, ${text('q')} AS lit FROM ${name('t')}`,
  `INSERT INTO ${name('t')} (${name('v')}, ${name('e')}, \`constructor\`) VALUES (${text('1')}, 'plain', 1), (${text('2')}, ${text('l')}, 2)`,
  'INSERT INTO `__proto__` VALUES (1, 1), (2, NULL)',
  `INSERT INTO ${name('p')} VALUES (1), (2)`,
]

describe.skipIf(!live)('names and texts that try to leave their place', () => {
  let pair: Pair
  const project = join(folder, 'project')
  const out = join(project, 'out')

  beforeAll(async () => {
    await buildProgram()
    pair = await startPair()
    await pair.my.query('CREATE DATABASE hostile; USE hostile')
    for (const statement of schema) await pair.my.query(statement)
  })
  afterAll(async () => {
    await pair?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('are migrated whole, with every value equal', async () => {
    const target = await pair.freshTarget('hostile')
    const ended = await run(['migrate', pair.source('hostile'), target, '--project', project], { cwd: folder })
    expect({ code: ended.code, err: ended.err }).toMatchObject({ code: 0 })
    expect(ended.out).toContain(' 0 differing')
    expect(ended.out).toContain('6 read, 6 written')
    expect(`${ended.out}${ended.err}`).not.toMatch(/\u202e|\u001b/)
    const again = await run(['migrate', pair.source('hostile'), target, '--project', project], { cwd: folder })
    expect({ code: again.code, err: again.err }).toMatchObject({ code: 0 })
    expect(again.err).not.toContain('created')
  })

  it('run nothing else when psql runs the files', async () => {
    await pair.freshTarget('hostile_psql')
    const cwd = join(folder, 'psql')
    mkdirSync(cwd)
    const files = readdirSync(join(out, 'sql'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort(byPhase)
    const { port } = pair.postgres.endpoint
    const args = ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-h', '127.0.0.1', '-p', `${port}`, '-U', 'tester']
    for (const file of files) execFileSync('psql', [...args, '-d', 'hostile_psql', '-f', file], { cwd, stdio: 'pipe' })
    expect(files.length).toBeGreaterThan(10)
    expect(readdirSync(cwd)).toEqual([])
    expect(await pair.ask('hostile_psql', tables)).toBe(await pair.ask('hostile', tables))
  })

  it('go through apply, load and validate one by one', async () => {
    const target = await pair.freshTarget('hostile_steps')
    const source = pair.source('hostile')
    for (const args of [
      ['apply', out, target, '--phase', 'pre-data'],
      ['load', source, target, '--out', out],
      ['apply', out, target],
      ['validate', source, target, '--out', out],
    ]) {
      const ended = await run(args, { cwd: folder })
      expect({ args, code: ended.code, err: ended.err }).toMatchObject({ code: 0 })
    }
    expect(existsSync(join(folder, 'canary'))).toBe(false)
  })

  it('stay text in the report, in the CSV and in file names', () => {
    expect(readFileSync(join(out, 'report.html'), 'utf8')).not.toContain('<script>\u202e')
    expect(readFileSync(join(out, 'report.html'), 'utf8')).not.toMatch(/\*\/\$\$<script>/)
    const names = readdirSync(join(out, 'sql'), { recursive: true, encoding: 'utf8' })
    for (const one of names) expect(one).toMatch(/^[\p{L}\p{N}._/%~-]+$/u)
  })
})

const tables = `SELECT count(*)::text FROM information_schema.columns WHERE table_schema = 'hostile'`

const phases = ['pre-data', 'post-data', 'post-cutover']
function byPhase(a: string, b: string): number {
  const phase = (path: string) => phases.findIndex((one) => path.includes(`/sql/${one}/`))
  return phase(a) - phase(b) || (a < b ? -1 : 1)
}
