import { describe, expect, it } from 'vitest'
import { convertText, script } from './session/convert-text.js'

const procedure = (body: string, name = 'p', params = ''): string =>
  `CREATE PROCEDURE ${name}(${params}) BEGIN ${body} END`

const add = (n: number): string => `INSERT INTO t (id) VALUES (${n});`
const change = 'UPDATE t SET n = 1;'

const writing = 'CREATE FUNCTION f() RETURNS INT BEGIN UPDATE t SET n = 2; RETURN 1; END'
const failing = "CREATE FUNCTION f() RETURNS INT BEGIN SIGNAL SQLSTATE '45000'; RETURN 1; END"
const calm = 'CREATE FUNCTION f() RETURNS INT BEGIN RETURN 1; END'

async function isTold(...programs: readonly string[]): Promise<boolean> {
  const { codes } = await convertText(script(...programs))
  return codes.has('XW-R0018')
}

describe('a call that is one transaction on the target', () => {
  it.each([
    ['two changes', [procedure(add(1) + change)]],
    ['a change and an error of its own', [procedure(`${add(1)} SIGNAL SQLSTATE '45000';`)]],
    ['a change in a loop', [procedure(`WHILE n < 3 DO SET n = n + 1; ${add(1)} END WHILE;`, 'p', 'n INT')]],
    ['a change and a query that may have two rows', [procedure(`${add(1)} SELECT id INTO @a FROM t WHERE n = 1;`)]],
    ['a change and a value of several rows', [procedure(`${add(1)} SET @a = (SELECT id FROM t);`)]],
    ['a change and a CASE without a branch for it', [procedure(`${add(1)} CASE @a WHEN 1 THEN SET @b = 1; END CASE;`)]],
    ['two calls that change rows', [procedure(add(1), 'q'), procedure('CALL q(); CALL q();')]],
    ['a call of what is not known, behind a change', [procedure(`${add(1)} CALL nowhere();`)]],
    ['functions in queries that change rows', [writing, procedure('SELECT f() INTO @a; SELECT f() INTO @b;')]],
    ['a function that changes rows in a condition', [writing, procedure(`IF f() = 1 THEN ${add(1)} END IF;`)]],
    ['a function that fails, behind a change', [failing, procedure(`${add(1)} SET @a = f();`)]],
    ['a function that changes rows in a default', [writing, procedure(`DECLARE a INT DEFAULT f(); ${add(1)}`)]],
    [
      'a definition behind changes of a transaction',
      [procedure(`START TRANSACTION; ${add(1)} CREATE TABLE made (id INT); ROLLBACK;`)],
    ],
    [
      'a transaction in one branch only',
      [procedure(`IF n THEN START TRANSACTION; END IF; ${add(1)} ${change} COMMIT;`, 'p', 'n INT')],
    ],
    [
      'a transaction that another one commits',
      [procedure(`START TRANSACTION; ${add(1)} START TRANSACTION; ${change} ROLLBACK;`)],
    ],
    ['a change in front of a transaction', [procedure(`${add(1)} START TRANSACTION; ${change} COMMIT;`)]],
    ['ROLLBACK of what was never in a transaction', [procedure(`${add(1)} ROLLBACK;`)]],
    ['changes behind the COMMIT', [procedure(`START TRANSACTION; ${add(1)} COMMIT; ${add(2)} ${change}`)]],
    ['a handler that raises again', [procedure(`DECLARE EXIT HANDLER FOR SQLEXCEPTION RESIGNAL; ${add(1)} ${change}`)]],
    ['a handler for one error only', [procedure(`DECLARE CONTINUE HANDLER FOR 1062 SET @a = 1; ${add(1)} ${change}`)]],
    [
      'a handler that takes back without a transaction',
      [procedure(`DECLARE EXIT HANDLER FOR SQLEXCEPTION ROLLBACK; ${add(1)} ${change}`)],
    ],
    [
      'a handler that takes back and goes on without a transaction',
      [
        procedure(
          `DECLARE CONTINUE HANDLER FOR SQLEXCEPTION ROLLBACK; START TRANSACTION; ${add(1)} ${change} ${add(2)} COMMIT;`,
        ),
      ],
    ],
    [
      'a statement whose text is not known, behind a change',
      [procedure(`${add(1)} SET @s = n; PREPARE s FROM @s; EXECUTE s;`, 'p', 'n TEXT')],
    ],
    [
      'an event with two changes',
      ['CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO BEGIN UPDATE t SET n = 1; DELETE FROM t; END'],
    ],
  ])('is told of: %s', async (_, programs) => {
    expect(await isTold(...programs)).toBe(true)
  })

  it.each([
    ['one change', [procedure(add(1))]],
    ['one change in each branch', [procedure(`IF n THEN ${add(1)} ELSE ${change} END IF;`, 'p', 'n INT')]],
    ['a change and what cannot fail', [procedure(`${add(1)} SET @a = LAST_INSERT_ID(); SELECT @a;`)]],
    ['a change and a function that cannot fail', [calm, procedure(`${add(1)} SET @a = f();`)]],
    [
      'a check in front of the change',
      [procedure(`IF n THEN SIGNAL SQLSTATE '45000'; END IF; ${add(1)}`, 'p', 'n INT')],
    ],
    ['changes of one transaction', [procedure(`START TRANSACTION; ${add(1)} ${change} COMMIT;`)]],
    ['COMMIT behind each change', [procedure(`${add(1)} COMMIT; ${change} COMMIT;`)]],
    [
      'errors that are all handled',
      [procedure(`DECLARE CONTINUE HANDLER FOR SQLEXCEPTION SET @a = 1; ${add(1)} ${change}`)],
    ],
    [
      'one change behind an early end',
      [procedure(`l: BEGIN IF n THEN ${add(1)} LEAVE l; END IF; ${change} END;`, 'p', 'n INT')],
    ],
    ['temporary tables', [procedure('CREATE TEMPORARY TABLE tmp (id INT); DROP TEMPORARY TABLE tmp;')]],
  ])('has nothing to tell of: %s', async (_, programs) => {
    expect(await isTold(...programs)).toBe(false)
  })
})
