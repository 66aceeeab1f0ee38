import type { Expr } from '../../../core/ir/expr.js'
import type { Query, QueryBody } from '../../../core/ir/query.js'
import { mapBottomUp, mapQuery } from '../../../core/ir/walk.js'
import type { CodeContext } from '../code-context.js'
import { type CodePlaceKind, computedOnce, onceCalls } from './once.js'

/** Pass 5, write functions: every core call in the target's text, arguments first. What has no text flags the object. */
export function writeExpr(expr: Expr, ctx: CodeContext, place: CodePlaceKind = 'statement'): Expr {
  const calls = onceCalls(expr, ctx)
  return mapBottomUp(
    expr,
    (node) => {
      const written = writeNode(node, ctx)
      return calls ? computedOnce(written, calls, place, ctx) : written
    },
    (query) => writeQuery(query, ctx),
  )
}

export function writeQuery(query: Query, ctx: CodeContext): Query {
  const place = readsRows(query.body) ? 'rows' : 'statement'
  return mapQuery(query, {
    expr: (expr) => writeExpr(expr, ctx, place),
    query: (inner) => writeQuery(inner, ctx),
  })
}

function readsRows(body: QueryBody): boolean {
  if (body.kind === 'setOperation') return readsRows(body.left) || readsRows(body.right)
  return body.kind === 'select' && body.from.length > 0
}

function writeNode(node: Expr, ctx: CodeContext): Expr {
  if (node.kind !== 'call' || !('core' in node.fn)) return node
  const written = ctx.functions.write(node, ctx.refused)
  if (written !== undefined) return node.type ? { ...written, type: node.type } : written
  ctx.report.ofFunction({ code: 'XW-F0004', name: node.fn.core }, node.origin, true)
  return node
}
