import type { Expr } from '../../../core/ir/expr.js'
import type { QName } from '../../../core/ir/names.js'
import type { Query, QueryBody, Select, TableExpr } from '../../../core/ir/query.js'
import { mapBottomUp, mapQuery } from '../../../core/ir/walk.js'
import type { CodeContext } from '../code-context.js'
import { withoutNeedlessAlias } from '../output-names.js'
import { findObject } from '../resolve/relations.js'
import { withSystemRows } from '../resolve/system-relations.js'

/**
 * Last pass, names: tables, aliases, CTEs and output columns get their names on the target. References to columns got
 * theirs when they were bound.
 */
export function nameTargets(query: Query, ctx: CodeContext): Query {
  const inner = mapQuery(query, {
    expr: (expr) => nameInside(expr, ctx),
    query: (nested) => nameTargets(nested, ctx),
  })
  const { alias } = ctx.target
  const body = nameBody(inner.body, ctx)
  if (!inner.with) return { ...inner, body }
  const ctes = inner.with.ctes.map((cte) => ({
    ...cte,
    name: alias(cte.name.text),
    columns: cte.columns.map((column) => alias(column.text)),
    ...(cte.search
      ? { search: { by: cte.search.by.map(({ text }) => alias(text)), into: alias(cte.search.into.text) } }
      : {}),
    ...(cte.cycle ? { cycle: { ...cte.cycle, columns: cte.cycle.columns.map(({ text }) => alias(text)) } } : {}),
  }))
  return { ...inner, body, with: { ...inner.with, ctes } }
}

/** As `nameTargets`, for the queries inside an expression. */
export const nameInside = (expr: Expr, ctx: CodeContext): Expr =>
  mapBottomUp(
    expr,
    (node) => node,
    (query) => withoutAliases(nameTargets(query, ctx)),
  )

/** Nobody sees the column names of a query that stands for a value, unless its own clauses do. */
function withoutAliases(query: Query): Query {
  const { body } = query
  if (body.kind !== 'select') return query
  const named = [...query.orderBy, ...body.groupBy].some(
    ({ expr }) => expr.kind === 'column' && expr.of?.relation === '',
  )
  if (named) return query
  const items = body.items.map((item) => {
    if (item.kind === 'star') return item
    const { alias: _, ...rest } = item
    return rest
  })
  return { ...query, body: { ...body, items } }
}

function nameBody(body: QueryBody, ctx: CodeContext): QueryBody {
  switch (body.kind) {
    case 'select':
      return nameSelect(body, ctx)
    case 'setOperation':
      return { ...body, left: nameBody(body.left, ctx), right: nameBody(body.right, ctx) }
    default:
      return body
  }
}

function nameSelect(select: Select, ctx: CodeContext): Select {
  const items = select.items.map((item) => {
    if (item.kind === 'star' || item.alias === undefined) return item
    const { impliedName: _, ...rest } = item
    return { ...rest, alias: ctx.target.alias(item.alias.text) }
  })
  return { ...select, items: items.map(withoutNeedlessAlias), from: select.from.map((table) => nameTable(table, ctx)) }
}

function nameTable(table: TableExpr, ctx: CodeContext): TableExpr {
  const { alias } = ctx.target
  switch (table.kind) {
    case 'tableRef': {
      const listed = findObject(ctx, table.name) ? table : withSystemRows(table, ctx)
      if (listed.rows) return listed
      const named = table.alias ? { alias: alias(table.alias.text) } : {}
      return { ...table, ...named, name: targetName(table.name, ctx) }
    }
    case 'derived':
      return { ...table, alias: alias(table.alias.text), columns: table.columns.map((column) => alias(column.text)) }
    case 'join':
      return { ...table, left: nameTable(table.left, ctx), right: nameTable(table.right, ctx) }
    case 'jsonTable':
    case 'listTable':
      return { ...table, alias: alias(table.alias.text) }
    case 'opaqueTable':
      return table
  }
}

/** After resolution only a CTE stands without a schema. */
function targetName(name: QName, ctx: CodeContext): QName {
  if (name.schema === undefined)
    return ctx.made?.get(ctx.sourceNames.fold(name.name.text)) ?? { name: ctx.target.alias(name.name.text) }
  const object = findObject(ctx, name)
  return (object && ctx.target.objectName(object.id)) ?? name
}
