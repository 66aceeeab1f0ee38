import { type CstNode, hasWord, node, nodes } from '../../../../../grammars/sql/cst.js'
import type { Ident } from '../../../../core/ir/names.js'
import type { Index, IndexPart } from '../../../../core/ir/schema.js'
import { type LowerContext, originOf } from '../cst.js'
import { lowerExpression, unexpected } from '../expressions.js'
import { merged, option, optionsIn } from './properties.js'

/** Lowers `createIndexTail`; undefined: an index of a kind that the hub does not know (of a text engine, of a join). */
export function lowerIndex(
  of: CstNode,
  words: readonly string[],
  name: Ident,
  context: LowerContext,
): Index | undefined {
  const parts = nodes(of, 'indexPart').map((part) => lowerPart(part, context))
  const options = optionsIn(node(of, 'indexProperties'), context)
  const has = (key: string): boolean => options.some((each) => each.key === `oracle.${key}`)
  if (parts.length === 0 || has('indextype') || has('from')) return undefined
  const bitmap = words.includes('BITMAP') ? [option('bitmap', 'yes', of, context)] : []
  return {
    name,
    unique: words.includes('UNIQUE'),
    method: 'btree',
    parts,
    visible: !has('invisible'),
    origin: originOf(of, context),
    options: merged([
      ...bitmap,
      ...options.filter((each) => each.key !== 'oracle.invisible' && each.key !== 'oracle.visible'),
    ]),
  }
}

function lowerPart(of: CstNode, context: LowerContext): IndexPart {
  const expression = node(of, 'expression')
  const expr = expression ? lowerExpression(expression, context) : unexpected(of, context)
  return { expr, descending: hasWord(of, 'DESC') }
}
