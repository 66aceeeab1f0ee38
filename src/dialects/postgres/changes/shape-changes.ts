import { names, quoteText } from '../names.js'
import type { DefinedColumn, DefinedTable } from './defined-tables.js'

/** What is kept of a table. */
export interface KeptTable {
  readonly schema: string
  readonly table: string
  readonly file: string
  readonly columns: readonly Pick<DefinedColumn, 'number' | 'name' | 'native'>[]
}

/** Why nobody can tell from the catalogue what rows have now. */
export class NotTold extends Error {
  override readonly name = 'NotTold'
}

/**
 * Statements that turn the kept table into the one that has these columns, with every row as the source has it. Only the
 * catalogue can be asked about that: what rows were given when they were written anew is not there. @throws NotTold
 */
export function shapeChanges(kept: KeptTable, now: DefinedTable, columns: readonly DefinedColumn[]): readonly string[] {
  const table = `ALTER TABLE ${names.quote(kept.schema)}.${names.quote(kept.table)}`
  const known = new Map(kept.columns.map((column) => [column.number, column]))
  const there = new Set(columns.map(({ number }) => number))
  const isAsItWas = kept.file === now.file
  const changes = [
    ...kept.columns.filter(({ number }) => !there.has(number)).map(({ name }) => `DROP COLUMN ${names.quote(name)}`),
    ...columns.flatMap((column) => {
      const old = known.get(column.number)
      return old && old.name !== column.name
        ? `RENAME COLUMN ${names.quote(old.name)} TO ${names.quote(column.name)}`
        : []
    }),
    ...columns.flatMap((column) => {
      const old = known.get(column.number)
      if (!old) return added(column, isAsItWas)
      return old.native === column.native ? [] : retyped(old.native, column, isAsItWas)
    }),
  ]
  return changes.map((change) => `${table} ${change}`)
}

/**
 * A column that was dropped and made anew under its old name: where in the log its values end and those of the other one
 * begin is not told, so nobody can see to that either. @throws NotTold
 */
export function refuseNamesakes(kept: KeptTable, columns: readonly DefinedColumn[]): void {
  const numbers = new Map(columns.map(({ name, number }) => [name, number]))
  const there = new Set(numbers.values())
  const gone = kept.columns.find(({ name, number }) => !there.has(number) && numbers.has(name))
  if (gone) throw new NotTold(`column ${gone.name} was dropped, and another one has its name; --restart loads it anew`)
}

/** Rows that were there have what the engine keeps for them, or nothing, so long as nobody has written them anew. */
function added(column: DefinedColumn, isAsItWas: boolean): readonly string[] {
  const { name, native, missing } = column
  if (column.identity) throw new NotTold(`column ${name} numbers the rows that were there`)
  if (missing === null && (!isAsItWas || column.notNull))
    throw new NotTold(`what rows have in the new column ${name} is known to the source only`)
  const kept = missing === null ? '' : ` DEFAULT ${quoteText(missing)}${column.notNull ? ' NOT NULL' : ''}`
  const alter = `ALTER COLUMN ${names.quote(name)}`
  return [
    `ADD COLUMN ${names.quote(name)} ${typeOf(column, native)}${kept}`,
    ...(column.default === null ? [] : [`${alter} SET DEFAULT ${column.default}`]),
    ...(column.default === null && missing !== null ? [`${alter} DROP DEFAULT`] : []),
  ]
}

/** The engine writes rows anew for a type of another form, and may have been told to compute other values. */
function retyped(old: string, column: DefinedColumn, isAsItWas: boolean): readonly string[] {
  const { name, native } = column
  if (!isAsItWas) throw new NotTold(`rows were written anew for the type of column ${name} (${old} → ${native})`)
  return [`ALTER COLUMN ${names.quote(name)} TYPE ${typeOf(column, native)}`]
}

const typeOf = ({ collation }: DefinedColumn, native: string): string =>
  collation === null ? native : `${native} COLLATE ${collation}`
