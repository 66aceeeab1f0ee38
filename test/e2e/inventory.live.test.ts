import { rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fleet } from '../../src/core/fleet/fleet.js'
import {
  available,
  connectMysql,
  connectPostgres,
  startMariadb,
  startPostgres15,
  type TestServer,
} from '../support/servers.js'
import { buildProgram, run, workFolder } from './support/cli.js'

const possible = available('mariadb') && available('postgres15')
const folder = workFolder()
const out = join(folder, 'fleet')
const configuration = join(folder, 'crosswalk.yaml')

/** One application, as it stands on three customers' databases; `more` is what one of them added. */
const shop = (more = ''): string => `
  CREATE TABLE customers (id int PRIMARY KEY AUTO_INCREMENT, name varchar(80) NOT NULL, email varchar(120), UNIQUE KEY by_email (email));
  CREATE TABLE products (id int PRIMARY KEY, title varchar(200), price decimal(10,2), stock int, kind enum('a','b'));
  CREATE TABLE orders (id int PRIMARY KEY, customer int, placed datetime, note text, FOREIGN KEY (customer) REFERENCES customers (id));
  CREATE TABLE order_lines (orders int, product int, amount int, PRIMARY KEY (orders, product)${more});
  CREATE VIEW spent AS SELECT customer, count(*) AS orders FROM orders GROUP BY customer;
  CREATE FUNCTION vat(amount decimal(10,2)) RETURNS decimal(10,2) DETERMINISTIC RETURN amount * 0.19;
  CREATE TRIGGER stamp BEFORE INSERT ON orders FOR EACH ROW SET NEW.placed = NOW();
  INSERT INTO customers (name) VALUES ('a'), ('b'), ('c');`

const onMariadb: Readonly<Record<string, string>> = {
  shop_a: shop(),
  shop_b: shop(),
  shop_c: shop(', discount int'),
  stock: 'CREATE TABLE items (id int PRIMARY KEY, name varchar(50));',
  billing: 'CREATE TABLE bills (id int PRIMARY KEY, item int, FOREIGN KEY (item) REFERENCES stock.items (id));',
  logs: `CREATE TABLE entries (at datetime, text text);
    CREATE PROCEDURE trim_log(days int) BEGIN
      DELETE FROM entries WHERE at < NOW() - INTERVAL days DAY;

      SELECT ROW_COUNT();
    END;`,
}
const onPostgres: Readonly<Record<string, string>> = {
  // Nobody else may write to it between our look and that of the test.
  crm: `CREATE TABLE contacts (id int PRIMARY KEY, name text) WITH (autovacuum_enabled = false); CREATE SCHEMA audit;
    CREATE TABLE audit.changes (id bigint PRIMARY KEY, contact int REFERENCES public.contacts (id), what jsonb);
    INSERT INTO contacts SELECT g, repeat('x', 50) FROM generate_series(1, 2000) g; ANALYZE contacts;`,
  hr: 'CREATE TABLE people (id int PRIMARY KEY, born date); CREATE VIEW old AS SELECT * FROM people WHERE born < now();',
  hr_copy:
    'CREATE TABLE people (id int PRIMARY KEY, born date); CREATE VIEW old AS SELECT * FROM people WHERE born < now();',
  geo: `CREATE TABLE places (id int PRIMARY KEY, tags text[]);
    CREATE FUNCTION near(a int) RETURNS int LANGUAGE plpgsql AS $$
    BEGIN
      RETURN a + 1;
    END $$;`,
}

describe.skipIf(!possible)('ten databases on two servers', () => {
  let mariadb: TestServer
  let postgres: TestServer
  let fleet: Fleet

  beforeAll(async () => {
    await buildProgram()
    ;[mariadb, postgres] = await Promise.all([startMariadb(), startPostgres15()])
    const my = await connectMysql(mariadb.endpoint)
    for (const [name, sql] of Object.entries(onMariadb)) {
      await my.query(`CREATE DATABASE ${name}; USE ${name};`)
      await my.query(sql)
    }
    await my.end()
    const admin = await connectPostgres(postgres.endpoint)
    for (const name of Object.keys(onPostgres)) await admin.query(`CREATE DATABASE ${name}`)
    await admin.end()
    for (const [name, sql] of Object.entries(onPostgres)) {
      const client = await connectPostgres({ ...postgres.endpoint, database: name })
      await client.query(sql)
      await client.end()
    }
    writeFileSync(
      configuration,
      `endpoints:
  my: mysql://root@127.0.0.1:${mariadb.endpoint.port}/
  pg: postgresql://tester:\${env:CANARY}@127.0.0.1:${postgres.endpoint.port}/
  gone: mysql://root@127.0.0.1:1/\n`,
    )
    const ended = await crosswalk('discover', '--inventory')
    expect(ended).toMatchObject({ code: 3 })
    expect(ended.out + ended.err).not.toContain('canary')
    fleet = await written()
  })

  afterAll(async () => {
    await Promise.all([mariadb?.stop(), postgres?.stop()])
    rmSync(folder, { recursive: true, force: true })
  })

  const crosswalk = (...words: string[]) =>
    run([...words, ...(words[0] === 'assess' ? [] : ['--out', out]), '--config', configuration], {
      env: { PATH: process.env['PATH'] ?? '', HOME: folder, CANARY: 'canary' },
      limit: 240_000,
    })
  const written = async (): Promise<Fleet> => JSON.parse(await readFile(join(out, 'fleet.json'), 'utf8'))
  const of = (id: string) => fleet.schemas.find((schema) => schema.id === id)

  it('lists every schema that holds something, and names the server that is gone', () => {
    expect(fleet.schemas.map(({ id }) => id).sort()).toEqual(
      [
        ...Object.keys(onMariadb).map((name) => `my/${name}`),
        ...['pg/crm/public', 'pg/crm/audit', 'pg/hr/public', 'pg/hr_copy/public', 'pg/geo/public'],
      ].sort(),
    )
    expect(fleet.failures.map(({ what, code, message }) => `${what} ${code} ${message}`)).toHaveLength(1)
    expect(fleet.failures).toMatchObject([{ what: 'gone', code: 'XW-S0201' }])
  })

  it("has the figures of the first server's own catalogue", async () => {
    const my = await connectMysql(mariadb.endpoint)
    const one = async (sql: string, name: string) => {
      const [rows] = await my.query(sql, [name])
      return Array.isArray(rows) && Array.isArray(rows[0]) ? rows[0].map(Number) : []
    }
    for (const name of Object.keys(onMariadb)) {
      const schema = of(`my/${name}`)
      const [data, indexes, rows, tables] = await one(
        "SELECT SUM(DATA_LENGTH), SUM(INDEX_LENGTH), SUM(TABLE_ROWS), COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'BASE TABLE'",
        name,
      )
      const counts = await Promise.all(
        ['VIEWS WHERE TABLE_SCHEMA', 'TRIGGERS WHERE TRIGGER_SCHEMA', 'ROUTINES WHERE ROUTINE_SCHEMA'].map((from) =>
          one(`SELECT COUNT(*) FROM information_schema.${from} = ?`, name),
        ),
      )
      const { table = 0, view = 0, trigger = 0, function: functions = 0, procedure = 0 } = schema?.objects ?? {}
      expect([schema?.dataBytes, schema?.indexBytes, schema?.rows, table]).toEqual([data, indexes, rows, tables])
      expect([view, trigger, functions + procedure]).toEqual(counts.flat())
    }
    await my.end()
  })

  it("has the figures of the second server's own catalogue", async () => {
    for (const schema of fleet.schemas.filter(({ server }) => server === 'pg')) {
      const client = await connectPostgres({ ...postgres.endpoint, database: schema.database })
      const { rows } = await client.query<Record<string, string>>(
        `SELECT sum(pg_table_size(oid)) AS data, sum(pg_indexes_size(oid)) AS indexes, count(*) AS tables,
           sum(greatest(reltuples, 0))::bigint AS rows,
           (SELECT count(*) FROM pg_views WHERE schemaname = $1) AS views,
           (SELECT count(*) FROM pg_proc WHERE pronamespace = $1::regnamespace) AS functions
         FROM pg_class WHERE relnamespace = $1::regnamespace AND relkind = 'r'`,
        [schema.schema],
      )
      await client.end()
      const [row] = rows
      const { table = 0, view = 0, function: functions = 0 } = schema.objects
      expect([schema.dataBytes, schema.indexBytes, schema.rows, table, view, functions].map(String)).toEqual([
        ...[row?.['data'], row?.['indexes'], row?.['rows'], row?.['tables'], row?.['views'], row?.['functions']],
      ])
    }
    expect(of('pg/crm/public')?.rows).toBe(2000)
    expect(of('pg/crm/public')?.activity?.inserted).toBe(2000)
  })

  it('counts lines of programs that hold something', async () => {
    const my = await connectMysql(mariadb.endpoint)
    const [rows] = await my.query('SHOW CREATE PROCEDURE logs.trim_log')
    await my.end()
    const text = Array.isArray(rows) && Array.isArray(rows[0]) ? String(rows[0][2]) : ''
    const lines = text.split('\n').filter((line) => line.trim() !== '')
    expect(lines.length).toBeGreaterThan(3)
    expect(of('my/logs')?.codeLines).toBe(lines.length)
    expect(of('pg/geo/public')?.codeLines).toBeGreaterThanOrEqual(5)
    expect(of('my/stock')?.codeLines).toBe(0)
  })

  it('names what is used', () => {
    expect(of('my/shop_a')?.features).toEqual(
      expect.arrayContaining(['foreign keys', 'enum columns', 'views', 'triggers', 'functions', 'identity columns']),
    )
    expect(of('my/logs')?.features).toEqual(expect.arrayContaining(['procedures', 'tables without a primary key']))
  })

  it('finds copies and near copies, and nothing that is none', () => {
    expect(fleet.families).toEqual([
      { kind: 'near copies', members: ['my/shop_a', 'my/shop_b', 'my/shop_c'], likeness: expect.closeTo(0.95, 1) },
      { kind: 'copies', members: ['pg/hr/public', 'pg/hr_copy/public'], likeness: 1 },
    ])
    expect(of('my/shop_a')?.hash).toBe(of('my/shop_b')?.hash)
    expect(of('my/shop_a')?.hash).not.toBe(of('my/shop_c')?.hash)
  })

  it('says what needs what, and whether changes can be followed', () => {
    expect(of('my/billing')?.dependsOn).toEqual(['my/stock'])
    expect(of('pg/crm/audit')?.dependsOn).toEqual(['pg/crm/public'])
    const errors = fleet.servers.map(({ name, log }) => [
      name,
      log.filter(({ severity }) => severity === 'error').length,
    ])
    expect(errors).toEqual([
      ['my', 0],
      ['pg', 0],
    ])
  })

  it('assesses all of it: effort, limitations, waves by need and effort, copies behind their model', async () => {
    const ended = await crosswalk('assess', join(out, 'fleet.json'), '--proof', 'none', '--wave-hours', '1')
    expect(ended.code).toBe(3)
    const assessed = await written()
    for (const { assessments } of assessed.schemas) expect(assessments).toHaveLength(1)
    const members = assessed.waves.flatMap(({ number, members }) => members.map((one) => ({ ...one, number })))
    expect(members.map(({ id }) => id).sort()).toEqual(assessed.schemas.map(({ id }) => id).sort())
    const place = (id: string) => members.findIndex((one) => one.id === id)
    expect(place('my/stock')).toBeLessThan(place('my/billing'))
    expect(place('pg/crm/public')).toBeLessThan(place('pg/crm/audit'))
    const effort = (id: string) => assessed.schemas.find((one) => one.id === id)?.assessments[0]?.effortMinutes
    const shops = members.filter(({ id }) => id.startsWith('my/shop'))
    expect(shops[0]?.effortMinutes).toBe(effort(shops[0]?.id ?? ''))
    expect(shops[1]?.because.join()).toMatch(/cop(y|ies) of my\/shop/)
    for (const { members: own, effortMinutes } of assessed.waves)
      expect(effortMinutes <= 60 || own.length === 1).toBe(true)
    const page = await readFile(join(out, 'fleet.html'), 'utf8')
    expect(page).toContain('my/shop_a')
    expect(await readFile(join(out, 'fleet.csv'), 'utf8')).toMatch(/^my\/shop_a,my,shop_a,/m)
    expect(page + JSON.stringify(assessed)).not.toContain('canary')
  })

  it('tells growth against an earlier inventory, and keeps it when the next look comes soon', async () => {
    const bytesOf = ({ schemas }: Fleet) => {
      const found = schemas.find(({ id }) => id === 'my/shop_a')
      return found ? found.dataBytes + found.indexBytes : 0
    }
    const now = await written()
    const schemas = now.schemas.map((one) =>
      one.id === 'my/shop_a' ? { ...one, dataBytes: one.dataBytes - 2048 } : one,
    )
    const madeAt = new Date(Date.now() - 2 * 86_400_000).toISOString()
    writeFileSync(join(out, 'fleet.json'), JSON.stringify({ ...now, madeAt, schemas }))
    for (const _ of ['two days later', 'at once']) {
      expect((await crosswalk('discover', '--inventory')).code).toBe(3)
      fleet = await written()
      expect(bytesOf(fleet)).toBe(bytesOf(now))
      expect(of('my/shop_a')?.bytesPerDay).toBe(1024)
      expect(of('my/shop_b')?.bytesPerDay).toBe(0)
    }
  })
})
