import { expect, test } from 'vitest'
import { type ScriptPiece, splitScript } from '../../../../grammars/postgres/split.js'

async function piecesOf(text: string, size = text.length): Promise<readonly ScriptPiece[]> {
  const chunks = async function* () {
    for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
  }
  const found: ScriptPiece[] = []
  for await (const piece of splitScript(chunks())) found.push(piece)
  return found
}

const textsOf = async (text: string, size?: number) =>
  (await piecesOf(text, size)).map((piece) => `${piece.kind}: ${piece.text.trim()}`)

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
