import type { Change, CommitMark, Position } from '../core/data/changes.js'
import { bytesOf, overheadBytes } from './assembler.js'
import type { PlacedRecord, SpoolPlace } from './spool.js'

/** The files in which the log waits while tables are loaded, as far as whole transactions are there. */
export interface CachedLog {
  readonly start: SpoolPlace
  readonly end: SpoolPlace
  read(from: SpoolPlace, to: SpoolPlace, signal?: AbortSignal): AsyncIterable<readonly PlacedRecord[]>
}

/** Changes of some tables in cached transactions that follow each other. */
export interface CachedBatch {
  pieces(): AsyncIterable<readonly Change[]>
  readonly count: number
  readonly transactions: number
  /** What the tables have when it is applied; null: nothing was read. */
  readonly end: CommitMark | null
  readonly place: SpoolPlace
  /** Nothing up to the goal is left. */
  readonly met: boolean
  /** The next transaction holds a change that does not fit: who may judge that has to apply it. */
  readonly refused: boolean
}

export interface Wanted {
  /** Which tables, by their places in the stream. */
  readonly tables: ReadonlySet<number>
  /** Behind this. */
  readonly after: Position
  /** Not behind this; undefined: all that is there. */
  readonly goal?: Position
  readonly place?: SpoolPlace
}

export interface CachedLimits {
  readonly changes: number
  readonly bytes: number
}

/** Reads what comes next for the tables, as much as makes a batch. @throws SpoolDamage */
export async function nextCached(
  log: CachedLog,
  wanted: Wanted,
  limits: CachedLimits,
  rules: { readonly reached: (position: Position, goal: Position) => boolean; readonly signal: AbortSignal },
): Promise<CachedBatch> {
  const from = wanted.place ?? log.start
  const gathering = new Gathering(wanted, limits, rules.reached, from)
  for await (const records of log.read(from, log.end, rules.signal)) if (!gathering.take(records)) break
  return gathering.batch(log)
}

/** Gathers whole transactions; their changes too, as long as they are few enough. */
class Gathering {
  readonly #wanted: Wanted
  readonly #limits: CachedLimits
  readonly #reached: (position: Position, goal: Position) => boolean
  #first: SpoolPlace
  #place: SpoolPlace
  #changes: Change[] = []
  #count = 0
  #bytes = 0
  #transactions = 0
  #end: CommitMark | null = null
  #met = false
  #refused = false
  /** Of the open transaction. */
  #open: { changes: Change[]; count: number; bytes: number; refused: boolean }

  constructor(
    wanted: Wanted,
    limits: CachedLimits,
    reached: (position: Position, goal: Position) => boolean,
    from: SpoolPlace,
  ) {
    this.#wanted = wanted
    this.#limits = limits
    this.#reached = reached
    this.#first = from
    this.#place = from
    this.#open = nothing()
  }

  /** False: what follows belongs to a later batch. */
  take(records: readonly PlacedRecord[]): boolean {
    return records.every((placed) => this.#takeOne(placed))
  }

  #takeOne({ record, to }: PlacedRecord): boolean {
    switch (record.kind) {
      case 'change':
        this.#change(record.change)
        return true
      case 'refused':
        if (this.#wanted.tables.has(record.change.table)) this.#open.refused = true
        return true
      case 'chain':
        return true
      case 'commit':
      case 'passed':
        return this.#mark(record.mark, to)
    }
  }

  #change(change: Change): void {
    if (!this.#wanted.tables.has(change.table)) return
    const open = this.#open
    open.count++
    open.bytes += overheadBytes + bytesOf(change)
    // A piece of a file is not kept in memory for the few changes of it that are wanted.
    if (open.bytes <= this.#limits.bytes) open.changes.push(copied(change))
    else open.changes = []
  }

  #mark(mark: CommitMark, to: SpoolPlace): boolean {
    const open = this.#open
    this.#open = nothing()
    const { after, goal } = this.#wanted
    if (this.#reached(after, mark.position)) {
      this.#first = to
      this.#place = to
      return true
    }
    this.#met = goal !== undefined && !this.#reached(goal, mark.position)
    this.#refused = !this.#met && open.refused
    const isFull = this.#count > 0 && this.#bytes + open.bytes > this.#limits.bytes
    if (this.#met || this.#refused || isFull) return false
    if (this.#count === 0) this.#changes = open.changes
    else for (const change of open.changes) this.#changes.push(change)
    this.#count += open.count
    this.#bytes += open.bytes
    if (open.count > 0) this.#transactions++
    this.#end = mark
    this.#place = to
    return this.#count < this.#limits.changes && this.#bytes <= this.#limits.bytes
  }

  batch(log: CachedLog): CachedBatch {
    const [first, place, changes] = [this.#first, this.#place, this.#changes]
    const { tables } = this.#wanted
    const isHeld = changes.length === this.#count
    return {
      pieces: () => (isHeld ? once(changes) : readAgain(log, tables, first, place, this.#limits.bytes)),
      ...{ count: this.#count, transactions: this.#transactions, end: this.#end, place },
      ...{ met: this.#met, refused: this.#refused },
    }
  }
}

const nothing = () => ({ changes: [], count: 0, bytes: 0, refused: false })

async function* once(changes: readonly Change[]): AsyncGenerator<readonly Change[]> {
  if (changes.length > 0) yield changes
}

/** One transaction that memory would not hold. */
async function* readAgain(
  log: CachedLog,
  tables: ReadonlySet<number>,
  from: SpoolPlace,
  to: SpoolPlace,
  most: number,
): AsyncGenerator<readonly Change[]> {
  let piece: Change[] = []
  let bytes = 0
  for await (const records of log.read(from, to))
    for (const { record } of records) {
      if (record.kind !== 'change' || !tables.has(record.change.table)) continue
      piece.push(copied(record.change))
      bytes += overheadBytes + bytesOf(record.change)
      if (bytes < most) continue
      yield piece
      piece = []
      bytes = 0
    }
  if (piece.length > 0) yield piece
}

function copied(change: Change): Change {
  switch (change.kind) {
    case 'insert':
      return { ...change, after: Buffer.from(change.after) }
    case 'update':
      return { ...change, before: Buffer.from(change.before), after: Buffer.from(change.after) }
    case 'delete':
      return { ...change, before: Buffer.from(change.before) }
    case 'truncate':
      return change
  }
}
