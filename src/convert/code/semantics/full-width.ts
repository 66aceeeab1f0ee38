import type { Expr } from '../../../core/ir/expr.js'
import { integerBits, toInt64 } from './arithmetic.js'

/**
 * What is computed from a whole number and constants, in the 64 bits of the source. A target computes in the width of the
 * operands, which is as good where the result goes into a number of that width; this is for all other places.
 */
export function inFullWidth(expr: Expr): Expr {
  if (expr.kind === 'unary' && expr.op === 'neg') return { ...expr, operand: widened(expr.operand) }
  if (expr.kind === 'call' && 'core' in expr.fn && expr.fn.core === 'abs')
    return { ...expr, args: expr.args.map(widened) }
  if (expr.kind !== 'binary' || (expr.op !== 'add' && expr.op !== 'sub')) return expr
  if (expr.right.kind === 'literal') return { ...expr, left: widened(inFullWidth(expr.left)) }
  return expr.left.kind === 'literal' ? { ...expr, right: widened(inFullWidth(expr.right)) } : expr
}

const widened = (operand: Expr): Expr =>
  (operand.kind === 'variable' || operand.kind === 'column') && (integerBits(operand)?.width ?? 64) < 64
    ? toInt64(operand)
    : operand
