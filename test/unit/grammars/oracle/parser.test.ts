import { describe, expect, it } from 'vitest'
import { parseDataType, parseQuery, SqlParser } from '../../../../grammars/oracle/parser.js'

const understood = (text: string, parse = parseQuery): string => {
  const parsed = parse(text)
  return 'problem' in parsed ? JSON.stringify(parsed.problem) : 'yes'
}

describe('the grammar', () => {
  it('has no ambiguity that is not stated', () => expect(() => new SqlParser({ validate: true })).not.toThrow())

  it.each([
    "SELECT a, b.c x, COUNT(*) OVER (PARTITION BY a ORDER BY b DESC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND 1 FOLLOWING) FROM t, (SELECT 1 FROM dual) d WHERE t.a = d.b(+) AND x LIKE 'a%' ESCAPE '!'",
    'SELECT level, CONNECT_BY_ROOT name r, PRIOR x FROM emp START WITH mgr IS NULL CONNECT BY NOCYCLE PRIOR id = mgr AND level < 5 ORDER SIBLINGS BY 1',
    "WITH a(x) AS (SELECT 1 FROM dual UNION ALL SELECT x+1 FROM a) SEARCH DEPTH FIRST BY x SET o CYCLE x SET c TO 'Y' DEFAULT 'N' SELECT * FROM a MINUS SELECT 1 FROM dual",
    "SELECT LISTAGG(x, ',' ON OVERFLOW TRUNCATE '...' WITH COUNT) WITHIN GROUP (ORDER BY y) FROM t GROUP BY ROLLUP(a,b), GROUPING SETS ((a),()) HAVING COUNT(*)>1",
    "SELECT MAX(s) KEEP (DENSE_RANK LAST ORDER BY d) m FROM t SAMPLE (10) SEED (1) AS OF TIMESTAMP SYSTIMESTAMP - INTERVAL '1' DAY x",
    "SELECT * FROM (SELECT a,b FROM t) PIVOT (SUM(a) AS s, COUNT(*) FOR b IN ('x' AS x, 'y')) p",
    "SELECT * FROM t UNPIVOT INCLUDE NULLS ((a, b) FOR c IN ((d, e) AS 'D', (f, g)))",
    'SELECT XMLELEMENT("a", XMLATTRIBUTES(b AS "x"), XMLAGG(XMLELEMENT(NAME c, d) ORDER BY d)).getclobval() FROM t@link.world',
    "SELECT EXTRACT(YEAR FROM d), TRIM(LEADING 'x' FROM y), CAST(MULTISET(SELECT 1 FROM dual) AS l), TREAT(o AS t).x FROM t LEFT OUTER JOIN u ON (a=b) JOIN v USING (c) CROSS APPLY (SELECT 1 FROM dual) z",
    "SELECT JSON_VALUE(d, '$.a' RETURNING NUMBER DEFAULT 0 ON ERROR), JSON_OBJECT('k' VALUE v, KEY 'x' VALUE 2 ABSENT ON NULL) FROM TABLE(f(x)) t, pkg.g(1) u FETCH FIRST 10 PERCENT ROWS WITH TIES",
    "SELECT (a-b) DAY TO SECOND, d AT TIME ZONE 'UTC', :x, :new.y, SQL%ROWCOUNT, a MOD 2, MOD(a,2), mod, DATE '2020-01-01' FROM dual FOR UPDATE OF a.b SKIP LOCKED",
    'SELECT a ** 2, f(p => 1), x MEMBER OF y, a MULTISET UNION ALL b FROM t WHERE (a,b) IN (SELECT 1,2 FROM dual) AND c > ANY (1,2) AND NOT EXISTS (SELECT 1 FROM dual)',
    'SELECT NTILE(4) OVER (ORDER BY x), FIRST_VALUE(x IGNORE NULLS) OVER w, NTH_VALUE(x,2) FROM FIRST RESPECT NULLS OVER (ORDER BY y) FROM t WINDOW w AS (ORDER BY z)',
    'SELECT a FROM t MODEL DIMENSION BY (x) MEASURES (y) RULES (y[1]=2) ORDER BY 1',
  ])('understands %s', (text) => expect(understood(text)).toBe('yes'))

  it.each([
    'NUMBER(10,-2)',
    'VARCHAR2(20 CHAR)',
    'TIMESTAMP(6) WITH LOCAL TIME ZONE',
    'INTERVAL YEAR(2) TO MONTH',
    'LONG RAW',
    'a.b.c%TYPE',
    'REF x',
    'NUMBER(*,0)',
    'DOUBLE PRECISION',
    'NATIONAL CHARACTER VARYING(3)',
    'emp%ROWTYPE',
  ])('understands the type %s', (text) => expect(understood(text, parseDataType)).toBe('yes'))

  it('says where a text stops making sense', () =>
    expect(parseQuery('SELECT a FROM WHERE b')).toEqual({
      problem: { problem: 'unexpected', start: 14, end: 19, found: 'WHERE' },
    }))
})
