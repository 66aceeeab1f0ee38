import { type Cell, form } from '../../../core/data/cell.js'
import type { Decoder } from '../data/binary-decoders.js'
import type { Wire } from '../data/wire.js'
import { fractionBytes } from './column-types.js'

const { int: intForm, date: dateForm, dateTime: dateTimeForm, duration: durationForm } = form

/** Years since 1900 in a byte; 0 is the year 0. */
export const year: Decoder = (wire, cell) => {
  const value = wire.view.getUint8(wire.at)
  cell.form = intForm
  cell.int = value === 0 ? 0 : 1900 + value
  wire.at += 1
}

/** Three bytes, little end first: 15 bits of year, 4 of month, 5 of day. */
export const date: Decoder = (wire, cell) => {
  const bits = wire.view.getUint16(wire.at, true) | (wire.view.getUint8(wire.at + 2) << 16)
  cell.form = dateForm
  cell.year = bits >> 9
  cell.month = (bits >> 5) & 15
  cell.day = bits & 31
  wire.at += 3
}

/** Microseconds of a fraction of so many digits, big end first, in steps of 100 per byte; moves on. */
function fraction(wire: Wire, digits: number): number {
  const { view, at } = wire
  const bytes = fractionBytes(digits)
  wire.at = at + bytes
  if (bytes === 0) return 0
  if (bytes === 1) return view.getUint8(at) * 10_000
  if (bytes === 2) return view.getUint16(at) * 100
  return (view.getUint8(at) << 16) | view.getUint16(at + 1)
}

/** Five bytes, big end first: sign, 17 bits of year × 13 + month, 5 of day, 5 of hour, 6 of minute, 6 of second; then the fraction. */
export function dateTime2(digits: number): Decoder {
  return (wire, cell) => {
    const { view, at } = wire
    const high = view.getUint16(at) & 0x7fff
    const low = view.getUint8(at + 2) * 0x10000 + view.getUint16(at + 3)
    const months = high * 4 + (low >>> 22)
    cell.form = dateTimeForm
    cell.year = Math.floor(months / 13)
    cell.month = months % 13
    cell.day = (low >> 17) & 31
    cell.hour = (low >> 12) & 31
    cell.minute = (low >> 6) & 63
    cell.second = low & 63
    wire.at = at + 5
    cell.micro = fraction(wire, digits)
  }
}

/** Seconds since 1970 in UTC, big end first, then the fraction. */
export function timestamp2(digits: number): Decoder {
  return (wire, cell) => {
    const seconds = wire.view.getUint32(wire.at)
    wire.at += 4
    instant(cell, seconds)
    cell.micro = fraction(wire, digits)
  }
}

/** The same without fraction, little end first. */
export const timestamp: Decoder = (wire, cell) => {
  const seconds = wire.view.getUint32(wire.at, true)
  wire.at += 4
  instant(cell, seconds)
  cell.micro = 0
}

/** Second 0 is the zero date: no other value is stored so. */
function instant(cell: Cell, seconds: number): void {
  cell.form = dateTimeForm
  const days = Math.floor(seconds / 86_400)
  const rest = seconds - days * 86_400
  cell.hour = Math.floor(rest / 3600)
  cell.minute = Math.floor(rest / 60) % 60
  cell.second = rest % 60
  if (seconds === 0) {
    cell.year = 0
    cell.month = 0
    cell.day = 0
  } else civilDay(cell, days)
}

/** Days since 1970-01-01 in the Gregorian calendar, counted in eras of 400 years that begin in March. */
function civilDay(cell: Cell, days: number): void {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  cell.day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  cell.month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  cell.year = yearOfEra + era * 400 + (cell.month <= 2 ? 1 : 0)
}

/**
 * Three bytes, big end first, raised by 0x800000: sign, 1 bit unused, 10 of hour, 6 of minute, 6 of second; then the
 * fraction. Whole and fraction are one number, and a negative one is its complement.
 */
export function time2(digits: number): Decoder {
  const bytes = fractionBytes(digits)
  const ones = 256 ** bytes
  const microsPerStep = [1, 10_000, 100, 1][bytes] ?? 1
  return (wire, cell) => {
    const { view, at } = wire
    const whole = (view.getUint8(at) << 16) | view.getUint16(at + 1)
    let part = 0
    for (let index = 0; index < bytes; index++) part = part * 256 + view.getUint8(at + 3 + index)
    wire.at = at + 3 + bytes
    const value = (whole - 0x800000) * ones + part
    const size = Math.abs(value)
    const clock = Math.floor(size / ones)
    cell.form = durationForm
    cell.negative = value < 0
    cell.hour = (clock >> 12) & 1023
    cell.minute = (clock >> 6) & 63
    cell.second = clock & 63
    cell.micro = (size % ones) * microsPerStep
  }
}

/** Decimal digits YYYYMMDDhhmmss in eight bytes, as before MySQL 5.6. */
export const dateTime: Decoder = (wire, cell) => {
  const { view, at } = wire
  const value = view.getUint32(at, true) + view.getUint32(at + 4, true) * 4_294_967_296
  const day = Math.floor(value / 1_000_000)
  const clock = value - day * 1_000_000
  cell.form = dateTimeForm
  cell.year = Math.floor(day / 10_000)
  cell.month = Math.floor(day / 100) % 100
  cell.day = day % 100
  cell.hour = Math.floor(clock / 10_000)
  cell.minute = Math.floor(clock / 100) % 100
  cell.second = clock % 100
  cell.micro = 0
  wire.at = at + 8
}

/** Decimal digits hhhmmss with a sign in three bytes, as before MySQL 5.6. */
export const time: Decoder = (wire, cell) => {
  const { view, at } = wire
  const value = view.getUint16(at, true) | (view.getInt8(at + 2) << 16)
  const size = Math.abs(value)
  cell.form = durationForm
  cell.negative = value < 0
  cell.hour = Math.floor(size / 10_000)
  cell.minute = Math.floor(size / 100) % 100
  cell.second = size % 100
  cell.micro = 0
  wire.at = at + 3
}
