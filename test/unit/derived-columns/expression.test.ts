import { describe, expect, it } from 'vitest'
import type { LogicalType } from '../../../src/core/ir/types.js'
import { Deriver, type RowFacts } from '../../../src/derived-columns/deriver.js'
import { readExpression } from '../../../src/derived-columns/expression.js'
import { type Entered, inexact } from '../../../src/derived-columns/sql-value.js'
import { tableOf, text } from './support.js'

const facts: RowFacts = { operation: 'UPDATE', at: 0, position: 'log:4', sequence: '7' }
const derived = (expression: string, value: Entered = null, type: LogicalType = text) =>
  new Deriver(tableOf([['x', text]], [[type, expression]])).derive([value], facts)[0]

describe('an expression', () => {
  it.each([
    ["$x || '-' || $x", 'a', 'a-a'],
    // SQLite knows upper case of ASCII alone ("Built-In Scalar SQL Functions", upper).
    ["upper($X) || ' $x'", 'aé', 'Aé $x'],
    ["hash_sha256($x || 'b')", 'a', 'FB8E20FC2E4C3F248C60C39BD652F3C1347298BB977B8B4D5903B85055620603'],
    ["replaceChars($x, 'abc', 'xy')", 'aabbcc', 'xxyy'],
    ["hash_sha256(replaceChars($x, 'a', 'b')) = hash_sha256('b')", 'a', '1'],
    ["CASE WHEN $x IS NULL THEN 'none' ELSE $x END -- a comment", null, 'none'],
    ["$x LIKE 'A%' AND $x NOT IN ('b', 'c')", 'abc', '1'],
    ["'o''x' /* $y */ || char(8364)", null, "o'x€"],
    [
      '$AR_M_SOURCE_SCHEMA || $AR_M_SOURCE_TABLE_NAME || $AR_H_OPERATION || $AR_H_TIMESTAMP',
      null,
      'shoptUPDATE1970-01-01 00:00:00.000',
    ],
    ['0.1 + 0.2', null, '0.3'],
    ['1e300 * 10', null, '1.0e+301'],
    ['7 / 2', null, '3'],
    ['7 / 2.0', null, '3.5'],
    ['hash_sha256(NULL)', 'a', null],
  ])('%s of %j is %j', (expression, value, wanted) => expect(derived(expression, value)).toBe(wanted))

  it.each([
    ['(SELECT 1)', 'holds SELECT'],
    ["readfile('/etc/passwd')", 'calls readfile'],
    ["load_extension('x')", 'calls load_extension'],
    ['"x"', 'holds "x"'],
    ['?1', 'holds ?'],
    ["1; ATTACH 'x' AS y", 'holds ;'],
    ['$y', 'names $y, which is no column'],
    ['$AR_H_USER', 'names $AR_H_USER'],
    ['(1', 'leaves a parenthesis open'],
    ['1)', 'closes a parenthesis'],
    ["operation_indicator('D', 'U', 'I')", 'calls operation_indicator'],
    ['', 'is empty'],
  ])('%s is refused: it %s', (expression, why) => expect(() => readExpression(expression, ['x'])).toThrow(why))

  it.each(['random()', "date('now')", 'CURRENT_TIMESTAMP', 'datetime()', "strftime('%Y')", '$AR_H_TIMESTAMP'])(
    '%s cannot be computed once more',
    (expression) => expect(readExpression(expression, []).volatile).toBe(true),
  )
  it.each(["date('2026-01-01')", "strftime('%Y', $x)", "'random'"])('%s can', (expression) =>
    expect(readExpression(expression, ['x']).volatile).toBe(false),
  )
})

describe('what has no value', () => {
  it('is refused for its row, and the next row is computed', () => {
    const deriver = new Deriver(tableOf([['n', { kind: 'integer', bits: 64, signed: true }]], [[text, 'abs($n)']]))
    expect(deriver.derive([-(2n ** 63n)], facts)).toEqual([{ refused: 'XW-D0121' }])
    expect(deriver.derive([inexact], facts)).toEqual([{ refused: 'XW-D0122' }])
    expect(deriver.derive([-1n], facts)).toEqual(['1'])
  })

  it.each([
    ["CAST(x'ff' AS TEXT)", text],
    ["'12x'", { kind: 'integer', bits: 32, signed: true }],
    ['300', { kind: 'integer', bits: 8, signed: true }],
    ['1.5', { kind: 'integer', bits: 32, signed: true }],
    ['2', { kind: 'boolean' }],
    ['12345.67', { kind: 'decimal', precision: 5, scale: 2, signed: true }],
    ["'2026-02-30'", { kind: 'date' }],
    ["'24:00:00'", { kind: 'time', precision: 0, zone: false, range: 'day' }],
    ["'text'", { kind: 'binary', padded: false }],
    ["x'00'", text],
    ['1e999', { kind: 'float', bits: 64, signed: true }],
  ] as const)('%s is none of its type', (expression, type) =>
    expect(derived(expression, null, type)).toEqual({ refused: 'XW-D0121' }),
  )

  it('text keeps a zero byte, which the driver alone would cut', () =>
    expect(derived("'a' || char(0) || 'b'")).toBe('a\0b'))
})
