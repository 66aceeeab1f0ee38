import { describe, expect, it } from 'vitest'
import { parseProgram } from '../../../../grammars/oracle/parser.js'

/** What was found in the place of each statement or declaration that was not understood. */
function lostIn(text: string): readonly string[] {
  const parsed = parseProgram(text)
  if ('problem' in parsed) return [JSON.stringify(parsed.problem)]
  return [...parsed.lost.values()].map((problem) => problem.found)
}

const body = (statements: string, declarations = ''): string =>
  `CREATE OR REPLACE EDITIONABLE PROCEDURE p AS ${declarations} BEGIN ${statements} END p;`

describe('the grammar of programs', () => {
  it.each([
    "CREATE FUNCTION s.f(a IN NUMBER DEFAULT 1, b OUT NOCOPY t%ROWTYPE, c IN OUT s.p.t) RETURN VARCHAR2 DETERMINISTIC RESULT_CACHE RELIES_ON (t) IS BEGIN RETURN 'x'; END;",
    'CREATE PACKAGE p AUTHID CURRENT_USER IS TYPE t IS TABLE OF NUMBER INDEX BY PLS_INTEGER; SUBTYPE s IS PLS_INTEGER RANGE 1..9; e EXCEPTION; PRAGMA EXCEPTION_INIT(e, -20001); CURSOR c(x NUMBER) RETURN t%ROWTYPE; FUNCTION f RETURN t PIPELINED; END p;',
    'CREATE PACKAGE BODY p AS v NUMBER := 1; PROCEDURE q IS PROCEDURE r IS BEGIN NULL; END; BEGIN r; END q; BEGIN v := 2; EXCEPTION WHEN OTHERS THEN NULL; END;',
    "CREATE TRIGGER t BEFORE INSERT OR UPDATE OF a, b ON s.t REFERENCING NEW AS n OLD AS o FOR EACH ROW FOLLOWS x WHEN (n.a IS NULL) DECLARE d DATE; BEGIN :n.a := 1; IF INSERTING OR UPDATING('A') THEN NULL; END IF; END;",
    'CREATE TRIGGER t FOR UPDATE ON x COMPOUND TRIGGER n NUMBER; BEFORE STATEMENT IS BEGIN n := 0; END BEFORE STATEMENT; AFTER EACH ROW IS BEGIN n := n + 1; END AFTER EACH ROW; END t;',
    'CREATE TRIGGER t AFTER LOGON ON DATABASE BEGIN NULL; END;',
    "CREATE FUNCTION f RETURN NUMBER AS LANGUAGE JAVA NAME 'A.b() return int';",
    body(
      '<<a>> FOR i IN REVERSE 1..10 LOOP <<b>> LOOP EXIT a WHEN i = 2; CONTINUE; END LOOP b; END LOOP a; GOTO c; <<c>> NULL;',
    ),
    body(
      'OPEN c FOR SELECT 1 FROM dual; FETCH c BULK COLLECT INTO l LIMIT 100; CLOSE c; x.y(1).z := c%ROWCOUNT; l.DELETE;',
    ),
    body(
      "EXECUTE IMMEDIATE 'x' INTO a, b.c USING d, OUT e, IN OUT f RETURNING INTO g; OPEN c FOR 'x' USING 1; PIPE ROW (t(1));",
    ),
    body(
      'INSERT INTO t (a) VALUES (1) RETURNING id INTO x; INSERT INTO t VALUES r; UPDATE t x SET (a, b) = (SELECT 1, 2 FROM dual), ROW = r WHERE CURRENT OF c; DELETE t WHERE a = 1;',
    ),
    body(
      'MERGE INTO t USING (SELECT 1 a FROM dual) s ON (t.a = s.a) WHEN MATCHED THEN UPDATE SET b = 1 DELETE WHERE c = 2 WHEN NOT MATCHED THEN INSERT (a) VALUES (s.a);',
    ),
    body(
      'FORALL i IN INDICES OF l SAVE EXCEPTIONS UPDATE t SET a = l(i); SELECT a, b BULK COLLECT INTO l, m FROM t; COMMIT; ROLLBACK TO s; SAVEPOINT s; SET TRANSACTION READ ONLY;',
    ),
    body(
      "CASE x WHEN 1 THEN NULL; ELSE raise_application_error(-20001, 'a', TRUE); END CASE; IF a THEN NULL; ELSIF b THEN RAISE; ELSE RAISE p.e; END IF;",
    ),
    body('exit := 1; open(1); raise.x := 2; count := 3;', 'exit NUMBER; type NUMBER; cursor_ NUMBER;'),
    body(
      'NULL;',
      'c CONSTANT NUMBER(3) NOT NULL := 1; TYPE r IS RECORD (a NUMBER := 1, b t.c%TYPE); TYPE v IS VARRAY(3) OF DATE; TYPE k IS REF CURSOR RETURN r;',
    ),
  ])('understands %s', (text) => expect(lostIn(text)).toEqual([]))

  it('loses a statement alone, and a declaration alone', () => {
    const parsed = parseProgram(body('a := ; IF x THEN FOO BAR; b := 1; END IF; c := 2;', 'd NUMBER; e f g h; i DATE;'))
    expect('problem' in parsed ? parsed : [...parsed.lost.values()].map(({ found }) => found)).toEqual([
      'g',
      ';',
      'BAR',
    ])
  })

  it('compiles the branch whose condition holds', () => {
    const text = (condition: string) =>
      body(`$IF ${condition} $THEN a := ; $ELSIF $$debug IS NULL $THEN b := ; $ELSE NULL; $END`)
    expect(lostIn(text('dbms_db_version.version >= 12 AND NOT $$x IS NOT NULL'))).toEqual([';'])
    expect(lostIn(text('DBMS_DB_VERSION.VER_LE_11_2'))).toEqual([';'])
    const flags = new Map([['DEBUG', false]])
    const parsed = parseProgram(text('$$debug'), { flags })
    expect('problem' in parsed ? parsed : parsed.lost.size).toBe(0)
  })
})
