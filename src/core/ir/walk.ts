import { branch } from './build.js'
import type { Expr, Frame, FrameBound, OrderItem, Window } from './expr.js'
import type { Hierarchy, JsonTableColumn, Query, QueryBody, Select, SelectItem, TableExpr, With } from './query.js'

/** What a mapping does with the nodes one level down. Both members get every child exactly once, in source order. */
export interface Mapper {
  expr(expr: Expr): Expr
  query(query: Query): Query
}

type ExprOf<K extends Expr['kind']> = Extract<Expr, { kind: K }>

/** The node itself when no child changed, so that a mapping that does nothing gives back the very same tree. */
export function keep<T extends object>(node: T, patch: Partial<T>): T {
  for (const key in patch) if (patch[key] !== node[key]) return { ...node, ...patch }
  return node
}

/** `map` that gives back the same array when every element stayed the same. */
export function mapSame<T>(items: readonly T[], map: (item: T) => T): readonly T[] {
  let changed: T[] | undefined
  for (let at = 0; at < items.length; at += 1) {
    const item = items[at] as T
    const next = map(item)
    if (changed === undefined && next !== item) changed = items.slice()
    if (changed) changed[at] = next
  }
  return changed ?? items
}

const leaf = <T extends Expr>(node: T): T => node
export const optional = <K extends string, T>(key: K, value: T | undefined): Partial<Record<K, T>> =>
  value === undefined ? {} : ({ [key]: value } as Record<K, T>)

const withOperand = <T extends { readonly operand: Expr }>(node: T, operand: Expr): T =>
  operand === node.operand ? node : { ...node, operand }

/** Every walk over programs comes through here: the most frequent kinds make no object when nothing changed. */
const exprMappers = {
  literal: leaf,
  column: leaf,
  variable: leaf,
  hole: leaf,
  star: leaf,
  default: leaf,
  opaque: leaf,
  call: (node, m) => {
    const args = mapSame(node.args, m.expr)
    const plain = !node.orderBy && !node.separator && !node.filter && !node.over
    if (plain) return args === node.args ? node : { ...node, args }
    return keep(node, {
      args,
      ...optional('orderBy', node.orderBy && mapOrder(node.orderBy, m)),
      ...optional('separator', node.separator && m.expr(node.separator)),
      ...optional('filter', node.filter && m.expr(node.filter)),
      ...optional('over', node.over && ('named' in node.over ? node.over : mapWindow(node.over, m))),
    })
  },
  binary: (node, m) => {
    const left = m.expr(node.left)
    const right = m.expr(node.right)
    return left === node.left && right === node.right ? node : { ...node, left, right }
  },
  unary: (node, m) => withOperand(node, m.expr(node.operand)),
  case: (node, m) =>
    keep(node, {
      ...optional('subject', node.subject && m.expr(node.subject)),
      whens: mapSame(node.whens, (each) => keep(each, branch(m.expr(each.when), m.expr(each.then)))),
      ...optional('else', node.else && m.expr(node.else)),
    }),
  cast: (node, m) => withOperand(node, m.expr(node.operand)),
  collate: (node, m) => withOperand(node, m.expr(node.operand)),
  between: (node, m) => keep(node, { operand: m.expr(node.operand), low: m.expr(node.low), high: m.expr(node.high) }),
  inList: (node, m) => keep(node, { operand: m.expr(node.operand), items: mapSame(node.items, m.expr) }),
  inQuery: (node, m) => keep(node, { operand: m.expr(node.operand), query: m.query(node.query) }),
  like: (node, m) =>
    keep(node, {
      operand: m.expr(node.operand),
      pattern: m.expr(node.pattern),
      ...optional('escape', node.escape && m.expr(node.escape)),
    }),
  test: (node, m) => withOperand(node, m.expr(node.operand)),
  subquery: (node, m) => keep(node, { query: m.query(node.query) }),
  exists: (node, m) => keep(node, { query: m.query(node.query) }),
  quantified: (node, m) => keep(node, { left: m.expr(node.left), query: m.query(node.query) }),
  interval: (node, m) => keep(node, { amount: m.expr(node.amount) }),
  element: (node, m) => keep(node, { list: m.expr(node.list), index: m.expr(node.index) }),
  member: (node, m) =>
    keep(node, { object: m.expr(node.object), ...optional('args', node.args && mapSame(node.args, m.expr)) }),
  row: (node, m) => keep(node, { items: mapSame(node.items, m.expr) }),
  template: (node, m) =>
    keep(node, { parts: mapSame(node.parts, (part) => (typeof part === 'string' ? part : m.expr(part))) }),
} satisfies { readonly [K in Expr['kind']]: (node: ExprOf<K>, mapper: Mapper) => Expr }

/** The node with its direct children mapped. Grandchildren are the mapper's business. */
export function mapChildren(expr: Expr, mapper: Mapper): Expr {
  // One entry per kind, checked by `satisfies` above; the compiler cannot see that key and argument agree.
  const map = exprMappers[expr.kind] as (node: Expr, mapper: Mapper) => Expr
  return map(expr, mapper)
}

export function mapOrder(items: readonly OrderItem[], mapper: Mapper): readonly OrderItem[] {
  return mapSame(items, (item) => keep(item, { expr: mapper.expr(item.expr) }))
}

export function mapWindow(window: Window, mapper: Mapper): Window {
  return keep(window, {
    partitionBy: mapSame(window.partitionBy, mapper.expr),
    orderBy: mapOrder(window.orderBy, mapper),
    ...optional('frame', window.frame && mapFrame(window.frame, mapper)),
  })
}

function mapFrame(frame: Frame, mapper: Mapper): Frame {
  return keep(frame, {
    start: mapBound(frame.start, mapper),
    ...optional('end', frame.end && mapBound(frame.end, mapper)),
  })
}

const mapBound = (bound: FrameBound, mapper: Mapper): FrameBound =>
  'offset' in bound ? keep(bound, { offset: mapper.expr(bound.offset) }) : bound

type BodyOf<K extends QueryBody['kind']> = Extract<QueryBody, { kind: K }>
type TableOf<K extends TableExpr['kind']> = Extract<TableExpr, { kind: K }>

const bodyMappers = {
  select: (node, m) => mapSelect(node, m),
  setOperation: (node, m) => keep(node, { left: mapBody(node.left, m), right: mapBody(node.right, m) }),
  values: (node, m) => keep(node, { rows: mapSame(node.rows, (row) => mapSame(row, m.expr)) }),
  nested: (node, m) => keep(node, { query: m.query(node.query) }),
} satisfies { readonly [K in QueryBody['kind']]: (node: BodyOf<K>, mapper: Mapper) => QueryBody }

const tableMappers = {
  tableRef: (node) => node,
  derived: (node, m) => keep(node, { query: m.query(node.query) }),
  join: (node, m) =>
    keep(node, {
      left: mapTableExpr(node.left, m),
      right: mapTableExpr(node.right, m),
      ...optional('on', node.on && m.expr(node.on)),
    }),
  jsonTable: (node, m) =>
    keep(node, {
      input: m.expr(node.input),
      path: m.expr(node.path),
      columns: mapSame(node.columns, (column) => mapJsonColumn(column, m)),
    }),
  listTable: (node, m) => keep(node, { list: m.expr(node.list) }),
  opaqueTable: (node) => node,
} satisfies { readonly [K in TableExpr['kind']]: (node: TableOf<K>, mapper: Mapper) => TableExpr }

/** The query with every expression and every query directly inside it mapped. */
export function mapQuery(query: Query, mapper: Mapper): Query {
  return keep(query, {
    ...optional('with', query.with && mapWith(query.with, mapper)),
    body: mapBody(query.body, mapper),
    orderBy: mapOrder(query.orderBy, mapper),
    ...optional('limit', query.limit && mapper.expr(query.limit)),
    ...optional('offset', query.offset && mapper.expr(query.offset)),
  })
}

export const mapWith = (clause: With, mapper: Mapper): With =>
  keep(clause, { ctes: mapSame(clause.ctes, (cte) => keep(cte, { query: mapper.query(cte.query) })) })

export function mapBody(body: QueryBody, mapper: Mapper): QueryBody {
  const map = bodyMappers[body.kind] as (node: QueryBody, mapper: Mapper) => QueryBody
  return map(body, mapper)
}

export function mapTableExpr(table: TableExpr, mapper: Mapper): TableExpr {
  const map = tableMappers[table.kind] as (node: TableExpr, mapper: Mapper) => TableExpr
  return map(table, mapper)
}

function mapSelect(select: Select, m: Mapper): Select {
  return keep(select, {
    items: mapSame(select.items, (item) => mapItem(item, m)),
    from: mapSame(select.from, (table) => mapTableExpr(table, m)),
    ...optional('where', select.where && m.expr(select.where)),
    groupBy: mapOrder(select.groupBy, m),
    ...optional('having', select.having && m.expr(select.having)),
    ...optional('hierarchy', select.hierarchy && mapHierarchy(select.hierarchy, m)),
    windows: mapSame(select.windows, (named) => keep(named, { window: mapWindow(named.window, m) })),
  })
}

const mapHierarchy = (hierarchy: Hierarchy, m: Mapper): Hierarchy =>
  keep(hierarchy, {
    ...optional('startWith', hierarchy.startWith && m.expr(hierarchy.startWith)),
    connectBy: m.expr(hierarchy.connectBy),
    siblings: mapOrder(hierarchy.siblings, m),
  })

export const mapItem = (item: SelectItem, mapper: Mapper): SelectItem =>
  item.kind === 'star' ? item : keep(item, { expr: mapper.expr(item.expr) })

function mapJsonColumn(column: JsonTableColumn, mapper: Mapper): JsonTableColumn {
  switch (column.kind) {
    case 'ordinality':
      return column
    case 'nested':
      return keep(column, {
        path: mapper.expr(column.path),
        columns: mapSame(column.columns, (inner) => mapJsonColumn(inner, mapper)),
      })
    case 'value':
      return keep(column, {
        path: mapper.expr(column.path),
        ...optional('onEmpty', column.onEmpty && mapAction(column.onEmpty, mapper)),
        ...optional('onError', column.onError && mapAction(column.onError, mapper)),
      })
  }
}

function mapAction<T extends { readonly kind: string; readonly value?: Expr }>(action: T, mapper: Mapper): T {
  if (action.value === undefined) return action
  const value = mapper.expr(action.value)
  return value === action.value ? action : { ...action, value }
}

/** Visits the expression and everything below it, parents first. `enter` answers `false` to stay out of a node's children. */
export function walkExpr(expr: Expr, enter: (expr: Expr) => boolean | undefined, intoQueries = true): void {
  visiting(enter, intoQueries).expr(expr)
}

/** A mapping that changes nothing and shows every node. */
function visiting(enter: (expr: Expr) => boolean | undefined, intoQueries: boolean): Mapper {
  const mapper: Mapper = {
    expr: (expr) => {
      if (enter(expr) !== false) mapChildren(expr, mapper)
      return expr
    },
    query: (query) => {
      if (intoQueries) mapQuery(query, mapper)
      return query
    },
  }
  return mapper
}

/** Visits every expression of a query, those of nested queries included. */
export function walkQuery(query: Query, enter: (expr: Expr) => boolean | undefined): void {
  visiting(enter, true).query(query)
}

/** Maps bottom up: children first, then the node itself. Queries below are left to `query`. */
export function mapBottomUp(expr: Expr, change: (expr: Expr) => Expr, query: (query: Query) => Query = same): Expr {
  const mapper: Mapper = { expr: (each) => change(mapChildren(each, mapper)), query }
  return mapper.expr(expr)
}

const same = (query: Query): Query => query

/** Direct child expressions, without those inside nested queries. */
export function childrenOf(expr: Expr): readonly Expr[] {
  const found: Expr[] = []
  const collect = (child: Expr): Expr => {
    found.push(child)
    return child
  }
  mapChildren(expr, { expr: collect, query: same })
  return found
}
