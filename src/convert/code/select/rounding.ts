import { coreCall, intLiteral } from '../../../core/ir/build.js'
import type { Call, Expr } from '../../../core/ir/expr.js'
import { childrenOf } from '../../../core/ir/walk.js'

const dividing = new Set(['div', 'avg'])
/** Over exact numbers their digits are counted like those of an average. */
export const spreads: ReadonlySet<string> = new Set(['stddev_pop', 'stddev_samp', 'var_pop', 'var_samp'])
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
  const scaled = logical?.kind === 'decimal' ? divides(expr) : logical?.kind === 'float' && spreads.has(nameOf(expr))
  if ((logical?.kind !== 'decimal' && logical?.kind !== 'float') || logical.scale === undefined || !scaled) return expr
  const made: Call = coreCall('round', [expr, intLiteral(logical.scale)], expr.type, expr.origin)
  return made
}

/** Whether a division has its part in the value, so that the target holds more digits than the source shows. */
export function divides(expr: Expr): boolean {
  const name = nameOf(expr)
  if (dividing.has(name)) return true
  if (settled.has(name)) return false
  return childrenOf(expr).some(divides)
}
