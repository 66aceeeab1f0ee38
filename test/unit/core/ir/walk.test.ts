import { describe, expect, it } from 'vitest'
import {
  binary,
  branch,
  column,
  coreCall,
  implicitCast,
  int64,
  intLiteral,
  textLiteral,
  unary,
} from '../../../../src/core/ir/build.js'
import type { Expr } from '../../../../src/core/ir/expr.js'
import { ident, noOrigin } from '../../../../src/core/ir/names.js'
import type { Query } from '../../../../src/core/ir/query.js'
import { childrenOf, mapBottomUp, mapChildren, mapQuery, walkExpr, walkQuery } from '../../../../src/core/ir/walk.js'

const origin = noOrigin
const leaf = (name: string): Expr => column([name])

const inner: Query = {
  kind: 'query',
  origin,
  with: { recursive: false, ctes: [{ name: ident('w'), columns: [], query: select([leaf('in_cte')]) }] },
  body: {
    kind: 'setOperation',
    op: 'union',
    all: true,
    left: select([leaf('left_branch')]).body,
    right: { kind: 'nested', query: select([leaf('nested')]) },
  },
  orderBy: [{ expr: leaf('query_order'), descending: false }],
  limit: intLiteral(7),
  offset: intLiteral(8),
}

function select(items: readonly Expr[]): Query {
  return {
    kind: 'query',
    origin,
    body: {
      kind: 'select',
      origin,
      distinct: false,
      items: items.map((expr) => ({ kind: 'expr', expr })),
      from: [
        {
          kind: 'join',
          origin,
          join: 'inner',
          natural: false,
          left: { kind: 'tableRef', origin, name: { name: ident('t') }, partitions: [], hints: [] },
          right: {
            kind: 'jsonTable',
            origin,
            input: leaf('json_input'),
            path: textLiteral('$'),
            alias: ident('j'),
            columns: [
              {
                kind: 'nested',
                path: textLiteral('$.n'),
                columns: [
                  {
                    kind: 'value',
                    name: ident('c'),
                    type: { logical: int64, native: 'int', origin },
                    path: textLiteral('$.c'),
                    exists: false,
                    onEmpty: { kind: 'default', value: leaf('on_empty') },
                  },
                ],
              },
            ],
          },
          on: leaf('on'),
          using: [],
        },
      ],
      where: leaf('where'),
      groupBy: [{ expr: leaf('group'), descending: false }],
      rollup: false,
      having: leaf('having'),
      windows: [{ name: ident('w'), window: { partitionBy: [leaf('partition')], orderBy: [] } }],
      hints: [],
    },
    orderBy: [],
  }
}

/** One of every kind. */
const everyKind = {
  literal: intLiteral(1),
  column: column(['c']),
  variable: { kind: 'variable', scope: 'user', name: ident('v'), origin },
  hole: { kind: 'hole', name: 'x', rest: false, origin },
  call: {
    ...coreCall('sum', [leaf('arg')]),
    orderBy: [{ expr: leaf('order'), descending: true }],
    separator: textLiteral(','),
    filter: leaf('filter'),
    over: {
      partitionBy: [leaf('by')],
      orderBy: [{ expr: leaf('window_order'), descending: false }],
      frame: {
        unit: 'rows',
        start: { kind: 'preceding', offset: leaf('from') },
        end: { kind: 'following', offset: leaf('to') },
      },
    },
  },
  binary: binary('add', leaf('l'), leaf('r')),
  unary: unary('neg', leaf('u')),
  case: { kind: 'case', subject: leaf('s'), whens: [branch(leaf('w'), leaf('t'))], else: leaf('e'), origin },
  cast: implicitCast(leaf('cast'), int64),
  collate: { kind: 'collate', operand: leaf('co'), collation: 'x', origin },
  between: { kind: 'between', negated: false, operand: leaf('o'), low: leaf('lo'), high: leaf('hi'), origin },
  inList: { kind: 'inList', negated: false, operand: leaf('o'), items: [leaf('i')], origin },
  inQuery: { kind: 'inQuery', negated: false, operand: leaf('o'), query: inner, origin },
  like: {
    kind: 'like',
    negated: false,
    how: 'like',
    operand: leaf('o'),
    pattern: leaf('p'),
    escape: leaf('esc'),
    origin,
  },
  test: { kind: 'test', negated: false, is: 'null', operand: leaf('o'), origin },
  subquery: { kind: 'subquery', query: inner, origin },
  exists: { kind: 'exists', negated: false, query: inner, origin },
  quantified: { kind: 'quantified', op: 'eq', left: leaf('q'), all: false, query: inner, origin },
  interval: { kind: 'interval', amount: leaf('n'), unit: 'DAY', origin },
  row: { kind: 'row', items: [leaf('a'), leaf('b')], origin },
  element: { kind: 'element', list: leaf('l'), index: leaf('i'), origin },
  member: { kind: 'member', object: leaf('o'), field: { text: 'f', quoted: false }, args: [leaf('x')], origin },
  star: { kind: 'star', origin },
  default: { kind: 'default', origin },
  template: { kind: 'template', rule: 'r', parts: ['f(', leaf('x'), ')'], atomic: true, origin },
  opaque: { kind: 'opaque', text: '?', why: 'XW-C0313', origin },
} satisfies { readonly [K in Expr['kind']]: Extract<Expr, { kind: K }> }

const names = (expr: Expr): readonly string[] => {
  const found: string[] = []
  walkExpr(expr, (node) => {
    if (node.kind === 'column') found.push(node.path[0]!.text)
    return true
  })
  return found
}

describe('walking code', () => {
  it.each(Object.values(everyKind))('gives the same node back when nothing changes: $kind', (expr) => {
    expect(mapChildren(expr, { expr: (child) => child, query: (query) => query })).toBe(expr)
    expect(
      mapBottomUp(
        expr,
        (node) => node,
        (query) => mapQuery(query, { expr: (e) => e, query: (q) => q }),
      ),
    ).toBe(expr)
  })

  it.each(Object.values(everyKind))('gives a new node when a child changes: $kind', (expr) => {
    const changed = mapChildren(expr, { expr: () => intLiteral(99), query: () => select([]) })
    const hasChildren = childrenOf(expr).length > 0 || 'query' in expr
    expect(changed === expr).toBe(!hasChildren)
    for (const child of childrenOf(changed)) expect(child).toEqual(intLiteral(99))
  })

  it('visits every part of a call once', () => {
    expect([...names(everyKind.call)].sort()).toEqual(['arg', 'by', 'filter', 'from', 'order', 'to', 'window_order'])
  })

  it('visits every clause of a query and of the queries inside it', () => {
    const found: string[] = []
    walkQuery(inner, (node) => {
      if (node.kind === 'column') found.push(node.path[0]!.text)
      return true
    })
    const clauses = ['having', 'group', 'where', 'on', 'on_empty', 'json_input', 'partition']
    for (const clause of clauses) expect(found.filter((name) => name === clause)).toHaveLength(3)
    for (const name of ['in_cte', 'left_branch', 'nested', 'query_order']) expect(found).toContain(name)
  })

  it('stays out of children when told to', () => {
    const seen: string[] = []
    walkExpr(binary('add', unary('neg', leaf('deep')), leaf('flat')), (node) => {
      seen.push(node.kind)
      return node.kind !== 'unary'
    })
    expect(seen).toEqual(['binary', 'unary', 'column'])
  })
})
