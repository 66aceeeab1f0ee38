/** Tables that the statements of the cases change, and the rows that are in them before each case. */
export const changeTables: readonly string[] = [
  `CREATE TABLE item (
     id int NOT NULL AUTO_INCREMENT, code varchar(10) NOT NULL, name varchar(40) DEFAULT 'new', qty int NOT NULL DEFAULT 7,
     price decimal(8,2), ratio double, kind enum('plain','Gift','old') DEFAULT 'plain', tags set('a','b','c'), active tinyint(1) NOT NULL DEFAULT 1,
     made datetime, day date, data json, PRIMARY KEY (id), UNIQUE KEY item_code (code))`,
  `CREATE TABLE total (name varchar(40) NOT NULL, n int NOT NULL DEFAULT 0, last int, PRIMARY KEY (name))`,
  `CREATE TABLE line (
     item_id int NOT NULL, pos int NOT NULL, amount decimal(8,2), note varchar(40), PRIMARY KEY (item_id, pos))`,
  `CREATE TABLE bare (a int, b int, s varchar(20))`,
  `CREATE TABLE slot (id int NOT NULL, pos int NOT NULL, label varchar(10), PRIMARY KEY (id), UNIQUE KEY slot_pos (pos))`,
  `CREATE TABLE three (id int NOT NULL AUTO_INCREMENT, u int, v int, n int NOT NULL DEFAULT 0, PRIMARY KEY (id), UNIQUE KEY (u), UNIQUE KEY (v))`,
  `CREATE TABLE prefixed (id int NOT NULL AUTO_INCREMENT, title varchar(60) NOT NULL, n int NOT NULL DEFAULT 0, PRIMARY KEY (id), UNIQUE KEY (title(5)))`,
  `CREATE TABLE parent (id int NOT NULL, name varchar(20), PRIMARY KEY (id))`,
  `CREATE TABLE child (id int NOT NULL, parent_id int, PRIMARY KEY (id), CONSTRAINT child_parent FOREIGN KEY (parent_id) REFERENCES parent (id) ON DELETE CASCADE)`,
  `CREATE TABLE held (id int NOT NULL, parent_id int, PRIMARY KEY (id), CONSTRAINT held_parent FOREIGN KEY (parent_id) REFERENCES parent (id))`,
  `CREATE TABLE audit (id int NOT NULL AUTO_INCREMENT, what varchar(80), PRIMARY KEY (id))`,
  `CREATE TABLE watched (id int NOT NULL, v int, PRIMARY KEY (id))`,
  `CREATE TABLE dated (y int NOT NULL, v int, note varchar(10)) PARTITION BY RANGE (y) (PARTITION p0 VALUES LESS THAN (2020), PARTITION p1 VALUES LESS THAN MAXVALUE)`,
  `CREATE TABLE picky (id int NOT NULL, k enum('first','second') NOT NULL, n int NOT NULL, PRIMARY KEY (id))`,
  `CREATE TABLE made (a int NOT NULL, b int GENERATED ALWAYS AS (a + 1) STORED, c int DEFAULT 5, PRIMARY KEY (a))`,
  `CREATE TABLE hidden (a int, x int INVISIBLE DEFAULT 9, b int)`,
  `CREATE TABLE logged (id int NOT NULL, v int, w int, PRIMARY KEY (id))`,
  `CREATE TABLE bent (id int NOT NULL AUTO_INCREMENT, t tinyint, ut tinyint unsigned, i int NOT NULL, s varchar(3) NOT NULL, d decimal(5,2), k enum('a','b') NOT NULL, x smallint, PRIMARY KEY (id))`,
  'CREATE TABLE words (`order` int NOT NULL, `user` varchar(10), `Group Name` int, PRIMARY KEY (`order`))',
  `CREATE VIEW cheap AS SELECT id, code, name, price FROM item WHERE price < 100`,
]

export const changeRows: readonly string[] = [
  `INSERT INTO item (id, code, name, qty, price, ratio, kind, tags, active, made, day, data) VALUES
     (1, 'A1', 'one', 1, 10.50, 0.5, 'plain', 'a', 1, '2024-01-02 03:04:05', '2024-01-02', '{"k": 1}'),
     (2, 'B2', 'two', 2, 20.00, 1.5, 'Gift', 'a,c', 0, '2024-02-03 00:00:00', '2024-02-03', NULL),
     (3, 'C3', NULL, 3, NULL, NULL, NULL, NULL, 1, NULL, NULL, NULL),
     (4, 'D4', 'four', 4, 120.00, 2.25, 'old', '', 0, '2023-12-31 23:59:59', '2023-12-31', '[1, 2]')`,
  `INSERT INTO total VALUES ('one', 10, 1), ('two', 20, NULL)`,
  `INSERT INTO line VALUES (1, 1, 5.00, 'first'), (1, 2, 7.50, NULL), (2, 1, 1.25, 'x'), (9, 1, 3.00, 'lost')`,
  `INSERT INTO bare VALUES (1, 2, 'x'), (3, 4, 'y'), (3, 4, 'y'), (NULL, 5, NULL)`,
  `INSERT INTO slot VALUES (1, 1, 'a'), (2, 2, 'b'), (3, 3, 'c')`,
  `INSERT INTO three VALUES (1, 10, 100, 1), (2, 20, 200, 2), (3, 30, 300, 3), (4, NULL, NULL, 4)`,
  `INSERT INTO prefixed VALUES (1, 'Hello world', 0), (2, 'Other', 0)`,
  `INSERT INTO parent VALUES (1, 'p1'), (2, 'p2'), (3, 'p3')`,
  `INSERT INTO child VALUES (1, 1), (2, 1), (3, 2)`,
  `INSERT INTO held VALUES (1, 3)`,
  `INSERT INTO watched VALUES (1, 1), (2, 2)`,
  `INSERT INTO dated VALUES (2019, 1, 'a'), (2019, 2, 'b'), (2021, 3, 'c'), (2022, 4, 'd')`,
]

/** Triggers whose own statements change rows. */
export const changeTriggers: readonly string[] = [
  'CREATE TRIGGER logged_bi BEFORE INSERT ON logged FOR EACH ROW SET NEW.w = NEW.v * 2',
  "CREATE TRIGGER logged_ai AFTER INSERT ON logged FOR EACH ROW INSERT INTO audit (what) VALUES (CONCAT('i', NEW.id, '/', NEW.v))",
  'CREATE TRIGGER logged_bu BEFORE UPDATE ON logged FOR EACH ROW BEGIN IF NEW.v < 0 THEN SET NEW.v = 0; END IF; END',
  `CREATE TRIGGER logged_au AFTER UPDATE ON logged FOR EACH ROW
     INSERT INTO total (name, n) VALUES (CONCAT('u', NEW.id), OLD.v) ON DUPLICATE KEY UPDATE n = n + NEW.v, last = n`,
  'CREATE TRIGGER logged_ad AFTER DELETE ON logged FOR EACH ROW BEGIN DELETE FROM slot WHERE id = OLD.id; UPDATE watched SET v = OLD.v WHERE id = OLD.id; END',
]
