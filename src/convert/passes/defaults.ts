import { literal } from '../../core/ir/build.js'
import type { Expr, Literal } from '../../core/ir/expr.js'
import type { LogicalType } from '../../core/ir/types.js'

/** What a literal default becomes for a column: the target's literal, nothing (`lost`), or `other` when the code pass must look. */
export type DefaultAnswer = { readonly expr: Expr } | 'lost' | 'other'

/** Literal defaults whose meaning hangs on how the column itself is stored on either side. */
export function convertDefault(value: Literal, source: LogicalType, target: LogicalType): DefaultAnswer {
  if (value.of === 'null') return { expr: value }
  if (target.kind === 'date' || target.kind === 'timestamp') return isZeroDate(value.text) ? 'lost' : 'other'
  if (target.kind === 'array' && source.kind === 'enum') return arrayDefault(value, source.values)
  if (target.kind === 'binary' && source.kind === 'binary') return bytesDefault(value, source)
  if (source.kind === 'year' && value.of === 'text') return yearDefault(value)
  return 'other'
}

/** Year, month or day of zero: no date on a target that has none. */
export const isZeroDate = (text: string): boolean => /^\s*(0000|\d{4}-00|\d{4}-\d\d-00|0+(\.0*)?\s*$)/.test(text)

/** The array's text form; labels keep the order of the type. */
function arrayDefault(value: Literal, labels: readonly string[]): DefaultAnswer {
  if (value.of !== 'text') return 'other'
  const wanted = value.text === '' ? [] : value.text.split(',')
  const items = labels.filter((label) => wanted.some((each) => each.toLowerCase() === label.toLowerCase()))
  if (items.length !== new Set(wanted.map((each) => each.toLowerCase())).size) return 'lost'
  const quoted = items.map((item) => `"${item.replace(/[\\"]/g, '\\$&')}"`)
  return { expr: literal('text', `{${quoted.join(',')}}`, value.origin) }
}

function bytesDefault(value: Literal, source: LogicalType & { readonly kind: 'binary' }): DefaultAnswer {
  const hex = hexOf(value)
  if (hex === undefined) return 'other'
  const length = source.padded ? (source.length ?? 0) * 2 : 0
  return { expr: literal('binary', hex.toLowerCase().padEnd(length, '0'), value.origin) }
}

function hexOf(value: Literal): string | undefined {
  if (value.of === 'binary') return value.text
  return value.of === 'text' ? Buffer.from(value.text, 'utf8').toString('hex') : undefined
}

/** Two digits mean 1970 to 2069; 0 as one digit of text means 2000. */
function yearDefault(value: Literal): DefaultAnswer {
  if (!/^\d{1,4}$/.test(value.text)) return 'lost'
  const number = Number(value.text)
  const year = value.text.length > 2 ? number : number < 70 ? 2000 + number : 1900 + number
  return { expr: literal('integer', String(year), value.origin) }
}
