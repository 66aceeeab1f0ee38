import { describe, expect, it } from 'vitest'
import { workbench } from './support/workbench.js'

const tables = [
  `CREATE TABLE t (id int NOT NULL PRIMARY KEY, a int, s smallint, big bigint, d decimal(6,2), f double, name varchar(20), code varchar(9) COLLATE utf8mb4_bin,
     at datetime, day date, c time, rating enum('x','Y'), ok tinyint(1), j json)`,
  'CREATE TABLE u (id int NOT NULL PRIMARY KEY, t_id int, name varchar(20))',
]

/** The only item of SELECT … FROM t, converted. */
function item(expression: string): string {
  const bench = workbench([...tables, `CREATE VIEW v AS SELECT ${expression} AS x FROM t`], { booleans: ['ok'] })
  const { sql, codes } = bench.viewSql('v')
  return flat(sql ?? codes.join(' '))
    .replace(/^SELECT (.*?)( AS x)? FROM app\.t$/, '$1')
    .replace(/\bt\./g, '')
}

/** The condition of SELECT … FROM t WHERE, converted. */
function where(condition: string): string {
  const bench = workbench([...tables, `CREATE VIEW v AS SELECT id FROM t WHERE ${condition}`], { booleans: ['ok'] })
  const { sql, codes } = bench.viewSql('v')
  return flat(sql ?? codes.join(' '))
    .replace(/^SELECT t\.id FROM app\.t WHERE /, '')
    .replace(/\bt\./g, '')
}

function view(query: string): string {
  const { sql, codes } = workbench([...tables, `CREATE VIEW v AS ${query}`], { booleans: ['ok'] }).viewSql('v')
  return flat(sql ?? codes.join(' '))
}

const flat = (text: string): string =>
  text.replace(/\s+/g, ' ').replaceAll('( ', '(').replaceAll(' )', ')').replaceAll('(count(*))', 'count(*)').trim()

describe('conditions and numbers', () => {
  it.each([
    ['a = 1', '(a = 1)::integer'],
    ['TRUE', '1'],
    ['ok', 'ok'],
    ['ok + 1', 'ok::integer + 1'],
    ['COALESCE(ok, 0)', 'coalesce(ok, FALSE)'],
    ['IF(ok, 1, 2)', 'CASE WHEN ok THEN 1 ELSE 2 END'],
    ['SUM(a > 0)', 'sum((a > 0)::integer)'],
    ["JSON_OBJECT('t', TRUE, 'c', a > 0, 'o', ok)", "jsonb_build_object('t', TRUE, 'c', a > 0, 'o', ok::integer)"],
  ])('%s as a value', (source, target) => expect(item(source)).toBe(target))

  it.each([
    ['a', 'a <> 0'],
    ['ok', 'ok'],
    ['NOT ok', 'NOT ok'],
    ['ok = 1', 'ok'],
    ['ok = 0', 'NOT ok'],
    ['ok <> 1', 'NOT ok'],
    ["ok = '1'", 'ok'],
    ['ok <=> 1', 'ok IS TRUE'],
    ['(a = 1) = 1', 'a = 1'],
    ['(a = 1) = 0', 'NOT a = 1'],
    ['1', 'TRUE'],
    ["'0'", 'FALSE'],
    ["'12abc'", 'TRUE'],
    ['NOT (a IS NULL)', 'a IS NOT NULL'],
  ])('%s as a condition', (source, target) => expect(where(source)).toBe(target))
})

describe('comparisons of different families', () => {
  it.each([
    ["a = '5'", 'a = 5'],
    ["a = '5abc'", 'a = 5'],
    ["a = 'abc'", 'a = 0'],
    ["d > ' 1.50 '", 'd > 1.50'],
    ['5 = name', '5 = crosswalk_rt.to_number(name::text)'],
    ["day = '2024-1-5'", "day = DATE '2024-01-05'"],
    ["day = '20240105'", "day = DATE '2024-01-05'"],
    ["day = '24-1-5'", "day = DATE '2024-01-05'"],
    ["at < '2024-01-05 1:2'", "at < TIMESTAMP '2024-01-05 01:02:00'"],
    ['day = 20240105', "day = DATE '2024-01-05'"],
    ["c > '10:00'", "c > '10:00:00'"],
    ["c > '1 02:00'", "c > '26:00:00'"],
    ["rating = 'y'", "rating = 'Y'"],
    ['rating = 2', "rating = 'Y'"],
    ["rating = 'none'", "rating::text COLLATE public.crosswalk_ci = 'none'"],
    ["a IN ('1', 2)", 'a IN (1, 2)'],
    ["a BETWEEN '1' AND 9", 'a BETWEEN 1 AND 9'],
    ['name IN (1, 2)', 'crosswalk_rt.to_number(name::text) IN (1, 2)'],
    ['code = name', 'code COLLATE pg_catalog."C" = name'],
    ['a IN (SELECT name FROM u)', 'a IN (SELECT crosswalk_rt.to_number(u.name::text) FROM app.u)'],
  ])('%s', (source, target) => expect(where(source)).toBe(target))

  it('does not let an operand of a comparison lose a null', () => {
    expect(item('a <=> NULL')).toBe('(a IS NOT DISTINCT FROM NULL)::integer')
  })
})

describe('arithmetic', () => {
  it.each([
    ['a / 3', 'round(a::numeric / 3, 4)'],
    ['d / a', 'round(d::numeric / nullif(a, 0), 6)'],
    ['f / 2', 'f / nullif(2, 0)'],
    ['a DIV 3', 'trunc(a::numeric / nullif(3, 0))::bigint'],
    ['s * s', 's::bigint * s'],
    ['s + s', 's::bigint + s'],
    ['a + 1', 'a + 1'],
    ['a * 2', 'a::bigint * 2'],
    ['big * big', 'big * big'],
    ["name + '1'", 'crosswalk_rt.to_number(name::text) + 1'],
    ['AVG(a)', 'round(avg(a), 4)'],
    ['ROUND(AVG(a), 1)', 'round(avg(a), 1)'],
    ['day + INTERVAL 1 DAY', 'day + 1'],
    ["'2024-01-31' + INTERVAL 1 MONTH", "(DATE '2024-01-31' + interval '1 month')::date"],
  ])('%s', (source, target) => expect(item(source)).toBe(target))
})

describe('names', () => {
  it('spells out what a star stood for', () => {
    expect(view('SELECT u.* FROM t JOIN u ON u.t_id = t.id')).toMatch(/^SELECT u\.id, u\.t_id, u\.name FROM/)
  })

  it('gives an unnamed column the name that the source gave it', () => {
    expect(view('SELECT COUNT(*) FROM t')).toBe('SELECT count(*) AS "count(*)" FROM app.t')
  })

  it('writes an alias out where the target does not know it', () => {
    expect(view('SELECT a AS n, COUNT(*) AS k FROM t GROUP BY n HAVING k > 1 ORDER BY k + 1')).toBe(
      'SELECT t.a AS n, count(*) AS k FROM app.t GROUP BY n HAVING count(*) > 1 ORDER BY count(*) + 1',
    )
  })

  it('prefers the column to the alias in GROUP BY and the alias in ORDER BY', () => {
    expect(view('SELECT MAX(a) AS id FROM t GROUP BY id ORDER BY id')).toBe(
      'SELECT max(t.a) AS id FROM app.t GROUP BY t.id ORDER BY id NULLS FIRST',
    )
  })

  it('tells two tables of one name apart', () => {
    expect(view('SELECT x.id, y.id AS other FROM t x JOIN t y ON y.id = x.a')).toContain(
      'FROM app.t AS x JOIN app.t AS y',
    )
  })

  it('keeps a correlated column with the outer table', () => {
    expect(view('SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.t_id = a)')).toContain('WHERE u.t_id = t.a')
  })

  it('takes the column list of a view for its names', () => {
    const bench = workbench([...tables, 'CREATE VIEW v (p, q) AS SELECT id, a FROM t'])
    expect(flat(bench.viewSql('v').sql ?? '')).toBe('SELECT t.id AS p, t.a AS q FROM app.t')
  })

  it('reads a view by the names and types of its columns', () => {
    const bench = workbench([
      ...tables,
      'CREATE VIEW w (flag, total) AS SELECT a > 0, d FROM t',
      "CREATE VIEW v AS SELECT total / 2 AS half FROM w WHERE flag = '1'",
    ])
    expect(flat(bench.viewSql('v').sql ?? '')).toBe(
      'SELECT round(w.total::numeric / 2, 6) AS half FROM app.w WHERE w.flag = 1',
    )
  })

  it('lists what a view reads, nested queries included', () => {
    const bench = workbench([
      ...tables,
      'CREATE VIEW v AS SELECT (SELECT COUNT(*) FROM u) AS n FROM (SELECT id FROM t) d',
    ])
    expect([...bench.port.convertView(bench.view('v')).reads].sort()).toEqual(['table:app.t', 'table:app.u'])
  })
})

describe('order and groups', () => {
  it('says where nulls come only for what can be null', () => {
    expect(view('SELECT id FROM t ORDER BY a, id DESC')).toBe(
      'SELECT t.id FROM app.t ORDER BY t.a NULLS FIRST, id DESC',
    )
  })

  it('knows that an outer join makes a column nullable', () => {
    expect(view('SELECT t.id FROM t LEFT JOIN u ON u.id = t.a ORDER BY u.id')).toContain('ORDER BY u.id NULLS FIRST')
  })

  it('needs nothing where the primary key is grouped', () => {
    const { codes } = workbench([...tables, 'CREATE VIEW v AS SELECT id, name FROM t GROUP BY id']).viewSql('v')
    expect(codes).toEqual([])
  })

  it('takes any value where the group does not fix it', () => {
    expect(view('SELECT a, name FROM t GROUP BY a')).toBe(
      'SELECT t.a, any_value(t.name) AS name FROM app.t GROUP BY t.a',
    )
  })

  it('groups as well what joins on keys fix', () => {
    const query = 'SELECT u.t_id, t.name, COUNT(*) AS n FROM u JOIN t ON t.id = u.t_id GROUP BY u.t_id'
    expect(view(query)).toContain('GROUP BY u.t_id, t.name')
    const { codes } = workbench([...tables, `CREATE VIEW v AS ${query}`]).viewSql('v')
    expect(codes).toEqual([])
  })

  it('does not take an outer join for a key when its condition reads what is not grouped', () => {
    expect(view('SELECT u.t_id, t.name FROM u LEFT JOIN t ON t.id = u.t_id GROUP BY u.t_id')).toContain(
      'u.t_id, t.name',
    )
    expect(view('SELECT u.t_id, t.name FROM u LEFT JOIN t ON t.id = u.t_id AND u.id > 1 GROUP BY u.t_id')).toContain(
      'any_value(t.name)',
    )
  })

  it('does not take texts of two collations for the same', () => {
    expect(view('SELECT u.name, t.code FROM u JOIN t ON t.code = u.name GROUP BY u.name')).toContain(
      'any_value(t.code)',
    )
  })

  it('turns HAVING without groups into WHERE', () => {
    expect(view('SELECT id FROM t WHERE a > 1 HAVING id > 2')).toBe('SELECT t.id FROM app.t WHERE t.a > 1 AND t.id > 2')
  })
})
