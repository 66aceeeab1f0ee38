import { type CstNode, hasWord, nodes, startOf } from '../../../../../grammars/sql/cst.js'
import type { Target } from '../../../../core/ir/statement.js'
import type { ProgramContext } from './context.js'
import { targetOf } from './names.js'

/** Targets of INTO; undefined when one of them is none, or a whole list is filled. */
export function intoTargets(
  of: CstNode | undefined,
  context: ProgramContext,
  lists = false,
): readonly Target[] | undefined {
  if (!of || (hasWord(of, 'BULK') && !lists)) return undefined
  const all = [...nodes(of, 'columnOrCall'), ...nodes(of, 'bindOperand')]
    .sort((a, b) => startOf(a) - startOf(b))
    .map((each) => targetOf(each, context))
  const targets = all.filter((each) => each !== undefined)
  return targets.length === all.length ? targets : undefined
}
