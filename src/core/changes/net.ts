import type { Change, Tuple } from '../data/changes.js'
import type { PlacedChange } from './placed.js'
import { RowCounts } from './row-counts.js'
import { findPlaces, isAbsent, merged, newPlaces, type Places, rowKeyOf, sameValue } from './tuple.js'

/** What is left of a table's changes: at most one per row, no matter in which order. */
export interface NetChanges {
  readonly inserts: readonly Tuple[]
  readonly updates: readonly NetUpdate[]
  /** Images that hold the key of what goes; without a key, whole rows, as often as they go. */
  readonly deletes: readonly Tuple[]
  /** Columns that differ in some row from what they were, by their places. Never those of the key. */
  readonly changed: readonly boolean[]
  /** Whether rows went in between, even if they are there again in the end. */
  readonly hadDeletes: boolean
}

export interface NetUpdate {
  /** An image that holds the key. */
  readonly keyed: Tuple
  /** What the row is to be; −2 for what it keeps. */
  readonly after: Tuple
}

export interface NetTable {
  readonly columns: number
  /** Empty: rows are told by all that is in them. */
  readonly key: readonly number[]
  /** Columns of other unique indexes. */
  readonly uniques: readonly (readonly number[])[]
}

type RowKeyValue = string | number

interface RowState {
  /** Whether the row was there before the first change. */
  readonly existed: boolean
  readonly keyed: Tuple
  /** Null: it is gone. */
  after: Tuple | null
}

const isThere = (row: RowState): row is RowState & NetUpdate => row.after !== null

/**
 * Gathers the changes of one table. A key that moves, a unique value that changes hands, a table that is emptied, an image
 * without its key or one that contradicts what was before cannot be said without order: then the changes have to be
 * applied one by one.
 */
export class NetCollapse {
  readonly #table: NetTable
  /** The rows may hold some of the changes already, so nothing can be left out because it was taken back later. */
  readonly #overlapping: boolean
  readonly #rows = new Map<RowKeyValue, RowState>()
  readonly #withoutKey: RowCounts
  readonly #changed: boolean[]
  readonly #inBefore: Places
  readonly #inAfter: Places
  /** Per unique index, the row by whose side a value was seen. */
  readonly #owners: readonly Map<RowKeyValue, RowKeyValue>[]
  #ordered = false
  #hadDeletes = false

  constructor(table: NetTable, overlapping: boolean) {
    this.#table = table
    this.#overlapping = overlapping
    this.#withoutKey = new RowCounts(table.columns)
    this.#changed = new Array<boolean>(table.columns).fill(false)
    if (overlapping) this.#allChanged()
    this.#owners = table.uniques.map(() => new Map())
    this.#inBefore = newPlaces(table.columns)
    this.#inAfter = newPlaces(table.columns)
  }

  add({ change }: PlacedChange): void {
    this.#ordered ||= !this.#gathers(change)
  }

  /** False: what becomes of the change depends on its order. */
  #gathers(change: Change): boolean {
    if (change.kind === 'truncate') return false
    if (this.#table.key.length === 0) {
      this.#hadDeletes ||= change.kind !== 'insert'
      return this.#withoutKey.add(change)
    }
    if (change.kind === 'insert') return this.#insert(change.after)
    return change.kind === 'update' ? this.#update(change.before, change.after) : this.#delete(change.before)
  }

  /** Null: only the order of the changes tells what becomes of the rows. */
  finish(): NetChanges | null {
    if (this.#ordered) return null
    if (this.#table.key.length === 0)
      return { ...this.#withoutKey.finish(), updates: [], changed: this.#changed, hadDeletes: this.#hadDeletes }
    const [inserts, updates, deletes]: [Tuple[], NetUpdate[], Tuple[]] = [[], [], []]
    for (const row of this.#rows.values()) {
      if (!isThere(row)) {
        if (row.existed || this.#overlapping) deletes.push(row.keyed)
      } else if (row.existed) updates.push(row)
      else inserts.push(row.after)
    }
    return { inserts, updates, deletes, changed: this.#changed, hadDeletes: this.#hadDeletes }
  }

  #insert(after: Tuple): boolean {
    if (!findPlaces(after, this.#table.columns, this.#inAfter)) return false
    const key = rowKeyOf(after, this.#inAfter, this.#table.key)
    if (key === null || this.#changesHands(after, this.#inAfter, key)) return false
    const row = this.#rows.get(key)
    if (!row) {
      this.#rows.set(key, { existed: false, keyed: after, after })
      return true
    }
    if (row.after !== null) return false
    row.after = after
    // Nobody knows any more in which columns it differs from the row that was there.
    if (row.existed) this.#allChanged()
    return true
  }

  #update(before: Tuple, after: Tuple): boolean {
    const { columns, key: keyColumns } = this.#table
    findPlaces(before, columns, this.#inBefore)
    findPlaces(after, columns, this.#inAfter)
    const key = rowKeyOf(before, this.#inBefore, keyColumns)
    if (key === null || this.#moves(before, after)) return false
    if (this.#changesHands(before, this.#inBefore, key) || this.#changesHands(after, this.#inAfter, key)) return false
    const row = this.#rows.get(key)
    if (row?.after === null) return false
    if (row?.after) row.after = merged(row.after, after, columns)
    else this.#rows.set(key, { existed: true, keyed: before, after })
    this.#noteChanged(before, after)
    return true
  }

  #delete(before: Tuple): boolean {
    findPlaces(before, this.#table.columns, this.#inBefore)
    const key = rowKeyOf(before, this.#inBefore, this.#table.key)
    if (key === null || this.#changesHands(before, this.#inBefore, key)) return false
    this.#hadDeletes = true
    const row = this.#rows.get(key)
    if (!row) this.#rows.set(key, { existed: true, keyed: before, after: null })
    else if (row.after === null) return false
    else row.after = null
    return true
  }

  /** All but the key, by which rows are told. */
  #allChanged(): void {
    for (let column = 0; column < this.#changed.length; column++)
      this.#changed[column] = !this.#table.key.includes(column)
  }

  #moves(before: Tuple, after: Tuple): boolean {
    for (const column of this.#table.key)
      if (!isAbsent(after, this.#inAfter, column) && !sameValue(before, this.#inBefore, after, this.#inAfter, column))
        return true
    return false
  }

  /** Whether a value that must be one row's alone was another row's before: then sets may meet it twice. */
  #changesHands(image: Tuple, places: Places, key: RowKeyValue): boolean {
    for (const [at, columns] of this.#table.uniques.entries()) {
      const value = rowKeyOf(image, places, columns)
      if (value === null) continue
      const owner = this.#owners[at]?.get(value)
      if (owner === undefined) this.#owners[at]?.set(value, key)
      else if (owner !== key) return true
    }
    return false
  }

  #noteChanged(before: Tuple, after: Tuple): void {
    for (let column = 0; column < this.#changed.length; column++)
      if (
        !this.#changed[column] &&
        !isAbsent(after, this.#inAfter, column) &&
        !sameValue(before, this.#inBefore, after, this.#inAfter, column)
      )
        this.#changed[column] = true
  }
}
