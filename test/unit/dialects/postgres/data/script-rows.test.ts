import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ident } from '../../../../../src/core/ir/names.js'
import { rowsOf } from '../../../../../src/dialects/postgres/data/script/rows.js'
import { momentOf } from '../../../../../src/dialects/postgres/data/script/texts.js'
import { castFits } from '../../../../../src/dialects/postgres/data/script/written.js'

const folder = mkdtempSync(join(tmpdir(), 'crosswalk-rows-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Texts of the values; NULL is null, all that is no literal its kind in brackets. */
async function valuesIn(text: string, more: object = {}) {
  const path = join(folder, 'rows.sql')
  writeFileSync(path, text)
  const to = Buffer.byteLength(text)
  const segment = { path, table: { name: ident('t') }, from: 0, to, statements: 1, line: 1, charset: 'utf8' }
  const rules = { noBackslashEscapes: true, ansiQuotes: true, ...more }
  const found: unknown[] = []
  for await (const batch of rowsOf({ segment: { ...segment, ...rules }, from: 0, to }, undefined))
    for (const row of batch)
      found.push(
        row.kind === 'broken'
          ? row.code
          : row.values.map((value) =>
              value.kind === 'text' ? value.bytes.toString() : value.kind === 'null' ? null : `<${value.kind}>`,
            ),
      )
  return found
}

test('the text format of COPY (manual: COPY, Text Format)', async () => {
  const lines = ['a\\tb\t\\N\t', '\\b\\f\\n\\r\\v\\\\\t\\101\\x41\\x4g\t\\q', '\\\\N\tä\t'].join('\n')
  expect(await valuesIn(`${lines}\n`, { copy: {} })).toEqual([
    ['a\tb', null, ''],
    ['\b\f\n\r\v\\', 'AA\u0004g', 'q'],
    ['\\N', 'ä', ''],
  ])
})

test('the last line of COPY needs no end, and lines may end as those of Windows do', async () => {
  expect(await valuesIn('1\ta\r\n2\tb', { copy: {} })).toEqual([
    ['1', 'a'],
    ['2', 'b'],
  ])
})

test('literals of INSERT, with quotes, casts and several rows', async () => {
  const text = `INSERT INTO "a""b".t (id, "x, (y") OVERRIDING SYSTEM VALUE VALUES /* ; */ (1, 'it''s; )'), -- (
    (-1.5e3, E'a\\'b\\n\\101'::text), ($$o'ne$$, $q$two$$$q$::character varying), (NULL, DEFAULT), (true, B'101'), (X'1F', 'x'::public.mood)
    ON CONFLICT DO NOTHING; insert into t values ('ä', '\\');`
  expect(await valuesIn(text)).toEqual([
    ['1', "it's; )"],
    ['-1.5e3', "a'b\nA"],
    ["o'ne", 'two$$'],
    [null, '<default>'],
    ['t', '101'],
    ['00011111', 'x'],
    ['ä', '\\'],
  ])
})

test('what is no literal is an expression, and what follows is read', async () => {
  const text = `INSERT INTO t VALUES (ARRAY['a,)', 'b'], now()), ('a' || 'b', 1 + 1), (U&'d', 'a'
  'b'), (E'\\u0041', (SELECT ')'));
  INSERT INTO t SELECT ';' FROM u; INSERT INTO t VALUES (1, 2); INSERT INTO t VALUES (3, 'cut`
  expect(await valuesIn(text)).toEqual([
    ...[1, 2, 3, 4].map(() => ['<expression>', '<expression>']),
    ...['XW-D0112', ['1', '2'], 'XW-D0113'],
  ])
})

test('a backslash begins an escape in plain quotes where the script says so', async () => {
  expect(await valuesIn(`INSERT INTO t VALUES ('a\\'b', 1);`, { noBackslashEscapes: false })).toEqual([["a'b", '1']])
})

test('a row that is longer than what is read at once is whole', async () => {
  const long = 'é'.repeat(3_000_000)
  expect(await valuesIn(`INSERT INTO t VALUES (1, '${long}'), (2, '');`)).toEqual([
    ['1', long],
    ['2', ''],
  ])
  expect(await valuesIn(`1\t${long}\n2\t\n`, { copy: {} })).toEqual([
    ['1', long],
    ['2', ''],
  ])
})

test('an instant is moved by its offset; without one nobody knows it', () => {
  expect(momentOf('2024-01-01 02:30:00.5+05:30', true)).toBe('2023-12-31 21:00:00.5+00')
  expect(momentOf('1900-01-01 00:00:00-00:01:15', true)).toBe('1900-01-01 00:01:15+00')
  expect(momentOf('2024-01-01 02:30:00', true)).toBeUndefined()
  expect(momentOf('2024-01-01 02:30:00+02', false)).toBe('2024-01-01 02:30:00')
})

test('a cast to another type, or to a length, may change the value', () => {
  expect(castFits('int4', 'integer')).toBe(true)
  expect(castFits('pg_catalog.timestamptz', 'timestamp(3) with time zone')).toBe(true)
  expect(castFits('integer', 'numeric(10,2)')).toBe(false)
  expect(castFits('varchar(2)', 'character varying(10)')).toBe(false)
})
