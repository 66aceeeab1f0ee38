import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type mysql from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PostgresWriters, postgresShop } from '../support/replication/postgres-writers.js'
import { shopSchema, Workload } from '../support/replication/workload.js'
import { connectMysql, connectPostgres } from '../support/servers.js'
import { until } from '../support/until.js'
import { type OwnServer, ownMariadb } from '../unit/dialects/mysql/changes/own-server.js'
import { buildProgram, run, runJson, start, workFolder } from './support/cli.js'
import { live, type Pair, startPair } from './support/live.js'

const folder = workFolder()
beforeAll(buildProgram)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Task {
  readonly database: string
  readonly follow: readonly string[]
  readonly caughtUp: readonly string[]
  readonly validate: readonly string[]
}

interface Kind {
  readonly schema: string
  make(database: string, action: 'CASCADE' | 'RESTRICT'): Promise<string>
  write(database: string): { stop(): Promise<void> }
}

describe.skipIf(!live)('a table that is loaded again where the engine commits with a definition', () => {
  let pair: Pair
  let target: OwnServer
  let to: mysql.Connection
  beforeAll(async () => {
    ;[pair, target] = await Promise.all([startPair(), ownMariadb()])
    await target.start('--local-infile=1')
    to = await connectMysql(target.endpoint)
    await to.query('SET foreign_key_checks = 0')
  })
  afterAll(async () => {
    await to?.end()
    await Promise.all([pair?.stop(), target?.stop()])
  })

  const kinds = {
    mariadb: (database: string): Kind => ({
      schema: database,
      async make(name, action) {
        await pair.my.query(shopSchema(name, action))
        return pair.source(name)
      },
      write: (name) => new Workload({ ...pair.mariadb.endpoint, database: name }, { writers: 3, large: 3000 }),
    }),
    postgres: (): Kind => ({
      schema: 'public',
      async make(name, action) {
        const url = await pair.freshTarget(name)
        const client = await connectPostgres({ ...pair.postgres.endpoint, database: name })
        await client.query(postgresShop(action))
        await client.end()
        await to.query(`CREATE DATABASE ${name}`)
        return url
      },
      write: (name) => new PostgresWriters({ ...pair.postgres.endpoint, database: name }, 2),
    }),
  } as const

  async function taskOf(database: string, kind: Kind, action: 'CASCADE' | 'RESTRICT' = 'RESTRICT'): Promise<Task> {
    const project = join(folder, database)
    mkdirSync(project, { recursive: true })
    const ends = [await kind.make(database, action), `mysql://root@127.0.0.1:${target.endpoint.port}/${database}`]
    const follow = ['replicate', ...ends, '--project', project, '--proof', 'none']
    const caughtUp = [...follow, '--until', 'caught-up']
    const first = await run(caughtUp)
    expect(first.code, first.err).toBe(0)
    const validate = ['validate', ...ends, '--out', join(project, 'tasks', database, 'out')]
    return { database, follow, caughtUp, validate }
  }

  async function inStep(task: Task): Promise<void> {
    const ended = await run(task.caughtUp)
    expect(ended.code, ended.err).toBe(0)
    const compared = await runJson(task.validate)
    const totals = { differing: 0, missing: 0, extra: 0, failedTables: 0 }
    expect({ err: compared.err, value: compared.value }).toMatchObject({ value: { equal: true, totals } })
  }

  const ask = async (sql: string): Promise<unknown[]> => {
    const [rows] = await to.query({ sql, rowsAsArray: true })
    return Array.isArray(rows) ? rows.flat() : []
  }

  const keysOf = (database: string) =>
    ask(
      `SELECT CONSTRAINT_NAME, TABLE_NAME, REFERENCED_TABLE_NAME, DELETE_RULE FROM information_schema.REFERENTIAL_CONSTRAINTS
       WHERE CONSTRAINT_SCHEMA = '${database}' ORDER BY 1, 2`,
    )

  const spoil = async (database: string): Promise<void> => {
    await to.query(`DELETE FROM ${database}.orders WHERE id % 3 = 0`)
    await to.query(`UPDATE ${database}.customers SET name = 'spoilt', credit = credit + 1 WHERE id % 2 = 0`)
    await to.query(`INSERT INTO ${database}.accounts (id, balance) VALUES (9999999, 5)`)
  }
  const spoilt = ['customers', 'orders', 'accounts']

  describe.each(['mariadb', 'postgres'] as const)('from %s', (from) => {
    it('has every value of the source, and its foreign keys, while writers go on', async () => {
      const database = `again_${from}`
      const kind = kinds[from](database)
      const task = await taskOf(database, kind)
      const keys = await keysOf(database)
      expect(keys.length).toBeGreaterThan(0)
      await spoil(database)
      const writing = kind.write(database)
      await sleep(500)
      const names = spoilt.map((table) => `${kind.schema}.${table}`)
      const following = start([...task.follow, '--reload', ...names, '--json'])
      let told = ''
      following.child.stderr?.on('data', (text: string) => {
        told += text
      })
      await until(() => told.includes('XW-S0627') || following.child.exitCode !== null)
      await sleep(500)
      following.child.kill('SIGTERM')
      const ended = await following.ended
      expect(ended.code, ended.err).toBe(143)
      expect(ended.err).toContain(`XW-S0627: ${names.join(', ')} was loaded again`)
      expect(ended.err).not.toContain('XW-S0626')
      await writing.stop()
      await inStep(task)
      expect(await keysOf(database)).toEqual(keys)
    })

    it.each(['reload-begun', 'reload-loaded', 'batch-applied', 'reload-joined'])(
      'goes on without a manual step when it was killed at %s',
      async (point) => {
        const database = `${point.replace('-', '_')}_${from}`
        const kind = kinds[from](database)
        const task = await taskOf(database, kind)
        await spoil(database)
        const writing = kind.write(database)
        await sleep(300)
        const env = { PATH: process.env['PATH'] ?? '', CROSSWALK_FAILPOINT: `${point}:1:kill` }
        const names = spoilt.map((table) => `${kind.schema}.${table}`)
        const killed = await start([...task.caughtUp, '--reload', ...names], { env }).ended
        expect(killed.code, killed.err).toBe(null)
        await writing.stop()
        await inStep(task)
      },
    )
  })

  it('takes no part in foreign keys that act where the log does not hold what they do, and leaves no trace then', async () => {
    const task = await taskOf('acts', kinds.mariadb('acts'), 'CASCADE')
    const refused = await run([...task.caughtUp, '--reload', 'acts.customers'])
    expect({ code: refused.code, err: refused.err }).toMatchObject({
      code: 4,
      err: expect.stringMatching(/XW-S0623: acts\.customers.*acts\.order_lines/),
    })
    await to.query('DELETE FROM acts.accounts WHERE id % 2 = 0')
    const writing = kinds.mariadb('acts').write('acts')
    const alone = await run([...task.caughtUp, '--reload', 'acts.accounts'])
    expect({ code: alone.code, err: alone.err }).toMatchObject({ code: 0 })
    await writing.stop()
    await inStep(task)
  })

  it('may have foreign keys that act where the log holds what they do', async () => {
    const kind = kinds.postgres()
    const task = await taskOf('logged', kind, 'CASCADE')
    await spoil('logged')
    const writing = kind.write('logged')
    const ended = await run([...task.caughtUp, '--reload', ...spoilt.map((table) => `public.${table}`)])
    expect({ code: ended.code, err: ended.err }).toMatchObject({ code: 0 })
    await writing.stop()
    await inStep(task)
  })

  it('has no foreign keys with tables that the task does not know', async () => {
    const task = await taskOf('known', kinds.mariadb('known'))
    await to.query(
      'CREATE TABLE known.mine (id INT PRIMARY KEY, c INT, FOREIGN KEY (c) REFERENCES known.customers (id))',
    )
    const refused = await run([...task.caughtUp, '--reload', 'known.customers'])
    expect({ code: refused.code, err: refused.err }).toMatchObject({
      code: 4,
      err: expect.stringMatching(/XW-S0631: known\.customers.*known\.mine/),
    })
    await to.query('DROP TABLE known.mine')
    await inStep(task)
  })

  it('says when its foreign keys do not hold for all rows', async () => {
    const task = await taskOf('orphans', kinds.mariadb('orphans'))
    await pair.my.query(
      'SET foreign_key_checks = 0; DELETE FROM orphans.customers WHERE id = 7; SET foreign_key_checks = 1',
    )
    const ended = await run([...task.caughtUp, '--reload', 'orphans.customers', 'orphans.orders'])
    expect(ended.err).toMatch(/XW-S0626.*rows of orphans\.orders have no counterpart/)
    await inStep(task)
  })
})
