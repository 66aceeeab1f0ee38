import type { Reference } from '../../../core/changes/reference.js'
import { findPlaces, newPlaces, sameValue } from '../../../core/changes/tuple.js'
import { type Change, RefusedBatch, type Tuple } from '../../../core/data/changes.js'
import { holds, type Image, overwriting, RowText } from './row-text.js'
import type { Expected, StatementRun } from './statement-run.js'
import type { ApplyTable, RowKey } from './tables.js'

export type RowChange = Exclude<Change, { readonly kind: 'truncate' }>
type Update = Extract<Change, { readonly kind: 'update' }>
type Sent = Promise<void> | undefined

export interface RowRules {
  /** Rows in the way of a unique value may be deleted: nothing hangs on them that would go with them. */
  readonly mayClear: boolean
  /** A foreign key may have done what a change says, before it comes. */
  readonly cascaded: boolean
  /** Columns by which rows refer to rows of the same table, with those that they refer to. */
  readonly own: readonly Pick<Reference, 'childColumns' | 'parentColumns'>[]
  /** The server knows names for the rows of an INSERT. */
  readonly alias: boolean
}

/** Writes the changes of one table as statements, one each (in the overlap of a load sometimes several). */
export class RowWriter {
  readonly #table: ApplyTable
  readonly #text: RowText
  readonly #rules: RowRules
  readonly #one: Expected
  readonly #all: readonly number[]
  readonly #before: { tuple: Tuple; readonly places: Int32Array }
  readonly #after: { tuple: Tuple; readonly places: Int32Array }

  constructor(table: ApplyTable, rules: RowRules) {
    this.#table = table
    this.#text = new RowText(table)
    this.#rules = rules
    this.#one = rules.cascaded ? 'any' : { rows: 1 }
    this.#all = table.columns.map((_, column) => column)
    const none = Buffer.alloc(0)
    this.#before = { tuple: none, places: newPlaces(this.#all.length) }
    this.#after = { tuple: none, places: newPlaces(this.#all.length) }
  }

  /** @throws RefusedBatch when the change cannot be said; nothing was written then */
  async write(run: StatementRun, change: RowChange, at: number, overlapping: boolean): Promise<void> {
    const { key } = this.#table
    if (!key) await this.#withoutKey(run, change, at, overlapping)
    else if (overlapping) await this.#over(run, change, at, key)
    else if (change.kind === 'insert') await this.#insert(run, change.after, at)
    else if (change.kind === 'update') await this.#update(run, change, at, key)
    else await this.#delete(run, change.before, at, key, this.#one)
  }

  async #withoutKey(run: StatementRun, change: RowChange, at: number, overlapping: boolean): Promise<void> {
    if (overlapping) throw new RefusedBatch('the table has no key', { at, code: 'XW-D0803' })
    if (change.kind === 'insert') return void (await this.#insert(run, change.after, at))
    if (!findPlaces(change.before, this.#all.length, this.#before.places)) throw incomplete(at)
    this.#before.tuple = change.before
    if (change.kind === 'update') {
      const present = this.#look(this.#after, change.after)
      const changed = this.#changed(present)
      run.out.text(`UPDATE ${this.#table.name} SET `)
      this.#text.sets(run.out, this.#after, changed.length > 0 ? changed : present)
    } else run.out.text(`DELETE FROM ${this.#table.name}`)
    run.out.text(' WHERE ')
    this.#text.like(run.out, this.#before)
    run.out.text(' LIMIT 1')
    await run.end(at, this.#one, change.kind === 'update' ? 'updated' : 'deleted')
  }

  /** Makes true what holds right after the change, whichever of the changes around it the rows have seen. */
  async #over(run: StatementRun, change: RowChange, at: number, key: RowKey): Promise<void> {
    if (change.kind === 'insert') await this.#upsert(run, at, key, this.#look(this.#after, change.after), 'inserted')
    else if (change.kind === 'update') await this.#overwrite(run, change, at, key)
    else await this.#delete(run, change.before, at, key, 'any')
  }

  #insert(run: StatementRun, after: Tuple, at: number): Sent {
    const columns = this.#look(this.#after, after)
    this.#text.insert(run.out, this.#after, columns)
    return run.end(at, { rows: 1 }, 'inserted')
  }

  /** Only what has changed is set: the row is as the source's was. */
  #update(run: StatementRun, { before, after }: Update, at: number, key: RowKey): Sent {
    const present = this.#look(this.#after, after)
    this.#findKey(before, at, key)
    return this.#set(run, this.#changed(present), at, key)
  }

  /** Sets some columns of a row that must be there. What changed may be in columns that are not ours. */
  #set(run: StatementRun, columns: readonly number[], at: number, key: RowKey): Sent {
    run.out.text(`UPDATE ${this.#table.name} SET `)
    if (columns.length > 0) this.#text.sets(run.out, this.#after, columns)
    else
      run.out.text(key.columns.map((column) => `${this.#text.names[column]} = ${this.#text.names[column]}`).join(', '))
    run.out.text(' WHERE ')
    this.#text.keyed(run.out, this.#before, key)
    return run.end(at, this.#one, 'updated')
  }

  async #overwrite(run: StatementRun, { before, after }: Update, at: number, key: RowKey): Promise<void> {
    const present = this.#look(this.#after, after)
    this.#findKey(before, at, key)
    if (present.length < this.#all.length) return void (await this.#set(run, present, at, key))
    if (key.columns.some((column) => !this.#isSame(column))) await this.#move(run, at, key)
    await this.#upsert(run, at, key, present, 'updated')
  }

  /** A row goes to its new key, unless that is there already; then the old one has nothing to be there for. */
  async #move(run: StatementRun, at: number, key: RowKey): Promise<void> {
    await this.#clear(run, at, key)
    const { name } = this.#table
    run.out.text(`UPDATE ${name} SET `)
    this.#text.sets(run.out, this.#after, this.#all)
    run.out.text(' WHERE ')
    this.#text.keyed(run.out, this.#before, key)
    // With a limit the engine makes a table of its own of it, and may look where it writes.
    run.out.text(` AND NOT EXISTS (SELECT 1 FROM (SELECT 1 FROM ${name} WHERE `)
    this.#text.keyed(run.out, this.#after, key)
    run.out.text(' LIMIT 1) AS taken)')
    await run.end(at, 'any', null)
    run.out.text(`DELETE FROM ${name} WHERE `)
    this.#text.keyed(run.out, this.#before, key)
    await run.end(at, 'any', null)
  }

  async #upsert(
    run: StatementRun,
    at: number,
    key: RowKey,
    columns: readonly number[],
    counter: 'inserted' | 'updated',
  ): Promise<void> {
    await this.#clear(run, at, key)
    this.#text.insert(run.out, this.#after, columns)
    run.out.text(overwriting(this.#text, columns, key, this.#rules.alias))
    await run.end(at, 'any', counter)
  }

  /** Another row with a value that is this row's alone is one that the load saw later: the log will say more of it. */
  async #clear(run: StatementRun, at: number, key: RowKey): Promise<void> {
    if (!this.#rules.mayClear) return
    const { tuple, places } = this.#after
    for (const unique of this.#table.uniques) {
      if (unique.columns.some((column) => lengthAt(tuple, places, column) < 0)) continue
      run.out.text(`DELETE FROM ${this.#table.name} WHERE `)
      this.#text.keyed(run.out, this.#after, unique)
      run.out.text(' AND NOT (')
      this.#text.keyed(run.out, this.#after, key)
      run.out.text(')')
      await run.end(at, 'any', null)
    }
  }

  async #delete(run: StatementRun, before: Tuple, at: number, key: RowKey, expected: Expected): Promise<void> {
    this.#findKey(before, at, key)
    for (const reference of this.#rules.own) await this.#letGo(run, at, key, reference)
    run.out.text(`DELETE FROM ${this.#table.name} WHERE `)
    this.#text.keyed(run.out, this.#before, key)
    await run.end(at, expected, 'deleted')
  }

  /** The engine does not delete a row that refers to itself; other engines do. */
  async #letGo(
    run: StatementRun,
    at: number,
    key: RowKey,
    { childColumns, parentColumns }: RowRules['own'][number],
  ): Promise<void> {
    const names = (columns: readonly number[]) => columns.map((column) => this.#text.names[column])
    const children = names(childColumns.filter((column) => this.#table.columns[column]?.notNull === false))
    if (children.length === 0 || [...childColumns, ...parentColumns].includes(-1)) return
    const nulls = [
      ...children.map((name) => `${name} = NULL`),
      ...this.#text.kept([]).map((name) => `${name} = ${name}`),
    ]
    run.out.text(`UPDATE ${this.#table.name} SET ${nulls.join(', ')} WHERE `)
    this.#text.keyed(run.out, this.#before, key)
    for (const [place, name] of names(childColumns).entries())
      run.out.text(` AND ${name} = ${names(parentColumns)[place]}`)
    await run.end(at, 'any', null)
  }

  /** Columns that the image holds; it can be written from then on. */
  #look(image: { tuple: Tuple; readonly places: Int32Array }, tuple: Tuple): readonly number[] {
    image.tuple = tuple
    if (findPlaces(tuple, this.#all.length, image.places)) return this.#all
    return this.#all.filter((column) => holds(image, column))
  }

  #findKey(before: Tuple, at: number, key: RowKey): void {
    this.#look(this.#before, before)
    if (key.columns.some((column) => !holds(this.#before, column))) throw incomplete(at)
  }

  #changed(present: readonly number[]): readonly number[] {
    return present.filter((column) => !this.#isSame(column))
  }

  #isSame(column: number): boolean {
    const [before, after]: [Image, Image] = [this.#before, this.#after]
    return sameValue(before.tuple, before.places, after.tuple, after.places, column)
  }
}

const lengthAt = (tuple: Tuple, places: Int32Array, column: number): number => tuple.readInt32BE(places[column] ?? 0)

const incomplete = (at: number): RefusedBatch =>
  new RefusedBatch('the log does not hold what tells the row', { at, code: 'XW-D0802' })
