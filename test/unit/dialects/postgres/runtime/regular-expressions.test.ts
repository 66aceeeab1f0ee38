import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runtimeClosure } from '../../../../../src/dialects/postgres/runtime/index.js'

/** Results are those that the manual of the source shows or describes: SQL Language Reference, "REGEXP_SUBSTR" and its neighbours. */
const values: readonly (readonly [string, string | null])[] = [
  ["match_pattern('(a)\\1[\\d]')", '((a)\\2[\\\\d])'],
  ["match_text('500 Oracle Parkway, Redwood Shores, CA', ',[^,]+,', 1, 1, NULL, 0)", ', Redwood Shores,'],
  [
    "match_text('http://www.example.com/products', 'http://([[:alnum:]]+\\.?){3,4}/?', 1, 1, NULL, 0)",
    'http://www.example.com/',
  ],
  ["match_text('1234567890', '(123)(4(56)(78))', 1, 1, 'i', 1)", '123'],
  ["match_text('1234567890', '(123)(4(56)(78))', 1, 1, 'i', 4)", '78'],
  ["match_text('a,b,,d', '[^,]+', 1, 3, NULL, 0)", 'd'],
  ["match_text('abab', '(ab)\\1', 1, 1, NULL, 0)", 'abab'],
  ["match_text('aXbx', 'x', 1, 1, 'i', 0)", 'X'],
  ["match_text(E'a\\nb', 'a.b', 1, 1, NULL, 0)", null],
  ["match_text(E'a\\nb', 'a.b', 1, 1, 'n', 0)", 'a\nb'],
  ["match_text('<a><b>', '<.*?>', 1, 2, NULL, 0)", '<b>'],
  ["match_text('abc', 'x*', 1, 1, NULL, 0)", null],
  ["match_text(NULL, 'x', 1, 1, NULL, 0)", null],
  ["match_place('500 Oracle Parkway, Redwood Shores, CA', '[^ ]+', 1, 6, 0, NULL, 0)", '37'],
  ["match_place('500 Oracle Parkway, Redwood Shores, CA', '[s|r|p][[:alpha:]]{6}', 3, 2, 1, 'i', 0)", '28'],
  ["match_place('abc', 'z', 1, 1, 0, NULL, 0)", '0'],
  ["match_count('123123123123123', '(12)3', 1, 'i')", '5'],
  ["match_count('123123123123', '123', 3, 'i')", '3'],
  [
    "match_replaced('500   Oracle     Parkway,    Redwood  Shores, CA', '( ){2,}', ' ', 1, 0, NULL)",
    '500 Oracle Parkway, Redwood Shores, CA',
  ],
  ["match_replaced('abc', '(.)', '\\1 ', 1, 0, NULL)", 'a b c '],
  ["match_replaced('abcabc', 'b', 'X', 1, 2, NULL)", 'abcaXc'],
  ["match_replaced('abcabc', 'b', 'X', 3, 0, NULL)", 'abcaXc'],
  ["match_replaced('abc', 'abc', NULL, 1, 0, NULL)", null],
  ["match_replaced('abc', NULL, 'x', 1, 0, NULL)", 'abc'],
  ["match_replaced('Ellen Hildi Smith', '(.*) (.*) (.*)', '\\3, \\1 \\2', 1, 0, NULL)", 'Smith, Ellen Hildi'],
  ["match_replaced('a&b', '&', '[&]', 1, 0, NULL)", 'a[&]b'],
  ["match_replaced('äöü', '[ö]', 'o', 1, 0, NULL)", 'äoü'],
  ["matches_pattern('Stephen', '^Ste(v|ph)en$', NULL)", 'true'],
  ["matches_pattern('a]b', '[]x]', NULL)", 'true'],
  ["matches_pattern('5', '[[:digit:]]', 'c')", 'true'],
  ["matches_pattern('d', '[\\d]', NULL)", 'true'],
  ["matches_pattern('7', '[\\d]', NULL)", 'false'],
  ["match_text(E'a\\nb', 'a[^x]b', 1, 1, NULL, 0)", 'a\nb'],
  ["match_count(E'a\\nb\\nc', '^.$', 1, 'm')", '3'],
  ["match_count(E'a\\nb\\nc', '^.$', 1, NULL)", '0'],
]

describe('regular expressions with options, places and groups', () => {
  let database: PGlite
  beforeAll(async () => {
    database = await PGlite.create()
    await database.exec('CREATE SCHEMA crosswalk_rt')
    const names = ['match_text', 'match_place', 'match_count', 'match_replaced', 'matches_pattern']
    for (const each of runtimeClosure(names)) await database.exec(each.sql)
  }, 60_000)
  afterAll(() => database.close())

  it.each(values)('%s is what the manual says', async (call, value) => {
    const { rows } = await database.query<{ value: string | null }>(`SELECT (crosswalk_rt.${call})::text AS value`)
    expect(rows[0]?.value).toBe(value)
  })
})
