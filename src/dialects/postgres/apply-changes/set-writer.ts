import type { NetUpdate } from '../../../core/changes/net.js'
import { isAbsent, newPlaces, presence } from '../../../core/changes/tuple.js'
import type { Tuple } from '../../../core/data/changes.js'
import type { Expected, Pipeline } from './pipeline.js'
import { inKeyOrder } from './row-order.js'
import { counter } from './row-writer.js'
import { setsOf, writeArrays } from './set-arrays.js'
import { SetStatements } from './set-statements.js'
import type { ApplyTable, RowKey } from './tables.js'

/** Rows of one statement. While the server works on one, the next is written; more rows win nothing then. */
const setRows = 5000

/** Writes net changes of one table into a pipeline, a statement per set of rows. */
export class SetWriter {
  readonly #table: ApplyTable
  readonly #place: number
  readonly #statements: SetStatements
  /** First column of the key. */
  readonly #first: number

  constructor(table: ApplyTable, place: number, key: RowKey) {
    this.#table = table
    this.#place = place
    this.#statements = new SetStatements(table, key)
    this.#first = key.columns[0] ?? 0
  }

  /** `exact`: every row must be there. */
  delete(pipeline: Pipeline, images: readonly Tuple[], exact: boolean): void {
    for (const set of setsOf(this.#sorted(images), setRows, (image) => image.length)) {
      const out = pipeline.bind(this.#statements.delete())
      writeArrays(out, this.#table, set, this.#statements.key)
      this.#run(pipeline, exact ? set.length : 'any', counter.deleted)
    }
  }

  /** The rows must be there. Of what an image holds, the columns of `changed` are set. */
  update(pipeline: Pipeline, updates: readonly NetUpdate[], changed: readonly boolean[]): void {
    for (const { columns, rows } of this.#alike(updates, changed)) {
      const sorted = inKeyOrder(rows, ({ keyed }) => keyed, this.#first)
      for (const set of setsOf(sorted, setRows, ({ keyed, after }) => keyed.length + after.length))
        this.#updateSet(pipeline, set, columns)
    }
  }

  #updateSet(pipeline: Pipeline, set: readonly NetUpdate[], columns: readonly number[]): void {
    const out = pipeline.bind(columns.length === 0 ? this.#statements.find() : this.#statements.update(columns))
    const before = set.map((row) => row.keyed)
    const after = set.map((row) => row.after)
    writeArrays(out, this.#table, before, this.#statements.key)
    writeArrays(out, this.#table, after, columns)
    this.#run(pipeline, set.length, counter.updated)
  }

  /** Rows that are not there. */
  insert(pipeline: Pipeline, rows: readonly Tuple[]): void {
    pipeline.copy(this.#statements.copy, this.#table.columns.length, this.#sorted(rows), this.#place, counter.inserted)
  }

  /** Rows that may be there already. */
  upsert(pipeline: Pipeline, rows: readonly Tuple[]): void {
    const all = this.#table.columns.map((_, column) => column)
    for (const set of setsOf(this.#sorted(rows), setRows, (row) => row.length)) {
      writeArrays(pipeline.bind(this.#statements.upsert()), this.#table, set, all)
      this.#run(pipeline, 'any', counter.inserted)
    }
  }

  #sorted(images: readonly Tuple[]): readonly Tuple[] {
    return inKeyOrder(images, (image) => image, this.#first)
  }

  #run(pipeline: Pipeline, expected: Expected, counts: number): void {
    pipeline.run(this.#place, expected, counts)
  }

  /** Updates that set the same columns. */
  #alike(
    updates: readonly NetUpdate[],
    changed: readonly boolean[],
  ): Iterable<{ readonly columns: readonly number[]; readonly rows: NetUpdate[] }> {
    const groups = new Map<string, { readonly columns: readonly number[]; readonly rows: NetUpdate[] }>()
    const places = newPlaces(this.#table.columns.length)
    for (const update of updates) {
      const held = presence(update.after, this.#table.columns.length, places)
      const group = groups.get(held)
      if (group) group.rows.push(update)
      else {
        const columns = changed.flatMap((is, column) => (is && !isAbsent(update.after, places, column) ? [column] : []))
        groups.set(held, { columns, rows: [update] })
      }
    }
    return groups.values()
  }
}
