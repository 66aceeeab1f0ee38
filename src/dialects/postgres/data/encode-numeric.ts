import { type Cell, cellText, form } from '../../../core/data/cell.js'
import type { CellWriter } from '../../../core/data/stream.js'
import { bitsValue } from './encode-numbers.js'
import { absent, type Encoding, inlined, type TargetColumn } from './encoding.js'

const outOfRange = 'XW-D0106'
// Looked up once: a member of an import costs a lookup at each use.
const { digits: digitsForm, text: textForm } = form

const zero = 0x30

/**
 * numeric: groups of four decimal digits (manual: numeric_recv). Digits beyond the declared scale or precision are
 * refused: the server would round them.
 */
export function numericEncoder(column: TargetColumn, encoding: Encoding): CellWriter {
  const { out } = encoding
  const bounded = column.typmod >= 4
  const precision = bounded ? ((column.typmod - 4) >> 16) & 0xffff : 1000
  // Eleven bits with sign since release 15; earlier scales are never negative nor above 1000 either.
  const scale = bounded ? (((column.typmod - 4) & 0x7ff) ^ 1024) - 1024 : 16_383
  const scratch = Buffer.alloc(400)
  const highest = bounded ? 10 ** Math.min(15, precision - scale) - 1 : 1e15 - 1

  const digits = (bytes: Buffer, start: number, end: number): void => {
    let at = start
    const sign = bytes[at]
    const negative = sign === 0x2d
    if (negative || sign === 0x2b) at++
    while (at < end && bytes[at] === zero) at++
    let point = at
    while (point < end && isDigit(bytes[point])) point++
    const whole = point - at
    let last = end
    if (point < end && bytes[point] !== 0x2e) {
      out.refuse('XW-D0113', column.index)
      return
    }
    const fractionStart = point < end ? point + 1 : end
    for (let check = fractionStart; check < end; check++)
      if (!isDigit(bytes[check])) {
        out.refuse('XW-D0113', column.index)
        return
      }
    while (last > fractionStart && last - fractionStart > scale && bytes[last - 1] === zero) last--
    const fraction = last - fractionStart
    if (fraction > scale || (bounded && whole > precision - scale)) {
      out.refuse(outOfRange, column.index)
      return
    }
    writeGroups(bytes, at, whole, fractionStart, fraction, negative)
  }

  const writeGroups = (
    bytes: Buffer,
    at: number,
    whole: number,
    fractionStart: number,
    fraction: number,
    negative: boolean,
  ): void => {
    const wholeGroups = (whole + 3) >> 2
    const groups = wholeGroups + ((fraction + 3) >> 2)
    out.room(12 + groups * 2)
    const { view } = out
    let to = out.at
    let any = 0
    view.setInt32(to, 8 + groups * 2)
    view.setInt16(to + 4, groups)
    view.setInt16(to + 6, groups === 0 ? 0 : wholeGroups - 1)
    view.setInt16(to + 10, fraction)
    to += 12
    let from = at
    let left = whole
    while (left > 0) {
      const size = left & 3 || 4
      const value = group(bytes, from, size)
      any |= value
      view.setInt16(to, value)
      to += 2
      from += size
      left -= size
    }
    from = fractionStart
    left = fraction
    while (left > 0) {
      const size = Math.min(left, 4)
      let value = group(bytes, from, size)
      for (let fill = size; fill < 4; fill++) value *= 10
      any |= value
      view.setInt16(to, value)
      to += 2
      from += size
      left -= size
    }
    view.setInt16(out.at + 8, negative && any !== 0 ? 0x4000 : 0)
    out.at = to
  }

  /** Whole numbers of up to 15 digits, which a double holds exactly. */
  const small = (value: number): void => {
    const size = Math.abs(value)
    const first = size % 10_000
    const second = Math.floor(size / 10_000) % 10_000
    const third = Math.floor(size / 100_000_000) % 10_000
    const fourth = Math.floor(size / 1_000_000_000_000)
    const groups = fourth > 0 ? 4 : third > 0 ? 3 : second > 0 ? 2 : first > 0 ? 1 : 0
    const { view, at } = out
    view.setInt32(at, 8 + groups * 2)
    view.setInt16(at + 4, groups)
    view.setInt16(at + 6, groups === 0 ? 0 : groups - 1)
    view.setInt16(at + 8, value < 0 ? 0x4000 : 0)
    view.setInt16(at + 10, 0)
    let to = at + 12
    if (groups > 3) {
      view.setInt16(to, fourth)
      to += 2
    }
    if (groups > 2) {
      view.setInt16(to, third)
      to += 2
    }
    if (groups > 1) {
      view.setInt16(to, second)
      to += 2
    }
    if (groups > 0) {
      view.setInt16(to, first)
      to += 2
    }
    out.at = to
  }

  const unusual: CellWriter = (cell) => {
    if (cell.form === form.digits || cell.form === form.text) digits(cell.bytes, cell.start, cell.end)
    else if (cell.form === form.int && cell.int <= highest && cell.int >= -highest) small(cell.int)
    else if (
      cell.form === form.long &&
      cell.hi >= 0 &&
      cell.hi < 200_000 &&
      cell.hi * 4_294_967_296 + cell.lo <= highest
    )
      small(cell.hi * 4_294_967_296 + cell.lo)
    else if (!absent(cell, column, encoding)) {
      const length = scratch.write(plainNumber(cell), 'latin1')
      if (!usual(scratch, 0, length)) digits(scratch, 0, length)
    }
  }
  const usual = (bytes: Buffer, start: number, end: number): boolean => {
    const to = shortNumeric(bytes, start, end, out.view, out.at, highest, scale)
    if (to !== 0) out.at = to
    return to !== 0
  }
  const writer: CellWriter = (cell) => {
    if (cell.form !== digitsForm && cell.form !== textForm) return unusual(cell)
    if (!usual(cell.bytes, cell.start, cell.end)) unusual(cell)
  }
  const text = `const past = shortNumeric(bytes, start, end, dst, to, ${highest}, ${scale})\nif (past === 0) break slow\nto = past`
  return inlined(writer, column, encoding, { [digitsForm]: text }, { shortNumeric })
}

/**
 * Numbers as most are, up to twelve digits and up to four behind the point, of a whole part up to `highest`: writes length
 * and value at `to` and returns where they end; 0 for others.
 */
export function shortNumeric(
  bytes: Buffer,
  start: number,
  end: number,
  view: DataView,
  to: number,
  highest: number,
  scale: number,
): number {
  let at = start
  const negative = bytes[at] === 0x2d
  if (negative) at++
  const first = at
  let whole = 0
  for (; at < end; at++) {
    const digit = (bytes[at] ?? 0) - zero
    if (digit < 0 || digit > 9) break
    whole = whole * 10 + digit
  }
  if (at === first || at - first > 12 || whole > highest) return 0
  const fraction = at < end ? end - at - 1 : 0
  if (fraction > 4 || fraction > scale || (at < end && bytes[at] !== 0x2e)) return 0
  let part = 0
  for (at++; at < end; at++) {
    const digit = (bytes[at] ?? 0) - zero
    if (digit < 0 || digit > 9) return 0
    part = part * 10 + digit
  }
  for (let fill = fraction; fill < 4; fill++) part *= 10
  const upper = whole < 10_000 ? 0 : (whole / 10_000) | 0
  const wholeGroups = whole === 0 ? 0 : upper === 0 ? 1 : upper < 10_000 ? 2 : 3
  const groups = fraction > 0 ? wholeGroups + 1 : wholeGroups
  const weight = groups === 0 ? 0 : wholeGroups - 1
  const sign = negative && (whole > 0 || part > 0) ? 0x4000 : 0
  view.setInt32(to, 8 + groups * 2)
  view.setInt32(to + 4, (groups << 16) | (weight & 0xffff))
  view.setInt32(to + 8, (sign << 16) | fraction)
  let next = to + 12
  if (wholeGroups > 2) {
    view.setInt16(next, (upper / 10_000) | 0)
    next += 2
  }
  if (wholeGroups > 1) {
    view.setInt16(next, upper % 10_000)
    next += 2
  }
  if (wholeGroups > 0) {
    view.setInt16(next, whole - upper * 10_000)
    next += 2
  }
  if (fraction > 0) {
    view.setInt16(next, part)
    next += 2
  }
  return next
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= zero && byte <= 0x39

function group(bytes: Buffer, from: number, size: number): number {
  let value = 0
  for (let at = from; at < from + size; at++) value = value * 10 + (bytes[at] ?? zero) - zero
  return value
}

function plainNumber(cell: Cell): string {
  if (cell.form === form.bits) return String(bitsValue(cell))
  const text = cellText(cell) ?? ''
  return /[eE]/.test(text) ? withoutExponent(text) : text
}

/** `1.5e-7` as `0.00000015`. */
function withoutExponent(text: string): string {
  const found = /^(-?)(\d+)(?:\.(\d+))?e([+-]?\d+)$/i.exec(text)
  if (!found) return text
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = found
  const point = whole.length + Number(exponent)
  const all = whole + fraction
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${all}`
  return point >= all.length
    ? `${sign}${all}${'0'.repeat(point - all.length)}`
    : `${sign}${all.slice(0, point)}.${all.slice(point)}`
}
