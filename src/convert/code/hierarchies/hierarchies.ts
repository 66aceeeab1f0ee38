import type { Expr, OrderItem } from '../../../core/ir/expr.js'
import { type Ident, ident } from '../../../core/ir/names.js'
import type { DerivedTable, Hierarchy, Query, Select, SelectItem, TableExpr } from '../../../core/ir/query.js'
import { mapBody, mapOrder, walkExpr } from '../../../core/ir/walk.js'
import { silentReporter } from '../code-context.js'
import { resolveFrom } from '../resolve/resolve-from.js'
import type { ResolveEnv } from '../resolve/resolve-query.js'
import { hasAggregate } from '../select/aggregates.js'
import { columnOf, placeCall, rewritten, TreeColumns } from './places.js'
import { treeQuery } from './tree.js'

/** A select over a tree, as its parts are found. */
export interface Plan {
  readonly select: Select
  readonly hierarchy: Hierarchy
  readonly columns: TreeColumns
  /** Where rows come from, and under which name: the only table of FROM, or `joined`. Absent: there is no table. */
  readonly source?: { readonly alias: Ident; readonly table?: TableExpr }
  /** Conditions between tables: they hold before any tree is made. */
  readonly joins: readonly Expr[]
  readonly sorted: boolean
}

const conjuncts = (expr: Expr): readonly Expr[] =>
  expr.kind === 'binary' && expr.op === 'and' ? [...conjuncts(expr.left), ...conjuncts(expr.right)] : [expr]

export const all = (conditions: readonly Expr[]): Expr | undefined =>
  conditions.reduce<Expr | undefined>(
    (left, right) => (left ? { kind: 'binary', op: 'and', left, right, origin: left.origin } : right),
    undefined,
  )

/**
 * A select over a tree becomes one over a table that a recursive query makes. Joins come first, then the tree, then the other
 * conditions. `orderBy` is absent where nobody orders the rows.
 */
export function withoutHierarchy(select: Select, orderBy: readonly OrderItem[] | undefined, env: ResolveEnv) {
  const { hierarchy, ...rest } = select
  const given = orderBy ?? []
  if (!hierarchy) return { select, order: given }
  const { ctx } = env
  const found = resolveFrom(select.from, { ...env, ctx: { ...ctx, report: silentReporter } })
  const columns = new TreeColumns(found.relations, ctx.sourceNames.fold)
  const alone = aloneOf(select.from)
  const conditions = select.where ? conjuncts(select.where) : []
  const joins = found.relations.length > 1 ? conditions.filter((each) => relationsIn(each, columns) > 1) : []
  const nested = holdsQueries(select, given)
  if (!ctx.targetCan.recursiveMarks || (nested && found.relations.length > 1))
    ctx.report.ofFunction({ code: 'XW-F0001', name: 'CONNECT BY' }, select.origin, true)
  // A query inside may name any column of the only table.
  if (nested) for (const { relation, column } of found.star) columns.carry(relation, column.name)
  const items = select.items.flatMap((item): readonly SelectItem[] => {
    if (item.kind === 'expr') return [item]
    const own = found.star.filter(({ relation, merged }) =>
      item.table ? ctx.sourceNames.fold(relation.alias) === ctx.sourceNames.fold(item.table.name.text) : !merged,
    )
    return own.map(({ relation, column }) => {
      const path = [ident(relation.alias), ident(column.name)]
      return { kind: 'expr', expr: { kind: 'column', path, origin: item.origin }, alias: ident(column.name) }
    })
  })
  const tree = alone?.alias ?? ident('hierarchy')
  const outer = (expr: Expr): Expr => outside(expr, tree, alone !== undefined, columns)
  const mapper = { expr: outer, query: (query: Query) => query }
  const where = all(conditions.filter((each) => !joins.includes(each)))
  const { where: _, ...others } = rest
  const body = mapBody({ ...others, items, from: [], ...(where ? { where } : {}) }, mapper)
  const isPlain = !select.distinct && select.groupBy.length === 0 && !select.having && !select.items.some(adds(env))
  const sorted = orderBy !== undefined && given.length === 0 && isPlain
  const plan: Plan = {
    ...{ select, hierarchy, columns, joins, sorted },
    ...(found.relations.length === 0 ? {} : { source: sourceOf(alone, hierarchy) }),
  }
  const order = sorted ? treeOrder(plan, tree) : mapOrder(given, mapper)
  const table: DerivedTable = {
    ...{ kind: 'derived', origin: select.origin, query: treeQuery(plan), alias: tree, columns: [], lateral: false },
  }
  return { select: { ...(body as Select), items: (body as Select).items.map(named(items)), from: [table] }, order }
}

/** Siblings are numbered before the tree is made; so several tables are joined before. */
function sourceOf(alone: ReturnType<typeof aloneOf>, { siblings }: Hierarchy): NonNullable<Plan['source']> {
  return alone && siblings.length > 0 ? { alias: alone.alias } : (alone ?? { alias: ident('joined') })
}

const adds =
  ({ ctx }: ResolveEnv) =>
  (item: SelectItem): boolean =>
    item.kind === 'expr' &&
    hasAggregate(item.expr, (call) => {
      const read = 'native' in call.fn ? ctx.functions.read(call, false)?.expr : call
      return read !== undefined && hasAggregate(read, ctx.functions.isAggregate)
    })

const treeOrder = ({ source, select, columns }: Plan, tree: Ident): readonly OrderItem[] => {
  const name = columns.own(source ? 'walk' : 'level')
  return [{ expr: { kind: 'column', path: [tree, name], origin: select.origin }, descending: false }]
}

/** The only table of FROM, when a name of its own stands for it. */
function aloneOf(from: readonly TableExpr[]): { readonly alias: Ident; readonly table: TableExpr } | undefined {
  const [table, more] = from
  if (!table || more) return undefined
  if (table.kind === 'tableRef') return { alias: table.alias ?? table.name.name, table }
  return table.kind === 'derived' ? { alias: table.alias, table } : undefined
}

/** Expressions of the select itself. Columns of the only table keep their names; places are columns of the tree. */
function outside(expr: Expr, tree: Ident, isAlone: boolean, columns: TreeColumns): Expr {
  return rewritten(expr, (each) => {
    if (each.kind === 'column') {
      const found = columns.find(each)
      return found && !isAlone ? columnOf(tree, found.name, each) : each
    }
    const place = placeCall(each)
    if (!place) return undefined
    const { what, call } = place
    if (what === 'leaf') columns.asksLeaf = true
    if (what === 'cycle') columns.asksCycle = true
    if (what === 'level' || what === 'leaf' || what === 'cycle') return columnOf(tree, columns.own(what), call)
    return columnOf(tree, columns.ask(what as 'root' | 'path' | 'prior', call.args), call)
  })
}

/** What was rewritten keeps the name that the source gives it. */
const named =
  (before: readonly SelectItem[]) =>
  (item: SelectItem, at: number): SelectItem => {
    const was = before[at]
    if (item.kind !== 'expr' || item.alias || was?.kind !== 'expr' || was.expr === item.expr) return item
    return { ...item, alias: ident(item.impliedName ?? 'expression') }
  }

function relationsIn(expr: Expr, columns: TreeColumns): number {
  const found = new Set<string>()
  walkExpr(expr, (each) => {
    const column = each.kind === 'column' ? columns.find(each) : undefined
    if (column) found.add(column.relation.alias)
    return true
  })
  return found.size
}

function holdsQueries(select: Select, orderBy: readonly OrderItem[]): boolean {
  let found = false
  const note = (query: Query): Query => {
    found = true
    return query
  }
  const visit = (expr: Expr): Expr => rewrittenQueries(expr, note)
  mapBody({ ...select, from: [] }, { expr: visit, query: note })
  for (const { expr } of orderBy) visit(expr)
  return found
}

const rewrittenQueries = (expr: Expr, note: (query: Query) => Query): Expr => {
  walkExpr(expr, (each) => {
    if (each.kind === 'subquery' || each.kind === 'exists' || each.kind === 'inQuery' || each.kind === 'quantified')
      note(each.query)
    return true
  })
  return expr
}
