import type { Expr, Template } from '../../../core/ir/expr.js'
import type { Query, QueryBody } from '../../../core/ir/query.js'
import { mapBottomUp, mapQuery } from '../../../core/ir/walk.js'
import type { CodeContext } from '../code-context.js'
import { looking } from '../refusals.js'
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

/**
 * A query whose row goes into variables. Only what is computed for them is stored and may be refused; what finds, orders
 * and adds up rows is not.
 */
export function writeTaken(query: Query, ctx: CodeContext): Query {
  const { body } = query
  const place = readsRows(body) ? 'rows' : 'statement'
  const isSum = (node: Expr): boolean =>
    node.kind === 'call' && node.over === undefined && ctx.functions.isAggregate(node)
  const stored = (expr: Expr): Expr => {
    const sums = mapBottomUp(expr, (node) => (isSum(node) ? writeExpr(node, looking(ctx), place) : node))
    return writeExpr(sums, ctx, place)
  }
  if (body.kind !== 'select') return writeQuery(query, looking(ctx))
  const items = body.items.map((item) => (item.kind === 'expr' ? { ...item, expr: stored(item.expr) } : item))
  return writeQuery({ ...query, body: { ...body, items } }, looking(ctx))
}

function readsRows(body: QueryBody): boolean {
  if (body.kind === 'setOperation') return readsRows(body.left) || readsRows(body.right)
  return body.kind === 'select' && body.from.length > 0
}

function writeNode(node: Expr, ctx: CodeContext): Expr {
  if (node.kind !== 'call' || !('core' in node.fn)) return node
  const written = ctx.functions.write(node, ctx.refused)
  const said = written && saidOf(written)
  if (said) ctx.report.noteOnce(said, node.origin, { name: 'A conversion without a format' })
  if (written !== undefined) return node.type ? { ...written, type: node.type } : written
  ctx.report.ofFunction({ code: 'XW-F0004', name: node.fn.core }, node.origin, true)
  return node
}

/** What a rule says, be it that of the call or of what an argument is converted with. */
function saidOf(expr: Expr): Template['says'] {
  if (expr.kind !== 'template' || expr.says) return expr.kind === 'template' ? expr.says : undefined
  for (const part of expr.parts) {
    const said = typeof part === 'string' ? undefined : saidOf(part)
    if (said) return said
  }
  return undefined
}
