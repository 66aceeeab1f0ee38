import type { SetItem } from '../../../../core/ir/data-change.js'
import type { ColumnRef, Expr } from '../../../../core/ir/expr.js'
import type { Query } from '../../../../core/ir/query.js'
import { walkQuery } from '../../../../core/ir/walk.js'

/**
 * `(a, b) = (SELECT x, y …)` as one query for each column. Undefined where two runs of the query may find different rows or
 * values: it takes some of the rows, groups after DISTINCT, or calls what is not known to answer alike.
 */
export function eachAlone(columns: readonly ColumnRef[], value: Expr): readonly SetItem[] | undefined {
  if (value.kind === 'row' && value.items.length === columns.length)
    return columns.flatMap((column, at) => (value.items[at] ? [{ column, value: value.items[at] }] : []))
  if (value.kind !== 'subquery' || !answersAlike(value.query)) return undefined
  const { body } = value.query
  if (body.kind !== 'select' || body.items.length !== columns.length) return undefined
  const items = body.items.flatMap((item) => (item.kind === 'expr' ? [item] : []))
  if (items.length < columns.length) return undefined
  return columns.flatMap((column, at) => {
    const item = items[at]
    return item ? [{ column, value: { ...value, query: { ...value.query, body: { ...body, items: [item] } } } }] : []
  })
}

function answersAlike(query: Query): boolean {
  let alike = true
  walkQuery(query, (each) => {
    const changing =
      each.kind === 'call' && ('routine' in each.fn || ('native' in each.fn && volatile.test(each.fn.native)))
    if (changing || each.kind === 'opaque') alike = false
    return alike
  })
  return alike && !query.limit && !query.offset && !query.lock && !hidesRows(query)
}

const volatile = /^(NEXTVAL|ROWNUM|SYS_GUID|DBMS_|UTL_|SYSTIMESTAMP)/

/** DISTINCT of several columns may leave several rows where one column alone leaves one. */
const hidesRows = ({ body }: Query): boolean => body.kind !== 'select' || body.distinct
