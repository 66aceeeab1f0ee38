import type { ColumnRef, Expr } from '../../../core/ir/expr.js'
import { type Ident, ident } from '../../../core/ir/names.js'
import type { Query, Select, SelectItem, TableExpr } from '../../../core/ir/query.js'
import { mapBody, mapChildren, mapItem } from '../../../core/ir/walk.js'
import { isRowNumber, numbered } from './row-numbers.js'

/**
 * Takes the first rows of FROM and WHERE before the query sorts or groups them: they become a table that has the columns
 * which the rest of the query names. Undefined: the rest asks for all columns of several tables, or holds a query that may
 * name them too.
 */
export function collected(query: Query, body: Select, limit: Expr | undefined): Query | undefined {
  const alone = body.from.length === 1 ? nameOf(body.from[0]) : undefined
  const stars = body.items.some((item) => item.kind === 'star')
  if (stars || holdsQuery(query, body))
    return alone && !asksNumbers(query, body) ? limitedTable(query, body, alone, limit) : undefined
  const made = new Map<string, SelectItem & { readonly kind: 'expr' }>()
  const alias = ident('numbered')
  const outputs = new Set(body.items.flatMap((item) => (item.kind === 'expr' && item.alias ? [item.alias.text] : [])))
  const take = (isOrder: boolean) => {
    const visit = (expr: Expr): Expr => {
      if (isRowNumber(expr)) return columnOf('rownum', numbered(expr), expr, made, alias)
      if (expr.kind !== 'column') return mapChildren(expr, { expr: visit, query: (inner) => inner })
      const [only, more] = expr.path
      if (isOrder && !more && outputs.has(only?.text ?? '')) return expr
      return columnOf(expr.path.map(({ text }) => text).join('.'), expr, expr, made, alias)
    }
    return { expr: visit, query: (inner: Query) => inner }
  }
  const { where: _, from, ...rest } = body
  const outer = mapBody({ ...rest, from: [] }, take(false))
  const orderBy = query.orderBy.map((item) => ({ ...item, expr: take(true).expr(item.expr) }))
  if (outer.kind !== 'select') return undefined
  const one: SelectItem = {
    kind: 'expr',
    expr: { kind: 'literal', of: 'integer', text: '1', origin: body.origin },
    alias: ident('one'),
  }
  const inner = rowsOf(body, made.size > 0 ? [...made.values()] : [one], limit)
  const items = outer.items.map(withName)
  return { ...query, body: { ...outer, items, from: [derived(inner, alias)] }, orderBy }
}

/** A column keeps the name that it had. */
const withName = (item: SelectItem): SelectItem =>
  item.kind === 'expr' && !item.alias && item.impliedName !== undefined && item.expr.kind === 'column'
    ? { ...item, alias: ident(item.impliedName) }
    : item

function columnOf(
  key: string,
  expr: Expr,
  { origin }: Expr,
  made: Map<string, SelectItem & { readonly kind: 'expr' }>,
  table: Ident,
): ColumnRef {
  const known = made.get(key)?.alias
  const name = known ?? ident(`c${made.size + 1}`)
  if (!known) made.set(key, { kind: 'expr', expr, alias: name })
  return { kind: 'column', path: [table, name], origin }
}

const nameOf = (table: TableExpr | undefined): Ident | undefined =>
  table?.kind === 'tableRef' ? (table.alias ?? table.name.name) : table?.kind === 'derived' ? table.alias : undefined

function holdsQuery(query: Query, body: Select): boolean {
  let found = false
  const visit = (expr: Expr): Expr =>
    mapChildren(expr, {
      expr: visit,
      query: (inner) => {
        found = true
        return inner
      },
    })
  const mapper = { expr: visit, query: (inner: Query) => inner }
  const { where: _, ...rest } = body
  mapBody({ ...rest, from: [] }, mapper)
  for (const { expr } of query.orderBy) visit(expr)
  return found
}

function asksNumbers(query: Query, body: Select): boolean {
  let found = false
  const visit = (expr: Expr): Expr => {
    if (isRowNumber(expr)) found = true
    return mapChildren(expr, { expr: visit, query: (inner) => inner })
  }
  for (const item of body.items) mapItem(item, { expr: visit, query: (inner) => inner })
  for (const { expr } of query.orderBy) visit(expr)
  return found
}

/** One table stays under its name. */
function limitedTable(query: Query, body: Select, name: Ident, limit: Expr | undefined): Query {
  const { where: _, ...rest } = body
  const inner = rowsOf(body, [{ kind: 'star', origin: body.origin }], limit)
  return { ...query, body: { ...rest, from: [derived(inner, name)] } }
}

function rowsOf(body: Select, items: readonly SelectItem[], limit: Expr | undefined): Query {
  const { origin, from } = body
  const select: Select = {
    ...{ kind: 'select', origin, distinct: false, groupBy: [], rollup: false, windows: [], hints: [] },
    items,
    from,
    ...(body.where ? { where: body.where } : {}),
  }
  return { kind: 'query', origin, body: select, orderBy: [], ...(limit ? { limit } : {}) }
}

const derived = (query: Query, alias: Ident): TableExpr => ({
  kind: 'derived',
  origin: query.origin,
  query,
  alias,
  columns: [],
  lateral: false,
})
