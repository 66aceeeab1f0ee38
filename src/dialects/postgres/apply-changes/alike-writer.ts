import type { Tuple } from '../../../core/data/changes.js'
import { names } from '../names.js'
import type { Pipeline } from './pipeline.js'
import { counter } from './row-writer.js'
import { setsOf, writeArrays } from './set-arrays.js'
import { unnested } from './set-statements.js'
import { type Statement, statement } from './statements.js'
import type { ApplyTable } from './tables.js'

/** Rows of one statement: each looks through the whole table, so there should be few of them. */
const setRows = 50_000

/** Deletes rows of a table without a key, which are found by all that is in them, a statement per set of rows. */
export class AlikeWriter {
  readonly #table: ApplyTable
  readonly #place: number
  readonly #columns: readonly number[]
  readonly #delete: Statement
  readonly #copy: Statement
  readonly #lookThrough = settings({ enable_seqscan: 'on', enable_hashjoin: 'on', enable_nestloop: 'off' })
  readonly #findByKeys = settings({ enable_seqscan: 'off', enable_hashjoin: 'off', enable_nestloop: 'on' })

  constructor(table: ApplyTable, place: number) {
    this.#table = table
    this.#place = place
    this.#columns = table.columns.map((_, column) => column)
    this.#delete = deletion(table, this.#columns)
    this.#copy = statement(table.copySql, [])
  }

  /** Every row must be there; an image stands as often as there are rows to go that are like it. */
  delete(pipeline: Pipeline, images: readonly Tuple[]): void {
    for (const set of setsOf(images, setRows, (image) => image.length)) {
      this.#tell(pipeline, this.#lookThrough)
      writeArrays(pipeline.bind(this.#delete), this.#table, set, this.#columns)
      pipeline.run(this.#place, set.length, counter.deleted)
      this.#tell(pipeline, this.#findByKeys)
    }
  }

  insert(pipeline: Pipeline, rows: readonly Tuple[]): void {
    pipeline.copy(this.#copy, this.#table.columns.length, rows, this.#place, counter.inserted)
  }

  #tell(pipeline: Pipeline, told: Statement): void {
    pipeline.bind(told)
    pipeline.run(this.#place, 'any', counter.helping)
  }
}

/** For the rest of the transaction; a session that writes rows by their keys is not made for looking through tables. */
function settings(values: Readonly<Record<string, string>>): Statement {
  const told = Object.entries(values).map(([name, value]) => `pg_catalog.set_config('${name}', '${value}', true)`)
  return statement(`SELECT ${told.join(', ')}`, [])
}

/**
 * Rows are compared by their text, which differs wherever two values do (manual, "Composite Type Input and Output Syntax"),
 * so that one look through the table is enough for all. A value first gets its column's modifiers: `char(n)` is filled up.
 * A row is named by its place in the file, and a partition by itself; of rows that are alike as many go as were asked for.
 */
function deletion({ name, columns }: ApplyTable, places: readonly number[]): Statement {
  const text = (values: readonly string[]) =>
    `CAST(ROW(${values.join(', ')}) AS pg_catalog.text) COLLATE pg_catalog."C"`
  const theirs = text(columns.map((column) => `s.${names.quote(column.name)}`))
  const given = text(columns.map((column, at) => `CAST(v.k${at} AS ${column.declared})`))
  const wanted = `SELECT g.image, count(*) AS times FROM (SELECT ${given} AS image FROM ${unnested(places, [])}) AS g GROUP BY g.image`
  const found = `SELECT s.tableoid AS part, s.ctid AS place, w.times, row_number() OVER (PARTITION BY w.image) AS nth
    FROM (${wanted}) AS w JOIN ${name} AS s ON ${theirs} = w.image`
  return statement(
    `DELETE FROM ${name} AS t USING (${found}) AS f WHERE f.nth <= f.times AND t.ctid = f.place AND t.tableoid = f.part`,
    columns.map((column) => column.arrayTypeOid),
  )
}
