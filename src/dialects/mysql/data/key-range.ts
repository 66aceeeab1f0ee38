import type { Chunk } from '../../../core/data/connector.js'
import type { LogicalType } from '../../../core/ir/types.js'
import type { TableMapping } from '../../../core/mapping/mapping.js'
import { quoteName, quoteText } from '../connect.js'

/**
 * How a key column is ordered and written in bounds. Enumerations and bits are ordered by number, so they are compared as
 * numbers; bytes go as hexadecimal; everything else as text that the server compares under the column's own collation.
 */
interface KeyColumn {
  /** What ranges compare. */
  readonly expression: string
  /** What fetches a bound as text. */
  readonly fetch: string
  literal(text: string): string
}

export type KeyOrder = readonly KeyColumn[]

/** Null when some column cannot bound a range exactly (floats, documents), so that the table is one chunk. */
export function keyOrder(table: TableMapping): KeyOrder | null {
  const columns: KeyColumn[] = []
  for (const name of table.key) {
    const column = table.columns.find((candidate) => candidate.source.name === name)
    const made = column && keyColumn(quoteName(name), column.source.type)
    if (!made) return null
    columns.push(made)
  }
  return columns.length === 0 ? null : columns
}

function keyColumn(name: string, type: LogicalType): KeyColumn | undefined {
  switch (type.kind) {
    case 'boolean':
    case 'integer':
    case 'decimal':
    case 'year':
      return { expression: name, fetch: name, literal: numberLiteral }
    case 'enum':
    case 'bits':
      return { expression: `(${name}+0)`, fetch: `${name}+0`, literal: numberLiteral }
    case 'binary':
      return { expression: name, fetch: `HEX(${name})`, literal: hexLiteral }
    case 'text':
    case 'date':
    case 'time':
    case 'timestamp':
    case 'uuid':
    case 'inet':
      return { expression: name, fetch: name, literal: quoteText }
    default:
      return undefined
  }
}

/** Bounds come back from the ledger on the target: they are checked before they stand in a statement. */
function numberLiteral(text: string): string {
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new Error(`a chunk bound is not a number: ${text}`)
  return text
}

function hexLiteral(text: string): string {
  if (!/^([0-9A-Fa-f]{2})*$/.test(text)) throw new Error(`a chunk bound is not hexadecimal: ${text}`)
  return `x'${text}'`
}

/** The WHERE clause of a chunk, with the word; empty for the whole table. */
export function whereOf(chunk: Pick<Chunk, 'from' | 'to'>, order: KeyOrder | null): string {
  const parts: string[] = []
  if (order && chunk.from) parts.push(beyond(order, chunk.from, '>', '>='))
  if (order && chunk.to) parts.push(beyond(order, chunk.to, '<', '<'))
  return parts.length === 0 ? '' : ` WHERE ${parts.join(' AND ')}`
}

/**
 * `(a, b) >= (x, y)` spelled out as `a >= x AND (a > x OR (a = x AND b >= y))`: the first part lets the server use the
 * index, which it does not do for row values in older releases.
 */
export function beyond(order: KeyOrder, bound: readonly string[], strict: '>' | '<', last: string): string {
  const [first, ...rest] = order
  const value = bound[0]
  if (!first || value === undefined) throw new Error('a chunk bound has fewer values than the key has columns')
  const literal = first.literal(value)
  if (rest.length === 0) return `${first.expression} ${last} ${literal}`
  const tail = beyond(rest, bound.slice(1), strict, last)
  const nested = `(${first.expression} ${strict} ${literal} OR (${first.expression} = ${literal} AND ${tail}))`
  return `(${first.expression} ${strict}= ${literal} AND ${nested})`
}
