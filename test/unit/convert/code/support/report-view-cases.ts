import { make, type ViewCase } from './view-case.js'

/** Reports, dashboards, permissions, trees and lists as applications write them. */
export const reportCases: readonly ViewCase[] = [
  make(
    'bits as numbers and in BIN',
    "SELECT task_id, bits + 0 a, bits & 2 b, BIN(bits) c, bits = b'1010' d, bits > 3 e, CAST(bits AS UNSIGNED) f FROM task",
  ),
  make('time compared with a date', 'SELECT id FROM staff WHERE created < SEC_TO_TIME(100) OR shift > hired'),
  make(
    'domain of an address',
    "SELECT SUBSTRING_INDEX(email, '@', -1) AS domain, COUNT(*) n FROM customer WHERE email <> '' GROUP BY domain",
  ),
  make(
    'second item of a list',
    "SELECT SUBSTRING_INDEX(SUBSTRING_INDEX(tags, ',', 2), ',', -1) AS second_tag, task_id FROM task",
  ),
  make(
    'number of items',
    "SELECT task_id, LENGTH(tags) - LENGTH(REPLACE(tags, ',', '')) + 1 AS n_tags FROM task WHERE tags <> ''",
  ),
  make(
    'number of items unless empty',
    "SELECT task_id, IF(tags IS NULL OR tags = '', 0, LENGTH(tags) - LENGTH(REPLACE(tags, ',', '')) + 1) n FROM task",
  ),
  make('FIND_IN_SET over text', "SELECT task_id FROM task WHERE FIND_IN_SET('DB', tags)"),
  make('item inside a list by LIKE', "SELECT task_id FROM task WHERE CONCAT(',', tags, ',') LIKE '%,web,%'"),
  make('escaped wildcards', "SELECT task_id FROM task WHERE body LIKE '%x\\\\_y%' OR body LIKE '%50\\\\%%'"),
  make('pattern across lines', "SELECT task_id FROM task WHERE body LIKE 'line%two'"),
  make('regular expression with a class', "SELECT task_id FROM task WHERE body REGEXP '[0-9]+ cm'"),
  make('regular expression with a choice', "SELECT task_id FROM task WHERE body REGEXP '^call|page'"),
  make('regular expression with a named class', "SELECT task_id FROM task WHERE body RLIKE '[[:space:]]x_y'"),
  make(
    'regular expressions as values',
    "SELECT task_id, body REGEXP 'FIX' a, body NOT REGEXP '^ ' b, state REGEXP '^(open|done)$' c FROM task",
  ),
  make(
    'functions of text',
    "SELECT task_id, TRIM(body) a, LTRIM(body) b, TRIM(LEADING ' ' FROM body) c, TRIM(BOTH 'x' FROM 'xxaxx') d, LPAD(task_id, 5, '0') e, RPAD(state, 6, '.') f, REPEAT('*', priority) g, REVERSE(state) h, CHAR_LENGTH(body) i, LENGTH(body) j, INSTR(body, 'o') k, LOCATE('O', body) l, LOCATE('o', body, 5) m, POSITION('e' IN body) n, INSERT(state, 1, 1, 'X') o, MID(body, 2, 3) p, RIGHT(body, 3) q, LEFT(body, 3) r, SPACE(2) s, ASCII(state) t, CONCAT_WS('|', state, tags, NULL, task_id) u FROM task",
  ),
  make(
    'more functions of text',
    "SELECT task_id, CONCAT(UPPER(LEFT(state, 1)), LOWER(SUBSTRING(state, 2))) a, STRCMP(state, 'OPEN') b, FIELD(state, 'open', 'done') c, ELT(priority, 'a', 'b') d, FORMAT(estimate, 1) e, FORMAT(estimate * 1000, 2) f, QUOTE(body) g, SOUNDEX(state) h, HEX(state) i, MD5(CONCAT(state, task_id)) j, REPLACE(LOWER(state), 'o', '0') k FROM task",
  ),
  make(
    'arithmetic of decimals',
    'SELECT task_id, estimate * 1.2 a, estimate / 3 b, estimate DIV 2 c, estimate % 2 d, ROUND(estimate / 3, 2) e, CEIL(estimate) f, FLOOR(estimate) g, TRUNCATE(estimate / 3, 3) h, ABS(priority) i, SIGN(priority) j, POW(priority, 2) k, SQRT(ABS(priority)) l, MOD(task_id, 3) m, GREATEST(priority, 1) n, LEAST(estimate, 2) o, task_id / 0 p, 10 / 4 q, 10 DIV 4 r, -7 % 3 s, 7 / 2 * 2 t FROM task',
  ),
  make(
    'casts',
    "SELECT task_id, CAST(estimate AS SIGNED) a, CAST(estimate AS CHAR) b, CAST(tags AS UNSIGNED) c, CAST('12.7' AS DECIMAL(5,1)) d, CAST(state AS CHAR(2)) e, CONVERT(priority, CHAR) f, CAST(NULL AS SIGNED) g, CAST(1.5 AS SIGNED) h, CAST('abc' AS SIGNED) i, CAST(done AS CHAR) j, CAST(opened AS CHAR) k, CONVERT('7', SIGNED) l FROM task",
  ),
  make(
    'text and numbers mixed',
    "SELECT task_id, estimate + '1.5' a, '3' * 2 b, '5 apples' + 1 c, CONCAT(estimate, '') d, CONCAT(1.50, 2) e, estimate = '2.50' f, priority = '5' g, '10' > '9' h, '10' > 9 i, state = 0 j FROM task",
  ),
  make('number compared with text', "SELECT task_id FROM task WHERE priority = '5'"),
  make('text compared with zero', 'SELECT task_id FROM task WHERE state = 0'),
  make('text greater than zero', 'SELECT task_id FROM task WHERE tags > 0'),
  make(
    'empty text as missing',
    "SELECT COALESCE(NULLIF(TRIM(body), ''), 'n/a') AS b, IFNULL(tags, '') t, ISNULL(closed) c FROM task",
  ),
  make(
    'null-safe outer join',
    'SELECT s.login, t.task_id FROM staff s LEFT JOIN task t ON t.staff_id <=> s.manager_id',
  ),
  make(
    'null-safe self join',
    'SELECT a.id, b.id AS same_level FROM staff a JOIN staff b ON a.level <=> b.level AND a.id < b.id',
  ),
  make(
    'GROUP_CONCAT of several values',
    "SELECT s.id, GROUP_CONCAT(t.task_id, ':', t.state ORDER BY t.task_id SEPARATOR ' | ') AS list FROM staff s LEFT JOIN task t ON t.staff_id = s.id GROUP BY s.id",
  ),
  make(
    'GROUP_CONCAT of distinct values of an outer join',
    "SELECT s.id, IFNULL(GROUP_CONCAT(DISTINCT t.state), '-') st FROM staff s LEFT JOIN task t ON t.staff_id = s.id GROUP BY s.id",
  ),
  make(
    'team list',
    'SELECT m.id, m.name, GROUP_CONCAT(s.login ORDER BY s.login) AS team FROM staff m JOIN staff s ON s.manager_id = m.id GROUP BY m.id, m.name',
  ),
  make(
    'customer summary',
    "SELECT c.customer_id, CONCAT(c.last_name, ', ', c.first_name) AS full_name, COUNT(DISTINCT r.rental_id) rentals, IFNULL(SUM(p.amount), 0) paid, MAX(r.rented) AS last_rental, DATEDIFF('2023-03-01', MAX(r.rented)) AS days_ago FROM customer c LEFT JOIN rental r ON r.customer_id = c.customer_id LEFT JOIN payment p ON p.rental_id = r.rental_id GROUP BY c.customer_id",
  ),
  make(
    'share of all rentals',
    'SELECT f.film_id, f.title, COUNT(r.rental_id) AS times, ROUND(COUNT(r.rental_id) * 100 / (SELECT COUNT(*) FROM rental), 1) AS pct FROM film f LEFT JOIN rental r ON r.film_id = f.film_id GROUP BY f.film_id, f.title',
  ),
  make(
    'revenue with running total',
    "SELECT DATE_FORMAT(p.paid_at, '%Y-%m') AS month, SUM(p.amount * p.qty) AS revenue, SUM(SUM(p.amount * p.qty)) OVER (ORDER BY DATE_FORMAT(p.paid_at, '%Y-%m')) AS running FROM payment p WHERE p.paid_at IS NOT NULL GROUP BY DATE_FORMAT(p.paid_at, '%Y-%m')",
  ),
  make(
    'months as columns',
    'SELECT c.store_id, SUM(CASE WHEN MONTH(r.rented) = 5 THEN 1 ELSE 0 END) AS may, SUM(CASE WHEN MONTH(r.rented) = 6 THEN 1 ELSE 0 END) AS june, SUM(MONTH(r.rented) = 2) AS feb, COUNT(*) total FROM customer c JOIN rental r USING (customer_id) GROUP BY c.store_id',
  ),
  make(
    'overdue rentals',
    "SELECT rental_id, IF(returned IS NULL AND due < '2022-06-10', 'overdue', IF(returned > due, 'late', 'ok')) AS status, GREATEST(DATEDIFF(IFNULL(returned, '2022-07-01'), due), 0) AS days_late FROM rental",
  ),
  make(
    'price classes',
    "SELECT x.bucket, COUNT(*) n FROM (SELECT CASE WHEN amount < 1 THEN '0-1' WHEN amount < 5 THEN '1-5' ELSE '5+' END AS bucket FROM payment) x GROUP BY x.bucket ORDER BY x.bucket",
  ),
  make(
    'histogram',
    'SELECT FLOOR(amount / 2) * 2 AS low, FLOOR(amount / 2) * 2 + 2 AS high, COUNT(*) n FROM payment GROUP BY FLOOR(amount / 2)',
  ),
  make(
    'share by a cross join',
    'SELECT p.*, p.amount / t.total AS share FROM payment p CROSS JOIN (SELECT SUM(amount) total FROM payment) t',
  ),
  make(
    'previous rental',
    'SELECT rental_id, customer_id, rented, (SELECT MAX(r2.rented) FROM rental r2 WHERE r2.customer_id = r.customer_id AND r2.rented < r.rented) AS previous FROM rental r',
  ),
  make(
    'latest rental by an anti join',
    'SELECT r.customer_id, r.rental_id FROM rental r LEFT JOIN rental later ON later.customer_id = r.customer_id AND later.rented > r.rented WHERE later.rental_id IS NULL',
  ),
  make(
    'latest rental by a join',
    'SELECT r.* FROM rental r JOIN (SELECT customer_id, MAX(rented) m FROM rental GROUP BY customer_id) l ON l.customer_id = r.customer_id AND l.m = r.rented',
  ),
  make(
    'kind of customer',
    "SELECT customer_id, first_name, CASE WHEN vip THEN 'VIP' WHEN active THEN 'active' ELSE 'inactive' END AS kind, IF(vip = 1 AND balance > 0, balance * 0.9, balance) AS due FROM customer",
  ),
  make(
    'stored boolean in every form',
    "SELECT customer_id, vip, vip + 0 v, IFNULL(vip, 0) w, vip IS TRUE t, vip IS NOT TRUE n, vip = TRUE e, CASE vip WHEN TRUE THEN 'y' ELSE 'n' END c, COALESCE(vip, FALSE) f FROM customer",
  ),
  make('stored boolean and number as conditions', 'SELECT customer_id FROM customer WHERE active AND vip'),
  make('stored boolean that is not true', 'SELECT customer_id FROM customer WHERE vip IS NULL OR NOT vip'),
  make('stored boolean compared with 1', 'SELECT customer_id FROM customer WHERE vip <> 1'),
  make('stored boolean in a list of pairs', 'SELECT customer_id FROM customer WHERE (vip, active) IN ((1, 1), (0, 0))'),
  make(
    'names ignoring case',
    "SELECT customer_id FROM customer WHERE first_name IN ('MARY', 'pat') AND last_name NOT LIKE 'J%'",
  ),
  make('codes by their case', "SELECT customer_id FROM customer WHERE code = 'a1' OR code LIKE 'B%'"),
  make(
    'three levels of categories',
    "SELECT c.name AS child, p.name AS parent, CONCAT_WS(' > ', g.name, p.name, c.name) AS path FROM category c LEFT JOIN category p ON p.id = c.parent_id LEFT JOIN category g ON g.id = p.parent_id",
  ),
  make(
    'category paths',
    "WITH RECURSIVE t (id, name, path, depth) AS (SELECT id, name, CAST(name AS CHAR(200)), 0 FROM category WHERE parent_id IS NULL UNION ALL SELECT c.id, c.name, CONCAT(t.path, '/', c.name), t.depth + 1 FROM category c JOIN t ON c.parent_id = t.id) SELECT CONCAT(REPEAT('  ', depth), name) AS indented, path, depth FROM t",
  ),
  make(
    'depth of each category',
    'WITH RECURSIVE up AS (SELECT id, parent_id, id AS leaf FROM category UNION ALL SELECT c.id, c.parent_id, up.leaf FROM category c JOIN up ON c.id = up.parent_id) SELECT leaf, COUNT(*) - 1 AS depth FROM up GROUP BY leaf',
  ),
  make(
    'list split into rows',
    "WITH RECURSIVE nums AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM nums WHERE n < 4) SELECT t.task_id, SUBSTRING_INDEX(SUBSTRING_INDEX(t.tags, ',', n), ',', -1) AS tag FROM task t JOIN nums ON n <= LENGTH(t.tags) - LENGTH(REPLACE(t.tags, ',', '')) + 1",
  ),
  make(
    'calendar of months',
    "WITH RECURSIVE months AS (SELECT DATE('2022-01-01') AS m UNION ALL SELECT m + INTERVAL 1 MONTH FROM months WHERE m < '2022-06-01') SELECT DATE_FORMAT(months.m, '%b %Y') AS label, COUNT(r.rental_id) n FROM months LEFT JOIN rental r ON r.rented >= months.m AND r.rented < months.m + INTERVAL 1 MONTH GROUP BY months.m",
  ),
  make(
    'JSON of films',
    "SELECT f.title, JSON_UNQUOTE(JSON_EXTRACT(f.info, '$.tags[0]')) AS first_tag, JSON_LENGTH(f.info, '$.tags') AS n, JSON_EXTRACT(f.info, '$.score') + 0 AS score FROM film f",
  ),
  make('JSON that contains a tag', "SELECT film_id FROM film WHERE JSON_CONTAINS(info, '\"a\"', '$.tags')"),
  make(
    'JSON conditions',
    "SELECT film_id FROM film WHERE JSON_EXTRACT(info, '$.score') > 5 OR JSON_EXTRACT(info, '$.tags[1]') = 'b'",
  ),
  make(
    'JSON null and missing',
    "SELECT film_id, JSON_VALID(info) v, COALESCE(JSON_UNQUOTE(JSON_EXTRACT(info, '$.score')), 'none') s, JSON_TYPE(JSON_EXTRACT(info, '$.score')) t, IFNULL(JSON_EXTRACT(info, '$.x'), 'no') x FROM film",
  ),
  make(
    'films as JSON',
    "SELECT JSON_OBJECT('id', film_id, 'title', title, 'rate', rate, 'year', release_year, 'rating', rating) j FROM film",
  ),
  make(
    'titles by rating',
    "SELECT rating, COUNT(*) AS n, GROUP_CONCAT(title ORDER BY title SEPARATOR '; ') AS titles FROM film GROUP BY rating ORDER BY rating",
  ),
  make(
    'years as numbers and text',
    "SELECT release_year, release_year + 1 nx, release_year = 2006 b, release_year > '2005' c, CONCAT(release_year) d, YEAR(NOW()) - release_year > 0 e, release_year BETWEEN 2000 AND 2008 f FROM film",
  ),
  make(
    'ages',
    "SELECT customer_id, TIMESTAMPDIFF(YEAR, birth_date, '2024-03-01') AS age, DATE_FORMAT(birth_date, '%m-%d') AS bday, YEAR('2024-03-01') - YEAR(birth_date) - (RIGHT('2024-03-01', 5) < RIGHT(birth_date, 5)) AS age2 FROM customer",
  ),
  make('births in a range', "SELECT customer_id FROM customer WHERE birth_date BETWEEN '1975-01-01' AND '1985-12-31'"),
  make('recent customers', "SELECT customer_id FROM customer WHERE created >= DATE_SUB('2021-07-05', INTERVAL 30 DAY)"),
  make('customers of a month', "SELECT customer_id FROM customer WHERE DATE_FORMAT(created, '%Y-%m') = '2021-07'"),
  make(
    'permissions by role',
    "SELECT u.user, p.perm FROM (SELECT login AS user, role FROM staff) u JOIN (SELECT 'admin' AS role, 'all' AS perm UNION SELECT 'editor', 'write' UNION SELECT 'viewer', 'read') p ON p.role = u.role",
  ),
  make(
    'permission flags',
    "SELECT s.id, s.login, MAX(p.perm = 'write') AS can_write, MAX(p.perm = 'read') AS can_read FROM staff s LEFT JOIN (SELECT 'admin' role, 'write' perm UNION ALL SELECT 'admin', 'read' UNION ALL SELECT 'viewer', 'read') p ON p.role = s.role GROUP BY s.id, s.login",
  ),
  make(
    'dashboard of scalars',
    'SELECT EXISTS(SELECT 1 FROM task WHERE done = 0) AS has_open, (SELECT COUNT(*) FROM staff) AS staff, (SELECT MAX(opened) FROM task) AS latest',
  ),
  make(
    'states by a correlated list',
    'SELECT s.login, (SELECT GROUP_CONCAT(t.state ORDER BY t.task_id) FROM task t WHERE t.staff_id = s.id) AS states FROM staff s',
  ),
  make(
    'percentages by a window over groups',
    'SELECT t.state, COUNT(*) * 100.0 / SUM(COUNT(*)) OVER () AS pct FROM task t GROUP BY t.state',
  ),
  make(
    'first row of each partition',
    'SELECT * FROM (SELECT task_id, staff_id, ROW_NUMBER() OVER (PARTITION BY staff_id ORDER BY priority DESC, task_id) rn FROM task) x WHERE rn = 1',
  ),
  make(
    'literals',
    "SELECT 1 AS one, 'a' AS letter, NULL AS nothing, 1.5 AS dec_n, TRUE AS yes, DATE '2020-01-01' AS d, x'41' = 'A' AS hx, 0x10 + 0 AS n, b'11' + 0 AS bt",
  ),
  make(
    'upper case by a regular expression',
    "SELECT id, name, CASE WHEN name REGEXP '^[A-Z]' THEN 'upper' ELSE 'other' END c FROM staff",
  ),
  make(
    'address put together',
    "SELECT id, CONCAT(COALESCE(name, '?'), ' <', LOWER(login), '@example.org>') AS addr, INITCAP.x FROM staff JOIN (SELECT 1 AS x) INITCAP",
  ),
  make(
    'words as names',
    'SELECT order_no, `group`, `select` FROM (SELECT task_id AS order_no, state AS `group`, priority AS `select` FROM task) `from`',
  ),
  make(
    'words as names of aggregates',
    'SELECT COUNT(*) AS `count`, SUM(priority) AS `sum`, MAX(opened) AS `max value` FROM task',
  ),
  make(
    'names in other cases',
    'SELECT t.task_id AS `id`, t.state `State`, UPPER(t.state) AS `STATE 2` FROM task AS t WHERE t.`done` = FALSE',
  ),
  make(
    'functions of constants',
    "SELECT INET_ATON('10.0.0.1') a, INET_NTOA(167772161) b, CONV('ff', 16, 10) c, CONV(10, 10, 2) d, BIN(5) e, OCT(8) f, CRC32('abc') g, UUID() IS NOT NULL h, RAND() < 2 i, PI() > 3 j, LOG(100, 10) IS NOT NULL k, LOG10(1000) l, EXP(0) m, RADIANS(180) > 3 n, LAST_DAY('2024-02-01') o, VERSION() IS NOT NULL p, DATABASE() IS NOT NULL q, BIT_COUNT(7) r, CHAR(65, 66) s, ORD('a') t, NULLIF(1, 1) u, GREATEST(1, 2.5, 0) v, LEAST('b', 'a') w, INTERVAL(3, 1, 2, 5) x",
  ),
]
