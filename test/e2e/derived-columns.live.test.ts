import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectMysql, connectPostgres, type TestServer } from '../support/servers.js'
import { type OwnServer, ownMariadb } from '../unit/dialects/mysql/changes/own-server.js'
import { logicalPostgres15 } from '../unit/dialects/postgres/changes/logical-server.js'
import { buildProgram, fails, run, runJson, workFolder } from './support/cli.js'
import { live, type Pair, startPair } from './support/live.js'

const folder = workFolder()
beforeAll(buildProgram)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let lastRule = 1
const rule = (action: string, column: string | undefined, more: object = {}) => ({
  ...{ 'rule-type': 'transformation', 'rule-id': `${++lastRule}`, 'rule-name': `${lastRule}` },
  ...{ 'rule-target': 'column', 'rule-action': action, ...more },
  'object-locator': {
    ...{ 'schema-name': 'shop', 'table-name': 'people' },
    ...(column === undefined ? {} : { 'column-name': column }),
  },
})
const added = (value: string, expression: string, type: object) =>
  rule('add-column', undefined, { value, expression, 'data-type': type })
const all = (table = '%') => ({
  ...{ 'rule-type': 'selection', 'rule-id': '1', 'rule-name': '1', 'rule-action': 'include' },
  'object-locator': { 'schema-name': 'shop', 'table-name': table },
})
const text = { type: 'string', length: 80 }

const rules = [
  all(),
  added('full_name', "$first || ' ' || $last", text),
  added('gross', '$price * 1.19', { type: 'numeric', precision: 14, scale: 2 }),
  added('copied', '$price', { type: 'numeric', precision: 12, scale: 2 }),
  added('size', "CASE WHEN $price >= 100 THEN 'big' WHEN $price IS NULL THEN 'none' ELSE 'small' END", text),
  added('half', '$id / 2', { type: 'int8' }),
  added('origin', "$AR_M_SOURCE_SCHEMA || '.' || $AR_M_SOURCE_TABLE_NAME", text),
  added('birth_year', "CAST(strftime('%Y', $born) AS INTEGER)", { type: 'int4' }),
  added('moment', "datetime($at, '+1 day')", { type: 'datetime', scale: 0 }),
  added('as_text', "coalesce($at, 'none')", text),
  added('loud', "upper(replaceChars($note, 'äb', 'a'))", text),
  added('finger', 'hash_sha256($first)', text),
  added('raw', 'CAST($bytes || $bytes AS BLOB)', { type: 'blob' }),
  added('operation', '$AR_H_OPERATION', text),
  added('changed_at', '$AR_H_TIMESTAMP', { type: 'datetime', scale: 3 }),
  rule('remove-column', 'note'),
  rule('data-masking-digits-mask', 'passport', { value: '#' }),
  rule('data-masking-digits-randomize', 'phone'),
  rule('data-masking-hash-mask', 'mail'),
  rule('add-before-image-columns', 'price', {
    'before-image-def': { 'column-prefix': 'was_', 'column-filter': 'all' },
  }),
]

const table = `CREATE TABLE people (id BIGINT PRIMARY KEY, first VARCHAR(20), last VARCHAR(20), note VARCHAR(40), price DECIMAL(12,2),
  born DATE, at DATETIME(6), bytes VARBINARY(8), passport VARCHAR(20), phone CHAR(20), mail VARCHAR(30))`

const values: Readonly<Record<string, readonly string[]>> = {
  first: ['NULL', "'Ada'", "'Zoë'", "''"],
  last: ["'Lovelace'", "'O''Neil'"],
  note: ['NULL', "'äbc'", "'plain'"],
  price: ['NULL', '0.10', '99.99', '100.00', '1234567.89', '-3.50'],
  born: ['NULL', "'1815-12-10'", "'2000-02-29'"],
  at: ['NULL', "'2026-01-31 23:59:59.5'", "'2026-03-01 12:00:00'"],
  bytes: ['NULL', "x'00ff'", "''"],
  passport: ['NULL', "'C6BGJ56669K'", "'no digit'"],
  phone: ['NULL', "'+49 30 1234567'", "'110'"],
  mail: ['NULL', "'a@b.example'", "''"],
}
const columns = Object.keys(values)
let seed = 11
const random = (below: number): number => {
  seed = (seed * 1103515245 + 12345) & 0x7fffffff
  return (seed >> 8) % below
}
const pick = (column: string): string => values[column]?.[random(values[column]?.length ?? 1)] ?? 'NULL'
const row = (id: number): string => `(${id}, ${columns.map(pick).join(', ')})`

function change(): string {
  const id = random(50)
  const kind = random(10)
  const column = columns[random(columns.length)] ?? 'first'
  if (kind < 2) return `INSERT IGNORE INTO people VALUES ${row(id)}, ${row(id + 100)}`
  if (kind < 3) return `DELETE FROM people WHERE id = ${id}`
  if (kind < 4) return `REPLACE INTO people VALUES ${row(id)}`
  if (kind < 5) return `UPDATE IGNORE people SET id = id + 200, ${column} = ${pick(column)} WHERE id = ${id}`
  return `UPDATE people SET ${column} = ${pick(column)} WHERE id % 7 = ${id % 7}`
}

/** The same values, computed by the source in words of its own. */
const oracle = `SELECT id, first, CONCAT(first, ' ', last) full_name, ROUND(price * 1.19, 2) gross, price copied,
  CASE WHEN price >= 100 THEN 'big' WHEN price IS NULL THEN 'none' ELSE 'small' END size, id DIV 2 half, 'shop.people' origin,
  YEAR(born) birth_year, DATE_FORMAT(at + INTERVAL 1 DAY, '%Y-%m-%d %H:%i:%s') moment,
  CASE WHEN at IS NULL THEN 'none' WHEN MICROSECOND(at) > 0 THEN TRIM(TRAILING '0' FROM at) ELSE DATE_FORMAT(at, '%Y-%m-%d %H:%i:%s') END as_text,
  UPPER(REPLACE(REPLACE(note, 'ä', 'a'), 'b', '')) loud, UPPER(SHA2(first, 256)) finger, LOWER(HEX(CONCAT(bytes, bytes))) raw,
  REGEXP_REPLACE(passport, '[0-9]', '#') passport, UPPER(SHA2(mail, 256)) mail FROM shop.people ORDER BY id`
const found = `SELECT id::text, first, full_name, gross::text, copied::text, size, half::text, origin, birth_year::text,
  to_char(moment, 'YYYY-MM-DD HH24:MI:SS') moment, as_text, loud, finger, encode(raw, 'hex') raw, passport, mail FROM shop.people ORDER BY people.id`

describe.skipIf(!live)('columns whose values rules make', () => {
  let pair: Pair
  beforeAll(async () => {
    pair = await startPair()
    await pair.my.query(`CREATE DATABASE shop; USE shop; ${table}`)
    await pair.my.query(`INSERT INTO people VALUES ${Array.from({ length: 50 }, (_, id) => row(id)).join(', ')}`)
  })
  afterAll(() => pair?.stop())

  const document = join(folder, 'rules.json')
  const project = join(folder, 'project')
  const out = join(project, 'tasks/shop/out')
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, CROSSWALK_MASKING_KEY: 'a secret of the test' }
  const ends = () => [pair.source('shop'), pair.target('shop')]

  async function rowsOf(sql: string): Promise<readonly unknown[]> {
    const client = await connectPostgres({ ...pair.postgres.endpoint, database: 'shop' })
    try {
      return (await client.query(sql)).rows
    } finally {
      await client.end()
    }
  }

  async function compare(): Promise<void> {
    const [wanted] = await pair.my.query({ sql: oracle, rowsAsArray: false })
    const texts = Array.isArray(wanted)
      ? wanted.map((each) =>
          Object.fromEntries(
            Object.entries(each).map(([name, value]) => [name, value === null ? null : String(value)]),
          ),
        )
      : []
    expect(await rowsOf(found)).toEqual(texts)
    const compared = await runJson(['validate', ...ends(), '--out', out], { env })
    expect(compared.value).toMatchObject({ equal: true, totals: { failedTables: 0 } })
  }

  it('are the same in the load, in every change and in the comparison, and what they were made from stays away', async () => {
    writeFileSync(document, JSON.stringify({ rules }))
    await pair.freshTarget('shop')
    const task = ['replicate', ...ends(), '--project', project, '--until', 'caught-up', '--table-mapping', document]
    const first = await run(task, { env })
    expect({ code: first.code, err: first.err }).toEqual({ code: 0, err: expect.any(String) })
    await compare()
    const isThere =
      "SELECT count(*)::text FROM information_schema.columns WHERE table_name = 'people' AND column_name = 'note'"
    expect(await pair.ask('shop', isThere)).toBe('0')
    for (const mode of ['net', 'ordered']) {
      for (let round = 0; round < 60; round++) {
        if (round % 10 === 5) await pair.my.query(`BEGIN; ${change()}; ${change()}; ${change()}; COMMIT`)
        else await pair.my.query(change())
      }
      const next = await run([...task, '--apply', mode], { env })
      expect({ code: next.code, err: next.err }).toEqual({ code: 0, err: expect.any(String) })
      await compare()
    }
    const phones = await rowsOf('SELECT DISTINCT phone FROM shop.people WHERE phone IS NOT NULL')
    expect(phones.length).toBeLessThanOrEqual(2)
    expect(JSON.stringify(phones)).not.toMatch(/\+49 30 1234567|"110"/)
  }, 120_000)

  it('hold what the log says of a change: its kind, its time, and what was there before', async () => {
    await pair.my.query(
      'DELETE FROM people; INSERT INTO people (id, price) VALUES (1, 5), (2, 6); UPDATE people SET price = 7 WHERE id = 2',
    )
    await run(['replicate', ...ends(), '--project', project, '--until', 'caught-up', '--apply', 'ordered'], { env })
    expect(
      await rowsOf(
        "SELECT id::int, operation, was_price::text, abs(extract(epoch FROM now() AT TIME ZONE 'UTC' - changed_at)) < 60 AS recent FROM shop.people ORDER BY id",
      ),
    ).toEqual([
      { id: '1', operation: 'INSERT', was_price: null, recent: 't' },
      { id: '2', operation: 'UPDATE', was_price: '6.00', recent: 't' },
    ])
  })

  it('are compared: a value that somebody has changed on the target is found', async () => {
    await pair.ask('shop', 'UPDATE shop.people SET gross = gross + 0.01 WHERE id = 1')
    const compared = await runJson(['validate', ...ends(), '--out', out], { env })
    expect(compared.value).toMatchObject({
      ...{ equal: false, totals: { differing: 1 } },
      tables: [{ differences: [{ key: { id: '1' }, columns: [{ column: 'gross', source: '5.95', target: '5.96' }] }] }],
    })
    await pair.ask('shop', 'UPDATE shop.people SET gross = gross - 0.01 WHERE id = 1')
  })

  it('stay as they are when the source changes its table', async () => {
    const task = ['replicate', ...ends(), '--project', project, '--until', 'caught-up']
    await pair.my.query('ALTER TABLE people ADD COLUMN extra INT')
    await pair.my.query("UPDATE people SET extra = 5, first = 'Eve' WHERE id = 2")
    const carried = await run(task, { env })
    expect({ code: carried.code, err: carried.err }).toEqual({ code: 0, err: expect.any(String) })
    expect(await pair.ask('shop', 'SELECT extra || full_name FROM shop.people WHERE id = 2')).toBe(null)
    expect(await rowsOf('SELECT extra::text, finger FROM shop.people WHERE id = 2')).toMatchObject([
      { extra: '5', finger: expect.stringMatching(/^[0-9A-F]{64}$/) },
    ])
    await compare()
  }, 60_000)

  it('need the secret with which digits were changed (XW-S0718, XW-S0719)', async () => {
    const task = ['validate', ...ends(), '--out', out]
    await fails(task, 64, 'XW-S0718')
    const other = await run(task, { env: { ...env, CROSSWALK_MASKING_KEY: 'another secret altogether' } })
    expect(other).toMatchObject({ code: 64, err: expect.stringContaining('XW-S0719') })
  })

  it('have no way back when they are masked (XW-S0722)', async () => {
    const refused = await run(['cutover', ...ends(), '--project', project, '--fallback'], { env })
    expect(refused).toMatchObject({ code: 64, err: expect.stringContaining('XW-S0722') })
  })

  it('set rows aside for which there is no value, in the load and in the stream', async () => {
    await pair.my.query(
      'CREATE DATABASE sums; USE sums; CREATE TABLE people (id INT PRIMARY KEY, n BIGINT, d DECIMAL(30,10))',
    )
    await pair.my.query(
      'INSERT INTO people VALUES (1, -5, 1.5), (2, -9223372036854775808, 1), (3, 1, 12345678901234567890.1)',
    )
    const made = JSON.stringify({
      rules: [
        all(),
        added('size', 'abs($n)', { type: 'int8' }),
        added('twice', '$d * 2', { type: 'numeric', precision: 30, scale: 10 }),
      ],
    })
    writeFileSync(document, made.replaceAll('"shop"', '"sums"'))
    const target = await pair.freshTarget('sums')
    const task = [
      'replicate',
      pair.source('sums'),
      target,
      '--project',
      join(folder, 'sums'),
      '--until',
      'caught-up',
      '--table-mapping',
      document,
      '--on-refused',
      'set-aside',
    ]
    expect((await run(task)).code).toBe(3)
    expect(await pair.ask('sums', "SELECT string_agg(id || ':' || size || ':' || twice, ' ') FROM sums.people")).toBe(
      '1:5:3.0000000000',
    )
    await pair.my.query('INSERT INTO people VALUES (4, -9223372036854775808, 1), (5, 7, 2)')
    expect((await run(task)).code).toBe(3)
    expect(await pair.ask('sums', "SELECT string_agg(id || ':' || size, ' ' ORDER BY id) FROM sums.people")).toBe(
      '1:5 5:7',
    )
    expect(await pair.ask('sums', 'SELECT count(*)::text FROM crosswalk.apply_exception')).toBe('1')
    // What an expression names goes: the task stands in front of the change.
    await pair.my.query('ALTER TABLE sums.people DROP COLUMN n')
    expect(await run(task)).toMatchObject({ code: 4, err: expect.stringMatching(/XW-S0602.*names \$n/) })
  }, 60_000)

  it('stop at a change whose image does not hold what they are made from (XW-S0721)', async () => {
    await pair.my.query(
      "USE shop; SET SESSION binlog_row_image = 'MINIMAL'; UPDATE people SET last = 'm' WHERE id = 1; SET SESSION binlog_row_image = 'FULL'",
    )
    const stopped = await run(['replicate', ...ends(), '--project', project, '--until', 'caught-up'], { env })
    expect(stopped).toMatchObject({ code: 4, err: expect.stringMatching(/XW-S0721.*shop\.people/) })
  })
})

describe.skipIf(!live)('columns whose values rules make, the other way round', () => {
  let postgres: TestServer
  let mysql: OwnServer
  beforeAll(async () => {
    ;[postgres, mysql] = await Promise.all([logicalPostgres15(), ownMariadb()])
    await mysql.start()
  })
  afterAll(() => Promise.all([postgres?.stop(), mysql?.stop()]))

  it('are the same in the load, in the stream and in the comparison beside it', async () => {
    const client = await connectPostgres({ ...postgres.endpoint, database: 'test' })
    client.on('error', () => undefined)
    await client.query(`CREATE SCHEMA shop; CREATE TABLE shop.people (id int PRIMARY KEY, first text, price numeric(12,2), free numeric, at timestamptz,
      bytes bytea, flag boolean, u uuid, mail varchar(30), span time, b bit(4), note text); ALTER TABLE shop.people REPLICA IDENTITY FULL`)
    const insert = `INSERT INTO shop.people SELECT n, 'Zoë ' || n, n / 3.0, n / 7, '2026-01-31 23:59:59.5+01', '\\x00ff', n % 2 = 0, md5(n::text)::uuid, n || '@b.example', '12:34:56.5', (n % 16)::bit(4), repeat('note', 3000)`
    await client.query(`${insert} FROM generate_series(1, 30) n`)
    const made = [
      all(),
      added('loud', 'upper($first)', text),
      added('twice', '$price * 2', { type: 'numeric', precision: 14, scale: 2 }),
      added('kept', '$free', { type: 'string', length: 40 }),
      added('moment', '$at', { type: 'datetime', scale: 6 }),
      added('hexed', 'lower(hex($bytes)) || $flag || $b', text),
      added('named', '$u', text),
      added('clock', '$span', text),
      added('size', 'length($note)', { type: 'int4' }),
      rule('data-masking-hash-mask', 'mail'),
      rule('remove-column', 'note'),
    ]
    const file = join(folder, 'back.json')
    writeFileSync(file, JSON.stringify({ rules: made }))
    const ends = [
      `postgresql://tester@127.0.0.1:${postgres.endpoint.port}/test`,
      `mysql://root@127.0.0.1:${mysql.endpoint.port}/shop`,
    ]
    const my = await connectMysql(mysql.endpoint)
    await my.query('CREATE DATABASE shop')
    const project = join(folder, 'back')
    const task = [
      'replicate',
      ...ends,
      '--project',
      project,
      '--until',
      'caught-up',
      '--table-mapping',
      file,
      '--proof',
      'none',
      '--validate',
      'continuous',
    ]
    const first = await run(task)
    expect({ code: first.code, err: first.err }).toEqual({ code: 0, err: expect.any(String) })
    await client.query(`UPDATE shop.people SET first = first || '!', price = price + 0.5 WHERE id % 3 = 0`)
    await client.query('DELETE FROM shop.people WHERE id = 7; UPDATE shop.people SET id = id + 100 WHERE id = 8')
    await client.query(`${insert} FROM generate_series(50, 60) n`)
    const next = await run(task)
    expect({ code: next.code, err: next.err }).toEqual({ code: 0, err: expect.any(String) })
    const [rows] = await my.query(
      'SELECT id, loud, twice, kept, moment, hexed, named, clock, size, mail FROM shop.people WHERE id IN (3, 108) ORDER BY id',
    )
    const { rows: wanted } = await client.query({
      text: `SELECT id::text, replace(upper(first), 'Ë', 'ë'), (price * 2)::numeric(14,2)::text, free::text, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'),
        encode(bytes, 'hex') || flag::int || b::int, u::text, '12:34:56.5', length(note)::text, upper(encode(sha256(mail::bytea), 'hex')) FROM shop.people WHERE id IN (3, 108) ORDER BY people.id`,
      rowMode: 'array',
    })
    const texts = Array.isArray(rows) ? rows.map((row) => Object.values(row).map(String)) : []
    expect(texts).toEqual(wanted)
    const compared = await runJson(['validate', ...ends, '--out', join(project, 'tasks/test-to-shop/out')])
    expect(compared).toMatchObject({ code: 0, value: { equal: true, totals: { failedTables: 0 } } })
    await my.query("UPDATE shop.people SET loud = 'wrong' WHERE id = 3")
    expect((await run(task)).code).toBe(2)
    const [failed] = await my.query('SELECT failure_type, row_key, details FROM crosswalk.validation_failure')
    expect(failed).toEqual([['RECORD_DIFF', '{"id":"3"}', '[{"column":"loud","source":"ZOë 3!","target":"wrong"}]']])
    await Promise.all([client.end(), my.end()])
  }, 120_000)
})
