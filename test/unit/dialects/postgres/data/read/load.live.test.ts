import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Endpoint } from '../../../../../../src/core/dialect/endpoint.js'
import type { Mapping, TableMapping } from '../../../../../../src/core/mapping/mapping.js'
import { tableMapping } from '../../../../../../src/dialects/postgres/copy/mapping.js'
import { readTables } from '../../../../../../src/dialects/postgres/copy/tables.js'
import { postgresComparer as comparer } from '../../../../../../src/dialects/postgres/data/compare/comparer.js'
import { source as connector } from '../../../../../../src/dialects/postgres/data/read/snapshot.js'
import { target } from '../../../../../../src/dialects/postgres/data/target.js'
import { load } from '../../../../../../src/load/load.js'
import { validate } from '../../../../../../src/verify/validate.js'
import { available, connectPostgres, startPostgres15, type TestServer } from '../../../../../support/servers.js'

describe.skipIf(!available('postgres15'))('rows from one server to another', () => {
  let server: TestServer
  let here: pg.Client
  let there: pg.Client
  let ends: { readonly from: Endpoint; readonly to: Endpoint }
  const rejectFolder = mkdtempSync(join(tmpdir(), 'crosswalk-rejects-'))

  beforeAll(async () => {
    server = await startPostgres15()
    const admin = await connectPostgres(server.endpoint)
    await admin.query('CREATE DATABASE here')
    await admin.query("CREATE DATABASE there LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
    await admin.end()
    ends = { from: { ...server.endpoint, database: 'here' }, to: { ...server.endpoint, database: 'there' } }
    here = await connectPostgres(ends.from)
    there = await connectPostgres(ends.to)
  })
  afterAll(async () => {
    await here?.end()
    await there?.end()
    await server?.stop()
    rmSync(rejectFolder, { recursive: true, force: true })
  })

  const both = async (sql: string): Promise<void> => {
    await here.query(sql)
    await there.query(sql)
  }

  async function mappingOf(...names: readonly string[]): Promise<Mapping> {
    await here.query("SET search_path = ''")
    const run = async (text: string, values: readonly string[]) =>
      (await here.query<(string | null)[]>({ text, values: [...values], rowMode: 'array' })).rows
    const found = await readTables(run, ['public'])
    await here.query('RESET search_path')
    const tables = found.filter(({ name }) => names.includes(name))
    return { tables: tables.map(tableMapping), sequences: [] }
  }

  const move = async (mapping: Mapping, rowsPerChunk?: number, signal?: AbortSignal) =>
    load({
      ...{ mapping, source: { kind: 'live', connector, endpoint: ends.from } },
      target: { connector: target, endpoint: ends.to },
      options: { workers: 3, rejectFolder, ...(rowsPerChunk === undefined ? {} : { rowsPerChunk }) },
      ...(signal ? { signal } : {}),
    })

  const contents = async (client: pg.Client, table: string): Promise<string> => {
    const { rows } = await client.query(
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') AS all FROM ONLY ${table} AS t`,
    )
    return rows[0].all
  }

  it.each([
    ['a number', 'k int', 'n'],
    ['a sparse number', 'k bigint', 'n * 1000003::bigint'],
    ['a decimal', 'k numeric(12, 3)', "CASE WHEN n = 0 THEN 'NaN' ELSE n / 8.0 END"],
    ['a float', 'k float8', "CASE WHEN n = 0 THEN 'NaN' WHEN n = 1 THEN '-Infinity' ELSE n / 3.0 END"],
    ['text', 'k text', `md5(n::text) || '''"\\'`],
    ['padded text', 'k char(40)', `md5(n::text)`],
    [
      'text whose case does not count',
      'k citext',
      `CASE WHEN n % 2 = 0 THEN upper(md5(n::text)) ELSE md5(n::text) END`,
    ],
    ['a label', 'k color', "('{red,green,blue,black}'::color[])[1 + n % 4]"],
    ['bytes', 'k bytea', "decode(md5(n::text), 'hex')"],
    [
      'a moment',
      'k timestamptz',
      "CASE WHEN n = 0 THEN 'infinity' ELSE '2020-01-01'::timestamptz - n * interval '1 month' END",
    ],
    ['a uuid', 'k uuid', 'md5(n::text)::uuid'],
    ['a list', 'k int[]', 'ARRAY[n % 10, NULL, n]'],
    ['a range', 'k int4range', 'int4range(n, n + 5)'],
    ['a record', 'k pair', "ROW(n % 5, 'x' || n)::pair"],
    ['an address', 'k inet', "'10.0.0.0'::inet + n"],
    ['a domain', 'k positive', 'n + 1'],
    ['several columns', 'a int, k text, c date', "n % 3, md5(n::text), '2020-01-01'::date + n"],
  ])('every row is in one chunk when the key is %s', async (_, columns, values) => {
    await both(`
      SET client_min_messages = error; DROP TABLE IF EXISTS t; DROP TYPE IF EXISTS color, pair; DROP DOMAIN IF EXISTS positive;
      CREATE EXTENSION IF NOT EXISTS citext; CREATE TYPE color AS ENUM ('red', 'green', 'blue', 'black');
      CREATE TYPE pair AS (a int, b text); CREATE DOMAIN positive AS int CHECK (VALUE > 0);
      CREATE TABLE t (${columns}, v text, PRIMARY KEY (${columns.startsWith('k ') ? 'k' : 'a, k, c'}))`)
    await here.query(
      `INSERT INTO t SELECT ${values}, 'v' || n FROM generate_series(0, 499) AS n ON CONFLICT DO NOTHING`,
    )
    const result = await move(await mappingOf('t'), 30)
    const rows = Number((await contents(here, 't')).split(' ')[0])
    expect(result.read).toBe(rows)
    expect(result.tables[0]?.chunks).toBeGreaterThan(rows > 100 ? 10 : 0)
    expect(await contents(there, 't')).toBe(await contents(here, 't'))
  })

  it('reads one state, which nobody can empty or redefine meanwhile', async () => {
    await here.query('CREATE TABLE steady (n int PRIMARY KEY); INSERT INTO steady SELECT generate_series(1, 1000)')
    const { tables } = await mappingOf('steady')
    const snapshot = await connector.openSnapshot(ends.from, { connections: 1, tables })
    await here.query('INSERT INTO steady VALUES (2000)')
    await here.query("SET lock_timeout = '100ms'")
    await expect(here.query('TRUNCATE steady')).rejects.toThrow('lock timeout')
    await expect(here.query('ALTER TABLE steady ADD x int')).rejects.toThrow('lock timeout')
    expect(await countOf(snapshot, tables)).toBe(1000)
    expect(snapshot.position).toBeNull()
    await snapshot.close()
    await here.query('TRUNCATE steady')
  })

  const countOf = async (
    snapshot: Awaited<ReturnType<typeof connector.openSnapshot>>,
    [table]: readonly TableMapping[],
  ): Promise<number> => {
    const nothing = { columns: [() => undefined], refusedColumn: -1, full: false, describeAll: false }
    const ignore = { begin() {}, end: () => true, drained: async () => undefined, describe() {}, refuseRow() {} }
    const reader = snapshot.read(table!, { index: 0, from: null, to: null }, 0)
    return (await reader.pump({ ...nothing, ...ignore })).rows
  }

  it('knows its place in the log when that is wanted', async () => {
    const snapshot = await connector.openSnapshot(ends.from, { connections: 1, tables: [], positioned: true })
    expect(snapshot.position).toMatch(/^[0-9A-F]+\/[0-9A-F]+;1;\d+$/)
    await snapshot.close()
  })

  it('rows of a table that inherits are its own, rows of partitions are those of the whole table', async () => {
    await both(`CREATE TABLE parent (n int); CREATE TABLE child (m int) INHERITS (parent);
      CREATE TABLE whole (n int) PARTITION BY LIST (n); CREATE TABLE odd PARTITION OF whole FOR VALUES IN (1, 3);
      CREATE TABLE rest PARTITION OF whole DEFAULT`)
    await here.query(
      'INSERT INTO parent VALUES (1); INSERT INTO child VALUES (2, 3); INSERT INTO whole VALUES (1), (2), (3), (4)',
    )
    const result = await move(await mappingOf('parent', 'child', 'whole'))
    expect(result.read).toBe(6)
    for (const table of ['parent', 'child', 'odd', 'rest'])
      expect(await contents(there, table)).toBe(await contents(here, table))
  })

  it('an account for which policies hide rows reads none', async () => {
    await both(
      'CREATE TABLE hidden (n int); ALTER TABLE hidden ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON hidden USING (n > 1)',
    )
    await here.query('INSERT INTO hidden VALUES (1), (2); CREATE ROLE clerk LOGIN; GRANT SELECT ON hidden TO clerk')
    const { tables } = await mappingOf('hidden')
    const snapshot = await connector.openSnapshot({ ...ends.from, user: 'clerk' }, { connections: 1, tables })
    await expect(countOf(snapshot, tables)).rejects.toMatchObject({
      code: 'XW-S0108',
      data: { reason: /row-level security/ },
    })
    await snapshot.close()
  })

  it('a row that the target refuses is set aside with its key, and the others of its chunk are there', async () => {
    await both('CREATE TABLE picky (a int, b text, v int[], PRIMARY KEY (a, b))')
    await here.query(`INSERT INTO picky SELECT n, 'k' || n, ARRAY[n, NULL] FROM generate_series(1, 1000) AS n`)
    await there.query('ALTER TABLE picky ADD CHECK (v[1] <> 500)')
    const result = await move(await mappingOf('picky'))
    expect(result).toMatchObject({ read: 1000, written: 999, rejected: 1 })
    const [reject] = readFileSync(join(rejectFolder, 'public.picky.ndjson'), 'utf8').trim().split('\n')
    expect(JSON.parse(reject ?? '')).toMatchObject({ key: { a: '500', b: 'k500' } })
    expect(await contents(there, 'picky')).toMatch(/^999 /)
  })

  it('a long value passes, and many of them at once', async () => {
    await both('CREATE TABLE long (n int PRIMARY KEY, v bytea, w text)')
    await here.query(
      `INSERT INTO long SELECT n, convert_to(repeat(md5(n::text), 40000 * n), 'UTF8'), repeat('ä', 900000) FROM generate_series(12, 20) AS n`,
    )
    await move(await mappingOf('long'), 3)
    expect(await contents(there, 'long')).toBe(await contents(here, 'long'))
  })

  it('a load that is stopped leaves nothing half done, and the next one finishes it', async () => {
    await both('CREATE TABLE halted (n int PRIMARY KEY, v text)')
    await here.query(`INSERT INTO halted SELECT n, repeat('x', 200) FROM generate_series(1, 200000) AS n`)
    const stop = new AbortController()
    const mapping = await mappingOf('halted')
    setTimeout(() => stop.abort(new Error('enough')), 150)
    await expect(move(mapping, 5000, stop.signal)).rejects.toThrow()
    await move(mapping, 5000)
    expect(await contents(there, 'halted')).toBe(await contents(here, 'halted'))
  })

  it('names of objects arrive as names; a row whose name the target does not know is set aside', async () => {
    await both('CREATE TABLE named (n int PRIMARY KEY, t regclass, r regrole[])')
    await here.query(
      "CREATE TABLE here_only (); INSERT INTO named VALUES (1, 'named', '{tester}'), (2, 'here_only', NULL), (3, '0', '{-}')",
    )
    const result = await move(await mappingOf('named'))
    expect(result).toMatchObject({ written: 2, rejected: 1 })
    const { rows } = await there.query('SELECT n, t::text, r::text FROM named ORDER BY n')
    expect(rows).toEqual([
      { n: '1', t: 'named', r: '{tester}' },
      { n: '3', t: '-', r: '{-}' },
    ])
  })

  it('of a table with a filter the rows that pass are moved, and compared', async () => {
    await both('CREATE TABLE chosen (n int PRIMARY KEY, d date, at timestamptz, t text, f numeric)')
    await here.query(`INSERT INTO chosen SELECT n, '2024-01-01'::date + n, '2024-01-01 00:00:00+00'::timestamptz + n * interval '1 h',
      chr(64 + n) || '''', CASE WHEN n > 3 THEN n / 4.0 END FROM generate_series(1, 26) AS n`)
    const { tables } = await mappingOf('chosen')
    const filter = {
      rule: '1',
      columns: [
        {
          name: 'n',
          compare: 'number',
          tests: [
            { op: 'between', from: '2', to: '20' },
            { op: 'eq', value: '25' },
          ],
        },
        { name: 'd', compare: 'date', tests: [{ op: 'gte', value: '2024-01-04' }] },
        { name: 'at', compare: 'timestamp', tests: [{ op: 'noteq', value: '2024-01-01 06:00:00.000000' }] },
        {
          name: 't',
          compare: 'text',
          tests: [
            { op: 'lte', value: "M'" },
            { op: 'eq', value: "Y'" },
          ],
        },
        { name: 'f', compare: 'number', tests: [{ op: 'notbetween', from: '2', to: '2.5' }, { op: 'null' }] },
      ],
    } as const
    const mapping = { tables: [{ ...tables[0]!, filter }], sequences: [] }
    await move(mapping, 3)
    const { rows } = await there.query('SELECT n FROM chosen ORDER BY n')
    expect(rows.map(({ n }) => Number(n))).toEqual([3, 4, 5, 7, 11, 12, 13, 25])
    const side = (endpoint: Endpoint) => ({ comparer, endpoint })
    expect(await validate({ mapping, source: side(ends.from), target: side(ends.to) })).toMatchObject({ equal: true })
    await there.query('INSERT INTO chosen SELECT 6')
    const found = await validate({ mapping, source: side(ends.from), target: side(ends.to) })
    expect(found.totals).toMatchObject({ extra: 1, missing: 0, differing: 0 })
  })

  it('counters go on where those of the source are, upwards, downwards, fresh and used up', async () => {
    const made = `CREATE SEQUENCE fresh; CREATE SEQUENCE used START 5; CREATE SEQUENCE down INCREMENT -3 MAXVALUE 10 START 10;
      CREATE SEQUENCE spent MAXVALUE 2; CREATE SEQUENCE bottom INCREMENT -1 MINVALUE 4 MAXVALUE 5 START 5 CYCLE;
      CREATE SEQUENCE far AS bigint; CREATE TABLE apart (n int GENERATED ALWAYS AS IDENTITY)`
    await both(made)
    await here.query(`SELECT nextval('used'), nextval('used'), nextval('down'), nextval('spent'), nextval('spent'), nextval('bottom'), nextval('bottom'),
      setval('far', 9223372036854775806); INSERT INTO apart OVERRIDING SYSTEM VALUE VALUES (1000)`)
    const names = ['fresh', 'used', 'down', 'spent', 'bottom', 'far', 'apart_n_seq']
    const sequences = names.map((name) => ({ source: placeOf(name), target: placeOf(name) }))
    await move({ tables: [], sequences })
    for (const name of names) {
      const next = (client: pg.Client) => client.query(`SELECT nextval('${name}')`).then(({ rows }) => rows, String)
      expect([name, await next(there)]).toEqual([name, await next(here)])
    }
  })

  const placeOf = (name: string) => ({ kind: 'sequence' as const, schema: 'public', name })

  it('a column that is gone is named', async () => {
    await both('CREATE TABLE shorter (a int, b int)')
    const mapping = await mappingOf('shorter')
    await here.query('ALTER TABLE shorter DROP b')
    await expect(move(mapping)).rejects.toMatchObject({ code: 'XW-D0030', data: { column: 'b' } })
  })

  it('a table that is gone or closed to the account is named', async () => {
    const { tables } = await mappingOf('picky')
    const gone = { ...tables[0]!, source: { schema: 'public', table: 'gone' } }
    const opened = connector.openSnapshot(ends.from, { connections: 1, tables: [gone] })
    await expect(opened).rejects.toMatchObject({ code: 'XW-D0031', data: { reason: /gone/ } })
  })
})
