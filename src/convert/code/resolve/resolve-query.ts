import type { Expr, OrderItem } from '../../../core/ir/expr.js'
import { type Ident, ident } from '../../../core/ir/names.js'
import type { Cte, Query, QueryBody, Select, SelectItem } from '../../../core/ir/query.js'
import { mapOrder, mapSame, mapWindow } from '../../../core/ir/walk.js'
import { type CodeContext, silentReporter } from '../code-context.js'
import { withoutHierarchy } from '../hierarchies/hierarchies.js'
import type { Scope, ScopeColumn } from '../scope.js'
import { type CteScope, cteColumns, outputColumns } from './relations.js'
import { bindAlias, expandAliases, resolveExpr } from './resolve-expr.js'
import { resolveFrom, type StarColumn } from './resolve-from.js'

export interface ResolveEnv {
  readonly ctx: CodeContext
  readonly ctes: CteScope
  readonly parent?: Scope
}

/**
 * Pass 1, resolve: binds every column to its range variable and writes its name as the target has it, gives every
 * select item a name, spells out `*`, NATURAL and the aliases that the target does not accept where they stand.
 */
export function resolveQuery(query: Query, env: ResolveEnv): Query {
  const { ctes, withClause } = resolveWith(query, env)
  const inner = { ...env, ctes }
  const { body, order } = treeAsRows(query, inner)
  const done = resolveBody(body, inner)
  const scope = done.scope ?? { relations: [], ...(env.parent ? { parent: env.parent } : {}) }
  const orderBy = order.map((item) => resolveOrder(item, done.body, scope, inner))
  const rest = {
    ...(query.limit ? { limit: resolveExpr(query.limit, scope, inner) } : {}),
    ...(query.offset ? { offset: resolveExpr(query.offset, scope, inner) } : {}),
  }
  const base = { ...query, ...(withClause ? { with: withClause } : {}), body: done.body, orderBy, ...rest }
  return base.body.kind === 'setOperation' ? orderByNames(base, query, env) : base
}

/** Rows of a tree come as it is walked, unless the query says otherwise. */
function treeAsRows({ body, orderBy }: Query, env: ResolveEnv) {
  if (body.kind !== 'select' || !body.hierarchy) return { body, order: orderBy }
  const { select, order } = withoutHierarchy(body, orderBy, env)
  return { body: select, order }
}

function resolveWith(query: Query, env: ResolveEnv): { ctes: CteScope; withClause?: NonNullable<Query['with']> } {
  if (!query.with) return { ctes: env.ctes }
  const { ctx } = env
  const recursive = query.with.recursive
  const ctes = new Map(env.ctes)
  const done: Cte[] = []
  for (const cte of query.with.ctes) {
    const key = ctx.sourceNames.fold(cte.name.text)
    if (recursive) ctes.set(key, ownColumns(cte, { ...env, ctes: new Map(ctes) }))
    const resolved = resolveQuery(cte.query, { ...env, ctes: new Map(ctes) })
    ctes.set(key, cteColumns(cte, outputColumns(resolved, ctx.target.alias), ctx.target.alias))
    done.push({ ...cte, query: resolved })
  }
  return { ctes, withClause: { ...query.with, ctes: done } }
}

/** Names of a recursive CTE's columns before it is resolved: its column list, or the names of its first branch. */
function ownColumns(cte: Cte, env: ResolveEnv): readonly ScopeColumn[] {
  if (cte.columns.length > 0) {
    return cte.columns.map((name) => ({ name: name.text, target: env.ctx.target.alias(name.text) }))
  }
  const first = firstSelect(cte.query.body)
  if (first === undefined) return []
  const quiet = { ...env.ctx, report: silentReporter }
  const { items } = resolveSelect(first, { ...env, ctx: quiet }).select
  return outputColumns({ ...cte.query, body: { ...first, items } }, env.ctx.target.alias)
}

function firstSelect(body: QueryBody): Select | undefined {
  switch (body.kind) {
    case 'select':
      return body
    case 'nested':
      return firstSelect(body.query.body)
    case 'setOperation':
      return firstSelect(body.left)
    case 'values':
      return undefined
  }
}

function resolveBody(body: QueryBody, env: ResolveEnv): { body: QueryBody; scope?: Scope } {
  switch (body.kind) {
    case 'select': {
      const { select, scope } = resolveSelect(body, env)
      return { body: select, scope }
    }
    case 'nested':
      return { body: { ...body, query: resolveQuery(body.query, env) } }
    case 'setOperation':
      return {
        body: { ...body, left: resolveBody(body.left, env).body, right: resolveBody(body.right, env).body },
      }
    case 'values': {
      const scope: Scope = { relations: [], ...(env.parent ? { parent: env.parent } : {}) }
      return { body: { ...body, rows: body.rows.map((row) => row.map((cell) => resolveExpr(cell, scope, env))) } }
    }
  }
}

function resolveSelect(select: Select, env: ResolveEnv): { select: Select; scope: Scope } {
  if (select.hierarchy) return resolveSelect(withoutHierarchy(select, undefined, env).select, env)
  const { from, relations, star } = resolveFrom(select.from, env)
  const scope: Scope = { relations, ...(env.parent ? { parent: env.parent } : {}) }
  const mapper = { expr: (each: Expr) => resolveExpr(each, scope, env), query: (each: Query) => each }
  const items = select.items.flatMap((item) => resolveItem(item, scope, star, env))
  return {
    scope,
    select: {
      ...select,
      from,
      items,
      ...(select.where ? { where: resolveExpr(select.where, scope, env) } : {}),
      groupBy: select.groupBy.map((item) => resolveGroup(item, items, scope, env)),
      ...(select.having
        ? { having: resolveExpr(expandAliases(select.having, items, scope, env, 'columns'), scope, env) }
        : {}),
      windows: mapSame(select.windows, (each) => ({ ...each, window: mapWindow(each.window, mapper) })),
    },
  }
}

function resolveItem(
  item: SelectItem,
  scope: Scope,
  star: readonly StarColumn[],
  env: ResolveEnv,
): readonly SelectItem[] {
  if (item.kind === 'expr') {
    const expr = resolveExpr(item.expr, scope, env)
    const name = item.alias ?? ident(impliedName(item.expr, expr, item.impliedName))
    return [{ kind: 'expr', expr, alias: name }]
  }
  const { fold } = env.ctx.sourceNames
  const wanted = item.table
  const columns = wanted
    ? star.filter(
        (each) =>
          fold(each.relation.alias) === fold(wanted.name.text) &&
          (wanted.schema === undefined || fold(each.relation.schema ?? '') === fold(wanted.schema.text)),
      )
    : star.filter((each) => !each.merged)
  if (columns.length === 0 && !env.ctx.report.failed) {
    env.ctx.report.fail('XW-C0300', item.origin, { kind: 'table', name: wanted?.name.text ?? '*' })
  }
  return columns.map(({ relation, column }) => ({
    kind: 'expr',
    alias: ident(column.name),
    expr: {
      kind: 'column',
      origin: item.origin,
      path: [relation.target, column.target],
      of: { relation: relation.alias, column: column.name },
    },
  }))
}

/** What the source calls a column that has no alias: a column's own name, else the text of its expression. */
function impliedName(expr: Expr, resolved: Expr, implied: string | undefined): string {
  if (expr.kind === 'column' && resolved.kind !== 'variable') return expr.path[expr.path.length - 1]?.text ?? ''
  return implied ?? (expr.kind === 'literal' ? expr.text : 'expression')
}

/** In GROUP BY a bare name is a column first and an alias second, on both sides; inside an expression the target knows columns only. */
function resolveGroup(item: OrderItem, items: readonly SelectItem[], scope: Scope, env: ResolveEnv): OrderItem {
  const alias = bindAlias(item.expr, items, scope, env, 'columns')
  return { ...item, expr: alias ?? resolveExpr(expandAliases(item.expr, items, scope, env, 'columns'), scope, env) }
}

/** In ORDER BY a bare name is an alias first. */
function resolveOrder(item: OrderItem, body: QueryBody, scope: Scope, env: ResolveEnv): OrderItem {
  const items = itemsOf(body)
  const alias = bindAlias(item.expr, items, scope, env, 'aliases')
  if (alias) return { ...item, expr: alias }
  return { ...item, expr: resolveExpr(expandAliases(item.expr, items, scope, env, 'aliases'), scope, env) }
}

const itemsOf = (body: QueryBody): readonly SelectItem[] => firstSelect(body)?.items ?? []

/**
 * The target orders a set operation by its column names and positions only. With anything else the set operation becomes a
 * derived table, ordered from outside.
 */
function orderByNames(resolved: Query, written: Query, env: ResolveEnv): Query {
  const plain = (item: OrderItem) =>
    (item.expr.kind === 'literal' && item.expr.of === 'integer') ||
    (item.expr.kind === 'column' && item.expr.of?.relation === '')
  if (resolved.orderBy.every(plain)) return resolved
  const { orderBy: _, limit: __, offset: ___, with: ____, ...plainQuery } = written
  const alias: Ident = ident('united')
  const star: SelectItem = { kind: 'star', origin: written.origin }
  const { with: withClause, ...inner } = { ...plainQuery, orderBy: [], with: written.with }
  return resolveQuery(
    {
      kind: 'query',
      origin: written.origin,
      ...(withClause ? { with: withClause } : {}),
      body: {
        kind: 'select',
        origin: written.origin,
        distinct: false,
        items: [star],
        from: [{ kind: 'derived', origin: written.origin, query: inner, alias, columns: [], lateral: false }],
        groupBy: [],
        rollup: false,
        windows: [],
        hints: [],
      },
      orderBy: written.orderBy,
      ...(written.limit ? { limit: written.limit } : {}),
      ...(written.offset ? { offset: written.offset } : {}),
    },
    env,
  )
}

/** Orders inside windows and aggregates are resolved like any expression. */
export const resolveOrders = (items: readonly OrderItem[], scope: Scope, env: ResolveEnv): readonly OrderItem[] =>
  mapOrder(items, { expr: (each) => resolveExpr(each, scope, env), query: (each) => each })
