import type { Expr } from '../../../core/ir/expr.js'
import type { JsonTable, JsonTableColumn } from '../../../core/ir/query.js'

/** What of a JSON_TABLE has no counterpart, in words for people. */
export function foreignForm({ path, columns }: JsonTable): string | undefined {
  if (isDeep(path)) return 'a path over elements of elements'
  return columnsForm(columns)
}

/** Whether a member of another type can meet a column: all can be text or a document. */
export const takesValues = (columns: readonly JsonTableColumn[]): boolean =>
  columns.some((column) => {
    if (column.kind === 'nested') return takesValues(column.columns)
    return column.kind === 'value' && !column.exists && !/^(text|json)$/.test(column.type.logical.kind)
  })

function columnsForm(columns: readonly JsonTableColumn[]): string | undefined {
  // Rows of several nested paths stand below each other, not beside.
  if (columns.filter(({ kind }) => kind === 'nested').length > 1) return 'several nested paths beside each other'
  return columns.map(columnForm).find((what) => what !== undefined)
}

function columnForm(column: JsonTableColumn): string | undefined {
  if (column.kind === 'nested')
    return isDeep(column.path) ? 'a path over elements of elements' : columnsForm(column.columns)
  if (column.kind === 'ordinality') return undefined
  if (column.onEmpty?.kind === 'error' || column.onError?.kind === 'error') return 'ERROR ON EMPTY or ON ERROR'
  return textOf(column.path).includes('*') ? 'a column of several elements' : undefined
}

/** Behind the first element that lacks a member such a path would have to go on with the next one. */
const isDeep = (path: Expr): boolean => /\*./.test(textOf(path).replace(/\[\s*\*\s*\]$/, ''))

const textOf = (path: Expr): string => (path.kind === 'literal' ? path.text.trim() : '')
