import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { available, connectPostgres, startPostgres15, type TestServer } from '../support/servers.js'
import { buildProgram, fails, run, runJson, workFolder } from './support/cli.js'
import { live, type Pair, startPair } from './support/live.js'

const folder = workFolder()
beforeAll(buildProgram)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const condition = (op: string, value?: string, end?: string) => ({
  'filter-operator': op,
  ...(end === undefined ? (value === undefined ? {} : { value }) : { 'start-value': value, 'end-value': end }),
})
const include = (id: number, table: string, filters: readonly (readonly [string, readonly object[]])[]) => ({
  ...{ 'rule-type': 'selection', 'rule-id': `${id}`, 'rule-name': `${id}`, 'rule-action': 'include' },
  'object-locator': { 'schema-name': 'shop', 'table-name': table },
  filters: filters.map(([name, conditions]) => ({
    'filter-type': 'source',
    'column-name': name,
    'filter-conditions': conditions,
  })),
})

/** Each table has one filter; the condition in SQL is written by hand, as an oracle of its own. */
const cases: readonly {
  readonly table: string
  readonly filters: Parameters<typeof include>[2]
  readonly where: string
}[] = [
  { table: 'f1', filters: [['n', [condition('gte', '3'), condition('null')]]], where: 'n >= 3 OR n IS NULL' },
  {
    table: 'f2',
    filters: [
      ['big', [condition('ste', '18446744073709551614')]],
      ['n', [condition('notnull')]],
    ],
    where: 'big <= 18446744073709551614 AND n IS NOT NULL',
  },
  { table: 'f3', filters: [['d', [condition('between', '-1.5', '2.25')]]], where: 'd BETWEEN -1.5 AND 2.25' },
  { table: 'f4', filters: [['d', [condition('notbetween', '-1.5', '2.25')]]], where: 'd NOT BETWEEN -1.5 AND 2.25' },
  {
    table: 'f5',
    filters: [
      ['day', [condition('gte', '2026-02-01')]],
      ['at', [condition('lte', '2026-03-01 12:00:00.5')]],
    ],
    where: "day >= '2026-02-01' AND at <= '2026-03-01 12:00:00.5'",
  },
  {
    table: 'f6',
    filters: [['v', [condition('eq', 'Bé'), condition('eq', "o'x"), condition('eq', '')]]],
    where: "CAST(v AS BINARY) IN (CAST('Bé' AS BINARY), 'o''x', '')",
  },
  { table: 'f7', filters: [['v', [condition('noteq', 'a')]]], where: "CAST(v AS BINARY) <> 'a'" },
  { table: 'f8', filters: [['e', [condition('eq', 'two'), condition('null')]]], where: "e = 'two' OR e IS NULL" },
  {
    table: 'f9',
    filters: [['l', [condition('eq', 'Bé')]]],
    where: "CAST(CONVERT(l USING utf8mb4) AS BINARY) = CAST('Bé' AS BINARY)",
  },
  { table: 'f10', filters: [['c', [condition('eq', 'DE ')]]], where: "CAST(c AS BINARY) = 'DE'" },
]

const values: Readonly<Record<string, readonly string[]>> = {
  n: ['NULL', '-1', '2', '3', '2147483647'],
  big: ['0', '18446744073709551614', '18446744073709551615'],
  d: ['NULL', '-1.5001', '-1.5', '0', '2.2500', '2.2501'],
  day: ["'2026-01-31'", "'2026-02-01'", "'2027-01-01'"],
  at: ["'2026-03-01 12:00:00.500000'", "'2026-03-01 12:00:00.500001'", 'NULL'],
  v: ["'Bé'", "'bé'", "'Bé '", "'o''x'", "''", "'a'", "'A'", 'NULL'],
  e: ["'one'", "'two'", 'NULL'],
  l: ["'Bé'", "'be'", 'NULL'],
  c: ["'DE'", "'DE  '", "'de'", "''", 'NULL'],
}
const columns = Object.keys(values)
let seed = 7
const random = (below: number): number => {
  seed = (seed * 1103515245 + 12345) & 0x7fffffff
  return (seed >> 8) % below
}
const pick = (column: string): string => values[column]?.[random(values[column]?.length ?? 1)] ?? 'NULL'
const row = (id: number): string => `(${id}, ${columns.map(pick).join(', ')})`

/** One random change of a table of at most 60 rows. */
function change(table: string): string {
  const id = random(60)
  const kind = random(10)
  const column = columns[random(columns.length)] ?? 'n'
  if (kind < 2) return `INSERT IGNORE INTO ${table} VALUES ${row(id)}, ${row(id + 100)}`
  if (kind < 3) return `DELETE FROM ${table} WHERE id = ${id}`
  if (kind < 4) return `REPLACE INTO ${table} VALUES ${row(id)}`
  if (kind < 5) return `UPDATE IGNORE ${table} SET id = id + 200, ${column} = ${pick(column)} WHERE id = ${id}`
  return `UPDATE ${table} SET ${column} = ${pick(column)} WHERE id % 7 = ${id % 7}`
}

describe.skipIf(!live)('filters of rows', () => {
  let pair: Pair
  beforeAll(async () => {
    pair = await startPair()
    await pair.my.query('CREATE DATABASE shop; USE shop')
    for (const { table } of cases) {
      await pair.my.query(
        `CREATE TABLE ${table} (id INT PRIMARY KEY, n INT, big BIGINT UNSIGNED, d DECIMAL(12,4), day DATE, at DATETIME(6), v VARCHAR(20), e ENUM('one','two'), l VARCHAR(20) CHARACTER SET latin1, c CHAR(4))`,
      )
      await pair.my.query(`INSERT INTO ${table} VALUES ${Array.from({ length: 60 }, (_, id) => row(id)).join(', ')}`)
    }
  })
  afterAll(() => pair?.stop())

  const document = join(folder, 'rules.json')
  const project = join(folder, 'project')
  const out = join(project, 'tasks/shop/out')

  async function compare(ends: readonly string[]): Promise<void> {
    for (const { table, where } of cases) {
      const [rows] = await pair.my.query(`SELECT id FROM shop.${table} WHERE ${where} ORDER BY id`)
      const wanted = Array.isArray(rows) ? rows.map((each) => Object.values(each)[0]).join(',') : ''
      const found = await pair.ask(
        'shop',
        `SELECT coalesce(string_agg(id::text, ',' ORDER BY id), '') FROM shop.${table}`,
      )
      expect({ table, ids: found }).toEqual({ table, ids: wanted })
    }
    const compared = await runJson(['validate', ...ends, '--out', out])
    expect(compared.value).toMatchObject({ equal: true, totals: { failedTables: 0, tables: cases.length } })
  }

  it('hold for the load, for every change, and for the comparison: rows come and go as they pass', async () => {
    writeFileSync(
      document,
      JSON.stringify({ rules: cases.map(({ table, filters }, at) => include(at + 1, table, filters)) }),
    )
    const ends = [pair.source('shop'), await pair.freshTarget('shop')]
    const task = [
      'replicate',
      ...ends,
      '--project',
      project,
      '--proof',
      'none',
      '--until',
      'caught-up',
      '--table-mapping',
      document,
    ]
    const first = await run(task)
    expect({ code: first.code, err: first.err }).toEqual({ code: 0, err: expect.any(String) })
    await compare(ends)
    for (const mode of ['net', 'ordered']) {
      for (let round = 0; round < 40; round++)
        for (const { table } of cases) {
          if (round % 10 === 5)
            await pair.my.query(`BEGIN; ${change(table)}; ${change(table)}; ${change(table)}; COMMIT`)
          else await pair.my.query(change(table))
        }
      const next = await run([...task, '--apply', mode])
      expect({ code: next.code, err: next.err }).toEqual({ code: 0, err: expect.any(String) })
      await compare(ends)
    }
    await pair.ask('shop', 'INSERT INTO shop.f1 (id, n) VALUES (999, 1)')
    const extra = await runJson(['validate', ...ends, '--out', out])
    expect(extra.value).toMatchObject({ equal: false, totals: { extra: 1 } })
    await pair.ask('shop', 'DELETE FROM shop.f1 WHERE id = 999')
  })

  it('stop at a change whose image does not hold their columns (XW-S0717), and refuse a file (XW-S0709)', async () => {
    await pair.my.query(
      "SET SESSION binlog_row_image = 'MINIMAL'; INSERT INTO shop.f1 (id, n) VALUES (500, 9); UPDATE shop.f1 SET v = 'm' WHERE id = 500",
    )
    const ends = [pair.source('shop'), pair.target('shop')]
    const task = ['replicate', ...ends, '--project', project, '--proof', 'none', '--until', 'caught-up']
    await fails(task, 4, 'XW-S0717', /shop\.f1/)
    const file = join(folder, 'dump.sql')
    writeFileSync(file, 'CREATE TABLE f1 (id INT PRIMARY KEY, n INT);')
    const only = join(folder, 'one.json')
    writeFileSync(only, JSON.stringify({ rules: [include(1, 'f1', [['n', [condition('null')]]])] }))
    const words = [
      '--from',
      'mysql',
      '--to',
      'postgres',
      '--proof',
      'none',
      '--table-mapping',
      only,
      '--out',
      join(folder, 'out'),
    ]
    await fails(['convert', file, ...words], 64, 'XW-S0709')
  })
})

describe.skipIf(!available('postgres15'))('filters of rows where the log has the row before a change', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startPostgres15()
  })
  afterAll(() => server?.stop())

  const ask = async (database: string, sql: string): Promise<string | null> => {
    const client = await connectPostgres({ ...server.endpoint, database })
    try {
      const { rows } = await client.query<string[]>({ text: sql, rowMode: 'array' })
      return rows?.[0]?.[0] ?? null
    } finally {
      await client.end()
    }
  }
  const url = (database: string) => `postgresql://tester@127.0.0.1:${server.endpoint.port}/${database}`

  const filtered = [
    { table: 'p1', filters: [['n', [condition('gte', '2.5')]]] as const, where: 'n >= 2.5' },
    {
      table: 'p2',
      filters: [['day', [condition('between', '2026-01-01', '2026-02-01')]]] as const,
      where: "day BETWEEN '2026-01-01' AND '2026-02-01'",
    },
    {
      table: 'p3',
      filters: [['at', [condition('ste', '2026-01-01 12:00:00.25'), condition('null')]]] as const,
      where: "at <= '2026-01-01 12:00:00.25' OR at IS NULL",
    },
    { table: 'p4', filters: [['v', [condition('noteq', 'Bé')]]] as const, where: 'v COLLATE "C" <> \'Bé\'' },
    {
      table: 'p5',
      filters: [['i', [condition('notbetween', '1', '2')]]] as const,
      where: 'i NOT BETWEEN 1 AND 2',
    },
    { table: 'p6', filters: [['c', [condition('noteq', 'DE')]]] as const, where: "c <> 'DE'" },
  ]
  const kinds = {
    n: ['NULL', '2.49', '2.5', '2.500', '-3', '100000000000000000000.1'],
    day: ['NULL', "'2025-12-31'", "'2026-01-01'", "'2026-02-01'"],
    at: ['NULL', "'2026-01-01 12:00:00.25'", "'2026-01-01 12:00:00.250001'", "'1999-01-01'"],
    v: ['NULL', "'Bé'", "'be'", "''"],
    e: ["'one'", "'two'", 'NULL'],
    i: ['0', '1', '2', '3', 'NULL'],
    c: ["'DE'", "'de'", "''", 'NULL'],
  } as const
  const some = (list: readonly string[]): string => list[random(list.length)] ?? 'NULL'
  const fresh = (id: number): string => `(${id}, ${Object.values(kinds).map(some).join(', ')})`
  const names = Object.keys(kinds)
  const altered = (table: string): string => {
    const column = random(names.length)
    const set = `${names[column]} = ${some(Object.values(kinds)[column] ?? [])}`
    const roll = random(8)
    if (roll === 0) return `DELETE FROM shop.${table} WHERE id = ${random(40)}`
    if (roll === 1) return `INSERT INTO shop.${table} VALUES ${fresh(random(80))} ON CONFLICT DO NOTHING`
    if (roll === 2)
      return `UPDATE shop.${table} SET id = id + 1000, ${set} WHERE id = ${random(40)} AND NOT EXISTS (SELECT 1 FROM shop.${table} o WHERE o.id > 999)`
    return `UPDATE shop.${table} SET ${set} WHERE id % 5 = ${random(5)}`
  }

  it('hold there too, and stop at a change of which only the key is known', async () => {
    await ask('test', 'CREATE DATABASE rows_of')
    await ask('test', 'CREATE DATABASE rows_to')
    await ask('rows_of', "CREATE SCHEMA shop; CREATE TYPE shop.e AS ENUM ('one', 'two')")
    for (const { table } of filtered) {
      await ask(
        'rows_of',
        `CREATE TABLE shop.${table} (id int PRIMARY KEY, n numeric, day date, at timestamp, v varchar(10), e shop.e, i int, c char(4)); ALTER TABLE shop.${table} REPLICA IDENTITY FULL`,
      )
      await ask(
        'rows_of',
        `INSERT INTO shop.${table} VALUES ${Array.from({ length: 40 }, (_, id) => fresh(id)).join(', ')}`,
      )
    }
    const own = join(folder, 'own.json')
    writeFileSync(
      own,
      JSON.stringify({ rules: filtered.map(({ table, filters }, at) => include(at + 1, table, filters)) }),
    )
    const place = join(folder, 'own')
    const task = [
      'replicate',
      url('rows_of'),
      url('rows_to'),
      '--project',
      place,
      '--until',
      'caught-up',
      '--table-mapping',
      own,
    ]
    for (let round = 0; round < 2; round++) {
      const ended = await run(task)
      expect({ code: ended.code, err: ended.err }).toEqual({ code: 0, err: expect.any(String) })
      for (const { table, where } of filtered) {
        const ids = (condition: string) =>
          `SELECT coalesce(string_agg(id::text, ',' ORDER BY id), '') FROM shop.${table} ${condition}`
        expect({ table, ids: await ask('rows_to', ids('')) }).toEqual({
          table,
          ids: await ask('rows_of', ids(`WHERE ${where}`)),
        })
      }
      const out = join(place, 'tasks/rows_of-to-rows_to/out')
      const compared = await runJson(['validate', url('rows_of'), url('rows_to'), '--out', out])
      expect(compared.value).toMatchObject({ equal: true, totals: { failedTables: 0, tables: filtered.length } })
      for (let change = 0; change < 30; change++) for (const { table } of filtered) await ask('rows_of', altered(table))
    }
    await ask('rows_of', 'ALTER TABLE shop.p1 REPLICA IDENTITY DEFAULT')
    await ask('rows_of', "INSERT INTO shop.p1 (id, n) VALUES (5000, 7); UPDATE shop.p1 SET v = 'z' WHERE id = 5000")
    await fails(task, 4, 'XW-S0717')
  })
})
