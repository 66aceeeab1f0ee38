import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createNameAllocator, shorten } from '../../../../src/convert/naming/allocator.js'
import { names } from '../../../../src/dialects/postgres/names.js'

describe('name allocator', () => {
  test('folds names that stay different', () => {
    const given = createNameAllocator(names, 'lower').takeAll('s', ['Orders', 'Customer', 'items'])
    expect(given).toEqual(['orders', 'customer', 'items'])
  })

  test('a name that needs no change keeps it, wherever it stands; the other keeps its capitals', () => {
    const given = createNameAllocator(names, 'lower').takeAll('s', ['Orders', 'orders', 'ORDERS'])
    expect(given[0]).toBe('Orders')
    expect(given[1]).toBe('orders')
    expect(given[2]).toBe('ORDERS')
  })

  test('keeps names as written when asked to', () => {
    expect(createNameAllocator(names, 'keep').takeAll('s', ['Orders', 'orders'])).toEqual(['Orders', 'orders'])
  })

  test('names beyond 63 bytes end in a hash of the whole and stay whole characters', () => {
    const long = 'é'.repeat(60)
    const [one = '', two = ''] = createNameAllocator(names, 'lower').takeAll('s', [`${long}a`, `${long}b`])
    expect(one).not.toBe(two)
    for (const name of [one, two]) {
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63)
      expect(name).toMatch(/^é+_[0-9a-f]{8}$/)
    }
  })

  test('scopes do not know of each other', () => {
    const allocator = createNameAllocator(names, 'lower')
    expect([allocator.take('a', 'x'), allocator.take('b', 'x')]).toEqual(['x', 'x'])
    expect(allocator.has('a', 'x')).toBe(true)
    expect(allocator.has('c', 'x')).toBe(false)
  })

  test('any list of names gets as many different ones that fit, the same every time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }), { maxLength: 20 }),
        (wanted) => {
          const give = () => createNameAllocator(names, 'lower').takeAll('s', wanted)
          const given = give()
          expect(new Set(given).size).toBe(wanted.length)
          for (const name of given) expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63)
          expect(give()).toEqual(given)
        },
      ),
    )
  })

  test('a name that the target keeps for itself goes to nobody, in no spelling', () => {
    const allocator = createNameAllocator(names, 'lower')
    allocator.reserve('t', new Set(['ctid']))
    const given = allocator.takeAll('t', ['CTID', 'ctid', 'id'])
    expect(given[2]).toBe('id')
    expect(new Set(given).size).toBe(3)
    for (const name of given.slice(0, 2)) expect(name).toMatch(/^ctid_[0-9a-f]{8}$/)
  })

  test('shortening never cuts a character', () => {
    expect(shorten('😀'.repeat(30), names, 'abcd')).toBe(`${'😀'.repeat(14)}_abcd`)
  })
})
