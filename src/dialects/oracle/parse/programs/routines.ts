import { type CstNode, node, nodes } from '../../../../../grammars/sql/cst.js'
import type { Characteristics, Program } from '../../../../core/ir/program.js'
import type { Block } from '../../../../core/ir/statement.js'
import { originOf, textBetween } from '../cst.js'
import { lowerBody } from './compound.js'
import { inside, type ProgramContext, pathOf } from './context.js'
import { hasPragma, lowerParam } from './declarations.js'
import { lowerParameterType } from './types.js'

/** Lowers `routine`, with its body or without. */
export function lowerRoutine(of: CstNode, outer: ProgramContext): Program {
  const context = inside(outer, pathOf(node(of, 'qualifiedName')).at(-1)?.text ?? outer.name)
  const params = node(of, 'parameters')
  const returns = node(of, 'dataType')
  const body = node(of, 'routineBody')
  const block = body && node(body, 'blockBody')
  const declared = body && node(body, 'declarationList')
  const lowered = block ? lowerBody(block, declared, context) : emptyBlock(of, context)
  outer.counts.statements += context.counts.statements
  outer.counts.opaque += context.counts.opaque
  return {
    kind: 'program',
    origin: originOf(of, context),
    params: params ? nodes(params, 'parameter').map((each) => lowerParam(each, context)) : [],
    ...(returns ? { returns: lowerParameterType(returns, context) } : {}),
    characteristics: characteristicsOf(nodes(of, 'routineClause'), declared, context),
    body: lowered,
    understood: { statements: context.counts.statements, opaque: context.counts.opaque },
  }
}

export const emptyBlock = (of: CstNode, context: ProgramContext): Block => ({
  kind: 'block',
  declarations: [],
  handlers: [],
  statements: [],
  origin: originOf(of, context),
})

/** What the words between the head and the body say. */
export function characteristicsOf(
  clauses: readonly CstNode[],
  declared: CstNode | undefined,
  context: ProgramContext,
): Characteristics {
  const words = clauses.map((each) => textBetween(each, context).toUpperCase())
  const has = (word: RegExp): boolean => words.some((each) => word.test(each))
  return {
    ...(has(/^DETERMINISTIC\b/) ? { deterministic: true } : {}),
    security: has(/^AUTHID\s+CURRENT_USER/) ? 'invoker' : 'definer',
    ...(has(/^PIPELINED\b/) ? { givesRows: true } : {}),
    ...(hasPragma(declared, /^autonomous_transaction$/i) ? { autonomous: true } : {}),
    modes: [],
  }
}
