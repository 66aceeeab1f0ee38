import { branch, int32, intLiteral, textLiteral, valueTypeOf } from '../../../core/ir/build.js'
import type { Case, Expr } from '../../../core/ir/expr.js'
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

/** Labels are ordered by position. A named type of the target does so by itself, text does not. */
export function byPosition(expr: Expr): Expr {
  return exprFamily(expr) === 'text' && expr.type?.source?.kind === 'enum' ? (labelNumber(expr) ?? expr) : expr
}
