import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sizesSchema, sizesStatements } from '../faults/sizes.js'
import { shopSchema, Workload } from '../support/replication/workload.js'
import { until } from '../support/until.js'
import { buildProgram, run, runJson, start, workFolder } from './support/cli.js'
import { live, type Pair, startPair } from './support/live.js'

const folder = workFolder()
beforeAll(buildProgram)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.skipIf(!live)('a table that is loaded again', () => {
  let pair: Pair
  beforeAll(async () => {
    pair = await startPair()
  })
  afterAll(() => pair?.stop())

  async function newTask(database: string, schema: string) {
    await pair.my.query(schema)
    const project = join(folder, database)
    mkdirSync(project, { recursive: true })
    const ends = [pair.source(database), await pair.freshTarget(database)]
    const follow = ['replicate', ...ends, '--project', project, '--proof', 'none']
    const caughtUp = [...follow, '--until', 'caught-up']
    return { follow, caughtUp, validate: ['validate', ...ends, '--out', join(project, 'tasks', database, 'out')] }
  }

  type Task = Awaited<ReturnType<typeof newTask>>

  async function taskOf(database: string, schema: string): Promise<Task> {
    const task = await newTask(database, schema)
    const first = await run(task.caughtUp)
    expect(first.code, first.err).toBe(0)
    return task
  }

  async function inStep(task: Task): Promise<void> {
    const ended = await run(task.caughtUp)
    expect(ended.code, ended.err).toBe(0)
    const compared = await runJson(task.validate)
    const totals = { differing: 0, missing: 0, extra: 0, failedTables: 0 }
    expect({ err: compared.err, value: compared.value }).toMatchObject({ value: { equal: true, totals } })
  }

  const spoil = (database: string) =>
    pair.ask(
      database,
      `WITH gone AS (DELETE FROM ${database}.accounts WHERE id % 3 = 0 RETURNING 1) SELECT count(*)::text FROM gone`,
    )

  it('has every value of the source, and its foreign keys, while writers go on', async () => {
    const task = await taskOf('again', shopSchema('again', 'RESTRICT'))
    const writing = new Workload({ ...pair.mariadb.endpoint, database: 'again' }, { writers: 3, large: 3000 })
    await sleep(500)
    const keys = "SELECT count(*)::text FROM pg_constraint WHERE contype = 'f'"
    const before = await pair.ask('again', keys)
    await pair.ask('again', 'UPDATE again.customers SET credit = credit + 1 WHERE id % 2 = 0 RETURNING 1::text')
    const following = start([...task.follow, '--reload', 'again.customers', 'again.accounts', '--json'])
    let told = ''
    following.child.stderr?.on('data', (text: string) => {
      told += text
    })
    await until(() => told.includes('XW-S0627') || following.child.exitCode !== null)
    await sleep(500)
    following.child.kill('SIGTERM')
    const ended = await following.ended
    expect(ended.code, ended.err).toBe(143)
    expect(ended.err).toMatch(/XW-S0627: again\.customers, again\.accounts was loaded again/)
    await writing.stop()
    await inStep(task)
    expect(await pair.ask('again', keys)).toBe(before)
  })

  it.each(['reload-begun', 'reload-loaded', 'reload-joined'])(
    'goes on without a manual step when it was killed at %s',
    async (point) => {
      const database = point.replace('-', '_')
      const task = await taskOf(database, shopSchema(database, 'RESTRICT'))
      await spoil(database)
      const writing = new Workload({ ...pair.mariadb.endpoint, database }, { writers: 2 })
      const env = { PATH: process.env['PATH'] ?? '', CROSSWALK_FAILPOINT: `${point}:1:kill` }
      const killed = await start([...task.caughtUp, '--reload', `${database}.accounts`, `${database}.orders`], { env })
        .ended
      expect(killed.code, killed.err).toBe(null)
      await writing.stop()
      await inStep(task)
    },
  )

  it.each(['RESTRICT', 'CASCADE'] as const)(
    'comes behind the first load, before there are foreign keys between tables (%s)',
    async (action) => {
      const database = `first_${action.toLowerCase()}`
      const task = await newTask(database, `${shopSchema(database, action)}; ${sizesSchema(database)}`)
      const writing = new Workload(
        { ...pair.mariadb.endpoint, database },
        { writers: 3, large: 3000, also: sizesStatements },
      )
      const names = ['orders', 'ledger'].map((table) => `${database}.${table}`)
      const first = await run([...task.caughtUp, '--reload', ...names])
      await writing.stop()
      expect(first.code, first.err).toBe(0)
      expect(first.err).toContain('XW-S0627')
      await inStep(task)
      const keys = `SELECT count(*)::text FROM pg_constraint WHERE contype = 'f' AND connamespace = '${database}'::regnamespace`
      expect(await pair.ask(database, keys)).toBe('2')
    },
  )

  it('takes along what foreign keys that act bind it to: their work is not in the log', async () => {
    const task = await taskOf('acts', shopSchema('acts', 'CASCADE'))
    const writing = new Workload({ ...pair.mariadb.endpoint, database: 'acts' }, { writers: 3, large: 3000 })
    const keys =
      "SELECT string_agg(concat(conname, confdeltype), ' ' ORDER BY conname) FROM pg_constraint WHERE contype = 'f'"
    const before = await pair.ask('acts', keys)
    await pair.ask('acts', 'UPDATE acts.orders SET note = NULL WHERE id % 2 = 0 RETURNING 1::text')
    for (const table of ['orders', 'order_lines']) {
      const following = start([...task.follow, '--reload', `acts.${table}`])
      let told = ''
      following.child.stderr?.on('data', (text: string) => {
        told += text
      })
      await until(() => told.includes('XW-S0627') || following.child.exitCode !== null)
      await sleep(500)
      following.child.kill('SIGTERM')
      const ended = await following.ended
      expect(ended.code, ended.err).toBe(143)
      expect(ended.err).toMatch(/XW-S0627: acts\.order(s|_lines), acts\.order(s|_lines) was loaded again/)
    }
    await writing.stop()
    await inStep(task)
    expect(await pair.ask('acts', keys)).toBe(before)
    const unknown = await run([...task.caughtUp, '--reload', 'acts.nothing'])
    expect({ code: unknown.code, err: unknown.err }).toMatchObject({ code: 64, err: expect.stringMatching(/XW-S0624/) })
  })

  it('counts the rows that were set aside by its last load, and no others', async () => {
    const days = `CREATE DATABASE days; USE days; SET sql_mode = '';
      CREATE TABLE days (id int PRIMARY KEY, day date NOT NULL);
      CREATE TABLE hours (id int PRIMARY KEY, day date NOT NULL);
      INSERT INTO days VALUES (1, '2001-01-01'), (2, '0000-00-00'), (3, '0000-00-00');
      INSERT INTO hours VALUES (1, '2001-01-01'), (2, '0000-00-00')`
    await pair.my.query(days)
    const project = join(folder, 'days')
    mkdirSync(project, { recursive: true })
    const ends = [pair.source('days'), await pair.freshTarget('days')]
    const caughtUp = ['replicate', ...ends, '--project', project, '--proof', 'none', '--until', 'caught-up']
    const aside = async (...more: string[]) => {
      const { code, err } = await run([...caughtUp, ...more])
      return { code, rows: [...err.matchAll(/XW-D0009: (\d+ rows of \S+) were set aside/g)].map(([, told]) => told) }
    }
    expect(await aside()).toEqual({ code: 3, rows: ['2 rows of days.days', '1 rows of days.hours'] })
    expect(await aside('--reload', 'days.days')).toEqual({ code: 3, rows: ['2 rows of days.days'] })
    await pair.my.query("SET sql_mode = ''; DELETE FROM days.days WHERE id = 2; USE days")
    expect(await aside('--reload', 'days.days')).toEqual({ code: 3, rows: ['1 rows of days.days'] })
    await pair.my.query("UPDATE days.days SET day = '2001-01-02'; UPDATE days.hours SET day = '2001-01-02'")
    expect(await aside('--reload', 'days.days', 'days.hours')).toEqual({ code: 0, rows: [] })
  })
})
