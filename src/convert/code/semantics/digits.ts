import { coreCall, intLiteral, valueTypeOf } from '../../../core/ir/build.js'
import type { Expr } from '../../../core/ir/expr.js'
import type { LogicalType } from '../../../core/ir/types.js'

/** A number that is cast to a type with fewer digits: outside of what stores it the source takes the nearest one. */
export function withinDigits(operand: Expr, to: LogicalType): Expr {
  if (to.kind !== 'decimal') return operand
  const { precision = 10, scale = 0 } = to
  if (wholeDigits(operand, scale) <= precision - scale) return operand
  const type = valueTypeOf({ kind: 'decimal', signed: true }, operand.type?.nullable ?? true)
  return coreCall('within_digits', [operand, intLiteral(precision), intLiteral(scale)], type, operand.origin)
}

/** The most digits before the point that a value can have once it is rounded to a scale, as far as its type tells. */
function wholeDigits(expr: Expr, scale: number): number {
  if (expr.kind === 'literal' && (expr.of === 'integer' || expr.of === 'decimal'))
    return expr.text.replace(/^-|\..*$/g, '').length
  const type = expr.type?.source ?? expr.type?.logical
  switch (type?.kind) {
    case 'integer':
      return digitsOfBits[type.bits] ?? 20
    case 'decimal': {
      const digits = type.precision === undefined ? 65 : type.precision - (type.scale ?? 0)
      // 9.99 becomes 10.0.
      return digits + ((type.scale ?? 0) > scale ? 1 : 0)
    }
    case 'float':
    case 'text':
    case 'json':
      return 65
    default:
      return 0
  }
}

const digitsOfBits: Readonly<Record<number, number>> = { 8: 3, 16: 5, 24: 8, 32: 10, 64: 20 }
