import type { ChangeSink, ChangeStream, ChangeStreamOptions, Position } from '../../../core/data/changes.js'
import { loadedColumns } from '../../../core/data/stream.js'
import { type Endpoint, endpointName } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { originsIn } from '../origin.js'
import { Control } from './control.js'
import { readFacts, type StreamFacts } from './facts.js'
import { isReached, type LogPosition, parsePosition } from './log-position.js'
import { LogReader, ReadAgain } from './log-reader.js'
import { type KnownShape, Relations, type ShapeChange } from './relations.js'
import type { StreamTable } from './row-plan.js'
import { readLog } from './session.js'
import { ownName } from './slot.js'
import { watchTables } from './watch.js'

/** Waits between attempts to come back after a loss; ms. The last one is repeated. */
const backoff = [250, 500, 1000, 2000, 5000, 10_000, 20_000]
/** After this time without anything read the loss is told to who reads the stream, who opens it again and says why; ms. */
const patience = 5000
/** The server may take its reader for alive for as long as wal_sender_timeout, a minute unless set; ms. */
const busyPatience = 75_000
/** Between two looks at what the log does not tell; ms. */
const usualWatch = 30_000
/** Between two words of places that were passed; ms. */
const passEvery = 500

export async function openStream(
  endpoint: Endpoint,
  options: ChangeStreamOptions,
  watchEvery = usualWatch,
): Promise<ChangeStream> {
  const from = parsePosition(options.from)
  if (!from) throw noPosition(endpoint, options.from)
  const control = new Control(endpoint)
  const tables = options.tables.map((mapping, index): StreamTable => {
    const writer = options.writers[index]
    if (!writer) throw new Error('a table of the stream has no writer')
    return { index, mapping, columns: loadedColumns(mapping), writer }
  })
  try {
    const facts = await readFacts(endpoint, control, tables, ownName(options.reader))
    const isOwnOrigin = await control.ask((client) => originsIn(client, options.without ?? []))
    return new SlotStream(endpoint, options, { control, tables, facts, from, watchEvery, isOwnOrigin })
  } catch (error) {
    await control.close()
    throw error
  }
}

const noPosition = (endpoint: Endpoint, position: Position): OperationError =>
  new OperationError('XW-S0407', { endpoint: endpointName(endpoint), position, reason: 'it is no position of its log' })

/** What earlier streams of the same task have seen of its tables, so that a change in between is noticed. */
const shapesOf = new WeakMap<object, Map<number, KnownShape>>()

function knownShapes(task: object): Map<number, KnownShape> {
  const known = shapesOf.get(task) ?? new Map<number, KnownShape>()
  shapesOf.set(task, known)
  return known
}

interface Parts {
  readonly control: Control
  readonly tables: readonly StreamTable[]
  readonly facts: StreamFacts
  readonly from: LogPosition
  readonly watchEvery: number
  readonly isOwnOrigin: (origin: string) => boolean
}

class SlotStream implements ChangeStream {
  readonly #endpoint: Endpoint
  readonly #options: ChangeStreamOptions
  readonly #parts: Parts
  readonly #relations: Relations
  readonly #closed = new AbortController()
  /** The last place outside of a transaction up to which everything was sent. */
  #position: LogPosition
  #flushed: bigint | null = null
  #report: (() => void) | undefined
  #reporting: NodeJS.Timeout | undefined

  constructor(endpoint: Endpoint, options: ChangeStreamOptions, parts: Parts) {
    this.#endpoint = endpoint
    this.#options = options
    this.#parts = parts
    this.#position = parts.from
    const shapes = knownShapes(options.tables)
    this.#relations = new Relations({
      ...parts,
      ...parts.facts,
      shapes,
      ...(options.shapes ? { expected: options.shapes } : {}),
    })
  }

  async pump(
    sink: ChangeSink,
    options: { readonly signal?: AbortSignal; readonly until?: Position } = {},
  ): Promise<void> {
    const until = options.until === undefined ? undefined : parsePosition(options.until)
    if (until === null) throw noPosition(this.#endpoint, options.until ?? '')
    if (until && isReached(this.#position, until)) return
    const ended = new AbortController()
    const signals = [ended.signal, this.#closed.signal, options.signal, this.#options.signal]
    const signal = AbortSignal.any(signals.filter((one) => one !== undefined))
    const reader = new LogReader({
      ...{ server: endpointName(this.#endpoint), relations: this.#relations, sink, from: this.#position },
      ...{
        isOwnOrigin: this.#parts.isOwnOrigin,
        passEvery,
        ...(until ? { goal: until.lsn } : {}),
        onGoal: () => ended.abort(),
      },
    })
    let unlogged: OperationError | undefined
    const watch = this.#watch(reader, (error) => {
      unlogged = error
      ended.abort()
    })
    try {
      await this.#persist(() => this.#read(reader, signal), reader, signal)
      if (unlogged) throw unlogged
    } finally {
      watch.stop()
      reader.stop()
      this.#position = reader.boundary
    }
  }

  #watch(reader: LogReader, failed: (error: OperationError) => void): { stop(): void } {
    const { control, tables, facts, watchEvery } = this.#parts
    const changed = (change: ShapeChange): void => reader.tellLater(change)
    return watchTables({
      endpoint: this.#endpoint,
      control,
      tables,
      name: facts.name,
      every: watchEvery,
      changed,
      failed,
    })
  }

  async #read(reader: LogReader, signal: AbortSignal): Promise<void> {
    const { control, facts } = this.#parts
    await this.#options.permit?.(signal)
    await readLog({
      ...{ endpoint: this.#endpoint, control, name: facts.name, binary: facts.binary, from: reader.boundary, signal },
      ...{ handler: reader, flushed: () => this.#flushed },
      began: (timeline, report) => {
        reader.restart(timeline)
        this.#report = report
      },
    })
  }

  /** Comes back after losses for as long as that leads on. */
  async #persist(read: () => Promise<void>, reader: LogReader, signal: AbortSignal): Promise<void> {
    let [attempt, since, furthest] = [0, Date.now(), reader.furthest]
    while (!signal.aborted) {
      try {
        await read()
        return
      } catch (error) {
        if (signal.aborted) return
        if (error instanceof ReadAgain) continue
        if (reader.furthest !== furthest) [attempt, since, furthest] = [0, Date.now(), reader.furthest]
        if (!isWorthWaiting(error, Date.now() - since)) throw error
        await pause(backoff[Math.min(attempt, backoff.length - 1)] ?? 0, signal)
        attempt++
      } finally {
        this.#report = undefined
      }
    }
  }

  /** Told soon, not at once: the target may be done with many small steps. */
  confirm(position: Position): void {
    const place = parsePosition(position)
    if (!place || place.system !== this.#parts.from.system) return
    if (this.#flushed !== null && place.lsn <= this.#flushed) return
    this.#flushed = place.lsn
    this.#reporting ??= setTimeout(() => {
      this.#reporting = undefined
      this.#report?.()
    }, 200)
  }

  async close(): Promise<void> {
    clearTimeout(this.#reporting)
    this.#closed.abort()
    await this.#parts.control.close()
  }
}

function isWorthWaiting(error: unknown, waited: number): boolean {
  if (!(error instanceof OperationError)) return false
  if (error.code === 'XW-S0442') return waited < busyPatience
  return error.retryable && waited < patience
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done, { once: true })
  })
}
