import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type mysql from 'mysql2/promise'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connectPostgres } from '../support/servers.js'
import { buildProgram, type Ended, noStack, run, start, workFolder } from './support/cli.js'
import { live, type Pair, processOf, startPair } from './support/live.js'

const folder = workFolder()
const rows = 400_000

/** A source with two tables: one that is done at once, and one that the test holds up by a lock on its target. */
const schema = `
  CREATE DATABASE shop; USE shop;
  CREATE TABLE small (id INT PRIMARY KEY, v VARCHAR(20), flag TINYINT(1));
  INSERT INTO small SELECT seq, 'v', 1 FROM seq_1_to_1000;
  CREATE TABLE big (id INT PRIMARY KEY, v VARCHAR(200), KEY (v));
  INSERT INTO big SELECT seq, REPEAT(CHAR(97 + seq % 26), 100) FROM seq_1_to_${rows}`

beforeAll(async () => {
  // A server that runs as another user must be able to pass.
  chmodSync(folder, 0o755)
  await buildProgram()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function prepared(pair: Pair, database: string): Promise<{ out: string; target: string }> {
  const out = join(folder, database)
  const target = await pair.freshTarget(database)
  const args = ['convert', pair.source('shop'), '--to', 'postgres', '--proof', 'none', '--out', out]
  expect((await run(args)).code).toBe(0)
  expect((await run(['apply', out, target])).code).toBe(0)
  return { out, target }
}

/** Holds `shop.big` of the target, so that a load can be met in its middle. */
async function hold(pair: Pair, database: string): Promise<() => Promise<void>> {
  const client = await connectPostgres({ ...pair.postgres.endpoint, database })
  client.on('error', () => undefined)
  await client.query('BEGIN')
  // What reads goes through; what writes waits.
  await client.query('LOCK TABLE shop.big IN EXCLUSIVE MODE')
  return () => client.end()
}

/** Waits until the load has finished the small table and stands before the big one. */
async function inTheMiddle(pair: Pair, database: string): Promise<void> {
  const waiting = `SELECT count(*)::text FROM pg_stat_activity WHERE datname = '${database}' AND wait_event_type = 'Lock'`
  for (let at = 0; at < 200; at++) {
    if (Number(await pair.ask(database, waiting)) > 0) return
    await sleep(50)
  }
  throw new Error('the load never reached the table that is held')
}

/** Waits until a reader of the source stands before a table that is held. */
async function readerWaits({ my }: Pair): Promise<void> {
  const sql = "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE STATE LIKE 'Waiting for table%'"
  for (let at = 0; at < 200; at++) {
    const [found] = await my.query<mysql.RowDataPacket[][]>(sql)
    if (Number(found[0]?.[0]) > 0) return
    await sleep(50)
  }
  throw new Error('nobody asked for the table that is held')
}

async function finishes(pair: Pair, out: string, target: string, database: string): Promise<void> {
  const load = await run(['load', pair.source('shop'), target, '--out', out])
  expect({ code: load.code, err: load.err }).toMatchObject({ code: 0 })
  expect(await pair.ask(database, 'SELECT count(*)::text FROM shop.big')).toBe(String(rows))
  const validated = await run(['validate', pair.source('shop'), target, '--out', out])
  expect({ code: validated.code, out: validated.out }).toMatchObject({ code: 0 })
}

function stopped(ended: Ended, code: number, words: RegExp): void {
  noStack(ended)
  expect({ code: ended.code, err: ended.err }).toMatchObject({ code, err: expect.stringMatching(words) })
}

describe.skipIf(!live)('a run that is stopped from outside', () => {
  let pair: Pair
  beforeAll(async () => {
    pair = await startPair()
    await pair.my.query(schema)
  })
  afterAll(() => pair?.stop())

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s in the middle of a load ends with %i, and the same command finishes it', async (signal, code) => {
    const database = signal.toLowerCase()
    const { out, target } = await prepared(pair, database)
    const release = await hold(pair, database)
    const load = start(['load', pair.source('shop'), target, '--out', out, '--json'])
    await inTheMiddle(pair, database)
    load.child.kill(signal)
    await sleep(300)
    await release()
    const ended = await load.ended
    stopped(ended, code, /XW-S0025: Stopped by SIG/)
    expect(JSON.parse(ended.out)).toMatchObject({ error: { code: 'XW-S0025', exit: code, retryable: true } })
    expect(await pair.ask(database, idle(database))).toBe('0')
    await finishes(pair, out, target, database)
  })

  it('a second signal ends at once', async () => {
    const { out, target } = await prepared(pair, 'second')
    const release = await hold(pair, 'second')
    const load = start(['load', pair.source('shop'), target, '--out', out])
    await inTheMiddle(pair, 'second')
    load.child.kill('SIGINT')
    await sleep(300)
    load.child.kill('SIGINT')
    expect((await load.ended).code).toBe(130)
    await release()
    await finishes(pair, out, target, 'second')
  })

  it('kill -9 in the middle of a load loses nothing: the same command finishes it', async () => {
    const { out, target } = await prepared(pair, 'killed')
    const release = await hold(pair, 'killed')
    const load = start(['load', pair.source('shop'), target, '--out', out])
    await inTheMiddle(pair, 'killed')
    load.child.kill('SIGKILL')
    await load.ended
    await release()
    await finishes(pair, out, target, 'killed')
  })

  it('two loads at once write every row once', async () => {
    const { out, target } = await prepared(pair, 'both')
    const args = ['load', pair.source('shop'), target, '--out', out]
    const ends = await Promise.all([run(args), run(args)])
    // The second may begin when the first has ended; it then finds everything done.
    expect(ends.map(({ code }) => code)).toContain(0)
    for (const ended of ends) if (ended.code !== 0) stopped(ended, 75, /XW-S0026/)
    await finishes(pair, out, target, 'both')
  })

  it('two applies at once: one of them waits or says busy, and everything is there once', async () => {
    const { out } = await prepared(pair, 'applies')
    const target = await pair.freshTarget('applies')
    const ends = await Promise.all([run(['apply', out, target]), run(['apply', out, target])])
    for (const { code, err } of ends)
      expect({ listed: [0, 75].includes(code ?? -1), err }).toMatchObject({ listed: true })
    const again = await run(['apply', out, target])
    expect(again.out).not.toContain('to create')
  })

  it('kill -9 while OUT is written leaves no ledger behind', async () => {
    const out = join(folder, 'half-written')
    const conversion = start(['convert', pair.source('shop'), '--to', 'postgres', '--proof', 'none', '--out', out])
    while (!existsSync(out) && conversion.child.exitCode === null) await sleep(1)
    conversion.child.kill('SIGKILL')
    const { code } = await conversion.ended
    if (code !== 0) {
      expect(readdirSync(out)).not.toContain('ledger.json')
      expect((await run(['apply', out, pair.target('both')])).code).toBe(64)
    }
    const again = await run(['convert', pair.source('shop'), '--to', 'postgres', '--proof', 'none', '--out', out])
    expect(again.code).toBe(0)
    expect(readdirSync(out)).toContain('ledger.json')
  })
})

describe.skipIf(!live)('a server that goes away', () => {
  let pair: Pair
  beforeEach(async () => {
    pair = await startPair()
    await pair.my.query(schema)
  })
  afterEach(() => pair?.stop())

  it('the source in the middle of a load: exit 69', async () => {
    const { out, target } = await prepared(pair, 'gone')
    const release = await hold(pair, 'gone')
    const load = start(['load', pair.source('shop'), target, '--out', out])
    await inTheMiddle(pair, 'gone')
    process.kill(processOf.mariadb(pair.mariadb), 'SIGKILL')
    await release()
    stopped(await load.ended, 69, /XW-S020[15]: .*(lost|cannot be reached)/)
    expect(await pair.ask('gone', 'SELECT count(*)::text FROM shop.small')).toMatch(/^(0|1000)$/)
  })

  it('the target in the middle of a load, an apply and a comparison: exit 69', async () => {
    const { out, target } = await prepared(pair, 'gone')
    const release = await hold(pair, 'gone')
    const load = start(['load', pair.source('shop'), target, '--out', out])
    await inTheMiddle(pair, 'gone')
    process.kill(processOf.postgres(pair.postgres), 'SIGKILL')
    stopped(await load.ended, 69, /XW-S0106: .*was lost/)
    await release().catch(() => undefined)
    stopped(await run(['validate', pair.source('shop'), target, '--out', out]), 69, /XW-S0100/)
    stopped(await run(['apply', out, target]), 69, /XW-S0100/)
  })

  it('the source while it is read: exit 69, and no ledger', async () => {
    await pair.my.query('LOCK TABLES shop.small WRITE, shop.big WRITE')
    const out = join(folder, 'read')
    const conversion = start(['convert', pair.source('shop'), '--to', 'postgres', '--proof', 'none', '--out', out])
    await readerWaits(pair)
    process.kill(processOf.mariadb(pair.mariadb), 'SIGKILL')
    stopped(await conversion.ended, 69, /XW-S0205: .*was lost/)
    expect(existsSync(join(out, 'ledger.json'))).toBe(false)
  })

  it('the target in the middle of an apply: exit 69', async () => {
    const { out } = await prepared(pair, 'gone')
    const target = await pair.freshTarget('gone')
    expect((await run(['apply', out, target, '--phase', 'pre-data'])).code).toBe(0)
    await hold(pair, 'gone')
    const apply = start(['apply', out, target])
    await inTheMiddle(pair, 'gone')
    process.kill(processOf.postgres(pair.postgres), 'SIGKILL')
    stopped(await apply.ended, 69, /XW-S0106: .*was lost/)
  })

  it('either side in the middle of a comparison: no verdict of equality', async () => {
    const { out, target } = await prepared(pair, 'gone')
    expect((await run(['load', pair.source('shop'), target, '--out', out])).code).toBe(0)
    const client = await connectPostgres({ ...pair.postgres.endpoint, database: 'gone' })
    client.on('error', () => undefined)
    await client.query('BEGIN')
    await client.query('LOCK TABLE shop.big IN ACCESS EXCLUSIVE MODE')
    const validation = start(['validate', pair.source('shop'), target, '--out', out])
    await inTheMiddle(pair, 'gone')
    process.kill(processOf.mariadb(pair.mariadb), 'SIGKILL')
    await sleep(200)
    process.kill(processOf.postgres(pair.postgres), 'SIGKILL')
    stopped(await validation.ended, 69, /XW-S0/)
  })
})

const canMount = live && process.getuid?.() === 0 && mountable()

describe.skipIf(!canMount)('a disk that is full', () => {
  const mounts: string[] = []
  const mount = (name: string, size: string): string => {
    const path = join(folder, name)
    mkdirSync(path)
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path])
    mounts.push(path)
    return path
  }
  afterAll(() => {
    for (const path of mounts) execFileSync('umount', [path])
  })

  it('under OUT: exit 1, and nothing there looks finished', async () => {
    const out = mount('tiny', '24k')
    const file = join(folder, 'many.sql')
    writeFileSync(file, Array.from({ length: 200 }, (_, at) => `CREATE TABLE t${at} (id INT PRIMARY KEY);`).join('\n'))
    const args = ['convert', file, '--from', 'mysql', '--to', 'postgres', '--proof', 'none', '--out', out]
    stopped(await run(args), 1, /XW-C0291: .*ENOSPC/)
    expect(readdirSync(out).filter((name) => !name.startsWith('.'))).toEqual([])
  })

  it('under the rejected rows: exit 1', async () => {
    const pair = await startPair()
    try {
      await pair.my.query(`CREATE DATABASE shop; USE shop; SET sql_mode = '';
        CREATE TABLE odd (id INT PRIMARY KEY, d DATE, t VARCHAR(200));
        INSERT INTO odd SELECT seq, '0000-00-00', REPEAT('x', 200) FROM seq_1_to_2000`)
      const { out, target } = await prepared(pair, 'shop')
      const rejects = mount('rejects', '16k')
      const args = ['load', pair.source('shop'), target, '--out', out, '--rejects', rejects]
      stopped(await run(args), 1, /XW-S0020: .*ENOSPC/)
      const elsewhere = await run(['load', pair.source('shop'), target, '--out', out])
      expect(elsewhere.code).toBe(3)
    } finally {
      await pair.stop()
    }
  })

  it('under the target: exit 1, and after making room the same command finishes', async () => {
    const pair = await startPair()
    try {
      await pair.my.query(schema)
      const space = mount('space', '24m')
      const inside = join(space, 'data')
      mkdirSync(inside, { mode: 0o700 })
      const { uid, gid } = statSync(join(pair.postgres.folder, 'data'))
      chownSync(inside, uid, gid)
      const { out, target } = await prepared(pair, 'full')
      await pair.pg.query(`CREATE TABLESPACE tiny LOCATION '${inside}'`)
      await pair.ask('full', 'ALTER TABLE shop.big SET TABLESPACE tiny')
      stopped(await run(['load', pair.source('shop'), target, '--out', out]), 1, /XW-D0007: .*no room/i)
      execFileSync('mount', ['-o', 'remount,size=400m', space])
      await finishes(pair, out, target, 'full')
      await pair.pg.query('DROP DATABASE "full" WITH (FORCE)')
    } finally {
      await pair.stop()
    }
  })
})

function mountable(): boolean {
  try {
    const path = join(folder, 'probe')
    mkdirSync(path)
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', path], { stdio: 'pipe' })
    execFileSync('umount', [path])
    return true
  } catch {
    process.stderr.write('\n*** SKIPPED: tests of full disks do not run: no file system can be mounted here ***\n\n')
    return false
  }
}

const idle = (database: string): string =>
  `SELECT count(*)::text FROM pg_stat_activity WHERE datname = '${database}' AND application_name LIKE 'crosswalk%'`
