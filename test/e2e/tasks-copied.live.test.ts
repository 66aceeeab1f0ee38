import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type mysql from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  available,
  connectMysql,
  connectPostgres,
  startMariadb,
  startPostgres15,
  type TestServer,
} from '../support/servers.js'
import { type OwnServer, ownMariadb } from '../unit/dialects/mysql/changes/own-server.js'
import { buildProgram, run, runJson, workFolder } from './support/cli.js'

const folder = workFolder()
const project = join(folder, 'project')
const words = (...args: readonly string[]): readonly string[] => [...args, '--project', project]
beforeAll(buildProgram)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const include = (id: number, table: string, filters: readonly object[] = []) => ({
  ...{ 'rule-type': 'selection', 'rule-id': `${id}`, 'rule-name': `${id}`, 'rule-action': 'include', filters },
  'object-locator': { 'schema-name': 'shop', 'table-name': table },
})
const rules = [
  include(1, 'a', [
    { 'filter-type': 'source', 'column-name': 'n', 'filter-conditions': [{ 'filter-operator': 'gte', value: '5' }] },
  ]),
  include(2, 'b'),
]

describe.skipIf(!available('mariadb'))('a task between two servers of one engine', () => {
  let source: TestServer
  let target: OwnServer
  let from: mysql.Connection
  let to: mysql.Connection
  beforeAll(async () => {
    ;[source, target] = await Promise.all([startMariadb(), ownMariadb()])
    await target.start()
    from = await connectMysql(source.endpoint)
    to = await connectMysql(target.endpoint)
    await from.query(`CREATE DATABASE shop; USE shop; CREATE TABLE a (id INT PRIMARY KEY, n INT, v TEXT); CREATE TABLE b (id INT PRIMARY KEY);
      CREATE TABLE left_out (id INT PRIMARY KEY); INSERT INTO a SELECT seq, seq % 10, 'x' FROM seq_1_to_100; INSERT INTO b VALUES (1)`)
    await to.query('CREATE DATABASE shop')
  })
  afterAll(async () => {
    await Promise.allSettled([from?.end(), to?.end()])
    await Promise.all([source?.stop(), target?.stop()])
  })

  async function endpoint(
    name: string,
    role: 'source' | 'target',
    admin: mysql.Connection,
    server: Pick<TestServer, 'endpoint'>,
  ) {
    const url = `mysql://${name}@127.0.0.1:${server.endpoint.port}/shop`
    await run(words('endpoint', 'add', name, url, '--role', role, '--no-test'))
    await admin.query(`CREATE USER ${name}@'127.0.0.1'`)
    const tested = await run(words('endpoint', 'test', name))
    const { out } = await run(words('endpoint', 'grants', name, '--host', '127.0.0.1'))
    for (const sql of out.split('\n').filter((line) => line.startsWith('GRANT'))) await admin.query(sql)
    return tested
  }

  const idsOf = async (admin: mysql.Connection, sql: string): Promise<unknown> => {
    const [rows] = await admin.query(sql)
    return Array.isArray(rows) ? rows.map((row) => Object.values(row)[0]).join(',') : rows
  }

  it('moves what the rules select with the rights that it asked for, and follows it', async () => {
    await endpoint('mover', 'source', from, source)
    await endpoint('writer', 'target', to, target)
    writeFileSync(join(folder, 'rules.json'), JSON.stringify({ rules }))
    await run(
      words(
        'task',
        'create',
        'copy',
        '--source',
        'mover',
        '--target',
        'writer',
        '--table-mapping',
        join(folder, 'rules.json'),
      ),
    )
    const started = await runJson(words('task', 'start', 'copy', '--until', 'caught-up'))
    expect({ code: started.code, err: started.err }).toMatchObject({ code: 0 })
    await from.query(`UPDATE shop.a SET n = n - 1 WHERE id <= 20; UPDATE shop.a SET n = 9 WHERE id = 1; INSERT INTO shop.b VALUES (2);
      INSERT INTO shop.left_out VALUES (1); DELETE FROM shop.a WHERE id = 55`)
    const resumed = await runJson(words('task', 'resume', 'copy', '--until', 'caught-up'))
    expect({ code: resumed.code, err: resumed.err }).toMatchObject({ code: 0 })
    const wanted = await idsOf(from, 'SELECT id FROM shop.a WHERE n >= 5 ORDER BY id')
    expect(await idsOf(to, 'SELECT id FROM shop.a ORDER BY id')).toBe(wanted)
    expect(
      await idsOf(to, "SELECT table_name FROM information_schema.tables WHERE table_schema = 'shop' ORDER BY 1"),
    ).toBe('a,b')
    const compared = await runJson(words('task', 'validate', 'copy'))
    expect({ code: compared.code, value: compared.value }).toMatchObject({ code: 0, value: { equal: true } })
  })
})

describe.skipIf(!available('postgres15'))('a task between two databases whose log has publications', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startPostgres15()
  })
  afterAll(() => server?.stop())

  const ask = async (database: string, ...statements: readonly string[]): Promise<string | undefined> => {
    const client = await connectPostgres({ ...server.endpoint, database })
    try {
      const results = []
      for (const sql of statements) results.push(await client.query<string[]>({ text: sql, rowMode: 'array' }))
      return results.at(-1)?.rows[0]?.[0]
    } finally {
      await client.end()
    }
  }
  const grant = async (name: string, role: 'source' | 'target', database: string): Promise<void> => {
    const url = `postgresql://${name}@127.0.0.1:${server.endpoint.port}/${database}`
    await run(words('endpoint', 'add', name, url, '--role', role, '--no-test'))
    const { out } = await run(words('endpoint', 'grants', name))
    await ask(database, `CREATE ROLE ${name} LOGIN`, ...out.split('\n').filter((line) => /^(GRANT|ALTER)/.test(line)))
  }

  it('works with the rights that were asked for; the tables must be its own to be published', async () => {
    await ask('test', 'CREATE DATABASE here', 'CREATE DATABASE there', 'CREATE ROLE owner')
    await ask(
      'here',
      'CREATE SCHEMA shop AUTHORIZATION owner',
      'CREATE TABLE shop.a (id int PRIMARY KEY, v text)',
      'ALTER TABLE shop.a OWNER TO owner',
      "INSERT INTO shop.a VALUES (1, 'x')",
    )
    await grant('reader', 'source', 'here')
    await grant('maker', 'target', 'there')
    await run(words('task', 'create', 'pub', '--source', 'reader', '--target', 'maker'))
    const refused = await run(words('task', 'start', 'pub', '--until', 'caught-up'))
    expect({ err: refused.err }).toMatchObject({ err: expect.stringMatching(/XW-S0445/) })
    await ask('here', 'GRANT owner TO reader')
    const started = await run(words('task', 'resume', 'pub', '--until', 'caught-up'))
    expect({ code: started.code, err: started.err }).toMatchObject({ code: 0 })
    await ask('here', "INSERT INTO shop.a VALUES (2, 'y')", 'DELETE FROM shop.a WHERE id = 1')
    const resumed = await run(words('task', 'resume', 'pub', '--until', 'caught-up'))
    expect({ code: resumed.code, err: resumed.err }).toMatchObject({ code: 0 })
    expect(await ask('there', "SELECT string_agg(id || v, ',') FROM shop.a")).toBe('2y')
  })
})
