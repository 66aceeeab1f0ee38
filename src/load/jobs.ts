import type { Chunk, SizeEstimate, Snapshot } from '../core/data/connector.js'
import type { ChunkResult, LoadTarget, ReadCounts, TargetTableState } from '../core/data/stream.js'
import type { OnProgress, TableProgress } from '../core/progress/progress.js'
import { addChunk, dottedSource, type TableTally } from './result.js'

/** One chunk of one table, to be loaded by whoever is free. */
export interface Job {
  readonly tally: TableTally
  readonly chunk: Chunk
}

interface Waiting {
  readonly tally: TableTally
  readonly state: TargetTableState
  readonly rows: number
  readonly bytes: number
  readonly guessed?: boolean
}

interface OpenTable {
  left: number
  readonly size: SizeEstimate
  readonly reading: Map<Job, ReadCounts>
  /** When progress was told last. */
  told: number
}

/** No table is cut into chunks of more rows, or of more bytes of the source, than this. */
const mostRows = 500_000
const mostBytes = 64 * 1024 * 1024
const leastRows = 20_000
const progressEvery = 200

export interface JobOptions {
  readonly rowsPerChunk?: number
  readonly onProgress?: OnProgress
  /** Somebody waits for each table. Those without a key, which are one chunk each, come first even then: the others share the rest. */
  readonly smallFirst: boolean
  readonly onFinished: (tally: TableTally) => void
}

/**
 * Hands out chunks, large tables first unless the mapping gives them an order, or small ones are asked for. A table is planned when the first worker needs it, so that the others need not
 * wait for the planning of all.
 */
export class JobQueue {
  readonly #target: LoadTarget
  readonly #snapshot: Snapshot
  readonly #workers: number
  readonly #options: JobOptions
  readonly #open = new Map<TableTally, OpenTable>()
  #waiting: Waiting[] = []
  #jobs: Job[] = []
  #planning: Promise<void> = Promise.resolve()

  constructor(target: LoadTarget, snapshot: Snapshot, workers: number, options: JobOptions) {
    this.#target = target
    this.#snapshot = snapshot
    this.#workers = workers
    this.#options = options
  }

  async add(tables: readonly { readonly tally: TableTally; readonly state: TargetTableState }[]): Promise<void> {
    for (const { tally, state } of tables) {
      if (state.kind === 'started') countEarlier(tally, state)
      if (state.kind === 'started' && state.finished) {
        this.#tell(tally, 'done', tally.read, true)
        continue
      }
      const size = await this.#snapshot.estimate(tally.table)
      this.#waiting.push({ tally, state, ...size })
      this.#tell(tally, 'waiting', size.rows, false)
    }
    this.#waiting.sort((a, b) => orderOf(b) - orderOf(a) || this.#bySize(a, b))
  }

  #bySize(a: Waiting, b: Waiting): number {
    if (!this.#options.smallFirst) return b.bytes - a.bytes
    const [one, other] = [hasKey(a), hasKey(b)]
    return Number(one) - Number(other) || (one ? a.bytes - b.bytes : b.bytes - a.bytes)
  }

  async next(): Promise<Job | undefined> {
    while (this.#jobs.length === 0 && this.#waiting.length > 0) {
      // One table at a time; a worker that finds another planning waits for its chunks.
      this.#planning = this.#planning.then(() => this.#planNext())
      await this.#planning
    }
    const job = this.#jobs.shift()
    if (job && job.tally.started === 0) job.tally.started = performance.now()
    return job
  }

  reading(job: Job, counts: ReadCounts): void {
    const open = this.#open.get(job.tally)
    if (!open) return
    open.reading.set(job, counts)
    const now = performance.now()
    if (now - open.told < progressEvery) return
    open.told = now
    this.#tell(job.tally, 'running', open.size.rows, false)
  }

  async done(job: Job, result: ChunkResult): Promise<void> {
    const { tally } = job
    addChunk(tally, result)
    tally.ended = performance.now()
    const open = this.#open.get(tally)
    if (!open) return
    open.reading.delete(job)
    open.left--
    if (open.left > 0) {
      this.#tell(tally, 'running', open.size.rows, false)
      return
    }
    await this.#finish(tally)
  }

  async #planNext(): Promise<void> {
    if (this.#jobs.length > 0) return
    const table = this.#waiting.shift()
    if (!table) return
    const { tally, state } = table
    const chunks = state.kind === 'started' ? state.chunks.filter((chunk) => !chunk.done) : await this.#plan(table)
    if (state.kind !== 'started') tally.chunks = chunks.length
    this.#open.set(tally, { left: chunks.length, size: table, reading: new Map(), told: 0 })
    this.#jobs.push(...chunks.map((chunk) => ({ tally, chunk })))
    if (chunks.length === 0) await this.#finish(tally)
  }

  async #finish(tally: TableTally): Promise<void> {
    await this.#target.finishTable(tally.table)
    this.#open.delete(tally)
    this.#tell(tally, 'done', tally.read, true)
    this.#options.onFinished(tally)
  }

  async #plan({ tally, rows, bytes }: Waiting): Promise<readonly Chunk[]> {
    const chunks = await this.#snapshot.planChunks(
      tally.table,
      this.#options.rowsPerChunk ?? this.#chunkRows(rows, bytes),
    )
    await this.#target.savePlan(tally.table, chunks, this.#snapshot.position)
    return chunks
  }

  /** Small enough that the workers end together and that a stop costs little, large enough that a chunk's own cost is small. */
  #chunkRows(rows: number, bytes: number): number {
    const byBytes = bytes > 0 && rows > 0 ? mostBytes / (bytes / rows) : mostRows
    const byWorkers = Math.max(leastRows, rows / (this.#workers * 4))
    return Math.max(1, Math.floor(Math.min(mostRows, byBytes, byWorkers)))
  }

  #tell(tally: TableTally, state: TableProgress['state'], expected: number, exact: boolean): void {
    const { onProgress } = this.#options
    if (!onProgress) return
    let totalRows = expected
    let { read, bytes } = tally
    const open = this.#open.get(tally)
    for (const counts of open?.reading.values() ?? []) {
      read += counts.rows
      bytes += counts.bytes
    }
    if (open?.size.guessed && bytes > 0 && read > 0)
      totalRows = Math.max(read, Math.round((read * open.size.bytes) / bytes))
    const table = dottedSource(tally.table)
    const { rejected } = tally
    onProgress({ kind: 'table', phase: 'load', table, state, rows: read, totalRows, exact, bytes, rejected })
  }
}

const hasKey = ({ tally }: Waiting): boolean => tally.table.key.length > 0

const orderOf = ({ tally }: Waiting): number => tally.table.loadOrder ?? 0

function countEarlier(tally: TableTally, state: Extract<TargetTableState, { kind: 'started' }>): void {
  tally.chunks = state.chunks.length
  for (const { done, counts } of state.chunks) {
    if (!done) continue
    tally.chunksBefore++
    tally.read += counts.read
    tally.written += counts.written
    tally.rejected += counts.rejected
    tally.bytes += counts.bytes
  }
}
