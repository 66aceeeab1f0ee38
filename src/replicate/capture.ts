import { setTimeout as sleep } from 'node:timers/promises'
import type { ChangeSink, ChangeSource, ChangeStream, ChangeStreamOptions, Position } from '../core/data/changes.js'
import type { Endpoint } from '../core/dialect/endpoint.js'
import { OperationError } from '../core/findings/operation-error.js'
import type { TransactionAssembler } from './assembler.js'
import { Backoff, isTransient, type Retries } from './retry.js'

const closingLimit = 3000
/** How often in a row the log may go to another reader of our name: a process that was frozen does that once. */
const replacedLimit = 4
/** Milliseconds behind which it is not in a row. */
const replacedApart = 60_000

export interface CaptureOptions {
  readonly source: ChangeSource
  readonly endpoint: Endpoint
  readonly stream: Omit<ChangeStreamOptions, 'from' | 'signal'>
  readonly assembler: TransactionAssembler
  /** What the log's changes go through on their way to the assembler. */
  readonly sink: ChangeSink
  readonly retries: Retries
  /** Told when the reading ends, in whatever way. */
  readonly onEnd: () => void
}

/** Reads the log into the assembler, and goes on after the source was away. One reading at a time. */
export class Capture {
  readonly #options: CaptureOptions
  #stream: ChangeStream | undefined
  /** Known to be durable on the target; told to every stream, for one may end before what it sent is applied. */
  #confirmed: Position | undefined
  #stop = new AbortController()
  #running: Promise<void> = Promise.resolve()
  #ended = true
  #error: unknown
  /** The source has opened its log; what is in the way before is there to stay. */
  #began = false
  #replaced = { times: 0, at: Number.NEGATIVE_INFINITY }

  constructor(options: CaptureOptions) {
    this.#options = options
  }

  /** Nothing more comes: the end that was asked for is reached, or the log cannot be read on. */
  get ended(): boolean {
    return this.#ended
  }

  /** Why the log cannot be read on. */
  get error(): unknown {
    return this.#error
  }

  /** Begins behind what the assembler has. */
  start(until?: Position): void {
    this.#stop = new AbortController()
    this.#ended = false
    this.#error = undefined
    this.#running = this.#read(until, this.#stop.signal)
      .catch((error: unknown) => {
        this.#error = error
      })
      .finally(() => {
        this.#ended = true
        this.#options.onEnd()
      })
  }

  /** What was not read to the end of its transaction is forgotten. */
  async stop(): Promise<void> {
    this.#stop.abort()
    this.#options.assembler.interrupt(true)
    await this.#running
    this.#options.assembler.interrupt(false)
  }

  confirm(position: Position): void {
    this.#confirmed = position
    this.#stream?.confirm(position)
  }

  async #read(until: Position | undefined, signal: AbortSignal): Promise<void> {
    const { source, assembler, retries } = this.#options
    const backoff = new Backoff('source', retries)
    while (!signal.aborted) {
      if (until !== undefined && source.reached(assembler.tail, until)) return
      const from = assembler.tail
      try {
        await this.#once(until, signal)
        // What the log had up to there was sent; the rest was not for us. The checkpoint never goes back.
        if (!signal.aborted && until !== undefined && !source.reached(assembler.tail, until))
          assembler.passed({ position: until, at: Date.now() })
      } catch (error) {
        if (signal.aborted) return
        if (!isTransient(error) && !this.#mayReturn(error)) throw error
        if (assembler.tail !== from) backoff.succeeded()
        await backoff.wait(error, signal).catch(() => undefined)
      }
    }
  }

  /** Somebody else reads the log under our name. Whether the task is theirs is asked in front of the next opening. */
  #mayReturn(error: unknown): error is OperationError {
    if (!(error instanceof OperationError) || error.code !== 'XW-S0415' || !this.#began) return false
    const now = performance.now()
    const times = now - this.#replaced.at > replacedApart ? 1 : this.#replaced.times + 1
    this.#replaced = { times, at: now }
    return this.#options.stream.permit !== undefined && times <= replacedLimit
  }

  async #once(until: Position | undefined, signal: AbortSignal): Promise<void> {
    const { source, endpoint, stream, assembler, sink } = this.#options
    this.#began = false
    try {
      this.#stream = await source.open(endpoint, { ...stream, from: assembler.tail, signal })
      this.#began = true
      if (this.#confirmed !== undefined) this.#stream.confirm(this.#confirmed)
      await this.#stream.pump(sink, { signal, ...(until === undefined ? {} : { until }) })
    } finally {
      const opened = this.#stream
      this.#stream = undefined
      assembler.abandon()
      // A source that hangs must not keep us from ending, or from trying again.
      await Promise.race([opened?.close(), sleep(closingLimit, undefined, { ref: false })])
    }
  }
}
