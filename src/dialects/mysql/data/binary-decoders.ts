import { type Cell, form } from '../../../core/data/cell.js'
import type { WireDecoder } from '../../../core/data/inline.js'
import type { ColumnMapping } from '../../../core/mapping/mapping.js'
import { columnType } from './column-type.js'
import type { Wire, WireColumn } from './wire.js'

// Looked up once: a member of an import costs a lookup at each use.
const { int: intForm, long: longForm, double: doubleForm } = form
const { date: dateForm, dateTime: dateTimeForm, duration: durationForm } = form

/** Reads the value at `wire.at` into the cell and moves on. */
export type Decoder = WireDecoder<Wire>

/** Adds how the decoder reads usual values, as text (see core/data/inline.ts). */
const inlined = (decoder: Decoder, as: number, text: string): Decoder =>
  Object.assign(decoder, { inline: { form: as, text } })

const unsignedFlag = 32

/** The decoder for a result column: by what the server sends, then by what the column means. */
export function decoderOf(wire: WireColumn, column: ColumnMapping): Decoder {
  const fixed = fixedDecoder(wire)
  return fixed ?? lengthDecoder(column)
}

function fixedDecoder(wire: WireColumn): Decoder | undefined {
  const unsigned = (wire.flags & unsignedFlag) !== 0
  switch (wire.type) {
    case columnType.tiny:
      return unsigned ? uint8 : int8
    case columnType.short:
    case columnType.year:
      return unsigned || wire.type === columnType.year ? uint16 : int16
    case columnType.long:
    case columnType.int24:
      return unsigned ? uint32 : int32
    case columnType.longlong:
      return unsigned ? uint64 : int64
    case columnType.float:
      return float32
    case columnType.double:
      return float64
    case columnType.date:
    case columnType.newDate:
      return date
    case columnType.timestamp:
    case columnType.dateTime:
      return dateTime
    case columnType.time:
      return time
    default:
      return undefined
  }
}

/** Everything else comes as a length and bytes. */
function lengthDecoder(column: ColumnMapping): Decoder {
  const type = column.source.type
  switch (type.kind) {
    case 'decimal':
    case 'integer':
    case 'float':
      return bytesAs(form.digits)
    case 'bits':
      return bytesAs(form.bits)
    case 'binary':
      return bytesAs(form.bytes)
    case 'geometry':
      return bytesAs(form.geometry)
    case 'enum':
      return type.set ? bytesAs(form.labels) : enumDecoder(type.values.includes(''))
    default:
      return bytesAs(form.text)
  }
}

function bytesAs(as: number): Decoder {
  const decoder: Decoder = (wire, cell) => {
    lengthEncoded(wire, cell)
    cell.form = as
  }
  return inlined(decoder, as, shortText)
}

/** Lengths that take one byte. */
const shortText = `const start = at + 1, next = start + view.getUint8(at), end = next
if (next - start > 250) break slow`

/** The empty string is the mark of a refused value, unless it is one of the labels. */
function enumDecoder(emptyIsLabel: boolean): Decoder {
  return (wire, cell) => {
    lengthEncoded(wire, cell)
    cell.form = cell.start === cell.end && !emptyIsLabel ? form.bad : form.text
    cell.reason = 'XW-D0105'
  }
}

export function lengthEncoded(wire: Wire, cell: Cell): void {
  const { view } = wire
  let at = wire.at
  let length = view.getUint8(at)
  if (length < 251) at += 1
  else if (length === 0xfc) {
    length = view.getUint16(at + 1, true)
    at += 3
  } else if (length === 0xfd) {
    length = view.getUint16(at + 1, true) + view.getUint8(at + 3) * 65_536
    at += 4
  } else {
    length = view.getUint32(at + 1, true) + view.getUint32(at + 5, true) * 4_294_967_296
    at += 9
  }
  cell.bytes = wire.bytes
  cell.view = view
  cell.start = at
  cell.end = at + length
  wire.at = at + length
}

const longText = 'const lo = view.getInt32(at, true), hi = view.getInt32(at + 4, true), next = at + 8'

export const int8: Decoder = inlined(
  (wire, cell) => {
    cell.form = intForm
    cell.int = wire.view.getInt8(wire.at)
    wire.at += 1
  },
  form.int,
  'const int = view.getInt8(at), next = at + 1',
)
export const uint8: Decoder = inlined(
  (wire, cell) => {
    cell.form = intForm
    cell.int = wire.view.getUint8(wire.at)
    wire.at += 1
  },
  form.int,
  'const int = view.getUint8(at), next = at + 1',
)
export const int16: Decoder = inlined(
  (wire, cell) => {
    cell.form = intForm
    cell.int = wire.view.getInt16(wire.at, true)
    wire.at += 2
  },
  form.int,
  'const int = view.getInt16(at, true), next = at + 2',
)
export const uint16: Decoder = inlined(
  (wire, cell) => {
    cell.form = intForm
    cell.int = wire.view.getUint16(wire.at, true)
    wire.at += 2
  },
  form.int,
  'const int = view.getUint16(at, true), next = at + 2',
)
export const int32: Decoder = inlined(
  (wire, cell) => {
    cell.form = intForm
    cell.int = wire.view.getInt32(wire.at, true)
    wire.at += 4
  },
  form.int,
  'const int = view.getInt32(at, true), next = at + 4',
)
export const uint32: Decoder = inlined(
  (wire, cell) => {
    cell.form = intForm
    cell.int = wire.view.getUint32(wire.at, true)
    wire.at += 4
  },
  form.int,
  'const int = view.getUint32(at, true), next = at + 4',
)
export const int64: Decoder = inlined(
  (wire, cell) => {
    cell.form = longForm
    cell.unsigned = false
    cell.lo = wire.view.getUint32(wire.at, true)
    cell.hi = wire.view.getInt32(wire.at + 4, true)
    wire.at += 8
  },
  form.long,
  longText,
)
export const uint64: Decoder = inlined(
  (wire, cell) => {
    cell.form = longForm
    cell.unsigned = true
    cell.lo = wire.view.getUint32(wire.at, true)
    cell.hi = wire.view.getUint32(wire.at + 4, true)
    wire.at += 8
  },
  form.long,
  `${longText}\nif (hi < 0) break slow`,
)
export const float32: Decoder = inlined(
  (wire, cell) => {
    cell.form = form.single
    cell.real = wire.view.getFloat32(wire.at, true)
    wire.at += 4
  },
  form.single,
  'const real = view.getFloat32(at, true), next = at + 4',
)
export const float64: Decoder = inlined(
  (wire, cell) => {
    cell.form = doubleForm
    cell.real = wire.view.getFloat64(wire.at, true)
    wire.at += 8
  },
  form.double,
  'const real = view.getFloat64(at, true), next = at + 8',
)

/** Length 0, 4, 7 or 11: what is missing is zero. */
const dateParts: Decoder = (wire, cell) => {
  const { view, at } = wire
  const length = view.getUint8(at)
  if (length >= 4) {
    cell.year = view.getUint16(at + 1, true)
    cell.month = view.getUint8(at + 3)
    cell.day = view.getUint8(at + 4)
  } else {
    cell.year = 0
    cell.month = 0
    cell.day = 0
  }
  if (length >= 7) {
    cell.hour = view.getUint8(at + 5)
    cell.minute = view.getUint8(at + 6)
    cell.second = view.getUint8(at + 7)
  } else {
    cell.hour = 0
    cell.minute = 0
    cell.second = 0
  }
  cell.micro = length >= 11 ? view.getUint32(at + 8, true) : 0
  wire.at = at + 1 + length
}

const dateText = `const length = view.getUint8(at)
if (length < 4) break slow
const year = view.getUint16(at + 1, true), month = view.getUint8(at + 3), day = view.getUint8(at + 4), next = at + 1 + length`

const timeText = `let hour = 0, minute = 0, second = 0
if (length >= 7) { hour = view.getUint8(at + 5); minute = view.getUint8(at + 6); second = view.getUint8(at + 7) }
const micro = length >= 11 ? view.getUint32(at + 8, true) : 0`

const date: Decoder = inlined(
  (wire, cell) => {
    dateParts(wire, cell)
    cell.form = dateForm
  },
  form.date,
  dateText,
)

const dateTime: Decoder = inlined(
  (wire, cell) => {
    dateParts(wire, cell)
    cell.form = dateTimeForm
  },
  form.dateTime,
  `${dateText}\n${timeText}`,
)

/** Length 0, 8 or 12: sign, days, hours, minutes, seconds, microseconds. */
const time: Decoder = (wire, cell) => {
  const { view, at } = wire
  const length = view.getUint8(at)
  cell.form = durationForm
  if (length >= 8) {
    cell.negative = view.getUint8(at + 1) === 1
    cell.hour = view.getUint32(at + 2, true) * 24 + view.getUint8(at + 6)
    cell.minute = view.getUint8(at + 7)
    cell.second = view.getUint8(at + 8)
  } else {
    cell.negative = false
    cell.hour = 0
    cell.minute = 0
    cell.second = 0
  }
  cell.micro = length >= 12 ? view.getUint32(at + 9, true) : 0
  wire.at = at + 1 + length
}
