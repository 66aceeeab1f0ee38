import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ScriptPiece, splitScript, splitText } from '../../../../grammars/oracle/split.js'

const unit = (piece: ScriptPiece): string => (piece.kind === 'sql' ? piece.unit : piece.kind)
const textOf = (piece: ScriptPiece): string => `${unit(piece)}: ${'text' in piece ? piece.text : piece.head}`
const pieces = (text: string): string[] => splitText(text).map(textOf)

const script = `REM a comment; it's one
SET DEFINE OFF
-- and; another
CREATE TABLE a (x VARCHAR2(9) DEFAULT ';', /* ; */ y CHAR(1) DEFAULT q'[it's;]'); INSERT INTO a VALUES ('it''s;', 'a');
SET ROLE dba;
CREATE OR REPLACE EDITIONABLE PROCEDURE p AS
BEGIN
  x := 'a;
/
b';
END;
/
CREATE TYPE t AS OBJECT (a NUMBER, MEMBER FUNCTION f RETURN NUMBER);
/
CREATE TYPE BODY t AS MEMBER FUNCTION f RETURN NUMBER IS BEGIN RETURN 1; END; END;
/
@@more.sql
SELECT 1 FROM dual
/
COLUMN x -
  FORMAT a10
<<here>> BEGIN NULL; END;
/
GRANT
CREATE VIEW TO u;
WITH FUNCTION f RETURN NUMBER IS BEGIN RETURN 1; END; SELECT f FROM dual
/
exec dbms_output.put_line('x');
drop table "x;y"`

describe('splitText', () => {
  it('cuts a script where SQL*Plus would', () => {
    expect(pieces(script)).toEqual([
      "client: REM a comment; it's one",
      'client: SET DEFINE OFF',
      "sql: CREATE TABLE a (x VARCHAR2(9) DEFAULT ';', /* ; */ y CHAR(1) DEFAULT q'[it's;]')",
      "data: INSERT INTO a VALUES ('it''s;', 'a')",
      'sql: SET ROLE dba',
      "program: CREATE OR REPLACE EDITIONABLE PROCEDURE p AS\nBEGIN\n  x := 'a;\n/\nb';\nEND;",
      'type: CREATE TYPE t AS OBJECT (a NUMBER, MEMBER FUNCTION f RETURN NUMBER)',
      'program: CREATE TYPE BODY t AS MEMBER FUNCTION f RETURN NUMBER IS BEGIN RETURN 1; END; END;',
      'client: @@more.sql',
      'sql: SELECT 1 FROM dual',
      'client: COLUMN x FORMAT a10',
      'program: <<here>> BEGIN NULL; END;',
      'sql: GRANT\nCREATE VIEW TO u',
      'program: WITH FUNCTION f RETURN NUMBER IS BEGIN RETURN 1; END; SELECT f FROM dual',
      "client: exec dbms_output.put_line('x');",
      'sql: drop table "x;y"',
    ])
  })

  it('ends a unit without a slash in front of the next CREATE, and says so', () => {
    const found = splitText(
      'CREATE FUNCTION f RETURN NUMBER IS\nBEGIN RETURN 1; END;\n\nCREATE TABLE t (a NUMBER)\nCOMMENT ON TABLE t IS 1',
    )
    expect(found.map((piece) => ('unterminated' in piece ? `${textOf(piece)} !` : textOf(piece)))).toEqual([
      'program: CREATE FUNCTION f RETURN NUMBER IS\nBEGIN RETURN 1; END; !',
      'sql: CREATE TABLE t (a NUMBER) !',
      'sql: COMMENT ON TABLE t IS 1',
    ])
  })

  it('says where each piece stands', () => {
    const [, second] = splitText('select 1 from ä;\n  drop table b;')
    expect(second).toMatchObject({ firstByte: 20, endByte: 32, firstLine: 2, firstColumn: 3 })
  })

  it('gives the sign of a comment that never ends for all that it swallowed', () => {
    expect(pieces('select 1 from dual;\n /* lost\ndrop table a;')).toEqual(['sql: select 1 from dual', 'sql: /*'])
  })

  it('cuts alike however the bytes are cut', async () => {
    const bytes = Buffer.from(script)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 6 }), async (cuts) => {
        const ends = [...new Set(cuts)].sort((a, b) => a - b)
        const chunks = [...ends, bytes.length].map((end, i) => bytes.subarray(i === 0 ? 0 : ends[i - 1], end))
        const found: ScriptPiece[] = []
        for await (const piece of splitScript(chunks)) found.push(piece)
        expect(found).toEqual(splitText(script))
      }),
      { numRuns: 30 },
    )
  })

  it('keeps of rows only the head', () => {
    const [piece] = splitText(`INSERT INTO a VALUES ('${'x'.repeat(9000)}')\n;`)
    expect(piece).toMatchObject({ kind: 'data', endByte: 9025 })
    expect(piece && 'head' in piece && piece.head.length).toBe(4096)
  })
})
