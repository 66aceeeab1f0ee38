import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildProgram, fails, run, runJson, workFolder } from './support/cli.js'
import { live, type Pair, startPair } from './support/live.js'

const folder = workFolder()

describe.skipIf(!live)('rows and objects that need a decision', () => {
  let pair: Pair
  let source = ''

  beforeAll(async () => {
    await buildProgram()
    pair = await startPair()
    await pair.my.query(`
      CREATE DATABASE shop; USE shop;
      CREATE TABLE keyed (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(20), KEY v_idx (v));
      INSERT INTO keyed (v) VALUES ('a'), ('b'), ('c');
      CREATE TABLE nokey (x INT, y TEXT); INSERT INTO nokey VALUES (1, 'a'), (1, 'a'), (2, NULL);
      CREATE DATABASE bad; USE bad; SET sql_mode = '';
      CREATE TABLE odd (id INT PRIMARY KEY, d DATE, e ENUM('x', 'y'), t TEXT, h TIME);
      INSERT INTO odd VALUES (1, '2024-01-01', 'x', 'fine', '01:00:00'), (2, '0000-00-00', 'x', 'a', NULL),
        (3, NULL, 'wrong', 'b', NULL), (4, NULL, 'y', CONCAT('c', CHAR(0)), NULL), (5, '2024-00-10', NULL, NULL, NULL)`)
    source = pair.source('shop')
  })
  afterAll(async () => {
    await pair?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const project = (name: string): readonly string[] => ['--project', join(folder, name), '--proof', 'none']

  async function convertShop(name: string): Promise<string> {
    const out = join(folder, name)
    const ended = await run(['convert', source, '--to', 'postgres', '--proof', 'none', '--out', out])
    expect(ended.code).toBe(0)
    return out
  }

  it('a table without a key is copied and compared, duplicates and all', async () => {
    const ended = await runJson(['migrate', source, await pair.freshTarget('nokey'), ...project('nokey')])
    expect(ended.code).toBe(0)
    expect(ended.value).toMatchObject({
      load: { read: 6, written: 6 },
      validation: { differing: 0, missing: 0, extra: 0 },
    })
  })

  it('rows the target cannot hold are set aside with reason and bytes: exit 3, and the comparison explains them', async () => {
    const from = pair.source('bad')
    const target = await pair.freshTarget('bad')
    const ended = await runJson(['migrate', from, target, ...project('bad')])
    expect({ code: ended.code, err: ended.err }).toMatchObject({ code: 3 })
    expect(ended.value).toMatchObject({ load: { read: 5, written: 1, rejected: 4 }, validation: { explainedRows: 4 } })
    const rejects = join(folder, 'bad/out/rejects')
    const lines = readdirSync(rejects).flatMap((file) => readFileSync(join(rejects, file), 'utf8').trim().split('\n'))
    const records: readonly Record<string, unknown>[] = lines.map((line) => JSON.parse(line))
    expect(records.map(({ code }) => code).sort()).toEqual(['XW-D0101', 'XW-D0101', 'XW-D0103', 'XW-D0105'])
    for (const record of records) expect(JSON.stringify(record)).toMatch(/"(bytes|hex|source|value|values|text)"/)
    const validated = await run(['validate', from, target, '--out', join(folder, 'bad/out')])
    expect(validated.code).toBe(0)
    expect(validated.out).toContain('4 explained')
  })

  it('the same rows go through under policies: exit 0', async () => {
    const policies = ['--zero-dates', 'null', '--nul-bytes', 'strip', '--enum-errors', 'null']
    const args = ['migrate', pair.source('bad'), await pair.freshTarget('bad2'), ...project('bad2'), ...policies]
    const ended = await runJson(args)
    expect({ code: ended.code, err: ended.err }).toMatchObject({ code: 0 })
    expect(ended.value).toMatchObject({ load: { written: 5, rejected: 0 } })
  })

  it('a table that already holds rows is left alone: exit 4, until --restart says otherwise', async () => {
    const out = await convertShop('occupied')
    const target = await pair.freshTarget('occupied')
    expect((await run(['apply', out, target])).code).toBe(0)
    const insert = "INSERT INTO shop.keyed (id, v) VALUES (99, 'theirs') RETURNING v"
    expect(await pair.ask('occupied', insert)).toBe('theirs')
    await fails(['load', source, target, '--out', out], 4, 'XW-D0001', '--restart')
    expect(await pair.ask('occupied', 'SELECT count(*)::text FROM shop.keyed')).toBe('1')
    expect((await run(['load', source, target, '--out', out, '--restart'])).code).toBe(0)
    expect(await pair.ask('occupied', 'SELECT count(*)::text FROM shop.keyed')).toBe('3')
  })

  it('a table that is not there is told: exit 4', async () => {
    const out = await convertShop('missing')
    await fails(['load', source, await pair.freshTarget('missing'), '--out', out], 4, 'XW-D0002', 'crosswalk apply')
  })

  it('an object of another shape stops apply and migrate before they write: exit 4', async () => {
    const target = await pair.freshTarget('drift')
    await pair.ask('drift', 'CREATE SCHEMA shop')
    await pair.ask('drift', 'CREATE TABLE shop.keyed (somebody INT)')
    await pair.ask('drift', 'INSERT INTO shop.keyed VALUES (7)')
    const before = await pair.ask('drift', inventory)
    const ended = await fails(['migrate', source, target, ...project('drift')], 4, 'XW-S0024', 'table:shop.keyed')
    expect(ended.err).toContain('try: See how they differ')
    const out = join(folder, 'drift/out')
    await fails(['apply', out, target], 4, 'XW-S0024')
    const plan = await run(['apply', out, target, '--dry-run'])
    expect(plan.code).toBe(4)
    expect(plan.out).toContain('column somebody: not expected')
    expect(await pair.ask('drift', inventory)).toBe(before)
    expect(await pair.ask('drift', 'SELECT somebody::text FROM shop.keyed')).toBe('7')
  })

  it('apply changes nothing the second time, minimal and then full', async () => {
    const out = await convertShop('twice')
    const target = await pair.freshTarget('twice')
    const minimal = await run(['apply', out, target, '--ddl', 'minimal'])
    expect(minimal.code).toBe(0)
    expect(await pair.ask('twice', indexes)).not.toContain('v_idx')
    expect((await run(['apply', out, target, '--ddl', 'full'])).err).toContain('created')
    expect(await pair.ask('twice', indexes)).toContain('v_idx')
    const again = await run(['apply', out, target, '--ddl', 'full'])
    expect(again.code).toBe(0)
    expect(again.out).not.toContain('to create')
    expect(again.err).not.toContain('created')
  })

  it('apply after migrate finds everything done: the next values of keys stay as they are', async () => {
    const target = await pair.freshTarget('after')
    expect((await run(['migrate', source, target, ...project('after')])).code).toBe(0)
    await pair.ask('after', "INSERT INTO shop.keyed (v) SELECT 'new' FROM generate_series(1, 50)")
    const again = await run(['apply', join(folder, 'after/out'), target])
    expect(again.code).toBe(0)
    expect(again.out).not.toContain('to create')
    expect(await pair.ask('after', "INSERT INTO shop.keyed (v) VALUES ('one more') RETURNING id::text")).toBe('54')
  })

  it('two values that differ are found, down to the column: exit 2', async () => {
    const target = await pair.freshTarget('differ')
    expect((await run(['migrate', source, target, ...project('differ')])).code).toBe(0)
    await pair.ask('differ', "UPDATE shop.keyed SET v = 'changed' WHERE id = 2")
    const ended = await run(['validate', source, target, '--out', join(folder, 'differ/out')])
    expect(ended.code).toBe(2)
    expect(ended.out).toMatch(/id=2 v: b -> changed/)
  })
})

const inventory = `SELECT string_agg(oid::regclass::text, ',' ORDER BY oid) FROM pg_class WHERE relnamespace::regnamespace::text !~ '^(pg_|information)'`
const indexes = `SELECT string_agg(indexname, ',') FROM pg_indexes WHERE schemaname = 'shop'`
