import { make, type ViewCase } from './view-case.js'

/** Views as rental, shop and forum applications write them, and the corners of each rule. */
export const moreCases: readonly ViewCase[] = [
  make(
    'customer list with a status',
    "SELECT cu.customer_id AS ID, CONCAT(cu.first_name, _utf8mb4' ', cu.last_name) AS name, IF(cu.active, _utf8mb4'active', _utf8mb4'') AS notes, cu.store_id AS SID FROM customer AS cu",
  ),
  make(
    'film list with its renters',
    "SELECT f.film_id AS FID, f.title, f.rate AS price, GROUP_CONCAT(CONCAT(c.first_name, _utf8mb4' ', c.last_name) ORDER BY r.rental_id SEPARATOR ', ') AS renters FROM film f LEFT JOIN rental r ON f.film_id = r.film_id LEFT JOIN customer c ON c.customer_id = r.customer_id GROUP BY f.film_id, f.title, f.rate",
  ),
  make(
    'initial capitals',
    "SELECT CONCAT(CONCAT(UCASE(SUBSTR(c.first_name, 1, 1)), LCASE(SUBSTR(c.first_name, 2, LENGTH(c.first_name)))), ' ', c.last_name) AS n FROM customer c",
  ),
  make(
    'sales by store',
    "SELECT CONCAT(c.store_id, _utf8mb4',', COUNT(*)) AS store, SUM(p.amount) AS total_sales FROM payment p INNER JOIN rental r ON p.rental_id = r.rental_id INNER JOIN customer c ON r.customer_id = c.customer_id GROUP BY c.store_id ORDER BY c.store_id",
  ),
  make(
    'nested joins in parentheses',
    'SELECT `f`.`title` AS `title`, `c`.`first_name` AS `first_name` FROM ((`rental` `r` JOIN `film` `f` ON((`r`.`film_id` = `f`.`film_id`))) LEFT JOIN `customer` `c` ON((`c`.`customer_id` = `r`.`customer_id`)))',
  ),
  make(
    'schema-qualified columns',
    'SELECT `app`.`film`.`title` AS `title` FROM `app`.`film` WHERE (`app`.`film`.`film_id` > 1)',
  ),
  make(
    'join on the right in parentheses',
    'SELECT c.customer_id, f.title FROM customer c LEFT JOIN (rental r JOIN film f ON f.film_id = r.film_id) ON r.customer_id = c.customer_id',
  ),
  make(
    'self join',
    'SELECT a.name AS child, b.name AS parent FROM category a LEFT JOIN category b ON a.parent_id = b.id',
  ),
  make(
    'view-like union with literals',
    "SELECT 'film' AS kind, film_id AS id, title AS label FROM film UNION ALL SELECT 'customer', customer_id, first_name FROM customer",
  ),
  make('union of enum and text', 'SELECT rating AS x FROM film UNION ALL SELECT first_name FROM customer'),
  make('union of enum and label', "SELECT rating AS x FROM film UNION ALL SELECT 'other'"),
  make('union of number and decimal', 'SELECT film_id AS x FROM film UNION ALL SELECT rate FROM film'),
  make(
    'union in a derived table',
    "SELECT u.k, COUNT(*) AS n FROM (SELECT 'a' AS k FROM film UNION ALL SELECT 'b' FROM customer) u GROUP BY u.k",
  ),
  make(
    'three-way union distinct',
    'SELECT film_id AS x FROM film UNION SELECT customer_id FROM customer UNION SELECT rental_id FROM rental',
  ),
  make('null column compared', 'SELECT customer_id FROM customer WHERE last_name = NULL OR last_name IS NULL'),
  make(
    'NULL and its type in a derived table',
    'SELECT d.x, d.y FROM (SELECT NULL AS x, customer_id AS y FROM customer) d',
  ),
  make(
    'NULLIF and IFNULL chains',
    "SELECT customer_id, NULLIF(email, '') AS e, IFNULL(NULLIF(email, ''), 'none') AS f, COALESCE(last_name, email, 'x') AS g FROM customer",
  ),
  make('IFNULL of a date and text', "SELECT customer_id, IFNULL(birth_date, '1900-01-01') AS d FROM customer"),
  make('IFNULL of a number and text', "SELECT film_id, IFNULL(length, '-') AS l FROM film"),
  make('COALESCE of number and decimal', 'SELECT film_id, COALESCE(length, 0.5) AS l FROM film'),
  make(
    'ISNULL and IS NULL',
    'SELECT customer_id, ISNULL(last_name) AS a, last_name IS NULL AS b, NOT ISNULL(last_name) AS c FROM customer',
  ),
  make('condition inside arithmetic', 'SELECT customer_id, (active = 1) + (store_id = 2) * 10 AS x FROM customer'),
  make(
    'sum of conditions',
    "SELECT store_id, SUM(active = 1) AS a, SUM(email LIKE '%@%') AS m, AVG(active = 1) AS p FROM customer GROUP BY store_id",
  ),
  make('condition compared with a condition', 'SELECT customer_id FROM customer WHERE (active = 1) = (store_id = 1)'),
  make(
    'condition compared with 1',
    "SELECT customer_id FROM customer WHERE (first_name = 'mary') = 1 AND (last_name = 'jones') <> 1",
  ),
  make('MIN and MAX of a condition', 'SELECT MAX(balance > 0) AS x, MIN(active = 1) AS m FROM customer'),
  make('MAX of a boolean column', 'SELECT MAX(vip) AS x, MIN(vip) AS m FROM customer'),
  make('boolean column as text', "SELECT CONCAT('v', vip) AS t, IF(vip = 1, vip, 0) AS u FROM customer"),
  make('boolean column in a list', 'SELECT customer_id FROM customer WHERE vip IN (0, 1) AND vip NOT IN (2)'),
  make(
    'boolean column in CASE',
    "SELECT customer_id, CASE vip WHEN 1 THEN 'y' WHEN 0 THEN 'n' ELSE '?' END AS v FROM customer",
  ),
  make(
    'boolean column joined to a number',
    'SELECT c.customer_id, f.film_id FROM customer c JOIN film f ON f.film_id = c.vip',
  ),
  make('ORDER BY a boolean column', 'SELECT customer_id FROM customer ORDER BY vip DESC, customer_id'),
  make('GROUP BY a boolean column', 'SELECT vip, COUNT(*) AS n FROM customer GROUP BY vip'),
  make('double negation', 'SELECT customer_id, !active AS a, NOT (NOT active) AS b FROM customer'),
  make('NOT before a comparison', 'SELECT customer_id FROM customer WHERE NOT balance > 0'),
  make(
    'BETWEEN as a value',
    'SELECT customer_id, balance BETWEEN 0 AND 5 AS b, balance NOT BETWEEN 0 AND 5 AS n FROM customer',
  ),
  make(
    'EXISTS as a value',
    'SELECT customer_id, EXISTS (SELECT 1 FROM rental r WHERE r.customer_id = c.customer_id) AS has FROM customer c',
  ),
  make(
    'IN as a value',
    "SELECT customer_id, customer_id IN (1, 2) AS i, last_name IN ('smith', NULL) AS j FROM customer",
  ),
  make('LIKE as a value', "SELECT customer_id, first_name LIKE 'M%' AS l, first_name NOT LIKE 'm%' AS n FROM customer"),
  make(
    'subquery compared with a number',
    'SELECT customer_id FROM customer c WHERE (SELECT COUNT(*) FROM rental r WHERE r.customer_id = c.customer_id) > 1',
  ),
  make(
    'subquery as a condition',
    'SELECT customer_id FROM customer c WHERE (SELECT COUNT(*) FROM rental r WHERE r.customer_id = c.customer_id)',
  ),
  make(
    'IN subquery of another family',
    'SELECT customer_id FROM customer WHERE customer_id IN (SELECT score FROM customer)',
  ),
  make(
    'text IN a subquery of numbers',
    'SELECT customer_id FROM customer WHERE score IN (SELECT customer_id + 11 FROM customer)',
  ),
  make(
    'grouped subquery in FROM with its own order and limit',
    'SELECT t.title FROM (SELECT title, rate FROM film ORDER BY rate DESC LIMIT 2) t',
  ),
  make(
    'LATERAL-free top per group',
    'SELECT r.customer_id, r.rental_id FROM rental r WHERE r.rented = (SELECT MAX(x.rented) FROM rental x WHERE x.customer_id = r.customer_id)',
  ),
  make(
    'grouped correlated subquery',
    'SELECT c.store_id, (SELECT MAX(p.amount) FROM payment p) AS top, COUNT(*) AS n FROM customer c GROUP BY c.store_id',
  ),
  make(
    'subquery correlated with a grouped column',
    'SELECT r.customer_id, (SELECT c.first_name FROM customer c WHERE c.customer_id = r.customer_id) AS n, COUNT(*) AS k FROM rental r GROUP BY r.customer_id',
  ),
  make(
    'aggregate of an expression and of a product',
    'SELECT SUM(amount * qty) AS s, AVG(amount * qty) AS a, SUM(qty) / COUNT(*) AS q FROM payment',
  ),
  make('percentages', 'SELECT store_id, ROUND(100 * SUM(active) / COUNT(*), 1) AS pct FROM customer GROUP BY store_id'),
  make(
    'average of decimals',
    'SELECT AVG(rate) AS a, AVG(rate) * 2 AS b, SUM(rate) AS c, SUM(rate) / 3 AS d FROM film',
  ),
  make('standard deviation', 'SELECT ROUND(STDDEV(rate), 6) AS s, ROUND(VAR_SAMP(rate), 6) AS v FROM film'),
  make(
    'COUNT of several columns',
    'SELECT COUNT(DISTINCT store_id, active) AS n, COUNT(DISTINCT last_name) AS l FROM customer',
  ),
  make(
    'order by an aggregate',
    'SELECT customer_id FROM rental GROUP BY customer_id ORDER BY COUNT(*) DESC, customer_id',
  ),
  make('order by a column that is not selected', 'SELECT title FROM film ORDER BY rate, film_id'),
  make('order by a function of an alias', 'SELECT title AS t FROM film ORDER BY LENGTH(t), t'),
  make('alias that hides a column in ORDER BY', 'SELECT -film_id AS film_id FROM film ORDER BY film_id'),
  make(
    'alias that does not hide a column in GROUP BY',
    'SELECT MAX(customer_id) AS customer_id, COUNT(*) AS n FROM rental GROUP BY customer_id',
  ),
  make(
    'group by an expression',
    "SELECT DATE_FORMAT(rented, '%Y') AS y, COUNT(*) AS n FROM rental GROUP BY DATE_FORMAT(rented, '%Y')",
  ),
  make(
    'group by an expression that is used in another',
    'SELECT YEAR(rented) + 1 AS y, COUNT(*) AS n FROM rental GROUP BY YEAR(rented)',
  ),
  make(
    'group by two tables',
    'SELECT c.store_id, f.rating, COUNT(*) AS n FROM rental r JOIN customer c USING (customer_id) JOIN film f USING (film_id) GROUP BY c.store_id, f.rating',
  ),
  make(
    'having with a condition on text',
    "SELECT first_name, COUNT(*) AS n FROM customer GROUP BY first_name HAVING first_name <> 'lee' AND n",
  ),
  make(
    'rollup over an expression',
    'SELECT YEAR(rented) AS y, MONTH(rented) AS m, COUNT(*) AS n FROM rental GROUP BY YEAR(rented), MONTH(rented) WITH ROLLUP',
  ),
  make(
    'running total in a named window',
    'SELECT payment_id, SUM(amount) OVER w AS s, RANK() OVER w AS r FROM payment WINDOW w AS (ORDER BY amount, payment_id)',
  ),
  make(
    'window with a frame',
    'SELECT payment_id, AVG(amount) OVER (ORDER BY payment_id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS a FROM payment',
  ),
  make(
    'window over groups',
    'SELECT customer_id, COUNT(*) AS n, RANK() OVER (ORDER BY COUNT(*) DESC) AS r FROM rental GROUP BY customer_id',
  ),
  make(
    'window ordered by a column with nulls',
    'SELECT customer_id, ROW_NUMBER() OVER (ORDER BY balance, customer_id) AS n, FIRST_VALUE(last_name) OVER (ORDER BY last_name, customer_id) AS f FROM customer',
  ),
  make(
    'two ctes and a join',
    'WITH a AS (SELECT customer_id, COUNT(*) AS n FROM rental GROUP BY customer_id), b AS (SELECT customer_id, n FROM a WHERE n > 1) SELECT c.first_name, b.n FROM customer c JOIN b ON b.customer_id = c.customer_id',
  ),
  make('cte with a column list', 'WITH a (x, y) AS (SELECT film_id, title FROM film) SELECT x + 1 AS z, y FROM a'),
  make(
    'cte used twice',
    'WITH a AS (SELECT film_id FROM film) SELECT p.film_id, q.film_id AS other FROM a p JOIN a q ON p.film_id < q.film_id',
  ),
  make('cte that hides a table', 'WITH film AS (SELECT customer_id AS film_id FROM customer) SELECT film_id FROM film'),
  make(
    'recursive dates',
    "WITH RECURSIVE d AS (SELECT CAST('2024-02-27' AS DATE) AS day UNION ALL SELECT day + INTERVAL 1 DAY FROM d WHERE day < '2024-03-02') SELECT day FROM d",
  ),
  make(
    'recursive depth',
    'WITH RECURSIVE t AS (SELECT id, parent_id, 0 AS depth FROM category WHERE parent_id IS NULL UNION ALL SELECT c.id, c.parent_id, t.depth + 1 FROM category c JOIN t ON c.parent_id = t.id) SELECT id, depth FROM t ORDER BY depth, id',
  ),
  make(
    'text joined to a number',
    'SELECT c.customer_id, f.film_id FROM customer c JOIN film f ON c.score = f.film_id + 11',
  ),
  make(
    'number joined to text the other way round',
    'SELECT c.customer_id, f.film_id FROM film f JOIN customer c ON f.film_id + 11 = c.score',
  ),
  make('decimal compared with text', "SELECT film_id FROM film WHERE rate = '2.990' OR rate < '1e0'"),
  make(
    'date part compared with text',
    "SELECT rental_id FROM rental WHERE YEAR(rented) = '2023' AND MONTH(rented) IN ('1', '02')",
  ),
  make(
    'date function compared with text',
    "SELECT rental_id FROM rental WHERE DATE(rented) = '2022-05-01' OR DATE(rented) BETWEEN '2023-01-01' AND '2023-02-01'",
  ),
  make(
    'formatted date compared with text',
    "SELECT rental_id FROM rental WHERE DATE_FORMAT(rented, '%Y-%m') = '2022-05'",
  ),
  make(
    'date compared with a computed moment',
    "SELECT rental_id FROM rental WHERE rented < '2022-06-01' + INTERVAL 1 DAY AND due >= DATE_SUB('2022-06-01', INTERVAL 1 MONTH)",
  ),
  make(
    'text column compared with a date',
    "SELECT customer_id FROM customer WHERE CONCAT(store_id + 1979, '-03-01') < birth_date",
  ),
  make(
    'greatest of dates',
    'SELECT rental_id, GREATEST(due, DATE(rented)) AS g, LEAST(rented, returned) AS l FROM rental',
  ),
  make(
    'CASE of dates and moments',
    'SELECT rental_id, CASE WHEN returned IS NULL THEN due ELSE returned END AS d FROM rental',
  ),
  make(
    'literals of dates',
    "SELECT DATE '2024-02-29' AS d, TIMESTAMP '2024-02-29 12:00:00' AS t, TIME '10:11:12' AS c",
  ),
  make(
    'fractional seconds',
    'SELECT payment_id, paid_at, paid_at + INTERVAL 1 SECOND AS n, MICROSECOND(paid_at) AS u FROM payment',
  ),
  make('time arithmetic', 'SELECT rental_id, TIME_TO_SEC(duration) AS s, SEC_TO_TIME(3661) AS t FROM rental'),
  make(
    'compound intervals',
    "SELECT rental_id, rented + INTERVAL '1 2' DAY_HOUR AS a, rented - INTERVAL '1:30' HOUR_MINUTE AS b, due + INTERVAL 1 QUARTER AS c FROM rental",
  ),
  make('negative interval', 'SELECT rental_id, due + INTERVAL -1 DAY AS a, due - INTERVAL -2 MONTH AS b FROM rental'),
  make('unix time', 'SELECT rental_id, UNIX_TIMESTAMP(rented) AS u, FROM_UNIXTIME(86400) AS f FROM rental'),
  make(
    'week and day names',
    'SELECT rental_id, WEEK(rented) AS w, WEEK(rented, 3) AS i, DAYNAME(rented) AS d, MONTHNAME(rented) AS m, TO_DAYS(rented) AS t FROM rental',
  ),
  make(
    'JSON paths',
    "SELECT film_id, JSON_EXTRACT(info, '$.score') AS s, JSON_UNQUOTE(JSON_EXTRACT(info, '$.tags[0]')) AS t, JSON_LENGTH(info, '$.tags') AS n FROM film",
  ),
  make('JSON value compared', "SELECT film_id FROM film WHERE JSON_EXTRACT(info, '$.score') = 7"),
  make(
    'JSON objects and arrays',
    "SELECT JSON_OBJECT('id', film_id, 'title', title) AS o, JSON_ARRAY(film_id, title, NULL) AS a FROM film",
  ),
  make('COLLATE in a comparison', "SELECT customer_id FROM customer WHERE first_name COLLATE utf8mb4_bin = 'mary'"),
  make('COLLATE in ORDER BY', 'SELECT customer_id FROM customer ORDER BY code COLLATE utf8mb4_general_ci, customer_id'),
  make(
    'hex and bit literals',
    "SELECT HEX(first_name) AS h, x'41' = 'A' AS e, b'101' + 0 AS b, 0x10 + 0 AS n FROM customer",
  ),
  make(
    'string with quotes and backslashes',
    "SELECT 'it''s' AS a, \"say \\\"hi\\\"\" AS b, 'C:\\\\dir' AS c, 'tab\\there' AS d",
  ),
  make('adjacent strings join', "SELECT 'a' 'b' AS ab"),
  make('column names that need quotes', 'SELECT film_id AS `select`, title AS `a b`, rate AS `Mixed Case` FROM film'),
  make(
    'table names alike up to alias',
    'SELECT rental.rental_id, customer.first_name FROM rental JOIN customer ON rental.customer_id = customer.customer_id WHERE rental.film_id = 1',
  ),
  make(
    'arithmetic of decimals',
    'SELECT payment_id, amount + 0.005 AS a, amount * 1.10 AS b, amount - qty AS c, -amount AS d, ABS(-amount) AS e FROM payment',
  ),
  make(
    'modulo of decimals and negatives',
    'SELECT payment_id, amount % 1 AS a, -qty % 7 AS b, MOD(qty, 3) AS c FROM payment',
  ),
  make('power, sqrt, sign', 'SELECT POWER(2, 10) AS p, SQRT(16) AS s, SIGN(-3) AS g, PI() > 3 AS pi, LN(1) AS l'),
  make(
    'CONVERT',
    "SELECT CONVERT('42', SIGNED) AS a, CONVERT(rate, CHAR) AS b, CONVERT('2024-01-02', DATE) AS c, CONVERT(title USING utf8mb4) AS d FROM film",
  ),
  make(
    'CAST AS UNSIGNED',
    "SELECT CAST('7' AS UNSIGNED) AS a, CAST(score AS UNSIGNED) AS b, CAST(rate AS UNSIGNED) AS c FROM customer, film",
  ),
  make(
    'CAST AS DATETIME and TIME',
    "SELECT CAST(due AS DATETIME) AS a, CAST(rented AS DATE) AS b, CAST('10:20' AS TIME) AS c FROM rental",
  ),
  make('number formats', 'SELECT FORMAT(1234567.891, 2) AS f, TRUNCATE(-1.999, 2) AS t, ROUND(1234.5, -2) AS r'),
  make(
    'COUNT over a left join',
    'SELECT c.customer_id, COUNT(r.rental_id) AS n, MAX(r.rented) AS last, MIN(f.title) AS first FROM customer c LEFT JOIN rental r ON r.customer_id = c.customer_id LEFT JOIN film f ON f.film_id = r.film_id GROUP BY c.customer_id, c.first_name',
  ),
  make(
    'anti join',
    'SELECT f.film_id FROM film f LEFT JOIN rental r ON r.film_id = f.film_id WHERE r.rental_id IS NULL',
  ),
  make(
    'update-style conditions with parentheses',
    "SELECT customer_id FROM customer WHERE ((active = 1) OR (active = 2)) AND (email <> '' OR email IS NULL)",
  ),
  make(
    'operator precedence',
    'SELECT 1 + 2 * 3 AS a, (1 + 2) * 3 AS b, 10 - 4 - 3 AS c, 2 * 3 % 4 AS d, NOT 1 = 2 AS e, 1 OR 0 AND 0 AS f, - 2 + 5 AS g',
  ),
  make(
    'ORDER BY with a subquery',
    'SELECT customer_id FROM customer c ORDER BY (SELECT COUNT(*) FROM rental r WHERE r.customer_id = c.customer_id) DESC, customer_id',
  ),
  make('FIELD in ORDER BY', "SELECT film_id FROM film ORDER BY FIELD(rating, 'R', 'PG', 'G'), film_id"),
  make('order by NULL', 'SELECT store_id, COUNT(*) AS n FROM customer GROUP BY store_id ORDER BY NULL'),
  make(
    'columns of two collations joined and chosen',
    "SELECT customer_id, CONCAT(code, first_name) AS a, COALESCE(code, first_name) AS b, REPLACE(first_name, code, 'x') AS c, CASE WHEN active THEN code ELSE last_name END AS d FROM customer",
  ),
  make(
    'text made of two collations compared',
    "SELECT customer_id FROM customer WHERE CONCAT(code, first_name) = 'A1Mary'",
  ),
  make('UNION of two collations', 'SELECT code AS x FROM customer UNION ALL SELECT first_name FROM customer'),
  make(
    'MIN and MAX of labels compare text',
    "SELECT MIN(rating) AS a, MAX(rating) AS b FROM film WHERE rating IN ('PG', 'G')",
  ),
  make('labels as numbers', 'SELECT film_id, rating + 0 AS n, rating = film_id AS e, rating > 1 AS g FROM film'),
  make(
    'NULLIF over two families',
    "SELECT customer_id, NULLIF(score, 12) AS a, NULLIF(balance, '0') AS b, NULLIF(rating, 'g') AS c FROM customer, film",
  ),
  make(
    'ANY over another family',
    'SELECT customer_id FROM customer WHERE customer_id + 11 = ANY (SELECT score FROM customer)',
  ),
  make(
    'JSON_TABLE',
    'SELECT j.n, j.tag FROM JSON_TABLE(\'[{"tag": "a"}, {"tag": "b"}]\', \'$[*]\' COLUMNS (n FOR ORDINALITY, tag VARCHAR(10) PATH \'$.tag\')) AS j',
  ),
  make('DISTINCT expressions', 'SELECT DISTINCT UPPER(first_name) AS f, active FROM customer'),
  make(
    'ELT and INTERVAL functions',
    "SELECT ELT(store_id, 'north', 'south') AS region, INTERVAL(customer_id, 2, 4) AS i FROM customer",
  ),
]
