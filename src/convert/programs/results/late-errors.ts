import type { Expr } from '../../../core/ir/expr.js'
import type { Query } from '../../../core/ir/query.js'
import { walkQuery } from '../../../core/ir/walk.js'
import type { State } from '../frame.js'
import { forErrors } from '../handling/handlers.js'
import { rowsOf } from '../statements/one-row.js'

/**
 * Rows that are still to be read when the program has ended raise their errors there, past its handlers and behind its later
 * statements. Whether the query may raise one that the source raises in its place.
 */
export function mayRaiseLate(query: Query, state: State): boolean {
  const handled = state.handlers.some((scope) => scope.handlers.some(forErrors(scope.at)))
  let found = false
  walkQuery(query, (expr) => {
    if (expr.kind === 'subquery' && rowsOf(expr.query, state) === 'any') found = true
    if (handled && !isCalm(expr)) found = true
    return !found
  })
  return found
}

const calm: ReadonlySet<Expr['kind']> = new Set([
  'literal',
  'variable',
  'column',
  'test',
  'unary',
  'case',
  'between',
  'inList',
  'inQuery',
  'exists',
  'subquery',
  'like',
  'star',
  'row',
])

/** Calls that take any value. */
const calls =
  /^(COUNT|MIN|MAX|SUM|AVG|GROUP_CONCAT|CONCAT|CONCAT_WS|COALESCE|IFNULL|IF|NULLIF|UPPER|UCASE|LOWER|LCASE|TRIM|LTRIM|RTRIM|LENGTH|CHAR_LENGTH|LEFT|RIGHT|NOW|CURDATE)$/i

function isCalm(expr: Expr): boolean {
  if (expr.kind === 'binary') return expr.op !== 'div' && expr.op !== 'mod' && expr.op !== 'intDiv'
  if (expr.kind === 'call') return 'native' in expr.fn && calls.test(expr.fn.native)
  return calm.has(expr.kind)
}
