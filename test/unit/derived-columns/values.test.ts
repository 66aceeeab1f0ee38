import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Cell, createCell, form, viewOf } from '../../../src/core/data/cell.js'
import type { LogicalType } from '../../../src/core/ir/types.js'
import { canonicalOutcome } from '../../../src/derived-columns/canonical.js'
import { Deriver } from '../../../src/derived-columns/deriver.js'
import { keyPrint, maskingKeyVariable } from '../../../src/derived-columns/mask.js'
import { outcomeOf, unfit } from '../../../src/derived-columns/outcome.js'
import { entranceOf, inexact } from '../../../src/derived-columns/sql-value.js'
import { tableOf, text } from './support.js'

function cell(more: Partial<Cell>, content: string | Buffer = ''): Cell {
  const bytes = Buffer.from(content)
  return { ...createCell(), bytes, view: viewOf(bytes), start: 0, end: bytes.length, ...more }
}
const digits = (value: string): Cell => cell({ form: form.digits }, value)
const decimal = (precision?: number, scale?: number): LogicalType => ({
  ...{ kind: 'decimal', signed: true },
  ...(precision === undefined || scale === undefined ? {} : { precision, scale }),
})
const integer = { kind: 'integer', bits: 64, signed: false } as const
const stamp = { kind: 'timestamp', precision: 6, zone: 'none' } as const
const noon = { year: 2026, month: 1, day: 2, hour: 12, minute: 30, second: 5, micro: 250_000 }

describe('a value enters SQLite', () => {
  it.each<readonly [string, LogicalType, Cell, string, unknown]>([
    ['a whole number as INTEGER', integer, cell({ form: form.int, int: 7 }), '7', 7n],
    ['a number of 64 bits', integer, cell({ form: form.long, hi: 1, lo: 0 }), '4294967296', 4294967296n],
    ['none that needs the 64th bit', integer, digits('18446744073709551615'), '18446744073709551615', inexact],
    ['a decimal as REAL, also a whole one', decimal(10, 2), digits('3.00'), '3', 3],
    ['a decimal without a scale as INTEGER', decimal(10, 0), digits('3'), '3', 3n],
    ['no decimal of more than 15 digits', decimal(20, 2), digits('12345678901234.56'), '12345678901234.56', inexact],
    ['text', text, cell({ form: form.text }, 'é'), 'é', 'é'],
    ['no text with a zero byte', text, cell({ form: form.text }, 'a\0'), 'a\0', inexact],
    ['padded text without its blanks', { ...text, padded: true }, cell({ form: form.text }, 'DE  '), 'DE', 'DE'],
    [
      'bytes as BLOB',
      { kind: 'binary', padded: false },
      cell({ form: form.bytes }, Buffer.from([0, 255])),
      '\\x00ff',
      Buffer.from([0, 255]),
    ],
    ['a day', { kind: 'date' }, cell({ form: form.date, ...noon }), '2026-01-02', '2026-01-02'],
    [
      'a time of the wall',
      stamp,
      cell({ form: form.dateTime, ...noon }),
      '2026-01-02 12:30:05.25',
      '2026-01-02 12:30:05.25',
    ],
    ['no infinite time', stamp, cell({ form: form.text }, 'infinity'), 'infinity', inexact],
    [
      'a time',
      { kind: 'time', precision: 6, zone: false, range: 'signed' },
      cell({ form: form.duration, ...noon, negative: true }),
      '-45005250000',
      '-12:30:05.25',
    ],
    ['bits', { kind: 'bits', length: 4, varying: false }, cell({ form: form.bits }, Buffer.from([5])), '0101', 5n],
    ['a float', { kind: 'float', bits: 64, signed: true }, cell({ form: form.double, real: 0.1 }), '0.1', 0.1],
    [
      'no float that is no number',
      { kind: 'float', bits: 64, signed: true },
      cell({ form: form.double, real: Number.NaN }),
      'NaN',
      inexact,
    ],
    [
      'a uuid',
      { kind: 'uuid' },
      cell({ form: form.text }, '0A0B0C0D-0000-0000-0000-000000000001'),
      '0a0b0c0d000000000000000000000001',
      '0a0b0c0d-0000-0000-0000-000000000001',
    ],
  ])('%s, the same from the row and from the comparison', (_, type, from, canonical, wanted) => {
    const entrance = entranceOf(type)
    expect([entrance?.cell(from), entrance?.canonical(canonical)]).toEqual([wanted, wanted])
  })

  it('not at all when it is JSON, a shape or a list', () => {
    expect(entranceOf({ kind: 'json', binary: true })).toBeUndefined()
    expect(entranceOf({ kind: 'array', of: text })).toBeUndefined()
  })

  it('with all of its digits where it is only copied', () => {
    const wide = decimal(30, 10)
    const deriver = new Deriver(
      tableOf(
        [['d', wide]],
        [
          [wide, '$d'],
          [text, '$d'],
        ],
      ),
    )
    const value = deriver.slots[0]?.cell(digits('12345678901234567890.1000000000')) ?? null
    expect(value).toBe(deriver.slots[0]?.canonical('12345678901234567890.1'))
    const facts = { operation: 'INSERT', at: 0, position: '', sequence: '' } as const
    expect(deriver.derive([value], facts)).toEqual([
      '12345678901234567890.1000000000',
      '12345678901234567890.1000000000',
    ])
  })
})

describe('what SQLite gives becomes', () => {
  it.each<readonly [LogicalType, string | number | bigint, unknown]>([
    [decimal(10, 2), 14.875, '14.88'],
    [decimal(10, 2), -0.005, '-0.01'],
    [decimal(10, 2), '0.001', '0.00'],
    [decimal(10, 0), 2n ** 62n, unfit],
    [decimal(), 1e20, '100000000000000000000'],
    [decimal(5, 4), 1e-4, '0.0001'],
    [integer, 3, 3n],
    [{ kind: 'integer', bits: 8, signed: false }, 255n, 255n],
    [{ kind: 'float', bits: 32, signed: true }, 0.1, Math.fround(0.1)],
    [stamp, '2026-01-02T03:04', '2026-01-02 03:04:00'],
    [stamp, '2026-01-02', '2026-01-02 00:00:00'],
    [text, 3, '3.0'],
    [text, 123456789012345680, '1.23456789012346e+17'],
  ])('%j: %s is %s', (type, given, wanted) => expect(outcomeOf(type)?.(given)).toBe(wanted))

  it('the canonical text of its type', () => {
    expect(canonicalOutcome(decimal(10, 2), '14.80')).toBe('14.8')
    expect(canonicalOutcome({ kind: 'time', precision: 6, zone: false, range: 'day' }, '00:00:01.5')).toBe('1500000')
    expect(canonicalOutcome({ kind: 'binary', padded: false }, Buffer.from([1]))).toBe('\\x01')
  })
})

describe('a mask', () => {
  const key = 'a secret of this test'
  beforeEach(() => void (process.env[maskingKeyVariable] = key))
  afterEach(() => void delete process.env[maskingKeyVariable])
  const facts = { operation: 'INSERT', at: 0, position: '', sequence: '' } as const
  const masked = (mask: object, value: string) =>
    new Deriver(tableOf([['x', text]], [[text, { kind: 'mask', column: 'x', mask } as never]])).derive(
      [value],
      facts,
    )[0]

  it('hides digits behind a character, and nothing else', () =>
    expect(masked({ kind: 'digits', by: '#' }, 'C6BGJ56669K')).toBe('C#BGJ#####K'))

  it('changes digits into others that follow from the secret, each as often', () => {
    const mask = { kind: 'other-digits', print: keyPrint(key) }
    const once = masked(mask, '+49 30 1234567')
    expect(once).toMatch(/^\+\d\d \d\d \d{7}$/)
    expect(once).not.toBe('+49 30 1234567')
    expect(masked(mask, '+49 30 1234567')).toBe(once)
    const counts = [...String(masked(mask, '1'.repeat(20_000)))].reduce(
      (all, each) => {
        all[Number(each)] = (all[Number(each)] ?? 0) + 1
        return all
      },
      Array.from({ length: 10 }, () => 0),
    )
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(250)
  })

  it('with another secret than the one of the beginning is refused (XW-S0719), without any, too (XW-S0718)', () => {
    expect(() => masked({ kind: 'other-digits', print: 'other' }, '1')).toThrow(/XW-S0719|secret/)
    delete process.env[maskingKeyVariable]
    expect(() => masked({ kind: 'other-digits', print: keyPrint(key) }, '1')).toThrow(/XW-S0718|secret/)
  })
})
