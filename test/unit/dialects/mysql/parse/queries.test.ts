import { describe, expect, it } from 'vitest'
import type { QueryBody, Select, TableExpr } from '../../../../../src/core/ir/query.js'
import { bare, readQuery, shape } from './expressions-shape.js'

function selectOf(text: string): Select {
  const { body } = readQuery(text).query
  if (body.kind !== 'select') throw new Error(`no select: ${text}`)
  return body
}

function table(of: TableExpr): string {
  switch (of.kind) {
    case 'tableRef':
      return of.alias?.text ?? of.name.name.text
    case 'derived':
      return `${of.lateral ? 'lateral ' : ''}<${of.alias.text}>`
    case 'join': {
      const how = `${of.natural ? 'natural ' : ''}${of.join}`
      const on = of.on ? ` on ${shape(of.on)}` : ''
      const using = of.using.length > 0 ? ` using ${of.using.map((name) => name.text).join(',')}` : ''
      return `(${table(of.left)} ${how} ${table(of.right)}${on}${using})`
    }
    default:
      return of.kind
  }
}

const tables = (from: string): string => selectOf(`select 1 from ${from}`).from.map(table).join(' , ')

function body(of: QueryBody): string {
  switch (of.kind) {
    case 'select':
      return of.items.map((item) => (item.kind === 'expr' ? shape(item.expr) : '*')).join(',')
    case 'setOperation':
      return `(${body(of.left)} ${of.op}${of.all ? ' all' : ''} ${body(of.right)})`
    case 'nested':
      return `[${body(of.query.body)}]`
    case 'values':
      return `values ${of.rows.length}`
  }
}

const bodyOf = (text: string): string => body(readQuery(text).query.body)
const codes = (text: string): string[] => readQuery(text).findings.map((found) => found.code)

describe('joins', () => {
  it.each([
    ['a JOIN b ON x JOIN c ON y', '((a inner b on x) inner c on y)'],
    ['a JOIN b JOIN c ON x ON y', '(a inner (b inner c on x) on y)'],
    ['a JOIN b LEFT JOIN c ON x', '((a cross b) left c on x)'],
    ['a, b LEFT JOIN c USING (k, l)', 'a , (b left c using k,l)'],
    ['a NATURAL RIGHT OUTER JOIN b', '(a natural right b)'],
    ['a LEFT JOIN (b, c) ON x', '(a left (b cross c) on x)'],
    ['(a CROSS JOIN (b STRAIGHT_JOIN c ON x))', '(a cross (b inner c on x))'],
    ['{OJ a LEFT OUTER JOIN b ON x}', '(a left b on x)'],
    ['((select 1) union (select 2)) t', '<t>'],
    ['((select 1) t JOIN u ON x)', '(<t> inner u on x)'],
    ['a JOIN LATERAL (select a.x) l', '(a cross lateral <l>)'],
    ['t1 AS a USE INDEX FOR JOIN (i, PRIMARY) IGNORE KEY (j)', 'a'],
    ['DUAL', ''],
  ])('reads %s', (from, expected) => {
    expect(tables(from)).toBe(expected)
  })

  it('keeps STRAIGHT_JOIN as a hint of the join', () => {
    const from = (text: string) => bare(selectOf(`select 1 from ${text}`).from[0])
    expect(from('a STRAIGHT_JOIN b ON x')).toMatchObject({ join: 'inner', hints: ['STRAIGHT_JOIN'] })
    expect(from('a STRAIGHT_JOIN b')).toMatchObject({ join: 'cross', hints: ['STRAIGHT_JOIN'] })
    expect(from('a JOIN b ON x')).not.toHaveProperty('hints')
  })

  it('keeps partitions, hints and quoted names of a table', () => {
    expect(bare(selectOf('select 1 from `a``b`.`c` partition (p0, p1) as `x y` force index (i)').from[0])).toEqual({
      kind: 'tableRef',
      name: { schema: { text: 'a`b', quoted: true }, name: { text: 'c', quoted: true } },
      alias: { text: 'x y', quoted: true },
      partitions: [
        { text: 'p0', quoted: false },
        { text: 'p1', quoted: false },
      ],
      hints: ['force index (i)'],
    })
  })
})

describe('set operations', () => {
  it.each([
    ['select 1 union select 2 union all select 3', '((1 union 2) union all 3)'],
    ['select 1 union select 2 intersect select 3', '(1 union (2 intersect 3))'],
    ['select 1 except select 2 except all select 3', '((1 except 2) except all 3)'],
    ['select 1 union (select 2 union select 3)', '(1 union (2 union 3))'],
    ['(select 1 order by 1 limit 1) union select 2 order by 1', '([1] union 2)'],
    ['values row(1, 2), row(3, 4)', 'values 2'],
    ['table t', '*'],
  ])('reads %s', (text, expected) => {
    expect(bodyOf(text)).toBe(expected)
  })

  it('gives ORDER BY and LIMIT behind the last term to the whole', () => {
    const { query } = readQuery('select a from t union select b from u order by 1 desc limit 5, 10')
    expect(bare([query.orderBy, query.offset, query.limit])).toMatchObject([
      [{ expr: { text: '1' }, descending: true }],
      { text: '5' },
      { text: '10' },
    ])
  })
})

describe('selects', () => {
  it('names columns as the server does', () => {
    const { items } = selectOf("select a.b, 'x y', 1 +  1, count( * ), c as d, e 'f', `g``h` from t")
    expect(items.map((item) => (item.kind === 'expr' ? (item.alias?.text ?? item.impliedName) : '*'))).toEqual([
      'b',
      'x y',
      '1 +  1',
      'count( * )',
      'd',
      'f',
      'g`h',
    ])
  })

  it('keeps stars, modifiers, groups, windows and locks', () => {
    const { query } = readQuery(
      'select sql_no_cache distinct *, t.*, s.t.* from t where a group by b desc, c with rollup having d window w as (order by e) for update of t skip locked',
    )
    expect(bare(query)).toMatchObject({
      body: {
        distinct: true,
        hints: ['SQL_NO_CACHE'],
        items: [{ kind: 'star' }, { table: { name: { text: 't' } } }, { table: { schema: { text: 's' } } }],
        groupBy: [{ descending: true }, { descending: false }],
        rollup: true,
        windows: [{ name: { text: 'w' } }],
      },
      lock: { strength: 'update', wait: 'skipLocked', of: [{ name: { text: 't' } }] },
    })
    expect(readQuery('select 1 lock in share mode').query.lock).toEqual({ strength: 'share', of: [] })
  })

  it('reads WITH, recursive and not, and a table called recursive', () => {
    const { query } = readQuery(
      'with recursive a (n) as (select 1 union all select n + 1 from a), b as (select 2) select * from a',
    )
    expect(query.with).toMatchObject({ recursive: true, ctes: [{ columns: [{ text: 'n' }] }, { name: { text: 'b' } }] })
    expect(readQuery('with recursive as (select 1) select 1').query.with).toMatchObject({ recursive: false })
  })

  it('reads JSON_TABLE', () => {
    const from = `json_table(j, '$[*]' columns (id for ordinality, a int path '$.a' default '0' on empty error on error,
      nested path '$.b[*]' columns (c varchar(9) exists path '$.c'))) as jt`
    expect(bare(selectOf(`select 1 from ${from}`).from[0])).toMatchObject({
      kind: 'jsonTable',
      alias: { text: 'jt' },
      columns: [
        { kind: 'ordinality' },
        { kind: 'value', onEmpty: { kind: 'default', value: { text: '0' } }, onError: { kind: 'error' } },
        { kind: 'nested', columns: [{ kind: 'value', exists: true }] },
      ],
    })
  })

  it('takes words that are reserved only elsewhere for names', () => {
    expect(bodyOf('select rank, rows, `groups`, system, offset, t.key, window from t')).toBe(
      'rank,rows,groups,system,offset,t.key,window',
    )
  })

  it('reads MariaDB forms of LIMIT', () => {
    const { query } = readQuery('select 1 from t order by a offset 2 rows fetch next 3 rows only')
    expect([query.offset, query.limit].map((each) => each && shape(each))).toEqual(['2', '3'])
  })
})

describe('findings', () => {
  it.each([
    ['select 1 into @a', 'XW-P0020'],
    ["select 1 into outfile 'x' fields terminated by ',' from t", 'XW-P0020'],
    ['select 1 from t procedure analyse(1, 2)', 'XW-P0020'],
    ['select 1 from t order by 1 fetch first 2 rows with ties', 'XW-P0020'],
    ['select 1 from t limit rows examined 5', 'XW-P0020'],
    ['select 1 from t for update wait 5', 'XW-P0020'],
    ['select 1 from a left join b', 'XW-P0021'],
    ['select 1 from (select 2)', 'XW-P0022'],
    ['select 1 from t for system_time as of now()', 'XW-P0023'],
  ])('%s', (text, code) => {
    expect(codes(text)).toEqual([code])
  })
})
