import { binary, bool, branch, coreCall, int32, int64, intLiteral, valueTypeOf } from '../../../core/ir/build.js'
import type { Expr } from '../../../core/ir/expr.js'

/**
 * The number after LIMIT or OFFSET when it is no constant. NULL stands for zero; below zero it is read as a number without
 * a sign, larger than any table: LIMIT then takes every row (NULL says so on the target) and OFFSET leaves none.
 */
export function rowLimit(limit: Expr): Expr {
  if (limit.kind === 'literal') return limit
  if (neverNegative(limit)) return orZero(limit)
  const { origin } = limit
  const taken = branch(compared('ge', limit), limit)
  const whens = isNullable(limit) ? [taken, branch(isNull(limit), zero(limit))] : [taken]
  return { kind: 'case', whens, type: valueTypeOf(int64), origin }
}

export function rowOffset(offset: Expr): Expr {
  if (offset.kind === 'literal' || neverNegative(offset)) return offset
  const beyond = intLiteral(2n ** 63n - 1n, offset.origin)
  const whens = [branch(compared('lt', offset), beyond)]
  return { kind: 'case', whens, else: offset, type: valueTypeOf(int64), origin: offset.origin }
}

const zero = ({ origin }: Expr): Expr => intLiteral(0, origin)

const isNullable = (expr: Expr): boolean => expr.type?.nullable ?? true

const orZero = (limit: Expr): Expr =>
  isNullable(limit)
    ? coreCall('coalesce', [limit, zero(limit)], valueTypeOf(limit.type?.logical ?? int32, false), limit.origin)
    : limit

const isNull = (operand: Expr): Expr => {
  const { origin } = operand
  return { kind: 'test', negated: false, is: 'null', operand, type: valueTypeOf(bool, false), origin }
}

const compared = (op: 'ge' | 'lt', limit: Expr): Expr => binary(op, limit, zero(limit), valueTypeOf(bool))

/** Only columns and variables of an unsigned type; whole numbers of 64 bits without a sign are decimals on the target. */
function neverNegative({ type }: Expr): boolean {
  const own = type?.source ?? type?.logical
  return own?.kind === 'integer' && !own.signed
}
