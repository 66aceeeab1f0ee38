import { describe, expect, it, test } from 'vitest'
import { compareNumbers, passes } from '../../../src/core/mapping/row-filter.js'
import { convertUnder, refusal, selection, transformation } from './support.js'

const script = `CREATE TABLE t (id int PRIMARY KEY, n int, d decimal(20,4), day date, at datetime(6), v varchar(20), e enum('x','y'),
  f double, b text, ts timestamp NULL, g int AS (n + 1) STORED); CREATE TABLE u (id int PRIMARY KEY);`

const by = (column: string, ...conditions: readonly object[]) => ({
  ...{ 'filter-type': 'source', 'column-name': column, 'filter-conditions': conditions },
})
const is = (op: string, value?: string, end?: string) => ({
  'filter-operator': op,
  ...(end === undefined ? (value === undefined ? {} : { value }) : { 'start-value': value, 'end-value': end }),
})
const only = (...filters: readonly object[]) => selection({ filters }, { 'table-name': 't' }, 3)

describe('a filter', () => {
  it('stands in the mapping that load, change stream and comparison read, and in a finding', async () => {
    const converted = await convertUnder(script, [
      selection({}, { 'table-name': 'u' }),
      only(
        by('n', is('gte', '10'), is('null')),
        by('at', is('between', '2026-01-01', '2026-06-30T12:00:00.5')),
        by('v', is('noteq', 'É')),
      ),
    ])
    const tables = converted.conversion.mapping.tables
    expect(tables.map(({ filter }) => filter)).toEqual([
      {
        rule: '3',
        columns: [
          { name: 'n', compare: 'number', tests: [{ op: 'gte', value: '10' }, { op: 'null' }] },
          {
            name: 'at',
            compare: 'timestamp',
            tests: [{ op: 'between', from: '2026-01-01 00:00:00.000000', to: '2026-06-30 12:00:00.500000' }],
          },
          { name: 'v', compare: 'text', tests: [{ op: 'noteq', value: 'É' }] },
        ],
      },
      undefined,
    ])
    expect(converted.codes).toContain('XW-C0608')
  })

  test.each<[string, object]>([
    ['a column that is not there', by('N', is('null'))],
    ['a float', by('f', is('eq', '1'))],
    ['a large text', by('b', is('eq', 'x'))],
    ['an instant', by('ts', is('eq', '2026-01-01'))],
    ['a computed column', by('g', is('eq', '1'))],
    ['an order of texts', by('v', is('gte', 'a'))],
    ['a range of texts', by('v', is('between', 'a', 'b'))],
    ['a number that is none', by('n', is('eq', '0x10'))],
    ['a day that is none', by('day', is('eq', '2026-02-30'))],
    ['a condition without its value', by('n', is('eq'))],
    ['a range without its end', by('n', is('between', '1'))],
    ['a negative operator among others', by('n', is('noteq', '1'), is('eq', '2'))],
  ])('of %s is refused (XW-S0704)', async (_, filter) => {
    expect(await refusal(() => convertUnder(script, [only(filter)]))).toMatchObject({
      code: 'XW-S0704',
      data: { rule: '3' },
    })
  })

  it('by a column that another rule leaves out, or beside a rule that includes all rows, is refused', async () => {
    const gone = transformation('column', 'remove-column', { 'table-name': 't', 'column-name': 'n' })
    expect((await refusal(() => convertUnder(script, [only(by('n', is('null'))), gone]))).code).toBe('XW-S0704')
    expect((await refusal(() => convertUnder(script, [selection(), only(by('n', is('null')))]))).code).toBe('XW-S0704')
  })
})

describe('a test of a value', () => {
  const column = (compare: 'number' | 'text', ...tests: Parameters<typeof passes>[0]['tests']) => ({
    name: 'c',
    compare,
    tests,
  })

  test.each([
    ['number', { op: 'eq', value: '1' }, '1.0', true],
    ['number', { op: 'gte', value: '-5' }, '-4.9999', true],
    ['number', { op: 'lte', value: '-5' }, '-4.9999', false],
    ['number', { op: 'gte', value: '18446744073709551615' }, '18446744073709551614', false],
    ['number', { op: 'notbetween', from: '1', to: '3' }, '3', false],
    ['text', { op: 'eq', value: 'a' }, 'A', false],
    ['text', { op: 'noteq', value: 'a' }, 'a ', true],
    ['text', { op: 'noteq', value: 'a' }, null, false],
    ['number', { op: 'null' }, null, true],
    ['number', { op: 'notnull' }, null, false],
  ] as const)('%s %j of %s: %s', (compare, one, value, pass) => {
    expect(passes(column(compare, one), value)).toBe(pass)
  })

  it('numbers compare exactly, whatever their digits', () => {
    expect(compareNumbers('0.1', '0.10')).toBe(0)
    expect(compareNumbers('9007199254740993', '9007199254740992.5')).toBeGreaterThan(0)
    expect(compareNumbers('-0.0001', '0')).toBeLessThan(0)
  })
})
