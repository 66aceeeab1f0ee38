import { type CstNode, hasWord, node, nodes, startOf } from '../../../../../grammars/sql/cst.js'
import type {
  ConditionDeclaration,
  CursorDeclaration,
  Declaration,
  RoutineDeclaration,
  TypeDeclaration,
} from '../../../../core/ir/declaration.js'
import type { RecordField } from '../../../../core/ir/declared-type.js'
import type { Expr } from '../../../../core/ir/expr.js'
import type { Param } from '../../../../core/ir/program.js'
import { originOf, textBetween } from '../cst.js'
import { lowerExpression } from '../expressions.js'
import { lowerIdent } from '../names.js'
import { opaqueOf } from '../problems.js'
import { lowerQuery } from '../queries.js'
import { exprs, lostStatement, nameOf, type ProgramContext, pathOf } from './context.js'
import { lowerMethod } from './methods.js'
import { lowerRoutine } from './routines.js'
import { numberOf } from './statements.js'
import { cursorType, lowerDeclaredType, lowerParameterType, noteRange } from './types.js'

/** Lowers `declarationList`. PRAGMA EXCEPTION_INIT becomes a part of the exception that it speaks of. */
export function lowerDeclarations(of: CstNode, context: ProgramContext): readonly Declaration[] {
  const slots = nodes(of, 'declarationSlot')
  const numbers = new Map(slots.flatMap((slot) => numberedIn(slot, context)))
  return slots.flatMap((slot): readonly Declaration[] => {
    const declaration = context.lost.has(startOf(slot)) ? undefined : node(slot, 'declaration')
    if (declaration && node(declaration, 'pragma')) return []
    context.counts.statements++
    const made = (declaration && lowerDeclaration(declaration, context)) ?? lostStatement(slot, context)
    return [made.kind === 'declareCondition' ? withNumber(made, numbers) : made]
  })
}

const pragmaOf = (slot: CstNode): CstNode | undefined => {
  const declaration = node(slot, 'declaration')
  return declaration && node(declaration, 'pragma')
}

/** Whether PRAGMA with this name stands among the declarations. */
export const hasPragma = (of: CstNode | undefined, name: RegExp): boolean =>
  of !== undefined &&
  nodes(of, 'declarationSlot').some((slot) => {
    const pragma = pragmaOf(slot)
    return pragma !== undefined && name.test(nameOf(pragma).text)
  })

/** The exception and the number of PRAGMA EXCEPTION_INIT. */
function numberedIn(slot: CstNode, context: ProgramContext): readonly (readonly [string, string])[] {
  const pragma = pragmaOf(slot)
  const given = pragma && node(pragma, 'callArguments')
  if (!given || !/^exception_init$/i.test(nameOf(pragma).text)) return []
  const [name, number] = nodes(given, 'argument').flatMap((each) => exprs(each, context))
  const digits = number && numberOf(number)
  return name?.kind === 'column' && digits ? [[name.path.at(-1)?.text.toLowerCase() ?? '', digits]] : []
}

function withNumber(declaration: ConditionDeclaration, numbers: ReadonlyMap<string, string>): ConditionDeclaration {
  const value = numbers.get(declaration.name.text.toLowerCase())
  return value === undefined ? declaration : { ...declaration, condition: { kind: 'errorNumber', value } }
}

function lowerDeclaration(of: CstNode, context: ProgramContext): Declaration | undefined {
  const variable = node(of, 'variableDeclaration')
  if (variable) return lowerVariable(variable, context)
  const cursor = node(of, 'cursorDeclaration')
  if (cursor) return lowerCursor(cursor, context)
  const type = node(of, 'typeDeclaration') ?? node(of, 'subtypeDeclaration')
  if (type) return lowerType(type, context)
  const method = node(of, 'method')
  if (method) return lowerMethod(method, context)
  const routine = node(of, 'routine')
  return routine && lowerNested(routine, context)
}

const defaultOf = (of: CstNode, context: ProgramContext): { readonly default?: Expr } => {
  const initial = node(of, 'initialValue')
  const value = initial && node(initial, 'expression')
  return value ? { default: lowerExpression(value, context) } : {}
}

function lowerVariable(of: CstNode, context: ProgramContext): Declaration | undefined {
  const type = node(of, 'dataType')
  const origin = originOf(of, context)
  if (!type) return { kind: 'declareCondition', name: nameOf(of), origin }
  const nulls = node(of, 'notNull')
  return {
    kind: 'declareVariables',
    names: [nameOf(of)],
    type: lowerDeclaredType(type, context),
    ...defaultOf(of, context),
    ...(hasWord(of, 'CONSTANT') ? { constant: true } : {}),
    ...(nulls && hasWord(nulls, 'NOT') ? { required: true } : {}),
    origin,
  }
}

function lowerCursor(of: CstNode, context: ProgramContext): CursorDeclaration {
  const params = node(of, 'parameters')
  const query = node(of, 'query')
  return {
    kind: 'declareCursor',
    name: nameOf(of),
    params: params ? nodes(params, 'parameter').map((each) => lowerTyped(each, lowerDeclaredType, context)) : [],
    source: query ? { query: lowerQuery(query, context) } : { opaque: opaqueOf(of, 'XW-P0400', context) },
    origin: originOf(of, context),
  }
}

function lowerType(of: CstNode, context: ProgramContext): Declaration | undefined {
  const is = typeBody(of, context)
  const origin = originOf(of, context)
  return is && { kind: 'declareType', name: nameOf(of), is, origin }
}

/** Lowers the `recordField`s of a record or of an object type. */
export const fieldsOf = (of: CstNode, context: ProgramContext): readonly RecordField[] =>
  nodes(of, 'recordField').flatMap((field) => {
    const type = node(field, 'dataType')
    return type ? [{ name: nameOf(field), type: lowerDeclaredType(type, context), ...defaultOf(field, context) }] : []
  })

export function typeBody(of: CstNode, context: ProgramContext): TypeDeclaration['is'] | undefined {
  const cursor = node(of, 'refCursorType')
  if (cursor) return { kind: 'alias', of: cursorType(cursor, context) }
  const record = node(of, 'recordType')
  if (record) return { kind: 'record', fields: fieldsOf(record, context) }
  const list = node(of, 'tableType') ?? node(of, 'varrayType')
  const element = list && node(list, 'element')
  if (list && element) {
    const index = node(list, 'index')
    const by = index ? { index: lowerDeclaredType(index, context) } : {}
    return { kind: 'list', of: lowerDeclaredType(element, context), ...by, ...limitOf(list, context) }
  }
  const alias = node(of, 'dataType')
  if (node(of, 'forRange')) noteRange(nameOf(of).text, of, context)
  return alias && { kind: 'alias', of: lowerDeclaredType(alias, context) }
}

/** `VARRAY (n)`; a limit that is computed is not checked, and said. */
function limitOf(of: CstNode, context: ProgramContext): { readonly limit?: number } {
  const size = node(of, 'expression')
  if (!size) return {}
  const written = lowerExpression(size, context)
  if (written.kind === 'literal' && written.of === 'integer') return { limit: Number(written.text) }
  noteRange(`VARRAY(${textBetween(size, context)})`, of, context)
  return {}
}

/** Lowers `parameter` of a program. */
export const lowerParam = (of: CstNode, context: ProgramContext): Param => lowerTyped(of, lowerParameterType, context)

function lowerTyped(of: CstNode, typeOf: typeof lowerDeclaredType, context: ProgramContext): Param {
  const type = node(of, 'dataType')
  const gives = hasWord(of, 'OUT')
  return {
    name: nameOf(of),
    mode: gives ? (hasWord(of, 'IN') ? 'inout' : 'out') : 'in',
    type: type ? typeOf(type, context) : { kind: 'named', path: [], native: '' },
    ...defaultOf(of, context),
    origin: originOf(of, context),
  }
}

export function lowerNested(of: CstNode, context: ProgramContext): RoutineDeclaration {
  const name = pathOf(node(of, 'qualifiedName')).at(-1) ?? lowerIdent(undefined)
  const body = node(of, 'routineBody')
  return {
    kind: 'declareRoutine',
    form: hasWord(of, 'FUNCTION') ? 'function' : 'procedure',
    name,
    ...(body ? {} : { headOnly: true }),
    program: lowerRoutine(of, context),
    origin: originOf(of, context),
  }
}
