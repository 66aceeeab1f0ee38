import { type Cell, form, viewOf } from '../../../core/data/cell.js'
import type { ValueBytes, ValueDecoder } from './binary-base.js'

// Times in binary form count from 2000-01-01 in the proleptic Gregorian calendar, in days or microseconds.

const { date: dateForm, dateTime: dateTimeForm, duration: durationForm, text: textForm } = form

const memory = Buffer.alloc(128)
const view = viewOf(memory)

/** A value that the parts of a cell cannot hold comes as the text that the server prints. */
function show(cell: Cell, text: string): void {
  cell.form = textForm
  cell.bytes = memory
  cell.view = view
  cell.start = 0
  cell.end = memory.write(text, 'latin1')
}

const lowest = -0x80000000
const highest = 0x7fffffff
/** Days from 0000-03-01 to 2000-01-01. */
const epoch = 730_425
const cycle = 146_097

/** Year (0 is 1 BC), month and day of a day number, counted in years from March so that the leap day is the last. */
function setDay(cell: Cell, days: number): void {
  const since = days + epoch
  const era = Math.floor(since / cycle)
  const ofEra = since - era * cycle
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  )
  const ofYear = ofEra - (365 * yearOfEra + (yearOfEra >> 2) - Math.floor(yearOfEra / 100))
  const month = Math.floor((5 * ofYear + 2) / 153)
  cell.day = ofYear - Math.floor((153 * month + 2) / 5) + 1
  cell.month = month < 10 ? month + 3 : month - 9
  cell.year = yearOfEra + era * 400 + (month < 10 ? 0 : 1)
}

export const date: ValueDecoder = (from, start, _end, cell) => {
  const days = from.view.getInt32(start)
  if (days === lowest || days === highest) return show(cell, days < 0 ? '-infinity' : 'infinity')
  setDay(cell, days)
  cell.form = dateForm
  if (cell.year < 1) show(cell, `${dayText(cell)} BC`)
}

/** The microseconds at `at`, as whole seconds and the rest: exact, though they pass 2^53. */
function setSeconds(from: ValueBytes, at: number): { seconds: number; micro: number } {
  const hi = from.view.getInt32(at)
  const rest = hi * 967_296 + from.view.getUint32(at + 4)
  const more = Math.floor(rest / 1_000_000)
  parts.seconds = hi * 4294 + more
  parts.micro = rest - more * 1_000_000
  return parts
}
const parts = { seconds: 0, micro: 0 }

function setTime(cell: Cell, seconds: number, micro: number): void {
  cell.hour = Math.floor(seconds / 3600)
  const rest = seconds - cell.hour * 3600
  cell.minute = Math.floor(rest / 60)
  cell.second = rest - cell.minute * 60
  cell.micro = micro
}

export const timestamp =
  (zoned: boolean): ValueDecoder =>
  (from, start, _end, cell) => {
    const hi = from.view.getInt32(start)
    const lo = from.view.getUint32(start + 4)
    if (hi === lowest && lo === 0) return show(cell, '-infinity')
    if (hi === highest && lo === 0xffffffff) return show(cell, 'infinity')
    const { seconds, micro } = setSeconds(from, start)
    const days = Math.floor(seconds / 86_400)
    setDay(cell, days)
    setTime(cell, seconds - days * 86_400, micro)
    cell.form = dateTimeForm
    if (cell.year < 1) show(cell, `${dayText(cell)} ${clockText(cell)}${zoned ? '+00' : ''} BC`)
  }

export const time: ValueDecoder = (from, start, _end, cell) => {
  const { seconds, micro } = setSeconds(from, start)
  setTime(cell, seconds, micro)
  cell.negative = false
  cell.form = durationForm
}

/** Microseconds, and the zone in seconds west of Greenwich. */
export const zonedTime: ValueDecoder = (from, start, end, cell) => {
  time(from, start, end, cell)
  const west = from.view.getInt32(start + 8)
  const size = Math.abs(west)
  const units = [Math.floor(size / 3600), Math.floor(size / 60) % 60, size % 60]
  while (units.length > 1 && units.at(-1) === 0) units.pop()
  show(cell, `${clockText(cell)}${west > 0 ? '-' : '+'}${units.map(two).join(':')}`)
}

/** Microseconds, days, months. What a clock alone shows is a duration, the rest is text. */
export const interval: ValueDecoder = (from, start, _end, cell) => {
  const days = from.view.getInt32(start + 8)
  const months = from.view.getInt32(start + 12)
  const micros = from.view.getBigInt64(start)
  const end = endless(micros, days, months)
  if (end) return show(cell, end)
  const size = micros < 0n ? -micros : micros
  setTime(cell, Number(size / 1_000_000n), Number(size % 1_000_000n))
  cell.negative = micros < 0n
  cell.form = durationForm
  // Beyond this a writer that counts microseconds in a double would not be exact.
  if (days !== 0 || months !== 0 || size > BigInt(Number.MAX_SAFE_INTEGER)) show(cell, intervalText(cell, days, months))
}

const highestLong = 0x7fff_ffff_ffff_ffffn

/** Since version 17. */
function endless(micros: bigint, days: number, months: number): string | undefined {
  if (micros === highestLong && days === highest && months === highest) return 'infinity'
  return micros === -highestLong - 1n && days === lowest && months === lowest ? '-infinity' : undefined
}

/** IntervalStyle postgres: `1 year 2 mons -3 days +04:05:06.7`; a sign is shown where the part before it was negative. */
function intervalText(cell: Cell, days: number, months: number): string {
  const units = [
    ...[[Math.trunc(months / 12), 'year'] as const, [months % 12, 'mon'] as const, [days, 'day'] as const],
  ].filter(([value]) => value !== 0)
  let text = ''
  let negative = false
  for (const [value, unit] of units) {
    text += `${text === '' ? '' : ' '}${negative && value > 0 ? '+' : ''}${value} ${unit}${value === 1 ? '' : 's'}`
    negative = value < 0
  }
  if (text !== '' && (cell.hour || cell.minute || cell.second || cell.micro) === 0) return text
  return `${text}${text === '' ? '' : ' '}${cell.negative ? '-' : negative ? '+' : ''}${clockText(cell)}`
}

const two = (part: number): string => String(part).padStart(2, '0')

/** Year 0 is the first before Christ. */
export const dayText = ({ year, month, day }: Cell): string =>
  `${String(year < 1 ? 1 - year : year).padStart(4, '0')}-${two(month)}-${two(day)}`

export const clockText = ({ hour, minute, second, micro }: Cell): string =>
  `${two(hour)}:${two(minute)}:${two(second)}${micro === 0 ? '' : `.${String(micro).padStart(6, '0').replace(/0+$/, '')}`}`
