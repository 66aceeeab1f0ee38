import type { Expr } from '../../core/ir/expr.js'
import { walkExpr } from '../../core/ir/walk.js'
import type { CodeContext } from './code-context.js'

/** Passing an instant on changes nothing; writing it out or taking it apart depends on the session's zone. */
const harmless = new Set(['coalesce', 'if', 'nvl2', 'nullif', 'greatest', 'least', 'is_null', 'any_value'])

/** Whether an expression gives the same result for the same row in every session. */
export function isImmutable(expr: Expr, ctx: CodeContext): boolean {
  let immutable = true
  walkExpr(expr, (node) => {
    if (node.kind === 'subquery' || node.kind === 'exists' || node.kind === 'inQuery' || node.kind === 'quantified') {
      immutable = false
    }
    if (node.kind === 'call' && 'core' in node.fn) {
      const instant = node.args.some((arg) => isInstant(arg))
      if (ctx.functions.determinism(node) !== 'immutable' || (instant && !harmless.has(node.fn.core))) immutable = false
    }
    if (node.kind === 'binary' && isInstant(node.left) !== isInstant(node.right)) immutable = false
    return immutable
  })
  return immutable
}

/** Whether the target itself takes the written expression for immutable. */
export function isImmutableAsWritten(expr: Expr, ctx: CodeContext): boolean {
  let immutable = true
  walkExpr(expr, (node) => {
    if (node.kind === 'template' && !ctx.functions.isImmutableText(node)) immutable = false
    return immutable
  })
  return immutable
}

const isInstant = ({ type }: Expr): boolean => type?.logical.kind === 'timestamp' && type.logical.zone !== 'none'
