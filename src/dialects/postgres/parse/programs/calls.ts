import type { Expr } from '../../../../core/ir/expr.js'
import { type Ident, ident, type QName } from '../../../../core/ir/names.js'
import type { LowerContext } from '../context.js'
import { lowerExpr } from '../expressions.js'
import { type FuncCall, stringsOf } from '../tree.js'

export interface LoweredCall {
  readonly routine: QName
  readonly args: readonly Expr[]
  readonly names?: readonly (Ident | undefined)[]
}

/** What is called, and with what; arguments may come under the names of parameters. */
export function argumentsOf(call: FuncCall, context: LowerContext): LoweredCall {
  const [name = '', schema] = [...stringsOf(call.funcname)].reverse()
  const nodes = call.args ?? []
  const args = nodes.map((node) => lowerExpr('NamedArgExpr' in node ? node.NamedArgExpr.arg : node, context))
  const names = nodes.map((node) => ('NamedArgExpr' in node ? ident(node.NamedArgExpr.name ?? '') : undefined))
  const routine = { ...(schema === undefined ? {} : { schema: ident(schema) }), name: ident(name) }
  return { routine, args, ...(names.some((each) => each) ? { names } : {}) }
}
