import type { QName } from './names.js'
import type { Query, TableExpr } from './query.js'
import { mapBottomUp, mapQuery } from './walk.js'

/** Names of tables, views and common table expressions that a query reads, nested queries included, as they are written. */
export function relationsIn(query: Query): readonly QName[] {
  const found: QName[] = []
  const table = (each: TableExpr): void => {
    if (each.kind === 'tableRef') found.push(each.name)
    if (each.kind !== 'join') return
    table(each.left)
    table(each.right)
  }
  const body = (each: Query['body']): void => {
    if (each.kind === 'select') each.from.forEach(table)
    if (each.kind !== 'setOperation') return
    body(each.left)
    body(each.right)
  }
  const visit = (each: Query): Query => {
    body(each.body)
    return mapQuery(each, { expr: (expr) => mapBottomUp(expr, (node) => node, visit), query: visit })
  }
  visit(query)
  return found
}
