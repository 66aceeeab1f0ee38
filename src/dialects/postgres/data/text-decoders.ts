import { type Cell, form, viewOf } from '../../../core/data/cell.js'
import { asText, slice, type ValueDecoder } from './binary-base.js'
import type { ValueType } from './value-type.js'

/**
 * The decoder of a type's text form: DateStyle ISO, IntervalStyle postgres, zone UTC, bytea_output hex, extra_float_digits
 * above zero. The cells are those of the binary decoders, except that whole numbers are digits.
 */
export function textDecoder(type: ValueType): ValueDecoder {
  return (type.kind === 'base' ? decoders.get(type.name) : undefined) ?? asText
}

const latin1 = (from: { readonly bytes: Buffer }, start: number, end: number): string =>
  from.bytes.toString('latin1', start, end)

const digits: ValueDecoder = (from, start, end, cell) => slice(form.digits, from, start, end, cell)

const numeric: ValueDecoder = (from, start, end, cell) => {
  const last = from.view.getUint8(end - 1)
  // NaN and Infinity end in letters.
  slice(last >= 0x30 && last <= 0x39 ? form.digits : form.text, from, start, end, cell)
}

const bool: ValueDecoder = (from, start, _end, cell) => {
  cell.form = form.int
  cell.int = from.view.getUint8(start) === 0x74 ? 1 : 0
}

const real =
  (as: number): ValueDecoder =>
  (from, start, end, cell) => {
    const value = Number(latin1(from, start, end))
    cell.form = as
    cell.real = as === form.single ? Math.fround(value) : value
  }

const own = (cell: Cell, as: number, bytes: Buffer): void =>
  slice(as, { bytes, view: viewOf(bytes) }, 0, bytes.length, cell)

/** `\x00ff` */
const bytea: ValueDecoder = (from, start, end, cell) =>
  own(cell, form.bytes, Buffer.from(latin1(from, start + 2, end), 'hex'))

const bit: ValueDecoder = (from, start, end, cell) => {
  const text = latin1(from, start, end)
  const bytes = (text.length + 7) >> 3
  const hex = BigInt(`0b0${text}`).toString(16)
  own(cell, form.bits, Buffer.from(bytes === 0 ? '' : hex.padStart(bytes * 2, '0'), 'hex'))
}

/** What a calendar and a clock do not show (infinity, BC) stays text. */
const moment: ValueDecoder = (from, start, end, cell) => {
  const found = /^(\d+)-(\d\d)-(\d\d)(?: (\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:\+00)?)?$/.exec(latin1(from, start, end))
  if (!found) return asText(from, start, end, cell)
  cell.form = found[4] === undefined ? form.date : form.dateTime
  cell.year = Number(found[1])
  cell.month = Number(found[2])
  cell.day = Number(found[3])
  setClock(cell, found.slice(4))
}

/** A clock, or an interval that is nothing but one. */
const clock: ValueDecoder = (from, start, end, cell) => {
  const found = /^(-?)(\d+):(\d\d):(\d\d)(?:\.(\d+))?$/.exec(latin1(from, start, end))
  if (!found || Number(found[2]) > longestHours) return asText(from, start, end, cell)
  cell.form = form.duration
  cell.negative = found[1] === '-'
  setClock(cell, found.slice(2))
}

/** Beyond this a writer that counts microseconds in a double would not be exact. */
const longestHours = Math.floor(Number.MAX_SAFE_INTEGER / 3_600_000_000) - 1

function setClock(cell: Cell, [hour, minute, second, fraction]: readonly (string | undefined)[]): void {
  cell.hour = Number(hour ?? 0)
  cell.minute = Number(minute ?? 0)
  cell.second = Number(second ?? 0)
  cell.micro = Number((fraction ?? '').padEnd(6, '0'))
}

/** A byte above 127 is shown as `\377`. */
const char: ValueDecoder = (from, start, end, cell) => {
  slice(end - start === 4 ? form.bad : form.text, from, start, end, cell)
  cell.reason = 'XW-D0104'
}

const decoders: ReadonlyMap<string, ValueDecoder> = new Map<string, ValueDecoder>([
  ...['int2', 'int4', 'int8', 'oid', 'xid', 'cid', 'xid8'].map((name) => [name, digits] as const),
  ...[['bool', bool] as const, ['numeric', numeric] as const, ['bytea', bytea] as const, ['bit', bit] as const],
  ['char', char],
  ...[['float4', real(form.single)] as const, ['float8', real(form.double)] as const],
  ...['date', 'timestamp', 'timestamptz'].map((name) => [name, moment] as const),
  ...['time', 'interval'].map((name) => [name, clock] as const),
])
