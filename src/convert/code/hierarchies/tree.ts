import { branch, coreCall, intLiteral, nullLiteral, textLiteral } from '../../../core/ir/build.js'
import type { Expr, OrderItem } from '../../../core/ir/expr.js'
import { type Ident, ident } from '../../../core/ir/names.js'
import type { Cte, Query, Select, SelectItem, TableExpr } from '../../../core/ir/query.js'
import { walkExpr } from '../../../core/ir/walk.js'
import { all, type Plan } from './hierarchies.js'
import { type Asked, columnOf, placeCall, plainSelect, rewritten } from './places.js'

const [tree, above, joined] = [ident('hierarchy'), ident('prior_row'), ident('joined')]
/** The query that makes the rows of the tree: roots, then again and again the rows below those found last. */
export function treeQuery(plan: Plan): Query {
  const { select, hierarchy, columns } = plan
  const { origin } = select
  const [place, level] = [columns.own('place'), columns.own('level')]
  const connect = connectionOf(plan)
  const walks = plan.source !== undefined && (plan.sorted || columns.asksLeaf)
  const places = walks || columns.asksCycle
  // What the conditions name has to be known before the rows are written down.
  const condition = connect.conditions.map((each) => below(each, plan))
  const start = hierarchy.startWith && inRow(hierarchy.startWith, plan)
  const step = branchOf(plan, 'step', places)
  const roots = branchOf(plan, 'root', places)
  const joins = plan.source ? sourceOf(plan) : undefined
  const first: Select = { ...roots, from: joins ? [joins] : [], ...(start ? { where: start } : {}) }
  const prior: TableExpr = { kind: 'tableRef', origin, name: { name: tree }, alias: above, partitions: [], hints: [] }
  const on = all(condition)
  const next: Select = {
    ...step,
    from: [
      joins && on
        ? { kind: 'join', origin, join: 'inner', natural: false, left: prior, right: joins, on, using: [] }
        : prior,
    ],
    ...(joins || !on ? {} : { where: on }),
  }
  const body = { kind: 'setOperation', op: 'union', all: true, left: first, right: next } as const
  const rows: Cte = {
    name: tree,
    columns: roots.items.map((item) => (item.kind === 'expr' && item.alias ? item.alias : level)),
    query: { kind: 'query', origin, body, orderBy: [] },
    ...(walks ? { search: { by: [place], into: columns.own('walk') } } : {}),
    ...(connect.keys.length > 0
      ? { cycle: { columns: connect.keys, mark: columns.own('loops'), path: columns.own('way') } }
      : {}),
  }
  const ctes = plan.source && !plan.source.table ? [joinedRows(plan), rows] : [rows]
  return {
    kind: 'query',
    origin,
    with: { recursive: true, ctes },
    body: found(plan, connect.keys.length > 0, walks),
    // Numbers of rows follow the walk, and so does whoever takes the first of them.
    orderBy:
      plan.sorted && walks
        ? [{ expr: columnOf(tree, columns.own('walk'), nullLiteral(origin)), descending: false }]
        : [],
  }
}

/** The conditions of CONNECT BY, and the columns by which a row is known again: those of the row above. */
function connectionOf({ hierarchy, columns }: Plan) {
  const flat = (expr: Expr): readonly Expr[] =>
    expr.kind === 'binary' && expr.op === 'and' ? [...flat(expr.left), ...flat(expr.right)] : [expr]
  const written = flat(hierarchy.connectBy)
  const conditions = written.filter((each) => !isAlwaysNew(each, columns))
  const keys = new Map<string, Ident>()
  for (const each of conditions)
    walkExpr(each, (node) => {
      const found = placeCall(node)
      if (found?.what !== 'prior') return true
      for (const { name } of columnsIn(found.call, columns)) keys.set(name.text, name)
      return true
    })
  return { conditions, keys: conditions.length < written.length ? [] : [...keys.values()] }
}

/** `PRIOR f() IS NOT NULL` with a value that is new for every row: no row is then its own ancestor. */
const isAlwaysNew = (expr: Expr, columns: Plan['columns']): boolean =>
  expr.kind === 'test' &&
  expr.is === 'null' &&
  expr.negated &&
  placeCall(expr.operand)?.what === 'prior' &&
  columnsIn(expr.operand, columns).length === 0

function columnsIn(expr: Expr, columns: Plan['columns']) {
  const found: NonNullable<ReturnType<Plan['columns']['find']>>[] = []
  walkExpr(expr, (node) => {
    const column = node.kind === 'column' ? columns.find(node) : undefined
    if (column) found.push(column)
    return true
  })
  return found
}

/** An expression about a row that is about to join the tree. */
function inRow(expr: Expr, plan: Plan): Expr {
  return rewritten(expr, (each) => {
    if (each.kind !== 'column') return placeCall(each)?.what === 'level' ? intLiteral(1, each.origin) : undefined
    return rowColumn(each, plan)
  })
}

function rowColumn(each: Expr & { readonly kind: 'column' }, { columns, source }: Plan): Expr {
  if (!source) return each
  const own = source.table ? columns.look(each)?.column : columns.find(each)?.name.text
  return own === undefined ? each : columnOf(source.alias, ident(own), each)
}

/** An expression about a row below `prior_row`. */
function below(expr: Expr, plan: Plan): Expr {
  return rewritten(expr, (each) => {
    if (each.kind === 'column') return rowColumn(each, plan)
    const found = placeCall(each)
    if (found?.what === 'level') return oneMore(each, plan)
    return found?.what === 'prior' && found.call.args[0] ? inParent(found.call.args[0], plan) : undefined
  })
}

const oneMore = (at: Expr, { columns }: Plan): Expr => ({
  kind: 'binary',
  op: 'add',
  left: columnOf(above, columns.own('level'), at),
  right: intLiteral(1, at.origin),
  origin: at.origin,
})

const inParent = (expr: Expr, { columns }: Plan): Expr =>
  rewritten(expr, (each) => {
    const found = each.kind === 'column' ? columns.find(each) : undefined
    return found ? columnOf(above, found.name, each) : undefined
  })

function branchOf(plan: Plan, which: 'root' | 'step', places: boolean): Select {
  const { select, hierarchy, columns } = plan
  const at = nullLiteral(select.origin)
  const asked = [...columns.asked.values()].map((each) => item(each.name, askedIn(each, plan, which)))
  const own = [...columns.carried.values()].map(({ relation, column, name }) => {
    const path = [ident(relation.alias), ident(column)]
    return item(name, rowColumn({ kind: 'column', path, origin: select.origin }, plan))
  })
  const place = columns.own('place')
  const number =
    hierarchy.siblings.length > 0 && plan.source ? columnOf(plan.source.alias, place, at) : rowNumber(plan, [])
  const higher = which === 'root' ? intLiteral(0, select.origin) : columnOf(above, place, at)
  const placed = [item(place, number), ...(columns.asksCycle ? [item(columns.own('parent'), higher)] : [])]
  const depth = item(columns.own('level'), which === 'root' ? intLiteral(1, select.origin) : oneMore(at, plan))
  return { ...plainSelect(select.origin), items: [...own, depth, ...(places ? placed : []), ...asked] }
}

const rowNumber = ({ select }: Plan, orderBy: readonly OrderItem[]): Expr => ({
  ...coreCall('row_number', [], undefined, select.origin),
  over: { partitionBy: [], orderBy },
})

/** An alias of the select list stands for what it names. */
function meant(expr: Expr, { select, columns }: Plan): Expr {
  if (expr.kind === 'literal' && expr.of === 'integer') {
    const at = select.items[Number(expr.text) - 1]
    return at?.kind === 'expr' ? at.expr : expr
  }
  if (expr.kind !== 'column' || expr.path.length > 1 || columns.look(expr)) return expr
  const name = expr.path[0]?.text
  const own = select.items.find((each) => each.kind === 'expr' && each.alias?.text === name)
  return own?.kind === 'expr' ? own.expr : expr
}

const item = (alias: Ident, expr: Expr): SelectItem => ({ kind: 'expr', expr, alias })

function askedIn({ what, args, name }: Asked, plan: Plan, which: 'root' | 'step'): Expr {
  const [value = nullLiteral(), separator = nullLiteral()] = args
  const concat = (left: Expr, right: Expr): Expr => ({
    kind: 'binary',
    op: 'concatNullAsEmpty',
    left,
    right,
    origin: value.origin,
  })
  const kept = columnOf(above, name, value)
  if (what === 'prior') return which === 'root' ? nullLiteral(value.origin) : inParent(value, plan)
  if (what === 'root') return which === 'root' ? inRow(value, plan) : kept
  if (which === 'root') return concat(separator, inRow(value, plan))
  return concat(concat(kept, separator), below(value, plan))
}

function sourceOf({ source, select }: Plan): TableExpr {
  if (source?.table) return source.table
  const alias = source && source.alias.text !== joined.text ? { alias: source.alias } : {}
  return { kind: 'tableRef', origin: select.origin, name: { name: joined }, ...alias, partitions: [], hints: [] }
}

/** Rows that are joined, or numbered as siblings, once and before the tree is made. */
function joinedRows(plan: Plan): Cte {
  const { select, hierarchy, columns, joins } = plan
  const where = all(joins)
  const orderBy = hierarchy.siblings.map((each): OrderItem => ({ ...each, expr: meant(each.expr, plan) }))
  const number = orderBy.length > 0 ? [item(columns.own('place'), rowNumber(plan, orderBy))] : []
  const items = [...columns.carried.values()].map(({ relation, column, name }) =>
    item(name, { kind: 'column', path: [ident(relation.alias), ident(column)], origin: select.origin }),
  )
  const body: Select = {
    ...plainSelect(select.origin),
    items: [...items, ...number],
    from: select.from,
    ...(where ? { where } : {}),
  }
  return { name: joined, columns: [], query: { kind: 'query', origin: select.origin, body, orderBy: [] } }
}

/** What the rest of the query sees of the tree. */
function found(plan: Plan, marked: boolean, walks: boolean): Select {
  const { select, hierarchy, columns } = plan
  const at = nullLiteral(select.origin)
  const own = (name: Ident): Expr => columnOf(tree, name, at)
  const [level, walk, loops] = [columns.own('level'), columns.own('walk'), columns.own('loops')]
  const names = [...[...columns.carried.values()].map(({ name }) => name), level]
  const asked = [...columns.asked.values()].map(({ name }) => name)
  const items = [...names, ...asked, ...(walks ? [walk] : [])].map((name) => item(name, own(name)))
  if (columns.asksLeaf) items.push(item(columns.own('leaf'), isLeaf(plan, own)))
  if (columns.asksCycle)
    items.push(item(columns.own('cycle'), marked ? hasLoop(plan, own) : intLiteral(0, select.origin)))
  const from: TableExpr = { kind: 'tableRef', origin: select.origin, name: { name: tree }, partitions: [], hints: [] }
  const kept = hierarchy.loop
    ? coreCall('no_loop', [own(loops), textLiteral(hierarchy.loop, select.origin)], undefined, select.origin)
    : ({ kind: 'unary', op: 'not', operand: own(loops), origin: select.origin } as const)
  return { ...plainSelect(select.origin), items, from: [from], ...(marked ? { where: kept } : {}) }
}

/** The next row of the walk stands below this one, or there is none below. Without a table each row has one below it. */
function isLeaf({ columns, source }: Plan, own: (name: Ident) => Expr): Expr {
  const level = own(columns.own('level'))
  const orderBy = [{ expr: source ? own(columns.own('walk')) : level, descending: false }]
  const next = { ...coreCall('lead', [level]), over: { partitionBy: [], orderBy } }
  return zeroIf({ kind: 'binary', op: 'gt', left: next, right: level, origin: next.origin })
}

const zeroIf = (when: Expr): Expr => ({
  kind: 'case',
  whens: [branch(when, intLiteral(0, when.origin))],
  else: intLiteral(1, when.origin),
  origin: when.origin,
})

/** A row below this one is one of its ancestors. */
function hasLoop({ select, columns }: Plan, own: (name: Ident) => Expr): Expr {
  const { origin } = select
  const lower = ident('lower_row')
  const [level, place] = [columns.own('level'), columns.own('place')]
  const at = nullLiteral(origin)
  const equal = (left: Expr, right: Expr): Expr => ({ kind: 'binary', op: 'eq', left, right, origin })
  const one: Expr = { kind: 'binary', op: 'add', left: own(level), right: intLiteral(1, origin), origin }
  const where = all([
    columnOf(lower, columns.own('loops'), at),
    equal(columnOf(lower, level, at), one),
    equal(columnOf(lower, columns.own('parent'), at), own(place)),
  ])
  const from: TableExpr = { kind: 'tableRef', origin, name: { name: tree }, alias: lower, partitions: [], hints: [] }
  const body: Select = {
    ...plainSelect(origin),
    items: [item(ident('one'), intLiteral(1, origin))],
    from: [from],
    ...(where ? { where } : {}),
  }
  const query: Query = { kind: 'query', origin, body, orderBy: [] }
  const exists: Expr = { kind: 'exists', negated: true, query, origin }
  return zeroIf(exists)
}
