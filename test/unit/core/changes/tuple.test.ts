import { expect, it } from 'vitest'
import { findPlaces, newPlaces, rowKeyOf } from '../../../../src/core/changes/tuple.js'

function keyOf(...values: (Buffer | null)[]): string | number | null {
  const image = Buffer.concat(
    values.flatMap((value) => {
      const length = Buffer.alloc(4)
      length.writeInt32BE(value ? value.length : -1)
      return value ? [length, value] : [length]
    }),
  )
  const places = newPlaces(values.length)
  findPlaces(image, values.length, places)
  return rowKeyOf(
    image,
    places,
    values.map((_, column) => column),
  )
}

it('keys of different bytes are told apart, whatever their length', () => {
  const lengths = [0, 1, 3, 4, 5, 7, 8, 9]
  const keys = lengths.flatMap((length) =>
    [0, 1, 97, 128, 255].flatMap((first) =>
      [0, 1, 255].map((last) => {
        const bytes = Buffer.alloc(length)
        if (length > 0) bytes[0] = first
        if (length > 1) bytes[length - 1] = last
        return bytes
      }),
    ),
  )
  const distinct = new Set(keys.map((bytes) => bytes.toString('hex')))
  expect(new Set(keys.map((bytes) => keyOf(bytes))).size).toBe(distinct.size)
  expect(keyOf(Buffer.from('000000007fffffff', 'hex'))).not.toBe(keyOf(Buffer.from('7fffffff', 'hex')))
})

it('columns of a key are told apart', () => {
  expect(keyOf(Buffer.from('ab'), Buffer.from('c'))).not.toBe(keyOf(Buffer.from('a'), Buffer.from('bc')))
  expect(keyOf(Buffer.from('ab'), null)).toBeNull()
})
