import type { Tuple } from '../../../core/data/changes.js'
import type { MessageBuffer } from './messages.js'
import type { NetUpdate } from './net.js'
import type { Expected, Pipeline } from './pipeline.js'
import { counter } from './row-writer.js'
import { SetStatements } from './set-statements.js'
import type { ApplyTable, RowKey } from './tables.js'
import { int32At, isAbsent, newPlaces, presence } from './tuple.js'

/** Rows and bytes of one statement. While the server works on one, the next is written; more rows win nothing then. */
const setRows = 5000
const setBytes = 16 * 1024 * 1024

/** Writes net changes of one table into a pipeline, a statement per set of rows. */
export class SetWriter {
  readonly #table: ApplyTable
  readonly #place: number
  readonly #statements: SetStatements

  constructor(table: ApplyTable, place: number, key: RowKey) {
    this.#table = table
    this.#place = place
    this.#statements = new SetStatements(table, key)
  }

  /** `exact`: every row must be there. */
  delete(pipeline: Pipeline, images: readonly Tuple[], exact: boolean): void {
    for (const set of setsOf(images, (image) => image.length)) {
      const out = pipeline.bind(this.#statements.delete())
      this.#arrays(out, set, this.#statements.key)
      this.#run(pipeline, exact ? set.length : 'any', counter.deleted)
    }
  }

  /** The rows must be there. Of what an image holds, the columns of `changed` are set. */
  update(pipeline: Pipeline, updates: readonly NetUpdate[], changed: readonly boolean[]): void {
    for (const { columns, rows } of this.#alike(updates, changed))
      for (const set of setsOf(rows, ({ keyed, after }) => keyed.length + after.length)) {
        const { length } = columns
        const out = pipeline.bind(length === 0 ? this.#statements.find() : this.#statements.update(columns))
        this.#arrays(
          out,
          set.map((row) => row.keyed),
          this.#statements.key,
        )
        this.#arrays(
          out,
          set.map((row) => row.after),
          columns,
        )
        this.#run(pipeline, set.length, counter.updated)
      }
  }

  /** Rows that may be there already. */
  upsert(pipeline: Pipeline, rows: readonly Tuple[]): void {
    const all = this.#table.columns.map((_, column) => column)
    for (const set of setsOf(rows, (row) => row.length)) {
      this.#arrays(pipeline.bind(this.#statements.upsert()), set, all)
      this.#run(pipeline, 'any', counter.inserted)
    }
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

  /**
   * A parameter per column: an array of one dimension (manual: array_recv). Its elements are values with their lengths, as
   * tuples hold them. `columns` go up, so that every image is gone through once.
   */
  #arrays(out: MessageBuffer, images: readonly Tuple[], columns: readonly number[]): void {
    const reached = new Int32Array(images.length)
    let next = 0
    for (const column of columns) {
      const open = out.beginValue()
      for (const word of [1, 1, this.#table.columns[column]?.typeOid ?? 0, images.length, 1]) out.int32(word)
      for (const [row, image] of images.entries()) {
        let at = reached[row] ?? 0
        for (let passed = next; passed < column; passed++) at = endOfValue(image, at)
        const end = endOfValue(image, at)
        out.put(image, at, end)
        reached[row] = end
      }
      next = column + 1
      out.endValue(open)
    }
  }
}

function endOfValue(image: Tuple, at: number): number {
  const length = int32At(image, at)
  return at + 4 + (length > 0 ? length : 0)
}

function* setsOf<T>(rows: readonly T[], sizeOf: (row: T) => number): Generator<readonly T[]> {
  let from = 0
  let bytes = 0
  for (const [at, row] of rows.entries()) {
    bytes += sizeOf(row)
    if (at - from + 1 < setRows && bytes < setBytes) continue
    yield rows.slice(from, at + 1)
    from = at + 1
    bytes = 0
  }
  if (from < rows.length) yield from === 0 ? rows : rows.slice(from)
}
