import { findPlaces, isAbsent, isNull, newPlaces, type Places, sameValue } from '../../../core/changes/tuple.js'
import { type Change, RefusedBatch, type Tuple } from '../../../core/data/changes.js'
import type { MessageBuffer } from './messages.js'
import type { Expected, Pipeline } from './pipeline.js'
import { RowStatements } from './row-statements.js'
import type { ApplyTable, RowKey } from './tables.js'

export type RowChange = Exclude<Change, { readonly kind: 'truncate' }>
type Update = Extract<Change, { readonly kind: 'update' }>

/** What the rows of a statement count as. `helping`: not a change of its own. */
export const counter = { inserted: 0, updated: 1, deleted: 2, helping: 3 } as const

export interface RowRules {
  /** Rows in the way of a unique value may be deleted: nothing hangs on them that would go with them. */
  readonly mayClear: boolean
  /** A foreign key may have done already what a change says. */
  readonly cascaded: boolean
}

/** Writes the changes of one table into a pipeline, one statement each (in the overlap of a load sometimes several). */
export class RowWriter {
  readonly #table: ApplyTable
  readonly #statements: RowStatements
  readonly #all: readonly number[]
  readonly #inBefore: Places
  readonly #inAfter: Places
  readonly #mayClear: boolean
  /** Rows that a change must find. */
  readonly #one: Expected

  constructor(table: ApplyTable, { mayClear, cascaded }: RowRules) {
    this.#table = table
    this.#statements = new RowStatements(table)
    this.#all = table.columns.map((_, column) => column)
    this.#inBefore = newPlaces(this.#all.length)
    this.#inAfter = newPlaces(this.#all.length)
    this.#mayClear = mayClear
    this.#one = cascaded ? 'any' : 1
  }

  /** @throws RefusedBatch when the change cannot be said; nothing was written then */
  write(pipeline: Pipeline, change: RowChange, at: number, overlapping: boolean): void {
    const { key } = this.#table
    if (!key) this.#withoutKey(pipeline, change, at, overlapping)
    else if (overlapping) this.#over(pipeline, change, at, key)
    else this.#exact(pipeline, change, at, key)
  }

  #withoutKey(pipeline: Pipeline, change: RowChange, at: number, overlapping: boolean): void {
    if (overlapping) throw new RefusedBatch('the table has no key', { at, code: 'XW-D0803' })
    if (change.kind === 'insert') this.#insert(pipeline, change.after, at)
    else if (change.kind === 'update') this.#updateLike(pipeline, change, at)
    else this.#deleteLike(pipeline, change.before, at)
  }

  #exact(pipeline: Pipeline, change: RowChange, at: number, key: RowKey): void {
    if (change.kind === 'insert') this.#insert(pipeline, change.after, at)
    else if (change.kind === 'update') this.#update(pipeline, change, at, key)
    else this.#delete(pipeline, change.before, at, key, this.#one)
  }

  /** Makes true what holds right after the change, whichever of the changes around it the rows have seen. */
  #over(pipeline: Pipeline, change: RowChange, at: number, key: RowKey): void {
    if (change.kind === 'insert')
      this.#upsert(pipeline, change.after, this.#present(change.after), at, key, counter.inserted)
    else if (change.kind === 'update') this.#overwrite(pipeline, change, at, key)
    else this.#delete(pipeline, change.before, at, key, 'any')
  }

  #insert(pipeline: Pipeline, after: Tuple, at: number): void {
    const columns = this.#present(after)
    this.#values(pipeline.bind(this.#statements.insert(columns)), after, this.#inAfter, columns)
    pipeline.run(at, 1, counter.inserted)
  }

  /** Only what has changed is set: the row is as the source's was. */
  #update(pipeline: Pipeline, change: Update, at: number, key: RowKey): void {
    const { before, after } = change
    const present = this.#present(after)
    this.#findKey(before, at, key)
    const changed = present.filter((column) => !sameValue(before, this.#inBefore, after, this.#inAfter, column))
    this.#set(pipeline, change, changed, at, key)
  }

  /** Sets some columns of a row that must be there. What changed may be in columns that are not ours. */
  #set(pipeline: Pipeline, { before, after }: Update, columns: readonly number[], at: number, key: RowKey): void {
    const { length } = columns
    const out = pipeline.bind(length === 0 ? this.#statements.find(key) : this.#statements.update(columns, key))
    this.#values(out, after, this.#inAfter, columns)
    this.#values(out, before, this.#inBefore, key.columns)
    pipeline.run(at, this.#one, counter.updated)
  }

  #overwrite(pipeline: Pipeline, change: Update, at: number, key: RowKey): void {
    const { before, after } = change
    const present = this.#present(after)
    this.#findKey(before, at, key)
    if (present.length < this.#all.length) {
      this.#set(pipeline, change, present, at, key)
      return
    }
    if (key.columns.some((column) => !sameValue(before, this.#inBefore, after, this.#inAfter, column)))
      this.#move(pipeline, change, at, key)
    this.#upsert(pipeline, after, present, at, key, counter.updated)
  }

  /** A row goes to its new key, unless that is there already; then the old one has nothing to be there for. */
  #move(pipeline: Pipeline, { before, after }: Update, at: number, key: RowKey): void {
    this.#clear(pipeline, after, at, key)
    const out = pipeline.bind(this.#statements.move(this.#all, key))
    this.#values(out, after, this.#inAfter, this.#all)
    this.#values(out, before, this.#inBefore, key.columns)
    this.#values(out, after, this.#inAfter, key.columns)
    pipeline.run(at, 'any', counter.helping)
    this.#values(pipeline.bind(this.#statements.delete(key)), before, this.#inBefore, key.columns)
    pipeline.run(at, 'any', counter.helping)
  }

  #upsert(pipeline: Pipeline, after: Tuple, columns: readonly number[], at: number, key: RowKey, counts: number): void {
    this.#clear(pipeline, after, at, key)
    this.#values(pipeline.bind(this.#statements.upsert(columns, key)), after, this.#inAfter, columns)
    pipeline.run(at, 'any', counts)
  }

  /** Another row with a value that is this row's alone is one that the load saw later: the log will say more of it. */
  #clear(pipeline: Pipeline, after: Tuple, at: number, key: RowKey): void {
    if (!this.#mayClear) return
    for (const unique of this.#table.uniques) {
      if (
        unique.columns.some((column) => isAbsent(after, this.#inAfter, column) || isNull(after, this.#inAfter, column))
      )
        continue
      const out = pipeline.bind(this.#statements.deleteOthers(unique, key))
      this.#values(out, after, this.#inAfter, unique.columns)
      this.#values(out, after, this.#inAfter, key.columns)
      pipeline.run(at, 'any', counter.helping)
    }
  }

  #delete(pipeline: Pipeline, before: Tuple, at: number, key: RowKey, expected: Expected): void {
    this.#findKey(before, at, key)
    this.#values(pipeline.bind(this.#statements.delete(key)), before, this.#inBefore, key.columns)
    pipeline.run(at, expected, counter.deleted)
  }

  #updateLike(pipeline: Pipeline, { before, after }: Update, at: number): void {
    const present = this.#present(after)
    const [values, nulls] = this.#condition(before, at)
    const changed = present.filter((column) => !sameValue(before, this.#inBefore, after, this.#inAfter, column))
    const columns = changed.length > 0 ? changed : present
    const out = pipeline.bind(this.#statements.updateLike(columns, values, nulls))
    this.#values(out, after, this.#inAfter, columns)
    this.#values(out, before, this.#inBefore, values)
    pipeline.run(at, this.#one, counter.updated)
  }

  #deleteLike(pipeline: Pipeline, before: Tuple, at: number): void {
    const [values, nulls] = this.#condition(before, at)
    this.#values(pipeline.bind(this.#statements.deleteLike(values, nulls)), before, this.#inBefore, values)
    pipeline.run(at, this.#one, counter.deleted)
  }

  /** Columns that an image holds; `#inAfter` speaks of it then. */
  #present(after: Tuple): readonly number[] {
    if (findPlaces(after, this.#all.length, this.#inAfter)) return this.#all
    return this.#all.filter((column) => !isAbsent(after, this.#inAfter, column))
  }

  /** `#inBefore` speaks of the image then. */
  #findKey(before: Tuple, at: number, key: RowKey): void {
    findPlaces(before, this.#all.length, this.#inBefore)
    if (key.columns.some((column) => isAbsent(before, this.#inBefore, column))) throw incomplete(at)
  }

  /** Columns with values and with NULL, of an image that must be whole. */
  #condition(before: Tuple, at: number): readonly [values: readonly number[], nulls: readonly number[]] {
    if (!findPlaces(before, this.#all.length, this.#inBefore)) throw incomplete(at)
    const values = this.#all.filter((column) => !isNull(before, this.#inBefore, column))
    return [values, this.#all.filter((column) => !values.includes(column))]
  }

  #values(out: MessageBuffer, tuple: Tuple, places: Places, columns: readonly number[]): void {
    if (columns === this.#all) out.put(tuple, 0, tuple.length)
    else for (const column of columns) out.put(tuple, places[column] ?? 0, places[column + 1] ?? 0)
  }
}

const incomplete = (at: number): RefusedBatch =>
  new RefusedBatch('the log does not hold what tells the row', { at, code: 'XW-D0802' })
