import { type Cell, form, viewOf } from '../core/data/cell.js'
import type { LogicalType } from '../core/ir/types.js'
import type { SqlValue } from './sql-value.js'

/** The outcome is no value of the column's type. */
export const unfit = Symbol('unfit')
export type Outcome = SqlValue | typeof unfit

/**
 * What SQLite gave as a value of the column's type: whole numbers as bigint, decimals and times as text in the column's own
 * digits, floats as number. Undefined: no derived column can have the type.
 */
export function outcomeOf(type: LogicalType): ((value: NonNullable<SqlValue>) => Outcome) | undefined {
  switch (type.kind) {
    case 'integer':
      return (value) => inRange(wholeOf(value), type)
    case 'boolean':
      return (value) => inRange(wholeOf(value), { bits: 1, signed: false })
    case 'decimal':
      return (value) => decimalOf(value, type.precision, type.scale)
    case 'float':
      return (value) => floatOf(value, type.bits)
    case 'text':
      return (value) => (Buffer.isBuffer(value) ? unfit : textOf(value))
    case 'binary':
      // Text is no bytes: || makes text also of two BLOBs (SQLite, "Operators"), and CAST says what is meant.
      return (value) => (Buffer.isBuffer(value) ? value : unfit)
    case 'date':
      return (value) => (typeof value === 'string' && isDay(value) ? value : unfit)
    case 'timestamp':
      return momentOf
    case 'time':
      return (value) => (typeof value === 'string' && clock.test(value) ? value : unfit)
    default:
      return undefined
  }
}

/** As SQLite writes numbers: 15 digits, and a point in every REAL. */
export function textOf(value: string | bigint | number): string {
  if (typeof value !== 'number') return String(value)
  const digits = Number(value.toPrecision(15))
  if (!Number.isFinite(value)) return value > 0 ? 'Inf' : '-Inf'
  const text =
    Math.abs(digits) >= 1e15 || (digits !== 0 && Math.abs(digits) < 1e-4) ? exponential(digits) : String(digits)
  return /[.e]/.test(text) ? text : `${text}.0`
}

function exponential(value: number): string {
  const [mantissa = '', exponent = ''] = value.toExponential().split('e')
  const [, sign = '', size = ''] = /^([+-])(\d+)$/.exec(exponent) ?? []
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}e${sign}${size.padStart(2, '0')}`
}

function wholeOf(value: NonNullable<SqlValue>): bigint | typeof unfit {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) < 2 ** 63 ? BigInt(value) : unfit
  return typeof value === 'string' && /^[+-]?\d{1,20}$/.test(value) ? BigInt(value) : unfit
}

function inRange(value: bigint | typeof unfit, { bits, signed }: { readonly bits: number; readonly signed: boolean }) {
  if (value === unfit) return unfit
  const size = signed ? bits - 1 : bits
  const least = signed ? -(2n ** BigInt(size)) : 0n
  return value >= least && value < 2n ** BigInt(size) ? value : unfit
}

/** Rounded half away from zero, as engines round what is written into a column of fewer digits. */
function decimalOf(value: NonNullable<SqlValue>, precision = 65, scale?: number): Outcome {
  const text = Buffer.isBuffer(value) ? '' : typeof value === 'number' ? plainDigits(value) : String(value)
  const found = /^([+-]?)0*(\d*)(?:\.(\d*))?$/.exec(text)
  if (!found || !/\d/.test(text)) return unfit
  const [, sign = '', whole = '', fraction = ''] = found
  const places = scale ?? fraction.length
  const unit = BigInt(`0${whole}${fraction.padEnd(places + 1, '0').slice(0, places + 1)}`)
  const rounded = (unit + 5n) / 10n
  const digits = String(rounded).padStart(places + 1, '0')
  if (digits.replace(/^0+/, '').length > precision) return unfit
  const shown = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`
  return sign === '-' && rounded !== 0n ? `-${shown}` : shown
}

/** 15 significant digits without an exponent. */
function plainDigits(value: number): string {
  if (!Number.isFinite(value)) return ''
  const [mantissa = '', exponent = '0'] = value.toExponential(14).split('e')
  const power = Number(exponent)
  const digits = mantissa.replace(/[-.]/g, '')
  const sign = value < 0 ? '-' : ''
  if (power < 0) return `${sign}0.${'0'.repeat(-power - 1)}${digits}`
  return `${sign}${digits.padEnd(power + 1, '0').slice(0, power + 1)}.${digits.slice(power + 1)}`
}

function floatOf(value: NonNullable<SqlValue>, bits: 32 | 64): Outcome {
  const number = Buffer.isBuffer(value) || value === '' ? Number.NaN : Number(value)
  const held = bits === 32 ? Math.fround(number) : number
  return Number.isFinite(held) ? held : unfit
}

const clock = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$/

function isDay(text: string): boolean {
  const [, year, month, day] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []).map(Number)
  if (year === undefined || month === undefined || day === undefined || year === 0) return false
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
}

function momentOf(value: NonNullable<SqlValue>): Outcome {
  if (typeof value !== 'string') return unfit
  const [day = '', time = '00:00:00', ...more] = value.split(/[ T]/)
  return more.length === 0 && isDay(day) && clock.test(time)
    ? `${day} ${time.length === 5 ? `${time}:00` : time}`
    : unfit
}

/** Puts a fitting value into a cell. */
export function fillCell(cell: Cell, type: LogicalType, value: NonNullable<SqlValue>): void {
  if (typeof value === 'bigint') fillDigits(cell, String(value))
  else if (typeof value === 'number') {
    cell.form = type.kind === 'float' && type.bits === 32 ? form.single : form.double
    cell.real = value
  } else if (Buffer.isBuffer(value)) fillBytes(cell, value, form.bytes)
  else if (type.kind === 'decimal') fillDigits(cell, value)
  else if (type.kind === 'date' || type.kind === 'timestamp' || type.kind === 'time') fillTime(cell, type.kind, value)
  else fillBytes(cell, Buffer.from(value), form.text)
}

function fillBytes(cell: Cell, bytes: Buffer, as: number): void {
  cell.form = as
  cell.bytes = bytes
  cell.view = viewOf(bytes)
  cell.start = 0
  cell.end = bytes.length
}

const fillDigits = (cell: Cell, digits: string): void => fillBytes(cell, Buffer.from(digits, 'latin1'), form.digits)

function fillTime(cell: Cell, kind: 'date' | 'timestamp' | 'time', value: string): void {
  const [day, time] = kind === 'time' ? ['0000-00-00', value] : value.split(' ')
  const [year = 0, month = 0, date = 0] = (day ?? '').split('-').map(Number)
  const [hour = 0, minute = 0, second = '0'] = (time ?? '').split(':')
  const [seconds = '0', fraction = ''] = String(second).split('.')
  cell.form = kind === 'date' ? form.date : kind === 'time' ? form.duration : form.dateTime
  cell.negative = false
  Object.assign(cell, { year, month, day: date, hour: Number(hour), minute: Number(minute), second: Number(seconds) })
  cell.micro = Number(fraction.padEnd(6, '0'))
}
