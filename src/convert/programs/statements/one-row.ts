import type { Expr } from '../../../core/ir/expr.js'
import type { Select } from '../../../core/ir/query.js'
import { walkExpr } from '../../../core/ir/walk.js'
import type { CodeContext } from '../../code/code-context.js'

/** A select that makes one row of all rows: it has an aggregate and no groups, and no HAVING that could drop the row. */
export function isAggregate(select: Select, ctx: CodeContext): boolean {
  if (select.groupBy.length > 0 || select.having) return false
  return select.items.some((item) => item.kind === 'expr' && holdsAggregate(item.expr, ctx))
}

function holdsAggregate(expr: Expr, ctx: CodeContext): boolean {
  let found = false
  walkExpr(
    expr,
    (node) => {
      if (node.kind === 'call' && !node.over && 'native' in node.fn && aggregates.has(node.fn.native.toUpperCase()))
        found = true
      if (node.kind === 'call' && !node.over && 'core' in node.fn && ctx.functions.isAggregate(node)) found = true
      return !found
    },
    false,
  )
  return found
}

/** Names that mean the same in the languages read so far. */
const aggregates: ReadonlySet<string> = new Set([
  'COUNT',
  'SUM',
  'AVG',
  'MIN',
  'MAX',
  'GROUP_CONCAT',
  'BIT_AND',
  'BIT_OR',
  'BIT_XOR',
  'STD',
  'STDDEV',
  'VARIANCE',
  'JSON_ARRAYAGG',
  'JSON_OBJECTAGG',
])
