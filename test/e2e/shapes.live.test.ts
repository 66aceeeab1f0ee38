import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { available, connectPostgres, startPostgres15, type TestServer } from '../support/servers.js'
import { buildProgram, fails, run, runJson, workFolder } from './support/cli.js'

const folder = workFolder()
beforeAll(buildProgram)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Task {
  readonly source: string
  readonly target: string
  readonly words: readonly string[]
}

describe.skipIf(!available('postgres15'))('tables that change while a task of one engine follows them', () => {
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

  async function on(database: string, ...statements: readonly string[]): Promise<readonly unknown[][]> {
    const client = await connectPostgres({ ...server.endpoint, database })
    try {
      let rows: readonly unknown[][] = []
      for (const text of statements) rows = (await client.query<unknown[]>({ text, rowMode: 'array' })).rows
      return rows
    } finally {
      await client.end()
    }
  }

  /** A task that has loaded what the statements make. */
  async function taskOf(name: string, ...statements: readonly string[]): Promise<Task> {
    const [source, target] = [`${name}_from`, `${name}_to`]
    for (const database of [source, target]) await admin.query(`CREATE DATABASE ${database}`)
    await on(source, ...statements)
    const words = [url(source), url(target), '--project', join(folder, name)]
    const task = { source, target, words }
    await caughtUp(task)
    return task
  }

  async function caughtUp({ words }: Task): Promise<string> {
    const ended = await run(['replicate', ...words, '--until', 'caught-up'])
    expect({ code: ended.code, err: ended.err }).toMatchObject({ code: 0 })
    return ended.err
  }

  const columnsSql = `SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid)
    FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = 't'::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`

  async function inStep({ source, target }: Task): Promise<void> {
    const rows = 'SELECT to_jsonb(t) FROM t ORDER BY id'
    expect(await on(target, rows)).toEqual(await on(source, rows))
    expect(await on(target, columnsSql)).toEqual(await on(source, columnsSql))
  }

  it('get and lose columns, with the values that rows have in them', async () => {
    const task = await taskOf(
      'columns',
      'CREATE TABLE t (id int PRIMARY KEY, v varchar(5), gone text)',
      `INSERT INTO t VALUES (1, 'a', 'x'), (2, NULL, 'y')`,
    )
    await on(
      task.source,
      `INSERT INTO t VALUES (3, 'c', 'z')`,
      `ALTER TABLE t ADD note text COLLATE "C", ADD at timestamptz NOT NULL DEFAULT now(), ADD n numeric(6,2) DEFAULT 1.5`,
      `INSERT INTO t VALUES (4, 'd', 'z', 'noted')`,
      'UPDATE t SET note = v WHERE id = 1',
    )
    expect(await caughtUp(task)).toContain('XW-S0620')
    await inStep(task)
    await on(
      task.source,
      'ALTER TABLE t DROP gone, ALTER v TYPE text, ALTER n DROP DEFAULT',
      `INSERT INTO t (id, v) VALUES (5, 'longer than it was')`,
      'DELETE FROM t WHERE id = 2',
    )
    await caughtUp(task)
    expect(await on(task.target, 'SELECT count(*) FROM t')).toEqual([['4']])
    await on(task.target, 'ALTER TABLE t ALTER n DROP DEFAULT')
    await inStep(task)
  })

  it('give their columns other names, and are known by them after a restart and without the folder', async () => {
    const task = await taskOf(
      'names',
      'CREATE TABLE t (id int PRIMARY KEY, a text, b text)',
      `INSERT INTO t VALUES (1, 'a', 'b')`,
    )
    await on(task.source, 'ALTER TABLE t RENAME a TO c', `INSERT INTO t VALUES (2, 'c', 'b')`)
    await caughtUp(task)
    await inStep(task)
    rmSync(join(folder, 'names'), { recursive: true, force: true })
    await on(task.source, 'ALTER TABLE t ADD d int', 'INSERT INTO t VALUES (3, NULL, NULL, 4)')
    await caughtUp(task)
    await inStep(task)
    await on(task.source, `UPDATE t SET c = 'changed'`)
    await caughtUp(task)
    await inStep(task)
  })

  it('change inside of a transaction, with others', async () => {
    const task = await taskOf(
      'inside',
      'CREATE TABLE t (id int PRIMARY KEY, v text)',
      'CREATE TABLE u (id int PRIMARY KEY)',
    )
    await on(
      task.source,
      `BEGIN; ALTER TABLE t ADD w int; ALTER TABLE u ADD x int; INSERT INTO t VALUES (1, 'a', 2); INSERT INTO u VALUES (1, 2);
       INSERT INTO t VALUES (2, 'b', 3); COMMIT`,
      'INSERT INTO u VALUES (2, 3)',
    )
    await caughtUp(task)
    await inStep(task)
    expect(await on(task.target, 'SELECT * FROM u ORDER BY 1')).toEqual([
      ['1', '2'],
      ['2', '3'],
    ])
  })

  it.each([
    ['with values that only the source has', 'ALTER TABLE t ADD r float8 DEFAULT random()', 'known to the source only'],
    ['by writing rows anew', 'ALTER TABLE t ALTER n TYPE bigint USING n * 2', 'rows were written anew'],
    [
      'in one transaction that has rows of both shapes',
      `BEGIN; INSERT INTO t VALUES (2, 2); ALTER TABLE t ADD z int; INSERT INTO t VALUES (3, 3, 3); COMMIT`,
      'several shapes',
    ],
    ['and once more', 'ALTER TABLE t ADD o int; INSERT INTO t VALUES (7, 7, 7); ALTER TABLE t DROP o', 'once more'],
  ])('stop the task in front of the first row when they change %s', async (name, change, words) => {
    const task = await taskOf(
      `stop_${name.replace(/\W+/g, '_')}`.slice(0, 40),
      'CREATE TABLE t (id int PRIMARY KEY, n int)',
      'INSERT INTO t VALUES (1, 1)',
    )
    await on(task.source, 'INSERT INTO t VALUES (8, 8)', change, 'INSERT INTO t (id, n) VALUES (9, 9)')
    await fails(['replicate', ...task.words, '--until', 'caught-up'], 4, 'XW-S0602', words)
    expect(await on(task.target, 'SELECT id FROM t ORDER BY id')).toEqual([['1'], ['8']])
  })

  it('stop the task for good when a column was made anew under its old name', async () => {
    const task = await taskOf('namesake', 'CREATE TABLE t (id int PRIMARY KEY, n int)', 'INSERT INTO t VALUES (1, 1)')
    await on(task.source, 'ALTER TABLE t DROP n; ALTER TABLE t ADD n int', 'INSERT INTO t VALUES (2, 2)')
    for (const more of [[], ['--pass-definition']])
      await fails(
        ['replicate', ...task.words, '--until', 'caught-up', ...more],
        4,
        'XW-S0602',
        'another one has its name',
      )
    expect(await on(task.target, 'SELECT id, n FROM t')).toEqual([['1', '1']])
    const again = await run(['replicate', ...task.words, '--until', 'caught-up', '--restart'])
    expect({ code: again.code, err: again.err }).toMatchObject({ code: 0 })
    await inStep(task)
  })

  it('are carried over once, wherever the program is killed', async () => {
    const task = await taskOf('killed', 'CREATE TABLE t (id int PRIMARY KEY, n int)')
    const places = ['definition-met', 'definition-statement', 'definition-made', 'definition-kept']
    for (const [at, place] of places.entries()) {
      await on(
        task.source,
        `INSERT INTO t (id) VALUES (${at})`,
        `ALTER TABLE t ADD c${at} int`,
        `UPDATE t SET c${at} = id`,
      )
      const env = { PATH: process.env['PATH'] ?? '', HOME: folder, CROSSWALK_FAILPOINT: `${place}:1:kill` }
      const killed = await run(['replicate', ...task.words, '--until', 'caught-up'], { env })
      expect({ place, code: killed.code }).toEqual({ place, code: null })
      await caughtUp(task)
      await inStep(task)
    }
  })

  it('change on the way back as on the way there', async () => {
    const task = await taskOf('back', 'CREATE TABLE t (id int PRIMARY KEY, n int)', 'INSERT INTO t VALUES (1, 1)')
    const moved = await run(['cutover', ...task.words, '--quiet', '1', '--fallback'])
    expect({ code: moved.code, err: moved.err }).toMatchObject({ code: 0 })
    await on(task.target, `ALTER TABLE t ADD w text DEFAULT 'new'`, 'INSERT INTO t VALUES (2, 2)', 'UPDATE t SET n = 5')
    const back = await run(['fallback', ...task.words, '--quiet', '1', '--return'])
    expect({ code: back.code, err: back.err }).toMatchObject({ code: 0 })
    expect(back.out).toMatch(/, 0 differing\n/)
    await inStep(task)
  })

  it('are followed on when somebody has brought the target there', async () => {
    const task = await taskOf('seen', 'CREATE TABLE t (id int PRIMARY KEY, n int)', 'INSERT INTO t VALUES (1, 1)')
    await on(task.source, 'ALTER TABLE t ALTER n TYPE bigint USING n * 2', 'INSERT INTO t VALUES (9, 5000000000)')
    await fails(['replicate', ...task.words, '--until', 'caught-up'], 4, 'XW-S0602')
    await on(task.target, 'ALTER TABLE t ALTER n TYPE bigint USING n * 2')
    const ended = await runJson(['replicate', ...task.words, '--until', 'caught-up', '--pass-definition'])
    expect({ code: ended.code, err: ended.err }).toMatchObject({ code: 0 })
    await inStep(task)
    await on(task.source, 'ALTER TABLE t ADD w text', `INSERT INTO t VALUES (10, 1, 'x')`)
    await caughtUp(task)
    await inStep(task)
  })
})
