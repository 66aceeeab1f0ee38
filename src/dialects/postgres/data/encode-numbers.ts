import { type Cell, cellText, form, longOf } from '../../../core/data/cell.js'
import type { CellWriter } from '../../../core/data/stream.js'
import { absent, type Encoding, inlined, type TargetColumn } from './encoding.js'

const outOfRange = 'XW-D0106'
// Looked up once: a member of an import costs a lookup at each use.
const { int: intForm, long: longForm, double: doubleForm } = form

/** int2, int4, int8. A value that the width cannot hold is refused, never clipped. */
export function integerEncoder(column: TargetColumn, encoding: Encoding, size: 2 | 4 | 8): CellWriter {
  const slow = anyInteger(column, encoding, size)
  if (size === 8) return inlined(bigintEncoder(encoding, slow), column, encoding, bigintTexts)
  const writer = size === 4 ? int4Encoder(encoding, slow) : int2Encoder(encoding, slow)
  return inlined(writer, column, encoding, size === 4 ? int4Texts : int2Texts)
}

const bigintTexts = {
  [form.long]: 'dst.setInt32(to, 8); dst.setInt32(to + 4, hi); dst.setInt32(to + 8, lo); to += 12',
  [form.int]: 'dst.setInt32(to, 8); dst.setInt32(to + 4, int < 0 ? -1 : 0); dst.setInt32(to + 8, int); to += 12',
}
const int4Texts = {
  [form.int]: 'if (int > 2147483647) break slow\ndst.setInt32(to, 4); dst.setInt32(to + 4, int); to += 8',
}
const int2Texts = {
  [form.int]: 'if (int > 32767 || int < -32768) break slow\ndst.setInt32(to, 2); dst.setInt16(to + 4, int); to += 6',
}

// What nearly every row has is in functions so short that the engine puts them in place of their calls.

function int2Encoder({ out }: Encoding, slow: CellWriter): CellWriter {
  return (cell) => {
    const value = cell.int
    if (cell.form !== intForm || value > 32_767 || value < -32_768) return slow(cell)
    const { view, at } = out
    view.setInt32(at, 2)
    view.setInt16(at + 4, value)
    out.at = at + 6
  }
}

function int4Encoder({ out }: Encoding, slow: CellWriter): CellWriter {
  return (cell) => {
    const value = cell.int
    if (cell.form !== intForm || value > 2_147_483_647 || value < -2_147_483_648) return slow(cell)
    const { view, at } = out
    view.setInt32(at, 4)
    view.setInt32(at + 4, value)
    out.at = at + 8
  }
}

function bigintEncoder({ out }: Encoding, slow: CellWriter): CellWriter {
  const whole: CellWriter = (cell) => {
    if (cell.form !== intForm) return slow(cell)
    const { view, at } = out
    view.setInt32(at, 8)
    view.setInt32(at + 4, Math.floor(cell.int / 4_294_967_296))
    view.setUint32(at + 8, cell.int)
    out.at = at + 12
  }
  return (cell) => {
    if (cell.form !== longForm || (cell.unsigned && cell.hi > 0x7fffffff)) return whole(cell)
    const { view, at } = out
    view.setInt32(at, 8)
    view.setInt32(at + 4, cell.hi)
    view.setUint32(at + 8, cell.lo)
    out.at = at + 12
  }
}

function anyInteger(column: TargetColumn, encoding: Encoding, size: 2 | 4 | 8): CellWriter {
  const { out } = encoding
  return (cell) => {
    if (absent(cell, column, encoding)) return
    const value = wholeNumber(cell)
    if (value === undefined || BigInt.asIntN(size * 8, value) !== value) {
      out.refuse(outOfRange, column.index)
      return
    }
    out.view.setInt32(out.at, size)
    out.view.setBigInt64(out.at + 4, value << BigInt(64 - size * 8))
    out.at += 4 + size
  }
}

/** The cell as a whole number, or undefined when it is none. */
function wholeNumber(cell: Cell): bigint | undefined {
  if (cell.form === form.int) return BigInt(cell.int)
  if (cell.form === form.long) return longOf(cell)
  if (cell.form === form.bits) return bitsValue(cell)
  if (cell.form === form.double || cell.form === form.single)
    return Number.isInteger(cell.real) ? BigInt(cell.real) : undefined
  const text = cellText(cell) ?? ''
  const found = /^([+-]?\d+)(?:\.0*)?$/.exec(text)
  return found?.[1] === undefined ? undefined : BigInt(found[1].replace(/^\+/, ''))
}

export function bitsValue(cell: Cell): bigint {
  return cell.start === cell.end ? 0n : BigInt(`0x${cell.bytes.toString('hex', cell.start, cell.end)}`)
}

/** bool: 0 and 1 only. Any other number is not a truth value, whatever the source's display width said. */
export function booleanEncoder(column: TargetColumn, encoding: Encoding): CellWriter {
  const { out } = encoding
  const writer: CellWriter = (cell) => {
    if (cell.form !== form.int && absent(cell, column, encoding)) return
    const value = cell.form === form.int ? cell.int : Number(wholeNumber(cell) ?? -1)
    if (value !== 0 && value !== 1) {
      out.refuse(outOfRange, column.index)
      return
    }
    out.view.setInt32(out.at, 1)
    out.view.setUint8(out.at + 4, value)
    out.at += 5
  }
  return inlined(writer, column, encoding, booleanTexts)
}

const booleanTexts = {
  [form.int]: 'if (int !== 0 && int !== 1) break slow\ndst.setInt32(to, 1); dst.setUint8(to + 4, int); to += 5',
}

/** float4 and float8. A number is never moved to the next float that the width has. */
export function floatEncoder(column: TargetColumn, encoding: Encoding, size: 4 | 8): CellWriter {
  const { out } = encoding
  const slow: CellWriter = (cell) => {
    if (cell.form !== form.double && cell.form !== form.single && absent(cell, column, encoding)) return
    const value = realOf(cell)
    if (value === undefined || (size === 4 && cell.form !== form.single && !fitsSingle(cell, value))) {
      out.refuse(outOfRange, column.index)
      return
    }
    out.view.setInt32(out.at, size)
    if (size === 4) out.view.setFloat32(out.at + 4, value)
    else out.view.setFloat64(out.at + 4, value)
    out.at += 4 + size
  }
  if (size === 4) return inlined(slow, column, encoding, singleTexts)
  const usual: CellWriter = (cell) => {
    if (cell.form !== doubleForm) return slow(cell)
    const { view, at } = out
    view.setInt32(at, 8)
    view.setFloat64(at + 4, cell.real)
    out.at = at + 12
  }
  return inlined(usual, column, encoding, doubleTexts)
}

const singleTexts = { [form.single]: 'dst.setInt32(to, 4); dst.setFloat32(to + 4, real); to += 8' }
const doubleTexts = { [form.double]: 'dst.setInt32(to, 8); dst.setFloat64(to + 4, real); to += 12' }

/** Decimal text may stand for the nearest single; a double must be one. */
function fitsSingle(cell: Cell, value: number): boolean {
  const single = Math.fround(value)
  if (!Number.isFinite(single) && Number.isFinite(value)) return false
  return cell.form === form.digits || cell.form === form.text || single === value
}

function realOf(cell: Cell): number | undefined {
  if (cell.form === form.double || cell.form === form.single) return cell.real
  if (cell.form === form.int) return cell.int
  const text = cellText(cell) ?? ''
  const value = Number(text)
  return text.trim() === '' || Number.isNaN(value) ? undefined : value
}
