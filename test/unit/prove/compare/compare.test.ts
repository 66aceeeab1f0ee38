import { describe, expect, it } from 'vitest'
import type { CellKind, ResultRows } from '../../../../src/core/prove/runner.js'
import { comparable } from '../../../../src/prove/compare/cells.js'
import { sameError } from '../../../../src/prove/compare/errors.js'
import { compareRows } from '../../../../src/prove/compare/rows.js'

const clock = { from: '2026-01-01 10:00:00.000', to: '2026-01-01 10:00:09.000' }
const clocks = { source: clock, target: clock }

const same = (a: string, kind: CellKind, b: string, other: CellKind): boolean =>
  comparable(a, kind, other, clock) === comparable(b, other, kind, clock)

describe('comparable values', () => {
  it('are equal numbers in every way to write them', () => {
    expect(same('1.50', 'decimal', '1.5', 'decimal')).toBe(true)
    expect(same('1', 'integer', '1.000', 'decimal')).toBe(true)
    expect(same('1e+20', 'float', '100000000000000000000', 'float')).toBe(true)
    expect(same('3.14', 'single', '3.1400001', 'single')).toBe(true)
    expect(same('12345678901234567890', 'integer', '12345678901234567891', 'integer')).toBe(false)
    expect(same('-0.00', 'decimal', '0', 'integer')).toBe(true)
  })

  it('tell NULL from an empty text, and a blank from none', () => {
    expect(comparable(null, 'text', 'text', clock)).toBeNull()
    expect(same('a ', 'text', 'a', 'text')).toBe(false)
  })

  it('are documents by meaning and moments by the clock', () => {
    expect(same('{"a": 1, "b": 2}', 'text', '{"b":2,"a":1.0}', 'json')).toBe(true)
    expect(same('2024-01-01', 'date', '2024-01-01 00:00:00', 'timestamp')).toBe(true)
    expect(same('2026-01-01 10:00:01', 'timestamp', '2026-01-01 10:00:02.5', 'timestamp')).toBe(true)
    expect(same('2026-01-01 10:01:01', 'timestamp', '2026-01-01 10:01:02', 'timestamp')).toBe(false)
    expect(same('1767261601', 'integer', '1767261602', 'integer')).toBe(true)
    expect(same('1767261661', 'integer', '1767261662', 'integer')).toBe(false)
  })
})

const rows = (...cells: readonly (readonly string[])[]): ResultRows => ({
  columns: [
    { name: 'a', kind: 'integer' },
    { name: 'b', kind: 'text' },
  ],
  rows: cells,
  count: cells.length,
})

describe('rows of a result', () => {
  const ab = rows(['1', 'x'], ['2', 'y'])
  const ba = rows(['2', 'y'], ['1', 'x'])

  it('may come in any order unless the query orders them', () => {
    expect(compareRows(ab, ba, { kind: 'none' }, clocks)).toBeUndefined()
    expect(compareRows(ab, ba, { kind: 'by', keys: [0], whole: true }, clocks)?.what).toBe('order')
  })

  it('with one value to order by may stand in any order', () => {
    const one = rows(['1', 'x'], ['1', 'y'])
    const other = rows(['1', 'y'], ['1', 'x'])
    expect(compareRows(one, other, { kind: 'by', keys: [0], whole: true }, clocks)).toBeUndefined()
    expect(compareRows(one, other, { kind: 'by', keys: [0, 1], whole: true }, clocks)?.what).toBe('order')
  })

  it('are open where the order does not tell them apart', () => {
    const tied = { kind: 'by', keys: [0], whole: false } as const
    expect(compareRows(rows(['1', 'x'], ['1', 'y']), rows(['1', 'y'], ['1', 'x']), tied, clocks)?.open).toBe(true)
    expect(compareRows(ab, ba, tied, clocks)?.open).toBeUndefined()
    const cut = { kind: 'by', keys: [0], whole: true, cut: true } as const
    expect(compareRows(ab, rows(['1', 'x'], ['2', 'z']), cut, clocks)?.open).toBe(true)
    expect(compareRows(ab, rows(['1', 'z'], ['2', 'y']), cut, clocks)?.open).toBeUndefined()
  })

  it('count as often as they come', () => {
    const twice = rows(['1', 'x'], ['1', 'x'], ['2', 'y'])
    expect(compareRows(twice, rows(['1', 'x'], ['2', 'y'], ['2', 'y']), { kind: 'none' }, clocks)?.what).toBe('rows')
  })
})

describe('errors', () => {
  const pair = { source: 'mysql', target: 'postgres' }

  it('are one when the hub calls them the same', () => {
    const duplicate = { state: '23000', number: '1062', message: 'Duplicate entry' }
    expect(sameError(duplicate, { state: '23505', message: 'duplicate key' }, pair)).toBe(true)
    expect(sameError(duplicate, { state: '23503', message: 'foreign key' }, pair)).toBe(false)
  })

  it('of the program itself have the same state and say the same', () => {
    const own = { state: '45000', number: '1644', message: 'no' }
    expect(sameError(own, { state: '45000', message: 'no' }, pair)).toBe(true)
    expect(sameError(own, { state: '45000', message: 'other' }, pair)).toBe(false)
    expect(sameError(own, { state: '23505', message: 'no' }, pair)).toBe(false)
  })
})
