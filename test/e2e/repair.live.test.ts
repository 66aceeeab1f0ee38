import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectMysql, connectPostgres } from '../support/servers.js'
import { type OwnServer, ownMariadb } from '../unit/dialects/mysql/changes/own-server.js'
import { buildProgram, fails, run, runJson, workFolder } from './support/cli.js'
import { live, type Pair, startPair } from './support/live.js'

const folder = workFolder()
beforeAll(buildProgram)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const tables = `CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(40), d DECIMAL(30,10), f DOUBLE, g FLOAT, at DATETIME(6), ts TIMESTAMP(3) NULL,
    day DATE, raw VARBINARY(20), j JSON, e ENUM('a','b''c'), s SET('x','y'), big BIGINT UNSIGNED, flag TINYINT(1), b BIT(5), du TIME(3), l LONGTEXT, twice INT AS (flag * 2) STORED);
  CREATE TABLE k (a VARCHAR(20), b VARBINARY(16), c DATE, n INT, PRIMARY KEY (a, b, c)); CREATE TABLE free (n INT)`
const rows = [
  `INSERT INTO t (v, d, f, g, at, ts, day, raw, j, e, s, big, flag, b, du, l) SELECT CONCAT('it''s \\\\ é ', seq), seq / 3, seq / 7, seq / 9, '2026-01-01 10:00:00.123456' + INTERVAL seq DAY,
    '2026-03-29 01:30:00.5', '2026-02-28', CHAR(0, seq, 255), CONCAT('{"k": "\\\\\\\\ ''", "n": ', seq, '}'), 'b''c', 'x,y', 18446744073709551615 - seq, seq % 2, seq % 32, '12:34:56.789',
    REPEAT(CONCAT('long', seq), 200) FROM seq_1_to_40`,
  "INSERT INTO t (v) VALUES (NULL), ('')",
  "INSERT INTO k SELECT CONCAT('o''', seq), UNHEX(MD5(seq)), '2026-01-01' + INTERVAL seq DAY, seq FROM seq_1_to_40",
  'INSERT INTO free VALUES (1), (2)',
]
const damage = [
  "UPDATE shop.t SET v = NULL, d = 1, f = 2, g = 3, at = NULL, ts = '2020-01-01 00:00:00', day = NULL, raw = NULL, j = '{}', e = 'a', s = NULL, big = 1, flag = NULL, b = b'00001', du = NULL, l = 'x' WHERE id BETWEEN 5 AND 9",
  'DELETE FROM shop.t WHERE id BETWEEN 20 AND 30',
  "INSERT INTO shop.t (id, v) VALUES (900, 'extra')",
  "UPDATE shop.k SET a = 'other' WHERE n IN (3, 4)",
  'DELETE FROM shop.k WHERE n = 7',
]

describe.skipIf(!live)('what differs is repaired by statements', () => {
  let pair: Pair
  let other: OwnServer
  beforeAll(async () => {
    ;[pair, other] = await Promise.all([startPair(), ownMariadb()])
    await other.start()
    await pair.my.query(`CREATE DATABASE shop; USE shop; ${tables}`)
    for (const each of rows) await pair.my.query(each)
  })
  afterAll(() => Promise.all([pair?.stop(), other?.stop()]))

  async function repaired(ends: readonly string[], name: string, runs: (sql: string) => Promise<void>): Promise<void> {
    const project = join(folder, name)
    const moved = await run(['migrate', ...ends, '--project', project, '--proof', 'none'])
    expect({ code: moved.code, err: moved.err }).toEqual({ code: 0, err: expect.any(String) })
    const out = join(project, 'out')
    for (const each of damage) await runs(each)
    const file = join(folder, `${name}.sql`)
    const words = ['validate', ...ends, '--out', out]
    const found = await runJson([...words, '--repair', file])
    expect(found).toMatchObject({ code: 2, value: { equal: false, totals: { differing: 5, missing: 14, extra: 3 } } })
    const text = readFileSync(file, 'utf8')
    expect(text).not.toMatch(/^-- left/m)
    await runs(text)
    const again = await runJson([...words, '--repair', file])
    expect(again).toMatchObject({ code: 0, value: { equal: true } })
  }

  it('in the words of one engine', async () => {
    const target = await pair.freshTarget('shop')
    await repaired([pair.source('shop'), target], 'postgres', async (sql) => {
      const client = await connectPostgres({ ...pair.postgres.endpoint, database: 'shop' })
      await client.query(sql).finally(() => client.end())
    })
  }, 60_000)

  it('in those of the other', async () => {
    const target = `mysql://root@127.0.0.1:${other.endpoint.port}/shop`
    const client = await connectMysql(other.endpoint)
    await client.query('CREATE DATABASE IF NOT EXISTS shop')
    await repaired([pair.source('shop'), target], 'mysql', async (sql) => void (await client.query(sql)))
    await client.end()
  }, 60_000)

  it('from the one to the other, the other way round', async () => {
    const source = await pair.freshTarget('back')
    const client = await connectPostgres({ ...pair.postgres.endpoint, database: 'back' })
    await client.query(
      `CREATE TABLE t (id int PRIMARY KEY, v varchar(40), d numeric(30,10), f float8, at timestamp, ts timestamptz, day date, raw bytea, j jsonb, u uuid, flag boolean, b bit(5))`,
    )
    await client.query(
      `INSERT INTO t SELECT n, 'it''s \\ é ' || n, n / 3.0, n / 7.0, '2026-01-01 10:00:00.123456', '2026-03-29 01:30:00.5+02', '2026-02-28', '\\x00ff', '{"k": "\\\\ ''"}', md5(n::text)::uuid, n % 2 = 0, n::bit(5) FROM generate_series(1, 40) n`,
    )
    await client.end()
    const my = await connectMysql(other.endpoint)
    const target = `mysql://root@127.0.0.1:${other.endpoint.port}/public`
    await my.query('CREATE DATABASE IF NOT EXISTS public')
    const project = join(folder, 'back')
    const moved = await run(['migrate', source, target, '--project', project, '--proof', 'none'])
    expect({ code: moved.code, err: moved.err }).toEqual({ code: 0, err: expect.any(String) })
    await my.query(
      "UPDATE public.t SET v = '', d = 0, f = 0, at = NULL, ts = NULL, day = NULL, raw = NULL, j = '{}', u = NULL, flag = NULL, b = NULL WHERE id < 4; DELETE FROM public.t WHERE id > 38; INSERT INTO public.t (id) VALUES (100)",
    )
    const file = join(folder, 'back.sql')
    const words = ['validate', source, target, '--out', join(project, 'out')]
    const found = await runJson([...words, '--repair', file])
    expect(found).toMatchObject({ code: 2, value: { totals: { differing: 3, missing: 2, extra: 1 } } })
    expect(readFileSync(file, 'utf8')).not.toMatch(/^-- left/m)
    await my.query(readFileSync(file, 'utf8'))
    await my.end()
    expect(await runJson(words)).toMatchObject({ code: 0, value: { equal: true } })
  }, 60_000)

  it('but for rows that no key names, and for files, which cannot be asked for single rows', async () => {
    await pair.ask('shop', 'UPDATE shop.free SET n = 3 WHERE n = 2')
    const file = join(folder, 'left.sql')
    const out = join(folder, 'postgres/out')
    await run(['validate', pair.source('shop'), pair.target('shop'), '--out', out, '--repair', file])
    expect(readFileSync(file, 'utf8')).toMatch(/^-- left: .*no key/m)
    const dump = join(folder, 'dump.sql')
    writeFileSync(dump, 'CREATE TABLE t (id INT PRIMARY KEY);')
    await fails(
      ['validate', dump, pair.target('shop'), '--from', 'mysql', '--out', out, '--repair', file],
      64,
      'XW-S0001',
    )
  })
})
