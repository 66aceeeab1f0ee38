import { finding } from '../../core/findings/finding.js'
import type { Column, Constraint, Index, IndexPart, Table } from '../../core/ir/schema.js'
import type { LogicalType } from '../../core/ir/types.js'
import { writeType } from '../../rules/types/write.js'
import { mapTables } from '../catalog-edit.js'
import type { Pass, PassContext } from '../context.js'
import { placeOf } from '../report.js'
import { kindOf, labelOf, plainColumn } from './missing-columns.js'

/**
 * Where keys and rows have a greatest length: text without a length gets one where a key needs it, an index over longer text
 * holds its beginning, and a table whose declared lengths are more than a row keeps its longest texts apart.
 */
export const lengths: Pass = {
  name: 'lengths',
  run: (catalog, context) => {
    const limits = context.to.constructs.lengths
    if (!limits) return catalog
    const referenced = referencedColumns(catalog.schemas.flatMap(({ objects }) => objects))
    return mapTables(catalog, (table) => {
      const fit: Fit = { table, limits, context, referenced: referenced.get(table.id) ?? new Set() }
      const keyed = { ...table, columns: table.columns.map((column) => withLength(column, fit)) }
      const rows = fittingRows(keyed, { ...fit, table: keyed })
      const known = { ...fit, table: rows }
      return {
        ...rows,
        constraints: rows.constraints.filter((each) => fitsKey(each, known)),
        indexes: rows.indexes.flatMap((index) => fittingIndex(index, known) ?? []),
      }
    })
  },
}

type Limits = NonNullable<PassContext['to']['constructs']['lengths']>

interface Fit {
  readonly table: Table
  readonly limits: Limits
  readonly context: PassContext
  /** Columns that foreign keys of other tables point to. */
  readonly referenced: ReadonlySet<string>
}

function referencedColumns(objects: readonly { readonly kind: string }[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  for (const object of objects) {
    if (!isTable(object)) continue
    for (const each of object.constraints) {
      if (each.kind !== 'foreignKey') continue
      const id = `table:${each.target.schema?.text}.${each.target.name.text}`
      const names = found.get(id) ?? new Set<string>()
      for (const name of each.targetColumns) names.add(name.text)
      found.set(id, names)
    }
  }
  return found
}

const isTable = (object: { readonly kind: string }): object is Table => object.kind === 'table'

/** Columns of each key that counts whole values. */
const wholeKeys = (table: Table): readonly { readonly label: string; readonly columns: readonly string[] }[] => [
  ...table.constraints.flatMap((each) =>
    each.kind === 'check' ? [] : [{ label: labelOf(each), columns: each.columns.map((name) => name.text) }],
  ),
  ...table.indexes.flatMap((index) =>
    index.unique
      ? [{ label: labelOf(index), columns: index.parts.flatMap((part) => plainColumn(part.expr) ?? []) }]
      : [],
  ),
]

/** Text or bytes without a length that stand in a key: as long as the narrowest of their keys leaves room for. */
function withLength(column: Column, fit: Fit): Column {
  const { table, limits, context } = fit
  const type = column.type.logical
  if ((type.kind !== 'text' && type.kind !== 'binary') || type.length !== undefined) return column
  const keys = wholeKeys(table).filter(({ columns }) => columns.includes(column.name.text))
  const [first] = keys
  const part = first?.label ?? (fit.referenced.has(column.name.text) ? 'a foreign key' : undefined)
  if (part === undefined) return column
  const room = Math.min(limits.key, ...keys.map(({ columns }) => roomFor(columns, fit)))
  const length = Math.max(1, Math.floor(room / (type.kind === 'text' ? limits.character : 1)))
  const logical: LogicalType = { ...type, length }
  const written = writeType(context.to.dialect, logical)
  if (!written) return column
  const data = { column: column.name.text, source: sourceNative(column, context), part, target: written.native }
  context.findings.add(finding('XW-T0098', placeOf(table, column), data))
  return { ...column, type: { ...column.type, logical, native: written.native } }
}

/** Bytes of a key that are left for each of its columns without a length. */
function roomFor(columns: readonly string[], { table, limits }: Fit): number {
  const sizes = columns.map((name) =>
    sizeOf(
      table.columns.find((column) => column.name.text === name),
      limits,
    ),
  )
  const open = sizes.filter((size) => size === undefined).length
  const taken = sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0)
  return Math.floor(Math.max(limits.character, limits.key - taken) / Math.max(1, open))
}

/** Bytes that a value takes in a key at most; undefined: there is no such limit. */
function sizeOf(column: Column | undefined, limits: Limits): number | undefined {
  const type = column?.type.logical
  if (type?.kind === 'text') {
    const width = / ascii/.test(column?.type.native ?? '') ? 1 : limits.character
    return type.length === undefined ? undefined : type.length * width
  }
  if (type?.kind === 'binary') return type.length
  return type?.kind === 'json' ? undefined : 8
}

function sourceNative(column: Column, context: PassContext): string {
  const part = column.sources?.[0]
  for (const object of context.objects.values()) {
    if (object.kind !== 'table' || part === undefined || !part.startsWith(`${object.id}/`)) continue
    const found = object.columns.find((each) => part === `${object.id}/column:${each.name.text}`)
    if (found) return found.type.native
  }
  return column.type.native
}

/** The longest texts go where they count for nothing, until the others fit. */
function fittingRows(table: Table, { limits, context }: Fit): Table {
  const inKeys = new Set(wholeKeys(table).flatMap(({ columns }) => columns))
  const total = (columns: readonly Column[]): number =>
    columns.reduce((sum, column) => sum + (rowSize(column, limits) ?? 12), 0)
  let columns = table.columns
  while (total(columns) > limits.row) {
    const free = columns.filter(({ name, type }) => type.logical.kind === 'text' && !inKeys.has(name.text))
    const longest = [...free].sort((a, b) => (rowSize(b, limits) ?? 0) - (rowSize(a, limits) ?? 0))[0]
    if (!longest || (rowSize(longest, limits) ?? 0) <= 12) return { ...table, columns }
    columns = columns.map((column) => (column === longest ? apart(table, column, context) : column))
  }
  return { ...table, columns }
}

const rowSize = (column: Column, limits: Limits): number | undefined => {
  const size = sizeOf(column, limits)
  return size === undefined ? undefined : size + 2
}

function apart(table: Table, column: Column, context: PassContext): Column {
  const type = column.type.logical
  if (type.kind !== 'text') return column
  const { length: _length, ...logical } = type
  const written = writeType(context.to.dialect, { ...logical, padded: false })
  if (!written) return column
  const data = {
    ...{ column: column.name.text, source: sourceNative(column, context) },
    ...{ table: table.name.name.text, target: written.native },
  }
  context.findings.add(finding('XW-T0099', placeOf(table, column), data))
  return { ...column, type: { ...column.type, logical: { ...logical, padded: false }, native: written.native } }
}

function fitsKey(constraint: Constraint, fit: Fit): boolean {
  if (constraint.kind === 'check' || constraint.kind === 'foreignKey') return true
  const bytes = keyBytes(
    constraint.columns.map((name) => name.text),
    fit,
  )
  if (bytes <= fit.limits.key) return true
  const data = { kind: kindOf(constraint), name: labelOf(constraint), bytes, max: fit.limits.key }
  fit.context.findings.add(finding('XW-C0063', placeOf(fit.table, constraint), data))
  return false
}

const keyBytes = (columns: readonly string[], { table, limits }: Fit): number =>
  columns.reduce(
    (sum, name) =>
      sum +
      (sizeOf(
        table.columns.find((column) => column.name.text === name),
        limits,
      ) ?? limits.key + 1),
    0,
  )

/** A unique index must count whole values; any other may hold the beginning of long ones. */
function fittingIndex(index: Index, fit: Fit): Index | undefined {
  const { table, limits, context } = fit
  const columns = index.parts.flatMap((part) => plainColumn(part.expr) ?? [])
  const bytes = keyBytes(columns, fit)
  if (bytes <= limits.key) return index
  if (index.unique) {
    const data = { kind: 'Unique index', name: labelOf(index), bytes, max: limits.key }
    context.findings.add(finding('XW-C0063', placeOf(table, index), data))
    return undefined
  }
  const most = Math.min(limits.prefix, Math.floor(limits.key / limits.character / Math.max(1, columns.length)))
  return { ...index, parts: index.parts.map((part) => withPrefix(index, part, most, fit)) }
}

function withPrefix(index: Index, part: IndexPart, most: number, { table, limits, context }: Fit): IndexPart {
  const column = table.columns.find((each) => each.name.text === plainColumn(part.expr))
  const size = sizeOf(column, limits)
  if (!column || (size !== undefined && size <= most * limits.character)) return part
  const data = { index: labelOf(index), length: most, column: column.name.text }
  context.findings.add(finding('XW-C0036', placeOf(table, index), data))
  return { ...part, prefix: most }
}
