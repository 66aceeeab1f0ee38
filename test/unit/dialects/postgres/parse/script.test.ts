import { expect, test } from 'vitest'
import type { Catalog, SchemaObject, Table } from '../../../../../src/core/ir/schema.js'
import { read } from './read-text.js'

const objects = (catalog: Catalog): readonly SchemaObject[] => catalog.schemas.flatMap((schema) => schema.objects)

const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, each) => (key === 'origin' ? undefined : typeof each === 'bigint' ? `${each}` : each)),
  )

async function tableIn(text: string, name = 't'): Promise<Table> {
  const { value } = await read(text)
  const found = objects(value.catalog).find((object) => object.kind === 'table' && object.name.name.text === name)
  if (found?.kind !== 'table') throw new Error(`no table ${name}`)
  return found
}

test('the short and the long form of a serial column are one', async () => {
  const long = `CREATE TABLE t (id integer NOT NULL);
    CREATE SEQUENCE t_id_seq AS integer;
    ALTER SEQUENCE t_id_seq OWNED BY t.id;
    ALTER TABLE t ALTER COLUMN id SET DEFAULT nextval('public.t_id_seq'::regclass);
    ALTER TABLE ONLY t ADD CONSTRAINT t_pkey PRIMARY KEY (id);`
  const short = 'CREATE TABLE t (id serial CONSTRAINT t_pkey PRIMARY KEY);'
  const facts = async (sql: string) =>
    (await tableIn(sql)).columns.map(({ name, type, nullable, identity }) => ({
      ...{ name, nullable, logical: type.logical, always: identity?.always },
    }))
  expect(await facts(long)).toEqual(await facts(short))
  expect(objects((await read(long)).value.catalog).map(({ kind }) => kind)).toEqual(['table'])
})

test('a counter goes on where setval left it', async () => {
  const base =
    "CREATE TABLE t (id integer); CREATE SEQUENCE s OWNED BY t.id; ALTER TABLE t ALTER id SET DEFAULT nextval('s');"
  const next = async (call: string) =>
    (await tableIn(`${base} SELECT setval(${call});`)).columns[0]?.identity?.sequence.next
  expect(await next("'s', 41, true")).toBe(42n)
  expect(await next("'s', 41, false")).toBe(41n)
  expect(await next("'s', 41")).toBe(42n)
})

test('a domain is written into its columns, with its default, its checks and NOT NULL', async () => {
  const table = await tableIn(
    `CREATE DOMAIN d AS integer DEFAULT 3 NOT NULL CHECK (VALUE > 0); CREATE TABLE t (a d, b d DEFAULT 4);`,
  )
  expect(table.columns.map(({ nullable, type }) => [nullable, type.logical.kind])).toEqual([
    [false, 'integer'],
    [false, 'integer'],
  ])
  expect(table.columns.map((column) => column.default?.kind === 'literal' && column.default.text)).toEqual(['3', '4'])
  expect(table.constraints.map((each) => each.kind === 'check' && plain(each.expr))).toMatchObject([
    { op: 'gt', left: { path: [{ text: 'a' }] } },
    { op: 'gt', left: { path: [{ text: 'b' }] } },
  ])
})

test('division means what the types of its operands say', async () => {
  const opOf = async (check: string) => {
    const table = await tableIn(`CREATE TABLE t (i integer, n numeric, f float, CHECK (${check} = 1));`)
    const [made] = table.constraints
    return made?.kind === 'check' && made.expr.kind === 'binary'
      ? made.expr.left.kind === 'binary'
        ? made.expr.left.op
        : made.expr.left.kind
      : made?.kind === 'check'
        ? made.expr.kind
        : undefined
  }
  expect(await opOf('i / 2')).toBe('intDiv')
  expect(await opOf('f / f')).toBe('div')
  expect(await opOf('n / 2')).toBe('opaque')
})

test('a broken statement costs only itself', async () => {
  const { value, findings } = await read(
    'CREATE TABLE a (id int); CREATE TABLE b (id int,, x); CREATE TABLE c (id int);',
  )
  expect(objects(value.catalog).map(({ kind, name }) => `${kind} ${name.name.text}`)).toEqual([
    'table a',
    'unmodelled b',
    'table c',
  ])
  expect(findings.map(({ code }) => code)).toEqual(['XW-P0001'])
})

test('offsets are those of the file, although the parser counts bytes', async () => {
  const text = "CREATE TABLE t (\n  a text DEFAULT 'äöü', b integer CHECK (b > 1));"
  const table = await tableIn(text)
  const origin = table.columns[1]?.origin
  expect(origin?.from === 'text' && text.slice(origin.start).startsWith('b integer')).toBe(true)
})

test('LIKE copies types and NOT NULL, and what it is asked for', async () => {
  const from = 'CREATE TABLE a (id serial PRIMARY KEY, n integer DEFAULT 3 NOT NULL CHECK (n > 1), m integer UNIQUE);'
  const bare = await tableIn(`${from} CREATE TABLE t (LIKE a, more text);`)
  expect(bare.columns.map(({ name, nullable }) => [name.text, nullable])).toEqual([
    ['id', false],
    ['n', false],
    ['m', true],
    ['more', true],
  ])
  expect([bare.constraints.length, bare.columns.some((column) => column.default ?? column.identity)]).toEqual([
    0,
    false,
  ])
  const all = await tableIn(`${from} CREATE TABLE t (LIKE a INCLUDING ALL);`)
  expect(all.constraints.map(({ kind }) => kind)).toEqual(['primaryKey', 'check', 'unique'])
  expect(all.columns[1]?.default).toMatchObject({ kind: 'literal', text: '3' })
})

test('what nests too deep costs only its statement', async () => {
  const deep = `'x'${" || 'x'".repeat(20_000)}`
  const { value, findings } = await read(
    `CREATE TABLE a (id int); CREATE TABLE b (t text DEFAULT ${deep}); CREATE TABLE c (id int);`,
  )
  expect(objects(value.catalog).map(({ name }) => name.name.text)).toEqual(['a', 'b', 'c'])
  expect(findings.map(({ code }) => code)).toEqual(['XW-P0001'])
})

test('a table of a type is listed, since its columns are elsewhere', async () => {
  const { value } = await read('CREATE TYPE pair AS (a int, b text); CREATE TABLE t OF pair;')
  expect(objects(value.catalog).map((object) => (object.kind === 'unmodelled' ? object.what : object.kind))).toEqual([
    'type',
    'table',
  ])
})

test('what is not understood is named as far as it reaches, and no further', async () => {
  const table = await tableIn(`CREATE TABLE t (a date DEFAULT 'infinity', b integer DEFAULT (1 + 2) << 3 NOT NULL,
    c text DEFAULT upper('x,') /* why */ ^@ E'\\'y', d integer[] DEFAULT ARRAY[1, 2], e char(3) CHECK (e ~ 'z'));`)
  const texts = table.columns.map(({ default: value }) => (value?.kind === 'opaque' ? value.text : value?.kind))
  expect(texts).toEqual(["'infinity'", '(1 + 2) << 3', "upper('x,') /* why */ ^@ E'\\'y'", 'ARRAY[1, 2]', undefined])
  const [check] = table.constraints.flatMap((each) => (each.kind === 'check' ? [each.expr] : []))
  expect(check).toMatchObject({ kind: 'opaque', text: "e ~ 'z'" })
})

test('an expression knows the type of a column that numbers its rows', async () => {
  const table = await tableIn('CREATE TABLE t (id serial CHECK (id > 0));')
  expect(table.constraints[0]).toMatchObject({ kind: 'check', expr: { kind: 'binary', op: 'gt' } })
})

test('a constraint without a name has the one that the server gives it, and can be dropped by it', async () => {
  const table =
    await tableIn(`CREATE TABLE t (a integer PRIMARY KEY, b integer UNIQUE CHECK (b > 0), CHECK (b > 1), CHECK (a < b),
    c integer REFERENCES t, UNIQUE (b, c));
    CREATE INDEX ON t (c, lower(b::text));
    ALTER TABLE t DROP CONSTRAINT t_pkey;
    ALTER TABLE t ADD PRIMARY KEY (a, b);`)
  expect(table.constraints.map(({ name }) => name?.text).sort()).toEqual([
    't_b_c_key',
    't_b_check',
    't_b_check1',
    't_b_key',
    't_c_fkey',
    't_check',
    't_pkey',
  ])
  expect(table.indexes.map(({ name }) => name?.text)).toEqual(['t_c_lower_idx'])
})

test('statements of a body may nest, and cost their program alone where they nest deeper than we follow', async () => {
  for (const depth of [100, 200, 3000]) {
    const body = `${'IF a > 0 THEN '.repeat(depth)} RETURN 1; ${'END IF; '.repeat(depth)}`
    const { value, findings } = await read(
      `CREATE FUNCTION f(a int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN ${body} END $$; CREATE TABLE t (id int);`,
    )
    expect(objects(value.catalog).map(({ kind }) => kind)).toContain('table')
    expect([depth, findings.map(({ code }) => code)]).toEqual([depth, depth > 150 ? ['XW-P0401'] : []])
  }
})

test('keys over the same columns in one CREATE TABLE are one, whatever name it gets', async () => {
  const named = await tableIn('CREATE TABLE t (a integer UNIQUE PRIMARY KEY, b integer UNIQUE);')
  expect(named.constraints.map(({ kind, name }) => [kind, name?.text])).toEqual([
    ['primaryKey', 't_pkey'],
    ['unique', 't_b_key'],
  ])
  const other = await tableIn('CREATE TABLE t (a integer PRIMARY KEY, CONSTRAINT only_one UNIQUE (a));')
  expect(other.constraints.map(({ name }) => name?.text)).toEqual(['only_one'])
})
