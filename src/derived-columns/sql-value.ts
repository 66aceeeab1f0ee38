import { isUtf8 } from 'node:buffer'
import { type Cell, cellText, form, longOf } from '../core/data/cell.js'
import type { LogicalType } from '../core/ir/types.js'

/** A value as SQLite has it: NULL, INTEGER, REAL, TEXT or BLOB. */
export type SqlValue = null | bigint | number | string | Buffer

/** A value of the source that SQLite has not: it would be another one there. */
export const inexact = Symbol('inexact')
export type Entered = SqlValue | typeof inexact

/**
 * How values of a type enter SQLite. The log, the load and the comparison must give the same value, so each type has one
 * form, whatever way the value comes.
 */
export interface Entrance {
  /** Out of a cell that holds a value. */
  readonly cell: (cell: Cell) => Entered
  /** Out of the canonical text in which the comparison has it. */
  readonly canonical: (text: string) => Entered
  /** It enters as a floating point number, and arithmetic with it has 15 digits. */
  readonly real?: true
  /** Its digits, all of them, where the value is only copied and need not go through SQLite. */
  readonly digits?: (text: string) => string
}

/** Undefined: no expression can take the type. */
export function entranceOf(type: LogicalType): Entrance | undefined {
  switch (type.kind) {
    case 'integer':
    case 'year':
    case 'boolean':
      return whole
    case 'bits':
      return type.length <= 63 ? bits : undefined
    case 'decimal':
      return type.scale === 0 ? whole : decimal(type.scale)
    case 'float':
      return float
    case 'text':
      return type.padded ? byText((text) => cleanText(text.replace(/ +$/, ''))) : plainText
    case 'enum':
      return plainText
    case 'binary':
      return binary
    case 'date':
    case 'timestamp':
      return byText((text) =>
        /^\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d(\.\d+)?)?$/.test(text) ? shortFraction(text) : inexact,
      )
    case 'time':
      return { cell: (cell) => shortFraction(cellText(cell) ?? ''), canonical: durationText }
    case 'uuid':
      return byText((text) => {
        const digits = text.replace(/^\\x|-/g, '').toLowerCase()
        return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
      })
    default:
      return undefined
  }
}

const byText = (enter: (text: string) => Entered): Entrance => ({
  cell: (cell) => {
    if (cell.form === form.text && !isUtf8(cell.bytes.subarray(cell.start, cell.end))) return inexact
    const text = cellText(cell)
    return text === null ? inexact : enter(text)
  },
  canonical: enter,
})

const most = 2n ** 63n - 1n
const integer = (value: bigint): Entered => (value > most || value < -most - 1n ? inexact : value)
const wholeText = (text: string): Entered => (/^[+-]?\d+$/.test(text) ? integer(BigInt(text)) : inexact)

const whole: Entrance = {
  cell: (cell) => {
    if (cell.form === form.int) return BigInt(cell.int)
    if (cell.form === form.long) return integer(longOf(cell))
    if (cell.form === form.bits) return BigInt(`0b${cellText(cell)}`)
    return wholeText(cellText(cell) ?? '')
  },
  canonical: wholeText,
  digits: (text) => text,
}

const bits: Entrance = { cell: whole.cell, canonical: (text) => BigInt(`0b${text}`) }

/** A float tells 15 significant digits apart, whatever they are; with more of them it would be another number. */
function realText(text: string): Entered {
  const digits = /^[+-]?0*(\d*)\.?(\d*)$/.exec(text)
  if (!digits) return inexact
  const significant = `${digits[1]}${digits[2]}`.replace(/^0+/, '').replace(/0+$/, '')
  return significant.length <= 15 ? Number(text) : inexact
}
const decimal = (scale: number | undefined): Entrance => ({
  ...{ cell: (cell: Cell) => realText(cellText(cell) ?? ''), canonical: realText, real: true },
  digits: (text) => {
    const [whole = '', fraction = ''] = shortFraction(text).split('.')
    const all = fraction.padEnd(scale ?? 0, '0')
    return all === '' ? whole : `${whole}.${all}`
  },
})

const finite = (value: number): Entered => (Number.isFinite(value) ? value : inexact)
const float: Entrance = {
  cell: (cell) =>
    finite(cell.form === form.double || cell.form === form.single ? cell.real : Number(cellText(cell) ?? 'NaN')),
  canonical: (text) => finite(Number(text)),
}

/** Functions of SQLite see text only up to a zero byte. */
const cleanText = (text: string): Entered => (text.includes('\0') ? inexact : text)
const plainText = byText(cleanText)

const binary: Entrance = {
  cell: (cell) => Buffer.from(cell.bytes.subarray(cell.start, cell.end)),
  canonical: (text) => Buffer.from(text.replace(/^\\x/, ''), 'hex'),
}

const shortFraction = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text)

/** Of signed microseconds. */
function durationText(text: string): Entered {
  if (!/^-?\d+$/.test(text)) return inexact
  const micros = BigInt(text)
  const size = micros < 0n ? -micros : micros
  const two = (value: bigint): string => String(value).padStart(2, '0')
  const [seconds, fraction] = [size / 1_000_000n, String(size % 1_000_000n).padStart(6, '0')]
  const clock = `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}.${fraction}`
  return shortFraction(`${micros < 0n ? '-' : ''}${clock}`)
}
