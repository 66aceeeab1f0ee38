import { coreCall, implicitCast, intLiteral } from '../../../core/ir/build.js'
import type { Expr } from '../../../core/ir/expr.js'
import type { DecimalType, LogicalType } from '../../../core/ir/types.js'
import { lengthOf } from './text-lengths.js'

/**
 * A value for a place of a type that the target keeps as something wider: rounded or refused as a variable of the type would.
 * A cast of text would cut it without a word.
 */
export function withinLimits(expr: Expr, logical: LogicalType, native: string | undefined): Expr {
  if (logical.kind === 'text') return ofLength(expr, logical.length)
  if (logical.kind !== 'decimal' || logical.precision === undefined || !native?.includes('(')) return expr
  return holds(logical, expr) ? expr : { ...implicitCast(expr, logical, native), origin: expr.origin }
}

function ofLength(expr: Expr, length: number | undefined): Expr {
  if (length === undefined || lengthOf(expr) <= length) return expr
  return coreCall('within_length', [expr, intLiteral(length, expr.origin)], expr.type, expr.origin)
}

function holds({ precision = 0, scale = 0 }: DecimalType, expr: Expr): boolean {
  if (expr.kind === 'literal')
    return expr.of === 'null' || (expr.of === 'integer' && expr.text.replace(/^-/, '').length <= precision - scale)
  const own = expr.kind === 'variable' ? expr.type?.logical : undefined
  return own?.kind === 'decimal' && own.precision === precision && own.scale === scale
}
