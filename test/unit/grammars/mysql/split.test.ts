import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ScriptPiece, splitScript, splitText } from '../../../../grammars/mysql/split.js'

const textOf = (piece: ScriptPiece): string => `${piece.kind}: ${'text' in piece ? piece.text : piece.head}`
const pieces = (text: string): string[] => splitText(text).map(textOf)

const script = `-- a comment; with a semicolon
USE shop
/*!40101 SET NAMES utf8 */;
CREATE TABLE a (x varchar(9) default ';' comment "it's"); INSERT INTO a VALUES ('it''s;', "a;b", 'x\\';');
DELIMITER ;;
/*!50003 CREATE*/ /*!50003 TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.x=1; END */;;
DELIMITER ;
CREATE PROCEDURE p() BEGIN IF a THEN SELECT CASE WHEN 1 THEN 2 END; END IF; WHILE 1 DO SET x = IF(a,b,c); END WHILE; END;
CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW IF NEW.x THEN SET @a = 1; IF 1 THEN SET @b=2; END IF; END IF;
select 1\\G
REPLACE INTO b SELECT 1;;
drop table \`x;y\``

describe('splitText', () => {
  it('cuts a script where the client would', () => {
    expect(pieces(script)).toEqual([
      'sql: USE shop',
      'sql: /*!40101 SET NAMES utf8 */',
      `sql: CREATE TABLE a (x varchar(9) default ';' comment "it's")`,
      `data: INSERT INTO a VALUES ('it''s;', "a;b", 'x\\';')`,
      'client: DELIMITER ;;',
      'sql: /*!50003 CREATE*/ /*!50003 TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.x=1; END */',
      'client: DELIMITER ;',
      'sql: CREATE PROCEDURE p() BEGIN IF a THEN SELECT CASE WHEN 1 THEN 2 END; END IF; WHILE 1 DO SET x = IF(a,b,c); END WHILE; END',
      'sql: CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW IF NEW.x THEN SET @a = 1; IF 1 THEN SET @b=2; END IF; END IF',
      'sql: select 1',
      'data: REPLACE INTO b SELECT 1',
      'sql: drop table `x;y`',
    ])
  })

  it('sees the delimiter behind a word without a blank', () => {
    expect(pieces('DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT a$b; END$$\nSELECT 1$$')).toEqual([
      'client: DELIMITER $$',
      'sql: CREATE PROCEDURE p() BEGIN SELECT a$b; END',
      'sql: SELECT 1',
    ])
  })

  it('takes two dashes for a comment where no statement has begun, and a minus of a minus inside one', () => {
    const rulers =
      '----------\n\nSELECT 1; --a; SELECT 5;\nSELECT 2\n--3\n;SELECT 4;--b\n SELECT 6;\n  --c\nSELECT 7;--'
    expect(pieces(rulers)).toEqual(
      ['SELECT 1', 'SELECT 2\n--3\n', 'SELECT 4', 'SELECT 6', 'SELECT 7'].map((sql) => `sql: ${sql}`),
    )
  })

  it('keeps a routine with labels, loops, cases and a column called end in one piece', () => {
    const routine = `CREATE DEFINER=\`a\`@\`b\` FUNCTION f(x int) RETURNS int DETERMINISTIC
main: BEGIN
  DECLARE i int DEFAULT 0; -- END; in a comment
  rep: REPEAT SET i = i + 1; CASE i WHEN 1 THEN SET i = t.end; ELSE BEGIN END; END CASE; UNTIL i > 3 END REPEAT rep;
  l: LOOP LEAVE l; END LOOP;
  RETURN CASE WHEN i THEN IF(1,2,3) END;
END main`
    expect(pieces(`${routine}; select 1;`)).toEqual([`sql: ${routine}`, 'sql: select 1'])
  })

  it('says where each piece stands', () => {
    const found = splitText('a;\n  ü b;c').map((piece) => (piece.kind === 'sql' ? piece : undefined))
    expect(found[1]).toEqual({ kind: 'sql', text: 'ü b', firstByte: 5, endByte: 9, firstLine: 2, firstColumn: 3 })
    expect(found[2]).toMatchObject({ text: 'c', firstByte: 10, firstLine: 2, firstColumn: 7 })
  })

  it('follows sql_mode as the consumer sees it between pieces', () => {
    const modes = { noBackslashEscapes: false }
    const seen: string[] = []
    const text = String.raw`SET sql_mode=x; select 'a\'; select 'b';`
    return (async () => {
      for await (const piece of splitScript([Buffer.from(text)], { modes: () => modes })) {
        modes.noBackslashEscapes = true
        seen.push(textOf(piece))
      }
      expect(seen).toEqual(['sql: SET sql_mode=x', String.raw`sql: select 'a\'`, "sql: select 'b'"])
    })()
  })

  it('lets a backslash escape in strings only: under ANSI_QUOTES double quotes hold a name', () => {
    const text = 'select "a\\"; select "b"'
    expect(splitText(text, { modes: () => ({ ansiQuotes: true }) }).length).toBe(2)
    expect(splitText(text).length).toBe(1)
  })

  it('gives a statement beyond the limit as oversized, and goes on behind it', () => {
    const found = splitText(`create view v as select '${'x'.repeat(5000)}'; select 2;`, { maxPieceBytes: 1000 })
    expect(found.map((piece) => piece.kind)).toEqual(['oversized', 'sql'])
  })

  it('ends with the text when a quote or a comment never ends', () => {
    expect(pieces("select 'abc; select 2;")).toEqual(["sql: select 'abc; select 2;"])
    expect(pieces('select 1; /* abc; select 2;')).toEqual(['sql: select 1', 'sql: /*'])
  })
})

describe('splitScript', () => {
  const collect = async (chunks: Uint8Array[]): Promise<ScriptPiece[]> => {
    const found: ScriptPiece[] = []
    for await (const piece of splitScript(chunks)) found.push(piece)
    return found
  }

  it('finds the same pieces however the bytes are cut into chunks', async () => {
    const bytes = Buffer.from(script)
    const whole = splitText(script)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 12 }), async (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), bytes.length]
        const chunks = at.slice(1).map((end, i) => bytes.subarray(at[i], end))
        expect(await collect(chunks)).toEqual(whole)
      }),
      { numRuns: 60 },
    )
    expect(await collect([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(whole)
  })

  it('loses no byte: pieces are in order and only blanks, comments and delimiters lie between them', () => {
    const bytes = Buffer.from(script)
    let last = 0
    for (const piece of splitText(script)) {
      const between = bytes.subarray(last, piece.firstByte).toString()
      expect(
        between
          .replace(/--.*\n/g, '')
          .replace(/\\G/g, '')
          .replace(/[;\s]/g, ''),
      ).toBe('')
      if ('text' in piece) expect(bytes.subarray(piece.firstByte, piece.endByte).toString()).toBe(piece.text)
      last = piece.endByte
    }
  })

  it('holds no rows: a long INSERT leaves only its head', async () => {
    const row = Buffer.from(`,(1,'${'x'.repeat(1000)}')`)
    function* chunks(): Generator<Uint8Array> {
      yield Buffer.from('INSERT INTO t VALUES (0)')
      for (let i = 0; i < 20_000; i++) yield row
      yield Buffer.from(';\nselect 1;')
    }
    const found: ScriptPiece[] = []
    for await (const piece of splitScript(chunks())) found.push(piece)
    expect(found.map((piece) => piece.kind)).toEqual(['data', 'sql'])
    expect(found[0]).toMatchObject({ firstByte: 0, endByte: 24 + row.length * 20_000 })
    expect(found[0]!.kind === 'data' && found[0]!.head.length).toBe(4096)
  })

  it('never throws on any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        await collect([bytes])
      }),
    )
  })
})
