import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectPostgres } from '../support/servers.js'
import { buildProgram, run, runJson, start, workFolder } from './support/cli.js'
import { live, type Pair, startPair } from './support/live.js'

const folder = workFolder()
beforeAll(buildProgram)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.skipIf(!live)('a comparison beside the stream', () => {
  let pair: Pair
  const project = join(folder, 'project')
  beforeAll(async () => {
    pair = await startPair()
    await pair.my.query(`CREATE DATABASE shop; USE shop;
      CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(40), d DECIMAL(10,2), f DOUBLE, at DATETIME(3), j JSON);
      CREATE TABLE k (code VARCHAR(20) CHARACTER SET latin1, day DATE, b VARBINARY(8), n INT, PRIMARY KEY (code, day, b));
      CREATE TABLE u (a BINARY(16) PRIMARY KEY, t TIMESTAMP(6) NULL, x TEXT);
      CREATE TABLE free (n INT);
      INSERT INTO t SELECT seq, CONCAT('v', seq), seq / 3, seq / 7, '2026-01-01' + INTERVAL seq SECOND, CONCAT('{"a": ', seq, '}') FROM seq_1_to_2000;
      INSERT INTO k SELECT CONCAT('é', seq), '2026-01-01' + INTERVAL seq DAY, CHAR(seq), seq FROM seq_1_to_200;
      INSERT INTO u SELECT UNHEX(MD5(seq)), '2026-01-01 00:00:00.5', REPEAT('long ', 500) FROM seq_1_to_300; INSERT INTO free VALUES (1)`)
  })
  afterAll(() => pair?.stop())

  const ends = () => [pair.source('shop'), pair.target('shop')]
  const follow = () => ['replicate', ...ends(), '--project', project, '--proof', 'none', '--validate', 'continuous']

  async function failures(): Promise<readonly string[]> {
    const client = await connectPostgres({ ...pair.postgres.endpoint, database: 'shop' })
    try {
      const { rows } = await client.query<{ found: string }>(
        "SELECT source_table || ' ' || failure_type || ' ' || row_key::text AS found FROM crosswalk.validation_failure ORDER BY 1",
      )
      return rows.map(({ found }) => found)
    } finally {
      await client.end()
    }
  }

  async function until(wanted: readonly string[]): Promise<void> {
    for (let left = 120; left > 0; left--) {
      const found = await failures().catch(() => ['there is no table yet'])
      if (JSON.stringify(found) === JSON.stringify(wanted)) return
      await sleep(250)
    }
    expect(await failures()).toEqual(wanted)
  }

  it('finds what somebody changes on the target, while rows change all the time, and nothing else', async () => {
    await pair.freshTarget('shop')
    const metrics = join(folder, 'metrics.prom')
    const following = start([...follow(), '--metrics', metrics])
    let busy = true
    const work = (async () => {
      for (let round = 0; busy; round++) {
        await pair.my.query(`UPDATE shop.t SET v = 'w${round}', f = f * 1.1 WHERE id % 50 = ${round % 50} AND id > 100`)
        await pair.my.query(`UPDATE shop.t SET id = id + 10000 WHERE id = ${1000 + (round % 500)}`)
        await pair.my.query(`UPDATE shop.k SET n = ${round}, day = day + INTERVAL 1 DAY WHERE n % 20 = ${round % 20}`)
        await pair.my.query(`REPLACE INTO shop.u VALUES (UNHEX(MD5(${round + 200})), NOW(6), '${round}')`)
        await pair.my.query(`DELETE FROM shop.u WHERE a = UNHEX(MD5(${round + 100}))`)
        await sleep(10)
      }
    })()
    try {
      await until([])
      // Everything is compared before something is wrong.
      await sleep(6000)
      expect(await failures()).toEqual([])
      await pair.ask('shop', "UPDATE shop.t SET v = 'wrong' WHERE id = 7")
      await pair.ask('shop', 'DELETE FROM shop.t WHERE id = 8')
      await pair.ask('shop', "INSERT INTO shop.t (id, v) VALUES (-5, 'extra')")
      await pair.ask('shop', `UPDATE shop.t SET j = '{"a": 0}' WHERE id = 9`)
    } finally {
      busy = false
      await work
      following.child.kill('SIGTERM')
    }
    expect((await following.ended).code).toBe(143)
    expect(readFileSync(metrics, 'utf8')).toMatch(/^crosswalk_validation_succeeded_rows\{.*\} [1-9]\d{3,}$/m)
  }, 120_000)

  it('tells of each row how it differs, counts it, and ends with an exit code', async () => {
    const ended = await run([...follow(), '--until', 'caught-up'], { limit: 90_000 })
    expect({ code: ended.code, err: ended.err }).toEqual({ code: 2, err: expect.stringMatching(/XW-D0500.*shop\.t/) })
    expect(await failures()).toEqual([
      't MISSING_SOURCE {"id": "-5"}',
      't MISSING_TARGET {"id": "8"}',
      't RECORD_DIFF {"id": "7"}',
      't RECORD_DIFF {"id": "9"}',
    ])
    expect(
      await pair.ask('shop', "SELECT details::text FROM crosswalk.validation_failure WHERE row_key->>'id' = '7'"),
    ).toBe('[{"column": "v", "source": "v7", "target": "wrong"}]')
  }, 120_000)

  it('takes back what is right again, and shows the state of each table in the words of AWS DMS', async () => {
    await pair.my.query("UPDATE shop.t SET v = 'v7!' WHERE id = 7")
    await pair.ask('shop', 'DELETE FROM shop.t WHERE id IN (-5, 8)')
    await pair.my.query('DELETE FROM shop.t WHERE id IN (8); UPDATE shop.t SET j = \'{"a": 1}\' WHERE id = 9')
    const words = (...args: readonly string[]) => [...args, '--project', project]
    await run(words('endpoint', 'add', 'src', pair.source('shop'), '--role', 'source'))
    await run(words('endpoint', 'add', 'dst', pair.target('shop'), '--role', 'target'))
    await run(
      words(
        'task',
        'create',
        'shop',
        '--source',
        'src',
        '--target',
        'dst',
        '--proof',
        'none',
        '--validate',
        'continuous',
        '--on-refused',
        'set-aside',
      ),
    )
    const ended = await run(words('task', 'start', 'shop', '--until', 'caught-up'), { limit: 90_000 })
    expect({ code: ended.code, err: ended.err }).toMatchObject({ err: expect.any(String) })
    expect(await failures()).toEqual([])
    const { value } = await runJson(words('task', 'show', 'shop'))
    const tables = Array.isArray(value['tables']) ? value['tables'] : []
    expect(Object.fromEntries(tables.map((one) => [one['TableName'], one['ValidationState']]))).toEqual({
      ...{ t: 'Validated', k: 'Validated', u: 'Validated', free: 'No primary key' },
    })
  }, 120_000)
})
