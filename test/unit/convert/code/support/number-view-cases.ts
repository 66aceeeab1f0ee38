import { make, type ViewCase } from './view-case.js'

/** Columns whose numbers and moments the engines write and compute in ways of their own. */
export const numberTables: readonly string[] = [
  `CREATE TABLE gauge (
     id int NOT NULL, y year, z int(6) unsigned zerofill, wide bit(64), narrow bit(4), f double, r float, d decimal(10,2),
     at datetime(3), until time(3), u bigint unsigned, small int unsigned, doc json,
     legacy varchar(20) CHARACTER SET latin1 COLLATE latin1_swedish_ci, PRIMARY KEY (id))`,
]

const rows: readonly string[] = [
  `1, '2020', 42, b'1111111111111111111111111111111111111111111111111111111111111111', b'101', 1e15, 1234567, 1.50,
   '2020-01-05 10:00:00.500', '10:00:00.250', 18446744073709551615, 5, '{"a": 1}', 'Café'`,
  `2, '0000', 1234567, b'101', b'1', 0.00001, 0.1, -2.25, '1999-12-31 23:59:59', '-01:00:00', 7, 3, '{"b": [1]}', 'x'`,
  `3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL`,
  `4, '1901', 0, b'0', b'1111', 1.5e-16, 2.5, 100, '2000-02-29 12:00:00.125', '12:30:00', 9223372036854775808, 0, '{"a": null}', ''`,
]

/** The statements that fill the table on each side; bits are as long as their column on the target. */
export const numberInserts: readonly { readonly source: string; readonly target: string }[] = rows.map((row) => ({
  source: `INSERT INTO gauge VALUES (${row})`,
  target: `INSERT INTO app.gauge VALUES (${padded(row)})`,
}))

function padded(row: string): string {
  let found = 0
  return row.replace(/b'([01]+)'/g, (_, digits: string) => `b'${digits.padStart(found++ === 0 ? 64 : 4, '0')}'`)
}

export const numberViewCases: readonly ViewCase[] = [
  make(
    'bytes of text in a character set of one byte',
    'SELECT id, LENGTH(legacy) AS a, HEX(legacy) AS b, MD5(legacy) AS c, SHA1(legacy) AS d, TO_BASE64(legacy) AS e, BIT_LENGTH(legacy) AS f, CRC32(legacy) AS g FROM gauge',
  ),
  make(
    'bytes of text made of text in a character set of one byte',
    "SELECT id, LENGTH(CONCAT(legacy, '!')) AS a, HEX(UPPER(legacy)) AS b, SHA2(TRIM(legacy), 256) AS c FROM gauge",
  ),
  make(
    'a year as text has four digits',
    "SELECT id, CONCAT(y) AS a, CONCAT_WS('-', y, 1) AS b, LENGTH(y) AS c FROM gauge",
  ),
  make('a year in a choice with text', "SELECT id, IFNULL(y, 'none') AS a, IF(y = 0, 'zero', y) AS b FROM gauge"),
  make('a year as a number', 'SELECT id, y + 1 AS a, y * 2 AS b, y > 2000 AS c FROM gauge'),
  make('a year compared with text', "SELECT id FROM gauge WHERE y = '2020' OR y = '0000'"),
  make(
    'a number filled up with zeros, as text',
    "SELECT id, CONCAT('#', z) AS a, LENGTH(z) AS b, REPLACE(z, '0', 'o') AS c, LEFT(z, 3) AS d, z + 1 AS e FROM gauge",
  ),
  make(
    'a number filled up with zeros, in choices',
    "SELECT id, IFNULL(z, '-') AS a, CONCAT(IF(id > 1, z, 'x')) AS b FROM gauge",
  ),
  make('a number filled up with zeros, compared', "SELECT id FROM gauge WHERE z = '42' OR z LIKE '0000%'"),
  make(
    '64 bits as a number',
    'SELECT id, wide + 0 AS a, wide + 1.5 AS b, wide / 2 AS c, wide * 1.0 AS d FROM gauge WHERE id <> 1 OR 1',
  ),
  make(
    '64 bits compared',
    'SELECT id, wide > 5 AS a, wide = 18446744073709551615 AS b, wide IN (0, 5) AS c FROM gauge',
  ),
  make(
    '64 bits and bit operators',
    'SELECT id, wide & 7 AS a, wide | 2 AS b, wide ^ 1 AS c, wide >> 60 AS d, ~wide AS e FROM gauge',
  ),
  make('bits compared with a bit literal', "SELECT id FROM gauge WHERE narrow = b'101' OR narrow = b'00001'"),
  make(
    'unsigned numbers and bit operators',
    'SELECT id, u & 255 AS a, u | 1 AS b, u ^ small AS c, u >> 1 AS d FROM gauge',
  ),
  make('floating point as text', "SELECT id, CONCAT(f) AS a, CONCAT(f, '/', f * 2) AS b, LENGTH(f) AS c FROM gauge"),
  make('single precision as text', 'SELECT id, CONCAT(r) AS a, LENGTH(r) AS b FROM gauge'),
  make(
    'quotients as text',
    "SELECT id, CONCAT(d / 3) AS a, CONCAT(small / 3, '%') AS b, LENGTH(d / 7) AS c FROM gauge",
  ),
  make(
    'deviations over exact numbers',
    'SELECT STD(small) AS a, STDDEV(d) AS b, VARIANCE(small) AS c, VAR_SAMP(d) AS e FROM gauge',
  ),
  make('deviations over floating point', 'SELECT ROUND(STDDEV_SAMP(r), 3) AS a, ROUND(VAR_POP(r), 2) AS b FROM gauge'),
  make('seconds of a moment with a fraction', 'SELECT id, UNIX_TIMESTAMP(at) AS a, TIME_TO_SEC(at) AS b FROM gauge'),
  make(
    'seconds of a time with a fraction',
    "SELECT id, TIME_TO_SEC(until) AS a, TIME_TO_SEC('10:00:00.25') AS b FROM gauge",
  ),
  make('a moment with a fraction, as text', "SELECT id, CONCAT(at) AS a, CONCAT('at ', at) AS b FROM gauge"),
  make(
    'a document contained at a path that is not there',
    "SELECT id, JSON_CONTAINS(doc, '1', '$.a') AS a, JSON_CONTAINS(doc, '1') AS b FROM gauge",
  ),
  make('the first match of nothing', "SELECT id, REGEXP_SUBSTR(y, '[3-9]+') AS a FROM gauge"),
  make(
    'padding to a length that is not known',
    "SELECT id, LPAD(small, small, '0') AS a, RPAD('x', small - 4.0, '*') AS b FROM gauge",
  ),
]
