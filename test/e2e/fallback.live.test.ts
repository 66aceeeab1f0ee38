import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type mysql from 'mysql2/promise'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectPostgres } from '../support/servers.js'
import { buildProgram, fails, noStack, run, runJson, start, workFolder } from './support/cli.js'
import { live, type Pair, startPair } from './support/live.js'

const folder = workFolder()
beforeAll(buildProgram)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Types whose values must find their way back, keys of all kinds, keys that act on their own, and a trigger. */
const schema = `CREATE DATABASE away CHARACTER SET utf8mb4; USE away;
  CREATE TABLE customer (id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, mail VARCHAR(60) UNIQUE, credit DECIMAL(12,2) NOT NULL, flags BIT(8),
    kind ENUM('new','old') NOT NULL DEFAULT 'new', tags SET('a','b','c'), born DATE, seen DATETIME(6), at TIMESTAMP(3) NULL, active BOOLEAN NOT NULL,
    photo BLOB, doc JSON, took TIME(2), y YEAR, ratio DOUBLE, part FLOAT, note TEXT, double_credit DECIMAL(14,2) AS (credit * 2) VIRTUAL);
  CREATE TABLE orders (id BIGINT AUTO_INCREMENT PRIMARY KEY, customer INT UNSIGNED NOT NULL, total INT, FOREIGN KEY (customer) REFERENCES customer (id) ON DELETE CASCADE);
  CREATE TABLE line (order_id BIGINT NOT NULL, no INT NOT NULL, what VARCHAR(20), PRIMARY KEY (order_id, no),
    FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE ON UPDATE CASCADE);
  CREATE TABLE visit (at DATETIME, what VARCHAR(20));
  CREATE TABLE audit (id INT AUTO_INCREMENT PRIMARY KEY, what VARCHAR(40));
  INSERT INTO customer (mail, credit, flags, kind, tags, born, seen, at, active, photo, doc, took, y, ratio, part, note)
    SELECT CONCAT('c', seq, '@x'), seq / 7, seq % 256, 1 + seq % 2, seq % 8, DATE'1970-01-01' + INTERVAL seq DAY, NOW(6), NOW(3), seq % 2, UNHEX(MD5(seq)),
      CONCAT('{"n": ', seq, '}'), SEC_TO_TIME(seq), 1990, seq / 3, seq / 7, REPEAT('ü☕', seq % 40) FROM seq_1_to_2000;
  INSERT INTO orders (customer, total) SELECT 1 + seq % 2000, seq FROM seq_1_to_4000;
  INSERT INTO line SELECT 1 + seq % 4000, seq DIV 4000, 'x' FROM seq_0_to_7999;
  INSERT INTO visit SELECT NOW(), seq % 7 FROM seq_1_to_500;
  CREATE TRIGGER paid AFTER UPDATE ON customer FOR EACH ROW INSERT INTO audit (what) VALUES (CONCAT(OLD.credit, ' to ', NEW.credit))`

/** What users do on the new side: every kind of change, what keys and triggers do with it, and what is taken back. */
const used = (n: number): readonly string[] => [
  `INSERT INTO away.customer (mail, credit, active, kind, tags, born, seen, at, photo, doc, took, note, ratio) VALUES
    ('new${n}@x', ${n}.25, true, 'old', '{a,c}', '1999-12-31', '2024-02-29 12:00:00.123456', '2024-02-29 12:00:00.5+00', '\\x00ff5c27', '{"a": [1, null, "ü"]}', '01:02:03.04', E'tab\\t☕', 1e-300)`,
  `UPDATE away.customer SET credit = credit + 1.5, note = NULL, active = NOT active WHERE id BETWEEN ${n} AND ${n + 20}`,
  `DELETE FROM away.customer WHERE id = ${1000 + n}`,
  `UPDATE away.orders SET id = id + 100000 WHERE id = ${n}`,
  `UPDATE away.visit SET what = 'changed ${n}' WHERE what = '${n % 7}'`,
  `DELETE FROM away.visit WHERE ctid = (SELECT min(ctid) FROM away.visit)`,
  `UPDATE away.line SET what = repeat('y', 20), no = no + 10 WHERE order_id = ${2000 + n}`,
]

describe.skipIf(!live)('crosswalk fallback', () => {
  let pair: Pair
  const clients: pg.Client[] = []
  beforeAll(async () => {
    pair = await startPair()
  })
  afterAll(async () => {
    for (const client of clients) await client.end()
    await pair?.stop()
  })

  const clientOf = async (database: string): Promise<pg.Client> => {
    const client = await connectPostgres({ ...pair.postgres.endpoint, database })
    clients.push(client)
    return client
  }

  const count = async (sql: string): Promise<number> => {
    const [rows] = await pair.my.query<mysql.RowDataPacket[]>(sql)
    return Number(Object.values(rows[0] ?? {})[0])
  }

  it('keeps the old source in step with what users write on the new one, and takes them back', async () => {
    await pair.my.query(schema)
    const project = join(folder, 'away')
    mkdirSync(project)
    const ends = [pair.source('away'), await pair.freshTarget('away')]
    const task = [...ends, '--project', project, '--proof', 'none']
    const quiet = ['--quiet', '1']
    await fails(['fallback', ...task], 4, 'XW-S0630')
    expect((await run(['replicate', ...task, '--until', 'caught-up'])).code).toBe(0)
    const moved = await run(['cutover', ...task, ...quiet, '--fallback'])
    expect({ code: moved.code, err: moved.err, out: moved.out }).toMatchObject({
      code: 0,
      out: expect.stringMatching(/way back +prepared/),
    })

    const users = await clientOf('away')
    for (let n = 1; n <= 20; n++) for (const sql of used(n)) await users.query(sql)
    const following = start(['fallback', ...task, '--json'])
    for (let n = 21; n <= 60; n++) {
      await users.query('BEGIN')
      for (const sql of used(n)) await users.query(sql)
      await users.query(n % 5 === 0 ? 'ROLLBACK' : 'COMMIT')
    }
    await expect
      .poll(() => count("SELECT COUNT(*) FROM away.customer WHERE mail = 'new59@x'"), { timeout: 30_000 })
      .toBe(1)
    following.child.kill('SIGTERM')
    const stopped = await following.ended
    noStack(stopped)
    expect({ code: stopped.code, err: stopped.err }).toMatchObject({ code: 143 })

    await users.query("INSERT INTO away.customer (id, mail, credit, active) VALUES (4000, 'last', 1, false)")
    const back = await run(['fallback', ...task, ...quiet, '--return'])
    expect({ code: back.code, err: back.err, out: back.out }).toMatchObject({
      code: 0,
      out: expect.stringMatching(/, 0 differing\n[\s\S]*users can go back/),
    })
    const audits = await count('SELECT COUNT(*) FROM away.audit')
    expect(audits).toBe(Number(await pair.ask('away', 'SELECT count(*)::text FROM away.audit')))
    expect(audits).toBeGreaterThan(900)
    expect(await count('SELECT double_credit = 2 FROM away.customer WHERE id = 4000')).toBe(1)
    // The triggers are there again, and the counters go on behind what the new side gave out.
    await pair.my.query(
      "UPDATE away.customer SET credit = 9 WHERE id = 4000; INSERT INTO away.customer (mail, credit, active) VALUES ('own', 1, 0)",
    )
    expect(await count('SELECT COUNT(*) FROM away.audit')).toBe(audits + 1)
    expect(await count("SELECT id FROM away.customer WHERE mail = 'own'")).toBe(4001)
    expect(await pair.ask('away', 'SELECT count(*)::text FROM pg_replication_slots')).toBe('0')
    expect((await run(['fallback', ...task])).code).toBe(4)
  })

  it('goes both ways within one engine, whose triggers are switched off meanwhile', async () => {
    const ends = [await pair.freshTarget('near'), await pair.freshTarget('far')]
    const near = await clientOf('near')
    await near.query(`CREATE TYPE mood AS ENUM ('fine', 'bad'); CREATE TYPE pair AS (a int, b mood);
      CREATE TABLE parent (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, moods mood[], pair pair, span int4range, doc jsonb, long text);
      CREATE TABLE child (id serial PRIMARY KEY, parent int REFERENCES parent ON DELETE CASCADE, at timestamptz);
      CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.at := now(); RETURN NEW; END $$;
      CREATE TRIGGER stamps BEFORE INSERT OR UPDATE ON child FOR EACH ROW EXECUTE FUNCTION stamp();
      INSERT INTO parent (moods, pair, span, doc, long) SELECT '{fine,bad}'::mood[], ROW(n, 'bad')::pair, int4range(n, n + 2), '{"a": 1}'::jsonb, repeat(md5(n::text), 300) FROM generate_series(1, 500) n;
      INSERT INTO child (parent) SELECT 1 + n % 500 FROM generate_series(1, 1000) n`)
    const task = [...ends, '--project', join(folder, 'near')]
    expect((await run(['replicate', ...task, '--until', 'caught-up'])).code).toBe(0)
    const moved = await run(['cutover', ...task, '--quiet', '1', '--fallback'])
    expect({ code: moved.code, err: moved.err }).toMatchObject({ code: 0 })
    const far = await clientOf('far')
    await far.query(`DELETE FROM parent WHERE id % 7 = 0; UPDATE parent SET span = NULL, moods = '{}' WHERE id % 5 = 0;
      INSERT INTO parent (pair) VALUES (ROW(NULL, 'fine')::pair); UPDATE child SET parent = 1 WHERE id % 11 = 0`)
    const back = await run(['fallback', ...task, '--quiet', '1', '--return'])
    expect({ code: back.code, err: back.err, out: back.out }).toMatchObject({
      code: 0,
      out: expect.stringMatching(/, 0 differing\n/),
    })
    await near.query('INSERT INTO child (parent) VALUES (1)')
    expect((await near.query('SELECT id, at IS NOT NULL AS at FROM child ORDER BY id DESC LIMIT 1')).rows).toEqual([
      { id: '1001', at: 't' },
    ])
  })

  it('can be given up, and then nothing is kept for it', async () => {
    await pair.my.query('CREATE DATABASE gone; USE gone; CREATE TABLE t (id INT PRIMARY KEY); INSERT INTO t VALUES (1)')
    const task = [
      pair.source('gone'),
      await pair.freshTarget('gone'),
      '--project',
      join(folder, 'gone'),
      '--proof',
      'none',
    ]
    expect((await run(['replicate', ...task, '--until', 'caught-up'])).code).toBe(0)
    expect((await run(['cutover', ...task, '--quiet', '1', '--fallback'])).code).toBe(0)
    const slots = "SELECT count(*)::text FROM pg_replication_slots WHERE database = 'gone'"
    expect(await pair.ask('gone', slots)).toBe('1')
    const ended = await runJson(['fallback', ...task, '--give-up'])
    expect({ code: ended.code, err: ended.err }).toMatchObject({ code: 0 })
    expect(await pair.ask('gone', slots)).toBe('0')
    expect((await run(['fallback', ...task])).code).toBe(4)
  })
})
