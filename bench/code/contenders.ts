import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Ledger } from '../../src/core/ledger/ledger.js'
import type { Servers } from '../load/servers.js'
import { isLedger } from './ledger-of.js'
import { commentsOf, type Statement, statementsOf } from './script.js'

/** What one tool made of a schema. */
export interface Conversion {
  readonly seconds: number
  readonly scripts: readonly (readonly Statement[])[]
  /** What the tool itself says became of each object; null for a tool that has no such thing, `none` when it failed. */
  readonly ledger: Ledger | 'none' | null
  /** Comments of the output and messages of the tool, lower case. */
  readonly remarks: string
}

/** The program that is measured: the one beside this file, as it is run here (built, or from its sources). */
const here = fileURLToPath(import.meta.url)
const program = join(dirname(here), '..', '..', 'src', 'cli', `main${extname(here)}`)

const account = 'bench:bench'

/** Crosswalk from the live server, with its own compile proof unless BENCH_PROOF says `none`. */
export const convertLive = (servers: Servers, schema: string, out: string): Promise<Conversion> =>
  convert(`mysql://${account}@127.0.0.1:${servers.sourcePort}/${schema}`, [], out)

/** Crosswalk from the files that the server was filled from. */
export const convertFiles = (folder: string, out: string): Promise<Conversion> =>
  convert(folder, ['--from', 'mysql'], out)

async function convert(source: string, more: readonly string[], out: string): Promise<Conversion> {
  rmSync(out, { recursive: true, force: true })
  const proof = process.env['BENCH_PROOF'] ?? 'compile'
  const options = ['--to', 'postgres', '--target-version', '15', '--out', out, '--proof', proof, '--json']
  const ran = await run(process.execPath, [...process.execArgv, program, 'convert', source, ...more, ...options])
  const file = join(out, 'ledger.json')
  const ledger: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
  if (isLedger(ledger))
    return { seconds: ran.seconds, scripts: scriptsOf(join(out, 'sql')).map(statementsOf), ledger, remarks: '' }
  process.stderr.write(`crosswalk ended without a ledger:\n${ran.output.trim().slice(-2000)}\n`)
  return { seconds: ran.seconds, scripts: [], ledger: 'none', remarks: '' }
}

const peerTypes = ['TABLE', 'VIEW', 'FUNCTION', 'PROCEDURE', 'TRIGGER'] as const

/** The peer reads the live server too, one file per kind of object, with the package's own configuration. */
export async function convertPeer(servers: Servers, schema: string, out: string): Promise<Conversion> {
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  const configuration = join(out, 'ora2pg.conf')
  writeFileSync(configuration, peerConfiguration(servers.sourcePort, schema))
  let seconds = 0
  let messages = ''
  for (const type of peerTypes) {
    const ran = await run('ora2pg', ['-c', configuration, '-m', '-q', '-t', type, '-b', out, '-o', `${type}.sql`])
    seconds += ran.seconds
    messages += ran.output
  }
  const scripts = scriptsOf(out)
  const remarks = `${messages}\n${scripts.map(commentsOf).join('\n')}`.toLowerCase()
  return { seconds, scripts: scripts.map(statementsOf), ledger: null, remarks }
}

/** As the package comes, but for where the source is and which target is meant. */
function peerConfiguration(port: number, schema: string): string {
  const settings: Readonly<Record<string, string>> = {
    ORACLE_DSN: `dbi:mysql:host=127.0.0.1;database=${schema};port=${port}`,
    ORACLE_USER: 'bench',
    ORACLE_PWD: 'bench',
    PG_VERSION: '15',
    STOP_ON_ERROR: '0',
  }
  const own = ['/etc/ora2pg/ora2pg.conf', '/etc/ora2pg/ora2pg.conf.dist'].find((path) => existsSync(path))
  const rest = own === undefined ? [] : readFileSync(own, 'utf8').split('\n')
  const kept = rest.filter((line) => !Object.hasOwn(settings, /^\w+/.exec(line)?.[0] ?? ''))
  return [...kept, ...Object.entries(settings).map(([key, value]) => `${key}\t${value}`), ''].join('\n')
}

/** Texts of the `.sql` files of a folder and what is under it, in the order of their paths. */
function scriptsOf(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.sql'))
  return files.sort().map((path) => readFileSync(join(folder, path), 'utf8'))
}

const longest = 600_000

/** Runs a program to its end, whatever its exit code: its output is judged, not its word. */
function run(command: string, args: readonly string[]): Promise<{ readonly seconds: number; readonly output: string }> {
  const started = performance.now()
  return new Promise((resolve) => {
    const settings = { timeout: longest, maxBuffer: 1 << 28 }
    const child = execFile(command, [...args], settings, (error, stdout, stderr) => {
      const output = `${stdout}\n${stderr}\n${error?.killed ? 'it took too long' : ''}`
      resolve({ seconds: (performance.now() - started) / 1000, output })
    })
    child.stdin?.end()
  })
}

/** Keeps a copy of what a tool wrote, for whoever wants to look. */
export function keep(from: string, into: string): void {
  rmSync(into, { recursive: true, force: true })
  cpSync(from, into, { recursive: true })
}
