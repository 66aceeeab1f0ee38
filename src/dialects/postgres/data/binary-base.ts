import { type Cell, form, viewOf } from '../../../core/data/cell.js'
import { date, interval, time, timestamp, zonedTime } from './binary-times.js'
import { addressText, bitsText, hardwareAddressText, numericText, pointerText, uuidText } from './binary-values.js'

// Looked up once: a member of an import costs a lookup at each use.
const { int: intForm, long: longForm, double: doubleForm, single: singleForm } = form
const { text: textForm, digits: digitsForm, bytes: bytesForm } = form

/** Where a value lies: bytes that another owns, and a view on them. */
export interface ValueBytes {
  readonly bytes: Buffer
  readonly view: DataView
}

/**
 * Fills the cell from the value in `from.bytes[start, end)`, in the engine's binary form (what the type's send function
 * makes: COPY BINARY and pgoutput alike). The cell may then show memory of the decoder, good until its next call.
 */
export type ValueDecoder = (from: ValueBytes, start: number, end: number, cell: Cell) => void

export interface DecoderOptions {
  /** Digits behind the point of money, which its binary form leaves to lc_monetary. */
  readonly moneyScale?: number
}

/** The decoder of a base type by its name in pg_type; undefined where its values have no form that other engines know. */
export function baseDecoder(name: string, options: DecoderOptions): ValueDecoder | undefined {
  if (name === 'money') return options.moneyScale === undefined ? undefined : money(options.moneyScale)
  return decoders.get(name)
}

const plainText = ['text', 'varchar', 'bpchar', 'citext', 'json', 'xml']

/** Text is checked on its way, so that it is refused with its column. */
export const isPlainText = (name: string): boolean => plainText.includes(name)

export function slice(as: number, from: ValueBytes, start: number, end: number, cell: Cell): void {
  cell.form = as
  cell.bytes = from.bytes
  cell.view = from.view
  cell.start = start
  cell.end = end
}

export const asText: ValueDecoder = (from, start, end, cell) => slice(textForm, from, start, end, cell)
const asBytes: ValueDecoder = (from, start, end, cell) => slice(bytesForm, from, start, end, cell)
/** One byte; zero stands for no character, and none above 127 is one of UTF-8. */
const char: ValueDecoder = (from, start, end, cell) => {
  const byte = from.view.getUint8(start)
  slice(byte > 127 ? form.bad : textForm, from, byte === 0 ? end : start, end, cell)
  cell.reason = 'XW-D0104'
}
/** A version (1), then text: jsonb, jsonpath, ltree. */
const versionedText: ValueDecoder = (from, start, end, cell) => {
  slice(textForm, from, start + 1, end, cell)
  if (from.view.getUint8(start) !== 1) cell.form = form.bad
  cell.reason = 'XW-D0113'
}

const bool: ValueDecoder = (from, start, _end, cell) => {
  cell.form = intForm
  cell.int = from.view.getUint8(start)
}
const int2: ValueDecoder = (from, start, _end, cell) => {
  cell.form = intForm
  cell.int = from.view.getInt16(start)
}
const int4: ValueDecoder = (from, start, _end, cell) => {
  cell.form = intForm
  cell.int = from.view.getInt32(start)
}
const uint4: ValueDecoder = (from, start, _end, cell) => {
  cell.form = intForm
  cell.int = from.view.getUint32(start)
}
const int8: ValueDecoder = (from, start, _end, cell) => {
  cell.form = longForm
  cell.unsigned = false
  cell.hi = from.view.getInt32(start)
  cell.lo = from.view.getUint32(start + 4)
}
const uint8: ValueDecoder = (from, start, _end, cell) => {
  cell.form = longForm
  cell.unsigned = true
  cell.hi = from.view.getUint32(start)
  cell.lo = from.view.getUint32(start + 4)
}
const float4: ValueDecoder = (from, start, _end, cell) => {
  cell.form = singleForm
  cell.real = from.view.getFloat32(start)
}
const float8: ValueDecoder = (from, start, _end, cell) => {
  cell.form = doubleForm
  cell.real = from.view.getFloat64(start)
}

/** Texts beyond this length lie in memory of their own, which nobody writes again. */
const scratchSize = 64 * 1024

/** A value that is written as text of single-byte characters, or of UTF-8 that was read as such. */
export function shownAs(
  text: (from: ValueBytes, start: number, end: number) => string,
  as: number = textForm,
): ValueDecoder {
  const scratch = Buffer.alloc(scratchSize)
  const view = viewOf(scratch)
  return (from, start, end, cell) => {
    const shown = text(from, start, end)
    cell.form = as
    cell.start = 0
    if (shown.length <= scratchSize) {
      cell.bytes = scratch
      cell.view = view
      cell.end = scratch.write(shown, 'latin1')
    } else {
      cell.bytes = Buffer.from(shown, 'latin1')
      cell.view = viewOf(cell.bytes)
      cell.end = cell.bytes.length
    }
  }
}

/** NaN and the infinities are no digits: they come as text. */
const numeric: ValueDecoder = (() => {
  const shown = shownAs(numericText, digitsForm)
  return (from, start, end, cell) => {
    shown(from, start, end, cell)
    if ((from.view.getUint16(start + 4) & 0xc000) === 0xc000) cell.form = textForm
  }
})()

const money = (scale: number): ValueDecoder =>
  shownAs((from, start) => {
    const cents = from.view.getBigInt64(start)
    const digits = String(cents < 0n ? -cents : cents).padStart(scale + 1, '0')
    const point = digits.length - scale
    return `${cents < 0n ? '-' : ''}${digits.slice(0, point)}${scale > 0 ? `.${digits.slice(point)}` : ''}`
  }, digitsForm)

/** bit(n): a count of bits and the bits, filled up on the right; the cell has them filled up on the left. */
const bit: ValueDecoder = (() => {
  let room = Buffer.alloc(64)
  return (from, start, end, cell) => {
    const count = from.view.getInt32(start)
    const length = end - start - 4
    if (length > room.length) room = Buffer.alloc(length * 2)
    const shift = length * 8 - count
    let carried = 0
    for (let at = 0; at < length; at++) {
      const byte = from.view.getUint8(start + 4 + at)
      room[at] = carried | (byte >> shift)
      carried = (byte << (8 - shift)) & 255
    }
    slice(form.bits, { bytes: room, view: viewOf(room) }, 0, length, cell)
  }
})()

const decoders: ReadonlyMap<string, ValueDecoder> = new Map<string, ValueDecoder>([
  ...[['bool', bool] as const, ['int2', int2] as const, ['int4', int4] as const, ['int8', int8] as const],
  ...['oid', 'xid', 'cid'].map((name) => [name, uint4] as const),
  ...[
    ['xid8', uint8] as const,
    ['float4', float4] as const,
    ['float8', float8] as const,
    ['numeric', numeric] as const,
  ],
  ...[...plainText, 'name', 'unknown'].map((name) => [name, asText] as const),
  ['char', char] as const,
  ...['jsonb', 'jsonpath', 'ltree', 'lquery', 'ltxtquery'].map((name) => [name, versionedText] as const),
  ...[['bytea', asBytes] as const, ['bit', bit] as const, ['uuid', shownAs(uuidText)] as const],
  ...[
    ['date', date] as const,
    ['time', time] as const,
    ['timetz', zonedTime] as const,
    ['interval', interval] as const,
  ],
  ...[['timestamp', timestamp(false)] as const, ['timestamptz', timestamp(true)] as const],
  ...[['inet', shownAs(addressText)] as const, ['cidr', shownAs(addressText)] as const],
  ...[['macaddr', shownAs(hardwareAddressText)] as const, ['macaddr8', shownAs(hardwareAddressText)] as const],
  ...[['pg_lsn', shownAs(pointerText)] as const, ['varbit', shownAs(bitsText)] as const],
])
