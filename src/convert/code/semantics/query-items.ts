import type { Expr } from '../../../core/ir/expr.js'
import type { Query, QueryBody } from '../../../core/ir/query.js'

/** The query with its output column number `index` changed, in every branch of a set operation. */
export function convertItem(query: Query, index: number, change: (expr: Expr) => Expr): Query {
  return { ...query, body: convertBody(query.body, index, change) }
}

export function convertBody(body: QueryBody, index: number, change: (expr: Expr) => Expr): QueryBody {
  switch (body.kind) {
    case 'select':
      return {
        ...body,
        items: body.items.map((item, at) =>
          at === index && item.kind === 'expr' ? { ...item, expr: change(item.expr) } : item,
        ),
      }
    case 'setOperation':
      return {
        ...body,
        left: convertBody(body.left, index, change),
        right: convertBody(body.right, index, change),
      }
    case 'nested':
      return { ...body, query: convertItem(body.query, index, change) }
    case 'values':
      return { ...body, rows: body.rows.map((row) => row.map((cell, at) => (at === index ? change(cell) : cell))) }
  }
}
