import { type Cell, cellText, form, longOf } from '../../../core/data/cell.js'
import type { RejectCode } from '../../../core/data/reject.js'
import type { CellWriter } from '../../../core/data/stream.js'
import { bytesValue, textValue } from './encode-strings.js'
import { temporalValue } from './encode-times.js'
import type { Encoding, TargetColumn } from './encoding.js'

/** Writes a value that is there, as text of a statement or of a file: nothing around it, no NULL. */
export type ValueWriter = (cell: Cell) => void

type Maker = (column: TargetColumn, encoding: Encoding) => ValueWriter

const kinds: Readonly<Record<string, Maker>> = {
  exact: exactNumber,
  float: floatNumber,
  bit: wholeBits,
  year: fourDigits,
  text: textValue,
  bytes: bytesValue,
  time: temporalValue,
}

const typesOf: Readonly<Record<string, string>> = {
  exact: 'tinyint smallint mediumint int bigint decimal',
  float: 'float double',
  bit: 'bit',
  year: 'year',
  text: 'char varchar tinytext text mediumtext longtext enum set json uuid inet4 inet6',
  bytes:
    'binary varbinary tinyblob blob mediumblob longblob vector geometry point linestring polygon multipoint multilinestring multipolygon geometrycollection geomcollection',
  time: 'date datetime timestamp time',
}

const kindOf: ReadonlyMap<string, string> = new Map(
  Object.entries(typesOf).flatMap(([kind, types]) => types.split(' ').map((type) => [type, kind] as const)),
)

export const canEncode = (column: TargetColumn): boolean => kindOf.has(column.type)

/** Its values are bytes, not text of any character set. */
export const holdsBytes = (column: TargetColumn): boolean => kindOf.get(column.type) === 'bytes'

export const isBit = (column: TargetColumn): boolean => column.type === 'bit'

/** Writes what stands for the forms `null` and `absent`, and around all others. */
export interface Frame {
  null(): void
  absent(): void
  value(write: ValueWriter, cell: Cell): void
}

/** The writer of a column: the same values for statements and files, framed as each wants them. */
export function columnWriter(column: TargetColumn, encoding: Encoding, frame: Frame): CellWriter {
  const make = kinds[kindOf.get(column.type) ?? '']
  if (!make) throw new Error(`no encoder for ${column.type}`)
  const write = make(column, encoding)
  const { null: nullForm, bad, absent } = form
  const asNull = (): void => {
    if (column.notNull) encoding.out.refuse('XW-D0114', column.index)
    frame.null()
  }
  return (cell) => {
    if (cell.form === nullForm) asNull()
    else if (cell.form === bad) {
      if (policyMakesNull(encoding, cell.reason) && !column.notNull) {
        encoding.changed(column.index, cell.reason, 'null')
        asNull()
      } else encoding.out.refuse(cell.reason, column.index)
    } else if (cell.form === absent) frame.absent()
    else frame.value(write, cell)
  }
}

const policyMakesNull = ({ policies }: Encoding, code: RejectCode): boolean =>
  code === 'XW-D0105' && policies.enumErrors === 'null'

const plainNumber = /^[+-]?\d+(\.\d+)?$/
/** Values of other engines that no number here is. */
const noNumber = /^-?(NaN|Infinity)$/

/**
 * Integers and decimals, in digits. The server checks the range of integers and says so; of digits behind the point it rounds
 * away what it cannot keep, not always with a word, and a number of thousands of digits ends the statement with an error of its own.
 */
function exactNumber(column: TargetColumn, encoding: Encoding): ValueWriter {
  const { out } = encoding
  const text = (value: string | null): void => {
    const isNumber = value !== null && plainNumber.test(value)
    if (!isNumber) out.refuse(value !== null && noNumber.test(value) ? 'XW-D0106' : 'XW-D0113', column.index)
    else if (!hasRoom(column, Buffer.from(value, 'latin1'), 0, value.length)) out.refuse('XW-D0106', column.index)
    else {
      out.room(value.length)
      out.at += out.bytes.write(value, out.at, 'latin1')
    }
  }
  return (cell) => {
    switch (cell.form) {
      case form.int:
        return putInteger(encoding, cell.int)
      case form.long:
        return text(longText(cell))
      case form.digits:
        return copyDigits(cell, column, encoding)
      case form.bits:
        return text(bitsNumber(cell))
      case form.double:
      case form.single:
        return Number.isFinite(cell.real) ? real(cell.real, encoding) : out.refuse('XW-D0106', column.index)
      default:
        return text(cellText(cell))
    }
  }
}

/** Digits, one point and a sign need no check of ours beyond their bytes; anything else is not a number of the target. */
function copyDigits(cell: Cell, column: TargetColumn, { out }: Encoding): void {
  const { bytes, start, end } = cell
  if (!hasRoom(column, bytes, start, end)) out.refuse('XW-D0106', column.index)
  out.room(end - start)
  let to = out.at
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0
    if ((byte < 0x30 || byte > 0x39) && byte !== 0x2e && byte !== 0x2d && byte !== 0x2b) break
    out.bytes[to++] = byte
  }
  if (to - out.at < end - start || start === end) out.refuse('XW-D0106', column.index)
  out.at = to
}

/** Whether the column keeps every digit. Zeros in front of all others and at the end behind the point count for nothing. */
function hasRoom({ digits }: TargetColumn, bytes: Buffer, start: number, end: number): boolean {
  if (digits === null || end - start <= Math.min(digits.whole, digits.fraction)) return true
  let point = start
  while (point < end && bytes[point] !== 0x2e) point++
  for (let at = point + 1 + digits.fraction; at < end; at++) if (bytes[at] !== 0x30) return false
  let first = start
  while (first < point && (bytes[first] ?? 0) <= 0x30) first++
  return point - first <= digits.whole
}

function putInteger({ out }: Encoding, value: number): void {
  if (value > 2147483647 || value < 0) {
    out.at += out.bytes.write(String(value), out.at, 'latin1')
    return
  }
  let width = 1
  for (let power = 10; power <= value; power *= 10) width++
  let left = value
  for (let at = out.at + width - 1; at >= out.at; at--) {
    const next = (left / 10) | 0
    out.bytes[at] = 0x30 + (left - next * 10)
    left = next
  }
  out.at += width
}

const longText = (cell: Cell): string =>
  cell.hi === 0 || (cell.hi > 0 && cell.hi < 0x200000)
    ? String(cell.hi * 4_294_967_296 + cell.lo)
    : longOf(cell).toString()

const bitsNumber = (cell: Cell): string =>
  cell.start === cell.end ? '0' : BigInt(`0x${cell.bytes.toString('hex', cell.start, cell.end)}`).toString()

/** With an exponent the server reads a float, exactly, and not a decimal of so many places (manual, "Numeric Literals"). */
function real(value: number, { out }: Encoding): void {
  const text = Object.is(value, -0) ? '-0' : String(value)
  out.at += out.bytes.write(text.includes('e') ? text : `${text}e0`, out.at, 'latin1')
}

function floatNumber(column: TargetColumn, encoding: Encoding): ValueWriter {
  const exact = exactNumber(column, encoding)
  const highest = Number(column.highest ?? Number.POSITIVE_INFINITY)
  return (cell) => {
    // Stored as the nearest float, which may be just beyond what the column takes when it comes again.
    if (Math.abs(cell.real) > highest && (cell.form === form.single || cell.form === form.double)) {
      const isHighest = Math.fround(highest) === Math.abs(cell.real)
      return isHighest ? real(Math.sign(cell.real) * highest, encoding) : encoding.out.refuse('XW-D0106', column.index)
    }
    if (cell.form !== form.text && cell.form !== form.labels) return exact(cell)
    const text = cellText(cell)?.trim() ?? ''
    const value = Number(text)
    if (noNumber.test(text)) return encoding.out.refuse('XW-D0106', column.index)
    if (!/\d/.test(text)) return encoding.out.refuse('XW-D0113', column.index)
    if (!Number.isFinite(value)) return encoding.out.refuse('XW-D0106', column.index)
    return real(value, encoding)
  }
}

/** BIT: a number. As text it would be taken for the bytes of its digits, so files have an expression around it. */
function wholeBits(column: TargetColumn, encoding: Encoding): ValueWriter {
  const { out } = encoding
  const exact = exactNumber(column, encoding)
  return (cell) => {
    if (cell.form !== form.bits && cell.form !== form.bytes && cell.form !== form.text) return exact(cell)
    const text = cell.form === form.text ? bitText(cellText(cell)) : bitsNumber(cell)
    if (text === undefined) return out.refuse('XW-D0113', column.index)
    out.room(text.length)
    out.at += out.bytes.write(text, out.at, 'latin1')
  }
}

const bitText = (text: string | null): string | undefined =>
  text !== null && /^[01]+$/.test(text) ? BigInt(`0b${text}`).toString() : undefined

/** YEAR: the text `0` would be the year 2000. */
function fourDigits(column: TargetColumn, encoding: Encoding): ValueWriter {
  const { out } = encoding
  return (cell) => {
    const text = cell.form === form.int ? String(cell.int) : cellText(cell)
    if (text === null || !/^\d{1,4}$/.test(text)) return out.refuse('XW-D0106', column.index)
    out.at += out.bytes.write(text.padStart(4, '0'), out.at, 'latin1')
  }
}
