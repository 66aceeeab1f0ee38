import type mysql from 'mysql2/promise'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultPolicies, type RejectRecord } from '../../../src/core/data/reject.js'
import type { TableMapping } from '../../../src/core/mapping/mapping.js'
import { mysqlComparer } from '../../../src/dialects/mysql/data/compare/comparer.js'
import { postgresComparer } from '../../../src/dialects/postgres/data/compare/comparer.js'
import type { TableVerdict } from '../../../src/verify/result.js'
import { type ValidateOptions, validate } from '../../../src/verify/validate.js'
import {
  available,
  connectMysql,
  connectPostgres,
  type ServerName,
  startServer,
  type TestServer,
} from '../../support/servers.js'
import { big, int, mappingOf, tableOf, text } from './mapping.js'

/** What validation must see, between a source and a target server. */
export function describeValidation(sourceName: ServerName, targetName: ServerName): void {
  const present = available(sourceName) && available(targetName)
  describe.skipIf(!present)(`validation from ${sourceName} to ${targetName}`, () => {
    let source: TestServer
    let target: TestServer
    let my: mysql.Connection
    let pgc: pg.Client

    beforeAll(async () => {
      ;[source, target] = await Promise.all([startServer(sourceName), startServer(targetName)])
      my = await connectMysql(source.endpoint)
      pgc = await connectPostgres(target.endpoint)
      await my.query("SET sql_mode = '', time_zone = '+00:00'")
      await pgc.query("SET TimeZone = 'UTC'")
    })
    afterAll(async () => {
      await Promise.all([my?.end(), pgc?.end()])
      await Promise.all([source?.stop(), target?.stop()])
    })

    const check = async (table: TableMapping, options: ValidateOptions = {}): Promise<TableVerdict> => {
      const result = await validate({
        mapping: mappingOf(table),
        source: { comparer: mysqlComparer, endpoint: source.endpoint },
        target: { comparer: postgresComparer, endpoint: target.endpoint },
        options,
      })
      return result.tables[0]!
    }
    const both = async (mysqlSql: string, postgresSql: string): Promise<void> => {
      await Promise.all([my.query(mysqlSql), pgc.query(postgresSql)])
    }

    const kinds = tableOf(
      'kinds',
      ['id'],
      [
        { name: 'id', source: int, nullable: false },
        {
          name: 'u64',
          source: { kind: 'integer', bits: 64, signed: false },
          target: { kind: 'decimal', precision: 20, scale: 0, signed: true },
        },
        {
          name: 'zf',
          source: { kind: 'integer', bits: 32, signed: false, zerofill: true },
          native: 'int(8) unsigned zerofill',
          target: big,
        },
        { name: 'flag', source: { kind: 'integer', bits: 8, signed: true, width: 1 }, target: { kind: 'boolean' } },
        { name: 'yr', source: { kind: 'year' }, target: { kind: 'integer', bits: 16, signed: true } },
        { name: 'dec', source: { kind: 'decimal', precision: 65, scale: 30, signed: true } },
        { name: 'f', source: { kind: 'float', bits: 32, signed: true } },
        { name: 'd', source: { kind: 'float', bits: 64, signed: true } },
        { name: 'b1', source: { kind: 'bits', length: 1, varying: false }, target: { kind: 'boolean' } },
        { name: 'b9', source: { kind: 'bits', length: 9, varying: false } },
        {
          name: 'c',
          source: { kind: 'text', length: 10, unit: 'char', padded: true, charset: 'utf8mb4' },
          target: text(10),
        },
        { name: 'v', source: text(50) },
        {
          name: 'latin',
          source: { kind: 'text', length: 20, unit: 'char', padded: false, charset: 'latin1' },
          target: text(20),
        },
        { name: 't', source: text() },
        { name: 'bin', source: { kind: 'binary', length: 4, padded: true } },
        { name: 'blo', source: { kind: 'binary', padded: false } },
        { name: 'da', source: { kind: 'date' } },
        { name: 'dt', source: { kind: 'timestamp', precision: 6, zone: 'none' } },
        { name: 'ts', source: { kind: 'timestamp', precision: 0, zone: 'session' } },
        {
          name: 'ti',
          source: { kind: 'time', precision: 6, zone: false, range: 'signed' },
          target: { kind: 'interval', fields: 'all' },
        },
        { name: 'en', source: { kind: 'enum', values: ['a', "b'c", 'ü'], set: false } },
        {
          name: 'se',
          source: { kind: 'enum', values: ['x', 'y', 'z'], set: true },
          target: { kind: 'array', of: text() },
          targetNative: 'text[]',
        },
      ],
    )

    it('finds every kind of value equal to its counterpart', async () => {
      await both(
        `CREATE TABLE kinds (id INT PRIMARY KEY, u64 BIGINT UNSIGNED, zf INT(8) UNSIGNED ZEROFILL, flag TINYINT(1), yr YEAR,
           \`dec\` DECIMAL(65,30), f FLOAT, d DOUBLE, b1 BIT(1), b9 BIT(9), c CHAR(10), v VARCHAR(50), latin VARCHAR(20) CHARACTER SET latin1,
           t LONGTEXT, bin BINARY(4), blo LONGBLOB, da DATE, dt DATETIME(6), ts TIMESTAMP NULL, ti TIME(6),
           en ENUM('a','b''c','ü'), se SET('x','y','z')) DEFAULT CHARSET utf8mb4;
         INSERT INTO kinds VALUES
           (1, 18446744073709551615, 42, 1, 2155, '99999999999999999999999999999999999.999999999999999999999999999999', 16777217, 1.7976931348623157e308,
            b'1', b'101010101', 'ab  ', 'a | b', 'naïve €', REPEAT('ä', 70000), 0x01, REPEAT(0x00FF, 70000), '9999-12-31', '2038-01-19 03:14:07.000001',
            '2038-01-19 03:14:07', '-838:59:59', 'b''c', 'z,x'),
           (2, 0, 0, 0, 0, '-0.000000000000000000000000000001', 3.4028234e38, 4.9e-324, b'0', b'000000001', '', '', '', '', '', '', '1000-01-01',
            '0001-01-01 00:00:00', '1970-01-01 00:00:01', '838:59:59', 'ü', ''),
           (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
           (4, 1, 1, 1, 1999, 1.50, 0.1, 0.1, b'1', b'1', 'x', '😀', 'Ÿ', '\\\\N', 'abcd', 'x', '2024-02-29', '2024-02-29 23:59:59.999999',
            '2024-02-29 23:59:59', '-00:00:00.000001', 'a', 'x,y,z'),
           (5, 10, 10, 0, 1901, 100, 1e-20, 1e23, b'1', b'1', 'x', 'x', 'x', 'x', 'abcd', 'x', '2024-02-29', '2024-02-29 23:59:50',
            '2024-02-29 23:59:50', '24:00:00', 'a', 'y'),
           (6, 10, 10, 0, 1901, 100, -1e15, 1e15, b'1', b'1', 'x', 'x', 'x', 'x', 'abcd', 'x', '2024-02-29', '2024-02-29 20:00:00',
            '2024-02-29 20:00:00', '00:00:00.5', 'a', 'y')`,
        `CREATE TYPE en AS ENUM ('a','b''c','ü');
         CREATE TABLE kinds (id int PRIMARY KEY, u64 numeric(20,0), zf bigint, flag boolean, yr smallint, dec numeric(65,30), f real, d float8, b1 boolean,
           b9 bit(9), c varchar(10), v varchar(50), latin varchar(20), t text, bin bytea, blo bytea, da date, dt timestamp(6), ts timestamptz(0), ti interval,
           en en, se text[]);
         INSERT INTO kinds VALUES
           (1, 18446744073709551615, 42, true, 2155, 99999999999999999999999999999999999.999999999999999999999999999999, 16777217, 1.7976931348623157e308,
            true, B'101010101', 'ab', 'a | b', 'naïve €', repeat('ä', 70000), '\\x01000000', decode(repeat('00ff', 70000), 'hex'), '9999-12-31',
            '2038-01-19 03:14:07.000001', '2038-01-19 03:14:07+00', '-838:59:59', 'b''c', '{z,x}'),
           (2, 0, 0, false, 0, -0.000000000000000000000000000001, 3.4028234e38, 4.9e-324, false, B'000000001', '', '', '', '', '\\x00000000', '', '1000-01-01',
            '0001-01-01 00:00:00', '1970-01-01 00:00:01+00', '838:59:59', 'ü', '{}'),
           (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
           (4, 1, 1, true, 1999, 1.5, 0.1, 0.1, true, B'000000001', 'x', '😀', 'Ÿ', '\\N', 'abcd', 'x', '2024-02-29', '2024-02-29 23:59:59.999999',
            '2024-02-29 23:59:59+00', '-00:00:00.000001', 'a', '{x,y,z}'),
           (5, 10, 10, false, 1901, 100, 1e-20, 1e23, true, B'000000001', 'x', 'x', 'x', 'x', 'abcd', 'x', '2024-02-29', '2024-02-29 23:59:50',
            '2024-02-29 23:59:50+00', '1 day', 'a', '{y}'),
           (6, 10, 10, false, 1901, 100, -1e15, 1e15, true, B'000000001', 'x', 'x', 'x', 'x', 'abcd', 'x', '2024-02-29', '2024-02-29 20:00:00',
            '2024-02-29 20:00:00+00', '00:00:00.5', 'a', '{y}')`,
      )
      const verdict = await check(kinds)
      expect(verdict.differences).toEqual([])
      expect(verdict).toMatchObject({ state: 'equal', sourceRows: 6, targetRows: 6, unverified: [], columns: 22 })
    })

    it.each([
      ['one bit of a float', 'f', 'f = 16777214', 'id = 1', '16777216', '16777214'],
      ['one bit of a double', 'd', 'd = 0.10000000000000002', 'id = 4', '0.1', '0.10000000000000002'],
      ['a trailing blank', 'v', "v = 'a | b '", 'id = 1', 'a | b', 'a | b '],
      [
        'one microsecond',
        'dt',
        "dt = dt + interval '1 microsecond'",
        'id = 1',
        '2038-01-19 03:14:07.000001',
        '2038-01-19 03:14:07.000002',
      ],
      ['one microsecond of a time', 'ti', "ti = '-00:00:00.000002'", 'id = 4', '-1', '-2'],
      ['an empty text in place of NULL', 'v', "v = ''", 'id = 3', null, ''],
      ['NULL in place of an empty text', 'c', 'c = NULL', 'id = 2', '', null],
      ['NULL in place of empty bytes', 'blo', 'blo = NULL', 'id = 2', '\\x', null],
      ['another case', 'en', "en = 'ü'", 'id = 4', 'a', 'ü'],
      ['a missing label', 'se', "se = '{x,z}'", 'id = 4', 'x,y,z', 'x,z'],
      ['a boolean', 'flag', 'flag = NOT flag', 'id = 1', '1', '0'],
      [
        'the last digit of a long decimal',
        'dec',
        'dec = -0.000000000000000000000000000002',
        'id = 2',
        '-0.000000000000000000000000000001',
        '-0.000000000000000000000000000002',
      ],
      ['a letter of another alphabet that looks the same', 'v', "v = 'х'", 'id = 5', 'x', 'х'],
      ['a zero byte less', 'bin', "bin = '\\x010000'", 'id = 1', '\\x01000000', '\\x010000'],
      [
        'a second of an instant',
        'ts',
        "ts = ts + interval '1 second'",
        'id = 2',
        '1970-01-01 00:00:01',
        '1970-01-01 00:00:02',
      ],
      ['an unsigned number', 'u64', 'u64 = u64 - 1', 'id = 1', '18446744073709551615', '18446744073709551614'],
    ])('sees %s', async (_name, column, change, where, expected, found) => {
      await pgc.query('CREATE TABLE IF NOT EXISTS kept AS TABLE kinds')
      await pgc.query(`UPDATE kinds SET ${change} WHERE ${where}`)
      const verdict = await check(kinds)
      await pgc.query('TRUNCATE kinds; INSERT INTO kinds SELECT * FROM kept')
      expect(verdict).toMatchObject({ state: 'different', differing: 1, missing: 0, extra: 0 })
      expect(verdict.differences).toEqual([
        { kind: 'differing', key: { id: where.slice(5) }, columns: [{ column, source: expected, target: found }] },
      ])
    })

    it('shows long values by their beginning, length and hash', async () => {
      await pgc.query(
        `UPDATE kinds SET t = overlay(t placing 'x' from 60000), blo = set_byte(blo, 69999, 1) WHERE id = 1`,
      )
      const verdict = await check(kinds)
      await pgc.query('TRUNCATE kinds; INSERT INTO kinds SELECT * FROM kept')
      const [t, blo] = verdict.differences[0]!.columns
      expect(t!.source).toMatch(/^ä{200}… \(140000 bytes, MD5 [0-9a-f]{32}\)$/)
      expect(t!.target).toMatch(/^ä{200}… \(139999 bytes, MD5 [0-9a-f]{32}\)$/)
      expect(blo!.source).toMatch(/^\\x(00ff){32}… \(140000 bytes, MD5 [0-9a-f]{32}\)$/)
      expect(blo!.target).not.toBe(blo!.source)
    })

    it('finds missing, extra and swapped rows among many', async () => {
      await both(
        `CREATE TABLE many (a INT, b VARCHAR(10), v1 VARCHAR(20), v2 VARCHAR(20), PRIMARY KEY (a, b)) DEFAULT CHARSET utf8mb4;
         INSERT INTO many SELECT t.n, 'k', CONCAT('v', t.n), 'same' FROM (
           SELECT a.i + b.i*10 + c.i*100 + d.i*1000 AS n FROM ${digits('a')}, ${digits('b')}, ${digits('c')}, ${digits('d')}) AS t`,
        `CREATE TABLE many (a int, b varchar(10), v1 varchar(20), v2 varchar(20), PRIMARY KEY (a, b));
         INSERT INTO many SELECT n, 'k', 'v' || n, 'same' FROM generate_series(0, 9999) AS n`,
      )
      const many = tableOf(
        'many',
        ['a', 'b'],
        [
          { name: 'a', source: int },
          { name: 'b', source: text(10) },
          { name: 'v1', source: text(20) },
          { name: 'v2', source: text(20) },
        ],
      )
      expect(await check(many)).toMatchObject({ state: 'equal', sourceRows: 10_000 })
      await pgc.query(
        "DELETE FROM many WHERE a = 77; INSERT INTO many VALUES (77, 'K', 'v77', 'same'); UPDATE many SET v1 = v2, v2 = v1 WHERE a = 5000",
      )
      const verdict = await check(many)
      expect(verdict).toMatchObject({ state: 'different', differing: 1, missing: 1, extra: 1, sourceRows: 10_000 })
      const found = Object.fromEntries(verdict.differences.map((row) => [row.kind, row]))
      expect(found['missing']!.key).toEqual({ a: '77', b: 'k' })
      expect(found['extra']!.key).toEqual({ a: '77', b: 'K' })
      expect(found['differing']).toEqual({
        kind: 'differing',
        key: { a: '5000', b: 'k' },
        columns: [
          { column: 'v1', source: 'v5000', target: 'same' },
          { column: 'v2', source: 'same', target: 'v5000' },
        ],
      })
      await pgc.query("UPDATE many SET v2 = 'other'")
      expect(await check(many, { maxDifferences: 3 })).toMatchObject({
        differing: 9_999,
        missing: 1,
        extra: 1,
        differences: { length: 3 },
      })
    })

    it('does not mix up columns whose texts join to the same', async () => {
      const table = tableOf(
        'joined',
        [],
        [
          { name: 'a', source: text(10) },
          { name: 'b', source: text(10) },
        ],
      )
      await both(
        `CREATE TABLE joined (a VARCHAR(10), b VARCHAR(10)); INSERT INTO joined VALUES ('a', 'bc'), ('|1:', ''), (NULL, 'N')`,
        `CREATE TABLE joined (a text, b text); INSERT INTO joined VALUES ('ab', 'c'), ('', '|1:'), ('N', NULL)`,
      )
      expect(await check(table)).toMatchObject({ missing: 3, extra: 3 })
    })

    it('counts equal rows of a table without a key', async () => {
      const table = tableOf(
        'keyless',
        [],
        [
          { name: 'a', source: int },
          { name: 'd', source: { kind: 'float', bits: 64, signed: true } },
        ],
      )
      await both(
        'CREATE TABLE keyless (a INT, d DOUBLE); INSERT INTO keyless VALUES (1, 1), (1, 1), (1, 1), (2, NULL)',
        'CREATE TABLE keyless (a int, d float8); INSERT INTO keyless VALUES (1, 1), (1, 1), (2, NULL), (2, NULL)',
      )
      expect(await check(table)).toMatchObject({ differing: 0, missing: 1, extra: 1 })
    })

    it('compares JSON by meaning, and sees a digit beyond the precision of a double', async () => {
      const table = tableOf(
        'documents',
        ['id'],
        [
          { name: 'id', source: int },
          { name: 'j', source: { kind: 'json', binary: false }, target: { kind: 'json', binary: true } },
        ],
      )
      const rows = (...texts: string[]) => texts.map((one, at) => `(${at + 1}, '${one}')`).join(', ')
      await both(
        `CREATE TABLE documents (id INT PRIMARY KEY, j LONGTEXT) DEFAULT CHARSET utf8mb4;
         INSERT INTO documents VALUES ${rows('{"b": 1.50, "a": [1e2, null]}', '"x"', 'null', '12345678901234567890')}, (5, NULL)`,
        `CREATE TABLE documents (id int PRIMARY KEY, j jsonb);
         INSERT INTO documents VALUES ${rows('{"a": [100, null], "b": 1.5}', '"x"', 'null', '12345678901234567890')}, (5, NULL)`,
      )
      expect(await check(table)).toMatchObject({ state: 'equal', byMeaning: ['j'] })
      await pgc.query(
        `UPDATE documents SET j = '12345678901234567891' WHERE id = 4; UPDATE documents SET j = NULL WHERE id = 3`,
      )
      const verdict = await check(table)
      expect(verdict).toMatchObject({ state: 'different', differing: 2, missing: 0, extra: 0 })
      expect(
        verdict.differences.map((row) => [row.key['id'], row.columns[0]!.source, row.columns[0]!.target]).sort(),
      ).toEqual([
        ['3', 'null', null],
        ['4', '12345678901234567890', '12345678901234567891'],
      ])
    })

    it('counts a row once that differs in JSON and in another column', async () => {
      const table = tableOf(
        'twice',
        ['id'],
        [
          { name: 'id', source: int },
          { name: 'n', source: int },
          { name: 'j', source: { kind: 'json', binary: false }, target: { kind: 'json', binary: true } },
        ],
      )
      await both(
        `CREATE TABLE twice (id INT PRIMARY KEY, n INT, j LONGTEXT); INSERT INTO twice VALUES (1, 1, '1'), (2, 2, '2')`,
        `CREATE TABLE twice (id int PRIMARY KEY, n int, j jsonb); INSERT INTO twice VALUES (1, 9, '9'), (2, 2, '2')`,
      )
      expect(await check(table)).toMatchObject({ differing: 1, missing: 0, extra: 0, differences: { length: 1 } })
    })

    it('counts apart what the load has reported', async () => {
      const table = tableOf(
        'reported',
        ['id'],
        [
          { name: 'id', source: int },
          { name: 'd', source: { kind: 'date' } },
          { name: 'dt', source: { kind: 'timestamp', precision: 3, zone: 'none' } },
          { name: 'e', source: { kind: 'enum', values: ['a'], set: false } },
        ],
      )
      await both(
        `CREATE TABLE reported (id INT PRIMARY KEY, d DATE, dt DATETIME(3), e ENUM('a'));
         INSERT INTO reported VALUES (1, '0000-00-00', '0000-00-00 00:00:00', 'a'), (2, '2010-00-00', '2024-01-01 00:00:00.5', ''), (3, '2024-01-31', NULL, 'a')`,
        `CREATE TABLE reported (id int PRIMARY KEY, d date, dt timestamp(3), e text);
         INSERT INTO reported VALUES (1, NULL, NULL, 'a'), (2, NULL, '2024-01-01 00:00:00.5', NULL), (3, '2024-01-31', NULL, 'a')`,
      )
      expect(await check(table)).toMatchObject({ state: 'different', differing: 2 })
      const policies = { ...defaultPolicies, zeroDates: 'null', enumErrors: 'null' } as const
      expect(await check(table, { policies })).toMatchObject({
        state: 'explained',
        differing: 0,
        explained: { rows: 0, values: 4 },
      })

      await pgc.query(
        "UPDATE reported SET d = '-infinity', dt = '-infinity' WHERE id = 1; DELETE FROM reported WHERE id = 2",
      )
      const record: RejectRecord = {
        code: 'XW-D0101',
        column: 'd',
        key: { id: '2' },
        source: null,
        sourceBytes: 0,
        reason: null,
      }
      const infinity = { ...defaultPolicies, zeroDates: 'infinity' } as const
      const rejected = new Map([['test.reported', { count: 1, records: [record] }]])
      expect(await check(table, { policies: infinity, rejected })).toMatchObject({
        state: 'explained',
        explained: { rows: 1, values: 2 },
      })
      await pgc.query('DELETE FROM reported WHERE id = 3')
      expect(await check(table, { policies: infinity, rejected })).toMatchObject({
        state: 'different',
        missing: 1,
        explained: { rows: 1 },
        differences: [{ kind: 'missing', key: { id: '3' } }],
      })
    })

    it('reports per table what differs and what is explained', async () => {
      await both(
        'CREATE TABLE told (id INT PRIMARY KEY, d DATE); INSERT INTO told VALUES (1, 0), (2, NULL), (3, NULL)',
        'CREATE TABLE told (id int PRIMARY KEY, d date); INSERT INTO told VALUES (1, NULL), (2, NULL)',
      )
      const request = {
        mapping: mappingOf(
          tableOf(
            'told',
            ['id'],
            [
              { name: 'id', source: int },
              { name: 'd', source: { kind: 'date' } },
            ],
          ),
        ),
        source: { comparer: mysqlComparer, endpoint: source.endpoint },
        target: { comparer: postgresComparer, endpoint: target.endpoint },
        options: { policies: { ...defaultPolicies, zeroDates: 'null' } },
      } as const
      const result = await validate(request)
      expect(result.totals).toMatchObject({ tables: 1, rows: 3, values: 6, missing: 1, explainedValues: 1 })
      expect(result.findings.map((one) => [one.code, one.data])).toEqual([
        ['XW-D0500', { table: 'test.told', differing: 0, missing: 1, extra: 0 }],
        ['XW-D0503', { table: 'test.told', rows: 0, values: 1 }],
      ])
    })

    it('names the columns and tables that it could not compare, and goes on', async () => {
      await both('CREATE TABLE here (id INT PRIMARY KEY, p INT)', 'CREATE TABLE here (id int PRIMARY KEY, p int)')
      const columns = [
        { name: 'id', source: int },
        { name: 'p', source: { kind: 'opaque' }, native: 'strange' },
      ] as const
      const result = await validate({
        mapping: mappingOf(tableOf('nowhere', ['id'], columns), tableOf('here', ['id'], columns)),
        source: { comparer: mysqlComparer, endpoint: source.endpoint },
        target: { comparer: postgresComparer, endpoint: target.endpoint },
        options: { workers: 1 },
      })
      expect(result.tables.map((table) => table.state)).toEqual(['failed', 'equal'])
      expect(result.tables[1]!.unverified).toEqual([{ column: 'p', because: expect.stringContaining('strange') }])
      expect(result.equal).toBe(false)
      expect(result.findings.map((one) => one.code).sort()).toEqual(['XW-D0501', 'XW-D0501', 'XW-D0502'])
    })

    it('reads names with quotes, blanks and emoji, and a column that objects inherit', async () => {
      await both(
        'CREATE TABLE `odd "\'`` 😀`.`x` (id INT)'.replace('`odd "\'`` 😀`.`x`', '`odd "\'`` é`') +
          ' ; ALTER TABLE `odd "\'`` é` ADD `__proto__` INT, ADD `a``"b` INT; INSERT INTO `odd "\'`` é` VALUES (1, 2, 3)',
        `CREATE TABLE "odd ""'\` é" (id int, "__proto__" int, "a\`""b" int); INSERT INTO "odd ""'\` é" VALUES (1, 2, 4)`,
      )
      const table = tableOf(
        'odd "\'` é',
        ['__proto__'],
        [
          { name: 'id', source: int },
          { name: '__proto__', source: int },
          { name: 'a`"b', source: int },
        ],
      )
      const verdict = await check(table)
      expect(verdict.differences[0]!.columns).toEqual([{ column: 'a`"b', source: '3', target: '4' }])
      expect(Object.entries(verdict.differences[0]!.key)).toEqual([['__proto__', '2']])
    })
  })
}

const digits = (name: string): string =>
  `(${Array.from({ length: 10 }, (_, n) => `SELECT ${n}${n === 0 ? ' AS i' : ''}`).join(' UNION ALL ')}) AS ${name}`
