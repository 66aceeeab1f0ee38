import type { Expr } from '../../core/ir/expr.js'
import { walkExpr } from '../../core/ir/walk.js'
import type { CodeContext } from './code-context.js'

/** Passing an instant on changes nothing; writing it out or taking it apart depends on the session's zone. */
const harmless = new Set(['coalesce', 'if', 'ifnull', 'nullif', 'greatest', 'least', 'bool_to_int', 'int_to_bool'])

/** Reports what may give another result in another session, for places where the target does not accept that. */
export function requireImmutable(expr: Expr, place: string, ctx: CodeContext): void {
  walkExpr(expr, (node) => {
    if (node.kind === 'subquery' || node.kind === 'exists' || node.kind === 'inQuery' || node.kind === 'quantified') {
      ctx.report.fail('XW-C0318', node.origin, { name: 'a subquery', place })
      return false
    }
    if (node.kind !== 'call' || !('core' in node.fn)) return true
    const { core } = node.fn
    const onInstant = node.args.some(
      (arg) => arg.type?.logical.kind === 'timestamp' && arg.type.logical.zone !== 'none',
    )
    if (ctx.functions.determinism(node) !== 'immutable' || (onInstant && !harmless.has(core))) {
      ctx.report.fail('XW-C0318', node.origin, { name: core.toUpperCase(), place })
    }
    return true
  })
}
