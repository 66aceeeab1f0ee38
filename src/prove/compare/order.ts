import type { Expr } from '../../core/ir/expr.js'
import type { Query, SelectItem } from '../../core/ir/query.js'
import { walkExpr } from '../../core/ir/walk.js'
import type { ResultColumn } from '../../core/prove/runner.js'
import { firstSelect } from '../code/questions.js'
import type { RowOrder } from './rows.js'

/** How the rows of a query are ordered, as far as its own columns show. */
export function orderOf(query: Query, columns: readonly ResultColumn[]): RowOrder {
  if (query.orderBy.length === 0) {
    const first = firstSelect(query.body)
    const one = first !== undefined && first.from.length === 0
    return query.limit !== undefined && !one ? { kind: 'some' } : { kind: 'none' }
  }
  const items = firstSelect(query.body)?.items ?? []
  const places = query.orderBy.map(({ expr }) => placesOf(expr, items, columns))
  const known = places.indexOf(undefined)
  const keys = (known < 0 ? places : places.slice(0, known)).flatMap((found) => found ?? [])
  return { kind: 'by', keys, whole: known < 0, cut: query.limit !== undefined }
}

/** Columns of the result that decide the value: rows that are alike in them are alike in it. Undefined: something else does too. */
function placesOf(
  expr: Expr,
  items: readonly SelectItem[],
  columns: readonly ResultColumn[],
): readonly number[] | undefined {
  const own = placeOf(expr, items, columns)
  if (own !== undefined) return [own]
  const within: (number | undefined)[] = []
  let steady = true
  walkExpr(expr, (each) => {
    if (each.kind === 'column') within.push(placeOf(each, items, columns))
    steady &&= !('query' in each) && each.kind !== 'variable'
    return undefined
  })
  const found = within.flatMap((place) => place ?? [])
  return steady && found.length > 0 && found.length === within.length ? found : undefined
}

function placeOf(expr: Expr, items: readonly SelectItem[], columns: readonly ResultColumn[]): number | undefined {
  if (expr.kind === 'literal' && expr.of === 'integer') return Number(expr.text) - 1
  const name = expr.kind === 'column' ? expr.path.at(-1)?.text.toLowerCase() : undefined
  if (name !== undefined) {
    const at = columns.findIndex((column) => column.name.toLowerCase() === name)
    if (at >= 0) return at
  }
  const same = items.findIndex((item) => item.kind === 'expr' && shape(item.expr) === shape(expr))
  const stars = items.some((item) => item.kind === 'star')
  return same >= 0 && !stars ? same : undefined
}

const shape = (expr: Expr): string =>
  JSON.stringify(expr, (key, value) => (key === 'origin' || key === 'quoted' ? undefined : value))

/** The order of the nth result: of the only query that gives such columns. Queries of one shape that differ in order leave it open. */
export function orderOfResult(queries: readonly Query[], columns: readonly ResultColumn[]): RowOrder {
  const fitting = queries.filter((query) => fits(query, columns))
  const orders = (fitting.length > 0 ? fitting : queries).map((query) => orderOf(query, columns))
  const [first, ...more] = orders
  if (first === undefined) return { kind: 'none' }
  if (orders.some((order) => order.kind === 'some')) return { kind: 'some' }
  return more.every((order) => JSON.stringify(order) === JSON.stringify(first)) ? first : { kind: 'none' }
}

function fits(query: Query, columns: readonly ResultColumn[]): boolean {
  const items = firstSelect(query.body)?.items ?? []
  if (items.some((item) => item.kind === 'star')) return items.length > 1 || columns.length > 1
  if (items.length !== columns.length) return false
  return items.every((item, at) => {
    if (item.kind !== 'expr') return false
    const name = item.alias?.text ?? (item.expr.kind === 'column' ? item.expr.path.at(-1)?.text : item.impliedName)
    return name === undefined || name.toLowerCase() === columns[at]?.name.toLowerCase()
  })
}
