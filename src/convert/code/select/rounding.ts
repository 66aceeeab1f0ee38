import { coreCall, intLiteral } from '../../../core/ir/build.js'
import type { Call, Expr } from '../../../core/ir/expr.js'
import { childrenOf } from '../../../core/ir/walk.js'

const dividing = new Set(['div', 'avg'])
/** These give their own number of digits, or pass on none of their argument's. */
const settled = new Set([
  'round',
  'truncate',
  'floor',
  'ceiling',
  'ceil',
  'format',
  'to_text',
  'concat',
  'count',
  'int_div',
])

const nameOf = (expr: Expr): string =>
  expr.kind === 'call' && 'core' in expr.fn ? (expr.fn as { core: string }).core : ''

/**
 * A division shows as many digits as the source gives its result. Only what leaves the query is rounded: inside an
 * expression the source computes on with more digits, and so does the target.
 */
export function roundedQuotient(expr: Expr): Expr {
  const logical = expr.type?.logical
  if (logical?.kind !== 'decimal' || logical.scale === undefined || !divides(expr)) return expr
  const made: Call = coreCall('round', [expr, intLiteral(logical.scale)], expr.type, expr.origin)
  return made
}

function divides(expr: Expr): boolean {
  const name = nameOf(expr)
  if (dividing.has(name)) return true
  if (settled.has(name)) return false
  return childrenOf(expr).some(divides)
}
