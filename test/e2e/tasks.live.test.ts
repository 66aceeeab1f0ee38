import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildProgram, fails, run, runJson, workFolder } from './support/cli.js'
import { live, type Pair, startPair } from './support/live.js'

const folder = workFolder()
const project = join(folder, 'project')
beforeAll(buildProgram)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const words = (...args: readonly string[]): readonly string[] => [...args, '--project', project]
const canary = 'CANARY-7f3a/p:w@d'
const env = { PATH: process.env['PATH'] ?? '', HOME: folder, SHOP_PASSWORD: canary }
const settings = { FullLoadSettings: { MaxFullLoadSubTasks: 2 }, ValidationSettings: { EnableValidation: false } }
const rules = {
  rules: [
    ...[
      {
        'rule-type': 'selection',
        'rule-id': '1',
        'rule-name': '1',
        'rule-action': 'include',
        'object-locator': { 'schema-name': 'shop', 'table-name': '%' },
      },
    ],
    ...[
      {
        'rule-type': 'transformation',
        'rule-id': '2',
        'rule-name': '2',
        'rule-target': 'table',
        'rule-action': 'rename',
        'object-locator': { 'schema-name': 'shop', 'table-name': 'b' },
        value: 'bee',
      },
    ],
  ],
}

type Table = Readonly<Record<string, unknown>>
const show = async (task: string) => {
  const { value } = await runJson(words('task', 'show', task))
  const tables = Array.isArray(value['tables'])
    ? value['tables'].map((one: Table) => [one['TableName'], one] as const)
    : []
  return { process: null, ...value, table: Object.fromEntries(tables) }
}

async function until(task: string, fits: (view: Awaited<ReturnType<typeof show>>) => boolean) {
  for (let left = 240; left > 0; left--) {
    const view = await show(task)
    if (fits(view)) return view
    await sleep(250)
  }
  throw new Error(`it never came: ${JSON.stringify(await show(task))}`)
}

const everyFile = (): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')

describe.skipIf(!live)('a project', () => {
  let pair: Pair
  beforeAll(async () => {
    pair = await startPair()
    await pair.my.query(`CREATE DATABASE shop; USE shop; CREATE TABLE a (id INT PRIMARY KEY, v VARCHAR(20)); CREATE TABLE b (id INT PRIMARY KEY, v INT, KEY (v));
      CREATE VIEW w AS SELECT a.id, b.v FROM a JOIN b USING (id); CREATE FUNCTION f(x INT) RETURNS INT DETERMINISTIC RETURN x + 1;
      INSERT INTO a SELECT seq, seq FROM seq_1_to_500; INSERT INTO b SELECT seq, seq % 7 FROM seq_1_to_300`)
    await pair.freshTarget('shop')
  })
  afterAll(async () => {
    // What runs in the background outlives a test that failed.
    const { process: left } = await show('live').catch(() => ({ process: null }))
    if (typeof left === 'number') process.kill(left, 'SIGKILL')
    await pair?.stop()
  })

  it('gives the least rights as a script, with which everything works', async () => {
    const source = pair.source('shop', 'mover')
    const added = await run(
      words('endpoint', 'add', 'src', source, '--role', 'source', '--password-env', 'SHOP_PASSWORD', '--no-test'),
      { env },
    )
    expect(added).toMatchObject({ code: 0 })
    const { out: script } = await run(words('endpoint', 'grants', 'src', '--host', '127.0.0.1'))
    expect(script).toMatch(/CREATE USER 'mover'@'127\.0\.0\.1'/)
    const create = `CREATE USER 'mover'@'127.0.0.1' IDENTIFIED BY '${canary}'`
    const grants = script.split('\n').filter((line) => line.startsWith('GRANT'))
    expect(grants.length).toBeGreaterThan(4)
    // The default of an endpoint that was never asked for its version may be another flavour.
    for (const sql of [create, ...grants.filter((line) => !/SHOW_ROUTINE|REPLICATION CLIENT/.test(line))])
      await pair.my.query(sql)
    const tested = await run(words('endpoint', 'test', 'src'), { env })
    expect(tested.out).toMatch(/10\.\d+\.\d+-MariaDB/)
    const { out: exact } = await run(words('endpoint', 'grants', 'src', '--host', '127.0.0.1'))
    for (const sql of exact.split('\n').filter((line) => line.startsWith('GRANT'))) await pair.my.query(sql)
    expect(await run(words('endpoint', 'test', 'src'), { env })).toMatchObject({ code: 0 })
    await pair.pg.query('CREATE ROLE writer LOGIN')
    await run(words('endpoint', 'add', 'dst', pair.target('shop', 'writer'), '--role', 'target'))
    const { out: target } = await run(words('endpoint', 'grants', 'dst'))
    for (const sql of target.split('\n').filter((line) => line.startsWith('GRANT'))) await pair.pg.query(sql)
    const { out: list } = await run(words('endpoint', 'list'))
    expect(list).toMatch(/src +source +mysql.*\n.*|dst +target +postgres/)
  })

  it('runs a task in the background; another process sees its statistics and stops it', async () => {
    writeFileSync(join(folder, 'rules.json'), JSON.stringify(rules))
    writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings))
    const files = [
      '--table-mapping',
      join(folder, 'rules.json'),
      '--task-settings',
      join(folder, 'settings.json'),
      '--proof',
      'none',
    ]
    const created = await runJson(words('task', 'create', 'live', '--source', 'src', '--target', 'dst', ...files))
    expect(created.value).toMatchObject({ status: 'ready', kind: 'full-load-and-cdc' })
    const started = await run(words('task', 'start', 'live', '--detach'), { env })
    expect({ code: started.code, err: started.err }).toMatchObject({ code: 0 })
    // A table that is loaded may still have cached changes before it is completed.
    const loaded = await until('live', ({ table }) =>
      ['a', 'b'].every((name) => table[name]?.['TableState'] === 'Table completed'),
    )
    expect(loaded.table).toMatchObject({ a: { FullLoadRows: 500 }, b: { FullLoadRows: 300 } })
    expect(loaded).toMatchObject({ statistics: { TablesLoaded: 2 } })
    await pair.my.query(
      `USE shop; INSERT INTO a VALUES (1001, 'x'), (1002, 'y'); UPDATE b SET v = 9 WHERE id <= 10; DELETE FROM a WHERE id = 1`,
    )
    const applied = await until('live', (view) => view.table['a']?.['AppliedDeletes'] === 1)
    expect(applied).toMatchObject({ status: 'running' })
    expect(applied.table).toMatchObject({
      a: { Inserts: 2, AppliedInserts: 2, Deletes: 1 },
      b: { Updates: 10, AppliedUpdates: 10 },
    })
    await fails(words('task', 'start', 'live'), 75, 'XW-S0711')
    await fails(words('task', 'delete', 'live'), 75, 'XW-S0711')
    const stopped = await runJson(words('task', 'stop', 'live'))
    expect(stopped.value).toMatchObject({ status: 'stopped', stopReason: 'NORMAL' })
    expect(await pair.ask('shop', 'SELECT count(*)::text FROM shop.a')).toBe('501')
    expect(await pair.ask('shop', 'SELECT sum(v)::text FROM shop.bee')).toBe(String(await sumOfB()))
  })

  const sumOfB = async (): Promise<unknown> => {
    const [rows] = await pair.my.query('SELECT SUM(v) FROM shop.b')
    return Array.isArray(rows) && typeof rows[0] === 'object' ? Object.values(rows[0])[0] : undefined
  }

  it('goes on where it was, compares, and begins anew; a process that was killed is noticed', async () => {
    await pair.my.query(`USE shop; INSERT INTO a VALUES (2001, 'late'); ALTER TABLE a ADD z INT; UPDATE a SET z = 1 WHERE id = 2001;
      CREATE TABLE c (id INT PRIMARY KEY); INSERT INTO c VALUES (1), (2)`)
    const metrics = join(folder, 'crosswalk.prom')
    const resumed = await runJson(words('task', 'resume', 'live', '--until', 'caught-up', '--metrics', metrics), {
      env,
    })
    expect({ code: resumed.code, err: resumed.err }).toMatchObject({ code: 0 })
    expect(resumed.value).toMatchObject({ status: 'stopped', stopReason: 'STOPPED_AFTER_CACHED_EVENTS' })
    expect(readFileSync(metrics, 'utf8')).toMatch(/^crosswalk_cdc_applied_changes_total\{op="insert",task="live"\} 3$/m)
    expect((await show('live')).table).toMatchObject({
      a: { AppliedInserts: 3, FullLoadRows: 500, Ddls: 1, AppliedDdls: 1 },
      c: { AppliedInserts: 2, FullLoadRows: 0, TableState: 'Table completed' },
    })
    const compared = await runJson(words('task', 'validate', 'live'), { env })
    expect({ code: compared.code, equal: compared.value['equal'] }).toEqual({ code: 0, equal: true })
    expect((await show('live')).table).toMatchObject({
      a: { ValidationState: 'Validated' },
      b: { ValidationState: 'Validated' },
    })
    await run(words('task', 'resume', 'live', '--detach'), { env })
    await until('live', (view) => JSON.stringify(view).includes('"status":"running"'))
    process.kill(Number((await runJson(words('task', 'show', 'live'))).value['process']), 'SIGKILL')
    expect(await until('live', (view) => JSON.stringify(view).includes('"status":"failed"'))).toMatchObject({
      stopReason: 'RECOVERABLE_ERROR',
    })
    const anew = await runJson(words('task', 'reload', 'live', '--until', 'caught-up'), { env })
    expect({ code: anew.code, err: anew.err }).toMatchObject({ code: 0 })
    expect((await show('live')).table).toMatchObject({ a: { FullLoadRows: 502, AppliedInserts: 0 } })
  })

  it('loads a table again alone, and shows a cutover and the way back', async () => {
    await pair.ask('shop', 'DELETE FROM shop.a WHERE id < 100')
    const alone = words('task', 'resume', 'live', '--reload', 'shop.a', '--until', 'caught-up')
    expect(await run(alone, { env })).toMatchObject({ code: 0 })
    expect((await show('live')).table).toMatchObject({
      ...{ a: { FullLoadReloaded: true, TableState: 'Table completed', FullLoadRows: 502 } },
      b: { FullLoadReloaded: false },
    })
    expect(await pair.ask('shop', 'SELECT count(*)::text FROM shop.a')).toBe('502')
    expect(await show('live')).toMatchObject({ cutover: null, wayBack: null })
    const plan = join(project, 'tasks/live/plan.json')
    const kept = readFileSync(plan, 'utf8')
    writeFileSync(plan, JSON.stringify({ ...JSON.parse(kept), cutover: 'begun' }))
    expect((await run(words('task', 'show', 'live'))).out).toMatch(/^cutover +begun, and not done/m)
    writeFileSync(plan, kept)
    await run(['cutover', 'src', 'dst', '--task', 'live', '--quiet', '1', '--project', project], { env })
    expect(await show('live')).toMatchObject({ cutover: 'done', wayBack: null })
  })

  it('loads once, or follows changes of rows that are there', async () => {
    const more = ['--source', 'src', '--target', 'dst', '--proof', 'none', '--rename-schema', 'shop=once']
    await run(words('task', 'create', 'once', '--type', 'full-load', ...more))
    const ended = await runJson(words('task', 'start', 'once'), { env })
    expect({ code: ended.code, err: ended.err }).toMatchObject({ code: 0 })
    expect(ended.value).toMatchObject({
      status: 'stopped',
      stopReason: 'FULL_LOAD_ONLY_FINISHED',
      statistics: { FullLoadProgressPercent: 100 },
    })
    await run(words('task', 'create', 'follow', '--type', 'cdc', ...more))
    expect(await run(words('task', 'start', 'follow', '--until', 'caught-up'), { env })).toMatchObject({ code: 0 })
    await pair.my.query('INSERT INTO shop.a (id) VALUES (3001)')
    const followed = await runJson(words('task', 'resume', 'follow', '--until', 'caught-up'), { env })
    expect({ code: followed.code, err: followed.err }).toMatchObject({ code: 0 })
    expect(await pair.ask('shop', 'SELECT count(*)::text FROM once.a')).toBe('503')
    expect((await show('follow')).table).toMatchObject({ a: { FullLoadRows: 0, AppliedInserts: 1 } })
    await fails(words('endpoint', 'remove', 'src'), 64, 'XW-S0714')
    for (const task of ['once', 'follow', 'live'])
      expect(await run(words('task', 'delete', task))).toMatchObject({ code: 0 })
    expect(await run(words('endpoint', 'remove', 'src'))).toMatchObject({ code: 0 })
  })

  it('keeps no password: not in its files, and none that a URL holds', async () => {
    expect(everyFile()).not.toContain(canary)
    const withPassword = pair.source('shop', 'root:CANARYword')
    const { err } = await fails(words('endpoint', 'add', 'x', withPassword, '--role', 'source'), 64, 'XW-S0715')
    expect(err + everyFile()).not.toContain('CANARYword')
  })

  it('says what is wrong with words that make no sense', async () => {
    await fails(words('task', 'show', 'none'), 64, 'XW-S0710')
    await fails(words('endpoint', 'grants', 'none'), 64, 'XW-S0710')
    await fails(words('task', 'create', 'x', '--source', 'dst', '--target', 'dst'), 64, 'XW-S0001', /is a target/)
    await fails(words('endpoint', 'add', 'dst', pair.target('shop'), '--role', 'target'), 64, 'XW-S0713')
    await fails(words('task', 'create', 'x', '--source', 'nothing', '--target', 'dst'), 64, 'XW-S0710')
    await fails(['task', 'nothing'], 64, 'XW-S0001')
    await fails(words('endpoint', 'add', 'away', 'mysql://u@127.0.0.1:1/d', '--role', 'source'), 69)
  })
})
