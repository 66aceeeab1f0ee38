import { expect, test } from 'vitest'
import { read } from './read-text.js'

/** What stands at the places of the rows. */
async function rowsIn(text: string) {
  const { value, findings } = await read(text)
  const places = value.data.map(({ table, from, to, statements, copy }) => ({
    ...{ table: table.name.text, text: Buffer.from(text).toString('utf8', from, to), statements },
    ...(copy ? { copy } : {}),
  }))
  return { places, codes: findings.map(({ code }) => code) }
}

const table = 'CREATE TABLE t (id int, "Ä" text);\n'

test('rows of COPY are found at their bytes, without the mark of their end', async () => {
  const { places, codes } = await rowsIn(
    `\ufeff${table}-- ä\nCOPY public.t (id, "Ä") FROM stdin;\n1\tä\n2\t\\N\n\\.\nSELECT 1;`,
  )
  expect(places).toEqual([{ table: 't', text: '1\tä\n2\t\\N\n', statements: 1, copy: { columns: ['id', 'Ä'] } }])
  expect(codes).toEqual(['XW-P0220'])
})

test('neighbouring INSERTs are one run; another statement begins a new one', async () => {
  const { places } =
    await rowsIn(`${table}/* ä */ INSERT INTO t VALUES (1, 'a;');\nINSERT INTO public."t" VALUES (2, 'b');
SET lock_timeout = 0; insert into t values (3)`)
  expect(places.map(({ text, statements }) => [text, statements])).toEqual([
    [`INSERT INTO t VALUES (1, 'a;');\nINSERT INTO public."t" VALUES (2, 'b');`, 2],
    ['insert into t values (3)', 1],
  ])
})

test('rows of a partition are rows of its table', async () => {
  const { places } = await rowsIn(`CREATE TABLE p (id int) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (9) PARTITION BY RANGE (id);
CREATE TABLE p11 PARTITION OF p1 DEFAULT;\nCOPY p11 FROM stdin;\n1\n\\.\n`)
  expect(places).toEqual([{ table: 'p', text: '1\n', statements: 1, copy: {} }])
})

test.each([
  ['CSV', `${table}COPY t FROM stdin WITH (FORMAT csv);\n1,a\n\\.\n`],
  ['a delimiter of its own', `${table}COPY t FROM stdin DELIMITER '|';\n1|a\n\\.\n`],
  ['a table that the script does not make', 'COPY gone FROM stdin;\n1\n\\.\n'],
  ['a script in another encoding', `SET client_encoding = 'latin1';\n${table}COPY t FROM stdin;\n1\ta\n\\.\n`],
])('%s: rows are not read, and that is said', async (_what, text) => {
  const { places, codes } = await rowsIn(text)
  expect({ places, codes }).toEqual({ places: [], codes: ['XW-P0220'] })
})

test('rows go with their table, and take its new name', async () => {
  const { places } = await rowsIn(`${table}INSERT INTO t VALUES (1); TRUNCATE t; INSERT INTO t VALUES (2);
ALTER TABLE t RENAME TO u; CREATE TABLE gone (id int); INSERT INTO gone VALUES (3); DROP TABLE gone;`)
  expect(places).toEqual([{ table: 'u', text: 'INSERT INTO t VALUES (2);', statements: 1 }])
})

test('a last statement without a semicolon is read; half of one is not', async () => {
  const names = async (text: string) =>
    (await read(text)).value.catalog.schemas.flatMap(({ objects }) => objects).map(({ kind }) => kind)
  expect(await names('CREATE TABLE t (id int)')).toEqual(['table'])
  expect((await rowsIn('CREATE TABLE t (id int')).codes).toEqual(['XW-P0001'])
})
