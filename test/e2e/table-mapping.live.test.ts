import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildProgram, fails, run, runJson, workFolder } from './support/cli.js'
import { live, type Pair, startPair } from './support/live.js'

const folder = workFolder()
beforeAll(buildProgram)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const rule = (id: number, type: string, action: string, locator: object, more: object = {}) => ({
  ...{ 'rule-type': type, 'rule-id': `${id}`, 'rule-name': `${id}`, 'rule-action': action },
  ...{ 'object-locator': { 'schema-name': 'shop', ...locator }, ...more },
})

const column = (id: number, action: string, table: string, name: string, more: object) =>
  rule(id, 'transformation', action, { 'table-name': table, 'column-name': name }, { 'rule-target': 'column', ...more })

const rules = [
  rule(1, 'selection', 'include', { 'table-name': '%' }, { filters: [] }),
  rule(2, 'selection', 'exclude', { 'table-name': 'tmp%' }, { filters: [] }),
  rule(3, 'transformation', 'rename', {}, { 'rule-target': 'schema', value: 'Sales' }),
  rule(4, 'transformation', 'add-prefix', { 'table-name': '%' }, { 'rule-target': 'table', value: 'T_' }),
  column(5, 'rename', 'orders', 'who', { value: 'customer id' }),
  column(6, 'remove-column', 'people', 'secret', {}),
  column(7, 'change-data-type', 'orders', 'n', { 'data-type': { type: 'numeric', precision: 14, scale: 2 } }),
  column(8, 'change-data-type', 'orders', 'who', { 'data-type': { type: 'int8' } }),
  column(9, 'change-data-type', 'people', 'name', { 'data-type': { type: 'nclob' } }),
]

const schema = `CREATE DATABASE shop; USE shop;
  CREATE TABLE people (id INT PRIMARY KEY, name VARCHAR(20) COLLATE utf8mb4_bin, secret TEXT);
  CREATE TABLE orders (id INT PRIMARY KEY, who INT NOT NULL, n INT, at DATETIME(3), FOREIGN KEY (who) REFERENCES people (id));
  CREATE TABLE tmp_1 (id INT PRIMARY KEY);
  CREATE PROCEDURE buy(p INT, m INT) INSERT INTO orders (id, who, n) SELECT COALESCE(MAX(id), 0) + 1, p, m FROM orders;
  INSERT INTO people VALUES (1, 'Ann', 'x'), (2, 'Bén', 'y'); INSERT INTO tmp_1 VALUES (1);
  INSERT INTO orders VALUES (1, 1, 5, '2026-01-02 03:04:05.678'), (2, 2, -7, NULL)`

describe.skipIf(!live)('a table mapping', () => {
  let pair: Pair
  beforeAll(async () => {
    pair = await startPair()
  })
  afterAll(() => pair?.stop())

  it('is one for schema, code, load, change stream and comparison', async () => {
    await pair.my.query(schema)
    const ends = [pair.source('shop'), await pair.freshTarget('sales')]
    const document = join(folder, 'rules.json')
    writeFileSync(document, JSON.stringify({ rules }))
    const project = join(folder, 'project')
    const task = ['replicate', ...ends, '--project', project, '--proof', 'none', '--until', 'caught-up']
    const first = await runJson([...task, '--table-mapping', document])
    expect({ code: first.code, err: first.err }).toMatchObject({ code: 0 })
    await pair.my.query(`UPDATE people SET name = 'Ånn', secret = 'z' WHERE id = 1; INSERT INTO people VALUES (3, 'C', NULL);
      INSERT INTO orders VALUES (3, 3, 2147483647, '2026-05-05 00:00:00.001'); UPDATE orders SET who = 1 WHERE id = 2;
      DELETE FROM orders WHERE id = 1; INSERT INTO tmp_1 VALUES (2)`)
    const second = await run(task)
    expect({ code: second.code, err: second.err }).toMatchObject({ code: 0 })
    const out = join(project, 'tasks/shop-to-sales/out')
    const compared = await runJson(['validate', ...ends, '--out', out])
    expect(compared.value).toMatchObject({
      equal: true,
      totals: { rows: 5, differing: 0, missing: 0, extra: 0, failedTables: 0 },
    })
    const orders = `SELECT string_agg(concat_ws(',', id, "customer id", n, at), ';' ORDER BY id) FROM "Sales"."T_orders"`
    expect(await pair.ask('sales', orders)).toBe('2,1,-7.00;3,3,2147483647.00,2026-05-05 00:00:00.001')
    const columns = `SELECT string_agg(column_name || ' ' || data_type, ',' ORDER BY ordinal_position) FROM information_schema.columns WHERE table_name = 'T_people'`
    expect(await pair.ask('sales', columns)).toBe('id integer,name text')
    expect(await pair.ask('sales', `SELECT to_regclass('"Sales"."T_tmp_1"')::text`)).toBeNull()
    await pair.my.query(`ALTER TABLE orders ADD extra INT; UPDATE orders SET extra = id; ALTER TABLE people ADD secret2 INT;
      CREATE TABLE fresh (id INT PRIMARY KEY); INSERT INTO fresh VALUES (1); CREATE TABLE tmp_2 (id INT PRIMARY KEY); INSERT INTO tmp_2 VALUES (1)`)
    const third = await run(task)
    expect({ code: third.code, err: third.err }).toMatchObject({ code: 0 })
    const added = `SELECT string_agg(id || ':' || extra, ',' ORDER BY id) || ' ' || (SELECT count(*) FROM "Sales"."T_fresh") FROM "Sales"."T_orders"`
    expect(await pair.ask('sales', added)).toBe('2:2,3:3 1')
    expect(await pair.ask('sales', columns)).toBe('id integer,name text,secret2 integer')
    expect(await pair.ask('sales', `SELECT to_regclass('"Sales"."T_tmp_2"')::text`)).toBeNull()
    await pair.ask('sales', `CALL "Sales".buy(2, 9)`)
    expect(await pair.ask('sales', `SELECT "customer id" || ':' || n FROM "Sales"."T_orders" WHERE id = 4`)).toBe(
      '2:9.00',
    )
  })

  it('holds for the rows of a dump, whose statements name tables and columns that are left out', async () => {
    const dump = join(folder, 'dump.sql')
    writeFileSync(
      dump,
      `CREATE DATABASE shop; USE shop; CREATE TABLE people (id INT PRIMARY KEY, name VARCHAR(20), secret TEXT, n INT);
      CREATE TABLE tmp_1 (id INT PRIMARY KEY); CREATE TABLE orders (id INT PRIMARY KEY, who INT NOT NULL, n INT);
      INSERT INTO people VALUES (1, 'Ann', 'x', 7), (2, 'Bén', NULL, 8); INSERT INTO tmp_1 VALUES (1), (2); INSERT INTO orders (who, id, n) VALUES (1, 9, 3);`,
    )
    const target = await pair.freshTarget('dumped')
    const document = join(folder, 'rules.json')
    writeFileSync(document, JSON.stringify({ rules }))
    const words = [
      'migrate',
      dump,
      target,
      '--from',
      'mysql',
      '--project',
      join(folder, 'dumped'),
      '--table-mapping',
      document,
    ]
    const moved = await runJson(words)
    expect({ code: moved.code, err: moved.err }).toMatchObject({ code: 0 })
    expect(moved.value).toMatchObject({
      load: { written: 3, rejected: 0 },
      validation: { rows: 3, differing: 0, missing: 0, extra: 0 },
    })
    expect(await pair.ask('dumped', `SELECT string_agg(p::text, ';') FROM "Sales"."T_people" p`)).toBe(
      '(1,Ann,7);(2,Bén,8)',
    )
    expect(await pair.ask('dumped', `SELECT o::text FROM "Sales"."T_orders" o`)).toBe('(9,1,3.00)')
  })

  it('selects what of a schema is copied from an engine to the same one, and names what cannot come along', async () => {
    const source = await pair.freshTarget('whole')
    await pair.ask('whole', 'CREATE SCHEMA shop')
    await pair.ask('whole', 'CREATE TABLE shop.people (id int PRIMARY KEY, name text)')
    await pair.ask('whole', 'CREATE TABLE shop.tmp_1 (id int PRIMARY KEY)')
    await pair.ask(
      'whole',
      'CREATE TABLE shop.orders (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, who int REFERENCES shop.people, t int REFERENCES shop.tmp_1)',
    )
    await pair.ask('whole', 'CREATE VIEW shop.temporary AS SELECT * FROM shop.tmp_1')
    await pair.ask('whole', "INSERT INTO shop.people VALUES (1, 'Ann')")
    await pair.ask('whole', 'INSERT INTO shop.orders (who) VALUES (1), (1)')
    const document = join(folder, 'some.json')
    writeFileSync(document, JSON.stringify({ rules: rules.slice(0, 2) }))
    const ends = [source, await pair.freshTarget('some')]
    const words = [...ends, '--project', join(folder, 'copied'), '--table-mapping', document]
    const moved = await runJson(['migrate', ...words])
    expect({ code: moved.code, err: moved.err }).toMatchObject({ code: 0 })
    expect(moved.value).toMatchObject({ validation: { rows: 3, differing: 0, missing: 0, extra: 0 } })
    const tables = `SELECT string_agg(c.relname, ',' ORDER BY c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'shop' AND c.relkind IN ('r', 'v')`
    expect(await pair.ask('some', tables)).toBe('orders,people')
    const findings: readonly { code: string; message: string }[] = JSON.parse(
      readFileSync(join(folder, 'copied/out/findings.json'), 'utf8'),
    )
    const said = findings.filter(({ code }) => code === 'XW-C0601' || code === 'XW-C0609').map(({ message }) => message)
    expect(said.sort()).toEqual([
      expect.stringMatching(/^foreign-key .* needs shop\.tmp_1/),
      'shop.tmp_1 is not selected: rule 2 excludes it.',
      'view shop.temporary is left out: it needs shop.tmp_1, which is not selected.',
    ])
    await fails(
      [
        'convert',
        source,
        '--to',
        'postgres',
        '--out',
        join(folder, 'x'),
        '--table-mapping',
        join(folder, 'rules.json'),
      ],
      64,
      'XW-S0702',
      /Rule 3/,
    )
  })

  it('cannot become another one while its task lives', async () => {
    const other = join(folder, 'other.json')
    writeFileSync(other, JSON.stringify({ rules: rules.slice(0, 4) }))
    const ends = [pair.source('shop'), pair.target('sales')]
    await fails(['replicate', ...ends, '--project', join(folder, 'project'), '--table-mapping', other], 64, 'XW-S0705')
  })
})
