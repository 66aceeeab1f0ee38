import { readFileSync, rmSync } from 'node:fs'
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

describe.skipIf(!available('postgres15') || !available('mariadb'))('from one engine to the other', () => {
  let source: TestServer
  let target: TestServer

  beforeAll(async () => {
    ;[source, target] = await Promise.all([startPostgres15(), startMariadb()])
  })
  afterAll(async () => {
    await source?.stop()
    await target?.stop()
  })

  const ends = (name: string) => [
    `postgresql://tester@127.0.0.1:${source.endpoint.port}/${name}`,
    `mysql://root@127.0.0.1:${target.endpoint.port}/${name}`,
  ]

  async function databases(name: string, sql: string): Promise<void> {
    await onSource('test', `CREATE DATABASE ${name}`)
    await onSource(name, sql)
    await onTarget('test', `CREATE DATABASE ${name}`)
  }

  async function onSource(database: string, sql: string): Promise<readonly (readonly (string | null)[])[]> {
    const client = await connectPostgres({ ...source.endpoint, database })
    const result = await client.query<(string | null)[]>({ text: sql, rowMode: 'array' }).finally(() => client.end())
    return result.rows
  }

  async function onTarget(database: string, sql: string): Promise<readonly (readonly (string | null)[])[]> {
    const client = await connectMysql({ ...target.endpoint, database })
    try {
      const [rows] = await client.query({ sql, rowsAsArray: true })
      return Array.isArray(rows) ? rows.map((row) => (Array.isArray(row) ? row.map(asText) : [])) : []
    } finally {
      await client.end()
    }
  }

  it('a value of each type arrives, and both sides agree about it', async () => {
    await databases('fidelity', types)
    const literals = values.map(([, , written]) => `'${written.replaceAll("'", "''")}'`)
    const columns = values.map(([name]) => name).join(', ')
    await onSource('fidelity', `INSERT INTO every_type (${columns}) VALUES (${literals.join(', ')})`)
    await onSource('fidelity', 'INSERT INTO every_type DEFAULT VALUES')
    const ended = await run(['migrate', ...ends('fidelity'), '--project', join(folder, 'fidelity')])
    noStack(ended)
    expect({ code: ended.code, out: ended.out, err: ended.err }).toMatchObject({ code: 0 })
    expect(ended.out).toMatch(/rows +2 read, 2 written, 0 set aside/)
    expect(ended.out).toMatch(/compared +\d+ values, 0 differing/)
    const shown = values.map(([name]) =>
      name === 'bytes' ? 'HEX(`bytes`)' : name === 'bits' ? '`bits` + 0' : `CAST(\`${name}\` AS CHAR)`,
    )
    const [row] = await onTarget('fidelity', `SELECT ${shown.join(', ')} FROM every_type WHERE n = 1`)
    expect(Object.fromEntries(values.map(([name], at) => [name, row?.[at]]))).toEqual(
      Object.fromEntries(values.map(([name, , , wanted]) => [name, wanted])),
    )
  })

  it('what the target has no value for is set aside with its row, and nothing is bent', async () => {
    await databases(
      'refused',
      'CREATE TABLE t (id int PRIMARY KEY, d date, m timestamptz, n numeric, f float8, k text)',
    )
    await onSource(
      'refused',
      `CREATE UNIQUE INDEX k ON t (k);
       INSERT INTO t VALUES (1, 'infinity', NULL), (2, '2024-01-01', NULL), (3, NULL, '0044-03-15 00:00:00 BC');
       INSERT INTO t (id, n) VALUES (4, 'NaN'), (5, 0.${'1'.repeat(31)}), (6, 1e40);
       INSERT INTO t (id, f) VALUES (7, 'Infinity'); INSERT INTO t (id, k) VALUES (8, repeat('x', 800)), (9, 'a'), (10, 'A'), (11, 'a ')`,
    )
    const ended = await run(['migrate', ...ends('refused'), '--project', join(folder, 'refused')])
    expect(ended.code).toBe(3)
    expect(await onTarget('refused', 'SELECT id FROM t ORDER BY id')).toEqual([['2'], ['9'], ['10'], ['11']])
    const rejects = readFileSync(join(folder, 'refused/out/rejects/refused.t.ndjson'), 'utf8').trim().split('\n')
    expect(rejects.map((line) => JSON.parse(line).key.id).sort()).toEqual(['1', '3', '4', '5', '6', '7', '8'])
  })

  it('a second migration finds everything done', async () => {
    await databases('twice', shop)
    const line = ['migrate', ...ends('twice'), '--project', join(folder, 'twice')]
    const first = await run(line)
    expect({ code: first.code, out: first.out, err: first.err }).toMatchObject({ code: 0 })
    const again = await run(line)
    expect({ code: again.code, err: again.err }).toMatchObject({ code: 0 })
    expect(again.err).not.toMatch(/apply/)
    await onTarget('twice', "INSERT INTO numbered (name) VALUES ('third')")
    expect(await onTarget('twice', 'SELECT id, other FROM numbered ORDER BY id')).toEqual([
      ['7', '8'],
      ['9', '10'],
      ['11', '12'],
    ])
    const busy = 'SELECT code, loud, orders, most FROM busy ORDER BY code'
    const shown = await onTarget('twice', busy)
    expect(shown.length).toBe(111)
    expect(shown).toEqual(await onSource('twice', busy))
    await onTarget('twice', "INSERT INTO orders (customer, amount) VALUES ('c1', 1)")
    expect(await onTarget('twice', 'SELECT MAX(id) FROM orders')).toEqual([['5001']])
  })

  it('changes are followed: rows of each kind of table, keys and partitions', async () => {
    await databases('followed', shop)
    const line = ['replicate', ...ends('followed'), '--project', join(folder, 'followed'), '--until', 'caught-up']
    const first = await run(line)
    expect({ code: first.code, err: first.err }).toMatchObject({ code: 0 })
    await onSource(
      'followed',
      `UPDATE orders SET amount = amount + 1 WHERE id <= 100; DELETE FROM customer WHERE code = 'c7';
       INSERT INTO customer VALUES ('new', 'ä\\''😀', '2024-05-05 05:05:05.5+03');
       UPDATE event SET at = '2025-01-01' WHERE id = 3; INSERT INTO event VALUES (1000, '2020-01-01')`,
    )
    const second = await run(line)
    expect({ code: second.code, err: second.err }).toMatchObject({ code: 0 })
    const out = join(folder, 'followed/tasks/followed/out')
    const compared = await run(['validate', ...ends('followed'), '--out', out])
    expect({ code: compared.code, out: compared.out }).toMatchObject({ code: 0 })
    expect(await onTarget('followed', "SELECT name, since FROM customer WHERE code = 'new'")).toEqual([
      ["ä\\'😀", '2024-05-05 02:05:05.500000'],
    ])
  })
})

const asText = (value: unknown): string | null =>
  value === null || value === undefined ? null : Buffer.isBuffer(value) ? value.toString('utf8') : String(value)
