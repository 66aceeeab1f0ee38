import type { RejectCode } from '../../src/core/data/reject.js'

/**
 * What must become of one value. `is`: the target's own text of it. `reject`: the row is set aside with that code.
 * Neither: the two engines must agree about it in canonical form. Without a word all must hold that can be checked.
 */
export interface ValueCase {
  /** As an SQL literal of the source. */
  readonly value: string
  readonly is?: string
  readonly reject?: RejectCode
  /** A text dump of the source does not hold the value exactly: the dump's own value is what counts there. */
  readonly roundedInDump?: boolean
}

export interface TypeCase {
  /** Column type as in CREATE TABLE. */
  readonly type: string
  /** Sources that have the type; both unless given. */
  readonly only?: 'mariadb'
  readonly values: readonly ValueCase[]
}

const v = (value: string, is?: string): ValueCase => (is === undefined ? { value } : { value, is })
const rejected = (value: string, reject: RejectCode): ValueCase => ({ value, reject })
const rounded = (value: string, is: string): ValueCase => ({ value, is, roundedInDump: true })
const integers = (type: string, ...values: readonly string[]): TypeCase => ({
  type,
  values: values.map((value) => v(value, value)),
})

const zeroDate = 'XW-D0101'

const numbers: readonly TypeCase[] = [
  integers('TINYINT', '-128', '-1', '0', '1', '127'),
  integers('TINYINT(1)', '-128', '0', '1', '2', '127'),
  integers('TINYINT UNSIGNED', '0', '128', '255'),
  integers('SMALLINT', '-32768', '0', '32767'),
  integers('SMALLINT UNSIGNED', '32768', '65535'),
  integers('MEDIUMINT', '-8388608', '8388607'),
  integers('MEDIUMINT UNSIGNED', '8388608', '16777215'),
  integers('INT', '-2147483648', '-1', '0', '2147483647'),
  integers('INT UNSIGNED', '2147483648', '4294967295'),
  integers('INT(8) UNSIGNED ZEROFILL', '0', '42', '4294967295'),
  integers('BIGINT', '-9223372036854775808', '-9007199254740993', '9007199254740993', '9223372036854775807'),
  integers('BIGINT UNSIGNED', '0', '9007199254740993', '9223372036854775808', '18446744073709551615'),
  { type: 'BOOL', values: [v('TRUE', '1'), v('FALSE', '0'), v('5', '5')] },
  {
    type: 'DECIMAL(10,2)',
    values: [v('0', '0.00'), v('-0.01', '-0.01'), v('99999999.99', '99999999.99'), v('1.5', '1.50')],
  },
  {
    type: 'DECIMAL(65,0)',
    values: [v(`'${'9'.repeat(65)}'`, '9'.repeat(65)), v(`'-${'9'.repeat(65)}'`, `-${'9'.repeat(65)}`)],
  },
  { type: 'DECIMAL(1,1)', values: [v('0.9', '0.9'), v('-0.1', '-0.1'), v('0', '0.0')] },
  { type: 'DECIMAL(10,0)', values: [v('9999999999', '9999999999'), v('-1', '-1')] },
  { type: 'DECIMAL(12,4) UNSIGNED ZEROFILL', values: [v('1.5', '1.5000'), v('0', '0.0000')] },
  {
    type: 'DECIMAL(65,30)',
    values: [
      v(
        "'99999999999999999999999999999999999.999999999999999999999999999999'",
        '99999999999999999999999999999999999.999999999999999999999999999999',
      ),
      v("'-0.000000000000000000000000000001'", '-0.000000000000000000000000000001'),
      v('0', '0.000000000000000000000000000000'),
      v("'12345678901234567890.123456789012345678'", '12345678901234567890.123456789012345678000000000000'),
    ],
  },
  {
    type: 'DECIMAL(30,30)',
    values: [v("'0.000000000000000000000000000001'", '0.000000000000000000000000000001'), v('0.5')],
  },
  {
    type: 'FLOAT',
    values: [
      ...[
        rounded('16777216', '1.6777216e+07'),
        rounded('16777215', '1.6777215e+07'),
        v('0.1', '0.1'),
        v('-0.5', '-0.5'),
      ],
      ...[
        v('0', '0'),
        rounded('3.4028234663852886e38', '3.4028235e+38'),
        rounded('1.1754943508222875e-38', '1.1754944e-38'),
      ],
      ...[rounded('1.401298464324817e-45', '1e-45'), v('1e10', '1e+10'), rounded('123456.789', '123456.79')],
    ],
  },
  { type: 'FLOAT(10,4)', values: [v('1.5'), v('-999999.9999'), v('0.0001')] },
  {
    type: 'DOUBLE',
    values: [
      ...[
        v('0.1', '0.1'),
        v('1e23', '9.999999999999999e+22'),
        v('1.7976931348623157e308', '1.7976931348623157e+308'),
        v('-1.5', '-1.5'),
      ],
      ...[
        v('2.2250738585072014e-308', '2.2250738585072014e-308'),
        v('4.9406564584124654e-324', '5e-324'),
        v('9007199254740993'),
      ],
      ...[
        v('0.30000000000000004', '0.30000000000000004'),
        v('1e15', '1e+15'),
        v('123456789012345680', '1.2345678901234568e+17'),
      ],
    ],
  },
  { type: 'DOUBLE(12,6)', values: [v('1.5'), v('-999999.999999'), v('0.000001')] },
  { type: 'BIT(1)', values: [v("b'0'"), v("b'1'")] },
  { type: 'BIT(8)', values: [v("b'10000000'", '10000000'), v('255', '11111111'), v('92', '01011100')] },
  { type: 'BIT(33)', values: [v('4294967296', `1${'0'.repeat(32)}`), v('39', `${'0'.repeat(27)}100111`)] },
  { type: 'BIT(9)', values: [v("b'101010101'", '101010101'), v("b'1'", '000000001'), v("b'0'", '000000000')] },
  { type: 'BIT(64)', values: [v('18446744073709551615', '1'.repeat(64)), v('1', `${'0'.repeat(63)}1`)] },
]

const moments: readonly TypeCase[] = [
  {
    type: 'DATE',
    values: [
      ...[
        v("'1000-01-01'", '1000-01-01'),
        v("'9999-12-31'", '9999-12-31'),
        v("'1582-10-10'", '1582-10-10'),
        v("'0001-01-01'", '0001-01-01'),
      ],
      ...[v("'2024-02-29'", '2024-02-29'), rejected("'0000-00-00'", zeroDate), rejected("'2010-00-00'", zeroDate)],
      ...[rejected("'2010-05-00'", zeroDate), rejected("'2023-02-30'", zeroDate), rejected("'0000-01-01'", zeroDate)],
    ],
  },
  {
    type: 'DATETIME',
    values: [
      ...[v("'1000-01-01 00:00:00'", '1000-01-01 00:00:00'), v("'9999-12-31 23:59:59'", '9999-12-31 23:59:59')],
      ...[v("'2024-03-31 02:30:00'", '2024-03-31 02:30:00'), v("'2011-12-30 10:00:00'", '2011-12-30 10:00:00')],
      ...[
        rejected("'0000-00-00 00:00:00'", zeroDate),
        rejected("'2023-02-30 10:00:00'", zeroDate),
        rejected("'2010-00-01 10:00:00'", zeroDate),
      ],
    ],
  },
  {
    type: 'DATETIME(3)',
    values: [
      v("'2024-01-01 00:00:00.001'", '2024-01-01 00:00:00.001'),
      v("'2024-01-01 00:00:00'", '2024-01-01 00:00:00'),
    ],
  },
  {
    type: 'DATETIME(6)',
    values: [
      v("'9999-12-31 23:59:59.999999'", '9999-12-31 23:59:59.999999'),
      v("'2024-01-01 00:00:00.000001'", '2024-01-01 00:00:00.000001'),
      v("'1969-12-31 23:59:59.999999'", '1969-12-31 23:59:59.999999'),
    ],
  },
  {
    type: 'TIMESTAMP NULL',
    values: [
      ...[v("'1970-01-01 00:00:01'", '1970-01-01 00:00:01+00'), v("'2038-01-19 03:14:07'", '2038-01-19 03:14:07+00')],
      ...[v("'2024-10-27 01:30:00'", '2024-10-27 01:30:00+00'), rejected("'0000-00-00 00:00:00'", zeroDate)],
    ],
  },
  {
    type: 'TIMESTAMP(6) NULL',
    values: [
      v("'2038-01-19 03:14:07.999999'", '2038-01-19 03:14:07.999999+00'),
      v("'1970-01-01 00:00:01.000001'", '1970-01-01 00:00:01.000001+00'),
    ],
  },
  {
    type: 'TIME',
    values: [
      ...[
        v("'-838:59:59'", '-838:59:59'),
        v("'838:59:59'", '838:59:59'),
        v("'00:00:00'", '00:00:00'),
        v("'24:00:00'", '24:00:00'),
      ],
      ...[v("'-00:00:01'", '-00:00:01'), v("'23:59:59'", '23:59:59'), v("'100:00:00'", '100:00:00')],
    ],
  },
  {
    type: 'TIME(6)',
    values: [
      ...[v("'-838:59:58.999999'", '-838:59:58.999999'), v("'838:59:58.999999'", '838:59:58.999999')],
      ...[v("'-00:00:00.000001'", '-00:00:00.000001'), v("'00:00:00.5'", '00:00:00.5')],
    ],
  },
  {
    type: 'TIME(6)',
    only: 'mariadb',
    values: [v("'838:59:59.999999'", '838:59:59.999999'), v("'-838:59:59.999999'", '-838:59:59.999999')],
  },
  { type: 'YEAR', values: [v('1901', '1901'), v('2155', '2155'), v("'0000'", '0'), v('1970', '1970')] },
]

const same = (text: string): ValueCase => v(`'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`, text)

const texts: readonly TypeCase[] = [
  { type: 'CHAR(10)', values: [same('ab'), v("'ab  '", 'ab'), same(''), same('é'), same(' x'), same('😀')] },
  {
    type: 'VARCHAR(100)',
    values: [
      ...[
        same(''),
        same('trailing  '),
        same(' leading'),
        same('a\tb'),
        same('a\nb'),
        same('a\r\nb'),
        same('a\rb'),
        same('\\'),
        same('\\N'),
        same('\\.'),
      ],
      ...[
        same("it's"),
        same('"x"'),
        same('😀'),
        same('e\u0301'),
        same('אבג'),
        same('\u0080\u009f'),
        same('\ufffe'),
        same('NULL'),
        same('{}'),
      ],
      ...[v("'a\\Zb'", 'a\u001ab'), rejected("'a\\0b'", 'XW-D0103'), same('`x`; DROP TABLE y; --')],
    ],
  },
  { type: 'VARCHAR(100) COLLATE utf8mb4_bin', values: [same('A'), same('a '), same('ß')] },
  {
    type: 'VARCHAR(100) CHARACTER SET latin1',
    values: [same('€'), same('ŒŸ'), same('é'), v('0x81', '\u0081'), v('0x8d', '\u008d')],
  },
  { type: 'VARCHAR(100) CHARACTER SET ascii', values: [same('plain')] },
  { type: 'VARCHAR(100) CHARACTER SET utf8', values: [same('日本'), same('ｶﾅ')] },
  { type: 'VARCHAR(100) CHARACTER SET ucs2', values: [same('Ωμέγα')] },
  { type: 'VARCHAR(100) CHARACTER SET utf16', values: [same('😀x')] },
  { type: 'VARCHAR(100) CHARACTER SET cp1251', values: [same('Привет')] },
  { type: 'VARCHAR(100) CHARACTER SET koi8r', values: [same('Ёж')] },
  { type: 'VARCHAR(100) CHARACTER SET gbk', values: [same('中文'), same('繁體')] },
  { type: 'VARCHAR(100) CHARACTER SET sjis', values: [same('日本語'), same('ｶﾅ')] },
  ...Object.entries({
    ...{
      latin2: 'Žižka',
      latin5: 'ğış',
      latin7: 'žūķ',
      cp1250: 'Žižka',
      cp1256: 'سلام',
      cp1257: 'Āžū',
      cp850: 'éß',
      cp852: 'žé',
    },
    ...{
      cp866: 'Привет',
      koi8u: 'Їжа',
      macroman: 'é€',
      macce: 'žé',
      keybcs2: 'žé',
      dec8: 'éß',
      hp8: 'éß',
      swe7: 'åäö',
    },
    ...{ greek: 'Ωμέγα', hebrew: 'אבג', tis620: 'สวัสดี', armscii8: 'Բարեւ', geostd8: 'აბგ' },
    ...{ big5: '中文', gb2312: '中文', euckr: '한국', ujis: '日本語', cp932: '日本①', eucjpms: '日本①' },
    ...{ utf16le: '😀x', utf32: '😀x' },
  }).map(
    ([charset, text]): TypeCase => ({
      type: `VARCHAR(100) CHARACTER SET ${charset}`,
      values: [same(text), same('plain')],
    }),
  ),
  { type: 'TINYTEXT', values: [same(''), v("REPEAT('é', 127)")] },
  { type: 'TEXT', values: [same('x'), v("REPEAT('x', 65535)"), v("REPEAT('\\\\', 1000)")] },
  { type: 'MEDIUMTEXT', values: [v("REPEAT('😀', 100000)")] },
  { type: 'LONGTEXT', values: [v("REPEAT('é\\n', 500000)"), same('')] },
  {
    type: 'BINARY(4)',
    values: [
      v('0x01', '\\x01000000'),
      v("''", '\\x00000000'),
      v('0x20202020', '\\x20202020'),
      v('0x01020300', '\\x01020300'),
    ],
  },
  {
    type: 'VARBINARY(100)',
    values: [
      v("''", '\\x'),
      v('0x00', '\\x00'),
      v('0x4100', '\\x4100'),
      v('0x5C4E', '\\x5c4e'),
      v('0x27220A0D1A00FF', '\\x27220a0d1a00ff'),
    ],
  },
  { type: 'TINYBLOB', values: [v('REPEAT(0xFF, 255)', `\\x${'ff'.repeat(255)}`)] },
  { type: 'BLOB', values: [v("''", '\\x'), v('REPEAT(0x00, 65535)')] },
  { type: 'MEDIUMBLOB', values: [v('REPEAT(0xC3, 200000)')] },
  { type: 'LONGBLOB', values: [v('REPEAT(0x0001, 500000)')] },
]

const choices: readonly TypeCase[] = [
  {
    type: "ENUM('a','B','it''s','com,ma','ü')",
    values: [
      v("'a'", 'a'),
      v("'B'", 'B'),
      v("'it''s'", "it's"),
      v("'com,ma'", 'com,ma'),
      v("'ü'", 'ü'),
      rejected("'nothing of it'", 'XW-D0105'),
    ],
  },
  // The server's own definition of the table shows such a label as a question mark, so the value has no label to go to.
  { type: "ENUM('plain','😀')", values: [v("'plain'", 'plain'), rejected("'😀'", 'XW-D0116')] },
  { type: "ENUM('','x')", values: [v("''", ''), v("'x'", 'x')] },
  {
    type: `ENUM(${Array.from({ length: 300 }, (_, at) => `'e${at}'`).join(',')})`,
    values: [v('1', 'e0'), v('256', 'e255'), v('300', 'e299')],
  },
  { type: "ENUM('é','€') CHARACTER SET latin1", values: [v("'é'", 'é'), v("'€'", '€')] },
  { type: "SET('a','b','c d')", values: [v("''"), v("'a'"), v("'b,a'"), v("'a,b,c d'")] },
  {
    type: `SET(${Array.from({ length: 64 }, (_, at) => `'s${at}'`).join(',')})`,
    values: [v('18446744073709551615'), v("'s63'"), v('1'), v('0')],
  },
]

const shapes: readonly TypeCase[] = [
  { type: 'POINT', values: [v("GeomFromText('POINT(1 2)')"), v("GeomFromText('POINT(-0.1 1e10)', 4326)")] },
  {
    type: 'GEOMETRY',
    values: [v("GeomFromText('LINESTRING(0 0,1 1)')"), v("GeomFromText('GEOMETRYCOLLECTION(POINT(1 1))')")],
  },
  { type: 'LINESTRING', values: [v("GeomFromText('LINESTRING(0 0,1 1,2 4)')")] },
  { type: 'POLYGON', values: [v("GeomFromText('POLYGON((0 0,10 0,10 10,0 0),(2 1,4 1,4 2,2 1))')")] },
  { type: 'MULTIPOINT', values: [v("GeomFromText('MULTIPOINT(0 0,1 1)')")] },
  { type: 'MULTILINESTRING', values: [v("GeomFromText('MULTILINESTRING((0 0,1 1),(2 2,3 3))')")] },
  { type: 'MULTIPOLYGON', values: [v("GeomFromText('MULTIPOLYGON(((0 0,1 0,1 1,0 0)))')")] },
]

const newer: readonly TypeCase[] = [
  {
    type: 'JSON',
    only: 'mariadb',
    values: [
      ...[
        v(`'{"b": 1, "a": [1.50, null]}'`, '{"a": [1.50, null], "b": 1}'),
        v("'null'", 'null'),
        v(`'"x"'`, '"x"'),
        v("'12345678901234567890123'", '12345678901234567890123'),
      ],
      ...[rejected(`'"\\\\u0000"'`, 'XW-D0109')],
      ...[v("'1.50'", '1.50'), v("'-0'", '0'), v("'[]'", '[]'), v("'{}'", '{}')],
      ...[
        v(`'"\\\\u00e9\\\\ud83d\\\\ude00\\\\/"'`, '"é😀/"'),
        v("'1e400'"),
        v("CONCAT(REPEAT('[', 30), REPEAT(']', 30))"),
      ],
    ],
  },
  {
    type: 'UUID',
    only: 'mariadb',
    values: [
      v("'123E4567-e89b-12d3-a456-426655440000'", '123e4567-e89b-12d3-a456-426655440000'),
      v("'00000000-0000-0000-0000-000000000000'", '00000000-0000-0000-0000-000000000000'),
    ],
  },
  {
    type: 'INET4',
    only: 'mariadb',
    values: [v("'0.0.0.0'", '0.0.0.0/32'), v("'255.255.255.255'", '255.255.255.255/32')],
  },
  {
    type: 'INET6',
    only: 'mariadb',
    values: [
      v("'::'", '::/128'),
      v("'2001:db8::ff00:42:8329'", '2001:db8::ff00:42:8329/128'),
      v("'::ffff:192.0.2.1'", '::ffff:192.0.2.1/128'),
    ],
  },
]

export const cases: readonly TypeCase[] = [...numbers, ...moments, ...texts, ...choices, ...shapes, ...newer]
