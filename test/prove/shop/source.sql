CREATE TABLE customers (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(40) NOT NULL,
  email VARCHAR(80) NULL UNIQUE,
  credit DECIMAL(10,2) NOT NULL DEFAULT 0,
  status VARCHAR(12) NOT NULL DEFAULT 'active',
  joined DATE NOT NULL,
  vip TINYINT NOT NULL DEFAULT 0,
  note VARCHAR(100) NULL
);
CREATE TABLE orders (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_id INT NOT NULL,
  status VARCHAR(12) NOT NULL DEFAULT 'new',
  total DECIMAL(10,2) NOT NULL DEFAULT 0,
  placed DATETIME NOT NULL,
  shipped DATETIME NULL,
  FOREIGN KEY (customer_id) REFERENCES customers (id)
);
CREATE TABLE items (
  order_id INT NOT NULL,
  line INT NOT NULL,
  product VARCHAR(20) NOT NULL,
  qty INT NOT NULL,
  price DECIMAL(8,2) NOT NULL,
  PRIMARY KEY (order_id, line),
  FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE
);
CREATE TABLE audit (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  what VARCHAR(200) NOT NULL,
  at DATETIME NOT NULL
);

INSERT INTO customers (name, email, credit, status, joined, vip, note) VALUES
  ('Ada', 'ada@example.org', 100.00, 'active', '2020-01-31', 1, NULL),
  ('Bob', 'bob@example.org', 0.00, 'blocked', '2021-06-15', 0, 'late payer'),
  ('Cleo', NULL, 250.50, 'active', '2022-02-28', 0, NULL),
  ('Dan', 'dan@example.net', 49.99, 'closed', '2019-12-31', 0, ''),
  ('Eve', 'eve@example.net', 50.00, 'active', '2024-02-29', 1, 'x');
INSERT INTO orders (customer_id, status, total, placed, shipped) VALUES
  (1, 'new', 10.00, '2024-01-05 10:00:00', NULL),
  (1, 'paid', 55.50, '2024-01-06 11:00:00', NULL),
  (1, 'shipped', 99.99, '2024-01-07 12:00:00', '2024-01-08 09:00:00'),
  (2, 'paid', 100.00, '2024-01-08 13:00:00', NULL),
  (3, 'new', 20.00, '2024-02-01 14:00:00', NULL),
  (3, 'paid', 20.00, '2024-02-02 15:00:00', NULL),
  (5, 'cancelled', 0.00, '2024-02-03 16:00:00', NULL);
INSERT INTO items (order_id, line, product, qty, price) VALUES
  (1, 1, 'pen', 5, 2.00), (2, 1, 'ink', 3, 18.50), (3, 1, 'pen', 10, 2.00), (3, 2, 'desk', 1, 79.99),
  (4, 1, 'chair', 2, 50.00), (5, 1, 'pen', 10, 2.00), (6, 1, 'ink', 1, 20.00);
INSERT INTO audit (what, at) VALUES ('opened', '2024-01-01 00:00:00');

CREATE VIEW customer_totals AS
  SELECT c.id, c.name, COUNT(o.id) AS orders, COALESCE(SUM(o.total), 0) AS total
  FROM customers c LEFT JOIN orders o ON o.customer_id = c.id AND o.status <> 'cancelled' GROUP BY c.id, c.name;
CREATE VIEW open_orders AS
  SELECT id, customer_id, CASE WHEN total >= 50 THEN 'large' WHEN total > 0 THEN 'small' ELSE 'empty' END AS size
  FROM orders WHERE status IN ('new', 'paid');

DELIMITER $$
CREATE FUNCTION discount(p_total DECIMAL(10,2), p_vip INT) RETURNS DECIMAL(10,2) DETERMINISTIC
BEGIN
  DECLARE v_rate DECIMAL(5,3) DEFAULT 0;
  IF p_total >= 100 AND p_vip = 1 THEN
    SET v_rate = 0.15;
  ELSEIF p_total > 50 THEN
    SET v_rate = 0.05;
  ELSE
    SET v_rate = 0.01;
  END IF;
  RETURN ROUND(p_total * v_rate, 2);
END$$
CREATE FUNCTION grade(p_score INT) RETURNS VARCHAR(10) DETERMINISTIC
BEGIN
  CASE
    WHEN p_score >= 90 THEN RETURN 'A';
    WHEN p_score >= 75 THEN RETURN 'B';
    WHEN p_score < 0 THEN RETURN 'invalid';
    ELSE RETURN 'F';
  END CASE;
END$$
CREATE FUNCTION label_of(p_name VARCHAR(20), p_note VARCHAR(20)) RETURNS VARCHAR(60) DETERMINISTIC
  RETURN CONCAT(UPPER(p_name), ' (', COALESCE(p_note, 'none'), ')')$$
CREATE FUNCTION nights(p_from DATE, p_to DATE) RETURNS INT DETERMINISTIC
  RETURN DATEDIFF(p_to, p_from) + 1$$
CREATE FUNCTION odd_sum(p_n INT) RETURNS INT DETERMINISTIC
BEGIN
  DECLARE i INT DEFAULT 0;
  DECLARE total INT DEFAULT 0;
  l: LOOP
    SET i = i + 1;
    IF i > p_n OR i > 20 THEN LEAVE l; END IF;
    IF i % 2 = 0 THEN ITERATE l; END IF;
    SET total = total + i;
  END LOOP;
  RETURN total;
END$$
CREATE FUNCTION is_code(p_code VARCHAR(20)) RETURNS INT DETERMINISTIC
BEGIN
  IF p_code LIKE 'A\_%' THEN RETURN 1; END IF;
  RETURN 0;
END$$
CREATE FUNCTION same(p_a INT, p_b INT) RETURNS INT DETERMINISTIC
  RETURN IF(p_a <=> p_b, 1, 0)$$
CREATE FUNCTION half(p_n INT) RETURNS DECIMAL(12,4) DETERMINISTIC
  RETURN p_n / 2$$
CREATE FUNCTION is_active(p_status VARCHAR(12)) RETURNS INT DETERMINISTIC
BEGIN
  IF p_status = 'active' THEN RETURN 1; END IF;
  RETURN 0;
END$$
CREATE FUNCTION due_date(p_day DATE) RETURNS DATE DETERMINISTIC
  RETURN DATE_ADD(p_day, INTERVAL 30 DAY)$$

CREATE PROCEDURE customer_sums(IN p_customer INT, OUT p_total DECIMAL(10,2), OUT p_count INT)
BEGIN
  SELECT COALESCE(SUM(total), 0), COUNT(*) INTO p_total, p_count
  FROM orders WHERE customer_id = p_customer AND status <> 'cancelled';
END$$
CREATE PROCEDURE customer_status(IN p_id INT, OUT p_status VARCHAR(20), INOUT p_calls INT)
BEGIN
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET p_status = 'unknown';
  SET p_calls = p_calls + 1;
  SELECT status INTO p_status FROM customers WHERE id = p_id;
END$$
CREATE PROCEDURE list_orders(IN p_status VARCHAR(12))
BEGIN
  SELECT id, customer_id, total FROM orders WHERE status = p_status ORDER BY total DESC, id;
END$$
CREATE PROCEDURE top_orders()
BEGIN
  SELECT id, total FROM orders ORDER BY total DESC, id LIMIT 3;
END$$
CREATE PROCEDURE ship(IN p_order INT, OUT p_done INT)
BEGIN
  UPDATE orders SET status = 'shipped', shipped = NOW() WHERE id = p_order AND status = 'paid';
  SET p_done = ROW_COUNT();
  IF p_done > 0 THEN
    INSERT INTO audit (what, at) VALUES (CONCAT('shipped ', p_order), NOW());
  END IF;
END$$
CREATE PROCEDURE raise_prices(IN p_product VARCHAR(20), IN p_percent INT, OUT p_changed INT)
BEGIN
  DECLARE v_done INT DEFAULT 0;
  DECLARE v_order, v_line INT;
  DECLARE v_price DECIMAL(8,2);
  DECLARE c CURSOR FOR SELECT order_id, line, price FROM items WHERE product = p_product;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;
  SET p_changed = 0;
  OPEN c;
  r: LOOP
    FETCH c INTO v_order, v_line, v_price;
    IF v_done = 1 THEN LEAVE r; END IF;
    UPDATE items SET price = ROUND(v_price * (100 + p_percent) / 100, 2) WHERE order_id = v_order AND line = v_line;
    SET p_changed = p_changed + 1;
  END LOOP;
  CLOSE c;
END$$
CREATE PROCEDURE add_customer(IN p_name VARCHAR(40), IN p_email VARCHAR(80), OUT p_id INT)
BEGIN
  DECLARE CONTINUE HANDLER FOR 1062 SET p_id = -1;
  SET p_id = 0;
  INSERT INTO customers (name, email, joined) VALUES (p_name, p_email, '2024-05-01');
  IF p_id = 0 THEN
    SET p_id = LAST_INSERT_ID();
  END IF;
END$$
CREATE PROCEDURE overview(IN p_customer INT)
BEGIN
  SELECT name, status FROM customers WHERE id = p_customer;
  IF p_customer > 1 THEN
    SELECT id, status FROM orders WHERE customer_id = p_customer ORDER BY id;
  END IF;
END$$
CREATE PROCEDURE withdraw(IN p_customer INT, IN p_amount DECIMAL(10,2))
BEGIN
  DECLARE v_credit DECIMAL(10,2);
  SELECT credit INTO v_credit FROM customers WHERE id = p_customer;
  IF p_amount <= 0 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'amount must be positive';
  END IF;
  IF v_credit < p_amount THEN
    SIGNAL SQLSTATE '45001' SET MESSAGE_TEXT = 'not enough credit';
  END IF;
  UPDATE customers SET credit = credit - p_amount WHERE id = p_customer;
END$$
CREATE PROCEDURE remove_orders(IN p_status VARCHAR(12), IN p_before DATE, OUT p_gone INT)
BEGIN
  DELETE FROM orders WHERE status = p_status AND placed < p_before AND total >= 0;
  SET p_gone = ROW_COUNT();
END$$
CREATE PROCEDURE copy_order(IN p_order INT, INOUT p_new INT)
BEGIN
  DECLARE v_customer INT DEFAULT NULL;
  SELECT customer_id INTO v_customer FROM orders WHERE id = p_order;
  IF v_customer IS NULL THEN
    SET p_new = 0;
  ELSE
    INSERT INTO orders (customer_id, status, total, placed) SELECT customer_id, 'new', 0, placed FROM orders WHERE id = p_order;
    SET p_new = LAST_INSERT_ID();
    INSERT INTO items (order_id, line, product, qty, price)
      SELECT p_new, line, product, qty, price FROM items WHERE order_id = p_order;
  END IF;
END$$
CREATE PROCEDURE sales(IN p_least INT)
BEGIN
  SELECT product, SUM(qty) AS pieces, MAX(price) AS dearest FROM items
  GROUP BY product HAVING SUM(qty) >= p_least ORDER BY pieces DESC, product;
END$$
CREATE FUNCTION share(p_part INT, p_whole INT) RETURNS DECIMAL(10,4) DETERMINISTIC
  RETURN ROUND(100 * p_part / NULLIF(p_whole, 0), 1)$$
CREATE FUNCTION digits(p_n INT) RETURNS INT DETERMINISTIC
BEGIN
  DECLARE v_left INT DEFAULT ABS(p_n);
  DECLARE v_count INT DEFAULT 1;
  WHILE v_left >= 10 DO
    SET v_left = v_left DIV 10;
    SET v_count = v_count + 1;
  END WHILE;
  RETURN v_count;
END$$
CREATE PROCEDURE close_year()
BEGIN
  START TRANSACTION;
  DELETE FROM audit;
  COMMIT;
END$$
CREATE TRIGGER items_added AFTER INSERT ON items FOR EACH ROW
BEGIN
  UPDATE orders SET total = total + NEW.qty * NEW.price WHERE id = NEW.order_id;
END$$
CREATE TRIGGER orders_changed BEFORE UPDATE ON orders FOR EACH ROW
BEGIN
  IF NEW.status = 'shipped' AND OLD.status <> 'shipped' THEN
    SET NEW.shipped = COALESCE(NEW.shipped, NEW.placed);
  END IF;
  IF NEW.total < 0 THEN
    SET NEW.total = 0;
  END IF;
END$$
CREATE TRIGGER customers_gone AFTER DELETE ON customers FOR EACH ROW
BEGIN
  INSERT INTO audit (what, at) VALUES (CONCAT('gone ', OLD.name, ' ', OLD.credit), NOW());
END$$
DELIMITER ;
