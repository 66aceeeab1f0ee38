import type { Change, CommitMark, DefinitionChange, RefusedChange } from '../core/data/changes.js'
import type { Backlog, Entry, SpooledRun, SpooledTransaction } from './backlog.js'
import type { Spool, SpoolPlace } from './spool.js'

/** A whole source transaction. */
export interface Transaction {
  readonly kind: 'transaction'
  readonly mark: CommitMark
  readonly count: number
  readonly bytes: number
  readonly refused: readonly RefusedChange[]
  /** All changes; null: there are too many, they are to be read from the files. */
  readonly changes: readonly Change[] | null
  pieces(): AsyncIterable<readonly Change[]>
  /** Where it ends in the files, when it is there. */
  readonly place?: SpoolPlace
}

export type Item =
  | Transaction
  | { readonly kind: 'passed'; readonly mark: CommitMark; readonly place?: SpoolPlace }
  | { readonly kind: 'definition'; readonly change: DefinitionChange }

/** Items in the order of the log; undefined: nothing is there now. */
export interface Items {
  /** Whether changes are waiting, as far as can be told without reading files. */
  readonly waiting: boolean
  next(): Promise<Item | undefined>
}

export const isTransaction = (item: Item | undefined): item is Transaction => item?.kind === 'transaction'

/** Items of the backlog, those in files read back, in order. */
export class ItemReader implements Items {
  readonly #backlog: Backlog
  readonly #spool: Spool
  #run: AsyncGenerator<readonly Item[]> | undefined
  #ready: readonly Item[] = []
  #at = 0

  constructor(backlog: Backlog, spool: Spool) {
    this.#backlog = backlog
    this.#spool = spool
  }

  get waiting(): boolean {
    return this.#run !== undefined || this.#backlog.bytes > 0 || this.#ready.slice(this.#at).some(isTransaction)
  }

  /** Undefined: nothing is there now. @throws SpoolDamage */
  async next(): Promise<Item | undefined> {
    for (;;) {
      const item = this.#ready[this.#at]
      if (item) {
        this.#at++
        return item
      }
      this.#ready = []
      this.#at = 0
      if (this.#run) {
        const read = await this.#run.next()
        if (read.done) this.#run = undefined
        else this.#ready = read.value
        continue
      }
      const entry = this.#backlog.take()
      if (entry === undefined) return undefined
      if (entry.kind === 'run') this.#run = readRun(this.#spool, entry)
      else return this.#itemOf(entry)
    }
  }

  #itemOf(entry: Exclude<Entry, SpooledRun>): Item {
    switch (entry.kind) {
      case 'passed':
      case 'definition':
        return entry
      case 'large':
        return large(this.#spool, entry)
      case 'transaction':
        return inMemory(entry)
    }
  }
}

/** The transaction without the changes of some tables; those that were refused stay. */
export async function without(transaction: Transaction, takes: (table: number) => boolean): Promise<Transaction> {
  const kept = (piece: readonly Change[]): readonly Change[] => piece.filter(({ table }) => !takes(table))
  const changes = transaction.changes === null ? null : kept(transaction.changes)
  const pieces = async function* () {
    for await (const piece of transaction.pieces()) yield kept(piece)
  }
  let count = changes?.length ?? 0
  if (changes === null) for await (const piece of pieces()) count += piece.length
  return { ...transaction, changes, count, pieces }
}

function inMemory(whole: {
  readonly changes: readonly Change[]
  readonly refused: readonly RefusedChange[]
  readonly bytes: number
  readonly mark: CommitMark
  readonly place?: SpoolPlace
}): Transaction {
  return {
    ...whole,
    kind: 'transaction',
    count: whole.changes.length,
    async *pieces() {
      yield whole.changes
    },
  }
}

function large(spool: Spool, entry: SpooledTransaction): Transaction {
  return {
    kind: 'transaction',
    ...{ mark: entry.mark, count: entry.count, bytes: entry.bytes, refused: entry.refused, place: entry.to },
    changes: null,
    async *pieces() {
      for await (const records of spool.read(entry.from, entry.to))
        yield records.flatMap(({ record }) => (record.kind === 'change' ? [record.change] : []))
    },
  }
}

async function* readRun(spool: Spool, run: SpooledRun): AsyncGenerator<readonly Item[]> {
  let changes: Change[] = []
  let refused: RefusedChange[] = []
  let bytes = 0
  for await (const records of spool.read(run.from, run.to)) {
    const items: Item[] = []
    for (const { record, from, to } of records) {
      bytes += to.offset - from.offset
      if (record.kind === 'change') changes.push(record.change)
      else if (record.kind === 'refused') refused.push(record.change)
      else if (record.kind === 'passed') items.push({ kind: 'passed', mark: record.mark, place: to })
      else if (record.kind === 'commit') {
        items.push(inMemory({ changes, refused, bytes, mark: record.mark, place: to }))
        changes = []
        refused = []
        bytes = 0
      }
    }
    if (items.length > 0) yield items
  }
}
