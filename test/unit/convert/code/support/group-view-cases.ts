import { make, type ViewCase } from './view-case.js'

/** Groups, aliases, order, subqueries and windows. */
export const groupCases: readonly ViewCase[] = [
  make(
    'GROUP BY a column of USING',
    'SELECT film_id, title, COUNT(*) n FROM rental JOIN film USING (film_id) GROUP BY film_id',
  ),
  make(
    'title by its film through USING',
    'SELECT film.title, COUNT(*) n FROM rental JOIN film USING (film_id) GROUP BY film_id',
  ),
  make(
    'outer join with USING grouped by the key',
    'SELECT r.film_id, f.title, f.rate, COUNT(*) n FROM film f LEFT JOIN rental r USING (film_id) GROUP BY f.film_id ORDER BY f.film_id',
  ),
  make('natural join grouped by the key', 'SELECT title, MAX(rented) m FROM film NATURAL JOIN rental GROUP BY film_id'),
  make('GROUP BY and ORDER BY positions', 'SELECT YEAR(opened) y, COUNT(*) n FROM task GROUP BY 1 ORDER BY 2 DESC, 1'),
  make(
    'month as an alias of a group',
    "SELECT DATE_FORMAT(opened, '%Y-%m') ym, SUM(estimate) s FROM task GROUP BY ym ORDER BY ym",
  ),
  make('alias that is named like its column', 'SELECT LOWER(state) AS state, COUNT(*) n FROM task GROUP BY state'),
  make(
    'alias in GROUP BY, HAVING and ORDER BY',
    "SELECT LOWER(state) AS s, COUNT(*) n FROM task GROUP BY s HAVING s <> 'wait' ORDER BY s",
  ),
  make('column before alias in GROUP BY', 'SELECT staff_id AS state, COUNT(*) AS n FROM task GROUP BY state'),
  make(
    'alias named like a column in HAVING',
    'SELECT staff_id AS id, MAX(task_id) AS task_id FROM task GROUP BY staff_id HAVING task_id > 2',
  ),
  make(
    'alias of an aggregate in HAVING',
    'SELECT staff_id, COUNT(*) AS n FROM task GROUP BY staff_id HAVING n > 1 AND staff_id IS NOT NULL',
  ),
  make(
    'alias of a sum in HAVING and ORDER BY',
    'SELECT staff_id, SUM(estimate) AS total FROM task GROUP BY staff_id HAVING total > 2 ORDER BY total',
  ),
  make('DISTINCT with ORDER BY', 'SELECT DISTINCT state FROM task ORDER BY state'),
  make('DISTINCT with two order keys', 'SELECT DISTINCT state, priority FROM task ORDER BY priority, state'),
  make('DISTINCT of an expression ordered by its alias', 'SELECT DISTINCT LEFT(state, 1) AS c FROM task ORDER BY c'),
  make('order by the alias of a negative', 'SELECT task_id, -task_id AS x FROM task ORDER BY x'),
  make('alias before column in ORDER BY', 'SELECT task_id AS a, priority AS task_id FROM task ORDER BY task_id, a'),
  make('order by alias with LIMIT', 'SELECT state AS s, task_id FROM task ORDER BY s, task_id LIMIT 3'),
  make(
    'LIMIT in a derived table',
    'SELECT * FROM (SELECT task_id, state FROM task ORDER BY priority DESC, task_id LIMIT 2) t',
  ),
  make(
    'LIMIT in a scalar subquery',
    'SELECT t.task_id, (SELECT s.name FROM staff s WHERE s.id = t.staff_id LIMIT 1) AS who FROM task t',
  ),
  make(
    'count of earlier rows',
    'SELECT t.task_id, (SELECT COUNT(*) FROM task u WHERE u.staff_id = t.staff_id AND u.opened < t.opened) AS before_it FROM task t',
  ),
  make(
    'IN subquery over a stored boolean',
    'SELECT s.id FROM staff s WHERE s.id IN (SELECT t.staff_id FROM task t WHERE t.done = 1)',
  ),
  make(
    'NOT IN without nulls',
    'SELECT s.id FROM staff s WHERE s.id NOT IN (SELECT t.staff_id FROM task t WHERE t.staff_id IS NOT NULL)',
  ),
  make('NOT EXISTS', 'SELECT s.id FROM staff s WHERE NOT EXISTS (SELECT * FROM task t WHERE t.staff_id = s.id)'),
  make(
    'derived table of groups joined',
    'SELECT d.staff_id, d.n FROM (SELECT staff_id, COUNT(*) n FROM task GROUP BY staff_id) d JOIN staff s ON s.id = d.staff_id WHERE d.n > 1',
  ),
  make(
    'next row by a join',
    'SELECT a.task_id, b.task_id AS nxt FROM task a LEFT JOIN task b ON b.task_id = a.task_id + 1',
  ),
  make(
    'stored boolean in an outer join',
    'SELECT staff.id, task.task_id FROM staff LEFT JOIN task ON task.staff_id = staff.id AND task.done',
  ),
  make(
    'missing counts as 0',
    'SELECT s.id, COALESCE(t.n, 0) n FROM staff s LEFT JOIN (SELECT staff_id, COUNT(*) n FROM task WHERE done = 1 GROUP BY staff_id) t ON t.staff_id = s.id',
  ),
  make(
    'team sizes',
    'SELECT s.manager_id, m.name AS boss, COUNT(*) n FROM staff s JOIN staff m ON m.id = s.manager_id GROUP BY s.manager_id',
  ),
  make(
    'latest row of a group',
    'SELECT staff_id, MAX(opened) AS last_opened, MIN(state) st FROM task GROUP BY staff_id ORDER BY NULL',
  ),
  make(
    'GROUP_CONCAT in order with a separator',
    "SELECT staff_id, GROUP_CONCAT(task_id ORDER BY opened DESC SEPARATOR '/') AS ids FROM task GROUP BY staff_id",
  ),
  make(
    'first of a GROUP_CONCAT',
    "SELECT staff_id, SUBSTRING_INDEX(GROUP_CONCAT(task_id ORDER BY opened DESC), ',', 1) AS latest FROM task GROUP BY staff_id",
  ),
  make(
    'distinct GROUP_CONCAT with a separator',
    "SELECT GROUP_CONCAT(DISTINCT state ORDER BY state SEPARATOR ';') x FROM task",
  ),
  make('distinct pairs counted', 'SELECT staff_id, COUNT(DISTINCT state, priority) n FROM task GROUP BY staff_id'),
  make(
    'CASE by its alias in GROUP BY',
    "SELECT CASE WHEN priority > 3 THEN 'high' WHEN priority > 0 THEN 'normal' ELSE 'low' END AS level, COUNT(*) n FROM task GROUP BY level",
  ),
  make(
    'IF by its alias in GROUP BY',
    "SELECT IF(done, 'closed', 'open') AS st, COUNT(*) n, AVG(estimate) a FROM task GROUP BY st ORDER BY st",
  ),
  make('stored boolean in HAVING', 'SELECT done, COUNT(*) c FROM task GROUP BY done HAVING done = 1'),
  make('HAVING without a group', 'SELECT COUNT(*) AS n FROM task HAVING n > 100'),
  make(
    'order by an aggregate',
    'SELECT priority, COUNT(*) n FROM task GROUP BY priority ORDER BY COUNT(*) DESC, priority',
  ),
  make('union ordered by position', 'SELECT state FROM task UNION SELECT name FROM staff ORDER BY 1'),
  make(
    'union of limited queries',
    '(SELECT task_id AS i FROM task ORDER BY opened DESC LIMIT 1) UNION ALL (SELECT id FROM staff ORDER BY id LIMIT 1)',
  ),
  make(
    'union ordered by its column with LIMIT',
    "SELECT task_id i FROM task WHERE done = 1 UNION ALL SELECT id FROM staff WHERE role = 'admin' ORDER BY i DESC LIMIT 3",
  ),
  make(
    'IN subquery of pairs',
    'SELECT task_id FROM task WHERE (staff_id, priority) IN (SELECT staff_id, MAX(priority) FROM task GROUP BY staff_id)',
  ),
  make('pair compared', 'SELECT task_id FROM task WHERE (staff_id, priority) = (1, 5)'),
  make('null-safe comparison with NULL', 'SELECT task_id FROM task WHERE staff_id <=> NULL'),
  make(
    'window functions by partition and order',
    'SELECT ROW_NUMBER() OVER (PARTITION BY staff_id ORDER BY opened) rn, task_id, RANK() OVER (ORDER BY priority DESC) rk, LAG(task_id) OVER (ORDER BY task_id) lg, SUM(estimate) OVER (PARTITION BY staff_id ORDER BY task_id) rt FROM task',
  ),
  make(
    'recursive tree of managers',
    'WITH RECURSIVE tree AS (SELECT id, name, manager_id, 0 AS depth FROM staff WHERE manager_id IS NULL UNION ALL SELECT s.id, s.name, s.manager_id, t.depth + 1 FROM staff s JOIN tree t ON s.manager_id = t.id) SELECT id, depth FROM tree ORDER BY depth, id',
  ),
  make(
    'calendar of days',
    "WITH RECURSIVE days AS (SELECT CAST('2022-01-01' AS DATE) AS d UNION ALL SELECT d + INTERVAL 1 DAY FROM days WHERE d < '2022-01-05') SELECT d.d, COUNT(t.task_id) n FROM days d LEFT JOIN task t ON DATE(t.opened) = d.d GROUP BY d.d",
  ),
  make(
    'chain of common table expressions',
    'WITH totals AS (SELECT staff_id, COUNT(*) n FROM task GROUP BY staff_id), big AS (SELECT * FROM totals WHERE n > 1) SELECT b.n, s.login FROM big b JOIN staff s ON s.id = b.staff_id',
  ),
  make(
    'union in a derived table of counts',
    "SELECT u.k, u.v FROM (SELECT 'staff' k, COUNT(*) v FROM staff UNION ALL SELECT 'task', COUNT(*) FROM task) u",
  ),
  make(
    'join of two derived tables',
    'SELECT x.task_id FROM (SELECT * FROM task WHERE done = 0) x JOIN (SELECT id FROM staff) y ON y.id = x.staff_id',
  ),
  make('comma join counted', 'SELECT COUNT(*) FROM task t, staff s WHERE t.staff_id = s.id'),
  make(
    'conditional sums and counts',
    "SELECT SUM(CASE WHEN state = 'done' THEN 1 ELSE 0 END) d, SUM(IF(state = 'open', estimate, 0)) o, COUNT(IF(done, 1, NULL)) c, AVG(CASE WHEN done THEN estimate END) a FROM task",
  ),
  make(
    'pivot by CASE',
    "SELECT staff_id, MAX(CASE state WHEN 'open' THEN estimate END) op, MAX(CASE state WHEN 'done' THEN estimate END) dn FROM task GROUP BY staff_id",
  ),
  make('nulls ordered by hand', 'SELECT id, name FROM staff ORDER BY name IS NULL, name DESC, id'),
  make('order by a list of labels', "SELECT id FROM staff ORDER BY FIELD(role, 'editor', 'admin', 'viewer'), id"),
  make('order ignoring case', 'SELECT id FROM staff ORDER BY name DESC, login'),
  make('order by a choice', 'SELECT task_id FROM task ORDER BY IF(closed IS NULL, 0, 1), closed DESC, task_id'),
  make('order by a stored boolean', 'SELECT task_id FROM task ORDER BY done, priority DESC, task_id'),
  make('stored boolean as the condition', 'SELECT task_id FROM task WHERE done'),
  make('stored boolean negated', 'SELECT task_id FROM task WHERE NOT done AND priority'),
  make(
    'stored boolean in logic',
    'SELECT task_id, NOT done nd, !priority np, done AND priority dp, done OR priority > 1 o, done XOR priority x FROM task',
  ),
  make(
    'large unsigned numbers',
    'SELECT task_id, big + 0 a, big / 2 b, big > 100 c, big % 10 d FROM task WHERE big < 1000 OR big IS NULL',
  ),
  make('largest unsigned number', 'SELECT task_id, big FROM task WHERE big = 18446744073709551615'),
]
