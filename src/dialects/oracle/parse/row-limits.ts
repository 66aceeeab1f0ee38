import { finding } from '../../../core/findings/finding.js'
import type { Expr } from '../../../core/ir/expr.js'
import type { Query, Select } from '../../../core/ir/query.js'
import { mapChildren } from '../../../core/ir/walk.js'
import type { LowerContext } from './cst.js'
import { where } from './problems.js'
import { and } from './queries.js'

/**
 * ROWNUM (SQL Language Reference, "ROWNUM Pseudocolumn") numbers rows as WHERE lets them pass, before they are sorted or
 * grouped. `ROWNUM <= n` beside other conditions is a limit; elsewhere it is the number of the row.
 */
export function withRowLimit(query: Query, context: LowerContext): Query {
  const { body } = query
  if (body.kind !== 'select' || !body.where) return query
  const parts = conjuncts(body.where)
  const limits = parts.flatMap((part) => limitOf(part) ?? [])
  if (limits.length === 0) return query
  const [limit] = limits
  if (!limit || limits.length > 1 || query.limit || query.orderBy.length > 0 || !keepsRows(body)) {
    return refused(query, body, context)
  }
  const rest = parts.filter((part) => limitOf(part) === undefined)
  const { where: _, ...others } = body
  const condition = rest.reduce<Expr | undefined>((left, right) => and(left, right), undefined)
  return { ...query, body: { ...others, ...(condition ? { where: condition } : {}) }, limit }
}

const conjuncts = (expr: Expr): readonly Expr[] =>
  expr.kind === 'binary' && expr.op === 'and' ? [...conjuncts(expr.left), ...conjuncts(expr.right)] : [expr]

const isRowNumber = (expr: Expr): boolean => expr.kind === 'call' && 'native' in expr.fn && expr.fn.native === 'ROWNUM'

/** `ROWNUM <= n`, `ROWNUM < n`, `ROWNUM = 1`, and the same the other way round. */
function limitOf(expr: Expr): Expr | undefined {
  if (expr.kind !== 'binary') return undefined
  const turned = { lt: 'gt', le: 'ge', gt: 'lt', ge: 'le', eq: 'eq' } as const
  const { op } = expr
  if (op !== 'lt' && op !== 'le' && op !== 'gt' && op !== 'ge' && op !== 'eq') return undefined
  const [number, other, how] = isRowNumber(expr.left)
    ? [expr.left, expr.right, op]
    : [expr.right, expr.left, turned[op]]
  if (!isRowNumber(number)) return undefined
  if (how === 'le') return other
  if (how === 'lt') return oneLess(other)
  const one = other.kind === 'literal' && other.text === '1'
  return how === 'eq' && one ? other : undefined
}

function oneLess(expr: Expr): Expr {
  if (expr.kind === 'literal' && expr.of === 'integer') return { ...expr, text: String(BigInt(expr.text) - 1n) }
  const one: Expr = { kind: 'literal', of: 'integer', text: '1', origin: expr.origin }
  return { kind: 'binary', op: 'sub', left: expr, right: one, origin: expr.origin }
}

/** Each row that is selected is one that WHERE let pass. */
const keepsRows = (select: Select): boolean =>
  !select.distinct && select.groupBy.length === 0 && !select.having && !select.items.some(aggregates)

const aggregateNames = new Set(
  'COUNT SUM MIN MAX AVG LISTAGG STDDEV VARIANCE MEDIAN XMLAGG COLLECT WM_CONCAT'.split(' '),
)

function aggregates(item: Select['items'][number]): boolean {
  if (item.kind !== 'expr') return false
  let found = false
  const visit = (expr: Expr): Expr => {
    const isAggregate = expr.kind === 'call' && 'native' in expr.fn && aggregateNames.has(expr.fn.native)
    if (isAggregate) found = true
    return mapChildren(expr, { expr: visit, query: (query) => query })
  }
  visit(item.expr)
  return found
}

function refused(query: Query, body: Select, context: LowerContext): Query {
  context.sink.add(
    finding('XW-P0024', where(body.origin, context), { clause: 'ROWNUM before rows are sorted or grouped' }),
  )
  const opaque: Expr = { kind: 'opaque', text: 'ROWNUM', why: 'XW-P0024', origin: body.origin }
  return { ...query, body: { ...body, where: and(body.where, opaque) } }
}
