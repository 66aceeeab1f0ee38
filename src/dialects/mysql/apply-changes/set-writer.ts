import type { NetUpdate } from '../../../core/changes/net.js'
import { findPlaces, isAbsent, isWhole, newPlaces } from '../../../core/changes/tuple.js'
import type { Tuple } from '../../../core/data/changes.js'
import { putRows } from '../load/insert-text.js'
import { overwriting, RowText } from './row-text.js'
import type { StatementRun } from './statement-run.js'
import type { ApplyTable, RowKey } from './tables.js'

/** Rows of one statement: below that its own cost shows, above it nothing is won. */
const setRows = 500

export interface SetRules {
  readonly alias: boolean
  /** The server finds rows by lists of keys of several columns without looking at all (manual, "Row Constructor Expression Optimization"). */
  readonly keyLists: boolean
}

/** Writes net changes of one table, a statement per set of rows. */
export class SetWriter {
  readonly #table: ApplyTable
  readonly #text: RowText
  readonly #rules: SetRules
  readonly #all: readonly number[]
  readonly #into: string

  constructor(table: ApplyTable, rules: SetRules) {
    this.#table = table
    this.#rules = rules
    this.#text = new RowText(table)
    this.#all = table.columns.map((_, column) => column)
    this.#into = `INSERT INTO ${table.name} (${this.#text.names.join(', ')}) VALUES `
  }

  async insert(run: StatementRun, rows: readonly Tuple[]): Promise<void> {
    for (const set of setsOf(rows, (row) => row.length, run.setBytes)) {
      run.out.text(this.#into)
      putRows(run.out, this.#text.introducers, set)
      await run.end(null, { rows: set.length }, 'inserted', set.length)
    }
  }

  /** Rows that may be there already. */
  async upsert(run: StatementRun, rows: readonly Tuple[], key: RowKey): Promise<void> {
    for (const set of setsOf(rows, (row) => row.length, run.setBytes)) {
      run.out.text(this.#into)
      putRows(run.out, this.#text.introducers, set)
      run.out.text(overwriting(this.#text, this.#all, key, this.#rules.alias))
      await run.end(null, 'any', 'inserted', set.length)
    }
  }

  /** `exact`: every row must be there. */
  async delete(run: StatementRun, images: readonly Tuple[], key: RowKey, exact: boolean): Promise<void> {
    const places = newPlaces(this.#all.length)
    for (const set of setsOf(images, () => 40 * key.columns.length, run.setBytes)) {
      run.out.text(`DELETE FROM ${this.#table.name} WHERE `)
      if (key.columns.length > 1 && !this.#rules.keyLists) this.#anyOf(run, set, key, places)
      else this.#listed(run, set, key, places)
      await run.end(null, exact ? { rows: set.length } : 'any', 'deleted', set.length)
    }
  }

  /**
   * The rows must be there. Whole rows are written over, as many as are found; the server says how many those were. With
   * another unique index a row could be taken for the one that is meant: then, and where an image is not whole, each row has
   * a statement of its own.
   */
  async update(
    run: StatementRun,
    updates: readonly NetUpdate[],
    changed: readonly boolean[],
    key: RowKey,
  ): Promise<void> {
    const whole: Tuple[] = []
    const single: NetUpdate[] = []
    for (const update of updates)
      if (!this.#table.hasOtherUniques && isWhole(update.after, this.#all.length)) whole.push(update.after)
      else single.push(update)
    const columns = this.#all.filter((column) => changed[column])
    const sets = [...setsOf(whole, (row) => row.length, run.setBytes)]
    for (const set of sets) {
      // Of a single row the server does not say whether it was there.
      if (set.length < 2) {
        single.push(...set.map((after) => ({ keyed: after, after })))
        continue
      }
      run.out.text(this.#into)
      putRows(run.out, this.#text.introducers, set)
      run.out.text(overwriting(this.#text, columns, key, this.#rules.alias))
      await run.end(null, { there: set.length }, 'updated', set.length)
    }
    for (const update of single) await this.#single(run, update, columns, key)
  }

  async #single(
    run: StatementRun,
    { keyed, after }: NetUpdate,
    changed: readonly number[],
    key: RowKey,
  ): Promise<void> {
    const [before, image] = [keyed, after].map((tuple) => ({ tuple, places: newPlaces(this.#all.length) }))
    if (!before || !image) return
    findPlaces(before.tuple, this.#all.length, before.places)
    findPlaces(image.tuple, this.#all.length, image.places)
    const columns = changed.filter((column) => !isAbsent(image.tuple, image.places, column))
    run.out.text(`UPDATE ${this.#table.name} SET `)
    if (columns.length > 0) this.#text.sets(run.out, image, columns)
    else
      run.out.text(key.columns.map((column) => `${this.#text.names[column]} = ${this.#text.names[column]}`).join(', '))
    run.out.text(' WHERE ')
    this.#text.keyed(run.out, before, key)
    await run.end(null, { rows: 1 }, 'updated')
  }

  #listed(run: StatementRun, set: readonly Tuple[], key: RowKey, places: Int32Array): void {
    const names = key.columns.map((column) => this.#text.names[column]).join(', ')
    const many = key.columns.length > 1
    run.out.text(`${many ? `(${names})` : names} IN (`)
    for (const [place, tuple] of set.entries()) {
      findPlaces(tuple, this.#all.length, places)
      run.out.text(`${place === 0 ? '' : ','}${many ? '(' : ''}`)
      for (const [at, column] of key.columns.entries()) {
        if (at > 0) run.out.text(',')
        this.#text.value(run.out, { tuple, places }, column)
      }
      if (many) run.out.text(')')
    }
    run.out.text(')')
  }

  #anyOf(run: StatementRun, set: readonly Tuple[], key: RowKey, places: Int32Array): void {
    for (const [place, tuple] of set.entries()) {
      findPlaces(tuple, this.#all.length, places)
      run.out.text(place === 0 ? '(' : ') OR (')
      this.#text.keyed(run.out, { tuple, places }, key)
    }
    run.out.text(')')
  }
}

/** Runs of rows that one statement may hold. */
export function* setsOf<T>(rows: readonly T[], sizeOf: (row: T) => number, most: number): Generator<readonly T[]> {
  let from = 0
  let bytes = 0
  for (const [at, row] of rows.entries()) {
    const size = sizeOf(row)
    if (at > from && (at - from >= setRows || bytes + size > most)) {
      yield rows.slice(from, at)
      from = at
      bytes = 0
    }
    bytes += size
  }
  if (from < rows.length) yield rows.slice(from)
}
