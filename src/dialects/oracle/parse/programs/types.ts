import { type CstNode, hasWord, node, nodes } from '../../../../../grammars/sql/cst.js'
import { finding } from '../../../../core/findings/finding.js'
import type { DeclaredType } from '../../../../core/ir/declared-type.js'
import type { Ident } from '../../../../core/ir/names.js'
import type { LogicalType } from '../../../../core/ir/types.js'
import { originOf, textBetween } from '../cst.js'
import { lowerIdent } from '../names.js'
import { where } from '../problems.js'
import { lowerNativeType, lowerTypeRef } from '../types.js'
import type { ProgramContext } from './context.js'

/** Lowers `dataType` as a variable has it: a type of the language, that of something else, or one of the user. */
export function lowerDeclaredType(of: CstNode, context: ProgramContext): DeclaredType {
  const attribute = node(of, 'typeAttribute')
  const path = typePath(of)
  if (attribute) return { kind: hasWord(attribute, 'ROWTYPE') ? 'rowTypeOf' : 'typeOf', path }
  const native = textBetween(of, context)
  if (path.length === 1 && /^sys_refcursor$/i.test(path[0]?.text ?? '')) return cursorType(of, context)
  const known = path.length > 1 ? undefined : lowerTypeRef(of, context)
  if (/^(natural|positive|signtype)n?$/i.test(native)) noteRange(native.toUpperCase(), of, context)
  return known && known.logical.kind !== 'opaque' && known.logical.kind !== 'userDefined'
    ? { kind: 'type', type: { ...known, logical: withDigits(known.logical, of, context) } }
    : { kind: 'named', path, native }
}

export function noteRange(name: string, of: CstNode, context: ProgramContext): void {
  context.sink.add(finding('XW-P0448', where(originOf(of, context), context), { name }))
}

/**
 * NUMBER(p) of a variable refuses what has more digits, which an integer of the next size would take. PL/SQL Language Reference,
 * "NUMBER Data Type".
 */
function withDigits(logical: LogicalType, of: CstNode, context: ProgramContext): LogicalType {
  const { name, args } = lowerNativeType(of, context)
  const [precision] = args
  return logical.kind === 'integer' && typeof precision === 'number' && /^(number|numeric|decimal|dec)$/.test(name)
    ? { kind: 'decimal', precision, scale: 0, signed: true }
    : logical
}

/** A type as a parameter or a result has it: text of any length. PL/SQL Language Reference, "Formal Parameters of Constrained Subtypes". */
export function lowerParameterType(of: CstNode, context: ProgramContext): DeclaredType {
  const declared = lowerDeclaredType(of, context)
  if (declared.kind !== 'type' || declared.type.logical.kind !== 'text') return declared
  const { length: _, ...logical } = declared.type.logical
  return { ...declared, type: { ...declared.type, logical } }
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
