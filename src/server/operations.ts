import { randomUUID } from 'node:crypto'
import { OperationError } from '../core/findings/operation-error.js'
import { type Ended, type Program, runCommand } from './child.js'
import { invalid, type Problem, problemOf, problemOfFailure } from './problem.js'

/** Work that takes longer than a request. */
export interface Operation {
  readonly id: string
  readonly what: string
  /** What it is done to: the name of a task, an endpoint, a conversion. */
  readonly subject: string
  readonly state: 'running' | 'done' | 'failed'
  /** RFC 3339. */
  readonly startedAt: string
  readonly endedAt: string | null
  readonly exit: number | null
  readonly problem: Problem | null
  /** The last lines that it told, oldest first. */
  readonly lines: readonly string[]
}

export interface Work {
  readonly what: string
  readonly subject: string
  readonly args: readonly string[]
  /** Milliseconds. */
  readonly limit: number
  /** Exit codes with which the work was done, whatever was found. */
  readonly fine?: readonly number[]
  readonly onEnd?: (ended: Ended) => void
}

const kept = 200
const keptLines = 20
/** Processes at a time. */
const most = 16

/** What is and was under way, in memory. A life cycle of one server. */
export class Operations {
  readonly #program: Program
  readonly #tell: (operation: Operation) => void
  readonly #stop = new AbortController()
  readonly #all = new Map<string, Operation>()
  readonly #running = new Set<Promise<void>>()

  constructor(program: Program, tell: (operation: Operation) => void) {
    this.#program = program
    this.#tell = tell
  }

  list(): readonly Operation[] {
    return [...this.#all.values()].reverse()
  }

  find(id: string): Operation | undefined {
    return this.#all.get(id)
  }

  /** @throws OperationError XW-S0905, XW-S0909 */
  begin(work: Work): Operation {
    this.#check(work.args)
    const startedAt = new Date().toISOString()
    const begun = { id: randomUUID(), what: work.what, subject: work.subject, state: 'running', startedAt } as const
    const operation: Operation = { ...begun, endedAt: null, exit: null, problem: null, lines: [] }
    this.#keep(operation)
    this.#watch(this.#work(operation.id, work))
    return operation
  }

  /** Work that a request waits for. What the command refuses is thrown as a problem. */
  async now(args: readonly string[], limit: number): Promise<unknown> {
    this.#check(args)
    const running = runCommand(this.#program, args, { signal: this.#stop.signal, limit })
    this.#watch(running.then(nothing, nothing))
    const { result, failure } = await running
    if (failure) throw new Refused(problemOfFailure(failure))
    return result
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await Promise.all(this.#running)
  }

  #check(args: readonly string[]): void {
    if (args.some((word) => word.includes('\0'))) throw invalid('a text holds U+0000')
    if (this.#running.size >= most) throw new OperationError('XW-S0909', { count: most }, { retryable: true })
  }

  #watch(running: Promise<void>): void {
    this.#running.add(running)
    void running.finally(() => this.#running.delete(running))
  }

  async #work(id: string, work: Work): Promise<void> {
    const onLine = (line: string): void =>
      this.#change(id, { lines: [...(this.find(id)?.lines ?? []), line].slice(-keptLines) })
    try {
      const ended = await runCommand(this.#program, work.args, { signal: this.#stop.signal, limit: work.limit, onLine })
      const isFine = ended.failure === null && [0, ...(work.fine ?? [])].includes(ended.exit)
      work.onEnd?.(ended)
      const problem = ended.failure ? problemOfFailure(ended.failure) : null
      this.#end(id, { state: isFine ? 'done' : 'failed', exit: ended.exit, problem })
    } catch (error) {
      this.#end(id, { state: 'failed', problem: problemOf(error) })
    }
  }

  #end(id: string, how: Partial<Operation>): void {
    this.#change(id, { ...how, endedAt: new Date().toISOString() })
  }

  #change(id: string, more: Partial<Operation>): void {
    const known = this.#all.get(id)
    if (known) this.#keep({ ...known, ...more })
  }

  #keep(operation: Operation): void {
    this.#all.set(operation.id, operation)
    for (const [id, one] of this.#all) if (this.#all.size > kept && one.state !== 'running') this.#all.delete(id)
    this.#tell(operation)
  }
}

/** What a command of ours refused, as it is answered. */
export class Refused extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

const nothing = (): void => undefined
