import type { PlacedChange } from '../../../core/changes/placed.js'
import { findPlaces, newPlaces, type Places, rowKeyOf, sameValue } from '../../../core/changes/tuple.js'
import type { Change, Tuple } from '../../../core/data/changes.js'
import type { Pipeline } from './pipeline.js'
import { fitsArray } from './set-statements.js'
import { SetWriter } from './set-writer.js'
import type { ApplySchema, ApplyTable } from './tables.js'

/** From so many rows on, one statement with arrays costs less than one each. */
const worthwhile = 4

type Update = Extract<Change, { readonly kind: 'update' }>

/**
 * Changes that stand next to each other, do the same to different rows of one table, and of which none can tell whether it is
 * the first: in one statement they are still in their order. Lives as long as its connection.
 */
export class OrderedRuns {
  readonly #tables: readonly (TableRuns | null)[]

  constructor(schema: ApplySchema) {
    const acting = new Set(schema.references.flatMap((one) => (one.actsOnDelete || one.actsOnUpdate ? one.parent : [])))
    this.#tables = schema.tables.map((table, place) =>
      table.key && table.columns.every(fitsArray) && !acting.has(place) && !schema.cascaded.has(place)
        ? new TableRuns(table, place, new SetWriter(table, place, table.key), table.key.columns)
        : null,
    )
  }

  /** Writes changes from `from` on; how many. 0: that one has to go alone. */
  write(pipeline: Pipeline, changes: readonly PlacedChange[], from: number): number {
    const first = changes[from]?.change
    return (first && this.#tables[first.table]?.write(pipeline, changes, from, first)) ?? 0
  }
}

class TableRuns {
  readonly #table: ApplyTable
  readonly #place: number
  readonly #writer: SetWriter
  readonly #key: readonly number[]
  readonly #inBefore: Places
  readonly #inAfter: Places

  constructor(table: ApplyTable, place: number, writer: SetWriter, key: readonly number[]) {
    this.#table = table
    this.#place = place
    this.#writer = writer
    this.#key = key
    this.#inBefore = newPlaces(table.columns.length)
    this.#inAfter = newPlaces(table.columns.length)
  }

  write(pipeline: Pipeline, changes: readonly PlacedChange[], from: number, first: Change): number {
    // The first change that does not go with them ends them, so each is looked at a few times at most.
    if (changes[from + worthwhile - 1]?.change.kind !== first.kind) return 0
    switch (first.kind) {
      case 'insert':
        return this.#inserts(pipeline, changes, from)
      case 'delete':
        return this.#deletes(pipeline, changes, from)
      case 'update':
        return this.#updates(pipeline, changes, from)
      case 'truncate':
        return 0
    }
  }

  #inserts(pipeline: Pipeline, changes: readonly PlacedChange[], from: number): number {
    const rows: Tuple[] = []
    for (let at = from; at < changes.length; at++) {
      const change = changes[at]?.change
      if (change?.kind !== 'insert' || change.table !== this.#place) break
      if (!findPlaces(change.after, this.#table.columns.length, this.#inAfter)) break
      rows.push(change.after)
    }
    if (rows.length < worthwhile) return 0
    this.#writer.insert(pipeline, rows)
    return rows.length
  }

  #deletes(pipeline: Pipeline, changes: readonly PlacedChange[], from: number): number {
    const rows: Tuple[] = []
    for (let at = from; at < changes.length; at++) {
      const change = changes[at]?.change
      if (change?.kind !== 'delete' || change.table !== this.#place || this.#keyOf(change.before) === null) break
      rows.push(change.before)
    }
    if (rows.length < worthwhile) return 0
    this.#writer.delete(pipeline, rows, true)
    return rows.length
  }

  #updates(pipeline: Pipeline, changes: readonly PlacedChange[], from: number): number {
    // One row may take what another has just let go of.
    if (this.#table.hasOtherUniques) return 0
    const rows: { readonly keyed: Tuple; readonly after: Tuple }[] = []
    const keys = new Set<string | number>()
    let columns: readonly boolean[] | undefined
    for (let at = from; at < changes.length; at++) {
      const change = changes[at]?.change
      if (change?.kind !== 'update' || change.table !== this.#place) break
      const key = this.#keyOf(change.before)
      const changed = this.#changed(change)
      if (key === null || keys.has(key) || !changed) break
      columns ??= changed
      if (changed.some((is, column) => is !== columns?.[column])) break
      keys.add(key)
      rows.push({ keyed: change.before, after: change.after })
    }
    if (rows.length < worthwhile || !columns) return 0
    this.#writer.update(pipeline, rows, columns)
    return rows.length
  }

  /** `#inBefore` speaks of the image then. */
  #keyOf(before: Tuple): string | number | null {
    findPlaces(before, this.#table.columns.length, this.#inBefore)
    return rowKeyOf(before, this.#inBefore, this.#key)
  }

  /** Columns that the update sets; undefined when it is not as simple as that. `#inBefore` speaks of the image before. */
  #changed({ before, after }: Update): readonly boolean[] | undefined {
    if (!findPlaces(after, this.#table.columns.length, this.#inAfter)) return undefined
    const changed = this.#table.columns.map(
      (_, column) => !sameValue(before, this.#inBefore, after, this.#inAfter, column),
    )
    const simple = this.#table.columns.every(({ alwaysIdentity }, column) => !(changed[column] && alwaysIdentity))
    return simple && !this.#key.some((column) => changed[column]) ? changed : undefined
  }
}
