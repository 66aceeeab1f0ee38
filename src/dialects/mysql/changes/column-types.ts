import { columnType as t } from '../data/column-type.js'

const withoutMeta: ReadonlySet<number> = new Set([
  ...[t.decimal, t.tiny, t.short, t.long, t.null, t.timestamp, t.longlong, t.int24],
  ...[t.date, t.time, t.dateTime, t.year, t.newDate],
])

const withTwo: ReadonlySet<number> = new Set([
  ...[t.varchar, t.bit, t.newDecimal, t.enum, t.set, t.varString, t.string, t.varcharCompressed],
])

const withOne: ReadonlySet<number> = new Set([
  ...[t.float, t.double, t.timestamp2, t.dateTime2, t.time2, t.json, t.vector, t.geometry],
  ...[t.tinyBlob, t.mediumBlob, t.longBlob, t.blob, t.blobCompressed],
])

/** Bytes of metadata that a type has in a table map; −1 for a type that is not known. */
export function metaSize(type: number): number {
  if (withoutMeta.has(type)) return 0
  if (withOne.has(type)) return 1
  return withTwo.has(type) ? 2 : -1
}

/** A column as the log stores it. */
export interface StoredColumn {
  readonly type: number
  /**
   * Longest value in bytes (strings), bytes of the length (blobs and their kin), bytes of the value (enum, set, bit, float),
   * digits of the fraction (times), digits (decimal).
   */
  readonly size: number
  /** Digits behind the point of a decimal. */
  readonly scale: number
}

/** `low` and `high` are the bytes of metadata in their order; those that the type does not have are 0. */
export function storedColumn(type: number, low: number, high: number): StoredColumn {
  switch (type) {
    case t.newDecimal:
      return { type, size: low, scale: high }
    case t.varchar:
    case t.varString:
    case t.varcharCompressed:
      return { type, size: low + high * 256, scale: 0 }
    case t.bit:
      return { type, size: high + (low > 0 ? 1 : 0), scale: 0 }
    case t.string:
      return storedString(low, high)
    case t.enum:
    case t.set:
      return { type, size: high, scale: 0 }
    default:
      return { type, size: low, scale: 0 }
  }
}

/** ENUM and SET hide behind CHAR; lengths of CHAR beyond 255 hide two bits in the type (manual: Table_map_event). */
function storedString(real: number, length: number): StoredColumn {
  if ((real & 0x30) !== 0x30) return { type: real | 0x30, size: length | (((real & 0x30) ^ 0x30) << 4), scale: 0 }
  return { type: real, size: length, scale: 0 }
}

/** How long a value is: so many bytes, or as many as a number of so many bytes in front of it says. */
export type Extent =
  | { readonly kind: 'fixed'; readonly bytes: number }
  | { readonly kind: 'counted'; readonly bytes: number }

const fixed = (bytes: number): Extent => ({ kind: 'fixed', bytes })

/** Bytes of a fraction of so many digits. */
export const fractionBytes = (digits: number): number => (digits + 1) >> 1

export function extentOf(column: StoredColumn): Extent {
  switch (column.type) {
    case t.tiny:
    case t.year:
      return fixed(1)
    case t.short:
      return fixed(2)
    case t.int24:
    case t.date:
    case t.newDate:
    case t.time:
      return fixed(3)
    case t.long:
    case t.timestamp:
    case t.float:
      return fixed(4)
    case t.longlong:
    case t.double:
    case t.dateTime:
      return fixed(8)
    case t.timestamp2:
      return fixed(4 + fractionBytes(column.size))
    case t.dateTime2:
      return fixed(5 + fractionBytes(column.size))
    case t.time2:
      return fixed(3 + fractionBytes(column.size))
    case t.newDecimal:
      return fixed(decimalBytes(column.size - column.scale) + decimalBytes(column.scale))
    case t.bit:
    case t.enum:
    case t.set:
      return fixed(column.size)
    case t.varchar:
    case t.varString:
    case t.varcharCompressed:
    case t.string:
      return { kind: 'counted', bytes: column.size > 255 ? 2 : 1 }
    case t.null:
      return fixed(0)
    default:
      return { kind: 'counted', bytes: column.size }
  }
}

/** Nine digits take four bytes; what is left over takes fewer (manual: Precision Math, DECIMAL storage). */
export const leftoverBytes: readonly number[] = [0, 1, 1, 2, 2, 3, 3, 4, 4]

const decimalBytes = (digits: number): number => Math.floor(digits / 9) * 4 + (leftoverBytes[digits % 9] ?? 0)
