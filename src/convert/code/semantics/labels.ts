import { branch, coreCall, int32, int64, intLiteral, textLiteral, valueTypeOf } from '../../../core/ir/build.js'
import type { Call, Case, Expr } from '../../../core/ir/expr.js'
import { enumOf, exprFamily } from '../types/families.js'

/** The number that a label stands for on the source: its position in the list, from 1. Undefined for what is no label. */
export function labelNumber(expr: Expr): Expr | undefined {
  const type = enumOf(expr.type)
  if (type === undefined || type.set || type.values.length === 0) return undefined
  const chosen: Case = {
    kind: 'case',
    subject: expr,
    whens: type.values.map((label, at) => branch(textLiteral(label, expr.origin), intLiteral(at + 1, expr.origin))),
    origin: expr.origin,
    type: valueTypeOf(int32, expr.type?.nullable ?? true),
  }
  return chosen
}

/** Labels, one or a list of them: what the source can take for a number as well as for a text. */
export const isLabelled = (expr: Expr): boolean => exprFamily(expr) === 'enum' || exprFamily(expr) === 'list'

/** The number of a set of labels on the source: a bit for each label of its list. Undefined for what is no set. */
export function setNumber(expr: Expr): Expr | undefined {
  const type = enumOf(expr.type)
  if (!type?.set || exprFamily(expr) !== 'list') return undefined
  const labels = type.values.map((label) => textLiteral(label, expr.origin))
  return coreCall('label_bits', [expr, ...labels], valueTypeOf(int64, expr.type?.nullable ?? true), expr.origin)
}

/**
 * FIND_IN_SET of a constant in a set of labels gives the label's place in the set's own list, not in the value: the source
 * looks at one bit.
 */
export function findLabel(call: Call): Expr | undefined {
  const [label, list] = call.args
  const type = enumOf(list?.type)
  if (label?.kind !== 'literal' || list === undefined || !type?.set || exprFamily(list) !== 'list') return undefined
  const at = type.values.findIndex((each) => each.toLowerCase() === label.text.toLowerCase())
  const args = [textLiteral(type.values[at] ?? label.text, label.origin), list, intLiteral(at + 1, label.origin)]
  return coreCall('label_place', args, call.type, call.origin)
}

/** Labels are ordered by position. A named type of the target does so by itself, text and lists do not. */
export function byPosition(expr: Expr): Expr {
  if (exprFamily(expr) === 'list') return setNumber(expr) ?? expr
  return exprFamily(expr) === 'text' && expr.type?.source?.kind === 'enum' ? (labelNumber(expr) ?? expr) : expr
}
