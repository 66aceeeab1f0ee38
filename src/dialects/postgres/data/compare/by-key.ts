import type { CanonicalColumn } from '../../../../core/data/canonical.js'
import type { Repair, RowKey, Side } from '../../../../core/data/comparer.js'
import type { TableMapping } from '../../../../core/mapping/mapping.js'
import { quoteText } from '../../names.js'
import { quoteName } from './expressions.js'

const nameOf = (column: CanonicalColumn, side: Side): string => quoteName(column.mapping[side].name)

/** Holds for the rows with these keys. */
export function hasKey(columns: readonly CanonicalColumn[], keys: readonly RowKey[], side: Side): string {
  const rows = keys.map((key) => `(${columns.map((column, at) => literalOf(column, side, key[at] ?? '')).join(',')})`)
  return `(${columns.map((column) => nameOf(column, side)).join(',')}) IN (${rows.join(',')})`
}

/** Holds for the rows behind a key, in the order of its index. */
export function isBehind(columns: readonly CanonicalColumn[], key: RowKey, side: Side): string {
  const [column, ...more] = columns
  const [value = '', ...rest] = key
  if (!column) return 'false'
  const [name, literal] = [nameOf(column, side), literalOf(column, side, value)]
  if (more.length === 0) return `${name} > ${literal}`
  return `${name} >= ${literal} AND (${name} > ${literal} OR (${isBehind(more, rest, side)}))`
}

export const inOrder = (columns: readonly CanonicalColumn[], side: Side): string =>
  columns.map((column) => nameOf(column, side)).join(',')

/**
 * A canonical text as the server reads it: without a type it takes that of what it stands beside. Null: there are no words
 * for it.
 */
export function literalOf({ form, mapping }: CanonicalColumn, side: Side, text: string): string | null {
  const { type, native } = mapping[side]
  switch (form.kind) {
    case 'integer':
    case 'decimal':
    case 'float':
    case 'text':
    case 'json':
    case 'bits':
    case 'date':
    case 'bytes':
      return type.kind === 'binary' && form.kind === 'bits' ? null : quoteText(text)
    case 'timestamp':
      return quoteText(type.kind === 'timestamp' && type.zone !== 'none' ? `${text}+00` : text)
    case 'uuid':
      return quoteText(type.kind === 'binary' ? `\\x${text}` : text)
    case 'labels':
      // No label holds a comma.
      return type.kind === 'array' || native.endsWith('[]')
        ? `string_to_array(${quoteText(text)}, ',')::${native}`
        : quoteText(text)
    case 'duration':
      return /^-?\d+$/.test(text)
        ? `(${quoteText(text)}::int8 * interval '1 microsecond')${type.kind === 'time' ? '::time' : ''}`
        : null
    case 'address':
    case 'geometry':
    case 'none':
      return null
  }
}

/** Null: one of the values has no words. */
export function repairStatement(
  table: TableMapping,
  keys: readonly CanonicalColumn[],
  columns: readonly CanonicalColumn[],
  { kind, key, values }: Repair,
  side: Side,
): string | null {
  const name = `${quoteName(table[side].schema)}.${quoteName(table[side].table)}`
  const words = columns.map((column, at) => {
    const value = values[at] ?? null
    return value === null ? 'NULL' : literalOf(column, side, value)
  })
  if (kind !== 'delete' && words.includes(null)) return null
  const where = `WHERE ${hasKey(keys, [key], side)}`
  const names = columns.map((column) => nameOf(column, side))
  if (kind === 'delete') return `DELETE FROM ${name} ${where};`
  if (kind === 'insert')
    return `INSERT INTO ${name} (${names.join(',')}) OVERRIDING SYSTEM VALUE VALUES (${words.join(',')});`
  return `UPDATE ${name} SET ${names.map((each, at) => `${each}=${words[at]}`).join(',')} ${where};`
}
