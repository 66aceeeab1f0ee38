import { coreCall, literal, valueTypeOf } from '../../../core/ir/build.js'
import type { Expr } from '../../../core/ir/expr.js'

/** A number, or the end of a range that is nearest to it; the ends as digits. A constant becomes that constant. */
export function nearest(value: Expr, low: string, high: string): Expr {
  const of = low.includes('.') || high.includes('.') ? 'decimal' : 'integer'
  const [least, greatest] = [literal(of, low, value.origin), literal(of, high, value.origin)]
  if (value.kind === 'literal') {
    const number = Number(value.text)
    return number < Number(low) ? least : number > Number(high) ? greatest : value
  }
  const type = valueTypeOf({ kind: 'decimal', signed: true }, value.type?.nullable ?? true)
  return coreCall('nearest', [value, least, greatest], type, value.origin)
}
