import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../support/until.js'
import { buildProgram, run, runJson, start, workFolder } from './support/cli.js'
import { live, type Pair, startPair } from './support/live.js'

const folder = workFolder()
beforeAll(buildProgram)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Task {
  readonly caughtUp: readonly string[]
  readonly validate: readonly string[]
  readonly project: string
}

describe.skipIf(!live)('definitions that change while a task runs', () => {
  let pair: Pair
  beforeAll(async () => {
    pair = await startPair()
  })
  afterAll(() => pair?.stop())

  /** A task that has loaded the database that the statements make. */
  async function taskOf(database: string, ...statements: readonly string[]): Promise<Task> {
    await pair.my.query(`CREATE DATABASE ${database}; USE ${database}`)
    await on(database, ...statements)
    const project = join(folder, database)
    mkdirSync(project, { recursive: true })
    const ends = [pair.source(database), await pair.freshTarget(database)]
    const caughtUp = ['replicate', ...ends, '--project', project, '--proof', 'none', '--until', 'caught-up']
    const validate = ['validate', ...ends, '--out', join(project, 'tasks', database, 'out')]
    await done({ caughtUp, validate, project })
    return { caughtUp, validate, project }
  }

  async function on(database: string, ...statements: readonly string[]): Promise<void> {
    await pair.my.query(`USE ${database}`)
    for (const statement of statements) await pair.my.query(statement)
  }

  async function done(task: Task): Promise<string> {
    const ended = await run(task.caughtUp)
    expect(ended.code, ended.err).toBe(0)
    return ended.err
  }

  async function inStep(task: Task): Promise<void> {
    await done(task)
    const compared = await runJson(task.validate)
    const totals = { differing: 0, missing: 0, extra: 0, failedTables: 0 }
    expect({ err: compared.err, value: compared.value }).toMatchObject({ value: { equal: true, totals } })
  }

  it('columns come, go, and get other names and types, each in front of the first row after it', async () => {
    const task = await taskOf(
      'columns',
      `CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(10), n INT NOT NULL DEFAULT 3, colour ENUM('red', 'green'), KEY by_v (v))`,
      `INSERT INTO t VALUES (1, 'a', 1, 'red'), (2, NULL, 2, 'green')`,
    )
    await on(
      'columns',
      `INSERT INTO t VALUES (3, 'c', 3, NULL)`,
      `ALTER TABLE t ADD COLUMN w VARCHAR(20) NOT NULL DEFAULT 'x' AFTER id, ADD COLUMN z INT NOT NULL`,
      `INSERT INTO t (id, v, w, z) VALUES (4, 'd', 'given', 9)`,
      `ALTER TABLE t CHANGE v label VARCHAR(200), MODIFY n BIGINT NULL`,
      `INSERT INTO t (id, label, n, z) VALUES (5, REPEAT('e', 150), 5000000000, 1)`,
      `ALTER TABLE t DROP COLUMN z`,
      `UPDATE t SET label = 'changed' WHERE id = 1`,
      `ALTER TABLE t RENAME COLUMN w TO v, MODIFY colour ENUM('red', 'yellow', 'green', 'blue')`,
      `INSERT INTO t (id, v, colour) VALUES (6, 'v now', 'yellow'), (7, 'v', 'blue')`,
      `ALTER TABLE t ALTER COLUMN n SET DEFAULT 12`,
      `INSERT INTO t (id) VALUES (8)`,
      `DELETE FROM t WHERE id = 2`,
    )
    await inStep(task)
    const made =
      "SELECT string_agg(attname, ' ' ORDER BY attname) FROM pg_attribute WHERE attrelid = 'columns.t'::regclass AND attnum > 0 AND NOT attisdropped"
    expect(await pair.ask('columns', made)).toBe('colour id label n v')
    expect(await pair.ask('columns', 'INSERT INTO columns.t (id) VALUES (99) RETURNING n::text')).toBe('12')
  })

  it('keys, indexes and foreign keys come, go and get other names', async () => {
    const task = await taskOf(
      'relations',
      'CREATE TABLE p (id INT PRIMARY KEY, code VARCHAR(10) NOT NULL)',
      'CREATE TABLE c (id INT PRIMARY KEY, p INT, v INT, KEY by_v (v))',
      `INSERT INTO p VALUES (1, 'a'), (2, 'b')`,
      'INSERT INTO c VALUES (1, 1, 5), (2, 2, 6)',
    )
    await on(
      'relations',
      'ALTER TABLE p ADD UNIQUE KEY by_code (code)',
      'ALTER TABLE c ADD CONSTRAINT fk FOREIGN KEY (p) REFERENCES p (id) ON DELETE CASCADE, DROP KEY by_v',
      'CREATE INDEX new_v ON c (v, p)',
      'DELETE FROM p WHERE id = 1',
      'ALTER TABLE c RENAME INDEX new_v TO newest_v',
      'ALTER TABLE p ADD CHECK (id < 100)',
      `UPDATE p SET code = 'c' WHERE id = 2`,
    )
    await inStep(task)
    expect(await pair.ask('relations', 'SELECT count(*)::text FROM relations.c')).toBe('1')
    const indexes =
      "SELECT string_agg(indexname, ' ' ORDER BY indexname) FROM pg_indexes WHERE schemaname = 'relations'"
    expect(await pair.ask('relations', indexes)).toBe('by_code c_pkey fk newest_v p_pkey')
    await on(
      'relations',
      'ALTER TABLE c DROP FOREIGN KEY fk',
      'INSERT INTO c VALUES (3, 77, 1)',
      'DROP INDEX by_code ON p',
      `INSERT INTO p VALUES (5, 'c')`,
    )
    await inStep(task)
  })

  it('tables are made, filled, renamed in turn, replaced and dropped', async () => {
    const task = await taskOf(
      'things',
      'CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(10))',
      `INSERT INTO t VALUES (1, 'a'), (2, 'b')`,
    )
    await on(
      'things',
      'CREATE TABLE fresh (id INT AUTO_INCREMENT PRIMARY KEY, at DATETIME, UNIQUE (at))',
      `INSERT INTO fresh (at) VALUES ('2020-02-02 02:02:02'), (NULL)`,
      'CREATE TABLE copied AS SELECT id, v FROM t',
      'INSERT INTO copied VALUES (9, NULL)',
      // As tools do that change large tables.
      'CREATE TABLE _t_new LIKE t',
      'ALTER TABLE _t_new ADD COLUMN w INT NULL',
      'INSERT INTO _t_new (id, v) SELECT id, v FROM t',
      'RENAME TABLE t TO _t_old, _t_new TO t',
      'UPDATE t SET w = 3',
      'DROP TABLE _t_old',
      'CREATE OR REPLACE TABLE fresh (name VARCHAR(20) PRIMARY KEY)',
      `INSERT INTO fresh VALUES ('other')`,
      'CREATE TABLE IF NOT EXISTS fresh (id INT)',
      'ALTER DATABASE things CHARACTER SET latin1',
      'CREATE TABLE old_text (id INT PRIMARY KEY, v VARCHAR(10))',
      `INSERT INTO old_text VALUES (1, 'né')`,
      'ALTER TABLE copied RENAME TO copies, ADD COLUMN more INT DEFAULT 4',
      'INSERT INTO copies VALUES (10, NULL, 5)',
    )
    await inStep(task)
    const tables =
      "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'things'::regnamespace"
    expect(await pair.ask('things', tables)).toBe('copies fresh old_text t')
    expect(await pair.ask('things', 'SELECT count(*)::text FROM things.copies')).toBe('4')
  })

  it('maintenance and what the target does not have pass', async () => {
    const task = await taskOf('harmless', 'CREATE TABLE t (id INT PRIMARY KEY, v INT)')
    await on(
      'harmless',
      'ALTER TABLE t ENGINE = InnoDB',
      'ALTER TABLE t ROW_FORMAT = DYNAMIC, FORCE',
      'OPTIMIZE TABLE t',
      'ALTER TABLE t ORDER BY v',
      'ALTER TABLE t AUTO_INCREMENT = 7',
      'CREATE VIEW w AS SELECT * FROM t',
      'CREATE PROCEDURE p() SELECT 1',
      'CREATE TEMPORARY TABLE x (id INT)',
      'INSERT INTO t VALUES (1, 2)',
    )
    await inStep(task)
  })

  it('partitions are added; those whose rows would move stop the task', async () => {
    const task = await taskOf(
      'parted',
      'CREATE TABLE t (id INT PRIMARY KEY, v INT) PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN (20))',
      'INSERT INTO t VALUES (1, 1), (11, 1)',
    )
    await on(
      'parted',
      'ALTER TABLE t ADD PARTITION (PARTITION p2 VALUES LESS THAN (30))',
      'INSERT INTO t VALUES (25, 1)',
      'ALTER TABLE t DROP PARTITION p2',
      'INSERT INTO t VALUES (2, 2)',
    )
    await inStep(task)
    await on('parted', 'ALTER TABLE t TRUNCATE PARTITION p0')
    await stops(task, /XW-S0602: .*parted\.t.*rows come or go with partitions/)
    await pair.ask('parted', 'DELETE FROM parted.t WHERE id < 10 RETURNING 1::text')
    expect((await run([...task.caughtUp, '--pass-definition'])).code).toBe(0)
    await inStep(task)
    await on('parted', 'ALTER TABLE t REORGANIZE PARTITION p0, p1 INTO (PARTITION p VALUES LESS THAN (20))')
    await stops(task, /XW-S0602: .*rows change places between partitions/)
  })

  async function stops(task: Task, words: RegExp): Promise<void> {
    for (const _ of [1, 2]) {
      const stopped = await run(task.caughtUp)
      expect({ code: stopped.code, err: stopped.err }).toMatchObject({ code: 4, err: expect.stringMatching(words) })
    }
  }

  it('what cannot be carried over exactly stops the task in front of it, and goes on when a person has seen to it', async () => {
    const task = await taskOf(
      'inexact',
      'CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(10), d DECIMAL(10,4), e ENUM("a", "b"))',
      'CREATE VIEW uses AS SELECT id, d FROM t',
      'INSERT INTO t VALUES (1, "12", 1.2345, "a")',
    )
    const steps: readonly (readonly [string, RegExp, string])[] = [
      [
        'ALTER TABLE t MODIFY d DECIMAL(10,2)',
        /may change the values in it/,
        'DROP VIEW inexact.uses; ALTER TABLE inexact.t ALTER COLUMN d TYPE numeric(10,2)',
      ],
      [
        'ALTER TABLE t MODIFY v INT',
        /may change the values in it/,
        'ALTER TABLE inexact.t ALTER COLUMN v TYPE integer USING v::integer',
      ],
      ['ALTER TABLE t ADD COLUMN at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP', /is known to the source only/, ''],
    ]
    for (const [sql, words, byHand] of steps) {
      await on('inexact', sql, 'UPDATE t SET id = id + 1')
      await stops(task, words)
      if (byHand === '') break
      for (const each of byHand.split(';')) await pair.ask('inexact', each)
      const passed = await run([...task.caughtUp, '--pass-definition'])
      expect({ code: passed.code, err: passed.err }).toMatchObject({ code: 0 })
      await inStep(task)
    }
  })

  it('what the target refuses leaves nothing behind', async () => {
    const task = await taskOf('refused', 'CREATE TABLE t (id INT PRIMARY KEY, v INT)', 'INSERT INTO t VALUES (1, 1)')
    await pair.ask('refused', 'CREATE VIEW refused.own AS SELECT v FROM refused.t')
    await on('refused', 'ALTER TABLE t ADD COLUMN w INT, DROP COLUMN v', 'INSERT INTO t VALUES (2, 2)')
    await stops(task, /XW-S0602: .*the target refuses it: cannot drop column v/)
    const columns =
      "SELECT count(*)::text FROM pg_attribute WHERE attrelid = 'refused.t'::regclass AND attnum > 0 AND NOT attisdropped"
    expect(await pair.ask('refused', columns)).toBe('2')
    await pair.ask('refused', 'DROP VIEW refused.own')
    await inStep(task)
  })

  it('goes on without its folder: the target keeps how the tables are defined', async () => {
    const task = await taskOf('folderless', 'CREATE TABLE t (id INT PRIMARY KEY, v INT)', 'INSERT INTO t VALUES (1, 1)')
    await on('folderless', 'ALTER TABLE t ADD COLUMN w INT')
    await done(task)
    await on(
      'folderless',
      'INSERT INTO t VALUES (2, 2, 2)',
      'ALTER TABLE t DROP COLUMN v, ADD COLUMN x INT',
      'INSERT INTO t VALUES (3, 3, 3)',
    )
    rmSync(join(task.project, 'tasks'), { recursive: true })
    await done(task)
    expect(
      await pair.ask(
        'folderless',
        'SELECT string_agg(concat_ws($$,$$, id, w, x), $$ $$ ORDER BY id) FROM folderless.t',
      ),
    ).toBe('1 2,2 3,3,3')
  })

  it('what was passed over by hand, or is of no table that is followed, is known later on', async () => {
    const task = await taskOf(
      'later',
      'CREATE TABLE t (id INT PRIMARY KEY, v INT, w INT)',
      'INSERT INTO t VALUES (1, 1, 1)',
    )
    await on(
      'later',
      'CREATE TABLE aside (id INT PRIMARY KEY, at TIMESTAMP)',
      'INSERT INTO aside VALUES (1, NULL)',
      'ALTER TABLE t DROP COLUMN v',
      'INSERT INTO t VALUES (2, 2)',
      'ALTER TABLE t ADD COLUMN v INT',
      'INSERT INTO t VALUES (3, 3, 3)',
    )
    const stopping = [...task.caughtUp, '--definitions', 'stop']
    const stopped = await run(stopping)
    expect({ code: stopped.code, err: stopped.err }).toMatchObject({
      ...{ code: 4, err: expect.stringMatching(/XW-S0601: later\.aside[\s\S]*XW-S0602: .*it was not asked for/) },
    })
    await pair.ask('later', 'ALTER TABLE later.t DROP COLUMN v')
    const passed = await run([...stopping, '--pass-definition'])
    expect({ code: passed.code, err: passed.err }).toMatchObject({
      code: 4,
      err: expect.stringMatching(/ADD COLUMN v/),
    })
    await inStep(task)
    await on(
      'later',
      'ALTER TABLE aside ADD COLUMN more INT',
      'RENAME TABLE aside TO beside',
      'INSERT INTO t VALUES (4, 4, 4)',
    )
    await inStep(task)
    expect(await pair.ask('later', "SELECT count(*)::text FROM pg_class WHERE relname IN ('aside', 'beside')")).toBe(
      '0',
    )
  })

  it('a task that follows sees them as they come, and moves its users to the tables as they are then', async () => {
    const task = await taskOf(
      'moves',
      'CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, v INT)',
      'CREATE TABLE log (id INT AUTO_INCREMENT PRIMARY KEY, v INT)',
      'INSERT INTO t (v) VALUES (1)',
    )
    const following = start(task.caughtUp.slice(0, -2))
    await on(
      'moves',
      'ALTER TABLE t ADD COLUMN w INT DEFAULT 5',
      'INSERT INTO t (v) VALUES (2)',
      'CREATE TABLE made (id INT AUTO_INCREMENT PRIMARY KEY)',
      'INSERT INTO made VALUES (), ()',
    )
    await on('moves', 'CREATE TRIGGER copies AFTER INSERT ON t FOR EACH ROW INSERT INTO log (v) VALUES (NEW.w)')
    await until(async () => following.child.exitCode !== null || (await made()) === '2')
    following.child.kill('SIGTERM')
    const ended = await following.ended
    expect(ended.code, ended.err).toBe(143)
    expect(ended.err).toMatch(/XW-S0620: ALTER TABLE t ADD COLUMN w/)
    const cutover = await run(['cutover', ...task.caughtUp.slice(1, -2), '--quiet', '1'])
    expect(cutover.code, cutover.err).toBe(0)
    expect(await pair.ask('moves', 'INSERT INTO moves.made VALUES (DEFAULT) RETURNING id::text')).toBe('3')
    expect(await pair.ask('moves', 'INSERT INTO moves.t (v) VALUES (3) RETURNING w::text')).toBe('5')
    expect(await pair.ask('moves', 'SELECT v::text FROM moves.log')).toBe('5')
  })

  const made = () => pair.ask('moves', 'SELECT count(*)::text FROM moves.made').catch(() => '')

  it('a table that changes while it is loaded is loaded again, and a new one is followed', async () => {
    await pair.my.query('CREATE DATABASE early; USE early')
    await on(
      'early',
      'CREATE TABLE t (id INT PRIMARY KEY, v INT)',
      'CREATE TABLE u (id INT PRIMARY KEY, t INT, FOREIGN KEY (t) REFERENCES t (id))',
      'INSERT INTO t VALUES (1, 1), (2, 2)',
      'INSERT INTO u VALUES (1, 1)',
    )
    const project = join(folder, 'early')
    mkdirSync(project, { recursive: true })
    const ends = [pair.source('early'), await pair.freshTarget('early')]
    const caughtUp = ['replicate', ...ends, '--project', project, '--proof', 'none', '--until', 'caught-up']
    const env = { PATH: process.env['PATH'] ?? '', CROSSWALK_FAILPOINT: 'load-noted:1:delay' }
    const loading = start(caughtUp, { env })
    while (!existsSync(join(project, 'tasks/early/task.json'))) await sleep(5)
    await on(
      'early',
      'INSERT INTO t VALUES (3, 3)',
      'ALTER TABLE t ADD COLUMN w INT NOT NULL DEFAULT 7',
      'UPDATE t SET w = 8 WHERE id = 2',
      'CREATE TABLE born (id INT PRIMARY KEY)',
      'INSERT INTO born VALUES (1), (2)',
      'INSERT INTO u VALUES (2, 3)',
    )
    const first = await loading.ended
    expect(first.code, first.err).toBe(0)
    expect(first.err).toMatch(/XW-S0627: early\.t, early\.born was loaded again/)
    await inStep({ caughtUp, validate: ['validate', ...ends, '--out', join(project, 'tasks/early/out')], project })
    const keys =
      "SELECT string_agg(conname, ' ') FROM pg_constraint WHERE contype = 'f' AND connamespace = 'early'::regnamespace"
    expect(await pair.ask('early', keys)).toBe('u_ibfk_1')
    expect(await pair.ask('early', 'SELECT w::text FROM early.t WHERE id = 2')).toBe('8')
  })

  it('columns and tables that go while they are loaded first are gone on the target, and the rest is loaded behind that', async () => {
    await pair.my.query('CREATE DATABASE goes; USE goes')
    await on(
      'goes',
      'CREATE TABLE t (id INT PRIMARY KEY, v INT, w INT)',
      'CREATE TABLE u (id INT PRIMARY KEY, t INT, KEY by_t (t), FOREIGN KEY (t) REFERENCES t (id))',
      'CREATE TABLE gone (id INT PRIMARY KEY)',
      'INSERT INTO t VALUES (1, 1, 1), (2, 2, 2)',
      'INSERT INTO u VALUES (1, 1)',
    )
    const project = join(folder, 'goes')
    mkdirSync(project, { recursive: true })
    const ends = [pair.source('goes'), await pair.freshTarget('goes')]
    const caughtUp = ['replicate', ...ends, '--project', project, '--proof', 'none', '--until', 'caught-up']
    const env = { PATH: process.env['PATH'] ?? '', CROSSWALK_FAILPOINT: 'load-noted:1:delay' }
    const loading = start(caughtUp, { env })
    while (!existsSync(join(project, 'tasks/goes/task.json'))) await sleep(5)
    await on(
      'goes',
      'INSERT INTO t VALUES (3, 3, 3)',
      'ALTER TABLE t DROP COLUMN v',
      'RENAME TABLE u TO x',
      'DROP TABLE gone',
      'INSERT INTO x VALUES (2, 3)',
    )
    const first = await loading.ended
    expect(first.code, first.err).toBe(0)
    expect(first.err).toMatch(/XW-S0628: .*goes\.t/)
    await inStep({ caughtUp, validate: ['validate', ...ends, '--out', join(project, 'tasks/goes/out')], project })
    const found = await pair.ask(
      'goes',
      "SELECT string_agg(conrelid::regclass || ' ' || contype::text, ', ' ORDER BY conrelid::regclass::text, contype) FROM pg_constraint WHERE connamespace = 'goes'::regnamespace",
    )
    expect(found).toBe('goes.t p, goes.x f, goes.x p')
  })
})
