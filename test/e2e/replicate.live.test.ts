import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type mysql from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shopSchema, Workload } from '../support/replication/workload.js'
import { connectMysql, connectPostgres } from '../support/servers.js'
import { buildProgram, noStack, run, runJson, start, workFolder } from './support/cli.js'
import { live, type Pair, processOf, startPair } from './support/live.js'

const folder = workFolder()
beforeAll(buildProgram)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The words of a task of its own; the proof of the conversion is not what is tested here. */
async function taskOf(pair: Pair, database: string, login?: string) {
  const project = join(folder, database)
  mkdirSync(project, { recursive: true })
  const ends = [pair.source(database, login), await pair.freshTarget(database)]
  const args = ['replicate', ...ends, '--project', project, '--proof', 'none']
  const out = join(project, 'tasks', database, 'out')
  return { args, caughtUp: [...args, '--until', 'caught-up'], validate: ['validate', ...ends, '--out', out] }
}

async function inStep(task: {
  readonly caughtUp: readonly string[]
  readonly validate: readonly string[]
}): Promise<void> {
  const ended = await run(task.caughtUp)
  expect({ code: ended.code, err: ended.err }).toMatchObject({ code: 0 })
  const compared = await runJson(task.validate)
  expect(compared.value).toMatchObject({ equal: true, totals: { differing: 0, missing: 0, extra: 0, failedTables: 0 } })
}

describe.skipIf(!live)('crosswalk replicate', () => {
  let pair: Pair
  beforeAll(async () => {
    pair = await startPair()
  })
  afterAll(() => pair?.stop())

  it('loads under writers, applies what changed meanwhile, follows, and every value is the same', async () => {
    await pair.my.query(shopSchema('shop'))
    const task = await taskOf(pair, 'shop')
    const writing = new Workload({ ...pair.mariadb.endpoint, database: 'shop' }, { writers: 3, large: 20_000 })
    const first = await runJson(task.caughtUp)
    expect({ code: first.code, err: first.err }).toMatchObject({ code: 0 })
    expect(first.value).toMatchObject({ ended: 'caught-up', loaded: true, setAside: 0 })
    const following = start([...task.args, '--json'])
    await sleep(3000)
    following.child.kill('SIGTERM')
    const ended = await following.ended
    noStack(ended)
    expect({ code: ended.code, err: ended.err }).toMatchObject({ code: 143 })
    expect(JSON.parse(ended.out)).toMatchObject({ ended: 'stopped', loaded: false })
    await writing.stop()
    expect(writing.transactions).toBeGreaterThan(100)
    await inStep(task)
    expect(await pair.ask('shop', 'SELECT sum(balance)::text FROM shop.accounts')).toBe('500000')
    // Nothing that the log has was applied twice, and nothing is left to apply.
    const idle = await runJson(task.caughtUp)
    expect(idle.value).toMatchObject({ transactions: 0, changes: 0 })
  })

  it('gives a table that is loaded its changes while another one is still being loaded', async () => {
    await pair.my.query(`CREATE DATABASE handed; USE handed; CREATE TABLE small (id INT PRIMARY KEY, v VARCHAR(20), KEY (v));
      INSERT INTO small VALUES (1, 'loaded'); CREATE TABLE big (id INT PRIMARY KEY, small INT NOT NULL, body VARCHAR(200) NOT NULL, FOREIGN KEY (small) REFERENCES small (id));
      INSERT INTO big SELECT seq, 1, REPEAT(MD5(seq), 4) FROM seq_1_to_4000000`)
    const task = await taskOf(pair, 'handed')
    const following = start([...task.args, '--workers', '1'])
    const handed = "SELECT position FROM crosswalk.checkpoint WHERE task LIKE '%/cached' AND position IS NOT NULL"
    while ((await pair.ask('handed', handed).catch(() => null)) === null) await sleep(20)
    await pair.my.query(
      "USE handed; UPDATE small SET v = 'changed'; INSERT INTO small VALUES (2, 'new'); UPDATE big SET small = 2 WHERE id = 7",
    )
    while ((await pair.ask('handed', 'SELECT count(*)::text FROM handed.small')) !== '2') await sleep(20)
    const unfinished =
      "SELECT count(*)::text FROM crosswalk.load_table WHERE target_table = 'big' AND finished_at IS NULL"
    expect(await pair.ask('handed', unfinished)).toBe('1')
    expect(await pair.ask('handed', 'SELECT v FROM handed.small WHERE id = 1')).toBe('changed')
    following.child.kill('SIGTERM')
    expect((await following.ended).code).toBe(143)
    await inStep(task)
    expect(
      await pair.ask(
        'handed',
        "SELECT count(*)::text FROM pg_constraint WHERE contype = 'f' AND conrelid = 'handed.big'::regclass",
      ),
    ).toBe('1')
  })

  it('is exact from a source that allows no lock: what rows of several moments may have is applied over them', async () => {
    await pair.my.query(shopSchema('unlocked', 'RESTRICT'))
    await pair.my.query(`CREATE USER reader@'127.0.0.1'; GRANT SELECT ON unlocked.* TO reader@'127.0.0.1';
      GRANT REPLICATION SLAVE, BINLOG MONITOR ON *.* TO reader@'127.0.0.1'`)
    const task = await taskOf(pair, 'unlocked', 'reader')
    const writing = new Workload({ ...pair.mariadb.endpoint, database: 'unlocked' }, { writers: 3, large: 3000 })
    const first = await run(task.caughtUp)
    await writing.stop()
    expect({ code: first.code, err: first.err }).toMatchObject({ code: 0, err: expect.stringMatching(/XW-D0004/) })
    await inStep(task)
    await pair.my.query(`CREATE DATABASE acting; USE acting; CREATE TABLE p (id INT PRIMARY KEY); INSERT INTO p VALUES (1);
      CREATE TABLE c (id INT PRIMARY KEY, p INT, FOREIGN KEY (p) REFERENCES p (id) ON DELETE CASCADE); GRANT SELECT ON acting.* TO reader@'127.0.0.1'`)
    const acting = await taskOf(pair, 'acting', 'reader')
    const refused = await run(acting.caughtUp)
    expect({ code: refused.code, err: refused.err }).toMatchObject({ code: 4, err: expect.stringMatching(/XW-S0613/) })
  })

  it('stops in front of a definition change when it shall, and goes on behind it when told to', async () => {
    await pair.my.query(
      "CREATE DATABASE ddl; USE ddl; CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(10)); INSERT INTO t VALUES (1, 'a')",
    )
    const task = await taskOf(pair, 'ddl')
    expect((await run(task.caughtUp)).code).toBe(0)
    await pair.my.query(`USE ddl; INSERT INTO t VALUES (2, 'b'); CREATE TABLE fresh (id INT PRIMARY KEY); CREATE INDEX i ON t (v);
      INSERT INTO t VALUES (3, 'c')`)
    const stopping = [...task.caughtUp, '--definitions', 'stop']
    for (const _ of [1, 2]) {
      const stopped = await run(stopping)
      expect({ code: stopped.code, err: stopped.err }).toMatchObject({
        code: 4,
        err: expect.stringMatching(/XW-S0602: .*ddl\.t/),
      })
      expect(await pair.ask('ddl', 'SELECT max(id)::text FROM ddl.t')).toBe('2')
    }
    const passed = await run([...stopping, '--pass-definition'])
    expect({ code: passed.code, err: passed.err }).toMatchObject({ code: 0 })
    await inStep(task)
  })

  it('stops at a value that does not fit, or sets the change aside', async () => {
    await pair.my.query(
      "CREATE DATABASE odd; USE odd; CREATE TABLE t (id INT PRIMARY KEY, d DATE NULL, v VARCHAR(10)); INSERT INTO t VALUES (1, NULL, 'a')",
    )
    const task = await taskOf(pair, 'odd')
    expect((await run(task.caughtUp)).code).toBe(0)
    await pair.my.query(
      "USE odd; SET sql_mode = ''; INSERT INTO t VALUES (2, '0000-00-00', 'b'); INSERT INTO t VALUES (3, NULL, 'c')",
    )
    const stopped = await run(task.caughtUp)
    expect({ code: stopped.code, err: stopped.err }).toMatchObject({
      ...{ code: 4, err: expect.stringMatching(/XW-S0603: .*odd\.t.*id=2.*XW-D0101/) },
    })
    const aside = await runJson([...task.caughtUp, '--on-refused', 'set-aside'])
    expect({ code: aside.code, setAside: aside.value['setAside'], err: aside.err }).toMatchObject({
      code: 3,
      setAside: 1,
    })
    expect(await pair.ask('odd', 'SELECT max(id)::text FROM odd.t')).toBe('3')
    expect(await pair.ask('odd', "SELECT row_key->>'id' FROM crosswalk.apply_exception")).toBe('2')
    // A row with such a value in its past can be put right, and can go.
    await pair.my.query(`USE odd; SET sql_mode = ''; UPDATE t SET d = '0000-00-00' WHERE id IN (1, 3)`)
    expect((await run([...task.caughtUp, '--on-refused', 'set-aside'])).code).toBe(3)
    await pair.my.query(`USE odd; UPDATE t SET d = '2020-02-02' WHERE id = 1; DELETE FROM t WHERE id = 3`)
    expect((await run(task.caughtUp)).code).toBe(0)
    expect(await pair.ask('odd', 'SELECT string_agg(id::text || d, $$ $$) FROM odd.t')).toBe('12020-02-02')
  })

  it('ends within its grace though the target does not answer, and leaves nothing running there', async () => {
    await pair.my.query('CREATE DATABASE held; USE held; CREATE TABLE t (id INT PRIMARY KEY); INSERT INTO t VALUES (1)')
    const task = await taskOf(pair, 'held')
    expect((await run(task.caughtUp)).code).toBe(0)
    const other = await connectPostgres({ ...pair.postgres.endpoint, database: 'held' })
    await other.query('BEGIN; LOCK TABLE held.t')
    const following = start(task.args)
    await pair.my.query('INSERT INTO held.t VALUES (2)')
    const ours = "SELECT count(*)::text FROM pg_stat_activity WHERE application_name = 'crosswalk replicate'"
    await expect.poll(() => pair.ask('held', `${ours} AND wait_event_type = 'Lock'`), { timeout: 20_000 }).toBe('1')
    following.child.kill('SIGTERM')
    const ended = await following.ended
    noStack(ended)
    expect({ code: ended.code, err: ended.err }).toMatchObject({
      code: 143,
      err: expect.stringMatching(/not answered/),
    })
    await expect.poll(() => pair.ask('held', ours), { timeout: 15_000 }).toBe('0')
    await other.end()
    await inStep(task)
  })

  it('follows a table without a key through changes of most of its rows, and tells that it has none', async () => {
    await pair.my.query(`CREATE DATABASE keyless; USE keyless; CREATE TABLE t (n INT, v VARCHAR(20), f DOUBLE, c CHAR(5), j JSON, b BLOB);
      INSERT INTO t SELECT seq % 20000, CONCAT('v', seq % 7), seq / 3, 'a', '{"k": 1}', UNHEX('005C') FROM seq_1_to_40000`)
    const task = await taskOf(pair, 'keyless')
    const first = await run(task.caughtUp)
    expect({ code: first.code, err: first.err }).toMatchObject({
      code: 0,
      err: expect.stringMatching(/XW-S0619: .*keyless\.t/),
    })
    await pair.my.query(`USE keyless; BEGIN; UPDATE t SET v = 'new', c = NULL WHERE n % 2; INSERT INTO t SELECT * FROM t WHERE n < 100;
      DELETE FROM t WHERE n % 3 = 0 LIMIT 5000; COMMIT; UPDATE t SET n = n + 1 LIMIT 10`)
    for (const how of ['net', 'ordered']) {
      await inStep({ ...task, caughtUp: [...task.caughtUp, '--apply', how] })
      await pair.my.query('UPDATE keyless.t SET f = f + 1 WHERE n % 5 = 0')
    }
    await inStep(task)
  })

  it('a second process is told that the task is busy', async () => {
    await pair.my.query('CREATE DATABASE busy; USE busy; CREATE TABLE t (id INT PRIMARY KEY)')
    const task = await taskOf(pair, 'busy')
    expect((await run(task.caughtUp)).code).toBe(0)
    const following = start(task.args)
    await sleep(2500)
    const second = await run(task.caughtUp)
    expect({ code: second.code, err: second.err }).toMatchObject({ code: 75, err: expect.stringMatching(/XW-S0604/) })
    following.child.kill('SIGINT')
    expect((await following.ended).code).toBe(130)
  })

  it('a process that was frozen ends when it wakes and another one has the task, which goes on', async () => {
    await pair.my.query(shopSchema('frozen', 'RESTRICT'))
    const task = await taskOf(pair, 'frozen')
    expect((await run(task.caughtUp)).code).toBe(0)
    const writing = new Workload({ ...pair.mariadb.endpoint, database: 'frozen' }, { writers: 2, pause: 2 })
    const frozen = start(task.args, { limit: 200_000 })
    await until(async () => (await holders('frozen')) > 0)
    await sleep(1000)
    frozen.child.kill('SIGSTOP')
    const elsewhere = join(folder, 'frozen-elsewhere')
    mkdirSync(elsewhere, { recursive: true })
    const other = task.caughtUp.map((word) => (word === join(folder, 'frozen') ? elsewhere : word))
    // Its session still has the task: whoever takes over must be sure that it is gone.
    const busy = await run(other)
    expect({ code: busy.code, err: busy.err }).toMatchObject({ code: 75 })
    await pair.pg.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'frozen'")
    await until(async () => (await holders('frozen')) === 0)
    const taken = start(
      other.filter((word) => word !== '--until' && word !== 'caught-up'),
      { limit: 200_000 },
    )
    await until(async () => (await holders('frozen')) > 0)
    frozen.child.kill('SIGCONT')
    const woken = await frozen.ended
    expect({ code: woken.code, err: woken.err }).toMatchObject({ code: 75, err: expect.stringMatching(/XW-S0121/) })
    await writing.stop()
    taken.child.kill('SIGTERM')
    const served = await taken.ended
    expect({ code: served.code, err: served.err }).toMatchObject({ code: 143 })
    await inStep({ ...task, caughtUp: other })
  }, 240_000)

  const holders = async (database: string): Promise<number> =>
    Number(
      await pair.ask(
        database,
        "SELECT count(*)::text FROM pg_locks JOIN pg_database d ON d.oid = database WHERE locktype = 'advisory' AND datname = current_database()",
      ),
    )

  it('does not go on from a load that nobody followed', async () => {
    await pair.my.query(
      'CREATE DATABASE earlier; USE earlier; CREATE TABLE t (id INT PRIMARY KEY); INSERT INTO t VALUES (1)',
    )
    const task = await taskOf(pair, 'earlier')
    const migrated = await run(['migrate', ...task.args.slice(1)])
    expect({ code: migrated.code, err: migrated.err }).toMatchObject({ code: 0 })
    const refused = await run(task.caughtUp)
    expect({ code: refused.code, err: refused.err }).toMatchObject({ code: 4, err: expect.stringMatching(/XW-D0013/) })
    expect((await run([...task.caughtUp, '--restart'])).code).toBe(0)
    await inStep(task)
  })

  it('cuts over when nothing changes and nothing differs, and not before', async () => {
    await pair.my.query(`CREATE DATABASE moving; USE moving; CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(10));
      CREATE TABLE log (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(10)); INSERT INTO t (v) VALUES ('a'), ('b');
      CREATE TRIGGER copies AFTER INSERT ON t FOR EACH ROW INSERT INTO log (v) VALUES (NEW.v)`)
    const task = await taskOf(pair, 'moving')
    const cutover = ['cutover', ...task.args.slice(1), '--quiet', '2']
    expect((await run(cutover)).code).toBe(64)
    expect((await run(task.caughtUp)).code).toBe(0)
    const moving = run(cutover)
    const writing = setInterval(() => void pair.my.query("INSERT INTO moving.t (v) VALUES ('w')"), 100)
    const refused = await moving
    clearInterval(writing)
    expect({ code: refused.code, err: refused.err }).toMatchObject({ code: 4, err: expect.stringMatching(/XW-S0614/) })
    expect(await pair.ask('moving', triggers)).toBe('0')
    await pair.my.query("INSERT INTO moving.t (v) VALUES ('x'); DELETE FROM moving.t ORDER BY id DESC LIMIT 1")
    await pair.ask('moving', "INSERT INTO moving.t VALUES (-1, 'own') RETURNING id::text")
    const differs = await run(cutover)
    expect({ code: differs.code, out: differs.out }).toMatchObject({
      code: 2,
      out: expect.stringMatching(/extra id=-1/),
    })
    expect(await pair.ask('moving', triggers)).toBe('0')
    await pair.ask('moving', 'DELETE FROM moving.t WHERE id = -1 RETURNING 1::text')
    const moved = await run(cutover)
    expect({ code: moved.code, out: moved.out }).toMatchObject({
      code: 0,
      out: expect.stringMatching(/users can move/),
    })
    expect(await pair.ask('moving', triggers)).toBe('1')
    const [next] = await pair.my.query<mysql.RowDataPacket[][]>(
      "SELECT AUTO_INCREMENT FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'moving' AND TABLE_NAME = 't'",
    )
    expect(await pair.ask('moving', "INSERT INTO moving.t (v) VALUES ('new') RETURNING id::text")).toBe(
      String(next[0]?.[0]),
    )
    expect(await pair.ask('moving', "SELECT count(*)::text FROM moving.log WHERE v = 'new'")).toBe('1')
    const again = await run(cutover)
    expect({ code: again.code, out: again.out }).toMatchObject({
      code: 0,
      out: expect.stringMatching(/an earlier run/),
    })
    const late = await run(task.caughtUp)
    expect({ code: late.code, err: late.err }).toMatchObject({ code: 4, err: expect.stringMatching(/XW-S0615/) })
  })

  it('says at the cutover what is not on the target', async () => {
    await pair.my.query(`CREATE DATABASE short; USE short; SET sql_mode = ''; CREATE TABLE t (id INT PRIMARY KEY, d DATE NULL);
      INSERT INTO t VALUES (1, '0000-00-00'), (2, NULL)`)
    const task = await taskOf(pair, 'short')
    expect((await run(task.caughtUp)).code).toBe(3)
    const moved = await run(['cutover', ...task.args.slice(1), '--quiet', '1'])
    expect({ code: moved.code, out: moved.out }).toMatchObject({
      code: 3,
      out: expect.stringMatching(/set aside +1 rows of the load\nready .*without/),
    })
  })

  it('does not go on over a gap: what the source has forgotten is an end, not a loss', async () => {
    await pair.my.query('CREATE DATABASE gap; USE gap; CREATE TABLE t (id INT PRIMARY KEY)')
    const task = await taskOf(pair, 'gap')
    expect((await run(task.caughtUp)).code).toBe(0)
    await pair.my.query(
      'INSERT INTO gap.t VALUES (1); FLUSH BINARY LOGS; INSERT INTO gap.t VALUES (2); FLUSH BINARY LOGS',
    )
    // A file stays as long as the server thinks that somebody reads it.
    await until(async () => {
      const [logs] = await pair.my.query<mysql.RowDataPacket[][]>('SHOW BINARY LOGS')
      await pair.my.query(`PURGE BINARY LOGS TO '${logs.at(-1)?.[0]}'`)
      return logs.length === 1
    })
    const stopped = await run(task.caughtUp)
    expect({ code: stopped.code, err: stopped.err }).toMatchObject({ code: 4, err: expect.stringMatching(/XW-S0407/) })
    expect(await pair.ask('gap', 'SELECT count(*)::text FROM gap.t')).toBe('0')
    expect((await run([...task.caughtUp, '--restart'])).code).toBe(0)
    await inStep(task)
  })

  // The last one: connections of the pair do not live through it.
  it('waits for a server that is away, says so, and goes on when it is back', async () => {
    await pair.my.query('CREATE DATABASE away; USE away; CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(10))')
    const task = await taskOf(pair, 'away')
    expect((await run(task.caughtUp)).code).toBe(0)
    const following = start(task.args)
    const told = said(following, /waiting .*source: XW-S02/)
    await sleep(2000)
    process.kill(processOf.mariadb(pair.mariadb), 'SIGTERM')
    await told
    await pair.mariadb.restart?.()
    const my = await connectMysql(pair.mariadb.endpoint)
    await my.query("INSERT INTO away.t VALUES (1, 'a')")
    await until(async () => (await pair.ask('away', 'SELECT count(*)::text FROM away.t')) === '1')
    await pair.postgres.restart?.('crash')
    await my.query("INSERT INTO away.t VALUES (2, 'b')")
    await until(async () => (await pair.ask('away', 'SELECT count(*)::text FROM away.t').catch(() => '')) === '2')
    await my.end()
    following.child.kill('SIGTERM')
    expect((await following.ended).code).toBe(143)
    await inStep(task)
  })
})

/** Resolves when the program has said something on stderr. */
const said = ({ child }: ReturnType<typeof start>, words: RegExp): Promise<void> =>
  new Promise((resolve) => {
    let text = ''
    child.stderr?.on('data', (chunk: string) => {
      text += chunk
      if (words.test(text)) resolve()
    })
  })

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let at = 0; at < 400; at++) {
    if (await holds()) return
    await sleep(50)
  }
  throw new Error('it never came to hold')
}

const triggers = "SELECT count(*)::text FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = 'moving.t'::regclass"
