import { type Cell, form } from '../../../core/data/cell.js'
import type { DataSegment } from '../../../core/data/segment.js'
import type { ColumnMapping } from '../../../core/mapping/mapping.js'
import { bad, type ScriptBytes, type ScriptDecoder, take } from './script-bytes.js'
import { converter, unchanged } from './script-charsets.js'
import { date, dateTime, offsetMinutes, shifted, time } from './script-times.js'
import { token } from './script-tokens.js'

export function scriptDecoder(column: ColumnMapping, segment: DataSegment): ScriptDecoder {
  const type = column.source.type
  switch (type.kind) {
    case 'boolean':
    case 'integer':
    case 'year':
      return integer
    case 'decimal':
      return decimal
    case 'float':
      return type.bits === 32 ? single : double
    case 'binary':
      return type.padded && type.length !== undefined ? filled(type.length) : range(form.bytes)
    case 'geometry':
      return range(form.geometry)
    case 'bits':
      return bits
    case 'date':
      return date
    case 'timestamp':
      return type.zone === 'session' ? shifted(offsetMinutes(segment.timeZone)) : dateTime
    case 'time':
      return time
    case 'enum':
      return type.set ? text(segment, form.labels) : enumeration(type.values, text(segment, form.text))
    case 'text':
      return type.padded ? unpadded(text(segment, form.text)) : text(segment, form.text)
    default:
      return text(segment, form.text)
  }
}

/** CHAR is kept without the blanks at its end (manual: The CHAR and VARCHAR Types). */
function unpadded(decode: ScriptDecoder): ScriptDecoder {
  return (source, kind, cell) => {
    decode(source, kind, cell)
    if (cell.form !== form.text) return
    while (cell.end > cell.start && cell.bytes[cell.end - 1] === 0x20) cell.end--
  }
}

/** BINARY is kept with zero bytes up to its length. */
function filled(length: number): ScriptDecoder {
  const asIs = range(form.bytes)
  return (source, kind, cell) => {
    asIs(source, kind, cell)
    const given = cell.end - cell.start
    if (cell.form !== form.bytes || given >= length) return
    const { scratch, at } = source.room(length)
    source.bytes.copy(scratch, at, cell.start, cell.end)
    scratch.fill(0, at + given, at + length)
    source.point(scratch, at, at + length)
    take(source, cell, form.bytes)
  }
}

const integer: ScriptDecoder = (source, kind, cell) => {
  cell.form = form.int
  if (kind === token.true || kind === token.false) {
    cell.int = kind === token.true ? 1 : 0
    return
  }
  const { bytes, start, end } = source
  if (kind === token.hex || kind === token.bit) return wholeLong(cell, bytesValue(source, kind))
  const negative = bytes[start] === 0x2d
  const from = negative || bytes[start] === 0x2b ? start + 1 : start
  if (from >= end) return bad(cell, 'XW-D0113')
  if (end - from > 15) return longText(cell, bytes.toString('latin1', start, end))
  let value = 0
  for (let at = from; at < end; at++) {
    const digit = (bytes[at] ?? 0) - 0x30
    if (digit < 0 || digit > 9) return longText(cell, bytes.toString('latin1', start, end))
    value = value * 10 + digit
  }
  cell.int = negative ? -value : value
}

function longText(cell: Cell, textOfNumber: string): void {
  const whole = /^([+-]?\d+)(?:\.0*)?$/.exec(textOfNumber)?.[1]
  if (whole === undefined) bad(cell, 'XW-D0113')
  else wholeLong(cell, BigInt(whole.replace(/^\+/, '')))
}

function wholeLong(cell: Cell, value: bigint): void {
  if (value > 0xffff_ffff_ffff_ffffn || value < -0x8000_0000_0000_0000n) {
    bad(cell, 'XW-D0106')
    return
  }
  cell.form = form.long
  cell.unsigned = value >= 0n
  cell.hi = Number(cell.unsigned ? value >> 32n : BigInt.asIntN(32, value >> 32n))
  cell.lo = Number(value & 0xffff_ffffn)
}

function bytesValue(source: ScriptBytes, kind: number): bigint {
  if (source.start === source.end) return 0n
  return kind === token.bit
    ? BigInt(`0b${source.bytes.toString('latin1', source.start, source.end)}`)
    : BigInt(`0x0${source.bytes.toString('hex', source.start, source.end)}`)
}

const decimal: ScriptDecoder = (source, kind, cell) => {
  if (kind === token.number || kind === token.plain || kind === token.escaped) take(source, cell, form.digits)
  else integer(source, kind, cell)
}

const double: ScriptDecoder = (source, kind, cell) => {
  if (kind !== token.number && kind !== token.plain) return integer(source, kind, cell)
  const value = Number(source.bytes.toString('latin1', source.start, source.end))
  if (Number.isNaN(value) || source.start === source.end) return bad(cell, 'XW-D0113')
  cell.form = form.double
  cell.real = value
}

const single: ScriptDecoder = (source, kind, cell) => {
  double(source, kind, cell)
  if (cell.form !== form.double) return
  cell.form = form.single
  cell.real = Math.fround(cell.real)
}

function range(as: number): ScriptDecoder {
  return (source, kind, cell) => {
    if (kind === token.true || kind === token.false || kind === token.bit) bad(cell, 'XW-D0113')
    else take(source, cell, as)
  }
}

const bits: ScriptDecoder = (source, kind, cell) => {
  if (kind === token.bit) {
    const hex = bytesValue(source, kind).toString(16)
    const { scratch, at } = source.room((hex.length + 1) >> 1)
    const length = scratch.write(hex.length % 2 === 0 ? hex : `0${hex}`, at, 'hex')
    source.point(scratch, at, at + length)
    take(source, cell, form.bits)
  } else if (kind === token.number || kind === token.true || kind === token.false) integer(source, kind, cell)
  else take(source, cell, form.bits)
}

function text(segment: DataSegment, as: number): ScriptDecoder {
  const convert = unchanged.has(segment.charset) ? undefined : converter(segment.charset)
  return (source, kind, cell) => {
    if (kind === token.true || kind === token.false || kind === token.bit) return integer(source, kind, cell)
    if (convert && !convert(source)) return bad(cell, 'XW-D0104')
    take(source, cell, as)
  }
}

/** A number stands for the label at that place; 0 and '' are the mark of a refused value. */
function enumeration(labels: readonly string[], asText: ScriptDecoder): ScriptDecoder {
  const emptyIsLabel = labels.includes('')
  return (source, kind, cell) => {
    if (kind === token.number) {
      const place = Number(source.bytes.toString('latin1', source.start, source.end))
      const label = labels[place - 1]
      if (label === undefined) return bad(cell, place === 0 ? 'XW-D0105' : 'XW-D0116')
      const { scratch, at } = source.room(Buffer.byteLength(label))
      source.point(scratch, at, at + scratch.write(label, at, 'utf8'))
      return take(source, cell, form.text)
    }
    if (source.start === source.end && !emptyIsLabel) return bad(cell, 'XW-D0105')
    asText(source, kind, cell)
  }
}
