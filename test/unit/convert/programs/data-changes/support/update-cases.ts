import { type ChangeCase, change } from './change-case.js'

export const updateCases: readonly ChangeCase[] = [
  change('UPDATE', "UPDATE item SET qty = qty + 1, name = CONCAT(name, '!') WHERE id IN (1, 3)"),
  change('UPDATE assigns from left to right', 'UPDATE bare SET a = b, b = a'),
  change('UPDATE assigns what the column holds', 'UPDATE item SET price = 1.239, ratio = price'),
  change('UPDATE assigns through a chain', 'UPDATE bare SET a = a + 1, b = a * 2, s = CONCAT(a, b)'),
  change('UPDATE assigns at once under its mode', 'UPDATE bare SET a = b, b = a', {
    mode: 'STRICT_TRANS_TABLES,SIMULTANEOUS_ASSIGNMENT',
  }),
  change(
    'UPDATE with other types',
    "UPDATE item SET kind = 'gift', tags = 'b,a', active = qty > 1, made = '2024-1-2', day = '2025-01-02 03:04:05', data = '{}', price = ' 7.125 '",
  ),
  change('UPDATE with a default', 'UPDATE item SET qty = DEFAULT, name = DEFAULT WHERE id = 2'),
  change('UPDATE with DEFAULT(column)', 'UPDATE item SET qty = DEFAULT(qty) * 2'),
  change('UPDATE with a condition that is a number', 'UPDATE item SET qty = 0 WHERE active'),
  change('UPDATE compares text without case', "UPDATE item SET qty = 0 WHERE code = 'a1'"),
  change(
    'UPDATE with a subquery',
    'UPDATE item SET price = (SELECT SUM(l.amount) FROM line l WHERE l.item_id = item.id) WHERE EXISTS (SELECT 1 FROM line l WHERE l.item_id = item.id)',
  ),
  change('UPDATE with an alias', 'UPDATE item AS i SET i.qty = i.id * 10 WHERE i.id < 3'),
  change('UPDATE with LIMIT and ORDER BY', 'UPDATE item SET qty = 100 ORDER BY price DESC LIMIT 2'),
  change(
    'UPDATE with a variable LIMIT',
    'DECLARE n int DEFAULT 1; UPDATE slot SET label = NULL WHERE id > 1 ORDER BY id LIMIT n',
  ),
  change('UPDATE with LIMIT without a key', "UPDATE bare SET s = 'z' WHERE a = 3 LIMIT 1"),
  change('UPDATE with LIMIT on partitions', "UPDATE dated SET note = 'z' WHERE v > 1 ORDER BY y DESC LIMIT 2"),
  change('UPDATE with LIMIT by a key of two columns', 'UPDATE line SET amount = 0 ORDER BY amount LIMIT 2'),
  change('UPDATE of a key in its order', 'UPDATE slot SET pos = pos + 1 ORDER BY pos DESC'),
  change('UPDATE of a primary key in its order', 'UPDATE slot SET id = id + 1 WHERE id > 1 ORDER BY id DESC LIMIT 5'),
  change('UPDATE that meets another row is an error', 'UPDATE slot SET pos = 1 WHERE id = 2', { fails: true }),
  change('UPDATE to null is an error', 'UPDATE item SET qty = NULL WHERE id = 1', { fails: true }),
  change('UPDATE with text that is no number is an error', "UPDATE item SET qty = 'x'", { fails: true }),
  change('UPDATE of a partition key', 'UPDATE dated SET y = 2030 WHERE v = 1'),
  change('UPDATE through a view', "UPDATE cheap SET name = 'v' WHERE code = 'A1'"),
  change('UPDATE moves rows out of a view', 'UPDATE cheap SET price = price * 100'),
  change('UPDATE IGNORE that breaks nothing', 'UPDATE IGNORE item SET qty = 5'),
  change('UPDATE IGNORE leaves out rows that meet others', 'UPDATE IGNORE slot SET pos = 3 WHERE id < 3'),
  change('UPDATE IGNORE in order', 'UPDATE IGNORE slot SET pos = pos + 1 ORDER BY id'),
  change('UPDATE IGNORE leaves out rows without a parent', 'UPDATE IGNORE child SET parent_id = id'),
  change('UPDATE of a join', 'UPDATE item i JOIN line l ON l.item_id = i.id AND l.pos = 1 SET i.price = l.amount'),
  change('UPDATE of a list', 'UPDATE item, line SET line.note = item.code WHERE line.item_id = item.id'),
  change(
    'UPDATE of a join by its second table',
    'UPDATE item i INNER JOIN line l ON l.item_id = i.id SET l.note = CONCAT(i.code, l.pos), l.amount = l.amount * 2 WHERE i.id = 1',
  ),
  change(
    'UPDATE of an outer join',
    'UPDATE item i LEFT JOIN line l ON l.item_id = i.id SET i.qty = COALESCE(l.pos, 0) * 0 + IF(l.item_id IS NULL, -1, -2)',
  ),
  change(
    'UPDATE of an outer join without partners',
    'UPDATE line l LEFT JOIN item i ON i.id = l.item_id SET l.note = "orphan" WHERE i.id IS NULL',
  ),
  change('UPDATE of the optional side', 'UPDATE item i LEFT JOIN line l ON l.item_id = i.id SET l.note = i.code'),
  change('UPDATE of a join USING', 'UPDATE slot JOIN watched USING (id) SET slot.label = watched.v'),
  change(
    'UPDATE of three tables in a row',
    'UPDATE item i JOIN line l ON l.item_id = i.id JOIN slot s ON s.id = l.pos SET l.note = s.label WHERE i.qty < 3',
  ),
  change('UPDATE of a self join', 'UPDATE slot a JOIN slot b ON b.id = a.id + 1 SET a.label = b.label'),
  change(
    'UPDATE of a derived table',
    'UPDATE item i JOIN (SELECT item_id, SUM(amount) AS s FROM line GROUP BY item_id) t ON t.item_id = i.id SET i.price = t.s',
  ),
  change('UPDATE of a join without a key', 'UPDATE bare b JOIN slot s ON s.id = b.a SET b.s = s.label'),
  change(
    'UPDATE of an outer join without a key',
    "UPDATE bare b LEFT JOIN slot s ON s.id = b.b SET b.s = 'none' WHERE s.id IS NULL",
  ),
  change(
    'UPDATE of two tables',
    "UPDATE item i JOIN line l ON l.item_id = i.id SET i.qty = i.qty + 1, l.amount = l.amount + i.qty, l.note = 'n'",
  ),
  change(
    'UPDATE of two tables sees old values',
    'UPDATE slot s JOIN watched w ON w.id = s.id SET s.pos = s.pos + 10, w.v = s.pos, s.label = w.v',
  ),
  change(
    'UPDATE of a join sees old values',
    'UPDATE item i JOIN slot s ON s.id = i.id SET i.qty = s.pos + 100, i.price = i.qty',
  ),
  change(
    'UPDATE with a common name in a variable',
    'DECLARE pos int DEFAULT 2; UPDATE slot SET label = pos WHERE slot.pos = pos',
  ),
  change(
    'UPDATE in a loop',
    'DECLARE i int DEFAULT 0; WHILE i < 3 DO SET i = i + 1; UPDATE watched SET v = v + i WHERE id = i; END WHILE',
  ),
]

export const deleteCases: readonly ChangeCase[] = [
  change('DELETE', 'DELETE FROM item WHERE qty > 2'),
  change('DELETE of everything', 'DELETE FROM bare'),
  change('DELETE with LIMIT and ORDER BY', 'DELETE FROM item ORDER BY price LIMIT 2'),
  change('DELETE with LIMIT without a key', 'DELETE FROM bare WHERE a = 3 LIMIT 1'),
  change('DELETE with LIMIT on partitions', 'DELETE FROM dated ORDER BY y, v LIMIT 3'),
  change('DELETE with ORDER BY alone', 'DELETE FROM slot WHERE id > 1 ORDER BY id DESC'),
  change('DELETE with a subquery', 'DELETE FROM line WHERE item_id NOT IN (SELECT id FROM item)'),
  change(
    'DELETE with a subquery on the same table',
    'DELETE FROM slot WHERE pos = (SELECT m FROM (SELECT MAX(pos) AS m FROM slot) x)',
  ),
  change('DELETE from a join', 'DELETE l FROM line l JOIN item i ON i.id = l.item_id WHERE i.id = 1'),
  change('DELETE from an outer join', 'DELETE l FROM line l LEFT JOIN item i ON i.id = l.item_id WHERE i.id IS NULL'),
  change('DELETE USING', 'DELETE FROM l USING line AS l INNER JOIN item AS i ON i.id = l.item_id WHERE i.code = "B2"'),
  change('DELETE from two tables', 'DELETE i, l FROM item i JOIN line l ON l.item_id = i.id WHERE i.id = 1'),
  change('DELETE from both sides of an outer join', 'DELETE i, l FROM item i LEFT JOIN line l ON l.item_id = i.id'),
  change('DELETE from a self join', 'DELETE a FROM bare a JOIN bare b ON a.a = b.b'),
  change(
    'DELETE of the same table under one of its names',
    'DELETE a FROM slot a, slot b WHERE a.pos < b.pos AND b.id = 3',
  ),
  change(
    'DELETE of a target with its schema',
    'DELETE shop.line FROM shop.line JOIN shop.item ON item.id = line.item_id',
  ),
  change('DELETE that cascades', 'DELETE FROM parent WHERE id = 1'),
  change('DELETE of a row that is held is an error', 'DELETE FROM parent', { fails: true }),
  change('DELETE IGNORE leaves rows that are held', 'DELETE IGNORE FROM parent'),
  change('DELETE IGNORE', 'DELETE IGNORE FROM slot WHERE id = 1'),
  change('DELETE through a view', "DELETE FROM cheap WHERE code = 'A1'"),
  change('DELETE from partitions', 'DELETE FROM dated WHERE y < 2020'),
  change('DELETE with a variable', 'DECLARE x int DEFAULT 2; DELETE FROM slot WHERE id = x'),
]
