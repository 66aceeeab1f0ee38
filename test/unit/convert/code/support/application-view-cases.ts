import { make, type ViewCase } from './view-case.js'

/** Views as dashboards, lists and exports hold them. */
export const applicationCases: readonly ViewCase[] = [
  make('JSON that contains a value at a path', "SELECT id, JSON_CONTAINS(doc, '5', '$.n') f FROM staff WHERE id < 3"),
  make(
    'place by a self join',
    'SELECT a.id, COUNT(b.id) AS place FROM staff a LEFT JOIN staff b ON b.weight > a.weight GROUP BY a.id',
  ),
  make(
    'totals of groups by a window',
    'SELECT t.staff_id, t.state, COUNT(*) n, SUM(COUNT(*)) OVER (PARTITION BY t.staff_id) tot FROM task t GROUP BY t.staff_id, t.state',
  ),
  make(
    'weighted average',
    'SELECT s.login, COALESCE(SUM(t.estimate), 0) AS est, COALESCE(SUM(t.estimate * t.priority) / NULLIF(SUM(t.priority), 0), 0) AS weighted FROM staff s LEFT JOIN task t ON s.id = t.staff_id GROUP BY s.login',
  ),
  make('percentage as text', "SELECT CONCAT(ROUND(100 * SUM(done) / COUNT(*), 1), '%') AS pct FROM task"),
  make(
    'total time as text',
    "SELECT CONCAT(FLOOR(SUM(TIME_TO_SEC(spent)) / 3600), 'h ', MOD(FLOOR(SUM(TIME_TO_SEC(spent)) / 60), 60), 'm') AS total FROM task WHERE spent > 0",
  ),
  make(
    'texts put together of every type',
    "SELECT task_id, CONCAT(opened, ' - ', IFNULL(closed, 'now')) AS span, CONCAT('#', task_id) AS label, CONCAT(estimate, 'h') AS est, CONCAT('P', priority, IF(done, ' done', '')) AS pr FROM task",
  ),
  make(
    'averages and quotients of groups',
    'SELECT staff_id, AVG(estimate) a, ROUND(AVG(estimate), 2) b, SUM(estimate) / COUNT(*) c, SUM(priority) / COUNT(*) d, COUNT(*) / 3 e, AVG(priority) f, MAX(estimate) * 2 g FROM task GROUP BY staff_id',
  ),
  make(
    'HAVING by the alias of IFNULL',
    'SELECT IFNULL(staff_id, 0) AS k, COUNT(*) n FROM task GROUP BY IFNULL(staff_id, 0) HAVING k > 0',
  ),
  make('null of a derived table', 'SELECT IF(GROUPING_ID IS NULL, 1, 0) x FROM (SELECT NULL AS GROUPING_ID) t'),
  make(
    'scalar subqueries added',
    'SELECT (SELECT name FROM staff WHERE id = 1) AS a, (SELECT COUNT(*) FROM task WHERE staff_id = 1) + (SELECT COUNT(*) FROM staff) AS b',
  ),
  make(
    'scalar subqueries of several types',
    'SELECT id, (SELECT AVG(estimate) FROM task t WHERE t.staff_id = s.id) > 1 AS busy, (SELECT done FROM task t WHERE t.staff_id = s.id ORDER BY task_id LIMIT 1) AS d FROM staff s',
  ),
  make(
    'sum of flags as a condition',
    'SELECT id FROM staff s WHERE (SELECT SUM(done) FROM task t WHERE t.staff_id = s.id)',
  ),
  make(
    'correlated count compared',
    'SELECT id FROM staff s WHERE 1 < (SELECT COUNT(*) FROM task t WHERE t.staff_id = s.id AND t.opened > s.created)',
  ),
  make(
    'lists and quantified comparisons as values',
    "SELECT id, login IN ('bob', 'Bob') a, name IN ('bob') b, id IN (SELECT staff_id FROM task) c, id NOT IN (SELECT staff_id FROM task WHERE staff_id IS NOT NULL) d, id = ANY (SELECT staff_id FROM task) e, id > ALL (SELECT priority FROM task WHERE priority < 3) f FROM staff",
  ),
  make(
    'join with a list of constants',
    'SELECT t.task_id, u.d FROM task t, (SELECT 1 AS d UNION ALL SELECT 2) u WHERE t.task_id = u.d',
  ),
  make(
    'natural join of derived tables',
    'SELECT * FROM (SELECT id FROM staff) a NATURAL JOIN (SELECT id, name FROM staff) b',
  ),
  make(
    'distinct rows of a join',
    'SELECT DISTINCT s.id, s.name FROM staff s JOIN task t ON t.staff_id = s.id ORDER BY s.id',
  ),
  make('distinct flags', 'SELECT DISTINCT done, priority > 1 AS p FROM task'),
  make(
    'distinct aggregates',
    'SELECT COUNT(DISTINCT done) a, COUNT(DISTINCT IF(done, staff_id, NULL)) b, SUM(DISTINCT priority) c FROM task',
  ),
  make('bits gathered', 'SELECT staff_id, BIT_OR(1 << priority) FROM task WHERE priority >= 0 GROUP BY staff_id'),
  make(
    'operators on bits',
    'SELECT id & 1 a, id | 4 b, id ^ 3 c, ~id d, id << 2 e, id >> 1 f, -id g, !id h, id XOR 0 i FROM staff',
  ),
  make(
    'logic as numbers',
    'SELECT id, id % 2 = 0 AS even, id BETWEEN 2 AND 4 AS mid, NOT (id > 2) AS small, id > 1 AND id < 4 OR id = 5 AS mix, (id > 1) + (id > 2) AS steps, IF(id > 2 OR name IS NULL, 1, 0) AS f, -(id > 2) AS neg FROM staff',
  ),
  make(
    'choices between aggregates',
    "SELECT CASE WHEN COUNT(*) = 0 THEN NULL ELSE SUM(estimate) / COUNT(*) END x, IF(COUNT(*) > 3, 'many', 'few') y, IFNULL(MAX(closed), 'none') z FROM task",
  ),
  make(
    'IF and CASE of mixed families',
    "SELECT id, IF(id = 1, 1, 'a') a, IF(id = 1, 1.5, 2) b, IF(id = 1, hired, 'none') c, IF(id = 1, NULL, id) d, CASE id WHEN 1 THEN 'one' WHEN '2' THEN 'two' ELSE id END e, CASE WHEN id > 3 THEN hired ELSE created END f, NULLIF(id, '1') g FROM staff",
  ),
  make(
    'pieces of text and dates',
    "SELECT task_id, LEFT(body, LOCATE(' ', body) - 1) a, SUBSTRING(body, LOCATE(' ', body) + 1) b, SUBSTR(state, -2) c, SUBSTRING(state FROM 2 FOR 2) d, RIGHT(task_id, 1) e, LPAD(MONTH(opened), 2, '0') f, CONCAT(YEAR(opened), LPAD(WEEK(opened, 3), 2, 0)) g, LEFT(opened, 7) h, RPAD(task_id, 3, 0) i FROM task",
  ),
  make(
    'bodies of several lines',
    "SELECT task_id, body LIKE '%\\n%' a, REPLACE(body, '\\n', ' ') b, REPLACE(REPLACE(body, 'a', 'A'), ' ', '') c, LOWER(body) = UPPER(body) d, TRIM(TRAILING ' ' FROM body) e, body LIKE '%Größe%' f, CHAR_LENGTH(body) <> LENGTH(body) g, body = 'FIX THE INDEX ON PAGE 12' h FROM task",
  ),
  make(
    'lower case on both sides of LIKE',
    "SELECT task_id FROM task WHERE LOWER(body) LIKE CONCAT('%', LOWER('Page'), '%') OR body LIKE '_all%'",
  ),
  make('one-character wildcard', "SELECT task_id FROM task WHERE state LIKE 'O_EN' AND body NOT LIKE '%index%'"),
  make('another escape character', "SELECT task_id FROM task WHERE body LIKE '%|%%' ESCAPE '|'"),
  make('empty text in a list', "SELECT task_id FROM task WHERE tags IN ('', 'web') OR tags IS NULL"),
  make('negated LIKE', "SELECT task_id FROM task WHERE NOT (tags LIKE '%web%')"),
  make('unequal to a number', 'SELECT task_id FROM task WHERE staff_id <> 1'),
  make('negated null-safe comparison', 'SELECT task_id FROM task WHERE NOT (staff_id <=> 1)'),
  make('NOT IN over COALESCE', 'SELECT task_id FROM task WHERE COALESCE(staff_id, -1) NOT IN (1, 2)'),
  make('open or long', 'SELECT task_id FROM task WHERE ISNULL(closed) OR closed > opened + INTERVAL 12 HOUR'),
  make(
    'moved and subtracted timestamps',
    "SELECT task_id, opened < closed - INTERVAL 1 DAY a, closed - opened b, closed - INTERVAL (task_id) MINUTE c, opened + INTERVAL priority * 2 DAY d, opened + INTERVAL '1 2' DAY_HOUR e, DATE_ADD(opened, INTERVAL 1 QUARTER) f FROM task",
  ),
  make(
    'distances and parts of dates',
    "SELECT task_id, TIMESTAMPDIFF(WEEK, opened, '2023-01-01') w, TIMESTAMPDIFF(QUARTER, opened, '2023-01-01') q, TIMESTAMPDIFF(MICROSECOND, opened, closed) us, DATEDIFF(DATE_ADD(opened, INTERVAL 1 MONTH), opened) days, DAY(LAST_DAY(opened)) dim, opened BETWEEN '2022-01-01' AND '2022-01-31 23:59:59' jan, MONTHNAME(opened) mn, WEEKDAY(opened) < 5 wd FROM task",
  ),
  make(
    'flags by month',
    'SELECT YEAR(opened) y, MONTH(opened) m, SUM(done) d, COUNT(*) - SUM(done) o FROM task GROUP BY YEAR(opened), MONTH(opened) ORDER BY y, m',
  ),
  make(
    'counts by date and hour',
    'SELECT DATE(opened) d, HOUR(opened) h, COUNT(*) n FROM task GROUP BY d, h ORDER BY d, h',
  ),
  make('order by parts of dates', 'SELECT opened, task_id FROM task ORDER BY MONTH(opened), DAY(opened) DESC, task_id'),
  make(
    'lists of every type',
    "SELECT GROUP_CONCAT(CONCAT(task_id, '=', state) ORDER BY task_id) a, GROUP_CONCAT(done ORDER BY task_id) b, GROUP_CONCAT(estimate ORDER BY task_id) c, GROUP_CONCAT(DATE(opened) ORDER BY task_id) d, GROUP_CONCAT(IFNULL(staff_id, '-') ORDER BY task_id) e FROM task",
  ),
  make(
    'extremes of choices',
    "SELECT MAX(IF(state = 'open', task_id, NULL)) a, MIN(NULLIF(priority, 0)) b, MAX(CONCAT(state, task_id)) c, MAX(done) d, MIN(done) e, MAX(spent) f, MAX(body IS NULL) g FROM task",
  ),
  make(
    'share by common table expressions',
    'WITH x AS (SELECT role, COUNT(*) n FROM staff GROUP BY role), y AS (SELECT SUM(n) AS total FROM x) SELECT x.role, x.n, ROUND(x.n / y.total * 100, 1) AS pct FROM x, y',
  ),
  make(
    'Fibonacci numbers',
    'WITH RECURSIVE fib (n, a, b) AS (SELECT 1, 0, 1 UNION ALL SELECT n + 1, b, a + b FROM fib WHERE n < 10) SELECT n, a FROM fib',
  ),
  make(
    'chain of managers',
    "WITH RECURSIVE chain AS (SELECT id, manager_id, CAST(login AS CHAR(100)) AS path FROM staff WHERE manager_id IS NULL UNION ALL SELECT s.id, s.manager_id, CONCAT(c.path, ' > ', s.login) FROM staff s JOIN chain c ON c.id = s.manager_id) SELECT id, path, LENGTH(path) - LENGTH(REPLACE(path, '>', '')) AS lvl FROM chain",
  ),
  make(
    'best row of each state',
    'WITH ranked AS (SELECT t.*, ROW_NUMBER() OVER (PARTITION BY state ORDER BY estimate DESC) rn FROM task t) SELECT state, task_id FROM ranked WHERE rn <= 1 AND estimate IS NOT NULL',
  ),
  make(
    'gross prices',
    "SELECT f.title, f.rate * (1 + 0.19) AS gross, ROUND(f.rate * 1.19, 2) AS rounded, FORMAT(f.rate * 1000, 2) AS fmt, f.rate > 2 AND f.rating <> 'R' AS ok, f.rating + 0 AS ri FROM film f",
  ),
  make(
    'the least and the largest of truth values',
    'SELECT (COUNT(*) > 0 AND MIN(done) = 1 AND MAX(done) = 1) x, MIN(done) + MAX(done) a, MAX(done) = 0 b, MIN(done) < 1 c FROM task GROUP BY staff_id ORDER BY staff_id, MIN(done)',
  ),
  make(
    'extremes by year',
    'SELECT release_year, MIN(title) a, MAX(title) b, SUM(length) c, AVG(length) d FROM film GROUP BY release_year ORDER BY release_year DESC',
  ),
  make(
    'notes trimmed and grouped',
    'SELECT p.note, LOWER(TRIM(p.note)) AS n2, COUNT(*) c FROM payment p GROUP BY LOWER(TRIM(p.note))',
  ),
  make('notes grouped ignoring case', 'SELECT note, COUNT(*) c FROM payment GROUP BY note'),
  make(
    'amounts multiplied',
    'SELECT payment_id, qty * amount a, qty * 1000 b, qty + qty c, payment_id * 1000000000 d, amount * 1.5 e, ROUND(amount * qty, 0) f, CAST(amount * 100 AS UNSIGNED) g, amount * 100 % 7 h, TRUNCATE(amount, 0) i FROM payment',
  ),
  make(
    'unpaid rentals',
    'SELECT r.rental_id, IFNULL(p.amount, 0) amt, p.payment_id IS NULL AS unpaid FROM rental r LEFT JOIN payment p USING (rental_id)',
  ),
  make(
    'durations of rentals',
    'SELECT rental_id, duration, TIME_TO_SEC(duration) s, ADDTIME(rented, duration) e, returned - INTERVAL 1 HOUR h, SEC_TO_TIME(TIMESTAMPDIFF(SECOND, rented, returned)) t, TIMEDIFF(returned, rented) d FROM rental',
  ),
  make(
    'casts of names',
    "SELECT id, CONVERT(name USING utf8mb4) a, CONVERT(name, BINARY) IS NOT NULL b, CAST(id AS CHAR) = '1' c, CONCAT(id, name) d, HEX(CAST(id AS CHAR)) e, CHAR_LENGTH(nick) f, nick = '' g, name = nick h, COALESCE(nick, login) i FROM staff",
  ),
  make('text with accents fits a pattern without them', "SELECT id FROM staff WHERE name LIKE '%e%'"),
  make('pattern of an expression ignores accents', "SELECT id FROM staff WHERE CONCAT(name, 'x') LIKE 'ev%'"),
  make('text with accents does not miss a pattern', "SELECT id FROM staff WHERE name NOT LIKE '%e%'"),
]
