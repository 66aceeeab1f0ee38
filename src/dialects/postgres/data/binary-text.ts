import { type Cell, cellText, createCell, form } from '../../../core/data/cell.js'
import { baseDecoder, type DecoderOptions, type ValueBytes } from './binary-base.js'
import { shapeText } from './binary-shapes.js'
import { clockText, dayText } from './binary-times.js'
import { bitsText } from './binary-values.js'
import { realText } from './real-text.js'
import type { ValueType } from './value-type.js'

/**
 * What the server would print of a value in binary form, each byte of UTF-8 as one character. DateStyle ISO,
 * IntervalStyle postgres, zone UTC, bytea_output hex.
 */
export type ServerText = (from: ValueBytes, start: number, end: number) => string

/** Undefined where the type, or one in it, has no such text. */
export function serverTextOf(type: ValueType, options: DecoderOptions): ServerText | undefined {
  switch (type.kind) {
    case 'enum':
      return (from, start, end) => from.bytes.toString('latin1', start, end)
    case 'base':
      return baseText(type.name, options)
    case 'record':
      return recordText(type.fields.map((field) => serverTextOf(field, options)))
    default: {
      const of = serverTextOf(type.of, options)
      if (!of) return undefined
      if (type.kind === 'array') return arrayText(of, type.of.kind === 'base' && type.of.name === 'box' ? ';' : ',')
      return type.kind === 'range' ? rangeText(of) : multirangeText(rangeText(of))
    }
  }
}

function baseText(name: string, options: DecoderOptions): ServerText | undefined {
  if (name === 'bool') return ({ view }, start) => (view.getUint8(start) === 1 ? 't' : 'f')
  if (name === 'bit' || name === 'varbit') return bitsText
  const shape = shapeText(name)
  if (shape) return shape
  const decode = baseDecoder(name, options)
  if (!decode) return undefined
  const cell = createCell()
  const zone = name === 'timestamptz' ? '+00' : ''
  return (from, start, end) => {
    decode(from, start, end, cell)
    return textOf(cell, zone)
  }
}

function textOf(cell: Cell, zone: string): string {
  switch (cell.form) {
    case form.text:
    case form.digits:
      return cell.bytes.toString('latin1', cell.start, cell.end)
    case form.double:
    case form.single:
      return realText(cell.real, cell.form === form.single)
    case form.date:
      return dayText(cell)
    case form.dateTime:
      return `${dayText(cell)} ${clockText(cell)}${zone}`
    case form.duration:
      return `${cell.negative ? '-' : ''}${clockText(cell)}`
    default:
      return cellText(cell) ?? ''
  }
}

/** array_send: dimensions, flags, type of the elements; length and lower bound of each dimension; then the elements. */
function arrayText(of: ServerText, delimiter: string): ServerText {
  return (from, start) => {
    const { view } = from
    const dimensions = view.getInt32(start)
    if (dimensions === 0) return '{}'
    const sizes = Array.from({ length: dimensions }, (_, at) => view.getInt32(start + 12 + at * 8))
    const lowest = sizes.map((_, at) => view.getInt32(start + 16 + at * 8))
    let at = start + 12 + dimensions * 8
    const element = (): string => {
      const length = view.getInt32(at)
      const text = length < 0 ? 'NULL' : inArray(of(from, at + 4, at + 4 + length), delimiter)
      at += 4 + Math.max(length, 0)
      return text
    }
    const level = (depth: number): string => {
      const one = depth === dimensions - 1 ? element : () => level(depth + 1)
      return `{${Array.from({ length: sizes[depth] ?? 0 }, one).join(delimiter)}}`
    }
    const bounds = lowest.map((low, index) => `[${low}:${low + (sizes[index] ?? 0) - 1}]`).join('')
    return lowest.every((low) => low === 1) ? level(0) : `${bounds}=${level(0)}`
  }
}

/** Blanks as the server counts them (manual: Array Input and Output Syntax). */
const blank = /[ \t\n\r\v\f]/

const escaped = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`

function inArray(text: string, delimiter: string): string {
  const quoted =
    text === '' || /^null$/i.test(text) || /["\\{}]/.test(text) || text.includes(delimiter) || blank.test(text)
  return quoted ? escaped(text) : text
}

/** In records and ranges quotation marks and backslashes are written twice. */
function inRecord(text: string, brackets: RegExp): string {
  const quoted = text === '' || brackets.test(text) || blank.test(text)
  return quoted ? `"${text.replace(/["\\]/g, '$&$&')}"` : text
}

/** record_send: a count; type, length and bytes of each field. */
function recordText(fields: readonly (ServerText | undefined)[]): ServerText | undefined {
  if (fields.includes(undefined)) return undefined
  return (from, start) => {
    let at = start + 4
    const texts = Array.from({ length: from.view.getInt32(start) }, (_, index) => {
      const length = from.view.getInt32(at + 4)
      const value = at + 8
      at = value + Math.max(length, 0)
      return length < 0 ? '' : inRecord(fields[index]?.(from, value, at) ?? '', /["\\(),]/)
    })
    return `(${texts.join(',')})`
  }
}

/** Bits of the first byte of a range. */
export const rangeFlag = { empty: 1, fromIncluded: 2, toIncluded: 4, fromEndless: 8, toEndless: 16 } as const

/** range_send: flags, then length and bytes of each bound that there is. */
function rangeText(of: ServerText): ServerText {
  return (from, start) => {
    const flags = from.view.getUint8(start)
    if ((flags & rangeFlag.empty) !== 0) return 'empty'
    let at = start + 1
    const bound = (endless: number): string => {
      if ((flags & endless) !== 0) return ''
      const value = at + 4
      at = value + from.view.getInt32(at)
      return inRecord(of(from, value, at), /["\\()[\],]/)
    }
    const low = bound(rangeFlag.fromEndless)
    const high = bound(rangeFlag.toEndless)
    const [open, close] = [(flags & rangeFlag.fromIncluded) !== 0, (flags & rangeFlag.toIncluded) !== 0]
    return `${open ? '[' : '('}${low},${high}${close ? ']' : ')'}`
  }
}

/** A count; length and bytes of each range. */
function multirangeText(of: ServerText): ServerText {
  return (from, start) => {
    let at = start + 4
    const texts = Array.from({ length: from.view.getInt32(start) }, () => {
      const value = at + 4
      at = value + from.view.getInt32(at)
      return of(from, value, at)
    })
    return `{${texts.join(',')}}`
  }
}
