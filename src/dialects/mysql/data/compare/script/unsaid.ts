import type { CanonicalColumn } from '../../../../../core/data/canonical.js'
import type { Canonical, Value } from '../../../../../core/data/script/row.js'
import type { DataSegment } from '../../../../../core/data/segment.js'
import type { AbsentValue } from '../../../../../core/mapping/mapping.js'
import { token } from '../../script-tokens.js'
import type { Literal } from './literals.js'
import { valueReader } from './values.js'

const byCounter: Value = { unsaid: 'the script leaves some of its values to the table’s counter' }
const byClock: Value = { unsaid: 'the script leaves some of its values to the clock of the server' }

/** What a column holds in rows that do not name it, or that say DEFAULT. */
export function absentValue(column: CanonicalColumn, segment: DataSegment): Value {
  const { absent, nullable, type } = column.mapping.source
  switch (absent?.kind) {
    case 'literal':
      return literalValue(absent, column, segment)
    case 'counter':
      return byCounter
    case 'call':
      return isClock(absent.name) ? byClock : { unread: `${absent.name}(…)` }
    case 'expression':
      return { unread: 'an expression' }
    default:
      if (nullable) return null
      // An enumeration that takes no NULL has its first label for a default (manual: The ENUM Type).
      return (type.kind === 'enum' && !type.set ? type.values[0] : undefined) ?? { unread: 'no default' }
  }
}

function literalValue(
  { of, text }: Extract<AbsentValue, { readonly kind: 'literal' }>,
  column: CanonicalColumn,
  segment: DataSegment,
): Value {
  if (of === 'null') return null
  const bytes = Buffer.from(text)
  const kind = of === 'boolean' ? (/^true$/i.test(text) ? token.true : token.false) : (kinds[of] ?? token.plain)
  const literal: Literal = { kind, bytes, start: 0, end: bytes.length }
  return valueReader(column, { ...segment, charset: 'utf8mb4' })(literal) ?? { unread: text }
}

const kinds: Readonly<Partial<Record<Extract<AbsentValue, { readonly kind: 'literal' }>['of'], number>>> = {
  ...{ integer: token.number, decimal: token.number, float: token.number },
  ...{ binary: token.hex, bits: token.bit },
}

/** NULL and 0 ask a numbered column for the next number (manual: Using AUTO_INCREMENT). */
export function asksForNumber(column: CanonicalColumn, segment: DataSegment, value: Canonical | null): boolean {
  if (column.mapping.source.absent?.kind !== 'counter') return false
  return value === null || (value === '0' && segment.zeroIsValue !== true)
}

export const nextNumber = byCounter

/** What an expression of the file stands for, as far as a file can say. */
export function expressionValue(text: string): Value | 'default' {
  if (/^\s*default\s*$/i.test(text)) return 'default'
  const digits = /^\s*unhex\s*\(\s*'([0-9a-f]*)'\s*\)\s*$/i.exec(text)?.[1]
  if (digits !== undefined) return Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex')
  const name = /^\s*([a-z_]+)\s*(?:\(\s*\d?\s*\))?\s*$/i.exec(text)?.[1]
  return name !== undefined && isClock(name) ? byClock : { unread: text }
}

const clocks: ReadonlySet<string> = new Set([
  ...['now', 'current_timestamp', 'localtime', 'localtimestamp', 'sysdate', 'curdate', 'current_date'],
  ...['curtime', 'current_time', 'utc_timestamp', 'utc_date', 'utc_time'],
])

const isClock = (name: string): boolean => clocks.has(name.toLowerCase())
