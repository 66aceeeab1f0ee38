import { expect, test } from 'vitest'
import { type ScriptPiece, splitScript } from '../../../../grammars/postgres/split.js'

async function piecesOf(text: string, size = text.length, largest = 2 ** 24): Promise<readonly ScriptPiece[]> {
  const chunks = async function* () {
    for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
  }
  const found: ScriptPiece[] = []
  for await (const piece of splitScript(chunks(), { largest })) found.push(piece)
  return found
}

const textsOf = async (text: string, size?: number) =>
  (await piecesOf(text, size)).map((piece) => `${piece.kind}: ${'text' in piece ? piece.text.trim() : piece.bytes}`)

const script = `-- a; comment
SELECT ';', E'it\\'s;', "a;b", $$;$$, $tag$ $$;$$ $tag$, U&'d;' /* ; /* ; */ ; */;
CREATE RULE r AS ON DELETE TO t DO INSTEAD (SELECT 1; SELECT 2);
CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END;
\\connect shop
COPY t (a) FROM stdin;
1;2
\\.
SELECT 3`

test('a statement ends at its own semicolon, wherever others stand', async () => {
  const kinds = (await piecesOf(script)).map(({ kind }) => kind)
  expect(kinds).toEqual(['sql', 'sql', 'sql', 'command', 'copy', 'unfinished'])
  expect((await textsOf(script))[2]).toContain('SELECT 2; END')
})

test('where a chunk ends makes no difference', async () => {
  const whole = await textsOf(script)
  for (const size of [1, 7, 64]) expect(await textsOf(script, size)).toEqual(whole)
})

test('rows of COPY are counted and not kept', async () => {
  const [copy] = await piecesOf('COPY t FROM stdin;\na\tb\nc\td\n\\.\n')
  expect(copy).toMatchObject({ kind: 'copy', rows: 2, text: 'COPY t FROM stdin' })
})

test('a place counts lines, columns and bytes of UTF-8', async () => {
  const [first, second] = await piecesOf("SELECT 'ä';\n  SELECT 2;")
  expect(first).toMatchObject({ firstByte: 0, firstLine: 1, firstColumn: 1 })
  expect(second).toMatchObject({ firstByte: 15, firstLine: 2, firstColumn: 3 })
})

test('a command of the client behind a comment is no statement', async () => {
  expect(await textsOf('-- dump\n\\restrict abc\nSELECT 1;')).toEqual(['command: \\restrict abc', 'sql: SELECT 1'])
})

test('parentheses that never end cost their statement and no other', async () => {
  const text = "CREATE TABLE a (id int, s text DEFAULT ';';\nCREATE TABLE b (id int);\nSELECT (1;\nSELECT 2;"
  const wanted = [
    "sql: CREATE TABLE a (id int, s text DEFAULT ';'",
    'sql: CREATE TABLE b (id int)',
    'sql: SELECT (1',
    'sql: SELECT 2',
  ]
  for (const size of [1, 7, text.length]) expect(await textsOf(text, size)).toEqual(wanted)
})

test('so does a body that never ends', async () => {
  const pieces = await textsOf('CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1;\nSELECT 2;')
  expect(pieces).toEqual(['sql: CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1', 'sql: SELECT 2'])
})

test('a statement that is too large is counted and not kept, and the next one is read', async () => {
  const large = `INSERT INTO t VALUES ('${'ä;'.repeat(400)}');`
  for (const size of [1, 50, 5000]) {
    const [first, second] = await piecesOf(`${large}\nSELECT 1;`, size, 300)
    expect(first).toEqual({
      kind: 'oversized',
      head: expect.stringMatching(/^INSERT INTO t VALUES/),
      bytes: Buffer.byteLength(large),
      firstByte: 0,
      firstLine: 1,
      firstColumn: 1,
    })
    expect(second).toMatchObject({ kind: 'sql', text: 'SELECT 1', firstLine: 2 })
  }
})

test('parentheses that hide more than is kept end at their first semicolon', async () => {
  const pieces = await piecesOf(`SELECT (1;\n${'SELECT 2;\n'.repeat(100)}`, 10, 300)
  expect(pieces.map(({ kind }) => kind)).toEqual(Array(101).fill('sql'))
})

test('a quote of any kind that is too large, or never ends, is not kept', async () => {
  for (const [open, close] of [
    ["'", "'"],
    ["E'\\'", "'"],
    ['"', '"'],
    ['$x$', '$x$'],
    ['/*', '*/'],
  ] as const)
    for (const size of [1, 9, 4000]) {
      const inner = `${open}${'a;b /* ( \' " $$ '.replaceAll(close, '').replaceAll(open, '')}${'('.repeat(900)}${close}`
      const pieces = await piecesOf(`SELECT ${inner}; SELECT 2;`, size, 300)
      expect([open, size, pieces.map(({ kind }) => kind)]).toEqual([open, size, ['oversized', 'sql']])
    }
  expect(await textsOf(`SELECT '${'x'.repeat(50)}; SELECT 2;`, 10)).toHaveLength(1)
})
