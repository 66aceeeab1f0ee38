import type { CanonicalColumn } from '../../../../core/data/canonical.js'
import type { RowKey, Side } from '../../../../core/data/comparer.js'
import type { KeyWords } from '../../../../core/data/rows-by-key.js'
import { quoteText } from '../../names.js'
import { quoteName } from './expressions.js'

/** Holds for the rows with these keys. */
function hasKey(columns: readonly CanonicalColumn[], keys: readonly RowKey[], side: Side): string {
  const rows = keys.map((key) => `(${columns.map((column, at) => literalOf(column, side, key[at] ?? '')).join(',')})`)
  return `(${columns.map((column) => quoteName(column.mapping[side].name)).join(',')}) IN (${rows.join(',')})`
}

/**
 * A canonical text as the server reads it: without a type it takes that of what it stands beside. Null: there are no words
 * for it.
 */
function literalOf({ form, mapping }: CanonicalColumn, side: Side, text: string): string | null {
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

export const keyWords: KeyWords = { quoteName, literalOf, hasKey, values: 'OVERRIDING SYSTEM VALUE VALUES' }
