import { plainDigits } from '../../../core/data/script/float-digits.js'
import type { DataSegment } from '../../../core/data/segment.js'
import type { LogicalType } from '../../../core/ir/types.js'
import type { ColumnMapping } from '../../../core/mapping/mapping.js'
import { bytesOfHex, numberText } from '../parse/rows/literals.js'
import { momentIn, sessionFormat } from '../parse/rows/moments.js'
import { expression, malformed, refused, type Written } from '../parse/rows/written.js'

/** A value as a column holds it. Moments of types with a zone are in UTC; `assumed`: nothing said of which zone they are. */
export type Stored =
  | { readonly kind: 'null' }
  | { readonly kind: 'number'; readonly digits: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'moment'; readonly text: string; readonly assumed?: true }
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | Extract<Written, { readonly kind: 'refused' | 'counter' | 'now' }>

/** What the column makes of what was written (SQL Language Reference, "Data Conversion"); exactly that, or it is refused. */
export function storedIn(
  { type, native }: Pick<ColumnMapping['source'], 'type' | 'native'>,
  value: Written,
  segment: DataSegment,
): Stored {
  switch (value.kind) {
    case 'null':
    case 'refused':
    case 'counter':
    case 'now':
      return value
    case 'default':
      return expression
    default:
      return (takers[type.kind] ?? asText)(value, type, segment, native)
  }
}

type Given = Extract<Written, { readonly kind: 'number' | 'text' | 'moment' | 'bytes' }>
type Taker = (value: Given, type: LogicalType, segment: DataSegment, native: string) => Stored

const asNumber: Taker = (value, type) => {
  const digits =
    value.kind === 'number' ? value.digits : value.kind === 'text' ? plainDigits(value.text.trim()) : undefined
  if (digits === undefined) return malformed
  const scale = type.kind === 'integer' ? 0 : type.kind === 'decimal' ? type.scale : undefined
  const exact = scale === undefined ? digits : rounded(digits, scale)
  const whole = exact.replace(/^-/, '').replace(/\..*$/, '').replace(/^0$/, '').length
  const most = type.kind === 'decimal' && type.precision !== undefined ? type.precision - (type.scale ?? 0) : 126
  // A number of the source has no more than 38 digits for sure, and 40 at most.
  const tooLong = type.kind !== 'float' && exact.replace(/[-.]/g, '').replace(/^0+|0+$/g, '').length > 38
  return whole > most || tooLong ? refused('XW-D0106') : { kind: 'number', digits: exact }
}

/** Rounds half away from zero to digits behind the point; below zero, in front of it. */
export function rounded(digits: string, scale: number): string {
  const negative = digits.startsWith('-')
  const [whole = '', fraction = ''] = digits.replace(/^-/, '').split('.')
  if (fraction.length <= scale) return digits
  const all = whole + fraction
  const kept = whole.length + scale
  const up = kept >= 0 && Number(all[kept] ?? '0') >= 5
  const head = BigInt(all.slice(0, Math.max(0, kept)) || '0') + (up ? 1n : 0n)
  return plainDigits(`${negative ? '-' : ''}${head}e${-scale}`) ?? '0'
}

const asText: Taker = (value, type) => {
  if (value.kind === 'number') return { kind: 'text', text: numberText(value.digits) }
  if (value.kind === 'bytes') return { kind: 'text', text: value.hex.toUpperCase() }
  if (value.kind !== 'text') return expression
  const padded = type.kind === 'text' && type.padded && type.length !== undefined
  return { kind: 'text', text: padded ? value.text.replace(/ +$/, '') : value.text }
}

const asBytes: Taker = (value) => {
  const given = value.kind === 'text' ? bytesOfHex(value.text) : value
  return given.kind === 'bytes' ? { kind: 'bytes', bytes: Buffer.from(given.hex, 'hex') } : malformed
}

const asMoment: Taker = (value, type, segment, native) => {
  if (type.kind !== 'timestamp') return expression
  const sort = /^date\b/i.test(native) ? 'date' : type.zone === 'offset' ? 'zoned' : 'timestamp'
  const given = value.kind === 'text' ? momentIn(value.text, sessionFormat(sort, segment)) : value
  if (given.kind === 'refused') return given
  if (given.kind !== 'moment') return malformed
  const at = inPrecision(given.text, sort === 'date' ? 'exact' : type.precision)
  if (at === undefined) return refused('XW-D0106')
  const [wall = '', rest = ''] = at.split('.')
  const zone = given.offset ?? segment.timeZone
  const known = zone !== undefined && /^[+-]\d{1,2}:\d\d$/.test(zone)
  const moved = type.zone === 'none' || !known ? wall : inUtc(wall, zone)
  if (moved === undefined) return refused('XW-D0101')
  const text = rest === '' ? moved : `${moved}.${rest}`
  return type.zone === 'none' || known ? { kind: 'moment', text } : { kind: 'moment', text, assumed: true }
}

/**
 * Seconds with as many digits as the column has: further ones are rounded. Undefined: a DATE would lose digits, which is
 * not the same in all versions, or the target's six do not hold them.
 */
function inPrecision(moment: string, precision: number | 'exact'): string | undefined {
  const [wall = '', fraction = ''] = moment.split('.')
  const digits = fraction.replace(/0+$/, '')
  const most = precision === 'exact' ? 0 : precision
  if (digits.length <= Math.min(most, 6)) return digits === '' ? wall : `${wall}.${digits}`
  if (precision === 'exact' || most > 6) return undefined
  const [whole = '0', kept = ''] = rounded(`0.${digits}`, most).split('.')
  const carried = whole === '1' ? inUtc(wall, '+00:00', 1) : wall
  return carried === undefined || kept === '' ? carried : `${carried}.${kept}`
}

/** The same moment in UTC, so many seconds later. */
function inUtc(wall: string, zone: string, later = 0): string | undefined {
  const [, sign, hours, minutes] = /^([+-])(\d{1,2}):(\d\d)$/.exec(zone) ?? []
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1)
  const local = Date.parse(`${wall.replace(' ', 'T')}Z`)
  if (Number.isNaN(local)) return undefined
  const utc = new Date(local - offset * 60_000 + later * 1000).toISOString()
  return /^\d{4}-/.test(utc) ? utc.slice(0, 19).replace('T', ' ') : undefined
}

const takers: Readonly<Partial<Record<LogicalType['kind'], Taker>>> = {
  integer: asNumber,
  decimal: asNumber,
  float: asNumber,
  boolean: asNumber,
  binary: asBytes,
  timestamp: asMoment,
  date: asMoment,
  interval: () => expression,
  userDefined: () => expression,
}
