import { names } from '../names.js'
import { type Statement, statement } from './statements.js'
import type { ApplyTable, RowKey } from './tables.js'

/** The statements that change one row of a table, made when they are first needed. Parameters are values of tuples. */
export class RowStatements {
  readonly #table: ApplyTable
  readonly #known = new Map<string, Statement>()

  constructor(table: ApplyTable) {
    this.#table = table
  }

  /** Parameters: the columns. */
  insert(columns: readonly number[]): Statement {
    return this.#once(`i${columns}`, () => ({ sql: insertText(this.#table, columns), columns }))
  }

  /** Writes over a row with the same key. Parameters: the columns. */
  upsert(columns: readonly number[], key: RowKey): Statement {
    return this.#once(`p${columns}`, () => {
      const changed = columns.filter((column) => !key.columns.includes(column))
      const sets = changed.map((column) => `${this.#column(column)} = excluded.${this.#column(column)}`)
      const action = sets.length === 0 ? 'NOTHING' : `UPDATE SET ${sets.join(', ')}`
      const target = key.columns.map((column) => this.#column(column)).join(', ')
      return { sql: `${insertText(this.#table, columns)} ON CONFLICT (${target}) DO ${action}`, columns }
    })
  }

  /** Parameters: the columns that are set, then those of the key. */
  update(columns: readonly number[], key: RowKey): Statement {
    return this.#once(`u${columns}`, () => {
      const sql = `UPDATE ${this.#table.name} SET ${this.#sets(columns)} WHERE ${this.keyed(key, columns.length + 1)}`
      return { sql, columns: [...columns, ...key.columns] }
    })
  }

  /** Only looks whether the row is there. Parameters: the key. */
  find(key: RowKey): Statement {
    return this.#once('f', () => {
      return { sql: `SELECT 1 FROM ${this.#table.name} WHERE ${this.keyed(key, 1)}`, columns: key.columns }
    })
  }

  /** As `update`, unless there is a row with the new key. Parameters: the columns that are set, the old key, the new key. */
  move(columns: readonly number[], key: RowKey): Statement {
    return this.#once(`m${columns}`, () => {
      const old = this.keyed(key, columns.length + 1)
      const taken = this.keyed(key, columns.length + key.columns.length + 1)
      const sql = `UPDATE ${this.#table.name} SET ${this.#sets(columns)} WHERE ${old}
        AND NOT EXISTS (SELECT 1 FROM ${this.#table.name} WHERE ${taken})`
      return { sql, columns: [...columns, ...key.columns, ...key.columns] }
    })
  }

  /** Parameters: the key. */
  delete(key: RowKey): Statement {
    return this.#once('d', () => {
      return { sql: `DELETE FROM ${this.#table.name} WHERE ${this.keyed(key, 1)}`, columns: key.columns }
    })
  }

  /** Other rows that have a value which must be one row's alone. Parameters: the unique columns, then the row's key. */
  deleteOthers(unique: RowKey, key: RowKey): Statement {
    return this.#once(`o${unique.columns}`, () => {
      const others = this.keyed(key, unique.columns.length + 1)
      const sql = `DELETE FROM ${this.#table.name} WHERE ${this.keyed(unique, 1)} AND NOT (${others})`
      return { sql, columns: [...unique.columns, ...key.columns] }
    })
  }

  /** One of the rows that are as given. Parameters: the values that are not NULL. */
  deleteLike(values: readonly number[], nulls: readonly number[]): Statement {
    return this.#once(`D${values}/${nulls}`, () => {
      const { name } = this.#table
      return { sql: `DELETE FROM ${name} AS t USING ${this.#oneLike(values, nulls, 1)}`, columns: values }
    })
  }

  /** Parameters: the columns that are set, then the values that are not NULL. */
  updateLike(columns: readonly number[], values: readonly number[], nulls: readonly number[]): Statement {
    return this.#once(`U${columns}/${values}/${nulls}`, () => {
      const from = this.#oneLike(values, nulls, columns.length + 1)
      const sql = `UPDATE ${this.#table.name} AS t SET ${this.#sets(columns)} FROM ${from}`
      return { sql, columns: [...columns, ...values] }
    })
  }

  keyed(key: RowKey, first: number): string {
    return key.columns
      .map((column, at) => `${this.#column(column)} OPERATOR(${key.equals[at]}) $${first + at}`)
      .join(' AND ')
  }

  /** A row is named by its place in the file, and a partition by itself, so that of equal rows only one is touched. */
  #oneLike(values: readonly number[], nulls: readonly number[], first: number): string {
    const conditions = [
      ...values.map((column, at) => this.#equal(column, first + at)),
      ...nulls.map((column) => `${this.#column(column)} IS NULL`),
    ]
    const found = `SELECT tableoid AS part, ctid AS place FROM ${this.#table.name} WHERE ${conditions.join(' AND ')} LIMIT 1`
    return `(${found}) AS f WHERE t.ctid = f.place AND t.tableoid = f.part`
  }

  #equal(column: number, parameter: number): string {
    if (this.#table.columns[column]?.asText !== true) return `${this.#column(column)} = $${parameter}`
    const text = (value: string) => `CAST(${value} AS pg_catalog.text) COLLATE pg_catalog."C"`
    return `${text(this.#column(column))} = ${text(`$${parameter}`)}`
  }

  #sets(columns: readonly number[]): string {
    return columns.map((column, at) => `${this.#column(column)} = $${at + 1}`).join(', ')
  }

  #column(column: number): string {
    return names.quote(this.#table.columns[column]?.name ?? '')
  }

  #once(id: string, make: () => { readonly sql: string; readonly columns: readonly number[] }): Statement {
    const known = this.#known.get(id)
    if (known) return known
    const { sql, columns } = make()
    const made = statement(
      sql,
      columns.map((column) => this.#table.columns[column]?.typeOid ?? 0),
    )
    this.#known.set(id, made)
    return made
  }
}

/** Values of identity columns are the source's. */
function insertText(table: ApplyTable, columns: readonly number[]): string {
  const list = columns.map((column) => names.quote(table.columns[column]?.name ?? '')).join(', ')
  const values = columns.map((_, at) => `$${at + 1}`).join(', ')
  if (columns.length === 0) return `INSERT INTO ${table.name} DEFAULT VALUES`
  return `INSERT INTO ${table.name} (${list}) OVERRIDING SYSTEM VALUE VALUES (${values})`
}
