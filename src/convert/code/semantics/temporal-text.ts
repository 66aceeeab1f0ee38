import type { Literal } from '../../../core/ir/expr.js'

export interface TemporalText {
  readonly of: 'date' | 'timestamp'
  readonly text: string
}

/** `zero`: parts of the date are zero, which the source may store and others may not. `none`: no date at all. */
export type TemporalReading = TemporalText | 'zero' | 'none'

const separated =
  /^(\d{1,4})[^\w\s](\d{1,2})[^\w\s](\d{1,2})(?:[T ]+(\d{1,2})(?:[^\w\s](\d{1,2})(?:[^\w\s](\d{1,2})(\.\d+)?)?)?)?$/
const packed = /^(\d{14}|\d{12}|\d{8}|\d{6})(\.\d+)?$/

/** A date or timestamp as the source accepts it in text: any punctuation, one-digit parts, two-digit years, or digits alone. */
export function readTemporalText(text: string): TemporalReading {
  const trimmed = text.trim()
  const parts = separated.exec(trimmed)
  if (parts) return build(yearOf(parts[1] ?? ''), parts.slice(2, 7), parts[7])
  const digits = packed.exec(trimmed)
  if (digits) return readDigits(digits[1] ?? '', digits[2])
  return 'none'
}

/** A number in the place of a date: 20240105, 240105, 20240105103000. */
export function readTemporalNumber(text: string): TemporalReading {
  if (!/^\d+(\.\d+)?$/.test(text)) return 'none'
  const [whole = '', fraction] = text.split('.')
  if (/^0+$/.test(whole)) return 'zero'
  const width = [6, 8, 12, 14].find((each) => whole.length <= each)
  return width === undefined ? 'none' : readDigits(whole.padStart(width, '0'), fraction && `.${fraction}`)
}

function readDigits(digits: string, fraction: string | undefined): TemporalReading {
  const long = digits.length === 8 || digits.length === 14
  const year = yearOf(digits.slice(0, long ? 4 : 2))
  const rest = digits.slice(long ? 4 : 2).match(/\d\d/g) ?? []
  return build(year, rest, fraction)
}

/** Two-digit years: 70 to 99 are of the last century. */
function yearOf(text: string): string {
  if (text.length > 2) return text.padStart(4, '0')
  return String(Number(text) >= 70 ? 1900 + Number(text) : 2000 + Number(text))
}

function build(year: string, parts: readonly (string | undefined)[], fraction: string | undefined): TemporalReading {
  const [month = '', day = '', hour, minute, second] = parts.map((part) => part?.padStart(2, '0'))
  if (Number(year) === 0 || Number(month) === 0 || Number(day) === 0) return 'zero'
  if (!isRealDate(Number(year), Number(month), Number(day))) return 'none'
  const date = `${year}-${month}-${day}`
  if (hour === undefined) return { of: 'date', text: date }
  if (Number(hour) > 23 || Number(minute ?? 0) > 59 || Number(second ?? 0) > 59) return 'none'
  const digits = fraction && !/^\.0*$/.test(fraction) ? fraction.slice(0, 7) : ''
  return { of: 'timestamp', text: `${date} ${hour}:${minute ?? '00'}:${second ?? '00'}${digits}` }
}

function isRealDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(2000, month - 1, day))
  date.setUTCFullYear(year, month - 1, day)
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

const clock = /^(-?)(?:(\d{1,2}) +)?(\d{1,3}):(\d{1,2})(?::(\d{1,2})(\.\d{1,6})?)?$/
const clockDigits = /^(-?)(\d{1,7})(\.\d{1,6})?$/

/** A time of day or duration: `12:30`, `-01:00:00`, `1 02:00:00` (days), `103000`. Days are turned into hours. */
export function readTimeText(text: string): string | undefined {
  const parts = clock.exec(text.trim())
  if (parts) {
    const hours = Number(parts[2] ?? 0) * 24 + Number(parts[3])
    return timeOf(parts[1] ?? '', hours, Number(parts[4]), Number(parts[5] ?? 0), parts[6])
  }
  const digits = clockDigits.exec(text.trim())
  if (!digits) return undefined
  const padded = (digits[2] ?? '').padStart(6, '0')
  const [hours, minutes, seconds] = [padded.slice(0, -4), padded.slice(-4, -2), padded.slice(-2)].map(Number)
  return timeOf(digits[1] ?? '', hours ?? 0, minutes ?? 0, seconds ?? 0, digits[3])
}

function timeOf(sign: string, hours: number, minutes: number, seconds: number, fraction = ''): string | undefined {
  if (hours > 838 || minutes > 59 || seconds > 59) return undefined
  const two = (value: number) => String(value).padStart(2, '0')
  return `${sign}${two(hours)}:${two(minutes)}:${two(seconds)}${/^\.0*$/.test(fraction) ? '' : fraction}`
}

/** The number that a text begins with, as the source reads it; `0` when it begins with none. `whole`: nothing follows it. */
export function readNumberText(text: string): {
  readonly text: string
  readonly of: Literal['of']
  readonly whole: boolean
} {
  const found = /^\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)/.exec(text)
  const digits = found?.[1]
  if (digits === undefined) return { text: '0', of: 'integer', whole: false }
  const whole = text.trim() === digits
  const plain = digits
    .replace(/^\+/, '')
    .replace(/^(-?)\./, '$10.')
    .replace(/\.$/, '')
  const of = /[eE]/.test(plain) ? 'float' : plain.includes('.') ? 'decimal' : 'integer'
  return { text: plain, of, whole }
}
