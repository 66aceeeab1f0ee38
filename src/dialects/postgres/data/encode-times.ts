import { type Cell, form } from '../../../core/data/cell.js'
import type { CellWriter } from '../../../core/data/stream.js'
import { absent, type Encoding, inlined, refuseOrNull, type TargetColumn } from './encoding.js'

const { date: dateForm, dateTime: dateTimeForm, duration: durationForm } = form

/** Days from 1970-01-01 to 2000-01-01, where the engine's dates begin. */
const epochDays = 10_957
const daysIn = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const impossible = 'XW-D0101'
const two32 = 4_294_967_296

const isLeap = (year: number): boolean => (year & 3) === 0 && (year % 100 !== 0 || year % 400 === 0)

/** Whether the calendar has the day; year 0 is not one that both engines mean alike. */
export function isDay(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false
  return day <= (daysIn[month] ?? 0) || (month === 2 && day === 29 && isLeap(year))
}

/** Day numbers of the days before months, by year × 16 + month, each raised so that none is zero; zero is not known yet. */
const monthStarts = new Int32Array(10_000 * 16)
const raised = 1_000_000

/** Days since 2000-01-01 in the proleptic Gregorian calendar. */
export function dayNumber(year: number, month: number, day: number): number {
  const at = year * 16 + month
  const known = monthStarts[at] ?? 0
  if (known !== 0) return known - raised + day
  const start = countedDays(year, month, 1) - 1
  monthStarts[at] = start + raised
  return start + day
}

/** Counted in years from March, so that the leap day is the last. */
function countedDays(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const ofEra = y - era * 400
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return era * 146_097 + ofEra * 365 + (ofEra >> 2) - Math.floor(ofEra / 100) + ofYear - 719_468 - epochDays
}

const isZero = (cell: Cell): boolean => cell.year === 0 && cell.month === 0 && cell.day === 0

/** Refuses, or what the policy says instead. */
function impossibleDate(cell: Cell, column: TargetColumn, encoding: Encoding, size: 4 | 8): void {
  const { out, policies } = encoding
  if (policies.zeroDates !== 'infinity' || !isZero(cell)) {
    refuseOrNull(column, encoding, impossible)
    return
  }
  encoding.changed(column.index, impossible, '-infinity')
  out.view.setInt32(out.at, size)
  out.view.setInt32(out.at + 4, -0x80000000)
  if (size === 8) out.view.setInt32(out.at + 8, 0)
  out.at += 4 + size
}

export function dateEncoder(column: TargetColumn, encoding: Encoding): CellWriter {
  const { out } = encoding
  const writer: CellWriter = (cell) => {
    if (cell.form !== dateForm && cell.form !== dateTimeForm) {
      if (!absent(cell, column, encoding)) out.refuse('XW-D0113', column.index)
      return
    }
    if (!isDay(cell.year, cell.month, cell.day)) return impossibleDate(cell, column, encoding, 4)
    // A time of day would be lost.
    if (cell.form === dateTimeForm && (cell.hour | cell.minute | cell.second | cell.micro) !== 0)
      return out.refuse('XW-D0106', column.index)
    out.view.setInt32(out.at, 4)
    out.view.setInt32(out.at + 4, dayNumber(cell.year, cell.month, cell.day))
    out.at += 8
  }
  return inlined(writer, column, encoding, { [form.date]: dateText }, { isDay, dayNumber })
}

const dateText = `if (!isDay(year, month, day)) break slow
dst.setInt32(to, 4); dst.setInt32(to + 4, dayNumber(year, month, day)); to += 8`

/** timestamp and timestamptz: microseconds since 2000-01-01 (UTC). */
export function timestampEncoder(column: TargetColumn, encoding: Encoding): CellWriter {
  const { out } = encoding
  const grain = fractionGrain(column.typmod)
  const writer: CellWriter = (cell) => {
    if (cell.form !== dateTimeForm && cell.form !== dateForm) {
      if (!absent(cell, column, encoding)) out.refuse('XW-D0113', column.index)
      return
    }
    if (!isDay(cell.year, cell.month, cell.day)) return impossibleDate(cell, column, encoding, 8)
    let seconds = dayNumber(cell.year, cell.month, cell.day) * 86_400
    let micro = 0
    if (cell.form === dateTimeForm) {
      seconds += cell.hour * 3600 + cell.minute * 60 + cell.second
      micro = cell.micro
    }
    if (micro % grain !== 0) return out.refuse('XW-D0106', column.index)
    putTimestamp(out.view, out.at, seconds, micro)
    out.at += 12
  }
  const text = `if (!isDay(year, month, day)${grain > 1 ? ` || micro % ${grain} !== 0` : ''}) break slow
putTimestamp(dst, to, dayNumber(year, month, day) * 86400 + hour * 3600 + minute * 60 + second, micro); to += 12`
  return inlined(writer, column, encoding, { [form.dateTime]: text }, { isDay, dayNumber, putTimestamp })
}

/** Length and value. Seconds × 15625 is exact in a double, and × 64 is a shift of the two halves. */
function putTimestamp(view: DataView, at: number, seconds: number, micro: number): void {
  const scaled = seconds * 15_625
  let upper = Math.floor(scaled / 67_108_864)
  let lower = (scaled - upper * 67_108_864) * 64 + micro
  if (lower >= two32) {
    lower -= two32
    upper += 1
  }
  view.setInt32(at, 8)
  view.setInt32(at + 4, upper)
  view.setUint32(at + 8, lower)
}

/** The server rounds fractions to the declared digits; a value that would change is refused. */
const fractionGrain = (typmod: number): number => (typmod >= 0 && typmod <= 6 ? 10 ** (6 - typmod) : 1)

const microsOf = (cell: Cell): number => (cell.hour * 3600 + cell.minute * 60 + cell.second) * 1_000_000 + cell.micro

export function timeEncoder(column: TargetColumn, encoding: Encoding): CellWriter {
  const { out } = encoding
  const grain = fractionGrain(column.typmod)
  return (cell) => {
    if (cell.form !== durationForm) {
      if (!absent(cell, column, encoding)) out.refuse('XW-D0113', column.index)
      return
    }
    const micros = microsOf(cell)
    if ((cell.negative && micros > 0) || micros > 86_400_000_000) return out.refuse('XW-D0107', column.index)
    if (micros % grain !== 0) return out.refuse('XW-D0106', column.index)
    out.view.setInt32(out.at, 8)
    writeLong(encoding, micros, out.at + 4)
    out.at += 12
  }
}

/** interval: microseconds, days, months. All of it goes into the microseconds, as the source counts hours. */
export function intervalEncoder(column: TargetColumn, encoding: Encoding): CellWriter {
  const { out } = encoding
  return (cell) => {
    if (cell.form !== durationForm) {
      if (!absent(cell, column, encoding)) out.refuse('XW-D0113', column.index)
      return
    }
    const micros = microsOf(cell)
    out.view.setInt32(out.at, 16)
    writeLong(encoding, cell.negative ? -micros : micros, out.at + 4)
    out.view.setInt32(out.at + 12, 0)
    out.view.setInt32(out.at + 16, 0)
    out.at += 20
  }
}

function writeLong({ out }: Encoding, value: number, at: number): void {
  const upper = Math.floor(value / two32)
  out.view.setInt32(at, upper)
  out.view.setUint32(at + 4, value - upper * two32)
}
