import { describe, expect, test } from 'vitest'
import { objectId, partId, qname } from '../../../src/core/ir/names.js'
import type { Catalog, Unmodelled } from '../../../src/core/ir/schema.js'
import { columnTypes, convertScript, prove } from './support.js'

const part = (column: string) => partId(objectId('table', qname('shop', 't')), 'column', column)

const one = async (column: string, setting = {}): Promise<string> => {
  const converted = await convertScript(`CREATE TABLE t (a ${column});`, setting)
  return columnTypes(converted)['a'] ?? 'none'
}

describe('column types', () => {
  test.each([
    ['tinyint', 'smallint'],
    ['tinyint unsigned', 'smallint'],
    ['smallint unsigned', 'integer'],
    ['mediumint unsigned', 'integer'],
    ['int unsigned', 'bigint'],
    ['int(10) zerofill', 'bigint'],
    ['bigint unsigned', 'numeric(20,0)'],
    ['decimal(65,30)', 'numeric(65,30)'],
    ['decimal', 'numeric(10,0)'],
    ['float', 'real'],
    ['float(7,4)', 'real'],
    ['double(16,4)', 'double precision'],
    ['bit(1)', 'bit(1)'],
    ['char(3)', 'varchar(3)'],
    ['varchar(0)', 'text'],
    ['mediumtext', 'text'],
    ['binary(4)', 'bytea'],
    ['longblob', 'bytea'],
    ['year', 'smallint'],
    ['time(3)', 'interval(3)'],
    ['datetime(6)', 'timestamp(6)'],
    ['timestamp null', 'timestamptz(0)'],
    ["enum('a','b')", 'shop.t_a'],
    ["set('a','b')", 'text[]'],
    ['json', 'jsonb'],
    ['point', 'bytea'],
    ['tinyint(1)', 'smallint'],
  ])('%s becomes %s', async (source, target) => {
    expect(await one(source)).toBe(target)
  })

  test('a one-digit integer becomes boolean only when the data or the user says so', async () => {
    const profile = new Map([[part('a'), { onlyZeroOne: true }]])
    expect(await one('tinyint(1)', { profile })).toBe('boolean')
    expect(await one('tinyint(1)', { profile, options: { booleans: 'never' } })).toBe('smallint')
    expect(await one('tinyint(1)', { options: { columns: { [part('a')]: ['boolean'] } } })).toBe('boolean')
    expect(await one('tinyint(4)', { profile, options: { booleans: 'always' } })).toBe('smallint')
    expect(await one('tinyint(1) auto_increment primary key', { options: { booleans: 'always' } })).toBe('smallint')
  })

  test('a wide unsigned integer is narrow only where no value needs more', async () => {
    const values = (maxUnsigned: string) => ({
      options: { bigUnsigned: 'data' },
      profile: new Map([[part('a'), { maxUnsigned }]]),
    })
    expect(await one('bigint unsigned', values('9223372036854775807'))).toBe('bigint')
    expect(await one('bigint unsigned', values('9223372036854775808'))).toBe('numeric(20,0)')
  })

  test('labels that the target would not tell apart or not hold become text under a check', async () => {
    const { sql } = await convertScript(`CREATE TABLE t (a enum('${'é'.repeat(40)}','it''s'));`)
    expect(sql).toContain('a text')
    expect(sql).toContain("IN ('éééé")
    expect(sql).toContain("'it''s'")
  })

  test('a column of an unknown type is left out with what needs it, and the rest stays', async () => {
    const { conversion, codes, ledger } = await convertScript(
      'CREATE TABLE t (a int, b hyperloglog, KEY k (b), KEY l (a));',
    )
    expect(conversion.mapping.tables[0]?.columns.map((column) => column.target.name)).toEqual(['a'])
    expect(codes).toContain('XW-C0049')
    expect(ledger.objects.find((entry) => entry.kind === 'table')?.status).toBe('partial')
  })

  test('what the reader did not name is named by us', async () => {
    const script = 'CREATE TABLE t (a int, b hyperloglog);'
    const { conversion } = await convertScript(script, {
      change: (source) => ({
        ...source,
        schemas: source.schemas.map((schema) => ({ ...schema, objects: [...schema.objects, server] })),
      }),
    })
    const codes = conversion.findings.map((found) => found.code)
    expect(codes).toContain('XW-T0001')
    expect(codes).toContain('XW-C0002')
  })
})

const server: Unmodelled = {
  kind: 'unmodelled',
  what: 'server',
  id: objectId('unmodelled', qname('shop', 's')),
  name: qname('shop', 's'),
  text: 'CREATE SERVER s',
  origin: { from: 'none' },
  options: [],
}

describe('foreign keys', () => {
  test('columns of a chain of keys take the type at its end', async () => {
    const converted = await convertScript(`
      CREATE TABLE a (id bigint unsigned AUTO_INCREMENT PRIMARY KEY);
      CREATE TABLE c (b_id bigint unsigned, FOREIGN KEY (b_id) REFERENCES b (id));
      CREATE TABLE b (id bigint unsigned PRIMARY KEY, FOREIGN KEY (id) REFERENCES a (id));`)
    const types = converted.conversion.mapping.tables.map((table) => table.columns[0]?.target.native)
    expect(types).toEqual(['bigint', 'bigint', 'bigint'])
    expect(converted.codes).toContain('XW-T0017')
  })

  test('tables that point to each other settle', async () => {
    const converted = await convertScript(
      `
      CREATE TABLE a (id bigint unsigned AUTO_INCREMENT PRIMARY KEY, b bigint unsigned);
      CREATE TABLE b (id bigint unsigned PRIMARY KEY, a bigint unsigned, FOREIGN KEY (a) REFERENCES a (id));
      ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b (id);`,
      { proof: prove },
    )
    expect(columnTypes(converted)).toMatchObject({ a: 'bigint', b: 'numeric(20,0)' })
    expect(converted.ledger.objects.every((entry) => entry.proof === 'compiled')).toBe(true)
  })

  test('an index of its own is made where the source keeps one', async () => {
    const { conversion } = await convertScript(
      'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p int, q int, PRIMARY KEY (q), FOREIGN KEY (p) REFERENCES p (id));',
    )
    expect(conversion.statements.filter((each) => each.kind === 'index').length).toBe(1)
    const cut = await convertScript(
      'CREATE TABLE p (id varchar(20) PRIMARY KEY); CREATE TABLE c (p varchar(20), KEY k (p(5)), FOREIGN KEY (p) REFERENCES p (id));',
      { change: withoutImpliedIndexes },
    )
    expect(cut.codes).toContain('XW-C0046')
    expect(cut.conversion.statements.filter((each) => each.kind === 'index').length).toBe(2)
  })
})

/** As a reader gives it that does not add what the engine makes by itself. */
const withoutImpliedIndexes = (source: Catalog): Catalog => ({
  ...source,
  schemas: source.schemas.map((schema) => ({
    ...schema,
    objects: schema.objects.map((object) =>
      object.kind === 'table'
        ? { ...object, indexes: object.indexes.filter((index) => index.name?.text === 'k') }
        : object,
    ),
  })),
})

describe('names', () => {
  test('equal index names of two tables differ on the target, in the same way every time', async () => {
    const script = 'CREATE TABLE a (x int, KEY k (x)); CREATE TABLE b (x int, KEY k (x));'
    const [first, second] = [await convertScript(script), await convertScript(script)]
    const names = first.conversion.statements.filter((each) => each.kind === 'index').map((each) => each.name.name.text)
    expect(names).toEqual(['k', 'b_k'])
    expect(second.sql).toBe(first.sql)
  })

  test('an index may not take the name of a table', async () => {
    const converted = await convertScript(
      'CREATE TABLE a (x int, KEY b (x)); CREATE TABLE b (x int, UNIQUE KEY a (x));',
      { proof: prove },
    )
    expect(converted.ledger.objects.every((entry) => entry.proof === 'compiled')).toBe(true)
  })

  test('names that differ by case alone stay two', async () => {
    const converted = await convertScript('CREATE TABLE `Item` (a int); CREATE TABLE item (b int);', { proof: prove })
    expect(converted.conversion.mapping.tables.map((table) => table.target.table)).toEqual(['Item', 'item'])
  })

  test('a schema may go to another', async () => {
    const { conversion, sql } = await convertScript('CREATE TABLE t (a int);', {
      options: { schemas: { shop: 'public' } },
    })
    expect(conversion.mapping.tables[0]?.target.schema).toBe('public')
    expect(sql).not.toContain('CREATE SCHEMA')
  })

  test('hostile names go through every part', async () => {
    const bad = ['a"b', "c'd", 'e`f', 'g\nh', 'i; DROP TABLE x', 'j*/k', '\\! l', '__proto__', '$$', ' ']
    const quoted = (name: string) => `\`${name.replaceAll('`', '``')}\``
    const script = bad
      .map((name) => {
        const id = quoted(name)
        return `CREATE TABLE ${id} (${id} int unsigned COMMENT 'x', e enum('a"b''c'), PRIMARY KEY (${id}), KEY ${id} (e), CONSTRAINT ${id} CHECK (${id} > 0)) COMMENT '\\\\! "';`
      })
      .join('\n')
    const converted = await convertScript(script, { proof: prove })
    // The schema is an object too.
    expect(converted.ledger.summary.objects).toBe(bad.length + 1)
    const wrong = converted.ledger.objects.filter((entry) => entry.proof !== 'compiled')
    expect(wrong.map((entry) => [entry.name, entry.reason])).toEqual([])
  })
})

describe('partitions', () => {
  const bounds = async (script: string): Promise<readonly string[]> => {
    const converted = await convertScript(script, { proof: prove })
    const refused = converted.findings.filter((found) => found.code === 'XW-C0100')
    expect(refused).toEqual([])
    return converted.conversion.statements
      .filter((each) => each.kind === 'partition')
      .map((each) =>
        each.sql
          .replace(/\s+/g, ' ')
          .replace(/^.* FOR VALUES /, '')
          .replace(/^.* (DEFAULT)/, '$1')
          .trim(),
      )
  }

  test('years become dates at the same places', async () => {
    const script = `CREATE TABLE t (d datetime NOT NULL) PARTITION BY RANGE (YEAR(d))
      (PARTITION a VALUES LESS THAN (1999), PARTITION b VALUES LESS THAN MAXVALUE);`
    expect(await bounds(script)).toEqual(["FROM (MINVALUE) TO ('1999-01-01');", "FROM ('1999-01-01') TO (MAXVALUE);"])
  })

  test('day numbers become dates', async () => {
    const script = `CREATE TABLE t (d date NOT NULL) PARTITION BY RANGE (TO_DAYS(d))
      (PARTITION a VALUES LESS THAN (TO_DAYS('2024-02-29')), PARTITION b VALUES LESS THAN (740000));`
    expect(await bounds(script)).toEqual([
      "FROM (MINVALUE) TO ('2024-02-29');",
      "FROM ('2024-02-29') TO ('2026-01-19');",
    ])
  })

  test('seconds become instants in UTC', async () => {
    const script = `CREATE TABLE t (d timestamp NOT NULL) PARTITION BY RANGE (UNIX_TIMESTAMP(d))
      (PARTITION a VALUES LESS THAN (1577836800));`
    expect(await bounds(script)).toEqual(["FROM (MINVALUE) TO ('2020-01-01 00:00:00+00');"])
  })

  test('rows with a null key get a default partition', async () => {
    const script = 'CREATE TABLE t (a int) PARTITION BY RANGE (a) (PARTITION p VALUES LESS THAN (-5));'
    expect(await bounds(script)).toEqual(['FROM (MINVALUE) TO (-5);', 'DEFAULT;'])
  })

  test('several columns, lists with null, and subpartitions', async () => {
    const script = `
      CREATE TABLE r (a int NOT NULL, b varchar(5) NOT NULL) PARTITION BY RANGE COLUMNS (a, b)
        (PARTITION p VALUES LESS THAN (1, 'm'), PARTITION q VALUES LESS THAN (MAXVALUE, MAXVALUE));
      CREATE TABLE l (a int) PARTITION BY LIST (a) (PARTITION p VALUES IN (1, NULL), PARTITION q VALUES IN (2));
      CREATE TABLE s (a int NOT NULL, d date NOT NULL) PARTITION BY RANGE (YEAR(d)) SUBPARTITION BY HASH (a) SUBPARTITIONS 2
        (PARTITION p VALUES LESS THAN (2000));`
    const found = await bounds(script)
    expect(found).toContain("FROM (1, 'm') TO (MAXVALUE, MAXVALUE);")
    expect(found).toContain('IN (1, NULL);')
    expect(found.filter((each) => each.includes('MODULUS 2')).length).toBe(2)
  })

  test('what has no exact counterpart leaves the table whole', async () => {
    const { conversion, ledger } = await convertScript(
      'CREATE TABLE t (a int, PRIMARY KEY (a)) PARTITION BY RANGE (a DIV 7) (PARTITION p VALUES LESS THAN (3));',
    )
    expect(conversion.statements.map((each) => each.kind)).not.toContain('partition')
    expect(ledger.objects.find((entry) => entry.kind === 'table')?.status).toBe('approximated')
  })
})

describe('text', () => {
  test('equal text stays equal and byte order stays byte order', async () => {
    const { sql } = await convertScript(`CREATE TABLE t (
      a varchar(5) COLLATE utf8mb4_general_ci, b varchar(5) COLLATE utf8mb4_bin, c varchar(5) COLLATE utf8mb4_0900_as_ci,
      d varchar(5) CHARACTER SET latin1 COLLATE latin1_german2_ci);`)
    expect(sql).toContain("locale = 'und-u-ks-level1', deterministic = false")
    expect(sql).toContain("locale = 'und-u-ks-level2', deterministic = false")
    expect(sql).toContain("locale = 'de-u-co-phonebk-ks-level1'")
    expect(sql).toMatch(/b varchar\(5\) COLLATE pg_catalog\."C"/)
  })

  test('with the option for bytes no collation is made', async () => {
    const { sql } = await convertScript('CREATE TABLE t (a varchar(5) COLLATE utf8mb4_general_ci);', {
      options: { collations: 'binary' },
    })
    expect(sql).not.toContain('COLLATE')
  })
})

describe('mapping', () => {
  test('knows both sides of every column, the key and the counter', async () => {
    const { conversion } = await convertScript(
      "CREATE TABLE `T` (`Id` int unsigned AUTO_INCREMENT PRIMARY KEY, b enum('x') , g int AS (1) STORED) AUTO_INCREMENT = 42;",
    )
    const [table] = conversion.mapping.tables
    expect(table?.key).toEqual(['Id'])
    expect(table?.columns.map((column) => [column.source.name, column.target.name, column.target.native])).toEqual([
      ['Id', 'id', 'bigint'],
      ['b', 'b', 'shop.t_b'],
      ['g', 'g', 'integer'],
    ])
    expect(table?.columns[1]?.target.type).toMatchObject({ kind: 'enum', values: ['x'] })
    expect(table?.columns[2]?.target.generated).toBe(true)
    expect(conversion.mapping.sequences).toEqual([
      {
        source: { kind: 'identity', schema: 'shop', table: 'T', column: 'Id' },
        target: { kind: 'identity', schema: 'shop', table: 't', column: 'id' },
        next: '42',
      },
    ])
  })

  test('a counter beyond what the target counts to stops at its end', async () => {
    const converted = await convertScript(
      'CREATE TABLE t (a bigint unsigned AUTO_INCREMENT PRIMARY KEY) AUTO_INCREMENT = 18446744073709551615;',
      { proof: prove },
    )
    expect(converted.conversion.mapping.sequences[0]?.next).toBe('9223372036854775807')
    expect(converted.ledger.objects.every((entry) => entry.proof === 'compiled')).toBe(true)
    const said = converted.conversion.findings.filter((found) => found.code === 'XW-C0085')
    expect(said.map((found) => found.data)).toEqual([
      { name: 'a', bound: 'next', value: '18446744073709551615', target: '9223372036854775807' },
    ])
  })

  test('a default that counts with a sequence comes after the sequence', async () => {
    const text = 'CREATE TABLE t (a bigint DEFAULT NEXT VALUE FOR `Numbers`); CREATE SEQUENCE `Numbers`;'
    const converted = await convertScript(text, { from: 'mariadb-10.11', proof: prove })
    const table = converted.conversion.statements.find((statement) => statement.kind === 'table')
    expect(table?.dependsOn).toContain('sequence:shop.numbers')
    expect(converted.ledger.objects.every((entry) => entry.proof === 'compiled')).toBe(true)
  })

  test('a unique key that may be null is no key to cut by', async () => {
    const { conversion } = await convertScript('CREATE TABLE t (a int UNIQUE, b int NOT NULL, UNIQUE KEY k (b));')
    expect(conversion.mapping.tables[0]?.key).toEqual(['b'])
  })
})
