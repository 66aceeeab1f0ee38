import { bool, boolLiteral, coreCall, int32, intLiteral, not, valueTypeOf } from '../../../core/ir/build.js'
import type { Call, Expr } from '../../../core/ir/expr.js'
import { exprFamily } from '../types/families.js'
import { labelNumber } from './labels.js'
import { readNumberText } from './temporal-text.js'

/** What the place of an expression takes: a number, text or date; a condition; or either. */
export type Want = 'value' | 'boolean' | 'any'

/**
 * Whether an expression is a condition by its form. The source has no booleans: a condition is 1 or 0 there. A boolean that
 * was stored (a column, a choice between columns) is a value on both sides and stays one.
 */
export function isCondition(expr: Expr): boolean {
  switch (expr.kind) {
    case 'literal':
      return expr.of === 'boolean'
    case 'binary':
    case 'unary':
    case 'between':
    case 'inList':
    case 'inQuery':
    case 'like':
    case 'test':
    case 'exists':
    case 'quantified':
      return exprFamily(expr) === 'boolean'
    case 'call':
      return exprFamily(expr) === 'boolean' && !passesThrough(expr)
    default:
      return false
  }
}

/** Calls whose boolean is the one they were given. */
const passing = new Set(['coalesce', 'if', 'ifnull', 'nullif', 'min', 'max', 'any_value', 'greatest', 'least'])
const windowed = new Set(['lag', 'lead', 'first_value', 'last_value', 'nth_value'])

const passesThrough = (call: Call): boolean =>
  'core' in call.fn && (passing.has(call.fn.core) || windowed.has(call.fn.core))

/** The expression made to fit its place. */
export function fitPlace(expr: Expr, want: Want): Expr {
  if (want === 'value') return isCondition(expr) ? toInteger(expr) : expr
  return want === 'boolean' ? toCondition(expr) : expr
}

/** A condition or a stored boolean as 1 or 0. */
export function toInteger(expr: Expr): Expr {
  if (expr.kind === 'literal' && expr.of === 'boolean') return intLiteral(isTrue(expr.text) ? 1 : 0, expr.origin)
  return coreCall('bool_to_int', [expr], valueTypeOf(int32, expr.type?.nullable ?? true), expr.origin)
}

export const isTrue = (text: string): boolean => /^(true|1)$/i.test(text)

/** Any value as a condition: its number is not zero. */
export function toCondition(expr: Expr): Expr {
  const inner = conditionInside(expr)
  if (inner) return inner
  const family = exprFamily(expr)
  if (family === 'boolean' || family === 'null') return expr
  const position = expr.kind === 'literal' ? undefined : labelNumber(expr)
  if (position) return coreCall('int_to_bool', [position], valueTypeOf(bool, expr.type?.nullable ?? true), expr.origin)
  if (expr.kind === 'literal' && expr.of !== 'text') return numberLiteralTruth(expr.text, expr)
  if (expr.kind === 'literal') return numberLiteralTruth(readNumberText(expr.text).text, expr)
  const type = valueTypeOf(bool, expr.type?.nullable ?? true)
  return coreCall(family === 'number' ? 'int_to_bool' : 'to_boolean', [expr], type, expr.origin)
}

const numberLiteralTruth = (text: string, expr: Expr): Expr =>
  boolLiteral(/[1-9]/.test(text.replace(/[eE].*$/, '')), expr.origin)

function conditionInside(expr: Expr): Expr | undefined {
  return expr.kind === 'call' && 'core' in expr.fn && expr.fn.core === 'bool_to_int' ? expr.args[0] : undefined
}

/**
 * A boolean compared with the number 1 or 0 says what it says, or its opposite. Undefined: the comparison is of another kind.
 * `a = 1` is unknown when `a` is; so is `a` itself.
 */
export function compareWithFlag(op: string, left: Expr, right: Expr): Expr | undefined {
  const boolean = conditionInside(left) ?? (exprFamily(left) === 'boolean' ? left : undefined)
  const flag = flagOf(right)
  if (boolean === undefined || flag === undefined) return undefined
  if (op === 'nullSafeEq') {
    const type = valueTypeOf(bool, false)
    return { kind: 'test', is: flag ? 'true' : 'false', negated: false, operand: boolean, origin: left.origin, type }
  }
  if (op !== 'eq' && op !== 'ne') return undefined
  return (op === 'eq') === flag ? boolean : not(boolean)
}

/** True or false for a literal that is 1 or 0, as a number, as text or as a boolean. */
export function flagOf(expr: Expr): boolean | undefined {
  if (expr.kind !== 'literal') return undefined
  if (expr.of === 'boolean') return isTrue(expr.text)
  if (!['integer', 'text', 'bits'].includes(expr.of)) return undefined
  if (/^0+$/.test(expr.text)) return false
  return /^0*1$/.test(expr.text) ? true : undefined
}
