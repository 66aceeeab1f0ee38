import { make, type ViewCase } from './view-case.js'

/** Times, dates and documents of JSON. */
export const timeCases: readonly ViewCase[] = [
  make(
    'rounding of floating point numbers',
    'SELECT id, ROUND(weight) a, ROUND(weight, 1) b, ROUND(height) c, ROUND(height,1) d, ROUND(1.25e0, 1) e, ROUND(2.5e0) f, ROUND(-0.5e0) g, ROUND(1.005e0, 2) h, ROUND(0.15e0,1) i, ROUND(0.25e0,1) j, ROUND(0.35e0,1) k, ROUND(2.675e0,2) l, ROUND(125e0,-1) m, ROUND(1234.5678e0, 3) n FROM staff',
  ),
  make(
    'numbers written and cast from floating point',
    'SELECT id, FORMAT(weight,0) a, FORMAT(weight,1) b, TRUNCATE(weight,1) c, FORMAT(height, 1) d, CAST(weight AS SIGNED) e, CAST(weight AS DECIMAL(5,1)) f FROM staff',
  ),
  make(
    'parts of signed and long times',
    'SELECT id, HOUR(shift) a, MINUTE(shift) b, SECOND(shift) c, TIME_TO_SEC(shift) d, EXTRACT(HOUR FROM shift) e, EXTRACT(MINUTE FROM shift) f, EXTRACT(HOUR_SECOND FROM shift) g, EXTRACT(DAY_SECOND FROM shift) h, EXTRACT(SECOND FROM shift) i, EXTRACT(MINUTE_SECOND FROM shift) j, EXTRACT(HOUR_MINUTE FROM shift) k FROM staff',
  ),
  make(
    'times moved by times and made of seconds',
    "SELECT id, SEC_TO_TIME(id * 40000) a, SEC_TO_TIME(-id * 1000) b, SEC_TO_TIME(weight) c, ADDTIME(shift, '10:00:00') d, SUBTIME(shift, '10:00:00') e, TIMEDIFF(shift, '10:00:00') f, ADDTIME(shift, shift) g, ADDTIME(created, shift) h, SUBTIME(created, shift) i, SEC_TO_TIME(5000000) j FROM staff",
  ),
  make(
    'times written, added up and compared in arithmetic',
    "SELECT task_id, TIMEDIFF(closed, opened) a, TIME_FORMAT(spent, '%H:%i') b, spent + 0 c, CAST(spent AS CHAR) d, ADDTIME(spent, spent) e, TIME_TO_SEC(spent) / 3600 f, MICROSECOND(spent) g, SUM(TIME_TO_SEC(spent)) OVER () h, ADDTIME(opened, spent) i FROM task",
  ),
  make(
    'seconds summed up as a time',
    'SELECT staff_id, SEC_TO_TIME(SUM(TIME_TO_SEC(spent))) AS total FROM task GROUP BY staff_id',
  ),
  make(
    'times as text and in comparisons',
    "SELECT id, CONCAT(shift) a, shift > '01:00:00' b, shift < 0 c, shift BETWEEN '-02:00:00' AND '09:00:00' d FROM staff",
  ),
  make('greatest and least time', 'SELECT MAX(shift) a, MIN(shift) b FROM staff'),
  make('ORDER BY a signed time', 'SELECT id FROM staff ORDER BY shift'),
  make('days of a long time', 'SELECT id, EXTRACT(DAY FROM shift) a FROM staff WHERE shift > 0'),
  make(
    'JSON paths, also of what is no array',
    "SELECT id, JSON_EXTRACT(doc, '$[0]') a, JSON_EXTRACT(doc, '$.n') b, JSON_EXTRACT(doc, '$.a[0]') c, JSON_EXTRACT(doc, '$.n[0]') d, JSON_UNQUOTE(JSON_EXTRACT(doc, '$.s')) e FROM staff",
  ),
  make(
    'JSON changed at any number of paths',
    "SELECT id, JSON_SET(doc, '$.n', 1, '$.z', 'new') a, JSON_INSERT(doc, '$.n', 1, '$.z', 'new', '$.y', 2) b, JSON_REPLACE(doc, '$.n', 1, '$.z', 'new') c, JSON_REMOVE(doc, '$.n', '$.s') d FROM staff WHERE id < 3",
  ),
  make(
    'JSON merged from any number of documents',
    'SELECT id, JSON_MERGE_PATCH(doc, \'{"n": 6}\', \'{"q": 1}\') a, JSON_MERGE_PRESERVE(doc, \'{"n": 6}\', \'{"q": 1}\') b, JSON_MERGE(doc, \'{"n": 6}\') c FROM staff WHERE id < 3',
  ),
  make('several JSON paths at once', "SELECT id, JSON_EXTRACT(doc, '$.n', '$.s') a FROM staff"),
  make('JSON number compared with a number', "SELECT id FROM staff WHERE JSON_EXTRACT(doc, '$.n') = 5"),
  make('JSON number ordered against a number', "SELECT id FROM staff WHERE JSON_EXTRACT(doc, '$.n') > 5"),
  make(
    'unquoted JSON text compared with text',
    "SELECT id FROM staff WHERE JSON_UNQUOTE(JSON_EXTRACT(doc, '$.s')) = 'x'",
  ),
  make('JSON text compared with text', "SELECT id FROM staff WHERE JSON_EXTRACT(doc, '$.s') = 'x'"),
  make('JSON_VALUE compared with text', "SELECT id FROM staff WHERE JSON_VALUE(doc, '$.s') = 'x'"),
  make('JSON boolean compared with true', "SELECT id FROM staff WHERE JSON_EXTRACT(doc, '$.t') = true"),
  make('JSON value as a condition', "SELECT id FROM staff WHERE JSON_EXTRACT(doc, '$.t')"),
  make(
    'JSON numbers in arithmetic',
    "SELECT id, JSON_VALUE(doc, '$.n') + 1 a, JSON_EXTRACT(doc, '$.n') + 1 b, JSON_EXTRACT(doc, '$.n') * 2 c, SUM(JSON_EXTRACT(doc, '$.n')) OVER () d FROM staff",
  ),
  make('rows gathered as JSON objects', "SELECT JSON_ARRAYAGG(JSON_OBJECT('id', id, 'n', name)) a FROM staff"),
  make(
    'current date and time',
    'SELECT NOW() >= UTC_TIMESTAMP() - INTERVAL 1 MINUTE a, CURDATE() = DATE(NOW()) b, NOW() = SYSDATE() OR 1 c, CURTIME() IS NOT NULL d, DATEDIFF(NOW(), CURDATE()) e, UNIX_TIMESTAMP() > 1000 f',
  ),
  make('timestamp at midnight', "SELECT task_id FROM task WHERE opened = '2022-01-01'"),
  make('timestamps between two dates', "SELECT task_id FROM task WHERE opened BETWEEN '2022-01-01' AND '2022-01-15'"),
  make(
    'one day by a half-open range',
    "SELECT task_id FROM task WHERE opened >= '2022-01-15' AND opened < '2022-01-15' + INTERVAL 1 DAY",
  ),
  make('one day by DATE()', "SELECT task_id FROM task WHERE DATE(opened) = '2022-01-15'"),
  make(
    'timestamps around now',
    'SELECT task_id FROM task WHERE opened > NOW() - INTERVAL 200 YEAR AND opened < CURDATE()',
  ),
  make('timestamp like a text', "SELECT task_id FROM task WHERE opened LIKE '2022-01%'"),
  make(
    'timestamps by year and month',
    'SELECT task_id FROM task WHERE YEAR(opened) = 2022 AND MONTH(opened) IN (1, 2)',
  ),
  make('timestamp compared with a number', 'SELECT task_id FROM task WHERE opened > 20220115'),
  make(
    'instants, zones and differences',
    "SELECT id, FROM_UNIXTIME(1600000000 + id) a, FROM_UNIXTIME(1600000000, '%Y-%m-%d') b, CONVERT_TZ(seen, '+00:00', '+02:00') c, CONVERT_TZ(created, '+00:00', '-05:30') d, TIMESTAMPDIFF(DAY, hired, '2023-01-01') e, TIMESTAMPDIFF(MONTH, hired, created) f, TIMESTAMPDIFF(YEAR, hired, seen) g, TIMESTAMPDIFF(HOUR, seen, created) h FROM staff",
  ),
  make(
    'texts read as dates',
    "SELECT id, STR_TO_DATE('31/12/2020', '%d/%m/%Y') a, STR_TO_DATE('2020-05-06 07:08:09', '%Y-%m-%d %H:%i:%s') b, STR_TO_DATE('May 5, 2020', '%M %e, %Y') c, STR_TO_DATE('bad', '%Y') d, STR_TO_DATE('10:11', '%H:%i') e, STR_TO_DATE(CONCAT(id, ',1,2020'), '%d,%m,%Y') f FROM staff",
  ),
  make(
    'codes of date formats and weeks',
    "SELECT id, DATE_FORMAT(created, '%W %M %D %U %v %u %V %x %X %j %w %a %b %y %e %c %k %l %p %r %T %f %%') a, DAYNAME(hired) b, MONTHNAME(hired) c, DAYOFWEEK(hired) d, WEEKDAY(hired) e, DAYOFYEAR(hired) f, WEEK(hired) g, WEEK(hired, 1) h, WEEK(hired, 3) i, WEEK(hired, 5) j, WEEKOFYEAR(hired) k, YEARWEEK(hired) l, YEARWEEK(hired, 1) m, QUARTER(hired) n, LAST_DAY(hired) o, TO_DAYS(hired) p FROM staff",
  ),
  make(
    'dates moved by intervals',
    "SELECT id, DATE_ADD(hired, INTERVAL 1 MONTH) a, hired - INTERVAL 1 YEAR b, created + INTERVAL '1:30' HOUR_MINUTE c, DATE_SUB(seen, INTERVAL 36 HOUR) d, hired + INTERVAL id DAY e, hired + INTERVAL 12 HOUR f, DATE_ADD('2020-01-31', INTERVAL 1 MONTH) g, ADDDATE(hired, 10) h, SUBDATE(hired, id) i, LAST_DAY(hired) + INTERVAL 1 DAY j, DATE_ADD(hired, INTERVAL -id WEEK) k, TIMESTAMPADD(MINUTE, 90, created) l FROM staff",
  ),
  make(
    'differences and casts of dates',
    "SELECT id, DATEDIFF(created, hired) a, DATEDIFF('2023-01-01', hired) b, TIMEDIFF(created, seen) IS NULL c, MAKEDATE(2020, id * 30) d, DATE(created) e, CAST(created AS DATE) f, CAST('2020-02-30' AS DATE) g, DATE('2020-1-5') h, TIMESTAMP(hired) i, TIMESTAMP(hired, '10:00') j, CAST(hired AS DATETIME) k FROM staff",
  ),
  make('month buckets', "SELECT DATE_FORMAT(opened, '%Y-%m-01') m, COUNT(*) n FROM task GROUP BY m ORDER BY m"),
  make('week buckets', 'SELECT YEARWEEK(opened, 3) w, COUNT(*) n FROM task GROUP BY w'),
  make(
    'buckets by Monday',
    'SELECT DATE(opened - INTERVAL WEEKDAY(opened) DAY) monday, COUNT(*) n FROM task GROUP BY monday',
  ),
  make('quarter buckets', "SELECT CONCAT(YEAR(opened), '-Q', QUARTER(opened)) q, COUNT(*) n FROM task GROUP BY q"),
  make('hour buckets', 'SELECT HOUR(opened) h, COUNT(*) n FROM task GROUP BY HOUR(opened)'),
  make('buckets by the epoch', 'SELECT FLOOR(UNIX_TIMESTAMP(opened) / 86400) d, COUNT(*) n FROM task GROUP BY d'),
  make(
    'durations and open ends',
    "SELECT task_id, TIMESTAMPDIFF(MINUTE, opened, closed) a, TIMESTAMPDIFF(SECOND, opened, IFNULL(closed, '2023-06-01')) b, DATEDIFF(COALESCE(closed, '2023-01-01'), opened) c, closed > opened d, GREATEST(opened, COALESCE(closed, opened)) e, IF(closed IS NULL, 'open', DATE_FORMAT(closed, '%d.%m.%Y')) f, IFNULL(closed, 'never') g, COALESCE(DATE_FORMAT(closed, '%Y'), 0) h FROM task",
  ),
  make(
    'extremes and averages of dates',
    'SELECT MIN(opened) a, MAX(closed) b, MAX(DATE(opened)) c, AVG(DATEDIFF(closed, opened)) d, SUM(TIMESTAMPDIFF(SECOND, opened, closed)) e, FROM_UNIXTIME(AVG(UNIX_TIMESTAMP(opened))) IS NOT NULL f FROM task',
  ),
  make('range of an instant', "SELECT id FROM staff WHERE seen > '2020-05-17' AND seen < '2021-01-01 00:00:01'"),
  make('instant compared with a timestamp', 'SELECT id FROM staff WHERE seen = created OR DATE(seen) > hired'),
  make('date compared with a timestamp', 'SELECT id FROM staff WHERE hired < created'),
  make('time compared with text', "SELECT id FROM staff WHERE shift = '08:30' OR shift > '24:00:00'"),
  make('timestamp between dates', 'SELECT id FROM staff WHERE created BETWEEN hired AND hired + INTERVAL 1 DAY'),
  make(
    'dates as text',
    "SELECT id, CONCAT(hired) a, CONCAT(seen) b, CONCAT(created) c, LEFT(created, 10) d, SUBSTRING(created, 6, 2) e, LENGTH(hired) f, REPLACE(hired, '-', '/') g, hired = LEFT(created, 10) h FROM staff",
  ),
  make(
    'choices between dates',
    "SELECT id, CASE WHEN seen IS NULL THEN 'never' WHEN seen < '2020-06-01' THEN 'old' ELSE 'new' END a, IFNULL(seen, created) b, COALESCE(seen, hired) c, IF(id = 1, hired, seen) d, NULLIF(hired, '2019-03-31') e FROM staff",
  ),
  make('union of an instant and a timestamp', 'SELECT seen AS t FROM staff UNION SELECT opened FROM task'),
  make('union of a date and a timestamp', 'SELECT hired AS t FROM staff UNION SELECT opened FROM task'),
  make(
    'clocks agree',
    "SELECT id, UTC_DATE() = CURDATE() a, LOCALTIME() IS NULL b, CURRENT_TIMESTAMP(3) IS NULL c, DATE_FORMAT(NOW(), '%Y') = YEAR(NOW()) d FROM staff",
  ),
  make(
    'intervals one after the other',
    'SELECT opened - INTERVAL 1 SECOND AS a, opened + INTERVAL 1 MONTH - INTERVAL 1 DAY AS b, DATE(opened) + INTERVAL 8 HOUR c FROM task',
  ),
]
