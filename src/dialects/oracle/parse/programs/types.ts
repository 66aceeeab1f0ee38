import { type CstNode, hasWord, node, nodes } from '../../../../../grammars/sql/cst.js'
import type { DeclaredType } from '../../../../core/ir/declared-type.js'
import type { Ident } from '../../../../core/ir/names.js'
import { originOf, textBetween } from '../cst.js'
import { lowerIdent } from '../names.js'
import { lowerTypeRef } from '../types.js'
import type { ProgramContext } from './context.js'

/** Lowers `dataType` as a variable has it: a type of the language, that of something else, or one of the user. */
export function lowerDeclaredType(of: CstNode, context: ProgramContext): DeclaredType {
  const attribute = node(of, 'typeAttribute')
  const path = typePath(of)
  if (attribute) return { kind: hasWord(attribute, 'ROWTYPE') ? 'rowTypeOf' : 'typeOf', path }
  const native = textBetween(of, context)
  if (path.length === 1 && /^sys_refcursor$/i.test(path[0]?.text ?? '')) return cursorType(of, context)
  const known = path.length > 1 ? undefined : lowerTypeRef(of, context)
  return known && known.logical.kind !== 'opaque' && known.logical.kind !== 'userDefined'
    ? { kind: 'type', type: known }
    : { kind: 'named', path, native }
}

export const cursorType = (of: CstNode, context: ProgramContext): DeclaredType => ({
  kind: 'type',
  type: { logical: { kind: 'cursor' }, native: textBetween(of, context), origin: originOf(of, context) },
})

/** The name of a type: its word, and parts behind periods. */
function typePath(of: CstNode): readonly Ident[] {
  const name = node(of, 'typeName')
  return name ? [...nodes(name, 'word'), ...nodes(name, 'part')].map((each) => lowerIdent(each)) : []
}
