import { coreCall, intLiteral, plainText, valueTypeOf } from '../../../core/ir/build.js'
import type { Call, Expr } from '../../../core/ir/expr.js'
import type { CodeContext } from '../code-context.js'
import { divides } from '../select/rounding.js'

/**
 * A quotient that is stored as text at once shows all digits that the source has computed, whole words of them and cut
 * off; everywhere else it shows those of its type. Undefined: no quotient. Where its digits are not known a note says so.
 */
export function quotientAsText(expr: Expr, ctx: CodeContext): Expr | undefined {
  const words = ctx.sourceCan.quotientsInWords
  if (ctx.modes === undefined || words === undefined) return undefined
  const quotient = isCall(expr, 'round') && expr.args[0]?.origin === expr.origin ? (expr.args[0] ?? expr) : expr
  if (quotient.type?.logical.kind !== 'decimal' || !divides(quotient)) return undefined
  const [over, under] = isCall(quotient, 'div') ? quotient.args : []
  const [above, below] = [over && fractionOf(over), under && fractionOf(under)]
  if (!over || !under || above === undefined || below === undefined) {
    ctx.report.note('XW-C0331', expr.origin, {})
    return undefined
  }
  const inWords = (digits: number): number => Math.ceil(digits / words.digits) * words.digits
  const padding = inWords(above) - above + inWords(below) - below
  const digits = inWords(inWords(above) + inWords(below) + Math.max(0, words.added - padding))
  // The target divides to as many digits as the dividend has, if not to more.
  const type = valueTypeOf({ kind: 'decimal', signed: true, scale: digits, precision: 65 }, over.type?.nullable ?? true)
  const longer = coreCall('round', [over, intLiteral(digits)], type, over.origin)
  const long = coreCall('div', [longer, under], type, quotient.origin)
  const cut = coreCall('truncate', [long, intLiteral(digits)], type, expr.origin)
  return coreCall('to_text', [cut], valueTypeOf(plainText, expr.type?.nullable ?? true), expr.origin)
}

const isCall = (expr: Expr, name: string): expr is Call =>
  expr.kind === 'call' && 'core' in expr.fn && expr.fn.core === name

/** Digits behind the point of a value as it stands in a column, a variable or a constant. */
function fractionOf(expr: Expr): number | undefined {
  if (expr.kind === 'literal') return expr.of === 'integer' || expr.of === 'decimal' ? fractionIn(expr.text) : undefined
  if (expr.kind !== 'column' && expr.kind !== 'variable') return undefined
  const type = expr.type?.source ?? expr.type?.logical
  return type?.kind === 'integer' ? 0 : type?.kind === 'decimal' ? type.scale : undefined
}

const fractionIn = (text: string): number => text.split('.')[1]?.length ?? 0
