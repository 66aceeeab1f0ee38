import { type CstNode, hasWord, node } from '../../../../grammars/sql/cst.js'
import { coreCall } from '../../../core/ir/build.js'
import type { Call, Expr, OrderItem } from '../../../core/ir/expr.js'
import type { Origin } from '../../../core/ir/names.js'
import type { LowerContext } from './cst.js'
import { lowerOrderBy } from './expressions.js'
import { lowerOver } from './windows.js'

/**
 * `MAX (x) KEEP (DENSE_RANK FIRST ORDER BY k)`: of the rows that come first the greatest value, which is the value of the
 * first row when equal ones are ordered by the value itself. Undefined: an aggregate for which that does not hold.
 */
export function keptValue(name: string, args: readonly Expr[], tail: CstNode, origin: Origin, context: LowerContext) {
  const keep = node(tail, 'keepClause')
  const [value, more] = args
  if (!keep || !value || more || (name !== 'MIN' && name !== 'MAX')) return undefined
  const items = lowerOrderBy(node(keep, 'orderBy'), context)
  const wanted = hasWord(keep, 'LAST') ? items.map(reversed) : items
  const orderBy: readonly OrderItem[] = [...wanted, { expr: value, descending: name === 'MAX', nulls: 'last' }]
  const over = lowerOver(tail, context)
  const first = coreCall(over ? 'first_value' : 'first_in_order', [value], undefined, origin)
  if (!over) return { ...first, orderBy }
  return 'named' in over || over.orderBy.length > 0 ? undefined : { ...first, over: { ...over, orderBy } }
}

/** Where nothing is said, nulls turn around with the values. */
const reversed = ({ nulls, ...item }: OrderItem): OrderItem => ({
  ...item,
  descending: !item.descending,
  ...(nulls ? { nulls: nulls === 'first' ? ('last' as const) : ('first' as const) } : {}),
})

/** A list over a window has the order of its texts from the window, and all of its rows. */
export function listOverWindow(call: Call): Call {
  const { orderBy, over, ...rest } = call
  if (!orderBy || !over || 'named' in over || over.orderBy.length > 0) return call
  const frame = { unit: 'rows', start: { kind: 'unboundedPreceding' }, end: { kind: 'unboundedFollowing' } } as const
  return { ...rest, over: { ...over, orderBy, frame } }
}
