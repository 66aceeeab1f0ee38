import type { TableMapping } from '../mapping/mapping.js'
import type { CanonicalColumn } from './canonical.js'
import type { Repair, RowKey, Side } from './comparer.js'

/** What engines write differently where rows are found by their keys. */
export interface KeyWords {
  quoteName(name: string): string
  /** A canonical text as the server reads it; null: it has no words for it. */
  literalOf(column: CanonicalColumn, side: Side, text: string): string | null
  /** Holds for the rows with these keys. */
  hasKey(columns: readonly CanonicalColumn[], keys: readonly RowKey[], side: Side): string
  /** What stands in front of values that take the place of generated ones. */
  readonly values: string
}

export const columnName = ({ quoteName }: KeyWords, column: CanonicalColumn, side: Side): string =>
  quoteName(column.mapping[side].name)

/** Holds for the rows behind a key, in the order of its index. */
export function isBehind(words: KeyWords, columns: readonly CanonicalColumn[], key: RowKey, side: Side): string {
  const [column, ...more] = columns
  const [value = '', ...rest] = key
  if (!column) return '1 = 0'
  const [name, literal] = [columnName(words, column, side), words.literalOf(column, side, value)]
  if (more.length === 0) return `${name} > ${literal}`
  return `${name} >= ${literal} AND (${name} > ${literal} OR (${isBehind(words, more, rest, side)}))`
}

export const inOrder = (words: KeyWords, columns: readonly CanonicalColumn[], side: Side): string =>
  columns.map((column) => columnName(words, column, side)).join(',')

/** Null: one of the values has no words. */
export function repairStatement(
  words: KeyWords,
  table: TableMapping,
  keys: readonly CanonicalColumn[],
  columns: readonly CanonicalColumn[],
  { repair: { kind, key, values }, side }: { readonly repair: Repair; readonly side: Side },
): string | null {
  const name = `${words.quoteName(table[side].schema)}.${words.quoteName(table[side].table)}`
  const literals = columns.map((column, at) => {
    const value = values[at] ?? null
    return value === null ? 'NULL' : words.literalOf(column, side, value)
  })
  if (kind !== 'delete' && literals.includes(null)) return null
  const where = `WHERE ${words.hasKey(keys, [key], side)}`
  const names = columns.map((column) => columnName(words, column, side))
  if (kind === 'delete') return `DELETE FROM ${name} ${where};`
  if (kind === 'insert') return `INSERT INTO ${name} (${names.join(',')}) ${words.values} (${literals.join(',')});`
  return `UPDATE ${name} SET ${names.map((each, at) => `${each}=${literals[at]}`).join(',')} ${where};`
}
