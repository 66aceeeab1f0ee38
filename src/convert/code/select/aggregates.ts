import type { Call, Expr, Window } from '../../../core/ir/expr.js'
import type { Ident } from '../../../core/ir/names.js'
import { walkExpr } from '../../../core/ir/walk.js'

export const isWindow = (over: Window | { readonly named: Ident }): over is Window => 'partitionBy' in over

/** Which core functions fold many rows into one. */
export type IsAggregate = (call: Call) => boolean

/** Whether an expression holds an aggregate of this very query (those over a window do not fold rows). */
export function hasAggregate(expr: Expr, isAggregate: IsAggregate): boolean {
  let found = false
  walkExpr(
    expr,
    (node) => {
      if (node.kind === 'call' && node.over === undefined && isAggregate(node)) found = true
      return !found
    },
    false,
  )
  return found
}
