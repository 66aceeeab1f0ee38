import type { CanonicalColumn } from '../../../../core/data/canonical.js'
import type { RowKey, Side } from '../../../../core/data/comparer.js'
import type { KeyWords } from '../../../../core/data/rows-by-key.js'
import { quoteName, quoteText } from '../../connect.js'

/**
 * Holds for the rows with these keys. Not `(a, b) IN (…)`: MariaDB 10.11 finds no row by two tuples when a column's character
 * set is not that of the literals.
 */
function hasKey(columns: readonly CanonicalColumn[], keys: readonly RowKey[], side: Side): string {
  const rows = keys.map((key) =>
    columns
      .map((column, at) => `${quoteName(column.mapping[side].name)}=${literalOf(column, side, key[at] ?? '')}`)
      .join(' AND '),
  )
  return `(${rows.map((row) => `(${row})`).join(' OR ')})`
}

/** A canonical text as the server reads it; null: it has no words for it. */
function literalOf({ form, mapping }: CanonicalColumn, side: Side, text: string): string | null {
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

export const keyWords: KeyWords = { quoteName, literalOf, hasKey, values: 'VALUES' }
