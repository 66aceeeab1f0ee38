import { implicitCast } from '../../../core/ir/build.js'
import type { Expr } from '../../../core/ir/expr.js'
import type { QueryBody } from '../../../core/ir/query.js'
import type { LogicalType } from '../../../core/ir/types.js'
import type { CodeContext } from '../code-context.js'
import { convertTo, unify } from '../semantics/branches.js'
import { convertBody } from '../semantics/query-items.js'
import { codeKey } from './same-code.js'

/** The columns of all branches of a set operation in one type each: the target does not mix families. */
export function unifyColumns(body: QueryBody, ctx: CodeContext): QueryBody {
  if (body.kind !== 'setOperation') return body
  const leaves = leavesOf(body)
  const width = Math.min(...leaves.map((leaf) => columnsOf(leaf).length))
  let done: QueryBody = body
  for (let index = 0; index < width; index++) {
    const column = leavesOf(done).map((leaf) => columnsOf(leaf)[index])
    const exprs = column.flatMap((expr) => (expr ? [expr] : []))
    const { exprs: made, type } = unify(exprs, ctx)
    const untypedNull = exprs.some((expr) => expr.type?.logical.kind === 'null') && leaves.length > 2
    if (type === undefined || (!untypedNull && made.every((expr, at) => expr === exprs[at]))) continue
    // What the branches lack beyond the family (a collation, the conversion of a literal) is in `made`, branch by branch.
    const ready = new Map(exprs.map((expr, at) => [expr, made[at] ?? expr]))
    done = convertBody(done, index, (expr) => asColumn(ready.get(expr) ?? expr, type, ctx))
  }
  return done
}

/** A branch's column in the type of the whole. The target takes a bare NULL for text as soon as two of them meet. */
function asColumn(expr: Expr, type: LogicalType, ctx: CodeContext): Expr {
  if (expr.type?.logical.kind !== 'null') return convertTo(expr, type, ctx)
  return typed(expr, type, ctx)
}

function typed(expr: Expr, type: LogicalType, ctx: CodeContext): Expr {
  const native = ctx.target.typeName(type)
  return native === undefined ? expr : implicitCast(expr, type, native)
}

/** In a recursive query the target wants the first branch's types to be those of the whole. */
export function settleFirst(left: QueryBody, right: QueryBody, ctx: CodeContext): QueryBody {
  let done = left
  columnsOf(left).forEach((first, index) => {
    const second = columnsOf(right)[index]
    if (first === undefined || second === undefined || first.type === undefined || second.type === undefined) return
    const { type } = unify([first, second], ctx)
    if (type === undefined || sameWidth(first.type.logical, second.type.logical)) return
    done = convertBody(done, index, (expr) => (expr.kind === 'cast' ? expr : typed(expr, type, ctx)))
  })
  return done
}

const sameWidth = (a: LogicalType, b: LogicalType): boolean =>
  a.kind === b.kind && a.kind !== 'text' && a.kind !== 'decimal' && codeKey(a) === codeKey(b)

export function leavesOf(body: QueryBody): readonly QueryBody[] {
  switch (body.kind) {
    case 'setOperation':
      return [...leavesOf(body.left), ...leavesOf(body.right)]
    case 'nested':
      return leavesOf(body.query.body)
    default:
      return [body]
  }
}

export function columnsOf(body: QueryBody): readonly (Expr | undefined)[] {
  switch (body.kind) {
    case 'select':
      return body.items.map((item) => (item.kind === 'expr' ? item.expr : undefined))
    case 'values':
      return body.rows[0] ?? []
    case 'nested':
      return columnsOf(body.query.body)
    case 'setOperation':
      return columnsOf(body.left)
  }
}
