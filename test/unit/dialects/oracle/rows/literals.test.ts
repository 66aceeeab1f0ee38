import { describe, expect, it } from 'vitest'
import type { DataSegment } from '../../../../../src/core/data/segment.js'
import { ident } from '../../../../../src/core/ir/names.js'
import type { LogicalType } from '../../../../../src/core/ir/types.js'
import { storedIn } from '../../../../../src/dialects/oracle/data/stored.js'
import { writtenValue } from '../../../../../src/dialects/oracle/parse/rows/literals.js'
import { rowsOf } from '../../../../../src/dialects/oracle/parse/rows/statements.js'

const segment: DataSegment = {
  path: 'x.sql',
  table: { name: ident('t') },
  ...{ from: 0, to: 0, statements: 1, line: 1, charset: 'utf8', noBackslashEscapes: true, ansiQuotes: true },
}

/** What a column of the type holds of the only value of a statement. */
function stored(written: string, type: LogicalType, native = '', more: Partial<DataSegment> = {}) {
  const at = { ...segment, ...more }
  const found = rowsOf(Buffer.from(`INSERT INTO t VALUES (${written})`).toString('latin1'), at)
  if ('broken' in found) return found.broken
  const value = storedIn({ type, native }, writtenValue(found[0]?.rows[0]?.values[0] ?? [], at), at)
  if (value.kind === 'refused') return value.code
  if (value.kind === 'number') return value.digits
  if (value.kind === 'bytes') return value.bytes.toString('hex')
  return value.kind === 'null' ? null : value.kind === 'text' || value.kind === 'moment' ? value.text : value.kind
}

const text: LogicalType = { kind: 'text', unit: 'char', padded: false }
const char: LogicalType = { kind: 'text', length: 5, unit: 'char', padded: true }
const number: LogicalType = { kind: 'decimal', signed: true }
const money: LogicalType = { kind: 'decimal', precision: 5, scale: 2, signed: true }
const date: LogicalType = { kind: 'timestamp', precision: 0, zone: 'none' }
const timestamp: LogicalType = { kind: 'timestamp', precision: 6, zone: 'none' }
const instant: LogicalType = { kind: 'timestamp', precision: 6, zone: 'offset' }
const raw: LogicalType = { kind: 'binary', padded: false }

describe('a value that an INSERT writes out', () => {
  it('may nest, and is no literal when it nests deeper than anybody writes', () => {
    const nested = (times: number) => `${'('.repeat(times)}1${')'.repeat(times)}`
    expect(stored(nested(90), number)).toBe('1')
    for (const deep of [nested(60_000), `${'- '.repeat(60_000)}1`, `${'TO_CHAR('.repeat(60_000)}1`])
      expect(stored(deep, number)).toMatch(/^XW-D/)
  })

  it.each<[string, LogicalType, string | null]>([
    ["'it''s'", text, "it's"],
    ["q'[it's]'", text, "it's"],
    ["N'ü'", text, 'ü'],
    ["''", text, null],
    ["'a' || NULL || CHR(10) || 5", text, 'a\n5'],
    ["'ab  '", char, 'ab'],
    ['0.5', text, '.5'],
    ["UNISTR('\\00e9\\\\')", text, 'é\\'],
    ['EMPTY_CLOB()', text, ''],
    ['- -1.50e2', number, '150'],
    ['+.5', number, '0.5'],
    ['1.5f', number, '1.5'],
    ["' -12.30 '", number, '-12.3'],
    ["TO_NUMBER('1,234.5', '9,999.9')", number, '1234.5'],
    ['1.005', money, '1.01'],
    ['-1.005', money, '-1.01'],
    ['999.995', money, 'XW-D0106'],
    ["'one'", number, 'XW-D0113'],
    ["DATE '2020-02-29'", date, '2020-02-29 00:00:00'],
    ["TO_DATE('17-DEC-80', 'DD-MON-RR')", date, '1980-12-17 00:00:00'],
    ["TO_DATE('1:05 PM 3/4/2021', 'HH:MI AM MM/DD/YYYY')", date, '2021-03-04 13:05:00'],
    ["TO_DATE('2021-01-01 25:00', 'YYYY-MM-DD HH24:MI')", date, 'XW-D0113'],
    ["TO_DATE('7', 'DDTH')", date, 'XW-D0112'],
    ["TIMESTAMP '2020-01-01 23:59:59.9999996'", timestamp, '2020-01-02 00:00:00'],
    ["TIMESTAMP '2020-01-01 23:59:59.5'", date, 'XW-D0106'],
    [
      "TO_TIMESTAMP('17-JUN-03 01.02.03.123456789 PM', 'DD-MON-RR HH.MI.SSXFF AM')",
      timestamp,
      '2003-06-17 13:02:03.123457',
    ],
    ["TIMESTAMP '2020-01-01 01:00:00 +02:00'", instant, '2019-12-31 23:00:00'],
    ["TIMESTAMP '2020-01-01 01:00:00 +02:00'", timestamp, '2020-01-01 01:00:00'],
    ["TIMESTAMP '2020-01-01 01:00:00 Europe/Berlin'", instant, 'XW-D0112'],
    ["HEXTORAW('0aF')", raw, '00af'],
    ["'zz'", raw, 'XW-D0113'],
    ["UTL_RAW.CAST_TO_RAW('AB')", raw, '4142'],
    ['SYSDATE', date, 'XW-D0112'],
    ['1 + 1', number, 'XW-D0112'],
    ['s.NEXTVAL', number, 'XW-D0112'],
    ['(SELECT 1 FROM dual)', number, 'XW-D0112'],
    ["'open", text, 'XW-D0113'],
  ])('%s', (written, type, expected) => {
    expect(stored(written, type, type === date ? 'DATE' : '')).toBe(expected)
  })

  it('text is a moment in the format of the session', () => {
    expect(stored("'03.04.2021'", date, 'DATE', { formats: { date: 'DD.MM.YYYY' } })).toBe('2021-04-03 00:00:00')
    expect(stored("'03-APR-21'", date, 'DATE')).toBe('2021-04-03 00:00:00')
    expect(stored("'2021-04-03'", date, 'DATE')).toBe('XW-D0113')
  })

  it('variables are put in, and a row with one that nobody knows is set aside', () => {
    expect(stored("'&a.b'", text, '', { variables: { a: 'x' } })).toBe('xb')
    expect(stored("'&c'", text, '', { variables: { a: 'x' } })).toBe('XW-D0112')
    expect(stored("'R&D'", text)).toBe('R&D')
  })
})
