import { coreCall, int64 } from '../../../core/ir/build.js'
import type { Expr, VariableRef } from '../../../core/ir/expr.js'
import { ident, type Origin } from '../../../core/ir/names.js'
import type { Query, Select } from '../../../core/ir/query.js'
import type { Stmt } from '../../../core/ir/statement.js'
import { convertExpr } from '../code.js'
import type { State } from '../frame.js'
import { assignmentsIn } from './variable-uses.js'

/** The modifier by which a query also finds out how many rows it would have without its limit. */
const countsAll = /^SQL_CALC_FOUND_ROWS$/i

/**
 * `count := (number of rows that the query has without its limit)`, where the query asks for that. Undefined: it counts the
 * rows that it gives.
 */
export function countWithoutLimit(query: Query, count: VariableRef, state: State): Stmt | undefined {
  const { body, limit, origin } = query
  if (body.kind !== 'select' || !limit || !body.hints.some((hint) => countsAll.test(hint))) return undefined
  if (assignmentsIn(query).length > 0) return undefined
  const { limit: _, offset: __, ...unlimited } = query
  const hints = body.hints.filter((hint) => !countsAll.test(hint))
  const inner: Query = { ...unlimited, body: { ...body, hints }, orderBy: [] }
  const value = convertExpr({ kind: 'subquery', query: countOf(inner, origin), origin }, { type: int64 }, state)
  return { kind: 'assign', assignments: [{ target: count, value }], origin }
}

function countOf(query: Query, origin: Origin): Query {
  const count: Expr = coreCall('count', [{ kind: 'star', origin }], undefined, origin)
  const body: Select = {
    kind: 'select',
    origin,
    distinct: false,
    items: [{ kind: 'expr', expr: count }],
    from: [{ kind: 'derived', query, alias: ident('found'), columns: [], lateral: false, origin }],
    groupBy: [],
    rollup: false,
    windows: [],
    hints: [],
  }
  return { kind: 'query', body, orderBy: [], origin }
}
