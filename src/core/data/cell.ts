import type { RejectCode } from './reject.js'

/**
 * The forms a value can have on its way from one engine's wire format to another's. A source decoder fills one scratch
 * cell per value, a target encoder empties it at once; nothing is allocated for a value.
 */
export const form = {
  null: 0,
  /** `int`: a whole number within ±2^53. */
  int: 1,
  /** `hi` (int32, or uint32 when `unsigned`) and `lo` (uint32) of a 64-bit number. */
  long: 2,
  /** `bytes[start, end)`: ASCII decimal text: sign, digits, one point. */
  digits: 3,
  /** `real`: a 64-bit float. */
  double: 4,
  /** `real`: a 32-bit float, widened. */
  single: 5,
  /** `bytes[start, end)`: text in UTF-8, not checked yet. */
  text: 6,
  /** `bytes[start, end)`: bytes. */
  bytes: 7,
  /** `year`, `month`, `day`; zero parts as the source has them. */
  date: 8,
  /** The same with `hour`, `minute`, `second`, `micro`. */
  dateTime: 9,
  /** `negative`, `hour` (may pass 24), `minute`, `second`, `micro`. */
  duration: 10,
  /** `bytes[start, end)`: bits, big end first, filled up to whole bytes on the left. */
  bits: 11,
  /** `bytes[start, end)`: labels in UTF-8 with commas between; empty for none. */
  labels: 12,
  /** `bytes[start, end)`: SRID (uint32, little end first) and then well-known binary. */
  geometry: 13,
  /** Not a value the source type can have, or one that no type can: `reason` says which. */
  bad: 14,
  /** Not sent: the row keeps what it has. Only in the images of a change log. */
  absent: 15,
  /** `bytes[start, end)`: the value in its engine's own binary form; only for a writer that takes it (`CellWriter.verbatim`). */
  verbatim: 16,
} as const

export interface Cell {
  form: number
  int: number
  hi: number
  lo: number
  unsigned: boolean
  real: number
  bytes: Buffer
  view: DataView
  start: number
  end: number
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  micro: number
  negative: boolean
  reason: RejectCode
}

const nothing = Buffer.alloc(0)

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

export function createCell(): Cell {
  return {
    form: form.null,
    int: 0,
    hi: 0,
    lo: 0,
    unsigned: false,
    real: 0,
    bytes: nothing,
    view: viewOf(nothing),
    start: 0,
    end: 0,
    year: 0,
    month: 0,
    day: 0,
    hour: 0,
    minute: 0,
    second: 0,
    micro: 0,
    negative: false,
    reason: 'XW-D0113',
  }
}

/** A 64-bit cell as a bigint: for the slow paths. */
export function longOf(cell: Cell): bigint {
  const bits = (BigInt(cell.hi >>> 0) << 32n) | BigInt(cell.lo >>> 0)
  return cell.unsigned ? bits : BigInt.asIntN(64, bits)
}

const two = (part: number): string => String(part).padStart(2, '0')

const fraction = (micro: number): string => (micro === 0 ? '' : `.${String(micro).padStart(6, '0')}`)

const dateText = (cell: Cell): string => `${String(cell.year).padStart(4, '0')}-${two(cell.month)}-${two(cell.day)}`

const timeText = (cell: Cell): string =>
  `${two(cell.hour)}:${two(cell.minute)}:${two(cell.second)}${fraction(cell.micro)}`

/** The value as a person would read it: for keys in reject records and for text targets of other forms. */
export function cellText(cell: Cell): string | null {
  switch (cell.form) {
    case form.null:
      return null
    case form.int:
      return String(cell.int)
    case form.long:
      return String(longOf(cell))
    case form.double:
    case form.single:
      return realText(cell.real)
    case form.date:
      return dateText(cell)
    case form.dateTime:
      return `${dateText(cell)} ${timeText(cell)}`
    case form.duration:
      return `${cell.negative ? '-' : ''}${timeText(cell)}`
    case form.digits:
    case form.text:
    case form.labels:
      return cell.bytes.toString('utf8', cell.start, cell.end)
    case form.bits:
      return bitsText(cell)
    case form.bytes:
    case form.geometry:
    case form.verbatim:
      return `\\x${cell.bytes.toString('hex', cell.start, cell.end)}`
    default:
      return null
  }
}

function realText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

function bitsText(cell: Cell): string {
  let text = ''
  for (let at = cell.start; at < cell.end; at++) text += (cell.bytes[at] ?? 0).toString(2).padStart(8, '0')
  return text
}
