import { findPlaces, isNull, newPlaces } from '../../../core/changes/tuple.js'
import type { Tuple } from '../../../core/data/changes.js'
import { StatementText } from '../load/insert-text.js'
import type { StatementConnection } from '../statement-connection.js'
import { type Image, RowText } from './row-text.js'
import { setsOf } from './set-writer.js'
import { StatementFault, type StatementRun } from './statement-run.js'
import type { ApplyTable } from './tables.js'

/** Rows that are alike, and how many of them must go. */
interface Alike extends Image {
  readonly times: number
}

/**
 * Deletes rows of a table without a key, which are found by all that is in them: two looks through the table per set of
 * rows, the first of which counts how many there are of each.
 */
export class AlikeWriter {
  readonly #connection: StatementConnection
  readonly #text: RowText
  readonly #name: string
  readonly #width: number
  readonly #mayBeGone: boolean
  /** Columns that can be looked up in a list; JSON has no order that a list could be sorted by. */
  readonly #listable: readonly number[]

  /** `mayBeGone`: a foreign key may have done what a change says, before it comes. */
  constructor(connection: StatementConnection, table: ApplyTable, mayBeGone: boolean) {
    this.#connection = connection
    this.#text = new RowText(table)
    this.#name = table.name
    this.#width = table.columns.length
    this.#mayBeGone = mayBeGone
    this.#listable = table.columns.flatMap(({ type }, column) => (type === 'json' ? [] : [column]))
  }

  /** Whole rows; an image stands as often as there are rows to go that are like it. */
  async delete(run: StatementRun, images: readonly Tuple[]): Promise<void> {
    // Text is compared as text, and then as bytes.
    for (const set of setsOf(this.#gathered(images), ({ tuple }) => 2 * tuple.length, run.setBytes)) {
      const [first] = set
      if (set.length === 1 && first) await this.#some(run, first)
      else await this.#set(run, set)
    }
  }

  #gathered(images: readonly Tuple[]): readonly Alike[] {
    const times = new Map<Tuple, number>()
    for (const image of images) times.set(image, (times.get(image) ?? 0) + 1)
    return [...times].map(([tuple, count]) => {
      const places = newPlaces(this.#width)
      findPlaces(tuple, this.#width, places)
      return { tuple, places, times: count }
    })
  }

  async #set(run: StatementRun, set: readonly Alike[]): Promise<void> {
    await run.finish()
    const column = this.#telling(set)
    const there = await this.#count(set, column)
    const [all, some]: [Alike[], Alike[]] = [[], []]
    for (const [at, alike] of set.entries()) {
      const found = there.get(at) ?? 0
      if (found < alike.times && !this.#mayBeGone) throw new StatementFault(null, 'a row is not there')
      if (found > alike.times) some.push(alike)
      else if (found > 0) all.push({ ...alike, times: found })
    }
    if (all.length > 0) await this.#all(run, all, column)
    for (const alike of some) await this.#some(run, alike)
  }

  /** How many rows are like each, by its place in the set. Nobody may change them before they are deleted. */
  async #count(set: readonly Alike[], column: number | undefined): Promise<ReadonlyMap<number, number>> {
    const out = new StatementText().text('SELECT CASE')
    for (const [at, alike] of set.entries()) {
      out.text(' WHEN ')
      this.#text.like(out, alike)
      out.text(` THEN ${at}`)
    }
    out.text(` END AS alike, COUNT(*) FROM ${this.#name} WHERE `)
    this.#listed(out, set, column)
    out.text(' GROUP BY alike FOR UPDATE')
    const rows = await this.#connection.query(out.take())
    return new Map(rows.flatMap(([at, count]) => (at == null ? [] : [[Number(at), Number(count)] as const])))
  }

  async #all(run: StatementRun, set: readonly Alike[], column: number | undefined): Promise<void> {
    run.out.text(`DELETE FROM ${this.#name} WHERE `)
    this.#listed(run.out, set, column)
    for (const [at, alike] of set.entries()) {
      run.out.text(at === 0 ? ' AND ((' : ') OR (')
      this.#text.like(run.out, alike)
    }
    run.out.text('))')
    const rows = set.reduce((sum, { times }) => sum + times, 0)
    await run.end(null, { rows }, 'deleted', rows)
  }

  /** More are there than must go. */
  async #some(run: StatementRun, alike: Alike): Promise<void> {
    run.out.text(`DELETE FROM ${this.#name} WHERE `)
    this.#text.like(run.out, alike)
    run.out.text(` LIMIT ${alike.times}`)
    await run.end(null, this.#mayBeGone ? 'any' : { rows: alike.times }, 'deleted', alike.times)
  }

  /** Sorts out nearly all other rows at once: the server looks a value up in a sorted list of constants. */
  #listed(out: StatementText, set: readonly Alike[], column: number | undefined): void {
    if (column === undefined) return void out.text('TRUE')
    const name = this.#text.names[column]
    const values = set.filter(({ tuple, places }) => !isNull(tuple, places, column))
    const isAny = values.length < set.length
    out.text(isAny ? `(${name} IS NULL` : '(')
    for (const [at, alike] of values.entries()) {
      out.text(at > 0 ? ',' : `${isAny ? ' OR ' : ''}${name} IN (`)
      this.#text.value(out, alike, column)
    }
    out.text(values.length > 0 ? '))' : ')')
  }

  /** The column with the most values; of several, the shortest. */
  #telling(set: readonly Alike[]): number | undefined {
    const found = this.#listable.map((column) => {
      const values = new Set(
        set.map(({ tuple, places }) => {
          const start = places[column] ?? 0
          return tuple.toString('latin1', start, start + 4 + Math.max(0, tuple.readInt32BE(start)))
        }),
      )
      const bytes = [...values].reduce((sum, { length }) => sum + length, 0)
      return { column, values: values.size, bytes }
    })
    return found.sort((one, other) => other.values - one.values || one.bytes - other.bytes)[0]?.column
  }
}
