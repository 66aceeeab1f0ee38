import type { BatchOutcome } from '../core/data/changes.js'
import type {
  AppliedCounts,
  CachedProgress,
  CapturedCounts,
  ChangesProgress,
  OnProgress,
} from '../core/progress/progress.js'
import type { Batch } from './batcher.js'
import { nothing } from './table-counts.js'

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

/** Bytes of changes that are read and not applied; those in memory are among them. */
export interface Waiting {
  readonly bytes: number
  readonly memory: number
}

const tellEvery = 250
/** A source that is well says something every few seconds; milliseconds after which what is known of it is old. */
const oldAfter = 15_000

/** Counts what is applied, and says how fast it goes and how far behind it is. */
export class Tally {
  readonly #onProgress: OnProgress | undefined
  readonly #waiting: () => Waiting
  counts: Counts = { transactions: 0, changes: 0, inserted: 0, updated: 0, deleted: 0, setAside: 0, batches: 0 }
  #lagSeconds = 0
  #position = ''
  #captured: CapturedCounts = { transactions: 0, changes: 0, bytes: 0, at: 0, lagSeconds: 0 }
  #state: ChangesProgress['state'] = 'catching-up'
  #toldAt = 0
  /** When it was last known how far behind the target is. */
  #knownAt = performance.now()

  constructor(onProgress: OnProgress | undefined, waiting: () => Waiting) {
    this.#onProgress = onProgress
    this.#waiting = waiting
  }

  applied(
    batch: Batch,
    changes: number,
    setAside: number,
    outcome: BatchOutcome,
    tables: readonly AppliedCounts[],
  ): void {
    this.#onProgress?.({ kind: 'applied', phase: 'changes', tables })
    this.#count({ transactions: batch.transactions.length, changes, setAside }, outcome)
    // Clocks of two machines may differ: a change is never applied before it was made.
    this.#lagSeconds = Math.max(0, (Date.now() - batch.end.at) / 1000)
    this.#position = batch.end.position
    this.#state = batch.behind ? 'catching-up' : 'in-sync'
    this.#knownAt = performance.now()
    this.tell()
  }

  /** Cached changes of some tables are on the target while others are still loaded; the task itself stands where it stood. */
  cached(changes: number, outcome: BatchOutcome, tables: readonly AppliedCounts[]): void {
    this.#onProgress?.({ kind: 'applied', phase: 'changes', tables })
    this.#count({ transactions: 0, changes, setAside: 0 }, outcome)
  }

  /** Tables are handed over, or have met all others. */
  handed(state: CachedProgress['state'], tables: readonly string[]): void {
    this.#onProgress?.({ kind: 'cached', phase: 'changes', state, tables })
  }

  /** A change of definitions is on the target. */
  defined(tables: readonly string[]): void {
    const applied = { ...nothing(), definition: 1 }
    const counts = tables.map((table) => ({ table, applied, setAside: nothing() }))
    this.#onProgress?.({ kind: 'applied', phase: 'changes', tables: counts })
  }

  #count(
    { transactions, changes, setAside }: Pick<Counts, 'transactions' | 'changes' | 'setAside'>,
    { inserted, updated, deleted }: BatchOutcome,
  ): void {
    const { counts } = this
    this.counts = {
      transactions: counts.transactions + transactions,
      changes: counts.changes + changes,
      inserted: counts.inserted + inserted,
      updated: counts.updated + updated,
      deleted: counts.deleted + deleted,
      setAside: counts.setAside + setAside,
      batches: counts.batches + 1,
    }
  }

  /** A transaction was read from the log. */
  captured(changes: number, bytes: number, at: number): void {
    const before = this.#captured
    const transactions = before.transactions + 1
    const lagSeconds = Math.max(0, (Date.now() - at) / 1000)
    this.#captured = { transactions, changes: before.changes + changes, bytes: before.bytes + bytes, at, lagSeconds }
  }

  /** Tells now and then; at once when a side is away. */
  tell(waiting?: { readonly reason: string }): void {
    const now = performance.now()
    if (waiting === undefined && now - this.#toldAt < tellEvery) return
    this.#toldAt = now
    const waitingNow = this.#waiting()
    // As long as nothing is heard, the target falls behind: nobody may read an old number as a good one.
    const silence = now - this.#knownAt
    const isOld = silence > oldAfter
    const lagSeconds = this.#lagSeconds + (isOld ? silence / 1000 : 0)
    const state = isOld ? 'catching-up' : this.#state
    this.#onProgress?.({
      ...{ kind: 'changes', phase: 'changes', state: waiting ? 'waiting' : state },
      ...{ transactions: this.counts.transactions, changes: this.counts.changes, setAside: this.counts.setAside },
      ...{ lagSeconds, position: this.#position, captured: this.#captured },
      ...{ waitingBytes: waitingNow.bytes, memoryBytes: waitingNow.memory },
      ...(waiting ? { reason: waiting.reason } : {}),
    })
  }

  /** Nothing happens at the source. */
  idle(): void {
    this.#lagSeconds = 0
    this.#captured = { ...this.#captured, lagSeconds: 0 }
    this.#state = 'in-sync'
    this.#knownAt = performance.now()
    this.tell()
  }

  /** Tells every second, whatever happens; ends when called. */
  steadily(): () => void {
    const timer = setInterval(() => {
      if (this.#position !== '') this.tell()
    }, 1000)
    return () => clearInterval(timer)
  }
}
