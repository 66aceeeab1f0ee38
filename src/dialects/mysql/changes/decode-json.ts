import { type Cell, createCell, form } from '../../../core/data/cell.js'
import type { Decoder } from '../data/binary-decoders.js'
import { columnType } from '../data/column-type.js'
import type { Wire } from '../data/wire.js'
import { decimal } from './decode-numbers.js'
import type { Slice } from './decode-strings.js'
import { doubleText, JsonText } from './json-text.js'

/** Types of values in a document (sources of MySQL, json_binary.h: "the binary format"). */
const kind = {
  ...{ smallObject: 0, largeObject: 1, smallArray: 2, largeArray: 3, literal: 4 },
  ...{ int16: 5, uint16: 6, int32: 7, uint32: 8, int64: 9, uint64: 10, double: 11, string: 12, custom: 15 },
} as const

const literals: readonly string[] = ['null', 'true', 'false']

/** The server takes no document that is deeper (manual, "The JSON Data Type"). */
const deepest = 100

/** A value of one of the engine's own types that has no text here. */
export class UnreadableValue extends Error {
  override readonly name = 'UnreadableValue'
}

/** A document as the server prints it. `unreadable` makes the error for a value that cannot be read. */
export function jsonDocument(slice: Slice, unreadable: (what: string) => Error): Decoder {
  const out = new JsonText()
  const reader = new DocumentReader(out)
  return (wire, cell) => {
    slice(wire, cell)
    out.clear()
    try {
      reader.read(cell)
    } catch (error) {
      throw error instanceof UnreadableValue ? unreadable(error.message) : error
    }
    cell.form = form.text
    cell.bytes = out.bytes
    cell.view = out.view
    cell.start = 0
    cell.end = out.length
  }
}

/**
 * Reads the form in which the server keeps documents: each container has a table of its values, with their types and places
 * counted from its beginning; small ones count in two bytes, large ones in four, little end first.
 */
class DocumentReader {
  readonly #out: JsonText
  readonly #cell = createCell()
  #bytes: Buffer = Buffer.alloc(0)
  #view: DataView = new DataView(new ArrayBuffer(0))

  constructor(out: JsonText) {
    this.#out = out
  }

  read({ bytes, view, start, end }: Pick<Cell, 'bytes' | 'view' | 'start' | 'end'>): void {
    this.#bytes = bytes
    this.#view = view
    // A column that was made without a value has no bytes at all.
    if (start === end) this.#out.ascii('null')
    else this.#value(view.getUint8(start), start + 1, end, 0)
  }

  #value(type: number, at: number, end: number, depth: number): void {
    if (at >= end) throw damaged()
    if (type <= kind.largeArray) this.#container(type, at, end, depth + 1)
    else if (type === kind.string) {
      const [start, length] = this.#counted(at, end)
      this.#out.string(this.#bytes, start, start + length)
    } else if (type === kind.custom) this.#custom(this.#view.getUint8(at), ...this.#counted(at + 1, end))
    else this.#out.ascii(this.#plain(type, at))
  }

  #plain(type: number, at: number): string {
    const view = this.#view
    switch (type) {
      case kind.literal:
        return literals[view.getUint8(at)] ?? damage()
      case kind.int16:
        return String(view.getInt16(at, true))
      case kind.uint16:
        return String(view.getUint16(at, true))
      case kind.int32:
        return String(view.getInt32(at, true))
      case kind.uint32:
        return String(view.getUint32(at, true))
      case kind.int64:
        return String(view.getBigInt64(at, true))
      case kind.uint64:
        return String(view.getBigUint64(at, true))
      case kind.double:
        return doubleText(view.getFloat64(at, true))
      default:
        return damage()
    }
  }

  #container(type: number, start: number, limit: number, depth: number): void {
    const isObject = type === kind.smallObject || type === kind.largeObject
    const width = type === kind.largeObject || type === kind.largeArray ? 4 : 2
    if (depth > deepest || start + 2 * width > limit) throw damaged()
    const count = this.#number(start, width)
    const end = start + this.#number(start + width, width)
    const keys = start + 2 * width
    const values = keys + (isObject ? count * (width + 2) : 0)
    if (end > limit || values + count * (width + 1) > end) throw damaged()
    this.#out.ascii(isObject ? '{' : '[')
    for (let index = 0; index < count; index++) {
      if (index > 0) this.#out.ascii(', ')
      if (isObject) this.#key(start, keys + index * (width + 2), width, end)
      const entry = values + index * (width + 1)
      const valueType = this.#view.getUint8(entry)
      const place = isInlined(valueType, width) ? entry + 1 : start + this.#number(entry + 1, width)
      this.#value(valueType, place, end, depth)
    }
    this.#out.ascii(isObject ? '}' : ']')
  }

  #key(start: number, entry: number, width: 2 | 4, end: number): void {
    const from = start + this.#number(entry, width)
    const to = from + this.#view.getUint16(entry + width, true)
    if (to > end) throw damaged()
    this.#out.string(this.#bytes, from, to)
    this.#out.ascii(': ')
  }

  #number(at: number, width: 2 | 4): number {
    return width === 2 ? this.#view.getUint16(at, true) : this.#view.getUint32(at, true)
  }

  /** Where the bytes begin behind their length, seven bits of which are in each byte, the lowest first; and how many they are. */
  #counted(at: number, end: number): readonly [number, number] {
    let length = 0
    for (let index = 0; index < 5; index++) {
      const byte = this.#view.getUint8(at + index)
      length += (byte & 0x7f) * 2 ** (7 * index)
      if (byte >= 0x80) continue
      const start = at + index + 1
      if (start + length > end) throw damaged()
      return [start, length]
    }
    throw damaged()
  }

  #custom(type: number, start: number, length: number): void {
    if (type === columnType.newDecimal) {
      this.#decimal(start, length)
      return
    }
    const print = timePrinters.get(type)
    if (!print) throw new UnreadableValue(`json with a value of the type ${type}`)
    if (length !== 8) throw damaged()
    this.#out.ascii(`"${print(this.#view.getBigInt64(start, true))}"`)
  }

  #decimal(start: number, length: number): void {
    const [precision, scale] = [this.#view.getUint8(start), this.#view.getUint8(start + 1)]
    const wire: Wire = { bytes: this.#bytes, view: this.#view, at: start + 2 }
    decimal(precision, scale, false)(wire, this.#cell)
    if (wire.at !== start + length) throw damaged()
    this.#out.copy(this.#cell.bytes, this.#cell.start, this.#cell.end)
  }
}

/** Short values stand in the place of their place. */
const isInlined = (type: number, width: 2 | 4): boolean =>
  type === kind.literal ||
  type === kind.int16 ||
  type === kind.uint16 ||
  (width === 4 && (type === kind.int32 || type === kind.uint32))

const padded = (value: bigint, digits: number): string => String(value).padStart(digits, '0')

/** Years and months are one number, thirteen to a year; then five bits of the day. */
function dateOf(packed: bigint): string {
  const months = packed >> 5n
  return `${padded(months / 13n, 4)}-${padded(months % 13n, 2)}-${padded(packed & 31n, 2)}`
}

/** Hours, six bits each of minutes and seconds, and 24 of the millionths. */
function timeOf(packed: bigint): string {
  const whole = packed >> 24n
  const parts = [whole >> 12n, (whole >> 6n) & 63n, whole & 63n].map((part) => padded(part, 2))
  return `${parts.join(':')}.${padded(packed & 0xffffffn, 6)}`
}

const dateTimeOf = (packed: bigint): string => `${dateOf(packed >> 41n)} ${timeOf(packed & 0x1ffffffffffn)}`

/** Times are packed into eight bytes (sources of MySQL, my_time.cc: `TIME_to_longlong_datetime_packed`). */
const timePrinters: ReadonlyMap<number, (packed: bigint) => string> = new Map([
  [columnType.date, (packed) => dateOf(packed >> 41n)],
  [columnType.dateTime, dateTimeOf],
  [columnType.timestamp, dateTimeOf],
  [columnType.time, (packed) => (packed < 0n ? `-${timeOf(-packed)}` : timeOf(packed))],
])

function damage(): never {
  throw damaged()
}

const damaged = (): Error => new Error('a JSON document in the log is not of its form')
