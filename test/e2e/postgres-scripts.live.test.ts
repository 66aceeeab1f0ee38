import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  available,
  connectMysql,
  connectPostgres,
  startMariadb,
  startPostgres15,
  type TestServer,
} from '../support/servers.js'
import { buildProgram, noStack, run, workFolder } from './support/cli.js'
import { shop, types, values } from './support/postgres-values.js'

const folder = workFolder()
beforeAll(buildProgram)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const dumped = values.map(([name]) => name).join(', ')
const literals = values.map(([, , written]) => `'${written.replaceAll("'", "''")}'`).join(', ')
const everything = `${types} ${shop} INSERT INTO every_type (${dumped}) VALUES (${literals}); INSERT INTO every_type DEFAULT VALUES;
  INSERT INTO customer VALUES (E'back\\\\slash\\ttab', E'two\\nlines\\rand \\\\. and \\\\N', '2024-07-01 12:00:00.5+05:30'), ('', ';''";', NULL);`

describe.skipIf(!available('postgres15') || !available('mariadb'))('a dump of PostgreSQL', () => {
  let source: TestServer
  let target: TestServer

  beforeAll(async () => {
    ;[source, target] = await Promise.all([startPostgres15(), startMariadb()])
    await onSource('test', 'CREATE DATABASE dumped')
    await onSource('dumped', everything)
  })
  afterAll(async () => {
    await source?.stop()
    await target?.stop()
  })

  async function onSource(database: string, sql: string): Promise<void> {
    const client = await connectPostgres({ ...source.endpoint, database })
    await client.query(sql).finally(() => client.end())
  }

  async function onTarget(database: string, sql: string): Promise<readonly unknown[]> {
    const client = await connectMysql({ ...target.endpoint, database })
    try {
      const [rows] = await client.query({ sql, rowsAsArray: true })
      return Array.isArray(rows) ? rows : []
    } finally {
      await client.end()
    }
  }

  const dump = (...options: readonly string[]): string =>
    execFileSync(
      'pg_dump',
      ['-h', '127.0.0.1', '-p', `${source.endpoint.port}`, '-U', 'tester', ...options, 'dumped'],
      {
        env: { ...process.env, PGOPTIONS: '-c timezone=Asia/Kolkata', PGPASSWORD: source.endpoint.password ?? '' },
      },
    ).toString()

  const urlOf = (name: string): string => `mysql://root@127.0.0.1:${target.endpoint.port}/${name}`

  async function migrated(name: string, text: string) {
    const file = join(folder, `${name}.sql`)
    const project = join(folder, name)
    writeFileSync(file, text)
    await onTarget('test', `CREATE DATABASE ${name}`)
    const ended = await run(['migrate', file, urlOf(name), '--from', 'postgres', '--project', project])
    noStack(ended)
    return { ...ended, project }
  }

  /** What the server shows of all rows. */
  async function shownBy(name: string): Promise<Readonly<Record<string, readonly unknown[]>>> {
    const order = { customer: 'code', orders: 'id', numbered: 'id', event: 'id', every_type: 'n' }
    const found: Record<string, readonly unknown[]> = {}
    for (const [table, by] of Object.entries(order))
      found[table] = await onTarget(name, `SELECT * FROM ${table} ORDER BY ${by}`)
    return found
  }

  it.each([
    ['copied', []],
    ['inserted', ['--inserts']],
    ['by_columns', ['--column-inserts', '--rows-per-insert=100']],
  ])('%s: its rows are those that the server itself gives', async (name, options) => {
    await onTarget('test', `CREATE DATABASE ${name}_live`)
    const live = `postgresql://tester@127.0.0.1:${source.endpoint.port}/dumped`
    const other = await run(['migrate', live, urlOf(`${name}_live`), '--project', join(folder, `${name}_live`)])
    expect({ code: other.code, out: other.out, err: other.err }).toMatchObject({ code: 0 })
    const ended = await migrated(name, dump(...options))
    expect({ code: ended.code, out: ended.out, err: ended.err }).toMatchObject({ code: 0 })
    expect(ended.out).toMatch(/rows +6,006 read, 6,006 written, 0 set aside/)
    expect(ended.out).toMatch(/compared +[\d,]+ values, 0 differing/)
    expect(await shownBy(name)).toEqual(await shownBy(`${name}_live`))
    await onTarget(name, "INSERT INTO orders (customer, amount) VALUES ('c1', 1)")
    expect(await onTarget(name, 'SELECT max(id) FROM orders')).toEqual([['5001']])
  })

  it('what only a server could compute is set aside with its reason', async () => {
    const text = `CREATE TABLE t (id int PRIMARY KEY, a text, n numeric(5,1), at timestamptz DEFAULT now());
      INSERT INTO t VALUES (1, 'a' || 'b', 1, NULL), (2, $$it's$$, '2.5'::numeric, '2024-01-01 00:00:00+02'), (3, E'\\x41\\101', DEFAULT, NULL);
      INSERT INTO t (id, a) VALUES (4, 'now');
      INSERT INTO t SELECT 5, 'five', 5;
      INSERT INTO t VALUES (6, upper('x'), 1.5::int, NULL), (7, 'short'), (8, NULL, 'x', NULL), (9, '', -1e2, '2024-01-01 00:00:00');
      INSERT INTO t (id, a, at) VALUES (10, 'last', NULL)`
    const ended = await migrated('refused', text)
    expect({ code: ended.code, out: ended.out, err: ended.err }).toMatchObject({ code: 3 })
    expect(ended.out).toMatch(/rows +10 read, 3 written, 7 set aside/)
    const isRejects = (path: string): boolean => path.endsWith('.ndjson')
    const [rejects = ''] = readdirSync(ended.project, { recursive: true }).map(String).filter(isRejects)
    const lines = readFileSync(join(ended.project, rejects), 'utf8').trim().split('\n')
    const codes = lines.map((line) => JSON.parse(line).code)
    expect(codes.sort()).toEqual(['XW-D0112', 'XW-D0112', 'XW-D0112', 'XW-D0112', 'XW-D0113', 'XW-D0113', 'XW-D0115'])
    expect(await onTarget('refused', 'SELECT id, a, n, CAST(at AS CHAR) FROM t ORDER BY id')).toEqual([
      [2, "it's", '2.5', '2023-12-31 22:00:00.000000'],
      [3, 'AA', null, null],
      [10, 'last', null, null],
    ])
  })
})
