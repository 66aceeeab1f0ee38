import { make, type ViewCase } from './view-case.js'

/** One or more views for each rule of the passes. */
export const cases: readonly ViewCase[] = [
  // Joins and shapes
  make(
    'joins three tables',
    'SELECT c.first_name, f.title, r.rented FROM customer c JOIN rental r ON r.customer_id = c.customer_id JOIN film f ON f.film_id = r.film_id',
  ),
  make(
    'left join keeps rows without a partner',
    'SELECT c.customer_id, r.rental_id FROM customer c LEFT JOIN rental r ON r.customer_id = c.customer_id',
  ),
  make(
    'right join',
    'SELECT c.first_name, r.rental_id FROM rental r RIGHT JOIN customer c ON r.customer_id = c.customer_id',
  ),
  make(
    'comma join with condition',
    'SELECT c.first_name, r.rental_id FROM customer c, rental r WHERE c.customer_id = r.customer_id',
  ),
  make('join without condition is a cross join', 'SELECT c.customer_id, f.film_id FROM customer c JOIN film f'),
  make('USING', 'SELECT customer_id, rental_id, first_name FROM customer JOIN rental USING (customer_id)'),
  make(
    'star over USING names the shared column once',
    'SELECT * FROM rental JOIN (SELECT film_id, title FROM film) f USING (film_id)',
  ),
  make(
    'NATURAL JOIN',
    'SELECT * FROM (SELECT customer_id, first_name FROM customer) c NATURAL JOIN (SELECT customer_id, rental_id FROM rental) r',
  ),
  make(
    'right join USING takes the side that has the row',
    'SELECT customer_id, rental_id FROM rental RIGHT JOIN customer USING (customer_id)',
  ),
  make(
    'USING over columns of different types',
    'SELECT c.customer_id FROM customer c JOIN (SELECT score AS active FROM customer WHERE score IS NOT NULL) s USING (active)',
  ),
  make(
    'STRAIGHT_JOIN and index hints are dropped',
    'SELECT STRAIGHT_JOIN c.first_name FROM customer c USE INDEX (PRIMARY) JOIN rental r ON r.customer_id = c.customer_id',
  ),
  make(
    'derived table',
    'SELECT d.n, d.total FROM (SELECT customer_id AS n, COUNT(*) AS total FROM rental GROUP BY customer_id) d WHERE d.total > 1',
  ),
  make(
    'common table expression',
    'WITH big AS (SELECT film_id, rate FROM film WHERE rate > 1) SELECT b.film_id, b.rate FROM big b',
  ),
  make(
    'recursive numbers',
    'WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT i FROM n',
  ),
  make(
    'recursive tree with growing text',
    "WITH RECURSIVE t AS (SELECT id, CAST(name AS CHAR(200)) AS path FROM category WHERE parent_id IS NULL UNION ALL SELECT c.id, CONCAT(t.path, '/', c.name) FROM category c JOIN t ON c.parent_id = t.id) SELECT id, path FROM t",
  ),
  make(
    'recursive with decimals',
    'WITH RECURSIVE n (i, x) AS (SELECT 1, 1 UNION ALL SELECT i + 1, x * 1.5 FROM n WHERE i < 3) SELECT i FROM n',
  ),
  make(
    'correlated subquery in the select list',
    'SELECT c.customer_id, (SELECT COUNT(*) FROM rental r WHERE r.customer_id = c.customer_id) AS rentals FROM customer c',
  ),
  make(
    'EXISTS and NOT EXISTS',
    'SELECT c.customer_id FROM customer c WHERE EXISTS (SELECT 1 FROM rental r WHERE r.customer_id = c.customer_id) AND NOT EXISTS (SELECT 1 FROM rental r WHERE r.customer_id = c.customer_id AND r.returned IS NULL)',
  ),
  make('IN subquery', 'SELECT title FROM film WHERE film_id IN (SELECT film_id FROM rental WHERE customer_id = 1)'),
  make(
    'NOT IN subquery with nulls',
    'SELECT customer_id FROM customer WHERE last_name NOT IN (SELECT last_name FROM customer WHERE customer_id < 4)',
  ),
  make(
    'ANY and ALL',
    'SELECT title FROM film WHERE rate >= ALL (SELECT rate FROM film) OR rate = ANY (SELECT amount FROM payment)',
  ),
  make(
    'row comparison',
    'SELECT rental_id FROM rental WHERE (customer_id, film_id) = (1, 2) OR (customer_id, film_id) IN ((2, 1), (3, 4))',
  ),
  make('SELECT without FROM', "SELECT 1 AS one, 'x' AS letter"),
  make('FROM DUAL', 'SELECT 2 + 3 AS five FROM DUAL'),
  make('LIMIT with offset in MySQL order', 'SELECT customer_id FROM customer ORDER BY customer_id LIMIT 1, 2'),
  make('LIMIT that means all', 'SELECT customer_id FROM customer ORDER BY customer_id LIMIT 1, 18446744073709551615'),

  // Conditions and numbers
  make(
    'comparison as a value is 1 or 0',
    "SELECT customer_id, balance > 0 AS positive, last_name = 'smith' AS smith FROM customer",
  ),
  make('number as a condition', 'SELECT customer_id FROM customer WHERE active'),
  make('NOT of a number', 'SELECT customer_id FROM customer WHERE NOT active'),
  make('text as a condition', 'SELECT customer_id FROM customer WHERE score'),
  make('boolean column in a condition', 'SELECT customer_id FROM customer WHERE vip'),
  make(
    'boolean column compared with 1 and 0',
    'SELECT customer_id, vip = 1 AS yes, vip = 0 AS no, vip <> 1 AS other, vip <=> 1 AS safe FROM customer',
  ),
  make(
    'boolean column is a number in sums',
    'SELECT SUM(vip) AS vips, SUM(balance > 0) AS positive, COUNT(vip) AS known FROM customer',
  ),
  make('boolean column with a default', 'SELECT customer_id, COALESCE(vip, 0) AS v, IFNULL(vip, 1) AS w FROM customer'),
  make('boolean column in arithmetic', 'SELECT customer_id, vip + 1 AS v, -vip AS w, vip * 10 AS x FROM customer'),
  make('boolean column against another number', 'SELECT customer_id FROM customer WHERE vip < active'),
  make('TRUE and FALSE are numbers', 'SELECT TRUE AS t, FALSE AS f, TRUE + TRUE AS two'),
  make(
    'IS TRUE and IS NOT FALSE of numbers',
    'SELECT customer_id, active IS TRUE AS a, balance IS NOT FALSE AS b, score IS UNKNOWN AS c FROM customer',
  ),
  make('XOR', 'SELECT customer_id, active XOR vip AS x FROM customer'),
  make('AND and OR give 1, 0 or null', 'SELECT customer_id, active AND vip AS a, active OR vip AS o FROM customer'),
  make('null-safe equality', "SELECT customer_id, last_name <=> NULL AS n, last_name <=> 'smith' AS s FROM customer"),
  make(
    'IF over mixed conditions',
    "SELECT customer_id, IF(active > 1, 'many', 'few') AS a, IF(vip, 'vip', 'no') AS b, IF(score, 1, 0) AS c FROM customer",
  ),
  make(
    'CASE with numbers as conditions',
    "SELECT customer_id, CASE WHEN active THEN 'on' ELSE 'off' END AS state FROM customer",
  ),
  make(
    'simple CASE',
    "SELECT film_id, CASE rating WHEN 'G' THEN 'all' WHEN 'pg' THEN 'some' ELSE 'few' END AS audience FROM film",
  ),
  make(
    'simple CASE over text and number',
    "SELECT customer_id, CASE score WHEN 12 THEN 'twelve' WHEN 0 THEN 'zero' END AS s FROM customer",
  ),
  make(
    'CASE with branches of different families',
    "SELECT film_id, CASE WHEN length > 50 THEN length ELSE 'short' END AS l FROM film",
  ),
  make('CASE of dates and text', "SELECT rental_id, CASE WHEN due IS NULL THEN 'none' ELSE due END AS d FROM rental"),
  make(
    'integer division keeps the fraction',
    'SELECT film_id, length / 7 AS a, rate / 3 AS b, 1 / 3 AS c, length DIV 7 AS d, length % 7 AS e, length MOD 7 AS f FROM film',
  ),
  make('division by zero is null', 'SELECT film_id, 10 / length AS a, 10 DIV length AS b, 10 % length AS c FROM film'),
  make(
    'division is rounded only at the end',
    'SELECT (1 / 3) * 3 AS a, 2 / 3 + 2 / 3 AS b, AVG(length) / 2 AS c FROM film',
  ),
  make(
    'smallint products do not overflow',
    'SELECT payment_id, qty * qty AS q, qty + qty AS s, qty * amount AS t FROM payment',
  ),
  make('int products do not overflow', 'SELECT film_id, minutes * minutes AS m FROM film'),
  make(
    'negative and bitwise',
    'SELECT film_id, -length AS n, length & 6 AS a, length | 1 AS o, length ^ 3 AS x, length << 2 AS l, length >> 1 AS r FROM film WHERE length IS NOT NULL',
  ),
  make('text in arithmetic', 'SELECT customer_id, score + 1 AS a, score * 2 AS b, -score AS c FROM customer'),
  make('text compared with a number', 'SELECT customer_id FROM customer WHERE score = 12'),
  make('text compared with zero', 'SELECT customer_id FROM customer WHERE score = 0'),
  make('number compared with text', "SELECT customer_id FROM customer WHERE customer_id = '2' OR balance > '10'"),
  make('number compared with text that is no number', "SELECT customer_id FROM customer WHERE active = 'abc'"),
  make('number in a list of text', "SELECT customer_id FROM customer WHERE customer_id IN ('1', '3')"),
  make('text in a list of numbers', 'SELECT customer_id FROM customer WHERE score IN (12, 99)'),
  make('number between texts', "SELECT customer_id FROM customer WHERE customer_id BETWEEN '2' AND '3'"),
  make('floats', 'SELECT film_id, ratio * 2 AS a, ratio + rate AS b, ROUND(ratio / 3, 2) AS c FROM film'),
  make(
    'rounding',
    'SELECT ROUND(2.5) AS a, ROUND(-2.5) AS b, ROUND(rate, 1) AS c, TRUNCATE(rate, 1) AS d, CEIL(rate) AS e, FLOOR(rate) AS f FROM film',
  ),
  make(
    'casts',
    "SELECT CAST('12abc' AS SIGNED) AS a, CAST(2.5 AS SIGNED) AS b, CAST(rate AS DECIMAL(5,1)) AS c, CAST(film_id AS CHAR) AS d, CAST(title AS CHAR(3)) AS e FROM film",
  ),
  make(
    'greatest and least with nulls',
    'SELECT film_id, GREATEST(length, 50) AS g, LEAST(length, minutes) AS l FROM film',
  ),

  // Text
  make(
    'CONCAT is null with a null',
    "SELECT customer_id, CONCAT(first_name, ' ', last_name) AS n, CONCAT_WS(' ', first_name, last_name) AS w FROM customer",
  ),
  make(
    'CONCAT of numbers, conditions and dates',
    "SELECT CONCAT(customer_id, '-', active = 1, '-', birth_date, '-', vip) AS n FROM customer",
  ),
  make('case does not count in comparisons', "SELECT customer_id FROM customer WHERE first_name = 'MARY'"),
  make('case counts under a binary collation', "SELECT customer_id FROM customer WHERE code = 'a1'"),
  make('columns of two collations', 'SELECT customer_id FROM customer WHERE code = score OR code < first_name'),
  make('BINARY makes case count', "SELECT customer_id FROM customer WHERE BINARY first_name = 'mary'"),
  make(
    'LIKE without regard to case',
    "SELECT customer_id FROM customer WHERE first_name LIKE 'm%' AND email NOT LIKE '%.COM'",
  ),
  make('LIKE under a binary collation', "SELECT customer_id FROM customer WHERE code LIKE 'a%'"),
  make('LIKE with escapes', "SELECT film_id FROM film WHERE title LIKE '%100\\\\%%' OR title LIKE '%r|_s%' ESCAPE '|'"),
  make('LIKE on a number', "SELECT film_id FROM film WHERE length LIKE '8%'"),
  make('REGEXP', "SELECT customer_id FROM customer WHERE first_name REGEXP '^m' OR last_name RLIKE 'ES$'"),
  make('GROUP BY text without regard to case', 'SELECT COUNT(*) AS n FROM customer GROUP BY first_name'),
  make('DISTINCT text without regard to case', 'SELECT COUNT(DISTINCT first_name) AS n FROM customer'),
  make(
    'substring, upper, length',
    "SELECT UPPER(title) AS u, LOWER(title) AS l, SUBSTRING(title, 2, 3) AS s, LEFT(title, 3) AS f, RIGHT(title, 2) AS r, CHAR_LENGTH(title) AS c, LENGTH(title) AS b, TRIM('  x ') AS t, REPLACE(title, 'a', '*') AS p FROM film",
  ),
  make(
    'padding and position',
    "SELECT LPAD(customer_id, 4, '0') AS l, RPAD(first_name, 6, '.') AS r, LOCATE('a', first_name) AS p, INSTR(first_name, 'A') AS i, SUBSTRING_INDEX(email, '@', 1) AS s FROM customer",
  ),
  make(
    'GROUP_CONCAT',
    "SELECT customer_id, GROUP_CONCAT(film_id ORDER BY film_id DESC SEPARATOR ', ') AS films FROM rental GROUP BY customer_id",
  ),
  make('GROUP_CONCAT DISTINCT', 'SELECT GROUP_CONCAT(DISTINCT film_id ORDER BY film_id) AS films FROM rental'),
  make(
    'GROUP_CONCAT of several parts',
    "SELECT GROUP_CONCAT(f.title, ': ', r.rental_id ORDER BY r.rental_id SEPARATOR ' | ') AS t FROM rental r JOIN film f USING (film_id)",
  ),
  make(
    'FIELD and ELT and FIND_IN_SET',
    "SELECT film_id, FIELD(rating, 'R', 'PG', 'G') AS f, ELT(film_id, 'a', 'b') AS e, FIND_IN_SET('b', 'a,b,c') AS s FROM film",
  ),

  // Labels
  make('enum compared with a label in another case', "SELECT film_id FROM film WHERE rating = 'pg'"),
  make('enum compared with what is no label', "SELECT film_id FROM film WHERE rating <> 'X'"),
  make('enum in a list', "SELECT film_id FROM film WHERE rating IN ('G', 'r')"),
  make(
    'enum in text',
    "SELECT film_id, CONCAT('[', rating, ']') AS r, UPPER(rating) AS u, IFNULL(rating, 'none') AS n FROM film",
  ),
  make('enum orders by position', 'SELECT film_id FROM film ORDER BY rating, film_id'),
  make('enum matched with LIKE', "SELECT film_id FROM film WHERE rating LIKE 'p%'"),
  make('year in arithmetic', 'SELECT film_id, release_year + 1 AS y, release_year = 2006 AS e FROM film'),

  // Dates
  make('date compared with text', "SELECT customer_id FROM customer WHERE birth_date > '1980-1-1'"),
  make('date compared with a moment', "SELECT customer_id FROM customer WHERE birth_date < '1980-02-29 12:00:00'"),
  make('moment compared with a day', "SELECT customer_id FROM customer WHERE created >= '20210705'"),
  make('moment between days', "SELECT rental_id FROM rental WHERE rented BETWEEN '2022-05-31' AND '2022-06-01'"),
  make('date in a list of texts', "SELECT customer_id FROM customer WHERE birth_date IN ('1980-02-29', '1975-06-15')"),
  make(
    'date compared with a number',
    'SELECT customer_id FROM customer WHERE birth_date = 19801231 OR birth_date = 19750615',
  ),
  make('date compared with a datetime column', 'SELECT rental_id FROM rental WHERE due > returned'),
  make('time compared with text', "SELECT rental_id FROM rental WHERE duration > '10:00' OR duration < '-00:30:00'"),
  make(
    'interval arithmetic',
    'SELECT rental_id, rented + INTERVAL 1 MONTH AS a, due - INTERVAL 3 DAY AS b, DATE_ADD(rented, INTERVAL 90 MINUTE) AS c, DATE_SUB(due, INTERVAL 1 YEAR) AS d FROM rental',
  ),
  make(
    'interval with a computed amount',
    'SELECT rental_id, rented + INTERVAL film_id DAY AS a, due + INTERVAL film_id * 2 MONTH AS b FROM rental',
  ),
  make('interval on text', "SELECT '2024-01-31' + INTERVAL 1 MONTH AS a, DATE_ADD('2024-02-28', INTERVAL 2 DAY) AS b"),
  make('date with hours becomes a moment', 'SELECT rental_id, due + INTERVAL 5 HOUR AS a FROM rental'),
  make(
    'date parts',
    'SELECT rental_id, YEAR(rented) AS y, MONTH(rented) AS m, DAY(rented) AS d, HOUR(rented) AS h, MINUTE(rented) AS i, SECOND(returned) AS s, DAYOFWEEK(rented) AS w, WEEKDAY(rented) AS k, QUARTER(rented) AS q, DAYOFYEAR(rented) AS n FROM rental',
  ),
  make(
    'date differences',
    "SELECT rental_id, DATEDIFF(returned, rented) AS d, TIMESTAMPDIFF(HOUR, rented, returned) AS h, TIMESTAMPDIFF(MONTH, rented, '2023-06-15') AS m FROM rental",
  ),
  make(
    'date formats',
    "SELECT rental_id, DATE_FORMAT(rented, '%Y-%m') AS a, DATE_FORMAT(rented, '%d/%m/%Y %H:%i:%s') AS b, DATE_FORMAT(rented, '%W %e %M') AS c FROM rental",
  ),
  make('date of a moment', 'SELECT rental_id, DATE(rented) AS d, LAST_DAY(rented) AS l FROM rental'),
  make(
    'text read as a date',
    "SELECT CAST('2024-02-03' AS DATE) AS d, STR_TO_DATE('03.02.2024', '%d.%m.%Y') AS s, DATE('2024-02-03 10:00:00') AS t",
  ),

  // Groups
  make(
    'group, having, order',
    'SELECT customer_id, COUNT(*) AS n, MAX(rented) AS last FROM rental GROUP BY customer_id HAVING n > 1 ORDER BY n DESC, customer_id',
  ),
  make('group by alias', 'SELECT YEAR(rented) AS y, COUNT(*) AS n FROM rental GROUP BY y'),
  make('group by position', 'SELECT store_id, COUNT(*) FROM customer GROUP BY 1'),
  make(
    'having over an alias of an aggregate in an expression',
    'SELECT customer_id, COUNT(*) AS n FROM rental GROUP BY customer_id HAVING n * 2 > 2 AND customer_id > 0',
  ),
  make(
    'having without group filters rows',
    "SELECT customer_id, first_name AS name FROM customer HAVING name = 'mary'",
  ),
  make(
    'columns fixed by a grouped key',
    'SELECT c.customer_id, c.first_name, c.email, COUNT(r.rental_id) AS n FROM customer c LEFT JOIN rental r ON r.customer_id = c.customer_id GROUP BY c.customer_id',
  ),
  make(
    'columns fixed by an equal column',
    'SELECT r.customer_id, c.first_name, COUNT(*) AS n FROM rental r JOIN customer c ON c.customer_id = r.customer_id GROUP BY r.customer_id',
  ),
  make(
    'aggregate without groups',
    'SELECT COUNT(*) AS n, AVG(rate) AS a, SUM(length) AS s, MIN(title) AS m, MAX(rating) AS x FROM film',
  ),
  make('AVG of integers has four digits', 'SELECT AVG(length) AS a, AVG(qty) AS q FROM film, payment'),
  make('group by a condition', 'SELECT balance > 0 AS positive, COUNT(*) AS n FROM customer GROUP BY balance > 0'),
  make('WITH ROLLUP', 'SELECT store_id, active, COUNT(*) AS n FROM customer GROUP BY store_id, active WITH ROLLUP'),
  make(
    'order by an expression over an alias',
    'SELECT customer_id, balance AS b FROM customer ORDER BY -b, customer_id',
  ),
  make('nulls come first when ascending', 'SELECT customer_id FROM customer ORDER BY last_name, customer_id'),
  make('nulls come last when descending', 'SELECT customer_id FROM customer ORDER BY balance DESC, customer_id'),
  make('DISTINCT ordered by a selected expression', 'SELECT DISTINCT store_id FROM customer ORDER BY store_id DESC'),
  make('DISTINCT ordered by something else', 'SELECT DISTINCT store_id FROM customer ORDER BY created DESC'),
  make(
    'window functions',
    'SELECT rental_id, ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY rented) AS n, SUM(film_id) OVER (ORDER BY rental_id) AS s, LAG(rental_id) OVER (ORDER BY returned, rental_id) AS l FROM rental',
  ),
  make(
    'aggregate over all with a condition',
    'SELECT COUNT(IF(active = 1, 1, NULL)) AS n, SUM(CASE WHEN active THEN 1 ELSE 0 END) AS s FROM customer',
  ),

  // Set operations
  make('UNION of different families', 'SELECT customer_id AS x FROM customer UNION SELECT title FROM film'),
  make(
    'UNION ALL with nulls',
    'SELECT customer_id, birth_date FROM customer UNION ALL SELECT film_id, NULL FROM film UNION ALL SELECT rental_id, NULL FROM rental',
  ),
  make('UNION of date and moment', 'SELECT due AS d FROM rental UNION ALL SELECT rented FROM rental'),
  make(
    'UNION ordered by name',
    'SELECT film_id AS i, title AS t FROM film UNION SELECT customer_id, last_name FROM customer ORDER BY t, i',
  ),
  make(
    'UNION ordered by an expression',
    'SELECT film_id AS i FROM film UNION ALL SELECT customer_id + 10 FROM customer ORDER BY -i',
  ),
  make(
    'parenthesised branches with limits',
    '(SELECT film_id FROM film ORDER BY film_id LIMIT 1) UNION ALL (SELECT customer_id FROM customer ORDER BY customer_id DESC LIMIT 1)',
  ),
  make('INTERSECT and EXCEPT', 'SELECT customer_id FROM customer EXCEPT SELECT customer_id FROM rental'),
  make('UNION of boolean column and number', 'SELECT vip FROM customer UNION ALL SELECT active FROM customer'),
]
