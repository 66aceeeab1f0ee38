import { coreCall } from '../../../core/ir/build.js'
import type { Expr, OrderItem } from '../../../core/ir/expr.js'
import type { Select } from '../../../core/ir/query.js'
import type { CodeContext } from '../code-context.js'
import { meaningOf } from './grouping.js'
import { codeKey } from './same-code.js'

/**
 * SELECT DISTINCT ordered by what it does not select. The target refuses it, because a distinct row has many such values; the
 * source takes one. The distinct rows become groups, ordered by the least value of each.
 */
export function orderedDistinct(select: Select, orderBy: readonly OrderItem[], ctx: CodeContext) {
  if (!select.distinct) return { select, orderBy }
  const selected = new Set(select.items.flatMap((item) => (item.kind === 'expr' ? [codeKey(item.expr)] : [])))
  const foreign = (item: OrderItem) => !selected.has(codeKey(meaningOf(item.expr, select.items)))
  const strays = orderBy.filter(foreign)
  const [stray] = strays
  if (stray === undefined) return { select, orderBy }
  if (select.groupBy.length > 0 || select.having !== undefined) {
    ctx.report.fail('XW-C0312', stray.expr.origin, { done: 'the query is grouped as well, so it cannot be rewritten' })
    return { select, orderBy }
  }
  ctx.report.note('XW-C0312', stray.expr.origin, { done: 'each row is ordered by its least value' })
  const groupBy = select.items.flatMap((item) =>
    item.kind === 'expr' && item.expr.kind !== 'literal' ? [{ expr: item.expr, descending: false }] : [],
  )
  const least = (expr: Expr): Expr => coreCall('min', [expr], expr.type, expr.origin)
  return {
    select: { ...select, distinct: false, groupBy },
    orderBy: orderBy.map((item) => (foreign(item) ? { ...item, expr: least(item.expr) } : item)),
  }
}
