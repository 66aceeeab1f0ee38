import type { BatchOutcome } from '../core/data/changes.js'
import type { ChangesProgress, OnProgress } from '../core/progress/progress.js'
import type { Batch } from './batcher.js'

/** What was applied in this run. */
export interface Counts {
  readonly transactions: number
  readonly changes: number
  readonly inserted: number
  readonly updated: number
  readonly deleted: number
  readonly setAside: number
  readonly batches: number
}

const tellEvery = 250

/** Counts what is applied, and says how fast it goes and how far behind it is. */
export class Tally {
  readonly #onProgress: OnProgress | undefined
  readonly #waiting: () => number
  counts: Counts = { transactions: 0, changes: 0, inserted: 0, updated: 0, deleted: 0, setAside: 0, batches: 0 }
  #lagSeconds = 0
  #position = ''
  #state: ChangesProgress['state'] = 'catching-up'
  #toldAt = 0

  /** `waiting`: bytes of changes that are read and not applied. */
  constructor(onProgress: OnProgress | undefined, waiting: () => number) {
    this.#onProgress = onProgress
    this.#waiting = waiting
  }

  applied(batch: Batch, changes: number, setAside: number, outcome: BatchOutcome): void {
    const { counts } = this
    this.counts = {
      transactions: counts.transactions + batch.transactions.length,
      changes: counts.changes + changes,
      inserted: counts.inserted + outcome.inserted,
      updated: counts.updated + outcome.updated,
      deleted: counts.deleted + outcome.deleted,
      setAside: counts.setAside + setAside,
      batches: counts.batches + 1,
    }
    // Clocks of two machines may differ: a change is never applied before it was made.
    this.#lagSeconds = Math.max(0, (Date.now() - batch.end.at) / 1000)
    this.#position = batch.end.position
    this.#state = batch.behind ? 'catching-up' : 'in-sync'
    this.tell()
  }

  /** Tells now and then; at once when a side is away. */
  tell(waiting?: { readonly reason: string }): void {
    const now = performance.now()
    if (waiting === undefined && now - this.#toldAt < tellEvery) return
    this.#toldAt = now
    this.#onProgress?.({
      ...{ kind: 'changes', phase: 'changes', state: waiting ? 'waiting' : this.#state },
      ...{ transactions: this.counts.transactions, changes: this.counts.changes, setAside: this.counts.setAside },
      ...{ lagSeconds: this.#lagSeconds, position: this.#position, waitingBytes: this.#waiting() },
      ...(waiting ? { reason: waiting.reason } : {}),
    })
  }

  /** Nothing happens at the source. */
  idle(): void {
    this.#lagSeconds = 0
    this.#state = 'in-sync'
    this.tell()
  }
}
