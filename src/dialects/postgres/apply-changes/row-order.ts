import { int32At } from '../../../core/changes/tuple.js'
import type { Tuple } from '../../../core/data/changes.js'
import { endOfValue } from './set-arrays.js'

/** A double holds so many rows' numbers beside a key of 32 bits. */
const packedRows = 2 ** 20

/**
 * Rows in the order of the first column of their key, as far as its first bytes tell: a server that is led through an
 * index and a table in their order finds its pages in the cache of the processor. It need not be exact.
 */
export function inKeyOrder<T>(rows: readonly T[], imageOf: (row: T) => Tuple, column: number): readonly T[] {
  const keys = new Float64Array(rows.length)
  let isSorted = true
  let isShort = rows.length <= packedRows
  for (let row = 0; row < rows.length; row++) {
    const key = leadingBytes(imageOf(rows[row] as T), column)
    keys[row] = key
    isSorted &&= row === 0 || (keys[row - 1] ?? 0) <= key
    isShort &&= key < 2 ** 32
  }
  if (isSorted) return rows
  return isShort
    ? packed(rows, keys)
    : [...rows.keys()].sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0)).map((row) => rows[row] as T)
}

/** Numbers sort several times faster than anything with a comparison of its own. */
function packed<T>(rows: readonly T[], keys: Float64Array): readonly T[] {
  for (let row = 0; row < keys.length; row++) keys[row] = (keys[row] ?? 0) * packedRows + row
  keys.sort()
  return Array.from(keys, (key) => rows[key % packedRows] as T)
}

function leadingBytes(image: Tuple, column: number): number {
  let at = 0
  for (let passed = 0; passed < column; passed++) at = endOfValue(image, at)
  const length = int32At(image, at)
  if (length === 8) return (int32At(image, at + 4) >>> 0) * 2 ** 32 + (int32At(image, at + 8) >>> 0)
  let key = 0
  for (let byte = 0; byte < 4; byte++) key = key * 256 + (byte < length ? (image[at + 4 + byte] ?? 0) : 0)
  return key
}
