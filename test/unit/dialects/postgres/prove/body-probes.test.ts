import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { EmittedStatement, ProofSession } from '../../../../../src/core/dialect/dialect.js'
import { noOrigin, spanOf } from '../../../../../src/core/ir/names.js'
import { sourceId } from '../../../../../src/core/text/source.js'
import { prover } from '../../../../../src/dialects/postgres/prove/prover.js'
import { parseVersion } from '../../../../../src/dialects/postgres/version.js'
import { convertScript } from '../../../convert/support.js'
import { statement } from './statements.js'

let session: ProofSession
beforeAll(async () => {
  session = await prover.open({ version: parseVersion('18') })
})
afterAll(() => session.close())
beforeEach(() => session.reset())

type Change = readonly [was: string, becomes: string]

/** Changes what other statements make, so that a body that was right is not any more. */
const spoil =
  (changes: readonly Change[], except: string) =>
  (statement: EmittedStatement): EmittedStatement => {
    if (statement.id.endsWith(except)) return statement
    const sql = changes.reduce((text, [was, becomes]) => text.replaceAll(was, becomes), statement.sql)
    return { ...statement, sql }
  }

interface Found {
  readonly reason: string
  /** The first line of the target on which the refused statement stands. */
  readonly target: string
  /** The source of the refused statement. */
  readonly source: string
}

/** Converts a script, spoils it for the object `name`, and tells what of it is refused. */
async function refused(script: string, name: string, changes: readonly Change[] = []): Promise<readonly Found[]> {
  const { conversion } = await convertScript(`DELIMITER //\n${script.trim().replaceAll('END;\n', 'END//\n')}//\n`)
  const statements = conversion.statements.map(spoil(changes, name))
  const results = await session.prove(statements)
  for (const { outcome, reason, refusals } of results) {
    if (outcome !== 'accepted' && !refusals) throw new Error(reason)
  }
  return results.flatMap(({ statement, refusals = [] }) => {
    const sql = statements.find(({ id }) => id === statement)?.sql.split('\n') ?? []
    return refusals.map(({ reason, line, origin }) => {
      const span = spanOf(origin)
      const source = span ? (conversion.sources.get(span.source)?.text.slice(span.start, span.end) ?? '') : ''
      return { reason, target: sql[line]?.trim() ?? '', source }
    })
  })
}

const table = 'CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(20), total DECIMAL(8,2), day DATE)//\n'

describe('what a body holds is asked of the engine', () => {
  it('finds a column that is not there, in the statement that names it', async () => {
    const script = `${table}CREATE PROCEDURE p(IN a INT)
      BEGIN
        DECLARE n INT;
        SELECT count(*) INTO n FROM t;
        IF n > a THEN
          UPDATE t SET total = total + 1 WHERE id = a;
        END IF;
      END`
    expect(await refused(script, '.p', [['total numeric', 'sum numeric']])).toEqual([
      {
        reason: 'column t.total does not exist',
        target: 'UPDATE shop.t SET total = t.total + 1 WHERE t.id = a;',
        source: 'UPDATE t SET total = total + 1 WHERE id = a',
      },
    ])
  })

  it('finds a table that is not there, in a query, a cursor and a loop', async () => {
    const script = `${table}CREATE PROCEDURE p(OUT r INT)
      BEGIN
        DECLARE c CURSOR FOR SELECT id FROM t;
        DECLARE CONTINUE HANDLER FOR NOT FOUND SET r = 0;
        SELECT max(id) INTO r FROM t;
        OPEN c;
        FETCH c INTO r;
        CLOSE c;
      END`
    const found = await refused(script, '.p', [['shop.t', 'shop.other']])
    expect(found.map(({ source }) => source)).toEqual(['SELECT max(id) INTO r FROM t', 'OPEN c', 'FETCH c INTO r'])
    expect(new Set(found.map(({ reason }) => reason))).toEqual(new Set(['relation "shop.t" does not exist']))
  })

  const callee = 'CREATE FUNCTION twice(a INT) RETURNS INT DETERMINISTIC RETURN 2 * a//\n'
  const caller = `${callee}CREATE FUNCTION four(b INT) RETURNS INT DETERMINISTIC
      BEGIN
        DECLARE r INT DEFAULT 0;
        SET r = twice(twice(b));
        RETURN r;
      END`

  it('finds a function that is not there', async () => {
    expect(await refused(caller, '.four', [['shop.twice', 'shop.double']])).toEqual([
      {
        reason: 'function shop.twice(integer) does not exist',
        target: 'r := shop.twice(shop.twice(b));',
        source: 'twice(twice(b))',
      },
    ])
  })

  it('finds an argument of another type than the function takes', async () => {
    const found = await refused(caller, '.four', [
      ['(a integer)', '(a date)'],
      ['2 * a', '2'],
    ])
    expect(found).toEqual([
      expect.objectContaining({ reason: 'function shop.twice(integer) does not exist', source: 'twice(twice(b))' }),
    ])
  })

  const calls = `CREATE PROCEDURE q(IN a INT, OUT b VARCHAR(10)) SET b = 'x'//
    CREATE PROCEDURE p(IN a INT)
      BEGIN
        DECLARE v VARCHAR(10);
        SET a = a + 1;
        CALL q(a, v);
      END`

  it('accepts a call of a procedure that gives something back', async () => {
    expect(await refused(calls, '.p')).toEqual([])
  })

  it('finds a procedure that is not there, or takes something else', async () => {
    expect(await refused(calls, '.p', [['shop.q', 'shop.other']])).toEqual([
      {
        reason: 'procedure shop.q(integer, character varying) does not exist',
        target: 'CALL shop.q(a, v);',
        source: 'CALL q(a, v)',
      },
    ])
    await session.reset()
    const found = await refused(calls, '.p', [['a integer', 'a date']])
    expect(found.map(({ source }) => source)).toEqual(['CALL q(a, v)'])
  })

  it('finds an operator that the types do not have', async () => {
    const script = `${table}CREATE FUNCTION f(a INT) RETURNS INT READS SQL DATA
      BEGIN
        DECLARE n INT;
        SELECT count(*) INTO n FROM t WHERE total + 1 = a;
        RETURN n;
      END`
    const [found] = await refused(script, '.f', [['total numeric(8,2)', 'total json']])
    expect(found?.reason).toBe('operator does not exist: json + integer')
  })

  it('finds rows of another shape than a function read like a table declares', async () => {
    const script = `${table}CREATE PROCEDURE p(IN a INT)
      BEGIN
        SET a = a + 1;
        SELECT id, day FROM t WHERE id < a;
      END`
    expect(await refused(script, '.p')).toEqual([])
    await session.reset()
    expect(await refused(script, '.p', [['day date', 'day timestamp']])).toEqual([
      {
        reason: 'column 2 is of type timestamp without time zone where date is taken',
        target: 'RETURN QUERY',
        source: 'SELECT id, day FROM t WHERE id < a',
      },
    ])
  })

  it('finds INTO with more or fewer targets than columns', async () => {
    const script = `${table}CREATE PROCEDURE p()
      BEGIN
        DECLARE v, w, x INT;
        SELECT id INTO v FROM t WHERE id = 1;
        SELECT id, total INTO v FROM t WHERE id = 1;
        SELECT id, total INTO v, w, x FROM t WHERE id = 1;
      END`
    expect((await refused(script, '.p')).map(({ reason, source }) => [reason, source])).toEqual([
      ['2 columns where 1 are taken', 'SELECT id, total INTO v FROM t WHERE id = 1'],
      ['2 columns where 3 are taken', 'SELECT id, total INTO v, w, x FROM t WHERE id = 1'],
    ])
  })

  it('finds FETCH with another number of targets', async () => {
    const script = `${table}CREATE PROCEDURE p()
      BEGIN
        DECLARE v INT;
        DECLARE c CURSOR FOR SELECT id, name FROM t;
        OPEN c;
        FETCH c INTO v;
        CLOSE c;
      END`
    expect((await refused(script, '.p')).map(({ reason, source }) => [reason, source])).toEqual([
      ['2 columns where 1 are taken', 'FETCH c INTO v'],
    ])
  })

  it('finds a value that no variable of the type can take', async () => {
    const script = `${table}CREATE PROCEDURE p()
      BEGIN
        DECLARE v INT;
        SELECT total INTO v FROM t WHERE id = 1;
      END`
    expect(await refused(script, '.p')).toEqual([])
    await session.reset()
    const [found] = await refused(script, '.p', [['total numeric(8,2)', 'total date']])
    expect(found?.reason).toBe('column 1 is of type date where integer is taken')
  })

  const trigger = `${table}CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW
      BEGIN
        IF NEW.id > 10 THEN
          SET NEW.name = concat(NEW.name, '!');
        END IF;
      END`

  it('knows the rows of a trigger', async () => {
    expect(await refused(trigger, '.tr')).toEqual([])
  })

  it('finds a column that the rows of a trigger do not have', async () => {
    expect(await refused(trigger, '.tr', [['name varchar', 'label varchar']])).toEqual([
      {
        reason: 'column "name" not found in data type shop.t',
        target: expect.stringContaining('new.name := new.name ||'),
        source: expect.stringContaining('NEW.name'),
      },
    ])
  })

  it('lets routines call each other, whichever comes first', async () => {
    const script = `CREATE FUNCTION even(n INT) RETURNS INT DETERMINISTIC RETURN IF(n = 0, 1, odd(n - 1))//
      CREATE FUNCTION odd(n INT) RETURNS INT DETERMINISTIC RETURN IF(n = 0, 0, even(n - 1))`
    expect(await refused(script, '')).toEqual([])
  })

  it('does nothing: what a body would do is not done', async () => {
    const script = `${table}CREATE PROCEDURE p()
      BEGIN
        DROP TABLE t;
        DELETE FROM t;
      END//
      CREATE PROCEDURE q() INSERT INTO t (id) VALUES (1)`
    expect(await refused(script, '')).toEqual([])
    await expect(session.prove([])).resolves.toEqual([])
  })

  it('names the statement at which the engine stops reading a body', async () => {
    const sql = 'CREATE FUNCTION public.f() RETURNS int LANGUAGE plpgsql\nAS $$\nBEGIN\n  IF THEN\n  END IF;\nEND;\n$$;'
    const span = { source: sourceId('s'), start: 3, end: 9 }
    const code = [
      { from: 2, to: 6, origin: noOrigin },
      { from: 3, to: 5, origin: { from: 'text', ...span } as const },
    ]
    const [result] = await session.prove([statement('function', 'public.f', sql, { code })])
    expect(result).toMatchObject({
      outcome: 'refused',
      refusals: [{ line: 3, sql: 'IF THEN', origin: { from: 'text', ...span } }],
    })
  })
})
