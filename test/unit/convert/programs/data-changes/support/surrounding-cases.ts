import { type ChangeCase, change } from './change-case.js'

const counted = (statement: string): string =>
  `DECLARE c int; ${statement}; SET c = ROW_COUNT(); INSERT INTO bare (a) VALUES (c)`

const loose = { mode: 'NO_ENGINE_SUBSTITUTION' } as const

/** Triggers, handlers and counts around the statements. */
export const surroundingCases: readonly ChangeCase[] = [
  change('INSERT with triggers', 'INSERT INTO logged (id, v) VALUES (1, 5), (2, 6)'),
  change(
    'UPDATE with triggers',
    'INSERT INTO logged (id, v) VALUES (1, 5), (2, 6); UPDATE logged SET v = v - 6; UPDATE logged SET v = 9',
  ),
  change('DELETE with triggers', 'INSERT INTO logged (id, v) VALUES (1, 5), (2, 6); DELETE FROM logged WHERE v > 5'),
  change(
    'ON DUPLICATE KEY with triggers',
    'INSERT INTO logged (id, v) VALUES (1, 5); INSERT INTO logged (id, v) VALUES (1, 3) ON DUPLICATE KEY UPDATE v = VALUES(v) + v, w = VALUES(w)',
  ),
  change(
    'ON DUPLICATE KEY that changes nothing still runs triggers',
    'INSERT INTO logged (id, v) VALUES (1, 5); INSERT INTO logged (id, v) VALUES (1, 3) ON DUPLICATE KEY UPDATE id = id',
  ),
  change(
    'REPLACE with triggers',
    'INSERT INTO logged (id, v) VALUES (1, 5); REPLACE INTO logged (id, v) VALUES (1, 7)',
  ),
  change(
    'a handler goes on after a duplicate',
    "DECLARE CONTINUE HANDLER FOR 1062 INSERT INTO audit (what) VALUES ('dup'); INSERT INTO item (code) VALUES ('A1'); INSERT INTO slot VALUES (4, 1, 'x'), (5, 5, 'y'); REPLACE INTO total (name) VALUES ('one')",
  ),
  change(
    'a handler for a row that is held',
    "DECLARE CONTINUE HANDLER FOR SQLEXCEPTION INSERT INTO audit (what) VALUES ('held'); DELETE FROM parent; REPLACE INTO parent VALUES (2, 'x'), (3, 'y')",
  ),
  change(
    'a cursor drives changes',
    'DECLARE d int DEFAULT 0; DECLARE i int; DECLARE c CURSOR FOR SELECT id FROM item ORDER BY id; DECLARE CONTINUE HANDLER FOR NOT FOUND SET d = 1; OPEN c; l: LOOP FETCH c INTO i; IF d = 1 THEN LEAVE l; END IF; UPDATE item SET qty = qty + i WHERE id = i; INSERT INTO watched VALUES (i, 0) ON DUPLICATE KEY UPDATE v = v + i; END LOOP; CLOSE c',
  ),
  change('ROW_COUNT after UPDATE counts rows that changed', counted("UPDATE item SET name = 'one'")),
  change('ROW_COUNT after UPDATE sees a change of case', counted("UPDATE item SET name = 'ONE' WHERE id < 3")),
  change('ROW_COUNT after UPDATE of a join', counted('UPDATE item i JOIN slot s ON s.id = i.id SET i.qty = s.pos')),
  change('ROW_COUNT after UPDATE with LIMIT', counted('UPDATE item SET qty = 1 ORDER BY id LIMIT 2')),
  change('ROW_COUNT after UPDATE from left to right', counted('UPDATE bare SET a = b, b = a')),
  change('ROW_COUNT after INSERT', counted("INSERT INTO item (id, code) VALUES (50, 'x'), (51, 'y')")),
  change('ROW_COUNT after INSERT IGNORE', counted("INSERT IGNORE INTO slot VALUES (1, 9, 'x'), (9, 9, 'y')")),
  change('ROW_COUNT after DELETE', counted('DELETE FROM item WHERE id > 1')),
  change(
    'values are bent without strict settings',
    "INSERT INTO bent (t, ut, d, s) VALUES (-300, -5, 12345.678, 'abcdef'), (NULL, NULL, -12345, NULL); INSERT INTO bent (t) VALUES (300)",
    loose,
  ),
  change(
    'nulls of a query are bent',
    'INSERT INTO bent (i, s) SELECT NULL, NULL; INSERT INTO bent (i, s, k) SELECT a, s, NULL FROM bare',
    loose,
  ),
  change('the null of an only row is not', 'INSERT INTO bent (i) VALUES (NULL)', { ...loose, fails: true }),
  change(
    'values of variables are bent',
    "DECLARE v int DEFAULT 70000; DECLARE w varchar(20) DEFAULT 'long text'; DECLARE y varchar(10) DEFAULT '12abc'; DECLARE z int; INSERT INTO bent (t, ut, x, s, i) VALUES (v, v, v, w, y), (-v, -v, -v, w, z)",
    loose,
  ),
  change(
    'UPDATE bends',
    "INSERT INTO bent (id, i, s) VALUES (1, 5, 'x'); UPDATE bent SET i = NULL, s = NULL, k = NULL, t = 1000, d = 1000",
    loose,
  ),
  change(
    'UPDATE IGNORE bends',
    "INSERT INTO bent (id, i, s) VALUES (1, 5, 'x'); UPDATE IGNORE bent SET i = NULL, s = 'abcd', x = 1e9",
  ),
  change(
    'INSERT IGNORE bends',
    "DECLARE w varchar(20) DEFAULT 'long text'; INSERT IGNORE INTO bent (s, i) VALUES (w, NULL); INSERT IGNORE INTO bent (s, t) SELECT name, qty * 100 FROM item",
  ),
  change(
    'ON DUPLICATE KEY bends',
    "INSERT INTO bent (id, i, s) VALUES (1, 5, 'x'); INSERT INTO bent (id) VALUES (1) ON DUPLICATE KEY UPDATE s = 'abcdef', t = i * 100",
    loose,
  ),
  change('a division by zero is null without strict settings', 'INSERT INTO bare (a) VALUES (1 / 0)', loose),
  change('numbers stand for labels', "INSERT INTO item (code, kind) VALUES ('N', 2), ('O', '3')"),
  change(
    'LAST_INSERT_ID is not moved by a number that a row brought',
    "INSERT INTO audit (what) VALUES ('a'); INSERT INTO audit (id, what) VALUES (50, 'b'); INSERT INTO bare (a) VALUES (LAST_INSERT_ID()); INSERT INTO audit (what) VALUES ('c'); INSERT INTO bare (a) VALUES (LAST_INSERT_ID())",
  ),
]
