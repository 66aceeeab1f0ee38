import { PGlite } from '@electric-sql/pglite'
import { parsePlPgSQL } from 'libpg-query'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runtimeClosure, runtimeFunction, runtimeNames } from '../../../../../src/dialects/postgres/runtime/index.js'

/** Look at the session, or change it. */
const session = [
  'follow_counter',
  'get_lock',
  'last_insert_id',
  'is_free_lock',
  'keep_last_number',
  'lock_holder',
  'release_all_locks',
  'release_lock',
  'set_last_insert_id',
  'set_time_zone',
  'set_user_variable',
  'table_in_text',
  'tables_in_text',
  'user_variable',
  'uuid_short',
]

/** Do something although an argument is null, or have none. */
const ofNull = ['last_insert_id', 'release_all_locks', 'set_last_insert_id', 'set_user_variable', 'uuid_short']

/** Parts of statements' texts: a null is an error. */
const ofText = [
  'integers_in_text',
  'list_in_text',
  'name_in_text',
  'number_in_text',
  'numbers_in_text',
  'order_in_text',
  'statement_text',
  'table_in_text',
  'tables_in_text',
  'texts_in_text',
]

/** Options of a match may be null, and so may a new text. */
const ofMatches = [
  'match_count',
  'match_flags',
  'match_found',
  'match_place',
  'match_replaced',
  'match_text',
  'matches_pattern',
]

describe('the runtime library', () => {
  let database: PGlite
  beforeAll(async () => {
    database = await PGlite.create()
    await database.exec("SET TimeZone = 'UTC'; CREATE SCHEMA crosswalk_rt")
    for (const each of runtimeClosure(runtimeNames())) await database.exec(each.sql)
  }, 60_000)
  afterAll(() => database.close())

  it('keeps what the example in front of each function says', async () => {
    const wrong: string[] = []
    for (const name of runtimeNames()) {
      const example = /^-- Example: (.*)$/m.exec(runtimeFunction(name)?.sql ?? '')?.[1] ?? 'false'
      const held = await database.query<{ held: boolean }>(`SELECT (${example}) AS held`).then(
        ({ rows }) => rows[0]?.held,
        (error: unknown) => String(error),
      )
      if (held !== true) wrong.push(`${name}: ${example}: ${held}`)
    }
    expect(wrong).toEqual([])
  })

  it('says in front of each function what it means and where that is written', () => {
    for (const name of runtimeNames()) {
      const sql = runtimeFunction(name)?.sql ?? ''
      expect(sql, name).toMatch(/^-- .{15,}\n-- Source: the manual of the source server, ".+"\.\n-- Example: /)
      expect(sql, name).toContain(`CREATE OR REPLACE FUNCTION crosswalk_rt.${name}(`)
    }
  })

  it('declares volatility, so that indexes and generated columns may use what never changes', async () => {
    const { rows } = await database.query<{ proname: string; provolatile: string; proisstrict: boolean }>(
      "SELECT proname, provolatile, proisstrict FROM pg_proc WHERE pronamespace = 'crosswalk_rt'::regnamespace",
    )
    const ofCatalogue = (name: string) => name.startsWith('catalogue_')
    const notImmutable = rows
      .filter((row) => row.provolatile !== 'i')
      .map((row) => row.proname)
      .filter((name) => !ofCatalogue(name))
    expect(notImmutable.sort()).toEqual(
      [
        ...session,
        'call_stack',
        'convert_zone',
        'date_format',
        'error_message',
        'json_as',
        'moment_of_text',
        'moment_text',
        'random_bytes',
        'random_text',
        'sleep',
        'statement_text',
        'time_format',
        'unboxed',
      ].sort(),
    )
    const lax = rows
      .filter((row) => !row.proisstrict)
      .map((row) => row.proname)
      .filter((name) => !ofCatalogue(name))
    const ofLists = (name: string) => /^(map_|longer_list$)/.test(name)
    expect(lax.filter((name) => !ofLists(name)).sort()).toEqual(
      [
        ...ofNull,
        ...ofText,
        'bytes_from',
        'char_of',
        'is_ipv6',
        'json_as',
        'no_loop',
        'quote',
        'unboxed',
        ...ofMatches,
      ].sort(),
    )
  })

  it('can stand in an index and in a generated column', async () => {
    await database.exec(`CREATE TABLE host (name text, part text GENERATED ALWAYS AS (crosswalk_rt.substring_index(name, '.', -1)) STORED);
      CREATE INDEX ON host (crosswalk_rt.find_in_set('a', name));
      INSERT INTO host VALUES ('www.example.com')`)
    const { rows } = await database.query<{ part: string }>('SELECT part FROM host')
    expect(rows[0]?.part).toBe('com')
  })

  it('searches inside text of a collation that ignores case, where the target itself refuses', async () => {
    await database.exec(
      "CREATE COLLATION IF NOT EXISTS ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false); CREATE TABLE word (w text COLLATE ci); INSERT INTO word VALUES ('aXbXc')",
    )
    const { rows } = await database.query<
      Record<string, unknown>
    >(`SELECT crosswalk_rt.replace_text(w, 'X', '-') AS replaced, crosswalk_rt.locate('X', w, 3) AS place,
      crosswalk_rt.substring_index(w, 'X', 1) AS first, crosswalk_rt.regexp_replace(w, 'x', '_', 'gi') AS matched, crosswalk_rt.to_number(w) AS number FROM word`)
    expect(rows[0]).toEqual({ replaced: 'a-b-c', place: 4, first: 'a', matched: 'a_b_c', number: 0 })
  })

  it.each([
    ['number_in_text', "'1 OR 1=1'", '0A000'],
    ['number_in_text', "'1e9999'", '0A000'],
    ['number_in_text', "''", '42601'],
    ['number_in_text', 'NULL', '42601'],
    ['integers_in_text', "'1) OR (1=1'", '0A000'],
    ['integers_in_text', "'1,'", '0A000'],
    ['integers_in_text', "'id'", '0A000'],
    ['integers_in_text', "' '", '42601'],
    ['numbers_in_text', "'1, SELECT 2'", '0A000'],
    ['texts_in_text', "'1'", '0A000'],
    ['texts_in_text', "'''a'' OR ''b'''", '0A000'],
    ['texts_in_text', "'''a\\'''", '0A000'],
    ['texts_in_text', 'NULL', '42601'],
    ['table_in_text', "'a WHERE 1=1', 'app', false, true", '0A000'],
    ['table_in_text', "'a; DROP TABLE b', 'app', false, true", '0A000'],
    ['table_in_text', "'a.b.c', 'app', false, true", '0A000'],
    ['table_in_text', "'(SELECT 1)', 'app', false, true", '0A000'],
    ['table_in_text', "'7', 'app', false, true", '0A000'],
    ['table_in_text', "' ', 'app', false, true", '42601'],
    ['table_in_text', "NULL, 'app', true, true", '42601'],
    ['table_in_text', "'pg_catalog.pg_authid', 'app', false, true", '3F000'],
    ['tables_in_text', "'a, ', 'app', false, true", '42601'],
    ['order_in_text', "'id; DROP TABLE b', ARRAY['id=id']", '0A000'],
    ['order_in_text', "'sleep(5)', ARRAY['id=id']", '0A000'],
    ['order_in_text', "'secret', ARRAY['id=id']", '42703'],
    ['order_in_text', "'', ARRAY['id=id']", '42601'],
    ['order_in_text', "NULL, ARRAY['id=id']", '42601'],
  ])('%s refuses %s with %s', async (name, text, state) => {
    await expect(database.query(`SELECT crosswalk_rt.${name}(${text})`)).rejects.toMatchObject({ code: state })
  })

  it.each([
    ["table_in_text('Log', 'app', false, true)", 'app.log'],
    ["table_in_text('Log', 'app', false, false)", 'app."Log"'],
    ["table_in_text(' `a``b` . `c.d` ', 'app', false, true)", '"a`b"."c.d"'],
    ["table_in_text('a\"; DROP TABLE b', 'app', true, true)", 'app."a""; drop table b"'],
    ["table_in_text('während', 'app', false, true)", 'app."während"'],
    ["tables_in_text('`a,b`, c', 'app', false, true)", 'app."a,b", app.c'],
    [
      "order_in_text('t.B desc, `a` , 1', ARRAY['a=x.a', 't.b=t.b'])",
      't.b DESC NULLS LAST, x.a ASC NULLS FIRST, 1 ASC NULLS FIRST',
    ],
  ])('%s is %s', async (call, made) => {
    const { rows } = await database.query<{ made: string }>(`SELECT crosswalk_rt.${call} AS made`)
    expect(rows[0]?.made).toBe(made)
  })

  it('splits lists at the commas outside of quotes', async () => {
    const { rows } = await database.query<{ items: (string | null)[] }>(
      `SELECT crosswalk_rt.list_in_text(E'1,-2.5 ,\\n"a,""b", ''it''''s, '', null', true) AS items`,
    )
    expect(rows[0]?.items).toEqual(['1', '-2.5', 'a,"b', "it's, ", null])
  })

  it('lists for each function what must exist before it', () => {
    expect(runtimeFunction('crosswalk_rt.year_week')?.needs).toEqual(['crosswalk_rt.week_parts'])
    const order = runtimeClosure(['year_week']).map((each) => each.name)
    expect(order).toEqual(['crosswalk_rt.first_week', 'crosswalk_rt.week_parts', 'crosswalk_rt.year_week'])
  })

  it('knows no function of another name, and no path', () => {
    expect(runtimeFunction('no_such_function')).toBeUndefined()
    expect(runtimeFunction('../names')).toBeUndefined()
  })

  it('has PL/pgSQL bodies that the real parser takes', async () => {
    for (const name of runtimeNames()) {
      const sql = runtimeFunction(name)?.sql ?? ''
      if (sql.includes('LANGUAGE plpgsql')) await expect(parsePlPgSQL(sql), name).resolves.toBeDefined()
    }
  })
})
