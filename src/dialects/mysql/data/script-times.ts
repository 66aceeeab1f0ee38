import { type Cell, form } from '../../../core/data/cell.js'
import { bad, type ScriptBytes, type ScriptDecoder } from './script-bytes.js'

/** Digits from `at`, as many as `count`; NaN when one of them is none. */
function digitsAt(bytes: Buffer, at: number, count: number): number {
  let value = 0
  for (let place = at; place < at + count; place++) {
    const digit = (bytes[place] ?? 0) - 0x30
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

function dateParts(source: ScriptBytes, cell: Cell): boolean {
  const { bytes, start, end } = source
  if (end - start < 10 || bytes[start + 4] !== 0x2d || bytes[start + 7] !== 0x2d) return false
  cell.year = digitsAt(bytes, start, 4)
  cell.month = digitsAt(bytes, start + 5, 2)
  cell.day = digitsAt(bytes, start + 8, 2)
  return cell.year + cell.month + cell.day >= 0
}

export const date: ScriptDecoder = (source, _kind, cell) => {
  if (!dateParts(source, cell) || source.end - source.start !== 10) return bad(cell, 'XW-D0113')
  cell.form = form.date
}

export const dateTime: ScriptDecoder = (source, _kind, cell) => {
  if (!dateParts(source, cell)) return bad(cell, 'XW-D0113')
  const { start, end } = source
  cell.hour = 0
  cell.minute = 0
  cell.second = 0
  cell.micro = 0
  if (end - start > 10 && !clock(source, start + 11, 2, cell)) return bad(cell, 'XW-D0113')
  cell.form = form.dateTime
}

/** `hh:mm:ss` with as many hour digits as given, and a fraction. */
function clock(source: ScriptBytes, at: number, hourDigits: number, cell: Cell): boolean {
  const { bytes, end } = source
  const minutes = at + hourDigits + 1
  if (end < minutes + 5) return false
  cell.hour = digitsAt(bytes, at, hourDigits)
  cell.minute = digitsAt(bytes, minutes, 2)
  cell.second = digitsAt(bytes, minutes + 3, 2)
  const dot = minutes + 5
  const fraction = end - dot - 1
  cell.micro = 0
  if (end > dot) {
    if (bytes[dot] !== 0x2e || fraction < 1 || fraction > 6) return false
    cell.micro = digitsAt(bytes, dot + 1, fraction) * 10 ** (6 - fraction)
  }
  return cell.hour + cell.minute + cell.second + cell.micro >= 0 && cell.minute < 60 && cell.second < 60
}

export const time: ScriptDecoder = (source, _kind, cell) => {
  const { bytes, start, end } = source
  cell.negative = bytes[start] === 0x2d
  const from = cell.negative ? start + 1 : start
  const colon = bytes.indexOf(0x3a, from)
  if (colon < from + 1 || colon > from + 3 || colon >= end) return bad(cell, 'XW-D0113')
  if (!clock(source, from, colon - from, cell)) return bad(cell, 'XW-D0113')
  cell.form = form.duration
}

/** Minutes east of UTC, 0 for what is not a numeric offset. */
export function offsetMinutes(zone: string | undefined): number {
  const found = /^([+-])(\d{1,2}):(\d{2})$/.exec(zone ?? '')
  if (!found) return 0
  return (Number(found[2]) * 60 + Number(found[3])) * (found[1] === '-' ? -1 : 1)
}

/** Instants that a script writes in its session's zone, in UTC. */
export function shifted(minutes: number): ScriptDecoder {
  if (minutes === 0) return dateTime
  return (source, kind, cell) => {
    dateTime(source, kind, cell)
    if (cell.form !== form.dateTime || cell.month === 0 || cell.day === 0) return
    const at = new Date(Date.UTC(cell.year, cell.month - 1, cell.day, cell.hour, cell.minute - minutes, cell.second))
    cell.year = at.getUTCFullYear()
    cell.month = at.getUTCMonth() + 1
    cell.day = at.getUTCDate()
    cell.hour = at.getUTCHours()
    cell.minute = at.getUTCMinutes()
  }
}
