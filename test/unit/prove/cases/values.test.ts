import { describe, expect, it } from 'vitest'
import { literal } from '../../../../src/core/ir/build.js'
import type { LogicalType } from '../../../../src/core/ir/types.js'
import { argumentEdges, around, beside, edgeValues, heldBy, hidesBlanks } from '../../../../src/prove/cases/values.js'

const int: LogicalType = { kind: 'integer', bits: 8, signed: true }
const money: LogicalType = { kind: 'decimal', precision: 6, scale: 2, signed: true }
const word: LogicalType = { kind: 'text', length: 5, unit: 'char', padded: false }

describe('values of a case', () => {
  it('stay within what a type holds', () => {
    expect(heldBy(int, '127')).toBe('127')
    expect(heldBy(int, '128')).toBeUndefined()
    expect(heldBy({ kind: 'integer', bits: 64, signed: false }, '-1')).toBeUndefined()
    expect(heldBy(money, '1234.567')).toBe('1234.56')
    expect(heldBy(money, '12345')).toBeUndefined()
    expect(heldBy(word, 'abcdef')).toBeUndefined()
    expect(heldBy({ kind: 'date' }, '2023-02-29')).toBeUndefined()
    expect(heldBy({ kind: 'date' }, '2024-02-29 10:00:00')).toBe('2024-02-29')
    expect(heldBy({ kind: 'enum', values: ['Red', 'blue'], set: false }, 'red')).toBe('Red')
  })

  it('reach both ends of an integer type', () => {
    expect(edgeValues(int)).toEqual(expect.arrayContaining(['127', '-128', '0']))
    expect(edgeValues({ kind: 'integer', bits: 16, signed: false })).toContain('65535')
  })

  it('never grow with a type that holds a book', () => {
    const book: LogicalType = { kind: 'text', length: 4_294_967_295, unit: 'char', padded: false }
    expect(Math.max(...edgeValues(book).map((text) => text.length))).toBe(255)
  })

  it('stand on the literal of a branch and on both sides of it', () => {
    expect(around(int, literal('integer', '90'), 'value')).toEqual(['90', '89', '91'])
    expect(around(money, literal('decimal', '0.5'), 'value')).toEqual(['0.5', '0.49', '0.51', '-0.5', '1.5'])
    expect(around({ kind: 'date' }, literal('text', '2024-03-01'), 'value')).toEqual([
      '2024-03-01',
      '2024-03-02',
      '2024-02-29',
    ])
  })

  it('have the length that code asks about, one less and one more', () => {
    expect(around(word, literal('integer', '3'), 'length').map((text) => text.length)).toEqual([3, 2, 4])
  })

  it('fit a LIKE pattern, and nearly fit it when its escape is lost', () => {
    const found = around({ ...word, length: 20 }, literal('text', 'A\\_%'), 'pattern')
    expect(found).toEqual(expect.arrayContaining(['A_', 'A_mid', 'Ax', 'a_']))
  })

  it('are documents where code reads documents', () => {
    const found = around({ ...word, length: 80 }, literal('text', '{}'), 'json')
    expect(found.map((text) => JSON.parse(text))).toContainEqual({ a: 1, b: [1, 2] })
  })

  it('move by the least step of their type', () => {
    expect([beside(int, '5', 'up'), beside(money, '5', 'down'), beside({ kind: 'date' }, '2024-02-28', 'up')]).toEqual([
      '6',
      '4.99',
      '2024-02-29',
    ])
    expect(beside(word, 'a', 'up')).toBeUndefined()
  })

  it('of a decimal parameter have a digit that is rounded away', () => {
    expect(argumentEdges(money)).toEqual(expect.arrayContaining(['99.995', '0.004']))
  })

  it('with blanks behind are known where the source passes them over', () => {
    const collation = { name: 'x', caseSensitive: false, accentSensitive: false, binary: false, language: 'und' }
    expect(hidesBlanks({ ...word, collation: { ...collation, padSpace: true } }, 'a ')).toBe(true)
    expect(hidesBlanks({ ...word, collation: { ...collation, padSpace: false } }, 'a ')).toBe(false)
  })
})
