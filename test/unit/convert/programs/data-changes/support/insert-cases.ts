import { type ChangeCase, change } from './change-case.js'

export const insertCases: readonly ChangeCase[] = [
  change('INSERT of one row', "INSERT INTO bare (a, b, s) VALUES (7, 8, 'z')"),
  change('INSERT of many rows', "INSERT INTO bare VALUES (7, 8, 'z'), (9, NULL, NULL), (1.5, 2.5, 3)"),
  change(
    'INSERT with DEFAULT and omitted columns',
    "INSERT INTO item (code, name, qty) VALUES ('E5', DEFAULT, DEFAULT), ('F6', 'six', 6)",
  ),
  change('INSERT of an empty row', 'INSERT INTO audit () VALUES (); INSERT INTO audit VALUES ()'),
  change('INSERT of several empty rows', 'INSERT INTO audit () VALUES (), ()'),
  change('INSERT SET', "INSERT INTO item SET code = 'E5', price = 1.239, kind = 'gift', active = 0"),
  change(
    'INSERT into a counter: null, 0 and DEFAULT',
    "INSERT INTO audit (id, what) VALUES (NULL, 'a'), (0, 'b'), (DEFAULT, 'c')",
  ),
  change(
    'INSERT into a counter from variables',
    "DECLARE v int; DECLARE w int DEFAULT 0; DECLARE x int DEFAULT 40; INSERT INTO audit (id, what) VALUES (v, 'null'), (w, 'zero'), (x, 'forty'); INSERT INTO audit (what) VALUES ('next')",
  ),
  change(
    'the counter follows a number of its own',
    "INSERT INTO audit (id, what) VALUES (50, 'x'); INSERT INTO audit (what) VALUES ('y')",
  ),
  change(
    'the counter does not go back',
    "INSERT INTO item (id, code) VALUES (100, 'X'); DELETE FROM item WHERE id = 100; INSERT INTO item (code) VALUES ('Y')",
  ),
  change('zero is a number under NO_AUTO_VALUE_ON_ZERO', "INSERT INTO audit (id, what) VALUES (0, 'zero')", {
    mode: 'STRICT_TRANS_TABLES,NO_AUTO_VALUE_ON_ZERO',
  }),
  change('a value reads columns to its left', "INSERT INTO bare (a, b, s) VALUES (5, a * 2, CONCAT(b, '!'))"),
  change(
    'a value reads the default of a column to its right',
    "INSERT INTO item (code, name, price) VALUES ('Q', CONCAT('n', qty), qty + 1)",
  ),
  change('DEFAULT(column) in a value', "INSERT INTO item (code, qty) VALUES ('Q', DEFAULT(qty) + 1)"),
  change(
    'a value from a subquery on the same table',
    'INSERT INTO bare (a, b) VALUES ((SELECT MAX(x.b) FROM bare x), 1)',
  ),
  change('INSERT SELECT', 'INSERT INTO bare (a, b, s) SELECT id, qty, name FROM item WHERE id > 1'),
  change('INSERT SELECT from the same table', 'INSERT INTO bare SELECT a + 10, b, s FROM bare'),
  change(
    'INSERT SELECT with UNION',
    "INSERT INTO bare SELECT id, qty, code FROM item UNION SELECT pos, id, label FROM slot UNION SELECT 1, 1, 'k'",
  ),
  change(
    'INSERT SELECT into other types',
    "INSERT INTO item (code, name, price, kind, active, day) SELECT CONCAT('N', id), qty, ratio, kind, qty > 2, made FROM item",
  ),
  change('INSERT SELECT of text into numbers', "INSERT INTO bare (a, b, s) SELECT '12', ' 7 ', 3.5"),
  change(
    'INSERT SELECT with DISTINCT and ORDER BY',
    'INSERT INTO bare (a, s) SELECT DISTINCT b, a FROM bare ORDER BY b',
  ),
  change(
    'INSERT SELECT with GROUP BY',
    'INSERT INTO total (name, n) SELECT s, COUNT(*) + SUM(b) FROM bare WHERE s IS NOT NULL GROUP BY s',
  ),
  change(
    'a quotient keeps its digits',
    'INSERT INTO item (code, price, ratio) SELECT CONCAT(id, 1), 1 / 3, pos / 3 FROM slot',
  ),
  change(
    'INSERT with a common table expression',
    'INSERT INTO bare (a) WITH q AS (SELECT id FROM slot) SELECT id + 1 FROM q',
  ),
  change(
    'INSERT of sets and documents',
    `INSERT INTO item (code, tags, data) VALUES ('S', 'c,a', '{"a": [1, null]}'), ('T', '', NULL)`,
  ),
  change(
    'INSERT of dates in other forms',
    "INSERT INTO item (code, made, day) VALUES ('S', '2024-1-5', 20240105), ('T', '20240105101112', '24-1-5')",
  ),
  change(
    'quotients inside of sums',
    "INSERT INTO item (code, ratio, price) VALUES ('Q', 2 / 3 * 100, 2 / 3 * 100), ('R', 2.50 / 0.7, 10 / 3.00 + 1e0)",
  ),
  change(
    'a label in other letters from a variable',
    "DECLARE k varchar(10) DEFAULT 'gift'; INSERT INTO item (code, kind) VALUES ('K', k); UPDATE item SET kind = CONCAT('pl', 'ain') WHERE id = 2",
  ),
  change(
    'a required label has the first as its default',
    'INSERT INTO picky (id, n) VALUES (1, 2); INSERT INTO picky (id, k, n) VALUES (2, DEFAULT, 3)',
  ),
  change(
    'a required label beside a query',
    'INSERT INTO picky (id, n) SELECT id, pos FROM slot; INSERT INTO picky (id, n) SELECT 10, 1 UNION SELECT 11, 2',
  ),
  change(
    'a quotient of rows that are kept first has the digits it shows',
    'INSERT INTO item (code, price, ratio) SELECT CONCAT(code, 1), 1 / 3, qty / 3 FROM item',
  ),
  change('a required value without a default is an error', 'INSERT INTO picky (id) VALUES (1)', { fails: true }),
  change(
    'INSERT beside a generated column',
    'INSERT INTO made VALUES (1, DEFAULT, 2); INSERT INTO made (a, c) SELECT 3, 4',
  ),
  change('INSERT without the column that is not seen', 'INSERT INTO hidden VALUES (1, 2)'),
  change(
    'INSERT into a table that the program makes',
    "CREATE TEMPORARY TABLE scratch (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, v varchar(20), n int DEFAULT 4); INSERT INTO scratch (v) SELECT name FROM item; INSERT INTO scratch (id, v) VALUES (1, 'again') ON DUPLICATE KEY UPDATE v = VALUES(v); UPDATE scratch s JOIN item i ON i.id = s.id SET s.n = i.qty; DELETE FROM scratch WHERE id = 3; INSERT INTO bare (a, b, s) SELECT id, n, v FROM scratch; DROP TEMPORARY TABLE scratch",
  ),
  change(
    'INSERT into a table that the program makes by a query',
    'DROP TEMPORARY TABLE IF EXISTS picked_items; CREATE TEMPORARY TABLE picked_items AS SELECT id, qty FROM item WHERE id < 3; INSERT INTO picked_items VALUES (50, 60); UPDATE picked_items SET qty = qty + 1 WHERE id = 1; DELETE FROM picked_items WHERE id = 2; DELETE p FROM picked_items p JOIN slot s ON s.id = p.id WHERE s.id = 99; INSERT INTO bare (a, b) SELECT id, qty FROM picked_items; DROP TEMPORARY TABLE picked_items',
  ),
  change('INSERT into a view', "INSERT INTO cheap (code, name, price) VALUES ('V', 'view', 5)"),
  change('INSERT through a name with its schema', 'INSERT INTO shop.bare (shop.bare.a) VALUES (77)'),
  change('a duplicate is an error', "INSERT INTO item (id, code) VALUES (9, 'A1')", { fails: true }),
  change('a missing value is an error', "INSERT INTO item (name) VALUES ('x')", { fails: true }),
  change('null in a required column is an error', "INSERT INTO item (code, qty) VALUES ('x', NULL)", { fails: true }),
  change('text that is too long is an error', "INSERT INTO slot VALUES (9, 9, 'much too long')", { fails: true }),
  change('a number out of range is an error', 'INSERT INTO bare (a) VALUES (99999999999)', { fails: true }),
  change('text that is no number is an error', "INSERT INTO bare (a) VALUES ('12abc')", { fails: true }),
  change(
    'text in a variable that is no number is an error',
    "DECLARE v varchar(10) DEFAULT '12abc'; INSERT INTO bare (a) VALUES (v)",
    { fails: true },
  ),
  change(
    'text in a variable that is a number',
    "DECLARE v varchar(10) DEFAULT ' 12 '; INSERT INTO bare (a, b) VALUES (v, '1e2')",
  ),
  change(
    'text in a variable as other types',
    `DECLARE k varchar(10) DEFAULT 'Gift'; DECLARE d varchar(20) DEFAULT '2024-05-06'; DECLARE j text DEFAULT '[1]'; INSERT INTO item (code, kind, day, made, data, price) VALUES ('W', k, d, d, j, '1.005')`,
  ),
  change('a label that is none is an error', "INSERT INTO item (code, kind) VALUES ('W', 'none')", { fails: true }),
  change('a date that is none is an error', "INSERT INTO item (code, day) VALUES ('W', '2024-02-31')", { fails: true }),
  change(
    'a date in a variable that is none is an error',
    "DECLARE v varchar(10) DEFAULT '2024-02-31'; INSERT INTO item (code, day) VALUES ('W', v)",
    { fails: true },
  ),
  change('a division by zero is an error', 'INSERT INTO bare (a) VALUES (1 / 0)', { fails: true }),
  change('INSERT IGNORE of duplicates', "INSERT IGNORE INTO item (id, code) VALUES (1, 'N1'), (20, 'B2'), (21, 'N2')"),
  change('INSERT IGNORE SELECT', "INSERT IGNORE INTO slot SELECT id + 1, id + 1, 'n' FROM slot"),
  change(
    'INSERT IGNORE leaves out rows without a parent',
    'INSERT IGNORE INTO held VALUES (5, 1), (6, 99), (1, 2), (7, NULL)',
  ),
  change(
    'INSERT IGNORE SELECT leaves out rows without a parent',
    'INSERT IGNORE INTO child SELECT id + 10, id FROM item',
  ),
  change('INSERT IGNORE without a key', 'INSERT IGNORE INTO bare (a) VALUES (1)'),
  change(
    'a variable hides a column in values',
    "DECLARE qty int DEFAULT 99; INSERT INTO item (code, qty) VALUES ('H', qty)",
  ),
  change('INSERT into partitions', "INSERT INTO dated VALUES (2018, 9, 'n'), (2030, 9, 'n')"),
  change(
    'words about priority are dropped',
    'INSERT LOW_PRIORITY INTO bare (a) VALUES (1); UPDATE LOW_PRIORITY bare SET a = 2; DELETE QUICK FROM bare WHERE b = 5',
  ),
]

export const duplicateCases: readonly ChangeCase[] = [
  change(
    'ON DUPLICATE KEY with VALUES()',
    "INSERT INTO total (name, n) VALUES ('one', 5), ('new', 1) ON DUPLICATE KEY UPDATE n = n + VALUES(n)",
  ),
  change(
    'ON DUPLICATE KEY reads new values from left to right',
    "INSERT INTO total (name, n) VALUES ('one', 5) ON DUPLICATE KEY UPDATE n = n + VALUES(n), last = n * 2",
  ),
  change(
    'ON DUPLICATE KEY with rows that meet each other',
    "INSERT INTO total (name, n) VALUES ('x', 1), ('x', 2), ('X', 3) ON DUPLICATE KEY UPDATE n = n * 10 + VALUES(n)",
  ),
  change(
    'ON DUPLICATE KEY with numbers that differ',
    "INSERT INTO line VALUES (1, 1, 9, 'n'), (1, 9, 9, 'n') ON DUPLICATE KEY UPDATE amount = amount + VALUES(amount), note = VALUES(note)",
  ),
  change(
    'ON DUPLICATE KEY where only one key can be met',
    "INSERT INTO item (code, qty) VALUES ('N', 6), ('A1', 5) ON DUPLICATE KEY UPDATE qty = qty + VALUES(qty), name = CONCAT(COALESCE(name, ''), '+')",
  ),
  change(
    'ON DUPLICATE KEY by the counter',
    "INSERT INTO item (id, code) VALUES (2, 'N') ON DUPLICATE KEY UPDATE qty = 50",
  ),
  change(
    'ON DUPLICATE KEY with two keys that meet different rows',
    'INSERT INTO three (id, u, v, n) VALUES (2, 30, 100, 5) ON DUPLICATE KEY UPDATE n = n + VALUES(n)',
  ),
  change(
    'ON DUPLICATE KEY with two keys, several rows',
    'INSERT INTO three (u, v, n) VALUES (50, 50, 3), (30, 100, 1), (40, 100, 2), (50, 51, 4) ON DUPLICATE KEY UPDATE n = n * 10 + VALUES(n)',
  ),
  change(
    'ON DUPLICATE KEY with keys that are null',
    'INSERT INTO three (u, v, n) VALUES (NULL, NULL, 1), (NULL, 200, 2) ON DUPLICATE KEY UPDATE n = 77',
  ),
  change(
    'ON DUPLICATE KEY with two keys from variables',
    'DECLARE x int DEFAULT 20; DECLARE y int DEFAULT 999; INSERT INTO three (u, v, n) VALUES (x, y, 1) ON DUPLICATE KEY UPDATE n = x + VALUES(n), v = VALUES(v)',
  ),
  change(
    'ON DUPLICATE KEY with two keys and a subquery',
    'INSERT INTO three (u, v, n) VALUES ((SELECT MAX(x.u) FROM three x), 1000, 1) ON DUPLICATE KEY UPDATE n = n + 100, v = VALUES(v)',
  ),
  change(
    'ON DUPLICATE KEY that keeps the row',
    "INSERT INTO total (name) VALUES ('one'), ('n') ON DUPLICATE KEY UPDATE name = name",
  ),
  change(
    'ON DUPLICATE KEY from a query',
    'INSERT INTO total (name, n) SELECT s, COUNT(*) FROM bare WHERE s IS NOT NULL GROUP BY s ON DUPLICATE KEY UPDATE n = n + VALUES(n)',
  ),
  change(
    'ON DUPLICATE KEY from a query with rows that meet each other',
    'INSERT INTO total (name, n) SELECT s, b FROM bare WHERE s IS NOT NULL ORDER BY b ON DUPLICATE KEY UPDATE n = total.n * 10 + VALUES(n)',
  ),
  change(
    'ON DUPLICATE KEY reads columns of the query',
    'INSERT INTO line (item_id, pos, amount) SELECT i.id, 1, i.price FROM item i WHERE i.price IS NOT NULL ON DUPLICATE KEY UPDATE amount = i.price, note = i.code',
  ),
  change(
    'ON DUPLICATE KEY reads a column that is inserted',
    'INSERT INTO slot (id, pos, label) SELECT s.pos, s.id + 50, s.label FROM slot s ON DUPLICATE KEY UPDATE label = CONCAT(s.label, slot.label)',
  ),
  change(
    'ON DUPLICATE KEY from a query by its own key',
    'INSERT INTO watched (id, v) SELECT id, qty FROM item ON DUPLICATE KEY UPDATE v = v + qty',
  ),
  change(
    'ON DUPLICATE KEY over the first characters',
    "INSERT INTO prefixed (title, n) VALUES ('Hey', 4), ('Hello you', 3) ON DUPLICATE KEY UPDATE n = n + VALUES(n), title = VALUES(title)",
  ),
  change(
    'ON DUPLICATE KEY with a value of another type',
    "INSERT INTO item (code) VALUES ('A1') ON DUPLICATE KEY UPDATE price = 1 / 3, kind = 'OLD', active = qty > 5, day = '2024-1-1'",
  ),
  change('ON DUPLICATE KEY without a key to meet', 'INSERT INTO three (n) VALUES (5) ON DUPLICATE KEY UPDATE n = 99'),
  change(
    'ON DUPLICATE KEY with a default',
    "INSERT INTO item (code) VALUES ('A1') ON DUPLICATE KEY UPDATE qty = DEFAULT, name = DEFAULT(name)",
  ),
  change(
    'ON DUPLICATE KEY with a variable that hides a column',
    "DECLARE n int DEFAULT 3; INSERT INTO total (name, n) VALUES ('one', n) ON DUPLICATE KEY UPDATE total.n = total.n + n",
  ),
  change(
    'ON DUPLICATE KEY that breaks another key',
    "INSERT INTO slot VALUES (1, 9, 'n') ON DUPLICATE KEY UPDATE pos = 2",
    { fails: true },
  ),
  change(
    'ON DUPLICATE KEY INSERT SET',
    "INSERT INTO total SET name = 'two', n = 3 ON DUPLICATE KEY UPDATE n = VALUES(n), last = VALUES(last)",
  ),
  change(
    'ON DUPLICATE KEY with LAST_INSERT_ID',
    "INSERT INTO item (code) VALUES ('B2') ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id), qty = 9; INSERT INTO bare (a) VALUES (LAST_INSERT_ID())",
  ),
  change('REPLACE of one row', "REPLACE INTO total (name, n) VALUES ('one', 99), ('new', 1)"),
  change(
    'REPLACE of rows that meet each other',
    "REPLACE INTO line VALUES (1, 1, 1, 'a'), (1, 1, 2, 'b'), (5, 5, 3, 'c')",
  ),
  change('REPLACE meets rows on two keys', 'REPLACE INTO three (id, u, v, n) VALUES (9, 30, 100, 5)'),
  change('REPLACE without the counter', "REPLACE INTO item (code, name) VALUES ('A1', 'again')"),
  change('REPLACE SET', "REPLACE INTO slot SET id = 3, pos = 1, label = 'r'"),
  change('REPLACE SELECT', "REPLACE INTO slot SELECT id + 1, pos + 1, CONCAT(label, 'r') FROM slot"),
  change('REPLACE with a subquery', 'REPLACE INTO watched VALUES ((SELECT MAX(w.id) FROM watched w), 50)'),
  change('REPLACE without a key', 'REPLACE INTO bare (a) VALUES (1)'),
  change('REPLACE takes the rows that refer to it along', "REPLACE INTO parent VALUES (1, 'again')"),
  change('REPLACE of a row that is held is an error', "REPLACE INTO parent VALUES (3, 'again')", { fails: true }),
]
