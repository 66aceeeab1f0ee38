import { form } from '../../../core/data/cell.js'
import type { ColumnMapping } from '../../../core/mapping/mapping.js'
import {
  type Decoder,
  float32,
  float64,
  int8,
  int16,
  int32,
  int64,
  uint8,
  uint16,
  uint32,
  uint64,
} from '../data/binary-decoders.js'
import { columnType as t } from '../data/column-type.js'
import type { Charset } from './charsets.js'
import { extentOf, type StoredColumn } from './column-types.js'
import { inet4, inet6, uuid } from './decode-addresses.js'
import { jsonDocument } from './decode-json.js'
import { decimal, int24, uint24 } from './decode-numbers.js'
import {
  countedSlice,
  enumeration,
  fixedSlice,
  type Labels,
  labelSet,
  paddedBytes,
  type Slice,
  sliceAs,
  uncompressed,
} from './decode-strings.js'
import { date, dateTime, dateTime2, time, time2, timestamp, timestamp2, year } from './decode-times.js'
import { textDecoder } from './transcode.js'

/** What the type in the log alone does not tell of a column. */
export interface ColumnFacts {
  readonly unsigned: boolean
  /** ZEROFILL. */
  readonly filled: boolean
  /** Of text; null for bytes. */
  readonly charset: Charset | null
  /** Of enumerations and sets. */
  readonly labels: Labels
  /** The error for a value that cannot be read. */
  readonly unreadable: (what: string) => Error
}

/** The decoder whose cells are those that the load's decoder of the same column gives (see `data/binary-decoders.ts`). */
export function logDecoder(stored: StoredColumn, column: ColumnMapping, facts: ColumnFacts): Decoder {
  const decoder = numberDecoder(stored, facts) ?? timeDecoder(stored)
  return decoder ?? bytesDecoder(stored, column, facts)
}

function numberDecoder(stored: StoredColumn, { unsigned, filled }: ColumnFacts): Decoder | undefined {
  switch (stored.type) {
    case t.tiny:
      return unsigned ? uint8 : int8
    case t.short:
      return unsigned ? uint16 : int16
    case t.int24:
      return unsigned ? uint24 : int24
    case t.long:
      return unsigned ? uint32 : int32
    case t.longlong:
      return unsigned ? uint64 : int64
    case t.float:
      return float32
    case t.double:
      return float64
    case t.newDecimal:
      return decimal(stored.size, stored.scale, filled)
    default:
      return undefined
  }
}

function timeDecoder(stored: StoredColumn): Decoder | undefined {
  switch (stored.type) {
    case t.year:
      return year
    case t.date:
    case t.newDate:
      return date
    case t.time:
      return time
    case t.time2:
      return time2(stored.size)
    case t.dateTime:
      return dateTime
    case t.dateTime2:
      return dateTime2(stored.size)
    case t.timestamp:
      return timestamp
    case t.timestamp2:
      return timestamp2(stored.size)
    default:
      return undefined
  }
}

function bytesDecoder(stored: StoredColumn, column: ColumnMapping, facts: ColumnFacts): Decoder {
  const slice = sliceOf(stored)
  switch (stored.type) {
    case t.bit:
      return sliceAs(slice, form.bits)
    case t.enum:
      return enumeration(stored.size, facts.labels)
    case t.set:
      return labelSet(stored.size, facts.labels)
    case t.geometry:
      return sliceAs(slice, form.geometry)
    case t.json:
      return jsonDocument(slice, facts.unreadable)
    case t.string:
      return fixedString(stored, slice, column, facts)
    default:
      return column.source.type.kind === 'binary' ? sliceAs(slice, form.bytes) : text(slice, facts)
  }
}

/** CHAR, BINARY, and what MariaDB keeps in so many bytes. */
function fixedString(stored: StoredColumn, slice: Slice, column: ColumnMapping, facts: ColumnFacts): Decoder {
  const type = column.source.type
  switch (type.kind) {
    case 'binary':
      return paddedBytes(slice, stored.size)
    case 'uuid':
      return uuid(slice)
    case 'inet':
      return stored.size === 4 ? inet4(slice) : inet6(slice)
    default:
      return text(slice, facts)
  }
}

const text = (slice: Slice, facts: ColumnFacts): Decoder => textDecoder(slice, facts.charset ?? { kind: 'utf8' })

function sliceOf(stored: StoredColumn): Slice {
  const extent = extentOf(stored)
  if (extent.kind === 'fixed') return fixedSlice(extent.bytes)
  const slice = countedSlice(extent.bytes)
  const isCompressed = stored.type === t.varcharCompressed || stored.type === t.blobCompressed
  return isCompressed ? uncompressed(slice) : slice
}

/** Moves over a value that nobody wants. */
export function skipper(stored: StoredColumn): (wire: { view: DataView; at: number }) => void {
  const extent = extentOf(stored)
  if (extent.kind === 'fixed') {
    const { bytes } = extent
    return (wire) => {
      wire.at += bytes
    }
  }
  const { bytes } = extent
  return (wire) => {
    let length = 0
    for (let index = bytes - 1; index >= 0; index--) length = length * 256 + wire.view.getUint8(wire.at + index)
    wire.at += bytes + length
  }
}
