import { OperationError } from '../../../core/findings/operation-error.js'
import type { ColumnMapping } from '../../../core/mapping/mapping.js'
import type { Charset } from './charsets.js'
import type { StoredColumn } from './column-types.js'
import { type DefinedColumn, isStoredAs, labelsOf, tableKey } from './definitions.js'
import { type ColumnFacts, logDecoder, skipper } from './log-decoders.js'
import type { PlannedColumn, RowPlan, StreamTable } from './row-plan.js'
import type { TableMap } from './table-map.js'
import { inUtf8 } from './transcode.js'

/** What the server was asked for. */
export interface Known {
  readonly definitions: ReadonlyMap<StreamTable, readonly DefinedColumn[]>
  /** Of all columns of text; one that cannot be read is not among them. */
  readonly charsets: ReadonlyMap<string, Charset>
}

/**
 * Decides which column of a table map is which of the mapping: by name where the log has names, else by place in the
 * present definition, which must have the same number of columns of the same types. Throws XW-S0418 when that fails.
 */
export function planRows(map: TableMap, table: StreamTable, known: Known, at: string): RowPlan {
  const defined = known.definitions.get(table)
  const problem = (reason: string): OperationError =>
    new OperationError('XW-S0418', { table: `${map.schema}.${map.table}`, reason, position: at })
  if (!defined) throw problem('the table is gone')
  const byName = new Map(defined.map((column) => [fold(column.name), column]))
  const names = map.metadata.names ?? namesByPlace(map.columns, defined, orderOf(table), problem)
  const places = new Map(table.columns.map((column, place) => [fold(column.source.name), place]))
  const columns = map.columns.map((stored, index): PlannedColumn => {
    const name = fold(names[index] ?? '')
    const place = places.get(name) ?? -1
    const column = table.columns[place]
    if (!column) return { place: -1, decode: skipper(stored) }
    places.delete(name)
    const now = byName.get(name)
    if (!now || !isStoredAs(now, stored)) throw problem(`the type of column ${name} is another one now`)
    return { place, decode: logDecoder(stored, column, factsOf(map, index, now, column, known.charsets, problem)) }
  })
  for (const name of places.keys()) throw problem(`the log has no column ${name}`)
  return { table, columns }
}

/** Names of columns are equal whatever their case. */
const fold = (name: string): string => name.toLowerCase()

/** Columns of the stream as they stood in the table when the mapping was made. */
function orderOf({ columns, mapping }: StreamTable): readonly string[] {
  const streamed = columns.map((column) => fold(column.source.name))
  const all = mapping.allColumns?.map(fold)
  return all ? all.filter((name) => streamed.includes(name)) : streamed
}

function namesByPlace(
  stored: readonly StoredColumn[],
  defined: readonly DefinedColumn[],
  mapped: readonly string[],
  problem: (reason: string) => OperationError,
): readonly string[] {
  if (stored.length !== defined.length)
    throw problem(`the log has ${stored.length} columns, the table has ${defined.length}`)
  const wrong = defined.findIndex((column, at) => !isStoredAs(column, stored[at] ?? { type: -1, size: 0, scale: 0 }))
  if (wrong >= 0) throw problem(`the type of column ${defined[wrong]?.name} is another one now`)
  // Two columns of one type may have changed places: then they no longer stand as they did when the mapping was made.
  const known = new Set(mapped)
  const order = defined.map((column) => fold(column.name)).filter((name) => known.has(name))
  if (mapped.some((name, at) => name !== order[at])) throw problem('its columns stand in another order now')
  return defined.map((column) => column.name)
}

function factsOf(
  map: TableMap,
  index: number,
  now: DefinedColumn,
  column: ColumnMapping,
  charsets: ReadonlyMap<string, Charset>,
  problem: (reason: string) => OperationError,
): ColumnFacts {
  const type = column.source.type
  const shown = type.kind === 'enum' ? labelsOf(now.native) : []
  const wanted = type.kind === 'enum' ? type.values : []
  if (wanted.some((value, at) => value !== shown[at] && asShown(value) !== shown[at]))
    throw problem(`the labels of column ${column.source.name} are others now`)
  if (type.kind === 'text' && type.charset && now.charset && plainCharset(type.charset) !== plainCharset(now.charset))
    throw problem(`the character set of column ${column.source.name} is another one now`)
  const charset = now.charset === null ? null : (charsets.get(now.charset) ?? null)
  const at = { table: `${map.schema}.${map.table}`, column: column.source.name }
  if (now.charset !== null && charset === null) throw new OperationError('XW-S0413', { ...at, charset: now.charset })
  const unsigned = map.metadata.unsigned?.[index] ?? / unsigned\b/i.test(now.native)
  const filled = / zerofill\b/i.test(now.native)
  const logged = map.metadata.labels?.[index]
  const known =
    logged && charset
      ? logged.map((label) => inUtf8(label, charset))
      : shown.map((label, at) => labelBytes(label, wanted[at], now.charset))
  const unreadable = (what: string) => new OperationError('XW-S0421', { ...at, type: what })
  return { unsigned, filled, charset, labels: known, unreadable }
}

const plainCharset = (name: string): string => name.toLowerCase().replace(/^utf8mb3$/, 'utf8')

/** The server shows definitions in three-byte UTF-8: a question mark in a label may stand for a character that is longer. */
const longCharsets = /^(utf8mb4|utf16|utf16le|utf32)$/

const asShown = (label: string): string => label.replace(/[\u{10000}-\u{10ffff}]/gu, '?')

/** The mapping may know the label whole, from a row that had it. */
function labelBytes(shown: string, known: string | undefined, charset: string | null): Buffer | null {
  if (!shown.includes('?') || !longCharsets.test(charset ?? '')) return Buffer.from(shown)
  return known === undefined || known === shown ? null : Buffer.from(known)
}

/** Finds the table of the stream that a table map speaks of. */
export function tableFinder(
  tables: readonly StreamTable[],
  foldCase: boolean,
): (schema: string, table: string) => StreamTable | undefined {
  const folded = (text: string): string => (foldCase ? text.toLowerCase() : text)
  const byName = new Map(
    tables.map((table) => [tableKey(folded(table.mapping.source.schema), folded(table.mapping.source.table)), table]),
  )
  return (schema, table) => byName.get(tableKey(folded(schema), folded(table)))
}
