import type { FillStep } from './fill-step.js'

/** The small tables. All values have an exact counterpart in other engines; those that have none live in the fidelity tests. */
export const basicSteps: readonly FillStep[] = [
  {
    table: 'countries',
    rows: 10,
    sql: `INSERT INTO countries (iso, iso3, name, continent, vat, in_union, dialling_code) VALUES
      ('DE','DEU','Deutschland','Europe',19.00,1,49), ('CH','CHE','Schweiz','Europe',8.10,0,41), ('PL','POL','Polska','Europe',23.00,1,48),
      ('BR','BRA','Brasil','South America',NULL,0,55), ('JP','JPN','日本','Asia',10.00,0,81), ('CA','CAN','Canada','North America',5.00,0,1),
      ('ET','ETH','ኢትዮጵያ','Africa',15.00,0,251), ('CO','COL','Colombia','South America',19.00,0,57), ('AQ','ATA','Antarctica','Antarctica',NULL,0,NULL),
      ('AU','AUS','Australia','Oceania',10.00,0,61)`,
  },
  {
    table: 'currencies',
    rows: 5,
    sql: `INSERT INTO currencies VALUES ('EUR','Euro','€',2), ('CHF','Schweizer Franken','CHF',2), ('USD','US dollar','$',2), ('JPY','円','¥',0), ('BRL','Real','R$',2)`,
  },
  {
    table: 'exchange_rates',
    rows: 7_305,
    sql: `INSERT INTO exchange_rates SELECT ELT(1 + n MOD 5, 'EUR','CHF','USD','JPY','BRL'), DATE('2021-01-01') + INTERVAL n DIV 5 DAY,
      (1 + (n * 7919) MOD 1000003) / 1000003 + n MOD 5, (1 + (n * 7919) MOD 1000003) / 1000003 + n MOD 5 FROM fill_numbers WHERE n < 7305`,
  },
  {
    table: 'languages',
    rows: 5,
    sql: `INSERT INTO languages VALUES ('en','English','English',b'0'), ('de','German','Deutsch',b'0'), ('fr','French','Français',b'0'), ('ja','Japanese','日本語',b'0'), ('ar','Arabic','العربية',b'1')`,
  },
  {
    table: 'group',
    rows: 9,
    sql: `INSERT INTO \`group\` (id, \`name\`, \`order\`, \`desc\`, \`select\`, \`default\`, \`primary\`)
      SELECT n + 1, CONCAT('Group ', n + 1), -n, IF(n = 3, NULL, REPEAT('x', n)), n MOD 2, n = 0, n / 7 FROM fill_numbers WHERE n < 9`,
  },
  {
    table: 'departments',
    rows: 8,
    sql: `INSERT INTO departments (id, name, head_id, budget) SELECT n + 1, CONCAT('Department ', n + 1), n * 20 + 1, n * 100000.1234 FROM fill_numbers WHERE n < 8`,
  },
  {
    table: 'employees',
    rows: 200,
    sql: `INSERT INTO employees (id, department_id, manager_id, first_name, last_name, hired, born, shift_begins, overtime, salary)
      SELECT n + 1, 1 + n DIV 25, IF(n < 8, NULL, 1 + n MOD 8), CONCAT('Fn', n), ELT(1 + n MOD 3, 'Nuñez', 'Žižka', 'Mac Donald'),
        DATE('2010-02-28') + INTERVAL n * 13 DAY, 1950 + n MOD 50, SEC_TO_TIME(n * 300), SEC_TO_TIME(n * 3600 - 360000), 2000 + n * 7.77
      FROM fill_numbers WHERE n < 200`,
  },
  {
    table: 'suppliers',
    rows: 500,
    sql: `INSERT INTO suppliers SELECT n + 1, CONCAT(ELT(1 + n MOD 3, 'Röster & Söhne ', 'Finca "El Sol" ', '田中商店 '), n), ELT(1 + n MOD 5, 'DE','BR','JP','ET','CO'),
        ELT(1 + n MOD 3, 'José – 30 €', 'Zoë', NULL), IF(n MOD 4 = 0, NULL, CONCAT(n MOD 60, ' days net')), (n MOD 500) / 100 FROM fill_numbers WHERE n < 500`,
  },
  {
    table: 'categories',
    rows: 300,
    sql: `INSERT INTO categories SELECT n + 1, IF(n < 10, NULL, 1 + n DIV 10), CONCAT('category-', n), CONCAT('Category ', n, ELT(1 + n MOD 2, ' ☕', '')) FROM fill_numbers WHERE n < 300`,
  },
  {
    table: 'warehouses',
    rows: 20,
    sql: `INSERT INTO warehouses SELECT n + 1, CONCAT('Warehouse ', n), ELT(1 + n MOD 3, 'DE','BR','JP'), POINT(n * 1.5, -n / 3),
        IF(n MOD 2 = 0, NULL, GeomFromText(CONCAT('POLYGON((0 0,', n, ' 0,', n, ' ', n, ',0 ', n, ',0 0))'))), SEC_TO_TIME(n * 1800), '24:00:00' FROM fill_numbers WHERE n < 20`,
  },
  {
    table: 'coupons',
    rows: 501,
    sql: `INSERT INTO coupons (code, percent, amount, valid_from) SELECT CONCAT(IF(n = 500, 'code', 'Code'), n MOD 500), IF(n MOD 2 = 0, n MOD 100, NULL), IF(n MOD 2 = 0, NULL, n / 3),
        DATE('2022-01-01') + INTERVAL n DAY FROM fill_numbers WHERE n < 501`,
  },
  {
    table: 'sales_by_region',
    rows: 49,
    sql: `INSERT INTO sales_by_region SELECT ELT(1 + n MOD 7, 1, 2, 3, 4, 5, 0, 9), DATE('2024-01-01') + INTERVAL n DIV 7 MONTH, n * 1234567.89 FROM fill_numbers WHERE n < 49`,
  },
  {
    table: '☕ tasting notes',
    rows: 3,
    sql: `INSERT INTO \`☕ tasting notes\` (\`Mixed Case\`, \`per cent %\`, \`quote's\`, \`double"quote\`, \`back\`\`tick\`, \`semi;colon\`, \`__proto__\`, \`constructor\`, \`naïve_ñame\`, \`order by\`) VALUES
      (DEFAULT, 99.99, 'a''b', 'a"b', 'a\`b', ';', 1, 2, 'é', 3), ('Trailing  ', NULL, '', '', '', '', NULL, NULL, '', NULL), ('x', -0.01, NULL, NULL, '\\\\.', '\\\\N', 3, 4, 'e\\u0301', 5)`,
  },
  {
    table: 'a_table_whose_name_is_as_long_as_the_engine_lets_it_be_and_end_1',
    rows: 3,
    sql: `INSERT INTO a_table_whose_name_is_as_long_as_the_engine_lets_it_be_and_end_1 VALUES (1, 2), (2, NULL), (-2147483648, 2147483647)`,
  },
  {
    table: 'a_table_whose_name_is_as_long_as_the_engine_lets_it_be_and_end_2',
    rows: 2,
    sql: `INSERT INTO a_table_whose_name_is_as_long_as_the_engine_lets_it_be_and_end_2 VALUES (1), (-2147483648)`,
  },
  {
    table: 'all_numbers',
    rows: 6,
    sql: `INSERT INTO all_numbers VALUES
      (1, -128, 0, -32768, 0, -8388608, 0, -2147483648, 0, -9223372036854775808, 0, 0,
       -99999999999999999999999999999999999.999999999999999999999999999999, -99999999999999999999999999999999999999, 0.00, -9999999999,
       -3.40282e38, 0, -999999.9999, -1.7976931348623157e308, 0, -999999.999999, -2.2250738585072014e-308, b'0', b'0', b'0', 0),
      (2, 127, 255, 32767, 65535, 8388607, 16777215, 2147483647, 4294967295, 9223372036854775807, 18446744073709551615, 4294967295,
       99999999999999999999999999999999999.999999999999999999999999999999, 99999999999999999999999999999999999999, 99999999.99, 9999999999,
       3.40282e38, 3.40282e38, 999999.9999, 1.7976931348623157e308, 1.7976931348623157e308, 999999.999999, 2.2250738585072014e-308, b'1', 255, 18446744073709551615, 1),
      (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
      (4, -1, 1, -1, 1, -1, 1, -1, 1, -9007199254740993, 9007199254740993, 42, 0.000000000000000000000000000001, 1, 0.10, 1, 16777216, 16777215, 0.1, 0.1, 1e23, 0.5,
       123456789.12345679, b'1', 170, 1, 1),
      (5, 0, 128, 0, 32768, 0, 8388608, 0, 2147483648, 9007199254740993, 9223372036854775808, 1, -0.000000000000000000000000000001, -1, 1.00, 0, 0.1, 0.3, 1.5,
       -4.9406564584124654e-324, 1e-7, 1e5, 1e15, b'0', 1, 9223372036854775808, 0),
      (9223372036854775806, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1.5, 10, 10.10, 100, 1e-38, 1e20, 10, 1e100, 100, 1e-6, -1e-10, b'1', 85, 255, 1)`,
  },
  {
    table: 'all_texts',
    rows: 5,
    sql: `INSERT INTO all_texts VALUES
      (1, 'ab', 'ab', 'ab', 'Straße', 'naïve', 'Prix: 30 € – ŒŸ', 'Привет', 'Ωμέγα', '日本', 'tiny', 'tab\\tnew\\nline\\r\\n', 'back\\\\slash', 'quote''s "x"',
       0x0102030405060708, 0x00FF, 0x00, 0xDEADBEEF, 0x5C5C, 0x0A0D),
      (2, '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', ''),
      (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
      (4, 'pad  ', 'PAD', 'ñ', 'trailing  ', ' leading', 'ß', 'Ё', 'ü', 'カナ', REPEAT('é', 127), REPEAT('x', 65535), REPEAT('😀', 100000), REPEAT('é', 700000),
       0x41, 0x4100, REPEAT(0xFF, 255), REPEAT(0x00, 65535), REPEAT(0xC3, 200000), REPEAT(0x0001, 500000)),
      (5, '😀😁', '0123456789', '\\\\N', '\\\\.', '{}', 'NULL', 'null', '', 'ｶﾅ', '😀', '1e5', 'true', '[1]', 0x0000000000000001, 0x20, 0x2020, 0x80, 0xC280, 0xEDA080)`,
  },
  {
    table: 'all_moments',
    rows: 6,
    sql: `INSERT INTO all_moments VALUES
      (1, '1000-01-01', '1000-01-01 00:00:00', '1000-01-01 00:00:00.1', '1000-01-01 00:00:00.000001', '1970-01-01 00:00:01', '1970-01-01 00:00:01.000001', '-838:59:59', '-838:59:58.999', '-838:59:58.999999', 1901),
      (2, '9999-12-31', '9999-12-31 23:59:59', '9999-12-31 23:59:59.9', '9999-12-31 23:59:59.999999', '2038-01-19 03:14:07', '2038-01-19 03:14:07.999999', '838:59:59', '838:59:58.999', '838:59:58.999999', 2155),
      (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
      (4, '2024-02-29', '2024-02-29 12:00:00', '2024-03-31 02:30:00.5', '2024-10-27 02:30:00.123456', '2024-03-31 01:30:00', '2024-10-27 01:30:00.5', '00:00:00', '-00:00:00.001', '-00:00:00.000001', 0),
      (5, '1582-10-10', '1900-02-28 23:59:59', '1969-12-31 23:59:59.9', '1969-12-31 23:59:59.999999', '2000-01-01 00:00:00', '2011-12-30 10:00:00', '24:00:00', '23:59:59.999', '23:59:59.999999', 1970),
      (6, '1999-12-31', '2000-01-01 00:00:00', '2000-01-01 00:00:00.0', '2000-01-01 00:00:00.100000', '1999-12-31 23:59:59', '1999-12-31 23:59:59.9', '100:00:00', '00:00:00.500', '01:02:03.040506', 2000)`,
  },
  {
    table: 'all_shapes',
    rows: 3,
    sql: `INSERT INTO all_shapes VALUES
      (1, GeomFromText('POINT(1 2)'), GeomFromText('POINT(-0.1 1e10)', 4326), GeomFromText('LINESTRING(0 0,1 1,2 4)'), GeomFromText('POLYGON((0 0,10 0,10 10,0 10,0 0),(2 2,4 2,4 4,2 4,2 2))'),
       GeomFromText('MULTIPOINT(0 0,1 1)'), GeomFromText('MULTILINESTRING((0 0,1 1),(2 2,3 3))'), GeomFromText('MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((5 5,6 5,6 6,5 5)))'),
       GeomFromText('GEOMETRYCOLLECTION(POINT(1 1),LINESTRING(0 0,1 1))')),
      (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
      (3, GeomFromText('LINESTRING(0 0,1 1)'), POINT(0, 0), NULL, NULL, NULL, NULL, NULL, NULL)`,
  },
  {
    table: 'all_choices',
    rows: 7,
    sql: `INSERT INTO all_choices VALUES (1, 'one', 'a', '', ''), (2, 'two words', 'A', 'a,b,c d,quo''te,ü', 18446744073709551615), (3, NULL, NULL, NULL, NULL),
      (4, 'com;ma', 'a', 'ü', 's64'), (5, 'quo''te', 'A', 'c d,a', 's1,s64'), (6, 'ü', 'a', 'quo''te', 1), (7, '', NULL, 'b', 's32')`,
  },
]
