import { describe, expect, it } from 'vitest'
import { binary, column, intLiteral } from '../../../../src/core/ir/build.js'
import type { Expr } from '../../../../src/core/ir/expr.js'
import { ident, noOrigin, objectId, qname } from '../../../../src/core/ir/names.js'
import { parseExpression, workbench } from './support/workbench.js'

const tables = [
  "CREATE TABLE t (id int NOT NULL PRIMARY KEY, a int, name varchar(20), at datetime, rating enum('x','y'), doc json)",
  'CREATE TABLE u (id int NOT NULL PRIMARY KEY, t_id int, name varchar(20))',
]

const convert = (sql: string, options: Parameters<typeof workbench>[1] = {}) =>
  workbench([...tables, `CREATE VIEW v AS ${sql}`], options).viewSql('v')

/** Views that are flagged as a whole: code and query. */
const flagged: readonly (readonly [string, string, string])[] = [
  ['an unknown table', 'XW-C0300', 'SELECT 1 FROM missing'],
  ['an unknown column', 'XW-C0300', 'SELECT nothing FROM t'],
  ['an unknown qualifier', 'XW-C0300', 'SELECT x.id FROM t'],
  ['an ambiguous column', 'XW-C0300', 'SELECT name FROM t, u'],
  ['a column that USING does not find', 'XW-C0300', 'SELECT 1 FROM t JOIN u USING (t_id)'],
  ['a star of an unknown table', 'XW-C0300', 'SELECT z.* FROM t'],
  ['two columns of one name', 'XW-C0302', 'SELECT id AS x, a AS X FROM t'],
  ['a variable of the session', 'XW-C0306', 'SELECT @n AS n FROM t'],
  ['a variable of the server', 'XW-C0306', 'SELECT @@sql_mode AS m'],
  ['partitions by name', 'XW-C0308', 'SELECT id FROM t PARTITION (p0)'],
  ['a constant that is no date', 'XW-C0314', "SELECT id FROM t WHERE at > 'yesterday'"],
  ['a day that does not exist', 'XW-C0314', "SELECT id FROM t WHERE at > '2023-02-30'"],
  ['a document compared with a date', 'XW-C0316', 'SELECT id FROM t WHERE at = doc'],
  ['a distinct grouped query in another order', 'XW-C0312', 'SELECT DISTINCT name FROM t GROUP BY name, a ORDER BY a'],
  ['a function that nobody knows', 'XW-F0002', 'SELECT frobnicate(a) AS x FROM t'],
]

/** Views that convert, with something to say. */
const noted: readonly (readonly [string, string, string])[] = [
  ['hints', 'XW-C0307', 'SELECT SQL_NO_CACHE id FROM t'],
  ['index hints', 'XW-C0307', 'SELECT id FROM t FORCE INDEX (PRIMARY)'],
  ['the order of a join', 'XW-C0307', 'SELECT t.id FROM t STRAIGHT_JOIN u ON u.id = t.id'],
  ['a column that is not grouped', 'XW-C0311', 'SELECT a, name FROM t GROUP BY a'],
  ['distinct rows in another order', 'XW-C0312', 'SELECT DISTINCT name FROM t ORDER BY a'],
  [
    'distinct values aggregated in another order',
    'XW-C0312',
    'SELECT GROUP_CONCAT(DISTINCT name ORDER BY id) AS n FROM t',
  ],
  [
    'distinct labels gathered in their order',
    'XW-C0312',
    'SELECT GROUP_CONCAT(DISTINCT rating ORDER BY rating) AS r FROM t',
  ],
  [
    'a name that is too long',
    'XW-C0321',
    "SELECT CONCAT(name, 'this is a long text that makes the name of the column long, too long') FROM t",
  ],
]

describe('what code cannot keep is said', () => {
  it('says that patterns tell accents apart where the target cannot ignore them', () => {
    const sql = "SELECT id FROM t WHERE name LIKE '%e%'"
    expect(convert(sql, { to: '17' }).codes).toEqual(['XW-C0324'])
    expect(convert(sql, { to: '17' }).sql).toContain('ILIKE')
    expect(convert(sql)).toMatchObject({ codes: [], sql: expect.stringContaining("t.name LIKE '%e%'") })
    expect(convert("SELECT id FROM t WHERE name LIKE '2020-%'", { to: '17' }).codes).toEqual([])
  })

  it('says that text of no column is compared by case, and not where there is no case', () => {
    expect(convert("SELECT IF(id > 1, 'Yes', 'No') = 'yes' AS r FROM t").codes).toEqual(['XW-C0325'])
    expect(convert("SELECT CONCAT(id, '-1') = '1-1' AS r FROM t").codes).toEqual([])
    expect(convert("SELECT CONCAT(name, 'x') = 'Ax' AS r FROM t").codes).toEqual([])
  })

  it.each(flagged)('flags %s', (_what, code, sql) => {
    const { sql: made, codes } = convert(sql)
    expect(codes).toContain(code)
    expect(made).toBeUndefined()
  })

  it.each(noted)('notes %s', (_what, code, sql) => {
    const { sql: made, codes } = convert(sql)
    expect(codes).toContain(code)
    expect(made).toBeDefined()
  })

  it('says a hint once for a view, not once for each place', () => {
    const { codes } = convert(
      'SELECT SQL_NO_CACHE t.id FROM t USE INDEX (PRIMARY) JOIN u IGNORE INDEX (x) ON u.id = t.id',
    )
    expect(codes.filter((code) => code === 'XW-C0307')).toHaveLength(1)
  })

  it('compares with what is before every date where the source compares with a zero date', () => {
    const { sql, codes } = convert("SELECT id FROM t WHERE at = '0000-00-00'")
    expect(codes).toContain('XW-C0320')
    expect(sql).toContain("t.at = DATE '-infinity'")
  })

  it.each([
    ["'$[*].a[*]' COLUMNS (x INT PATH '$')"],
    ["'$**.a' COLUMNS (x INT PATH '$')"],
    ["'$[*]' COLUMNS (x INT PATH '$' ERROR ON ERROR)"],
    ["'$[*]' COLUMNS (x INT PATH '$.a[*]')"],
    ["'$[*]' COLUMNS (NESTED PATH '$.a[*]' COLUMNS (x INT PATH '$'), NESTED PATH '$.b[*]' COLUMNS (y INT PATH '$'))"],
  ])('flags JSON_TABLE with %s', (form) => {
    expect(convert(`SELECT j.x FROM JSON_TABLE('[1]', ${form}) AS j`).codes).toContain('XW-C0309')
  })

  it('says that the source reads more out of members of another type than the target', () => {
    const query = (type: string): string =>
      `SELECT j.x FROM JSON_TABLE('[1]', '$[*]' COLUMNS (NESTED PATH '$.a' COLUMNS (x ${type} PATH '$'))) AS j`
    expect(convert(query('INT')).codes).toContain('XW-C0329')
    expect(convert(query('VARCHAR(9)')).codes).not.toContain('XW-C0329')
  })

  it('takes JSON_TABLE for every version of the target', () => {
    const query = "SELECT j.x FROM JSON_TABLE('[1]', '$[*]' COLUMNS (x INT PATH '$')) AS j"
    expect(convert(query, { from: '8.0.36', to: '15' }).codes).toEqual([])
    expect(convert(query, { from: '8.0.36', to: '18' }).codes).toEqual([])
  })

  it('flags a view that reads a view which was not converted', () => {
    const bench = workbench([
      ...tables,
      'CREATE VIEW broken AS SELECT @x AS x',
      'CREATE VIEW v AS SELECT x FROM broken',
    ])
    expect(bench.viewSql('v').codes).toEqual(['XW-C0301'])
    expect(bench.viewSql('broken').codes).toEqual(['XW-C0306'])
  })

  it('flags views that read each other', () => {
    const bench = workbench(['CREATE VIEW a AS SELECT x FROM b', 'CREATE VIEW b AS SELECT x FROM a'])
    expect(bench.viewSql('a').codes).toEqual(['XW-C0301'])
    expect(bench.viewSql('b').codes).toEqual(['XW-C0301'])
  })

  it('flags a call of a stored function', () => {
    const id = objectId('routine', qname('app', 'f'))
    const bench = workbench([...tables, 'CREATE VIEW v AS SELECT f(a) AS x FROM t'], {
      objects: [
        {
          kind: 'routine',
          id,
          name: qname('app', 'f'),
          origin: noOrigin,
          options: [],
          form: 'function',
          body: { kind: 'opaque', text: '', why: 'XW-R0001', origin: noOrigin },
        },
      ],
    })
    expect(bench.viewSql('v').codes).toEqual(['XW-C0303'])
  })

  it('flags an expression with a part that was not understood', () => {
    const opaque: Expr = { kind: 'opaque', text: '<?>', why: 'XW-C0313', origin: noOrigin }
    const { codes } = workbench(tables).exprSql('t', binary('eq', column(['a']), opaque), 'check')
    expect(codes).toContain('XW-C0313')
  })

  it('flags a collation that the target lacks', () => {
    const expr: Expr = { kind: 'collate', operand: column(['name']), collation: 'utf8mb4_klingon', origin: noOrigin }
    expect(workbench(tables).exprSql('t', expr, 'index').codes).toContain('XW-C0317')
  })

  it('flags a tree that is deeper than the passes can follow', () => {
    let deep: Expr = intLiteral(1)
    for (let at = 0; at < 200_000; at++) deep = { kind: 'unary', op: 'neg', operand: deep, origin: noOrigin }
    expect(workbench(tables).exprSql('t', deep, 'check').codes).toEqual(['XW-C0323'])
  })

  it('names the object and the place of what it found', () => {
    const bench = workbench([...tables, 'CREATE VIEW v AS SELECT id, nothing FROM t'])
    const [found] = bench.port.convertView(bench.view('v')).findings
    expect(found?.object).toBe('view:app.v')
    expect(found?.origin).toMatchObject({ from: 'text', start: 'CREATE VIEW v AS SELECT id, '.length })
  })

  it('names the column of an expression that it could not convert', () => {
    const bench = workbench(tables)
    const { codes } = bench.exprSql('t', parseExpression('no_such_column + 1'), 'generated', 'a')
    expect(codes).toEqual(['XW-C0300'])
    expect(ident('a').text).toBe('a')
  })
})
