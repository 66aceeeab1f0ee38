import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { available, connectPostgres, startPostgres15, type TestServer } from '../support/servers.js'
import { buildProgram, fails, noStack, run, runJson, start, workFolder } from './support/cli.js'

const folder = workFolder()
beforeAll(buildProgram)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const everything = readFileSync(join(import.meta.dirname, '../unit/dialects/postgres/copy/everything.sql'), 'utf8')

const rows = `
INSERT INTO t (c, p, d, h) SELECT 'red', n, n % 90 + 1, 'a=>NULL' FROM generate_series(1, 30000) AS n;
INSERT INTO pt SELECT n, '2020-01-01'::date + n % 700 FROM generate_series(1, 1000) AS n;
INSERT INTO nocols DEFAULT VALUES; INSERT INTO "we""ird.Tab" VALUES (1, 'x'), (2, NULL); INSERT INTO collated VALUES ('A'), ('b');
INSERT INTO child (id, s, x) OVERRIDING SYSTEM VALUE VALUES (90001, 1, 1); SELECT nextval('alone'); REFRESH MATERIALIZED VIEW mv`

describe.skipIf(!available('postgres15'))('from one server to another of the same engine', () => {
  let server: TestServer
  let admin: pg.Client

  beforeAll(async () => {
    server = await startPostgres15()
    admin = await connectPostgres(server.endpoint)
  })
  afterAll(async () => {
    await admin?.end()
    await server?.stop()
  })

  const url = (database: string) => `postgresql://tester@127.0.0.1:${server.endpoint.port}/${database}`

  async function database(name: string, sql = ''): Promise<string> {
    await admin.query(`CREATE DATABASE ${name}`)
    await on(name, sql)
    return url(name)
  }

  async function on(name: string, sql: string): Promise<readonly (readonly string[])[]> {
    const client = await connectPostgres({ ...server.endpoint, database: name })
    try {
      return (await client.query<string[]>({ text: sql, rowMode: 'array' })).rows
    } finally {
      await client.end()
    }
  }

  const dumped = (name: string): string =>
    execFileSync('pg_dump', ['--no-owner', '--no-privileges', '--exclude-schema=crosswalk', url(name)], {
      maxBuffer: 1 << 28,
    })
      .toString('utf8')
      .replace(/^\\(un)?restrict .*$/gm, '')

  it('migrates all of it in one line, and a second time finds nothing to do', async () => {
    const ends = [await database('origin', everything), await database('copy')]
    await on('origin', rows)
    const line = ['migrate', ...ends, '--project', join(folder, 'one')]
    const first = await run(line)
    noStack(first)
    expect({ code: first.code, err: first.err }).toMatchObject({ code: 0 })
    expect(first.out).toMatch(/objects +\d+: \d+ converted, 1 approximated, 0 partial, 0 flagged/)
    expect(first.out).toMatch(/copied by +pg_dump \d+\.\d+, from and to the same engine/)
    expect(first.out).toMatch(/rows +31,006 read, 31,006 written, 0 set aside/)
    expect(first.out).toMatch(/compared +[\d,]+ values, 0 differing/)
    const again = await run(line)
    expect(again.code).toBe(0)
    expect(again.err).not.toMatch(/apply/)
    // Rows stand in another order, and counters that gave a number say so in another way.
    const schema = (name: string) =>
      dumped(name)
        .replace(/^COPY .*?^\\\.$/gms, '')
        .replace(/^SELECT pg_catalog\.setval.*$/gm, '')
    expect(schema('copy')).toBe(schema('origin'))
    expect(await on('copy', "SELECT nextval('alone'), nextval('t_id_seq'), (SELECT count(*) FROM mv)")).toEqual(
      await on('origin', "SELECT nextval('alone'), nextval('t_id_seq'), (SELECT count(*) FROM mv)"),
    )
  })

  it('leaves an object alone that is there and differs', async () => {
    const ends = [
      await database('whole', 'CREATE TABLE t (a int, b int)'),
      await database('taken', 'CREATE TABLE t (x text)'),
    ]
    await fails(['migrate', ...ends, '--project', join(folder, 'taken')], 4, 'XW-S0024', 'table:public.t')
  })

  it('goes on without a table that the target does not take, and says what waits for it', async () => {
    const sql = 'CREATE TABLE a (n int); INSERT INTO a VALUES (1); CREATE TABLE b (n int); INSERT INTO b VALUES (2)'
    const ends = [await database('granted', sql), await database('narrow')]
    await on('narrow', 'CREATE SCHEMA x; CREATE TYPE public.b AS (n int)')
    const ended = await run(['migrate', ...ends, '--project', join(folder, 'narrow')])
    expect(ended.code).toBe(3)
    expect(ended.out).toMatch(/set aside +1 tables, with their rows\n +public\.b: .*already exists/)
    expect(await on('narrow', 'SELECT n FROM a')).toEqual([['1']])
  })

  it('keeps both in step under writers, and cuts over', async () => {
    const ends = [
      await database(
        'busy',
        'CREATE TABLE t (id serial PRIMARY KEY, v int[], at timestamptz DEFAULT now()); CREATE VIEW v AS SELECT * FROM t',
      ),
      await database('follower'),
    ]
    await on('busy', 'INSERT INTO t (v) SELECT ARRAY[n, NULL] FROM generate_series(1, 50000) AS n')
    const client = await connectPostgres({ ...server.endpoint, database: 'busy' })
    let writing = true
    const writer = (async () => {
      for (let n = 0; writing; n++) {
        await client.query('INSERT INTO t (v) VALUES (ARRAY[$1::int])', [n])
        await client.query('UPDATE t SET v = v || $1::int WHERE id = $2', [n, 1 + (n % 500)])
        await client.query('DELETE FROM t WHERE id = $1', [10_000 + n])
      }
    })()
    const task = [...ends, '--project', join(folder, 'busy')]
    const first = await runJson(['replicate', ...task, '--until', 'caught-up'])
    expect({ code: first.code, err: first.err }).toMatchObject({ code: 0 })
    const following = start(['replicate', ...task])
    await new Promise((done) => setTimeout(done, 2000))
    following.child.kill('SIGTERM')
    expect((await following.ended).code).toBe(143)
    writing = false
    await writer
    await client.end()
    const ended = await run(['cutover', ...task, '--quiet', '1'])
    expect({ code: ended.code, err: ended.err }).toMatchObject({ code: 0 })
    expect(ended.out).toMatch(/, 0 differing\n/)
    const state = "SELECT md5(string_agg(t::text, '' ORDER BY id)), nextval('t_id_seq') FROM t"
    expect(await on('follower', state)).toEqual(await on('busy', state))
  })
})
