import { finding } from '../../../core/findings/finding.js'
import { boolLiteral } from '../../../core/ir/build.js'
import type { Expr } from '../../../core/ir/expr.js'
import { ident } from '../../../core/ir/names.js'
import type { Query, Select, SelectItem } from '../../../core/ir/query.js'
import { mapBody, mapItem, walkExpr } from '../../../core/ir/walk.js'
import type { LowerContext } from './cst.js'
import { where } from './problems.js'
import { and } from './queries.js'
import { asksRowNumber, numbered, rowNumbersOf } from './row-numbers.js'
import { collected } from './row-sources.js'

/**
 * ROWNUM (SQL Language Reference, "ROWNUM Pseudocolumn") numbers rows as WHERE lets them pass, before they are sorted or
 * grouped. `ROWNUM <= n` beside other conditions is a limit; elsewhere it is the number of the row.
 */
export function withRowLimit(query: Query, context: LowerContext): Query {
  const { body } = query
  if (body.kind !== 'select') return query
  const asked = body.where && asksRowNumber(body.where)
  if (!asked && !asksOutside(query, body)) return query
  const found = body.where ? rowNumbersOf(body.where) : { limits: [], rest: [], never: false }
  if (!found || found.limits.length > 1) return refused(query, body, context)
  const limited = limitedBy(found, query, body)
  return limited ?? refused(query, body, context)
}

const asksOutside = (query: Query, body: Select): boolean =>
  body.items.some((item) => item.kind === 'expr' && asksRowNumber(item.expr)) ||
  query.orderBy.some(({ expr }) => asksRowNumber(expr)) ||
  body.groupBy.some(({ expr }) => asksRowNumber(expr))

type Found = NonNullable<ReturnType<typeof rowNumbersOf>>

/** Undefined: rows would have to be numbered before something that cannot be put around them. */
function limitedBy({ limits, rest, never }: Found, query: Query, body: Select): Query | undefined {
  const { where: _, ...others } = body
  const conditions = never ? [...rest, boolLiteral(false, body.origin)] : rest
  const condition = conditions.reduce<Expr | undefined>((left, right) => (left ? and(left, right) : right), undefined)
  const plain: Select = { ...others, ...(condition ? { where: condition } : {}) }
  const [limit] = limits
  if (!aggregates(plain) && (!limit || (keepsRows(plain) && !query.limit && query.orderBy.length === 0)))
    return withNumbers({ ...query, body: plain, ...(limit ? { limit } : {}) })
  if (query.lock) return undefined
  return around(query, plain, limit) ?? collected(query, plain, limit)
}

const withNumbers = (query: Query): Query => ({
  ...query,
  body: mapBody(query.body, { expr: numbered, query: (inner) => inner }),
  orderBy: query.orderBy.map((item) => ({ ...item, expr: numbered(item.expr) })),
})

/** The rows that pass become a table of their own, which is sorted by its columns. */
function around(query: Query, body: Select, limit: Expr | undefined): Query | undefined {
  if (!keepsRows(body) || !query.orderBy.every(({ expr }) => isOutput(expr, body.items))) return undefined
  const { origin } = body
  const inner = withNumbers({ kind: 'query', origin, body, orderBy: [], ...(limit ? { limit } : {}) })
  const outer: Select = {
    ...{ kind: 'select', origin, distinct: false, groupBy: [], rollup: false, windows: [], hints: [] },
    items: [{ kind: 'star', origin }],
    from: [{ kind: 'derived', origin, query: inner, alias: ident('numbered'), columns: [], lateral: false }],
  }
  return { ...query, body: outer }
}

/** A position, or a name that is one of the columns that the query gives. */
function isOutput(expr: Expr, items: readonly SelectItem[]): boolean {
  if (expr.kind === 'literal') return expr.of === 'integer'
  if (expr.kind !== 'column' || expr.path.length > 1) return false
  const [name] = expr.path
  return items.some((item) => item.kind === 'expr' && (item.alias?.text ?? item.impliedName) === name?.text)
}

/** Each row that is selected is one that WHERE let pass, and is made from nothing but it. */
const keepsRows = (select: Select): boolean =>
  !select.distinct &&
  !aggregates(select) &&
  !select.items.some((item) => item.kind === 'expr' && looksAround(item.expr))

const aggregates = (select: Select): boolean =>
  select.groupBy.length > 0 ||
  select.having !== undefined ||
  select.items.some((item) => item.kind === 'expr' && callsAggregate(item.expr))

const aggregateNames = new Set(
  `COUNT SUM MIN MAX AVG LISTAGG STDDEV STDDEV_POP STDDEV_SAMP VARIANCE VAR_POP VAR_SAMP MEDIAN XMLAGG COLLECT WM_CONCAT
  CORR COVAR_POP COVAR_SAMP PERCENTILE_CONT PERCENTILE_DISC STATS_MODE JSON_ARRAYAGG JSON_OBJECTAGG GROUPING GROUPING_ID
  APPROX_COUNT_DISTINCT REGR_SLOPE REGR_INTERCEPT REGR_COUNT REGR_R2 BIT_AND_AGG BIT_OR_AGG ANY_VALUE`.split(/\s+/),
)

function callsAggregate(expr: Expr): boolean {
  return someCall(expr, (call) => !call.over && 'native' in call.fn && aggregateNames.has(call.fn.native))
}

/** Analytic functions see the rows that are left. */
const looksAround = (expr: Expr): boolean => someCall(expr, (call) => call.over !== undefined)

function someCall(expr: Expr, is: (call: Expr & { readonly kind: 'call' }) => boolean): boolean {
  let found = false
  walkExpr(
    expr,
    (each) => {
      if (each.kind === 'call' && is(each)) found = true
      return !found
    },
    false,
  )
  return found
}

function refused(query: Query, body: Select, context: LowerContext): Query {
  context.sink.add(
    finding('XW-P0024', where(body.origin, context), { clause: 'ROWNUM before rows are sorted or grouped' }),
  )
  const opaque: Expr = { kind: 'opaque', text: 'ROWNUM', why: 'XW-P0024', origin: body.origin }
  const quiet = (expr: Expr): Expr => (asksRowNumber(expr) ? opaque : expr)
  return {
    ...query,
    body: {
      ...body,
      items: body.items.map((item) => mapItem(item, { expr: quiet, query: (inner) => inner })),
      where: opaque,
    },
  }
}
