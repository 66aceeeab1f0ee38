import { type ChangeCase, change } from './change-case.js'

/** Statements as programs of applications have them. */
export const furtherCases: readonly ChangeCase[] = [
  change('UPDATE of a natural join', 'UPDATE slot NATURAL JOIN (SELECT 1 AS id) d SET slot.label = "n"'),
  change(
    'UPDATE reads a subquery that was assigned',
    'UPDATE slot SET pos = (SELECT COUNT(*) FROM line l WHERE l.item_id = slot.id) * 10 + 100 + id, label = pos * 2',
  ),
  change(
    'UPDATE of a row that is matched several times',
    'UPDATE item, line SET item.qty = item.qty + 1 WHERE line.item_id = item.id',
  ),
  change(
    'UPDATE with choices between labels',
    "UPDATE item SET kind = CASE WHEN qty > 2 THEN 'old' WHEN qty = 2 THEN NULL ELSE 'GIFT' END, name = IF(qty > 1, NULL, UPPER(name))",
  ),
  change(
    'UPDATE of dates',
    'UPDATE item SET made = made + INTERVAL 1 DAY, day = DATE(made) + INTERVAL 1 MONTH WHERE made IS NOT NULL',
  ),
  change('UPDATE of a document', "UPDATE item SET data = JSON_SET(data, '$.n', qty) WHERE id = 1"),
  change('UPDATE with a condition as a value', 'UPDATE line SET note = amount > 3, amount = item_id = 1'),
  change('UPDATE with an alias that is another table', 'UPDATE item AS slot SET slot.qty = 50 WHERE slot.id = 1'),
  change(
    'UPDATE of two optional sides',
    'UPDATE item i LEFT JOIN line l ON l.item_id = i.id LEFT JOIN slot s ON s.id = i.id SET l.note = s.label, s.label = i.code WHERE i.id < 3',
  ),
  change(
    'UPDATE with EXISTS on its own table',
    'UPDATE slot s SET s.label = "last" WHERE NOT EXISTS (SELECT 1 FROM (SELECT * FROM slot) x WHERE x.pos > s.pos)',
  ),
  change(
    'UPDATE of a join with a limit inside',
    'UPDATE item i JOIN (SELECT id FROM item ORDER BY price DESC LIMIT 2) top ON top.id = i.id SET i.active = 0, i.qty = 0',
  ),
  change(
    'UPDATE with variables for every part',
    "DECLARE a int DEFAULT 2; DECLARE b varchar(20) DEFAULT 'set'; UPDATE item SET name = CONCAT(b, a), qty = a * qty WHERE id > a ORDER BY id DESC LIMIT 1",
  ),
  change('UPDATE of text by a number', 'UPDATE item SET name = 12.50, code = id WHERE id = 1'),
  change('UPDATE with a rounded number', 'UPDATE item SET qty = COALESCE(price, 9) / 4, price = ratio * 3.14159'),
  change(
    'UPDATE of a flag',
    'UPDATE item SET active = NOT active; UPDATE item SET active = 1 WHERE active = 0 AND id = 1; UPDATE item SET qty = active + 5',
  ),
  change(
    'INSERT with a flag from a count',
    "INSERT INTO item (code, active, qty) SELECT 'C', COUNT(*) > 2, SUM(active) FROM item",
  ),
  change(
    'INSERT unless it is there',
    "INSERT INTO slot (id, pos, label) SELECT 1, 9, 'x' FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM slot WHERE id = 1); INSERT INTO slot (id, pos, label) SELECT 9, 9, 'x' FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM slot WHERE id = 9)",
  ),
  change(
    'INSERT of rows without a partner',
    'INSERT INTO watched (id, v) SELECT i.id, i.qty FROM item i LEFT JOIN watched w ON w.id = i.id WHERE w.id IS NULL',
  ),
  change('INSERT of everything from the table itself', 'INSERT INTO bare SELECT * FROM bare'),
  change(
    'INSERT from UNION ALL with ORDER BY and LIMIT',
    'INSERT INTO bare (a, s) (SELECT id, code FROM item) UNION ALL (SELECT pos, label FROM slot) ORDER BY 1 DESC LIMIT 3',
  ),
  change(
    'INSERT with ORDER BY and LIMIT fills the counter in order',
    'INSERT INTO audit (what) SELECT code FROM item ORDER BY code DESC LIMIT 3',
  ),
  change(
    'INSERT with choices between labels',
    "DECLARE v int DEFAULT 2; INSERT INTO item (code, kind) VALUES ('L', CASE WHEN v > 1 THEN 'old' ELSE 'plain' END); INSERT INTO item (code, kind) SELECT CONCAT('M', id), IF(id > 1, 'gift', kind) FROM item WHERE id < 3",
  ),
  change(
    'INSERT from a union of labels',
    "INSERT INTO item (code, kind, day) SELECT 'U', 'old', '2024-01-01' UNION ALL SELECT 'V', 'plain', NULL",
  ),
  change(
    'INSERT of literals beside columns',
    "INSERT INTO item (code, kind, made, data, tags) SELECT CONCAT('X', id), 'old', '2024-01-01', '[]', 'a' FROM slot",
  ),
  change(
    'INSERT into columns with words as names',
    'INSERT INTO words (`order`, `user`, `Group Name`) VALUES (1, "u", 2), (1, "v", 3) ON DUPLICATE KEY UPDATE `user` = VALUES(`user`), `Group Name` = `Group Name` + VALUES(`Group Name`); UPDATE words SET `Group Name` = `order` + 5; DELETE FROM words WHERE `user` = "zz"',
  ),
  change(
    'INSERT with a variable called like a keyword of the clause',
    'DECLARE excluded int DEFAULT 4; INSERT INTO total (name, n) VALUES ("one", 1) ON DUPLICATE KEY UPDATE n = excluded + VALUES(n)',
  ),
  change(
    'ON DUPLICATE KEY with a subquery',
    'INSERT INTO watched VALUES (1, 5) ON DUPLICATE KEY UPDATE v = VALUES(v) + (SELECT COUNT(*) FROM slot)',
  ),
  change(
    'ON DUPLICATE KEY from a query that gives one row',
    'INSERT INTO watched (id, v) SELECT 1, 7 FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM slot WHERE id = 99) ON DUPLICATE KEY UPDATE v = VALUES(v)',
  ),
  change(
    'ON DUPLICATE KEY from a union',
    'INSERT INTO watched (id, v) SELECT 1, 10 UNION ALL SELECT 5, 50 UNION ALL SELECT 1, 30 ON DUPLICATE KEY UPDATE v = v + VALUES(v)',
  ),
  change(
    'ON DUPLICATE KEY from a join',
    'INSERT INTO total (name, n, last) SELECT i.code, COUNT(*), MAX(l.pos) FROM item i JOIN line l ON l.item_id = i.id GROUP BY i.code ON DUPLICATE KEY UPDATE n = n + VALUES(n), last = GREATEST(COALESCE(last, 0), VALUES(last))',
  ),
  change(
    'ON DUPLICATE KEY that counts',
    'DECLARE i int DEFAULT 0; WHILE i < 3 DO SET i = i + 1; INSERT INTO total (name, n) VALUES (CONCAT("k", i MOD 2), 1) ON DUPLICATE KEY UPDATE n = n + 1, last = i; END WHILE',
  ),
  change(
    'ON DUPLICATE KEY with IF',
    "INSERT INTO item (code, qty) VALUES ('B2', 9) ON DUPLICATE KEY UPDATE qty = IF(VALUES(qty) > qty, VALUES(qty), qty), kind = IF(qty > 5, 'old', kind)",
  ),
  change(
    'REPLACE from a join',
    'REPLACE INTO line SELECT i.id, 1, i.price, i.code FROM item i LEFT JOIN line l ON l.item_id = i.id GROUP BY i.id, i.price, i.code',
  ),
  change('DELETE by rows of values', 'DELETE FROM line WHERE (item_id, pos) IN (SELECT id, 1 FROM item)'),
  change(
    'DELETE from a join with a derived table',
    'DELETE l FROM line l JOIN (SELECT item_id, MAX(pos) AS p FROM line GROUP BY item_id) m ON m.item_id = l.item_id AND m.p = l.pos',
  ),
  change('DELETE of doubles', 'DELETE a FROM bare a JOIN bare b ON a.a = b.a AND a.b < b.b'),
  change(
    'DELETE of three tables',
    'DELETE i, l, s FROM item i LEFT JOIN line l ON l.item_id = i.id LEFT JOIN slot s ON s.id = i.id WHERE i.id <= 2',
  ),
  change(
    'DELETE and INSERT move rows',
    'INSERT INTO bare (a, b) SELECT id, pos FROM slot WHERE pos > 1; DELETE FROM slot WHERE pos > 1',
  ),
  change(
    'sets of labels from variables and numbers',
    "DECLARE v varchar(20) DEFAULT 'C,a,a'; DECLARE e varchar(20) DEFAULT ''; INSERT INTO item (code, tags) VALUES ('P', v), ('Q', e), ('R', 5), ('S', NULL); UPDATE item SET tags = CONCAT('b', ',', 'a') WHERE id = 1",
  ),
  change(
    'a set with a label that is none is an error',
    "DECLARE v varchar(20) DEFAULT 'a,q'; INSERT INTO item (code, tags) VALUES ('P', v)",
    { fails: true },
  ),
  change('sets go from column to column', "INSERT INTO item (code, tags) SELECT CONCAT('Z', id), tags FROM item"),
]
