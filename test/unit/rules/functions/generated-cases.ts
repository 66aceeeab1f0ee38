/** Every text of one list put into every form of another: edge values that no one writes by hand. */
const cross = (forms: readonly string[], values: readonly string[]): readonly string[] =>
  forms.flatMap((form) => values.map((value) => form.replaceAll('?', value)))

const texts = ["''", "'a'", "'größe'", "'a.b.c'", "'  x  '", "'Hello World'"]
const places = ['-5', '-1', '0', '1', '2', '7', 'NULL']
const numbers = ["'1abc'", "'abc'", "' 12 '", "'-3.7e1x'", '2.5', '-2.5', '0', '1e3', 'NULL']
const days = [
  "'2024-02-29'",
  "'2023-12-31'",
  "'2000-01-01'",
  "'1999-12-31 23:59:59'",
  "'2021-01-03'",
  "'20240105'",
  "'2024-1-5 7:08:09'",
]
const times = ["'10:11:12'", "'-01:30:00'", "'100:59:59'", "'10:11:12.5'"]

/** Cases for the comparison with a real source server, beside the examples of the tables. */
export const generatedCases: readonly string[] = [
  ...cross(
    [
      'SUBSTRING(?, -2)',
      'SUBSTRING(?, 2, 3)',
      'LEFT(?, 3)',
      'RIGHT(?, 3)',
      'CHAR_LENGTH(?)',
      'LENGTH(?)',
      'HEX(?)',
      'REVERSE(?)',
    ],
    texts,
  ),
  ...cross(
    [
      'UPPER(?)',
      'TRIM(?)',
      'LTRIM(?)',
      'RTRIM(?)',
      'ASCII(?)',
      'ORD(?)',
      'QUOTE(?)',
      'MD5(?)',
      'SHA1(?)',
      'CRC32(?)',
      'TO_BASE64(?)',
    ],
    texts,
  ),
  ...cross(
    [
      "SUBSTRING('Sakila', ?)",
      "SUBSTRING('Sakila', ?, 2)",
      "SUBSTRING('Sakila', 2, ?)",
      "LEFT('Sakila', ?)",
      "RIGHT('Sakila', ?)",
    ],
    places,
  ),
  ...cross(
    [
      "SUBSTRING_INDEX('a.b.c.d', '.', ?)",
      "REPEAT('ab', ?)",
      "LOCATE('a', 'banana', ?)",
      "INSERT('abcdef', ?, 2, 'X')",
      "INSERT('abcdef', 2, ?, 'X')",
      "ELT(?, 'a', 'b')",
    ],
    places,
  ),
  ...cross(
    ['ABS(?)', 'SIGN(?)', 'CEIL(?)', 'FLOOR(?)', 'EXP(?)', 'SQRT(?)', 'ATAN(?)', 'CONCAT(?, 1)', 'POW(?, 2)'],
    numbers,
  ),
  ...cross(
    [
      "IF(?, 'y', 'n')",
      'IFNULL(?, 7)',
      'NULLIF(?, 0)',
      'ISNULL(?)',
      'COALESCE(NULL, ?)',
      'CAST(? AS SIGNED)',
      'CAST(? AS DECIMAL(10,2))',
    ],
    numbers,
  ),
  ...cross(
    [
      'YEAR(?)',
      'MONTH(?)',
      'DAY(?)',
      'DAYOFWEEK(?)',
      'WEEKDAY(?)',
      'DAYOFYEAR(?)',
      'QUARTER(?)',
      'LAST_DAY(?)',
      'TO_DAYS(?)',
      'DAYNAME(?)',
      'MONTHNAME(?)',
    ],
    days,
  ),
  ...cross(
    [
      'WEEK(?, 0)',
      'WEEK(?, 1)',
      'WEEK(?, 2)',
      'WEEK(?, 3)',
      'WEEK(?, 4)',
      'WEEK(?, 5)',
      'WEEK(?, 6)',
      'WEEK(?, 7)',
      'YEARWEEK(?, 0)',
      'YEARWEEK(?, 3)',
      'YEARWEEK(?, 6)',
    ],
    days,
  ),
  ...cross(
    [
      "DATE_FORMAT(?, '%Y-%m-%d %H:%i:%s')",
      "DATE_FORMAT(?, '%a %b %e %c %j %y')",
      "DATE_FORMAT(?, '%U %u %V %v %X %x %w')",
      'DATE(?)',
      'UNIX_TIMESTAMP(?)',
    ],
    days,
  ),
  ...cross(
    [
      "TIMESTAMPDIFF(MONTH, ?, '2024-03-31')",
      "TIMESTAMPDIFF(YEAR, ?, '2024-03-01')",
      "TIMESTAMPDIFF(DAY, ?, '2024-03-01 12:00:00')",
      "DATEDIFF(?, '2024-01-01')",
    ],
    days,
  ),
  ...cross(
    [
      'DATE_ADD(?, INTERVAL 1 MONTH)',
      'DATE_SUB(?, INTERVAL 1 YEAR)',
      'DATE_ADD(?, INTERVAL 1 QUARTER)',
      "DATE_ADD(?, INTERVAL '1:2:3' HOUR_SECOND)",
    ],
    days.slice(0, 5),
  ),
  ...cross(
    [
      'HOUR(?)',
      'MINUTE(?)',
      'SECOND(?)',
      'MICROSECOND(?)',
      'TIME_TO_SEC(?)',
      'TIME(?)',
      "TIME_FORMAT(?, '%H:%i:%s')",
      "ADDTIME(?, '01:00:00')",
      "TIMEDIFF(?, '05:00:00')",
    ],
    times,
  ),
  ...cross(
    [
      "JSON_TYPE('?')",
      "JSON_LENGTH('?')",
      "JSON_DEPTH('?')",
      "JSON_EXTRACT('?', '$.a')",
      "JSON_UNQUOTE(JSON_EXTRACT('?', '$.a'))",
      "JSON_KEYS('?')",
    ],
    ['{"a": 1}', '{"a": "x"}', '{"a": {"b": [1, 2]}}', '[]', '{}'],
  ),
  ...cross(
    [
      "JSON_SET('?', '$.a', 5)",
      "JSON_INSERT('?', '$.a', 5)",
      "JSON_REPLACE('?', '$.a', 5)",
      "JSON_REMOVE('?', '$.a')",
      "JSON_MERGE_PATCH('?', '{\"b\": 2}')",
    ],
    ['{"a": 1}', '{"b": 1}', '{}'],
  ),
  ...cross(
    ['GREATEST(1, ?)', 'LEAST(1, ?)', 'ROUND(12.345, ?)', 'TRUNCATE(12.345, ?)', 'FORMAT(12345.678, ?)'],
    ['0', '1', '2', 'NULL'],
  ),
  ...cross(
    [
      'CONV(?, 10, 16)',
      'CONV(?, 16, 10)',
      'BIN(?)',
      'OCT(?)',
      'HEX(?)',
      'BIT_COUNT(?)',
      'INET_NTOA(?)',
      'SEC_TO_TIME(?)',
      'FROM_DAYS(?)',
    ],
    ['0', '10', '255', '730669'],
  ),
]
