import { coreCall, int32, valueTypeOf } from '../../../core/ir/build.js'
import type { Expr, OrderItem } from '../../../core/ir/expr.js'
import type { Select } from '../../../core/ir/query.js'
import type { CodeContext } from '../code-context.js'
import { meaningOf } from './grouping.js'

/** Says where nulls come when the engines differ and the expression can be null. */
export function explicitNulls(item: OrderItem, ctx: CodeContext, type = item.expr.type): OrderItem {
  if (item.nulls !== undefined || ctx.sourceCan.nullsFirstWhenAscending === ctx.targetCan.nullsFirstWhenAscending)
    return item
  if (type !== undefined && !type.nullable) return item
  if (isConstant(item.expr)) return item
  return { ...item, nulls: ctx.sourceCan.nullsFirstWhenAscending === item.descending ? 'last' : 'first' }
}

/** A constant orders nothing; NULL in particular is how some say that no order is wanted. */
const isConstant = (expr: Expr): boolean => expr.kind === 'literal' && expr.of !== 'integer'

/** Order items that order nothing are left out; the target refuses constants other than positions. */
export const withoutConstants = (items: readonly OrderItem[]): readonly OrderItem[] =>
  items.filter((item) => !isConstant(item.expr))

/** Subtotals come behind the rows that they add up, and both in the order of what is grouped. */
export function rollupOrder(select: Select): readonly OrderItem[] {
  return select.groupBy.flatMap((item) => {
    const expr = meaningOf(item.expr, select.items)
    const isTotal = coreCall('grouping', [expr], valueTypeOf(int32, false), expr.origin)
    return [
      { expr: isTotal, descending: false },
      { expr, descending: item.descending },
    ]
  })
}
