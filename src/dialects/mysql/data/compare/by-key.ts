import type { CanonicalColumn } from '../../../../core/data/canonical.js'
import type { Repair, RowKey, Side } from '../../../../core/data/comparer.js'
import type { TableMapping } from '../../../../core/mapping/mapping.js'
import { quoteName, quoteText } from '../../connect.js'

const nameOf = (column: CanonicalColumn, side: Side): string => quoteName(column.mapping[side].name)

/**
 * Holds for the rows with these keys. Not `(a, b) IN (…)`: MariaDB 10.11 finds no row by two tuples when a column's character
 * set is not that of the literals.
 */
export function hasKey(columns: readonly CanonicalColumn[], keys: readonly RowKey[], side: Side): string {
  const rows = keys.map((key) =>
    columns.map((column, at) => `${nameOf(column, side)}=${literalOf(column, side, key[at] ?? '')}`).join(' AND '),
  )
  return `(${rows.map((row) => `(${row})`).join(' OR ')})`
}

/** Holds for the rows behind a key, in the order of its index. */
export function isBehind(columns: readonly CanonicalColumn[], key: RowKey, side: Side): string {
  const [column, ...more] = columns
  const [value = '', ...rest] = key
  if (!column) return 'FALSE'
  const [name, literal] = [nameOf(column, side), literalOf(column, side, value)]
  if (more.length === 0) return `${name} > ${literal}`
  return `${name} >= ${literal} AND (${name} > ${literal} OR (${isBehind(more, rest, side)}))`
}

export const inOrder = (columns: readonly CanonicalColumn[], side: Side): string =>
  columns.map((column) => nameOf(column, side)).join(',')

/** A canonical text as the server reads it; null: it has no words for it. */
export function literalOf({ form, mapping }: CanonicalColumn, side: Side, text: string): string | null {
  const { type } = mapping[side]
  switch (form.kind) {
    case 'integer':
    case 'decimal':
      return /^-?\d+(\.\d+)?$/.test(text) ? text : null
    case 'float':
      return /^-?[\d.]+(e[+-]?\d+)?$/i.test(text) ? `${text}${/e/i.test(text) ? '' : 'e0'}` : null
    case 'bits':
      return /^[01]*$/.test(text) ? `b'${text}'` : null
    case 'text':
    case 'labels':
    case 'json':
    case 'date':
    case 'timestamp':
      return quoteText(text)
    case 'bytes':
      return /^\\x[0-9a-f]*$/.test(text) ? `X'${text.slice(2)}'` : null
    case 'uuid': {
      if (!/^[0-9a-f]{32}$/.test(text)) return null
      return type.kind === 'binary'
        ? `X'${text}'`
        : quoteText(text.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'))
    }
    case 'duration':
      return /^-?\d+$/.test(text) ? `SEC_TO_TIME(${text}/1000000)` : null
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
  if (kind === 'insert') return `INSERT INTO ${name} (${names.join(',')}) VALUES (${words.join(',')});`
  return `UPDATE ${name} SET ${names.map((each, at) => `${each}=${words[at]}`).join(',')} ${where};`
}
