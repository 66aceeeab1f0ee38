import { coreCall, intLiteral, plainText, valueTypeOf } from '../../../core/ir/build.js'
import type { Expr } from '../../../core/ir/expr.js'
import type { LogicalType } from '../../../core/ir/types.js'
import { divides } from '../select/rounding.js'
import { exprFamily } from '../types/families.js'

/**
 * What a value looks like as text where the target would write it otherwise: years and numbers filled up with zeros, quotients with as
 * many digits as the source gives them, moments with all their digits, dates that text was moved to. Undefined: as the target writes it.
 */
export function ownText(expr: Expr): Expr | undefined {
  const nullable = expr.type?.nullable ?? true
  const text = valueTypeOf(plainText, nullable)
  const width = filledWidth(expr.type?.source ?? expr.type?.logical)
  if (width !== undefined) return coreCall('zero_filled', [expr, intLiteral(width, expr.origin)], text, expr.origin)
  const logical = expr.type?.logical
  if (logical?.kind === 'decimal' && logical.scale !== undefined && divides(expr)) {
    const rounded = coreCall('round', [expr, intLiteral(logical.scale, expr.origin)], expr.type, expr.origin)
    return coreCall('to_text', [rounded], text, expr.origin)
  }
  const digits = shownDigits(expr)
  if (digits > 0) return coreCall('fraction_text', [expr, intLiteral(digits, expr.origin)], text, expr.origin)
  const from = movedText(expr)
  return from && coreCall('moved_text', [expr, from], text, expr.origin)
}

const widths: Readonly<Record<number, number>> = { 8: 3, 16: 5, 24: 8, 32: 10, 64: 20 }

function filledWidth(type: LogicalType | undefined): number | undefined {
  if (type?.kind === 'year') return 4
  if (type?.kind !== 'integer' || !type.zerofill) return undefined
  return type.width ?? widths[type.bits]
}

/** Digits of the second that a stored moment always shows. What functions give shows those it has. */
function shownDigits({ kind, type }: Expr): number {
  const source = type?.source ?? type?.logical
  return (kind === 'column' || kind === 'variable') && source?.kind === 'timestamp' ? source.precision : 0
}

const daily = /^(DAY|WEEK|MONTH|QUARTER|YEAR|YEAR_MONTH)$/

/** The text that a call moves by whole days. */
function movedText(expr: Expr): Expr | undefined {
  if (expr.kind !== 'call' || !('core' in expr.fn)) return undefined
  const [start, , unit] = expr.args
  const moves = expr.fn.core === 'date_add_interval' || expr.fn.core === 'date_sub_interval'
  if (!moves || start === undefined || start.kind === 'literal' || exprFamily(start) !== 'text') return undefined
  return unit?.kind === 'literal' && daily.test(unit.text) ? start : undefined
}
