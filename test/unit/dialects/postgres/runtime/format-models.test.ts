import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runtimeClosure } from '../../../../../src/dialects/postgres/runtime/index.js'

/** Results are those that the manual of the source shows or describes: SQL Language Reference, "Format Models". */
const values: readonly (readonly [string, string | null])[] = [
  ["number_text(-1234567890, '9999999999S')", '1234567890-'],
  ["number_text(0, '99.99')", '   .00'],
  ["number_text(0.1, '99.99')", '   .10'],
  ["number_text(-0.2, '99.99')", '  -.20'],
  ["number_text(0, '90.99')", '  0.00'],
  ["number_text(-0.2, '90.99')", ' -0.20'],
  ["number_text(0, '9999')", '    0'],
  ["number_text(1, '9999')", '    1'],
  ["number_text(0, 'B9999')", '     '],
  ["number_text(1, 'B9999')", '    1'],
  ["number_text(123.456, '999.999')", ' 123.456'],
  ["number_text(-123.456, '999.999')", '-123.456'],
  ["number_text(123.456, 'FM999.009')", '123.456'],
  ["number_text(123.45, 'FM999.009')", '123.45'],
  ["number_text(123.0, 'FM999.009')", '123.00'],
  ["number_text(123.456, '9.9EEEE')", '  1.2E+02'],
  ["number_text(123.456, 'FM9.9EEEE')", '1.2E+02'],
  ["number_text(0.00999, 'FM9.9EEEE')", '1.0E-02'],
  ["number_text(123.45, 'FML999.99')", '$123.45'],
  ["number_text(123.45, '$999.99')", ' $123.45'],
  ["number_text(1234567890, '9999999999S')", '1234567890+'],
  ["number_text(12345, '9,999')", '######'],
  ["number_text(1000, '999')", '####'],
  ["number_text(1234567, 'FM999,999,999')", '1,234,567'],
  ["number_text(999.995, '999.99')", '#######'],
  ["number_text(5, '0000')", ' 0005'],
  ["number_text(5, 'FM0000')", '0005'],
  ["number_text(5, '099,999.00')", ' 000,005.00'],
  ["number_text(-5, '9999MI')", '   5-'],
  ["number_text(5, '9999MI')", '   5 '],
  ["number_text(-5, '9999PR')", '   <5>'],
  ["number_text(5, '9999PR')", '    5 '],
  ["number_text(5, 'S9999')", '   +5'],
  ["number_text(0.5, 'FM999.99')", '.5'],
  ["number_text(5, 'FM999.99')", '5.'],
  ["number_text(0, 'FM999.99')", '0.'],
  ["number_text(12.4, '99V99')", ' 1240'],
  ["number_text(255, 'XX')", ' FF'],
  ["number_text(255, 'fmxx')", 'ff'],
  ["number_text(255, 'FM0XXX')", '00FF'],
  ["number_text(12.50, 'TM9')", '12.5'],
  ["number_text(NULL, '99')", null],
  ["number_text(1.5, '9')", ' 2'],
  ["number_text(5, 'FM9999999990')", '5'],
  ["number_text(-0.001, '990.99')", '  -0.00'],
  ["number_text(1234.5, 'FM9G999D00')", '1,234.50'],
  ['short_number(0)', '0'],
  ['short_number(100)', '100'],
  ['short_number(0.05)', '.05'],
  ['short_number(10.50)', '10.5'],
  ["number_of_text('1,234.5', '9,999.99')", '1234.5'],
  ["number_of_text('-5', '999')", '-5'],
  ["number_of_text('<5>', '999PR')", '-5'],
  ["number_of_text('12-', '999MI')", '-12'],
  ["number_of_text('ff', 'XX')", '255'],
  ["moment_text(timestamp '2024-02-09 08:05:03.1234', 'DD-MON-YYYY HH24:MI:SS.FF3')", '09-FEB-2024 08:05:03.123'],
  ["moment_text(timestamp '2024-02-09 08:05:03', 'fmDay, DD Month YYYY')", 'Friday, 9 February 2024'],
  ["moment_text(timestamp '2024-02-09 08:05:03', 'MONTH')", 'FEBRUARY '],
  ["moment_text(timestamp '2024-02-09 00:05:03', 'fmHH24:MI fmSS')", '0:5 03'],
  ["moment_text(timestamp '2024-02-09 08:05:03', 'SSSSS J D Q WW IW IYYY W')", '29103 2460350 6 1 06 06 2024 2'],
  ["moment_text(timestamp '2024-02-09 08:05:03', 'YYYY\"T\"Y RR')", '2024T4 24'],
  ["moment_text(timestamp '2024-02-09 08:05:03', 'hh:mi am')", '08:05 am'],
  ["moment_text(timestamp '2024-02-09 18:05:03', 'HH12 A.M. CC')", '06 P.M. 21'],
  ["moment_text(timestamp '2024-02-09 08:05:03', 'RM')", 'II  '],
  ["moment_text(timestamp '0044-03-15 BC', 'YYYY BC')", '0044 BC'],
  ["moment_of_text('2024-02-29', 'YYYY-MM-DD')", '2024-02-29 00:00:00'],
  ["moment_of_text('20240229', 'YYYY-MM-DD')", '2024-02-29 00:00:00'],
  ["moment_of_text('2024/2/9', 'YYYY-MM-DD')", '2024-02-09 00:00:00'],
  ["moment_of_text('29-FEB-24', 'DD-MON-RR')", '2024-02-29 00:00:00'],
  ["moment_of_text('29-FEB-1996', 'DD-MON-RR')", '1996-02-29 00:00:00'],
  ["moment_of_text('01-02-75', 'DD-MM-RR')", '1975-02-01 00:00:00'],
  ["moment_of_text('01-02-0099', 'DD-MM-YYYY')", '0099-02-01 00:00:00'],
  ["moment_of_text('2024-02-09 10:11', 'YYYY-MM-DD HH24:MI:SS')", '2024-02-09 10:11:00'],
  ["moment_of_text('2024-02-09 10:11:12.1234567', 'YYYY-MM-DD HH24:MI:SS.FF')", '2024-02-09 10:11:12.123457'],
  ["moment_of_text('2024-02-09T10:11:12', 'YYYY-MM-DD\"T\"HH24:MI:SS')", '2024-02-09 10:11:12'],
  ["moment_of_text('12:00 AM 2024-01-01', 'HH:MI AM YYYY-MM-DD')", '2024-01-01 00:00:00'],
  ["moment_of_text('12:30 PM 2024-01-01', 'HH12:MI PM YYYY-MM-DD')", '2024-01-01 12:30:00'],
  ["moment_of_text('2460350', 'J')", '2024-02-09 00:00:00'],
  ["moment_of_text('2024060', 'YYYYDDD')", '2024-02-29 00:00:00'],
  ["moment_of_text('January 15, 1989, 11:00 A.M.', 'Month dd, YYYY, HH:MI A.M.')", '1989-01-15 11:00:00'],
  ["moment_of_text('9feb2024', 'DDMONYYYY')", '2024-02-09 00:00:00'],
  ["moment_of_text('', 'YYYY')", null],
  ["moment_of_text('3600 2024-01-01', 'SSSSS YYYY-MM-DD')", '2024-01-01 01:00:00'],
]

const refusals: readonly (readonly [string, string])[] = [
  ["number_of_text('x', '999')", 'invalid number'],
  ["number_of_text('1234', '999')", 'invalid number'],
  ["moment_text(timestamp '2024-02-09 08:05:03', 'K')", "date format not recognized: 'K'"],
  ["moment_of_text('2024-02-30', 'YYYY-MM-DD')", 'date field value out of range: 2024-02-30'],
  [
    "moment_of_text('2024-02-09 10:11', 'YYYY-MM-DD')",
    'date format picture ends before converting entire input string',
  ],
  ["moment_of_text('abc', 'YYYY')", "'abc' does not fit YYYY of the format 'YYYY'"],
]

describe('format models', () => {
  let database: PGlite
  beforeAll(async () => {
    database = await PGlite.create()
    await database.exec("SET TimeZone = 'UTC'; CREATE SCHEMA crosswalk_rt")
    const names = ['number_text', 'short_number', 'number_of_text', 'moment_text', 'moment_of_text']
    for (const each of runtimeClosure(names)) await database.exec(each.sql)
  }, 60_000)
  afterAll(() => database.close())

  const resultOf = async (call: string) =>
    (await database.query<{ value: string | null }>(`SELECT (crosswalk_rt.${call})::text AS value`)).rows[0]?.value

  it.each(values)('%s is what the manual says', async (call, value) => expect(await resultOf(call)).toBe(value))

  it.each(refusals)('%s is refused', async (call, message) => await expect(resultOf(call)).rejects.toThrow(message))
})
