import type { Expr } from '../../../core/ir/expr.js'
import type { Query } from '../../../core/ir/query.js'
import { mapBottomUp, mapQuery } from '../../../core/ir/walk.js'
import type { CodeContext } from '../code-context.js'

/** Pass 5, write functions: every core call in the target's text, arguments first. What has no text flags the object. */
export function writeExpr(expr: Expr, ctx: CodeContext): Expr {
  return mapBottomUp(
    expr,
    (node) => writeNode(node, ctx),
    (query) => writeQuery(query, ctx),
  )
}

export function writeQuery(query: Query, ctx: CodeContext): Query {
  return mapQuery(query, {
    expr: (expr) => writeExpr(expr, ctx),
    query: (inner) => writeQuery(inner, ctx),
  })
}

function writeNode(node: Expr, ctx: CodeContext): Expr {
  if (node.kind !== 'call' || !('core' in node.fn)) return node
  const written = ctx.functions.write(node, ctx.refused)
  if (written !== undefined) return node.type ? { ...written, type: node.type } : written
  ctx.report.ofFunction({ code: 'XW-F0004', name: node.fn.core }, node.origin, true)
  return node
}
