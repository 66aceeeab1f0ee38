import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type mysql from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { available, connectMysql, startMariadb, type TestServer } from '../support/servers.js'
import { type OwnServer, ownMariadb } from '../unit/dialects/mysql/changes/own-server.js'
import { buildProgram, fails, run, workFolder } from './support/cli.js'

const folder = workFolder()
beforeAll(buildProgram)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Task {
  readonly database: string
  readonly words: readonly string[]
}

describe.skipIf(!available('mariadb'))(
  'definitions that change between two servers that take statements as they stand',
  () => {
    let source: TestServer
    let target: OwnServer
    let [from, to]: mysql.Connection[] = []
    beforeAll(async () => {
      ;[source, target] = await Promise.all([startMariadb(), ownMariadb()])
      await target.start('--log-bin=binlog', '--binlog-format=ROW', '--server-id=2')
      from = await connectMysql(source.endpoint)
      to = await connectMysql(target.endpoint)
    })
    afterAll(async () => {
      await Promise.allSettled([from?.end(), to?.end()])
      await Promise.all([source?.stop(), target?.stop()])
    })

    const url = ({ endpoint }: { endpoint: TestServer['endpoint'] }, database: string) =>
      `mysql://root@127.0.0.1:${endpoint.port}/${database}`

    async function on(database: string, ...statements: readonly string[]): Promise<void> {
      await from?.query(`USE ${database}`)
      for (const statement of statements) await from?.query(statement)
    }

    /** A task that has loaded the database that the statements make. */
    async function taskOf(database: string, ...statements: readonly string[]): Promise<Task> {
      await from?.query(`CREATE DATABASE ${database} CHARACTER SET utf8mb4`)
      await on(database, ...statements)
      const project = join(folder, database)
      mkdirSync(project, { recursive: true })
      const task = { database, words: [url(source, database), url(target, database), '--project', project] }
      await caughtUp(task)
      return task
    }

    async function caughtUp({ words }: Task): Promise<string> {
      const ended = await run(['replicate', ...words, '--until', 'caught-up'])
      expect(ended.code, ended.err).toBe(0)
      return ended.err
    }

    const ask = async (client: mysql.Connection | undefined, sql: string): Promise<unknown[]> => {
      const [rows] = (await client?.query(sql)) ?? []
      return Array.isArray(rows) ? rows.flat() : []
    }

    async function shown(client: mysql.Connection | undefined, database: string): Promise<readonly string[]> {
      const sql = `SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = '${database}' ORDER BY 1`
      const texts: string[] = []
      for (const name of await ask(client, sql)) {
        const table = `\`${database}\`.\`${name}\``
        const definition = String((await ask(client, `SHOW CREATE TABLE ${table}`))[1])
        texts.push(
          definition.replace(/ AUTO_INCREMENT=\d+/, ''),
          String((await ask(client, `CHECKSUM TABLE ${table}`))[1]),
        )
      }
      return texts
    }

    const inStep = async ({ database }: Task): Promise<void> =>
      expect(await shown(to, database)).toEqual(await shown(from, database))

    it('are those of the source, each at its place among the rows', async () => {
      const task = await taskOf(
        'own_columns',
        `CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(10), n INT NOT NULL DEFAULT 3, colour ENUM('red', 'green'), KEY by_v (v))`,
        `INSERT INTO t VALUES (1, 'a', 1, 'red'), (2, NULL, 2, 'green')`,
      )
      await on(
        task.database,
        `INSERT INTO t VALUES (3, 'c', 3, NULL)`,
        `ALTER TABLE t ADD COLUMN w VARCHAR(20) NOT NULL DEFAULT 'it''s' AFTER id, ADD COLUMN z INT NOT NULL`,
        `INSERT INTO t (id, v, w, z) VALUES (4, 'd', 'given', 9)`,
        'ALTER TABLE t CHANGE v label VARCHAR(200), MODIFY n BIGINT NULL',
        `INSERT INTO t (id, label, n, z) VALUES (5, REPEAT('e', 150), 5000000000, 1)`,
        'ALTER TABLE t DROP COLUMN z, ADD COLUMN twice BIGINT AS (n * 2) STORED',
        `UPDATE t SET label = 'changed' WHERE id = 1`,
        `ALTER TABLE t RENAME COLUMN w TO v, MODIFY colour ENUM('red', 'yellow', 'green', 'blue')`,
        `INSERT INTO t (id, v, colour) VALUES (6, 'v now', 'yellow')`,
        'CREATE UNIQUE INDEX by_label ON t (label, id)',
        'CREATE TABLE c (id INT AUTO_INCREMENT PRIMARY KEY, t INT, CONSTRAINT fk FOREIGN KEY (t) REFERENCES t (id) ON DELETE CASCADE)',
        'INSERT INTO c (t) VALUES (1), (2), (2)',
        'DELETE FROM t WHERE id = 2',
      )
      expect(await caughtUp(task)).toContain('XW-S0620')
      await inStep(task)
      await on(
        task.database,
        'RENAME TABLE c TO d',
        'INSERT INTO d (t) VALUES (3)',
        'CREATE TABLE _t_new LIKE t',
        'ALTER TABLE _t_new ADD COLUMN extra INT NULL',
        'INSERT INTO _t_new (id, v, label) SELECT id, v, label FROM t',
        'ALTER TABLE d DROP FOREIGN KEY fk',
        'RENAME TABLE t TO _t_old, _t_new TO t',
        'UPDATE t SET extra = 3',
        'DROP TABLE _t_old',
        `ALTER DATABASE ${task.database} CHARACTER SET latin1`,
        'CREATE TABLE old_text (id INT PRIMARY KEY, v VARCHAR(10))',
        `INSERT INTO old_text VALUES (1, 'né')`,
      )
      await caughtUp(task)
      await inStep(task)
    })

    it('are made once, wherever the program is killed', async () => {
      const task = await taskOf('own_killed', 'CREATE TABLE t (id INT PRIMARY KEY)')
      const places = ['definition-met', 'definition-statement', 'definition-done', 'definition-made', 'definition-kept']
      for (const [at, place] of places.entries()) {
        await on(
          task.database,
          `INSERT INTO t (id) VALUES (${at})`,
          `ALTER TABLE t ADD c${at} INT`,
          `UPDATE t SET c${at} = id`,
        )
        // The settings of the session are statements too: the third one is the definition.
        const hit = place === 'definition-statement' ? 3 : 1
        const env = { PATH: process.env['PATH'] ?? '', HOME: folder, CROSSWALK_FAILPOINT: `${place}:${hit}:kill` }
        const killed = await run(['replicate', ...task.words, '--until', 'caught-up'], { env })
        expect({ place, code: killed.code }).toEqual({ place, code: null })
        await caughtUp(task)
        await inStep(task)
      }
      rmSync(join(folder, 'own_killed'), { recursive: true, force: true })
      await on(task.database, 'ALTER TABLE t DROP c0', 'INSERT INTO t (id, c1) VALUES (50, 51)')
      await caughtUp(task)
      await inStep(task)
    })

    it.each([
      ['values that only the source has', 'ALTER TABLE t ADD at DATETIME DEFAULT NOW()', 'known to the source only'],
      ['a type that may change values', 'ALTER TABLE t MODIFY v VARCHAR(1)', 'may change the values'],
      ['another engine', 'CREATE TABLE m (id INT) ENGINE = MyISAM', 'where or how the server keeps rows'],
      ['rows of partitions', 'ALTER TABLE t PARTITION BY HASH (id) PARTITIONS 2', 'divided in another way'],
      ['tables that change places', 'RENAME TABLE t TO x, u TO t, x TO u', 'change places'],
    ])('stop the task in front of the first row: %s', async (name, change, words) => {
      const database = `own_${name.replace(/\W+/g, '_')}`
      const task = await taskOf(
        database,
        'CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(10))',
        'CREATE TABLE u (id INT PRIMARY KEY, v VARCHAR(10))',
        `INSERT INTO t VALUES (1, 'x')`,
      )
      await on(database, `INSERT INTO t VALUES (8, 'y')`, change, `INSERT INTO t (id, v) VALUES (9, 'z')`)
      await fails(['replicate', ...task.words, '--until', 'caught-up'], 4, 'XW-S0602', words)
      expect(await ask(to, `SELECT id FROM ${database}.t ORDER BY id`)).toEqual([1, 8])
    })

    it('are followed on the way back, too', async () => {
      const task = await taskOf('own_back', 'CREATE TABLE t (id INT PRIMARY KEY, n INT)', 'INSERT INTO t VALUES (1, 1)')
      const moved = await run(['cutover', ...task.words, '--quiet', '1', '--fallback'])
      expect(moved.code, moved.err).toBe(0)
      await to?.query('USE own_back')
      for (const text of ['ALTER TABLE t ADD w INT DEFAULT 4', 'INSERT INTO t VALUES (2, 2, 2)', 'UPDATE t SET n = 5'])
        await to?.query(text)
      const back = await run(['fallback', ...task.words, '--quiet', '1', '--return'])
      expect(back.code, back.err).toBe(0)
      await inStep(task)
    })

    it('that the target refuses leave nothing behind, and go on when a person has seen to it', async () => {
      const task = await taskOf(
        'own_refused',
        'CREATE TABLE t (id INT PRIMARY KEY, v INT)',
        'INSERT INTO t VALUES (1, 1)',
      )
      await to?.query('ALTER TABLE own_refused.t ADD KEY taken (v)')
      await on(task.database, 'ALTER TABLE t ADD KEY taken (id, v)', 'INSERT INTO t VALUES (2, 2)')
      await fails(['replicate', ...task.words, '--until', 'caught-up'], 4, 'XW-S0602', 'the target refuses it')
      expect(await ask(to, 'SELECT id FROM own_refused.t')).toEqual([1])
      await to?.query('ALTER TABLE own_refused.t DROP KEY taken, ADD KEY taken (id, v)')
      const ended = await run(['replicate', ...task.words, '--until', 'caught-up', '--pass-definition'])
      expect(ended.code, ended.err).toBe(0)
      await on(task.database, 'ALTER TABLE t ADD w INT DEFAULT 7', 'INSERT INTO t VALUES (3, 3, 3)')
      await caughtUp(task)
      await inStep(task)
    })
  },
)
