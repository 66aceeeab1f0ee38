import { describe, expect, it } from 'vitest'
import { convertText, script } from './convert-text.js'

const procedure = (body: string, name = 'p', params = ''): string =>
  `CREATE PROCEDURE ${name}(${params}) BEGIN ${body} END`

describe('user variables', () => {
  it('become variables of the program when it alone uses them and sets them first', async () => {
    const made = await convertText(
      script(procedure('SET @a = 1; IF @a > 0 THEN SET @b = 2; ELSE SET @b = 3; END IF; UPDATE t SET n = @b;')),
    )
    expect(made.of('p')).toContain('a := 1;')
    expect(made.of('p')).toContain('SET n = b')
    expect(made.findings).toEqual(['XW-R0152 a', 'XW-R0152 b'])
  })

  it.each([
    ['read on a path that does not set them', 'IF n > 0 THEN SET @a = 1; END IF; UPDATE t SET n = @a;'],
    ['set in a loop that may not run', 'WHILE n > 0 DO SET @a = 1; SET n = n - 1; END WHILE; UPDATE t SET n = @a;'],
    ['set by a query that may have no row', 'SELECT id INTO @a FROM t LIMIT 1; UPDATE t SET n = @a;'],
    [
      'set behind an error that is passed over',
      'BEGIN DECLARE CONTINUE HANDLER FOR SQLEXCEPTION SET n = 0; SET @a = 1 / n; UPDATE t SET n = @a; END;',
    ],
    ['only set: a client reads them', 'SET @a = n;'],
    ['named in a text that may be run', "SET @a = n; PREPARE s FROM 'SELECT @a'; UPDATE t SET n = @a;"],
    ['set in an expression', 'SET @a = 0; UPDATE t SET n = (@a := @a + 1);'],
  ])('stay in the session when they are %s', async (_, body) => {
    const made = await convertText(script(procedure(body, 'p', 'n INT')))
    expect(made.of('p')).toContain("'a'")
    expect(made.findings).not.toContain('XW-R0152 a')
    expect(made.findings).toContain('XW-R0155 a')
  })

  it('stay in the session when another program uses them', async () => {
    const made = await convertText(
      script(procedure('SET @A = 1; UPDATE t SET n = @a;'), procedure('UPDATE t SET n = @a;', 'q')),
    )
    expect(made.of('p')).toContain("crosswalk_rt.set_user_variable('a', 1::text)")
    expect(made.of('q')).toContain("crosswalk_rt.user_variable('a')::bigint")
  })

  it.each([
    ['whole numbers', 'SET @a = 1; SET @a = @a + 1;', '::bigint', []],
    ['exact numbers', 'SET @a = 1; SET @a = 1.5;', '::numeric', []],
    ['numbers of a column', 'SELECT n INTO @a FROM t LIMIT 1;', '::bigint', []],
    ['dates with time', 'SELECT d INTO @a FROM t LIMIT 1; SET @a = NOW();', '::timestamp', []],
    ['text', "SET @a = 'x';", '', []],
    ['anything, as text', "SET @a = 'x'; SET @a = 1;", '', ['XW-R0154 a']],
  ])('hold %s', async (_, body, cast, said) => {
    const made = await convertText(script(procedure(body), procedure('UPDATE t SET name = @a;', 'q')))
    expect(made.of('q')).toMatch(new RegExp(`user_variable\\('a'\\)${cast}(::text)?(;|\\))`))
    expect(made.findings.filter((each) => each.startsWith('XW-R0154'))).toEqual(said)
  })

  it('are said to be computed in an uncertain order when a query sorts while it counts', async () => {
    const made = await convertText(
      script(
        procedure('SET @a = 0; SELECT @a := @a + 1 AS place, id FROM t;'),
        procedure('SELECT @b := @b + 1 AS place FROM t ORDER BY n;', 'q'),
      ),
    )
    expect(made.findings.filter((each) => each.startsWith('XW-R0153'))).toEqual(['XW-R0153 b'])
  })

  it('in a result that waits for its client are read before it', async () => {
    const made = await convertText(
      script(procedure('SET @a = 1; SELECT @a AS a; SET @a = 2; SELECT @a AS b, n FROM t; SET @never = @a;')),
    )
    const text = made.of('p')
    expect(text.indexOf('a := 2')).toBeLessThan(text.lastIndexOf('OPEN'))
    const other = await convertText(script(procedure('SELECT @a AS a; SELECT @a AS b, n FROM t;')))
    expect(other.of('p')).toMatch(
      /v_a := crosswalk_rt\.user_variable\('a'\);\s+result_set := NULL;\s+OPEN result_set FOR\s+SELECT v_a AS a/,
    )
  })

  it('that a result sets are set when the program comes there', async () => {
    const made = await convertText(script(procedure('SELECT @a := n AS v FROM t; SELECT @a + 1 AS next_value;')))
    expect(made.of('p')).toMatch(/SELECT array_agg\(q\.c1\) INTO kept_1/)
  })
})

describe('variables of the server', () => {
  it('that mean nothing on the target are left out or read as what they are there', async () => {
    const made = await convertText(
      script(
        procedure(
          'SET sql_safe_updates = 0; SET SESSION group_concat_max_len = 100000; SET NAMES utf8mb4; SET @@session.unique_checks = 0; UPDATE t SET n = @@autocommit;',
        ),
      ),
    )
    expect(made.of('p')).toContain('SET n = 1;')
    expect(made.of('p')).not.toMatch(/PERFORM|RAISE/)
    expect(made.findings).toEqual([])
  })

  it('that change what follows are named', async () => {
    const made = await convertText(
      script(
        procedure(
          'SET foreign_key_checks = 0; SET TRANSACTION ISOLATION LEVEL READ COMMITTED; SET sql_auto = 1; UPDATE t SET n = @@hostname;',
        ),
      ),
    )
    expect(made.findings).toEqual([
      'XW-R0151 foreign_key_checks',
      'XW-R0158',
      'XW-R0150 Setting sql_auto',
      'XW-R0150 Reading hostname',
    ])
  })

  it('with a counterpart are set there', async () => {
    const made = await convertText(
      script(
        procedure(
          "SET time_zone = '+00:00'; SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ; SET innodb_lock_wait_timeout = 5; SET @@last_insert_id = 7;",
        ),
      ),
    )
    expect(made.of('p')).toContain("PERFORM crosswalk_rt.set_time_zone('+00:00');")
    expect(made.of('p')).toContain("set_config('default_transaction_isolation', lower(replace('REPEATABLE-READ'")
    expect(made.of('p')).toContain("set_config('lock_timeout', 5 || 's', false)")
    expect(made.of('p')).toContain('PERFORM crosswalk_rt.set_last_insert_id(7);')
  })
})

describe('figures of the session', () => {
  it('stand beside the statement that they speak of', async () => {
    const made = await convertText(
      script(
        procedure(
          'UPDATE t SET name = NULL; SET a = ROW_COUNT(); SELECT COUNT(*) INTO b FROM t; SET b = FOUND_ROWS();',
          'p',
          'OUT a INT, OUT b INT',
        ),
      ),
    )
    expect(made.of('p')).toMatch(/a := row_count;/)
    expect(made.of('p')).toMatch(/b := found_rows;/)
  })

  it('are the schema of the program, whatever the session looks at', async () => {
    const made = await convertText(script(procedure('UPDATE t SET name = DATABASE();')))
    expect(made.of('p')).toContain("SET name = 'app'")
  })

  it('are those of the statement itself where several rows or triggers take numbers', async () => {
    const asks = 'UPDATE t SET n = LAST_INSERT_ID();'
    const plain = await convertText(script(procedure(`INSERT INTO t (n) VALUES (1); ${asks}`)))
    expect(plain.of('p')).toContain('crosswalk_rt.last_insert_id()')
    expect(plain.of('p')).not.toContain('keep_last_number')
    const several = await convertText(script(procedure(`INSERT INTO t (n) VALUES (1), (2); ${asks}`)))
    expect(several.of('p')).toContain("crosswalk_rt.keep_last_number('app.t', 'id', inserted_rows)")
    expect(several.findings).toEqual(['XW-R0156'])
    const trigger = 'CREATE TRIGGER tr AFTER INSERT ON t FOR EACH ROW INSERT INTO log (id) VALUES (NULL)'
    const beside = await convertText(
      script(
        'CREATE TABLE log (id INT PRIMARY KEY AUTO_INCREMENT)',
        trigger,
        procedure(`INSERT INTO t (n) VALUES (1); ${asks}`),
      ),
    )
    expect(beside.of('p')).toContain("crosswalk_rt.keep_last_number('app.t', 'id', 1)")
    expect(beside.findings).toEqual([])
  })
})
