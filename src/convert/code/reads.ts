import type { ObjectId } from '../../core/ir/names.js'
import type { Query, TableExpr } from '../../core/ir/query.js'
import { mapBottomUp, mapQuery } from '../../core/ir/walk.js'
import type { CodeContext } from './code-context.js'
import { findObject } from './resolve/relations.js'

/** The tables and views that a resolved query reads, nested queries included. */
export function readsOf(query: Query, ctx: CodeContext): ReadonlySet<ObjectId> {
  const found = new Set<ObjectId>()
  const table = (each: TableExpr): void => {
    if (each.kind === 'join') {
      table(each.left)
      table(each.right)
    }
    // After resolution only a CTE stands without a schema.
    if (each.kind !== 'tableRef' || !each.name.schema) return
    const object = findObject(ctx, each.name)
    if (object) found.add(object.id)
  }
  const body = (each: Query['body']): void => {
    if (each.kind === 'select') each.from.forEach(table)
    if (each.kind === 'setOperation') {
      body(each.left)
      body(each.right)
    }
  }
  const visit = (each: Query): Query => {
    body(each.body)
    return mapQuery(each, { expr: (expr) => mapBottomUp(expr, (node) => node, visit), query: visit })
  }
  visit(query)
  return found
}
