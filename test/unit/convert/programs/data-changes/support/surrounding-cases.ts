import { type ChangeCase, change } from './change-case.js'

const counted = (statement: string): string =>
  `DECLARE c int; ${statement}; SET c = ROW_COUNT(); INSERT INTO bare (a) VALUES (c)`

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
]
