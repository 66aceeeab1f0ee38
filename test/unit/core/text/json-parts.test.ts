import { describe, expect, test } from 'vitest'
import { jsonParts } from '../../../../src/core/text/json-parts.js'

const value = {
  none: [],
  empty: {},
  left: undefined,
  list: [1, 'a\nb', null, undefined, { deep: [{ deeper: ['x'] }], gone: undefined }, []],
  '"key"': { a: { b: { c: [1, 2] } } },
  last: true,
}

describe('JSON in parts', () => {
  test.each([0, 1, 2, 3, 9])('is the same text when opened %i levels deep', (levels) => {
    expect([...jsonParts(value, levels)].join('')).toBe(JSON.stringify(value, null, 1))
  })

  test('gives each item of an opened list on its own', () => {
    const longest = Math.max(...[...jsonParts(Array.from({ length: 1000 }, String), 1)].map((part) => part.length))
    expect(longest).toBeLessThan(20)
  })
})
