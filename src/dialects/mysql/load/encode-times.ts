import { type Cell, cellText, form } from '../../../core/data/cell.js'
import type { ValueBuffer } from '../../../core/data/value-buffer.js'
import { putQuoted } from './encode-strings.js'
import type { ValueWriter } from './encoders.js'
import type { Encoding, TargetColumn } from './encoding.js'

const quote = 0x27
const dash = 0x2d
const colon = 0x3a

/** DATE, DATETIME, TIMESTAMP and TIME. Zero and partial dates go as they are: the session allows them. */
export function temporalValue(column: TargetColumn, encoding: Encoding): ValueWriter {
  const { out } = encoding
  const { index, type } = column
  // The server would round what it cannot hold without a word.
  const unit = 10 ** (6 - column.precision)
  const fits = (cell: Cell): boolean => cell.micro % unit === 0
  return (cell) => {
    switch (cell.form) {
      case form.date:
        if (type === 'time') return out.refuse('XW-D0113', index)
        if (!isYear(cell.year)) return out.refuse('XW-D0123', index)
        return date(out, cell)
      case form.dateTime:
        if (type === 'time' || (type === 'date' && !isMidnight(cell))) return out.refuse('XW-D0113', index)
        if (!isYear(cell.year)) return out.refuse('XW-D0123', index)
        if (!fits(cell)) return out.refuse('XW-D0106', index)
        return dateTime(out, cell)
      case form.duration:
        if (type !== 'time') return out.refuse('XW-D0113', index)
        if (cell.hour > 838) return out.refuse('XW-D0107', index)
        if (!fits(cell)) return out.refuse('XW-D0106', index)
        return duration(out, cell)
      default: {
        const text = cell.form === form.text ? (cellText(cell) ?? '') : ''
        if (notHere.test(text)) return out.refuse('XW-D0123', index)
        if (!/\d/.test(text)) return out.refuse('XW-D0113', index)
        if (tooFine(text, column.precision)) return out.refuse('XW-D0106', index)
        const bytes = Buffer.from(text, 'utf8')
        return putQuoted(out, bytes, 0, bytes.length)
      }
    }
  }
}

/** The end of time, and years before Christ. */
const notHere = /^-?infinity$| BC$/

const tooFine = (text: string, precision: number): boolean =>
  /[1-9]/.test(/\.(\d+)/.exec(text)?.[1]?.slice(precision) ?? '')

const isYear = (year: number): boolean => year >= 0 && year <= 9999

const isMidnight = (cell: Cell): boolean => cell.hour + cell.minute + cell.second + cell.micro === 0

function digits(out: ValueBuffer, value: number, width: number): void {
  let left = value
  for (let at = out.at + width - 1; at >= out.at; at--) {
    const next = (left / 10) | 0
    out.bytes[at] = 0x30 + (left - next * 10)
    left = next
  }
  out.at += width
}

function date(out: ValueBuffer, cell: Cell): void {
  out.bytes[out.at++] = quote
  days(out, cell)
  out.bytes[out.at++] = quote
}

function days(out: ValueBuffer, cell: Cell): void {
  digits(out, cell.year, 4)
  out.bytes[out.at++] = dash
  digits(out, cell.month, 2)
  out.bytes[out.at++] = dash
  digits(out, cell.day, 2)
}

function time(out: ValueBuffer, cell: Cell): void {
  digits(out, cell.hour, cell.hour > 99 ? 3 : 2)
  out.bytes[out.at++] = colon
  digits(out, cell.minute, 2)
  out.bytes[out.at++] = colon
  digits(out, cell.second, 2)
  if (cell.micro === 0) return
  out.bytes[out.at++] = 0x2e
  digits(out, cell.micro, 6)
}

function dateTime(out: ValueBuffer, cell: Cell): void {
  out.bytes[out.at++] = quote
  days(out, cell)
  out.bytes[out.at++] = 0x20
  time(out, cell)
  out.bytes[out.at++] = quote
}

function duration(out: ValueBuffer, cell: Cell): void {
  out.bytes[out.at++] = quote
  if (cell.negative) out.bytes[out.at++] = dash
  time(out, cell)
  out.bytes[out.at++] = quote
}
