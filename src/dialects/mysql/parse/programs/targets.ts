import { decodeText } from '../../../../../grammars/mysql/literals.js'
import type { DeclaredType } from '../../../../core/ir/declared-type.js'
import type { Condition } from '../../../../core/ir/error-handling.js'
import type { Ident } from '../../../../core/ir/names.js'
import type { Target } from '../../../../core/ir/statement.js'
import { type CstNode, hasWord, node, nodes, originOf, token } from '../cst.js'
import { lowerSystemVariable, lowerUserVariable } from '../expressions.js'
import { lowerIdent } from '../names.js'
import { finishType } from '../script/columns.js'
import { lowerTypeDraft, lowerTypeRef } from '../types.js'
import type { ProgramContext } from './context.js'

/** Lowers `columnPath`. */
export const lowerPath = (of: CstNode | undefined): readonly Ident[] =>
  of ? nodes(of, 'identifier').map((each) => lowerIdent(each)) : []

/** Lowers `target`. A name that no declaration makes is a system variable, as the server has it. */
export function lowerTarget(of: CstNode, context: ProgramContext): Target {
  const user = node(of, 'userVariable')
  if (user) return lowerUserVariable(user, context)
  const system = node(of, 'systemVariable')
  if (system) return lowerSystemVariable(system, context)
  return pathTarget(lowerPath(node(of, 'columnPath')), of, context)
}

/** The target that a name stands for: a variable, or a column of NEW or of a record when it has two parts. */
export function pathTarget(path: readonly Ident[], of: CstNode, context: ProgramContext): Target {
  const [name, ...more] = path
  const origin = originOf(of, context)
  if (name === undefined || more.length > 0) return { kind: 'column', path, origin }
  // A variable of a package is looked up by its name.
  if (context.unitNames?.has(name.text.toLowerCase())) return { kind: 'column', path, origin }
  if (context.isLocal?.(name.text)) return { kind: 'variable', scope: 'local', name, origin }
  return { kind: 'variable', scope: 'system', name, origin }
}

/** Lowers `condition`. */
export function lowerCondition(of: CstNode, context: ProgramContext): Condition {
  if (hasWord(of, 'SQLSTATE')) {
    return { kind: 'sqlstate', value: decodeText(token(of, 'Text')?.image ?? "''", context.modes.noBackslashEscapes) }
  }
  const number = token(of, 'IntegerNumber')
  if (number) return { kind: 'errorNumber', value: number.image }
  if (hasWord(of, 'SQLWARNING')) return { kind: 'warning' }
  if (hasWord(of, 'SQLEXCEPTION')) return { kind: 'exception' }
  if (hasWord(of, 'FOUND')) return { kind: 'notFound' }
  return { kind: 'named', name: lowerIdent(node(of, 'identifier')) }
}

/** Lowers `declaredType`. */
export function lowerDeclaredType(of: CstNode | undefined, context: ProgramContext): DeclaredType {
  const type = of && node(of, 'dataType')
  if (type) {
    const full = finishType(lowerTypeDraft(type, context), { ...context.inherited, sink: context.sink })
    return { kind: 'type', type: full ?? lowerTypeRef(type, context) }
  }
  const percent = of && node(of, 'percentType')
  if (percent)
    return { kind: hasWord(percent, 'ROWTYPE') ? 'rowTypeOf' : 'typeOf', path: lowerPath(node(percent, 'columnPath')) }
  const path = of && node(of, 'columnPath')
  if (of && path) return { kind: hasWord(of, 'ROW') ? 'rowTypeOf' : 'typeOf', path: lowerPath(path) }
  return { kind: 'row', fields: of ? nodes(of, 'typedName').map((field) => lowerTypedName(field, context)) : [] }
}

/** Lowers `typedName`. */
export const lowerTypedName = (
  of: CstNode,
  context: ProgramContext,
): { readonly name: Ident; readonly type: DeclaredType } => ({
  name: lowerIdent(node(of, 'identifier')),
  type: lowerDeclaredType(node(of, 'declaredType'), context),
})
