import { type CstNode, node, nodes } from '../../../../grammars/sql/cst.js'
import type { Expr } from '../../../core/ir/expr.js'
import type { Ident, Origin } from '../../../core/ir/names.js'
import type { LowerContext } from './cst.js'
import { lowerExpression } from './expressions.js'
import { lowerIdent } from './names.js'

export interface Argument {
  readonly name?: Ident
  readonly value: Expr
}

export function argumentsOf(of: CstNode | undefined, context: LowerContext): readonly Argument[] {
  if (!of) return []
  return nodes(of, 'argument').flatMap((each): readonly Argument[] => {
    const value = node(each, 'expression')
    const name = node(each, 'parameter')
    if (!value) return []
    return [{ ...(name ? { name: lowerIdent(name) } : {}), value: lowerExpression(value, context) }]
  })
}

/** What a step means behind a value: a field, a method with its arguments, an element. */
export function stepOn(made: Expr, step: CstNode, origin: Origin, context: LowerContext): Expr | undefined {
  const name = node(step, 'identifier')
  if (name) return { kind: 'member', object: made, field: lowerIdent(name), origin }
  const given = node(step, 'callArguments')
  const args = given ? argumentsOf(given, context) : []
  if (!given || args.some((each) => each.name)) return undefined
  const values = args.map(({ value }) => value)
  if (made.kind === 'member' && !made.args) return { ...made, args: values }
  const [index, more] = values
  return index && !more ? { kind: 'element', list: made, index, origin } : undefined
}
