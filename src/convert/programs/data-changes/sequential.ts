import { implicitCast } from '../../../core/ir/build.js'
import type { ColumnRef, Expr } from '../../../core/ir/expr.js'
import type { Query, QueryBody } from '../../../core/ir/query.js'
import { mapBottomUp, mapQuery, walkExpr } from '../../../core/ir/walk.js'
import { exprFamily, familyOf } from '../../code/types/families.js'
import type { Receiver } from './assigned-values.js'
import { aliasOf, leavesOf } from './trees.js'

/** The expression with columns of one relation replaced, also where queries inside it speak of them. */
export function replaceColumns(
  expr: Expr,
  relation: string,
  replace: (column: ColumnRef) => Expr | undefined,
  shadows: (query: Query) => boolean = (query) => hides(query.body, relation),
): Expr {
  const node = (each: Expr): Expr =>
    each.kind === 'column' && each.of?.relation === relation ? (replace(each) ?? each) : each
  const query = (inner: Query): Query =>
    shadows(inner)
      ? inner
      : mapQuery(inner, { expr: (each) => replaceColumns(each, relation, replace, shadows), query })
  return mapBottomUp(expr, node, query)
}

/** Whether a query has a range variable of its own by that name. */
function hides(body: QueryBody, relation: string): boolean {
  if (body.kind === 'select') return leavesOf(body.from).some((table) => aliasOf(table) === relation)
  return body.kind === 'setOperation' && (hides(body.left, relation) || hides(body.right, relation))
}

export function mentions(expr: Expr, test: (column: ColumnRef) => boolean): boolean {
  let found = false
  walkExpr(expr, (node) => {
    if (node.kind === 'column' && test(node)) found = true
    return !found
  })
  return found
}

/** What a column holds after a value was stored in it, for an expression that reads it then. */
export function storedValue(value: Expr, to: Receiver): Expr {
  const { logical, native } = to.type
  const same = native !== undefined && value.type?.native === native
  const families = exprFamily(value) === familyOf(logical)
  if (same || (families && ['boolean', 'json', 'binary', 'identifier'].includes(exprFamily(value)))) return value
  if (families && logical.kind === 'text' && !logical.padded && value.type?.logical.kind === 'text') return value
  if (value.kind === 'literal' && value.of === 'integer' && logical.kind === 'integer') return value
  return implicitCast(value, logical, native)
}
