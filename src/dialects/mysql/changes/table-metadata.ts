import { columnType as t } from '../data/column-type.js'
import type { Wire } from '../data/wire.js'
import type { StoredColumn } from './column-types.js'
import { packedNumber } from './packed-number.js'

/** What a table map tells besides types, as far as binlog_row_metadata lets it; null where it does not tell. One entry per column. */
export interface TableMetadata {
  readonly names: readonly string[] | null
  /** Of numbers; null entries for other columns. */
  readonly unsigned: readonly (boolean | null)[] | null
  /** Numbers of collations of text, enumerations and sets; null entries for other columns. */
  readonly collations: readonly (number | null)[] | null
  /** Labels of enumerations and sets in bytes of their character set; null entries for other columns. */
  readonly labels: readonly (readonly Buffer[] | null)[] | null
}

/** Kinds of fields (manual: Table_map_event, Optional metadata fields). */
const field = {
  signedness: 1,
  defaultCharset: 2,
  columnCharset: 3,
  columnName: 4,
  setValues: 5,
  enumValues: 6,
  labelsDefaultCharset: 10,
  labelsColumnCharset: 11,
} as const

const numbers: ReadonlySet<number> = new Set([
  ...[t.tiny, t.short, t.int24, t.long, t.longlong, t.float, t.double, t.newDecimal],
])
const texts: ReadonlySet<number> = new Set([
  t.string,
  t.varString,
  t.varchar,
  t.blob,
  t.varcharCompressed,
  t.blobCompressed,
])

const isNumber = (column: StoredColumn): boolean => numbers.has(column.type)
const isText = (column: StoredColumn): boolean => texts.has(column.type)
const isLabelled = (column: StoredColumn): boolean => column.type === t.enum || column.type === t.set

export function readMetadata(wire: Wire, start: number, end: number, columns: readonly StoredColumn[]): TableMetadata {
  const fields = fieldsOf(wire.view, start, end)
  const collations = [
    readCollations(wire.view, columns, isText, fields.get(field.defaultCharset), fields.get(field.columnCharset)),
    readCollations(
      ...([wire.view, columns, isLabelled] as const),
      ...([fields.get(field.labelsDefaultCharset), fields.get(field.labelsColumnCharset)] as const),
    ),
  ]
  const enums = readLabels(wire, columns, t.enum, fields.get(field.enumValues))
  const sets = readLabels(wire, columns, t.set, fields.get(field.setValues))
  return {
    names: readNames(wire, fields.get(field.columnName)),
    unsigned: readSigns(wire.view, columns, fields.get(field.signedness)),
    collations: merged(columns, collations),
    labels: merged(columns, [enums, sets]),
  }
}

interface Range {
  readonly start: number
  readonly end: number
}

function fieldsOf(view: DataView, start: number, end: number): ReadonlyMap<number, Range> {
  const fields = new Map<number, Range>()
  let at = start
  while (at < end) {
    const [length, from] = packedNumber(view, at + 1)
    fields.set(view.getUint8(at), { start: from, end: from + length })
    at = from + length
  }
  return fields
}

function merged<T>(columns: readonly unknown[], parts: readonly (readonly (T | null)[] | null)[]): (T | null)[] | null {
  if (parts.every((part) => part === null)) return null
  return columns.map((_, at) => parts.map((part) => part?.[at] ?? null).find((one) => one !== null) ?? null)
}

function readNames({ bytes, view }: Wire, range: Range | undefined): string[] | null {
  if (!range) return null
  const names: string[] = []
  for (let at = range.start; at < range.end; ) {
    const [length, from] = packedNumber(view, at)
    names.push(bytes.toString('utf8', from, from + length))
    at = from + length
  }
  return names
}

/** One bit per number, from the highest of the first byte on. */
function readSigns(
  view: DataView,
  columns: readonly StoredColumn[],
  range: Range | undefined,
): (boolean | null)[] | null {
  if (!range) return null
  let bit = 0
  return columns.map((column) => {
    if (!isNumber(column)) return null
    const unsigned = ((view.getUint8(range.start + (bit >> 3)) >> (7 - (bit & 7))) & 1) === 1
    bit++
    return unsigned
  })
}

/** Either a common collation and the columns that have another, counted among those that `has` takes, or one for each. */
function readCollations(
  view: DataView,
  columns: readonly StoredColumn[],
  has: (column: StoredColumn) => boolean,
  common: Range | undefined,
  each: Range | undefined,
): (number | null)[] | null {
  const range = common ?? each
  if (!range) return null
  const found: number[] = []
  for (let at = range.start; at < range.end; ) {
    const [value, next] = packedNumber(view, at)
    found.push(value)
    at = next
  }
  let index = 0
  if (!common) return columns.map((column) => (has(column) ? (found[index++] ?? null) : null))
  const others = new Map<number, number>()
  for (let at = 1; at + 1 < found.length; at += 2) others.set(found[at] ?? -1, found[at + 1] ?? 0)
  return columns.map((column) => (has(column) ? (others.get(index++) ?? found[0] ?? null) : null))
}

/** Per column of the type: how many labels, and each with its length. */
function readLabels(
  { bytes, view }: Wire,
  columns: readonly StoredColumn[],
  type: number,
  range: Range | undefined,
): (readonly Buffer[] | null)[] | null {
  if (!range) return null
  let at = range.start
  return columns.map((column) => {
    if (column.type !== type) return null
    const [count, first] = packedNumber(view, at)
    at = first
    return Array.from({ length: count }, () => {
      const [length, from] = packedNumber(view, at)
      at = from + length
      return Buffer.from(bytes.subarray(from, at))
    })
  })
}
