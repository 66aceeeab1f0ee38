import type { Change, CommitMark, DefinitionChange, Position } from '../core/data/changes.js'
import type { Backlog } from './backlog.js'
import type { SpoolPlace } from './spool.js'
import { type Item, type Items, isTransaction, type Transaction } from './transactions.js'

/** Whole source transactions that are applied together. */
export interface Batch {
  readonly kind: 'batch'
  readonly transactions: readonly Transaction[]
  readonly count: number
  readonly overlapping: boolean
  /** More is waiting behind it. */
  readonly behind: boolean
  readonly end: CommitMark
  /** Where it ends in the files, as far as it is there. */
  readonly place?: SpoolPlace
}

export type Work =
  | Batch
  /** Nothing for us up to here. */
  | { readonly kind: 'passed'; readonly mark: CommitMark; readonly place?: SpoolPlace }
  | { readonly kind: 'definition'; readonly change: DefinitionChange }

/** A batch that is on its way to the target. */
export class Busy {
  readonly over: Promise<void>
  isOver = false

  constructor(applied: Promise<unknown>) {
    const end = () => {
      this.isOver = true
    }
    this.over = applied.then(end, end)
  }
}

export interface BatchLimits {
  readonly changes: number
  readonly bytes: number
  /** Milliseconds that a batch waits for more while the source has none ready. */
  readonly linger: number
}

/** How what ends at a position is to be applied: not again, over what a load saw, or exactly. */
export type Treatment = 'skip' | 'overlapping' | 'exact'

/**
 * Groups what the reader gives. A batch ends before a definition change, before another treatment, and around a
 * transaction that is too large for memory or holds a refused change: that one stands alone.
 */
export class Batcher {
  readonly #reader: Items
  readonly #backlog: Backlog
  readonly #limits: BatchLimits
  readonly #treatment: (position: Position) => Treatment
  readonly #ended: () => boolean
  #held: Item | undefined

  constructor(
    reader: Items,
    backlog: Backlog,
    limits: BatchLimits,
    rules: { readonly treatment: (position: Position) => Treatment; readonly ended: () => boolean },
  ) {
    this.#reader = reader
    this.#backlog = backlog
    this.#limits = limits
    this.#treatment = rules.treatment
    this.#ended = rules.ended
  }

  /**
   * Waits for work; undefined when the signal aborts first, and when all is done and nothing more comes. While the target is
   * busy a batch that is not full goes on growing: it could not be applied yet.
   * @throws SpoolDamage
   */
  async next(signal: AbortSignal, busy?: Busy): Promise<Work | undefined> {
    const open = new OpenBatch()
    let until = Number.POSITIVE_INFINITY
    while (!signal.aborted) {
      const item = this.#held ?? (await this.#reader.next())
      this.#held = undefined
      if (item === undefined) {
        const isIdle = busy === undefined || busy.isOver
        if (this.#ended() || (isIdle && (performance.now() >= until || (open.some && open.passedLast))))
          return this.#close(open)
        await this.#wait(signal, isIdle ? until : Number.POSITIVE_INFINITY, isIdle ? undefined : busy.over)
        continue
      }
      if (!open.some) until = performance.now() + this.#limits.linger
      if (!this.#add(open, item)) return this.#close(open)
      if (open.count >= this.#limits.changes || open.bytes >= this.#limits.bytes || open.alone) return this.#close(open)
    }
    return undefined
  }

  /** False: the item belongs to the next work, and there is some without it. */
  #add(open: OpenBatch, item: Item): boolean {
    if (item.kind === 'definition') {
      if (open.some) return this.#hold(item)
      open.definition = item.change
      open.alone = true
      return true
    }
    const treatment = this.#treatment(item.mark.position)
    if (item.kind === 'passed' || treatment === 'skip') {
      open.passed = { mark: item.mark, ...(item.place ? { place: item.place } : {}) }
      return true
    }
    const overlapping = treatment === 'overlapping'
    const alone = item.changes === null || item.refused.length > 0
    if (open.transactions.length > 0 && (alone || overlapping !== open.overlapping)) return this.#hold(item)
    open.add(item, overlapping, alone)
    return true
  }

  #hold(item: Item): false {
    this.#held = item
    return false
  }

  #close(open: OpenBatch): Work | undefined {
    return open.work(isTransaction(this.#held) || this.#reader.waiting)
  }

  async #wait(signal: AbortSignal, until: number, over?: Promise<void>): Promise<void> {
    // Something may have come, or ended, since we looked.
    if (signal.aborted || this.#ended() || !this.#backlog.empty) return
    const left = until - performance.now()
    let timer: NodeJS.Timeout | undefined
    let wake: () => void = () => undefined
    const woken = new Promise<void>((resolve) => {
      wake = resolve
      if (left < 1e9) timer = setTimeout(resolve, Math.max(0, left))
    })
    signal.addEventListener('abort', wake, { once: true })
    await Promise.race([this.#backlog.changed(), woken, ...(over ? [over] : [])])
    signal.removeEventListener('abort', wake)
    clearTimeout(timer)
  }
}

/** What has been gathered so far. */
class OpenBatch {
  transactions: Transaction[] = []
  passed: { readonly mark: CommitMark; readonly place?: SpoolPlace } | undefined
  definition: DefinitionChange | undefined
  count = 0
  bytes = 0
  overlapping = false
  alone = false

  get some(): boolean {
    return this.transactions.length > 0 || this.passed !== undefined || this.definition !== undefined
  }

  /** Nothing but places: no reason to wait for more. */
  get passedLast(): boolean {
    return this.transactions.length === 0
  }

  add(transaction: Transaction, overlapping: boolean, alone: boolean): void {
    this.transactions.push(transaction)
    this.passed = undefined
    this.count += transaction.count
    this.bytes += transaction.bytes
    this.overlapping = overlapping
    this.alone = alone
  }

  work(behind: boolean): Work | undefined {
    if (this.definition) return { kind: 'definition', change: this.definition }
    const last = this.transactions.at(-1)
    if (!last) return this.passed && { kind: 'passed', ...this.passed }
    const { transactions, count, overlapping } = this
    const { mark: end, place } = this.passed ?? last
    return { kind: 'batch', transactions, count, overlapping, behind, end, ...(place ? { place } : {}) }
  }
}

/** All changes of the transactions, piece by piece, but for those at the places that `without` holds. */
export async function* piecesOf(
  transactions: readonly Transaction[],
  without: ReadonlySet<number> = new Set(),
): AsyncGenerator<readonly Change[]> {
  let at = 0
  const kept = (changes: readonly Change[]): readonly Change[] => {
    const first = at
    at += changes.length
    return without.size === 0 ? changes : changes.filter((_, index) => !without.has(first + index))
  }
  if (transactions.every(({ changes }) => changes !== null)) {
    yield kept(transactions.flatMap(({ changes }) => changes ?? []))
    return
  }
  for (const transaction of transactions) for await (const piece of transaction.pieces()) yield kept(piece)
}
