import { type CstNode, node, nodes } from '../../../../grammars/sql/cst.js'
import type { Expr } from '../../../core/ir/expr.js'
import { type Ident, ident } from '../../../core/ir/names.js'
import { type LowerContext, originOf } from './cst.js'
import { type Argument, argumentsOf, stepOn } from './name-steps.js'
import { lowerIdent } from './names.js'
import { withoutCounterpart } from './problems.js'

/** `(SELF AS t).m (…)`: the type, its program, and what is given to it; `rest`: what stands behind that. */
export interface CallAbove {
  readonly type: Ident
  readonly name: Ident
  readonly args: readonly Argument[]
  readonly rest: readonly CstNode[]
}

/** Takes a `parenthesised` with `selfAs` apart. */
export function callAbove(of: CstNode, context: LowerContext): CallAbove | undefined {
  const above = node(of, 'selfAs')
  const path = above && node(above, 'qualifiedName')
  const type = path && nodes(path, 'identifier').at(-1)
  const [first, second, ...more] = nodes(of, 'nameStep')
  const name = first && node(first, 'identifier')
  const given = second && node(second, 'callArguments')
  if (!type || !name) return undefined
  const rest = given || !second ? more : [second, ...more]
  return { type: lowerIdent(type), name: lowerIdent(name), args: argumentsOf(given, context), rest }
}

/** It is called like a program of the type with the object in front, which nobody else may write. */
export function lowerSelfAs(of: CstNode, context: LowerContext): Expr {
  const found = callAbove(of, context)
  const origin = originOf(of, context)
  if (!found || found.args.some((each) => each.name)) return withoutCounterpart(of, 'SELF AS a type', context)
  const { type, name, args, rest } = found
  const self: Expr = { kind: 'column', path: [ident('self', false)], origin }
  const call: Expr = {
    kind: 'call',
    fn: { routine: { schema: type, name } },
    args: [self, ...args.map((each) => each.value)],
    origin,
  }
  const made = rest.reduce<Expr | undefined>((made, step) => made && stepOn(made, step, origin, context), call)
  return made ?? withoutCounterpart(of, 'SELF AS a type', context)
}
