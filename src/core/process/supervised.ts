import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'

export interface SupervisedOptions {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** User to run as, when the program itself runs as root. */
  readonly user?: { readonly uid: number; readonly gid: number }
  /** Takes the server's standard output and error. */
  readonly logFile: string
  /** Name without SIG of the signal that asks for an orderly end. */
  readonly stopSignal: 'INT' | 'TERM'
}

/**
 * A server that lives no longer than this process. A shell between us and the server reads a pipe from us: when the pipe
 * ends, because we close it or because we died in whatever way, the shell asks the server to end. So nothing is left
 * running after kill -9, and no signal handler is needed. The pair has its own session: Ctrl-C reaches only us.
 */
export class SupervisedProcess {
  readonly #child: ChildProcess
  readonly #logFile: string
  readonly #exited: Promise<void>
  #running = true

  constructor(options: SupervisedOptions) {
    const log = openSync(options.logFile, 'a', 0o600)
    this.#logFile = options.logFile
    this.#child = spawn('/bin/sh', ['-c', keeper, 'sh', options.stopSignal, options.command, ...options.args], {
      cwd: options.cwd,
      env: options.env,
      detached: true,
      stdio: ['pipe', log, log],
      ...(options.user ? { uid: options.user.uid, gid: options.user.gid } : {}),
    })
    closeSync(log)
    this.#exited = new Promise((resolve) => {
      const done = () => {
        this.#running = false
        resolve()
      }
      this.#child.once('exit', done)
      this.#child.once('error', done)
    })
    this.#child.stdin?.on('error', () => undefined)
    // The event loop must be able to end while the server runs: our end is what stops it.
    this.#child.unref()
    const pipe: unknown = this.#child.stdin
    if (hasUnref(pipe)) pipe.unref()
  }

  get running(): boolean {
    return this.#running
  }

  /** The last lines that the server wrote. */
  logTail(lines = 12): string {
    return tail(this.#logFile, lines)
  }

  /** Asks for an orderly end and waits for it; after `graceMs` the whole group is killed. */
  async stop(graceMs = 30_000): Promise<void> {
    if (!this.#running) return
    this.#child.ref()
    this.#child.stdin?.end()
    const timer = setTimeout(() => this.#kill(), graceMs)
    await this.#exited
    clearTimeout(timer)
  }

  #kill(): void {
    try {
      if (this.#child.pid !== undefined) process.kill(-this.#child.pid, 'SIGKILL')
    } catch {
      // It ended between the look and the signal.
    }
  }
}

// `read` returns at the pipe's end. The server must not hold the pipe itself, hence 3<&-.
const keeper = `signal=$1; shift
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
( read -r line <&3; kill -s "$signal" "$server" 2>/dev/null ) &
watch=$!
exec 3<&-
wait "$server"
status=$?
kill "$watch" 2>/dev/null
exit $status`

function hasUnref(value: unknown): value is { unref(): void } {
  return typeof value === 'object' && value !== null && 'unref' in value && typeof value.unref === 'function'
}

/** The last lines of a file; empty when there is none. */
export function tail(file: string, lines: number): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
  } catch {
    return ''
  }
}

/** Whether a process with that id lives and runs a program of that name. */
export function runs(pid: number, program: string): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === program
  } catch {
    return true
  }
}

/** Asks again every `stepMs` until the answer is not undefined; gives up after `limitMs` or when `goOn` says no. */
export async function poll<T>(
  ask: () => Promise<T | undefined>,
  options: { readonly limitMs: number; readonly stepMs?: number; readonly goOn?: () => boolean },
): Promise<T | undefined> {
  const end = Date.now() + options.limitMs
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (Date.now() > end || options.goOn?.() === false) return undefined
    await new Promise((resolve) => setTimeout(resolve, options.stepMs ?? 40))
  }
}
