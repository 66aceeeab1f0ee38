import { names } from '../names.js'
import { type Statement, statement } from './statements.js'
import type { ApplyColumn, ApplyTable, RowKey } from './tables.js'

/**
 * The statements that change sets of rows. Their parameters are arrays, one per column, all of one length: the server joins
 * them to the table by its key. Columns are given by their places, which begin each parameter's name.
 */
export class SetStatements {
  readonly #table: ApplyTable
  readonly #key: RowKey
  readonly #known = new Map<string, Statement>()
  /** Columns of the key in the order of the tuple: so images are gone through once. */
  readonly key: readonly number[]
  /** New rows in the format of the load. */
  readonly copy: Statement

  constructor(table: ApplyTable, key: RowKey) {
    this.copy = statement(table.copySql, [])
    this.#table = table
    this.#key = key
    this.key = [...key.columns].sort((a, b) => a - b)
  }

  /** Parameters: the key. */
  delete(): Statement {
    return this.#once('d', this.key, () => {
      return `DELETE FROM ${this.#table.name} AS t USING ${unnested(this.key, [])} WHERE ${this.#join()}`
    })
  }

  /** Parameters: the key, then the columns that are set. */
  update(columns: readonly number[]): Statement {
    return this.#once(`u${columns}`, [...this.key, ...columns], () => {
      const sets = columns.map((column) => `${this.#name(column)} = v.n${column}`)
      return `UPDATE ${this.#table.name} AS t SET ${sets.join(', ')} FROM ${unnested(this.key, columns)} WHERE ${this.#join()}`
    })
  }

  /** Only looks which rows are there. Parameters: the key. */
  find(): Statement {
    return this.#once('f', this.key, () => {
      return `SELECT 1 FROM ${this.#table.name} AS t, ${unnested(this.key, [])} WHERE ${this.#join()}`
    })
  }

  /** Writes over rows with the same key. Parameters: all columns. */
  upsert(): Statement {
    const all = this.#table.columns.map((_, column) => column)
    return this.#once('p', all, () => {
      const list = all.map((column) => this.#name(column)).join(', ')
      const key = this.#key.columns.map((column) => this.#name(column)).join(', ')
      const sets = all
        .filter((column) => !this.#key.columns.includes(column))
        .map((column) => `${this.#name(column)} = excluded.${this.#name(column)}`)
      const action = sets.length === 0 ? 'NOTHING' : `UPDATE SET ${sets.join(', ')}`
      return `INSERT INTO ${this.#table.name} (${list}) OVERRIDING SYSTEM VALUE
        SELECT * FROM ${unnested([], all)} ON CONFLICT (${key}) DO ${action}`
    })
  }

  #join(): string {
    return this.#key.columns
      .map((column, at) => `t.${this.#name(column)} OPERATOR(${this.#key.equals[at]}) v.k${column}`)
      .join(' AND ')
  }

  #name(column: number): string {
    return names.quote(this.#table.columns[column]?.name ?? '')
  }

  #once(id: string, columns: readonly number[], make: () => string): Statement {
    const known = this.#known.get(id)
    if (known) return known
    const types = columns.map((column) => this.#table.columns[column]?.arrayTypeOid ?? 0)
    const made = statement(make(), types)
    this.#known.set(id, made)
    return made
  }
}

/** The parameters as rows: `v.k0` a value of the key, `v.n0` a new value. */
export function unnested(key: readonly number[], columns: readonly number[]): string {
  const names = [...key.map((column) => `k${column}`), ...columns.map((column) => `n${column}`)]
  return `(SELECT ${names.map((name, at) => `pg_catalog.unnest($${at + 1}) AS ${name}`).join(', ')}) AS v`
}

/** There is an array of the type, and its values are none themselves: unnest would take those apart too. */
export const fitsArray = (column: ApplyColumn | undefined): boolean =>
  column !== undefined && column.arrayTypeOid !== 0 && !column.isArray
