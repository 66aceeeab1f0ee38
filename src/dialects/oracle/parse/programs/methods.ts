import { type CstNode, node, nodes, startOf } from '../../../../../grammars/sql/cst.js'
import { textLiteral } from '../../../../core/ir/build.js'
import type { Method, RoutineDeclaration } from '../../../../core/ir/declaration.js'
import type { DeclaredType } from '../../../../core/ir/declared-type.js'
import type { Expr } from '../../../../core/ir/expr.js'
import { type Ident, ident } from '../../../../core/ir/names.js'
import type { Param, Program } from '../../../../core/ir/program.js'
import type { NamedType } from '../../../../core/ir/schema.js'
import type { Stmt } from '../../../../core/ir/statement.js'
import { mapProgram, mapStmt, type StmtMapper, sameStmt } from '../../../../core/ir/walk-program.js'
import { originOf } from '../cst.js'
import { type ProgramContext, pathOf } from './context.js'
import { fieldsOf, lowerNested } from './declarations.js'

/** What `objectType` says: the attributes, and the heads of the programs. */
export function lowerObjectType(of: CstNode, context: ProgramContext): Pick<NamedType, 'is' | 'object'> {
  const elements = nodes(of, 'objectElement')
  const under = node(of, 'qualifiedName')
  const methods = elements.flatMap((each) => {
    const method = node(each, 'method')
    return method ? [lowerMethod(method, context)] : []
  })
  const fields = elements.flatMap((each) => fieldsOf(each, context))
  return { is: { kind: 'record', fields }, object: { ...(under ? { under: pathOf(under) } : {}), methods } }
}

/** Lowers `method`. `self` is a parameter like others; a function does not change it unless it says so. */
export function lowerMethod(of: CstNode, context: ProgramContext): RoutineDeclaration {
  const routine = node(of, 'routine') ?? of
  const words = context.text.slice(startOf(of), startOf(routine)).toUpperCase()
  const declaration = lowerNested(routine, context)
  const method: Method = {
    of: /\bCONSTRUCTOR\b/.test(words) ? 'constructor' : /\bSTATIC\b/.test(words) ? 'static' : 'member',
    ...(/\bNOT\s+INSTANTIABLE\b/.test(words) ? { abstract: true } : {}),
    ...(/\bMAP\b/.test(words) ? { compares: 'map' } : /\bORDER\b/.test(words) ? { compares: 'order' } : {}),
  }
  return { ...declaration, method, origin: originOf(of, context) }
}

const self = ident('self', false)
const isSelf = ({ name }: Param): boolean => name.text.toLowerCase() === 'self'
const typeOf = (type: Ident): DeclaredType => ({ kind: 'named', path: [type], native: type.text })

/** The program of a method with the object that it is called with, or that it makes. */
export function withSelf({ method, form, program }: RoutineDeclaration, type: Ident): Program {
  if (!method || method.of === 'static') return program
  const { params, origin } = program
  if (method.of === 'constructor') return constructorOf(program, type)
  if (params.some(isSelf)) return program
  const mode = form === 'procedure' ? 'inout' : 'in'
  return { ...program, params: [{ name: self, mode, type: typeOf(type), origin }, ...params] }
}

/** A function that gives the object; it starts without values, which is not the same as no object. */
function constructorOf(program: Program, type: Ident): Program {
  const { body, origin } = program
  const params = program.params.filter((each) => !isSelf(each))
  const made = { ...program, params, returns: typeOf(type) }
  if (body.kind !== 'block') return made
  const start: Expr = { kind: 'call', fn: { core: 'new_object' }, args: [textLiteral(type.text, origin)], origin }
  const own = { kind: 'declareVariables', names: [self], type: typeOf(type), default: start, origin } as const
  return { ...made, body: { ...body, declarations: [own, ...body.declarations] } }
}

/** RETURN of a constructor gives what it made, and so does its end. To be done when programs inside it have gone. */
export const givingSelf = (program: Program): Program =>
  returning({ kind: 'column', path: [self], origin: program.origin }, program)

/** RETURN without a value gives this one, and so does the end. */
export function returning(value: Expr, program: Program): Program {
  const mapper: StmtMapper = {
    ...sameStmt,
    stmt: (stmt: Stmt) => (stmt.kind === 'return' && !stmt.value ? { ...stmt, value } : mapStmt(stmt, mapper)),
  }
  const given = mapProgram(program, mapper)
  if (given.body.kind !== 'block') return given
  const { statements, origin } = given.body
  if (statements.at(-1)?.kind === 'return') return given
  return { ...given, body: { ...given.body, statements: [...statements, { kind: 'return', value, origin }] } }
}
