import { type Tuple, tupleMark } from '../data/changes.js'

/** Where the values of a tuple begin: at their lengths. One place more than there are columns: the end. */
export type Places = Int32Array

export const newPlaces = (columns: number): Places => new Int32Array(columns + 1)

export function int32At(bytes: Buffer, at: number): number {
  return ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)
}

/** Finds the values of a tuple; false when one of them is not in the image. */
export function findPlaces(tuple: Tuple, columns: number, places: Places): boolean {
  let at = 0
  let whole = true
  for (let column = 0; column < columns; column++) {
    places[column] = at
    const length = int32At(tuple, at)
    at += 4
    if (length > 0) at += length
    else if (length === tupleMark.absent) whole = false
  }
  places[columns] = at
  if (at !== tuple.length) throw new RangeError(`an image of ${tuple.length} bytes ends at ${at}`)
  return whole
}

export const isAbsent = (tuple: Tuple, places: Places, column: number): boolean =>
  int32At(tuple, places[column] ?? 0) === tupleMark.absent

export const isNull = (tuple: Tuple, places: Places, column: number): boolean =>
  int32At(tuple, places[column] ?? 0) === tupleMark.null

/** Whether a column has the same bytes in two images. */
export function sameValue(a: Tuple, inA: Places, b: Tuple, inB: Places, column: number): boolean {
  const [fromA, toA] = [inA[column] ?? 0, inA[column + 1] ?? 0]
  const [fromB, toB] = [inB[column] ?? 0, inB[column + 1] ?? 0]
  const length = toA - fromA
  if (length !== toB - fromB) return false
  if (length > 24) return a.compare(b, fromB, toB, fromA, toA) === 0
  for (let at = 0; at < length; at++) if (a[fromA + at] !== b[fromB + at]) return false
  return true
}

/** The bytes of some columns with their lengths, as text; null when one is NULL or not in the image. */
export function keyText(tuple: Tuple, places: Places, columns: readonly number[]): string | null {
  let text = ''
  for (const column of columns) {
    const from = places[column] ?? 0
    if (int32At(tuple, from) < 0) return null
    text += tuple.toString('latin1', from, places[column + 1])
  }
  return text
}

/**
 * As `keyText`, and made faster where the key is one short column: a number then, which is another one for other bytes. Keys
 * of 4 bytes are numbers of 32 bits, those of 8 bytes are above them.
 */
export function rowKeyOf(tuple: Tuple, places: Places, columns: readonly number[]): string | number | null {
  const from = places[columns[0] ?? 0] ?? 0
  if (columns.length === 1) {
    const length = int32At(tuple, from)
    if (length === 4) return int32At(tuple, from + 4)
    const high = length === 8 ? int32At(tuple, from + 4) : -1
    if (high >= 0 && high < 2 ** 20) return 2 ** 32 * (high + 1) + (int32At(tuple, from + 8) >>> 0)
  }
  return keyText(tuple, places, columns)
}

/** Which columns an image holds, as text that is equal for equal sets; empty for all of them. */
export function presence(tuple: Tuple, columns: number, places: Places): string {
  if (findPlaces(tuple, columns, places)) return ''
  let text = ''
  for (let column = 0; column < columns; column++) text += isAbsent(tuple, places, column) ? '-' : '+'
  return text
}

export const isWhole = (tuple: Tuple, columns: number): boolean => findPlaces(tuple, columns, newPlaces(columns))

/** A later image over an earlier one of the same row: what the later does not hold stays as it was. */
export function merged(older: Tuple, newer: Tuple, columns: number): Tuple {
  const inNewer = newPlaces(columns)
  if (findPlaces(newer, columns, inNewer)) return newer
  const inOlder = newPlaces(columns)
  findPlaces(older, columns, inOlder)
  const parts: Buffer[] = []
  for (let column = 0; column < columns; column++) {
    const [from, places] = isAbsent(newer, inNewer, column) ? [older, inOlder] : [newer, inNewer]
    parts.push(from.subarray(places[column], places[column + 1]))
  }
  return Buffer.concat(parts)
}
