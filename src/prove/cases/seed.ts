import type { ForeignKey, Table } from '../../core/ir/schema.js'
import type { TableMapping } from '../../core/mapping/mapping.js'
import type { RowValues } from '../../core/prove/runner.js'
import type { TableSample } from './generate.js'
import { type Interest, isDocument } from './subjects.js'
import { around, edgeValues, heldBy, heldOnBothSides, isJson } from './values.js'

/** What a made-up row must fit. */
export interface SeedPlace {
  readonly mapping: TableMapping
  readonly table: Table
  /** Columns that number themselves. */
  readonly numbered: ReadonlySet<string>
  /** Samples of tables that foreign keys point at, by object. */
  readonly parents: ReadonlyMap<string, TableSample>
  readonly asked: ReadonlyMap<string, Interest>
}

/** A row that no table holds yet: keys that are new, values that branches ask about, parents that are there. */
export function madeUpRow(place: SeedPlace, at: number): RowValues {
  const row: Record<string, string | null> = {}
  for (const column of place.mapping.columns) {
    const { source } = column
    if (source.generated) continue
    const asked = place.asked.get(source.name)
    const literals = (asked ? [...asked.direct, ...asked.indirect] : []).flatMap(({ value, how }) =>
      around(source.type, value, how),
    )
    const unique = isUnique(place.mapping, source.name)
    const document = asked !== undefined && isDocument(asked)
    const choices = [...new Set([...literals, ...edgeValues(source.type)])].filter(
      (text) => text !== '' && heldOnBothSides(column, text) && (!document || isJson(text)),
    )
    row[source.name] = unique
      ? (below(place, source, at) ?? freshValue(place.mapping, source.name, at))
      : (choices[at % Math.max(1, choices.length)] ?? null)
  }
  return withParents(place, row, at)
}

/** A number below all that columns number themselves with: some engines go on behind the highest that a row names. */
const below = ({ numbered }: SeedPlace, { name, type }: TableMapping['columns'][number]['source'], at: number) =>
  numbered.has(name) && type.kind === 'integer' && type.signed ? heldBy(type, String(-101 - at)) : undefined

/** The row with nothing where nothing may stand: what triggers say against a value does not keep it out. */
export function bareRow({ mapping }: SeedPlace, row: RowValues): RowValues {
  const kept = ({ source }: TableMapping['columns'][number]): boolean =>
    !source.nullable || isUnique(mapping, source.name)
  const empty = mapping.columns.filter((column) => column.source.name in row && !kept(column))
  return { ...row, ...Object.fromEntries(empty.map(({ source }) => [source.name, null])) }
}

/** A copy of a row with new keys. */
export function copiedRow(place: SeedPlace, row: RowValues, at: number): RowValues {
  const copy: Record<string, string | null> = {}
  for (const { source } of place.mapping.columns) {
    if (source.generated || place.numbered.has(source.name)) continue
    const own = row[source.name] ?? null
    const foreign = foreignKeysOf(place.table).some((key) => holds(key, source.name))
    copy[source.name] =
      own !== null && isUnique(place.mapping, source.name) && !foreign
        ? freshValue(place.mapping, source.name, at)
        : own
  }
  // A row that may have one child alone gives it to another copy.
  const single = foreignKeysOf(place.table).filter(
    (key) =>
      key.columns.length === 1 && key.columns.every((column) => isUnique(place.mapping, nameIn(place, column.text))),
  )
  return withParents(place, copy, at + 1, single)
}

/** Values for the columns that number themselves, for a row that must be found again. */
export const numbersFor = (place: SeedPlace, at: number): RowValues =>
  Object.fromEntries([...place.numbered].map((column) => [column, freshValue(place.mapping, column, at)]))

function withParents(
  place: SeedPlace,
  row: Record<string, string | null>,
  at: number,
  keys: readonly ForeignKey[] = foreignKeysOf(place.table),
): RowValues {
  const taken = new Map<TableSample | undefined, number>()
  for (const key of keys) {
    const parent = place.parents.get(
      `${key.target.schema?.text ?? place.table.name.schema?.text ?? ''}.${key.target.name.text}`.toLowerCase(),
    )
    // Two keys to one table name two rows of it: what relates a row to itself is often refused.
    const turn = taken.get(parent) ?? 0
    taken.set(parent, turn + 1)
    const target = parent?.rows[(at + turn) % Math.max(1, parent.rows.length)]
    const names = key.targetColumns.map((column) => column.text)
    key.columns.forEach((column, index) => {
      const found = place.mapping.columns.find(({ source }) => source.name.toLowerCase() === column.text.toLowerCase())
      const from = names[index] ?? parent?.table.key[index]
      if (found === undefined) return
      // Every other row does without a parent where it may: the parent may be refused.
      const alone = found.source.nullable && at % 2 === 1
      row[found.source.name] = (from === undefined || alone ? undefined : caseless(target, from)) ?? null
    })
  }
  return row
}

const caseless = (row: RowValues | undefined, name: string): string | null | undefined =>
  row?.[name] ?? Object.entries(row ?? {}).find(([column]) => column.toLowerCase() === name.toLowerCase())?.[1]

export const foreignKeysOf = (table: Table): readonly ForeignKey[] =>
  table.constraints.flatMap((one) => (one.kind === 'foreignKey' ? [one] : []))

const nameIn = (place: SeedPlace, name: string): string =>
  place.mapping.columns.find(({ source }) => source.name.toLowerCase() === name.toLowerCase())?.source.name ?? name

const holds = (key: ForeignKey, column: string): boolean =>
  key.columns.some((one) => one.text.toLowerCase() === column.toLowerCase())

const isUnique = (table: TableMapping, column: string): boolean =>
  table.key.includes(column) || (table.uniques ?? []).some((key) => key.includes(column))

function freshValue(table: TableMapping, column: string, at: number): string | null {
  const type = table.columns.find(({ source }) => source.name === column)?.source.type
  if (type === undefined) return null
  const numbers = [String(9_001 + at), String(101 + at), String(at + 1)]
  const texts = [`crosswalk ${at + 1}`, `cw${at + 1}`, String(at + 1)]
  const dates = [`20${String(30 + (at % 60)).padStart(2, '0')}-03-0${1 + (at % 9)}`]
  const hex = (at + 1).toString(16).padStart(32, '0')
  const candidates =
    type.kind === 'text' ? texts : [...numbers, ...dates, `${dates[0]} 10:00:00`, hex, hex.slice(-2), 'a']
  for (const text of candidates) {
    const fitted = heldBy(type, text)
    if (fitted !== undefined) return fitted
  }
  return edgeValues(type)[at] ?? null
}
