import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..')
const built = join(root, 'dist/e2e')
export const program = join(built, 'src/cli/main.js')

/** Compiles the program beside the real build; a second call finds nothing to do. Test files that start together take turns. */
export async function buildProgram(): Promise<void> {
  const lock = `${built}.lock`
  mkdirSync(dirname(lock), { recursive: true })
  while (!take(lock)) await sleep(200)
  try {
    const args = ['-p', root, '--outDir', built, '--tsBuildInfoFile', join(built, '.tsbuildinfo')]
    execFileSync(join(root, 'node_modules/.bin/tsc'), args, { cwd: root, stdio: 'pipe' })
  } catch (error) {
    // Types are checked by `npm run check`; what counts here is that there is a program.
    statSync(program)
    process.stderr.write(`compiled with errors: ${String(error).slice(0, 200)}\n`)
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

function take(lock: string): boolean {
  try {
    mkdirSync(lock)
    return true
  } catch {
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()
    if (Date.now() - since > 60_000) rmSync(lock, { recursive: true, force: true })
    return false
  }
}

/** A folder for one test file; the caller removes it. */
export const workFolder = (): string => mkdtempSync(join(tmpdir(), 'crosswalk-e2e-'))

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly uid?: number
  /** Milliseconds after which the run counts as hanging; 60,000 unless given. */
  readonly limit?: number
}

export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
}

/** Starts the program as a person's shell would, with stdin closed and stdout in a pipe. */
export function start(args: readonly string[], options: RunOptions = {}): Running {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: options.cwd ?? tmpdir(),
    env: options.env ?? { PATH: process.env['PATH'] ?? '', HOME: tmpdir() },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
  })
  const text = { out: '', err: '' }
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text.out += chunk
  })
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text.err += chunk
  })
  const ended = new Promise<Ended>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`hangs: crosswalk ${args.join(' ')}\n${text.err}`))
    }, options.limit ?? 60_000)
    child.once('error', reject)
    child.once('close', (code) => {
      clearTimeout(timer)
      resolve({ code, ...text })
    })
  })
  return { child, ended }
}

/** Runs to the end. Whatever was asked for, no stack trace comes out. */
export async function run(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const ended = await start(args, options).ended
  noStack(ended)
  return ended
}

export function noStack({ out, err }: Ended): void {
  expect(`${out}${err}`).not.toMatch(/\n\s+at .+:\d+:\d+\)?\n|node:internal|UnhandledPromise/)
}

/** Runs and expects this exit code, a code of the catalogue, and these words on stderr. */
export async function fails(args: readonly string[], code: number, ...words: readonly (string | RegExp)[]) {
  const ended = await run(args)
  expect({ code: ended.code, err: ended.err }).toMatchObject({ code })
  expect(ended.err).toMatch(/^XW-[A-Z]\d{4}: .+$/m)
  for (const word of words) expect(ended.err).toMatch(word)
  return ended
}

/** Runs with `--json` and reads the one document that stands on stdout. */
export async function runJson(args: readonly string[], options: RunOptions = {}) {
  const ended = await run([...args, '--json'], options)
  const value: Record<string, unknown> = JSON.parse(ended.out)
  return { ...ended, value }
}
