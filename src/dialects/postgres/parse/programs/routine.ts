import { finding } from '../../../../core/findings/finding.js'
import { binary, nullLiteral } from '../../../../core/ir/build.js'
import type { VariableDeclaration } from '../../../../core/ir/declaration.js'
import type { DeclaredType } from '../../../../core/ir/declared-type.js'
import type { Expr } from '../../../../core/ir/expr.js'
import { dotted, type Ident, ident, noOrigin, type QName } from '../../../../core/ir/names.js'
import type { Param, Program } from '../../../../core/ir/program.js'
import type { Routine } from '../../../../core/ir/schema.js'
import type { Block, Stmt } from '../../../../core/ir/statement.js'
import type { LowerContext } from '../context.js'
import { lowerExpr } from '../expressions.js'
import { type CreateFunctionStmt, type FunctionParameter, stringsOf, type TypeName } from '../tree.js'
import { type Body, bodyOf, hasOption, isDefiner, parseBody, volatilityOf } from './body.js'
import { type Known, type ProgramContext, type Returns, type TriggerFacts, withAliases, withNames } from './context.js'
import { knownOf } from './declarations.js'
import { declared } from './fragments.js'
import { type Guard, guardStmts, guardsOfType } from './guards.js'
import { placesOf } from './places.js'
import { recordsFilled } from './records.js'
import { lowerSqlBody } from './sql-body.js'
import { lowerAll } from './statements.js'

/** CREATE FUNCTION or CREATE PROCEDURE as the script has it, read when all tables are known. */
export interface PendingRoutine {
  readonly statement: CreateFunctionStmt
  readonly context: LowerContext
  readonly routine: Routine
}

export const isTriggerFunction = ({ returnType }: CreateFunctionStmt): boolean =>
  ['trigger', 'event_trigger'].includes(stringsOf(returnType?.names).at(-1) ?? '')

const isVoid = ({ returnType, is_procedure, parameters = [] }: CreateFunctionStmt): boolean =>
  is_procedure === true ||
  (stringsOf(returnType?.names).at(-1) === 'void' && !parameters.some((each) => modeOf(each) !== 'in'))

/** Called for what it does, not for a value. */
export const isCalled = isVoid

type Mode = Param['mode'] | 'table'

function modeOf(node: object): Mode {
  const { mode } = 'FunctionParameter' in node ? (node.FunctionParameter as FunctionParameter) : {}
  if (mode === 'FUNC_PARAM_OUT') return 'out'
  if (mode === 'FUNC_PARAM_INOUT') return 'inout'
  return mode === 'FUNC_PARAM_TABLE' ? 'table' : 'in'
}

interface Parameter {
  readonly name: Ident
  readonly mode: Mode
  readonly type: Param['type']
  readonly param: Param
  readonly guards: readonly Guard[]
}

function parametersOf({ parameters = [] }: CreateFunctionStmt, context: LowerContext): readonly Parameter[] {
  return parameters.flatMap((node, at) => {
    if (!('FunctionParameter' in node)) return []
    const { name: own, argType, defexpr } = node.FunctionParameter
    const mode = modeOf(node)
    const name = ident(own ?? `p${at + 1}`)
    const type = typeOfParameter(argType, context)
    const origin = context.whole
    const value = defexpr ? { default: lowerExpr(defexpr, context) } : {}
    const guards = guardsOfType(argType, context)
    return [
      { name, mode, type, guards, param: { name, mode: mode === 'table' ? 'out' : mode, type, origin, ...value } },
    ]
  })
}

/** Lengths of parameters are thrown away (manual, "CREATE FUNCTION"). */
const typeOfParameter = (type: TypeName | undefined, context: LowerContext): Param['type'] =>
  type
    ? declared(/^varchar$/.test(stringsOf(type.names).at(-1) ?? '') ? { ...type, typmods: [] } : type, context)
    : { kind: 'type', type: { logical: { kind: 'opaque' }, native: '', origin: context.whole } }

/** Why no program is made: the catalogue has a finding for each. */
export function readRoutine(pending: PendingRoutine, about: Surroundings): Program | undefined {
  const { statement, routine } = pending
  const context: LowerContext = { ...pending.context, ...about.lower, object: routine.id }
  const all = parametersOf(statement, context)
  const results = all.filter(({ mode }) => mode !== 'in')
  const setOf = statement.returnType?.setof === true || results.some(({ mode }) => mode === 'table')
  const called = isVoid(statement)
  const [only, more] = results
  const single = !setOf && !statement.is_procedure && !more && only?.mode !== 'table' ? only : undefined
  const type = single ? single.type : statement.returnType && declared(statement.returnType, context)
  const returns: Returns = {
    kind: setOf ? 'rows' : called ? 'nothing' : 'value',
    ...(single ? { variable: single.name.text } : {}),
    ...(setOf && results.length > 0 ? { outputs: results.map(({ name }) => name.text) } : {}),
    ...(type && !setOf && !called ? { type, guards: guardsOfType(statement.returnType, context) } : {}),
  }
  const given = all.filter(({ mode }) => mode === 'in' || mode === 'inout')
  const params = setOf || single ? given.map(asValue) : all
  const read = bodyFor(pending, context, { params: all, returns, isCalled: about.isCalled })
  if (!read) return undefined
  const filled = setOf ? results.filter(({ mode }) => mode !== 'inout') : single?.mode === 'out' ? [single] : []
  const variables = filled.map(declarationOf)
  const rows = setOf ? rowsOf(results, statement, type, context) : undefined
  const before = [
    ...(hasOption(statement, 'strict') ? nothingForNull(given, returns) : []),
    ...given.flatMap(entryGuards),
  ]
  return {
    ...{ kind: 'program', origin: context.whole, params: params.map(({ param }) => param) },
    ...(returns.kind === 'value' && type ? { returns: type } : {}),
    ...(rows ? { rows } : {}),
    characteristics: {
      ...(volatilityOf(statement) === 'immutable' ? { deterministic: true, dataAccess: 'none' } : {}),
      ...(volatilityOf(statement) === 'stable' ? { dataAccess: 'reads' } : {}),
      security: isDefiner(statement) ? 'definer' : 'invoker',
      ...(setOf ? { givesRows: true } : {}),
      ...(called && !statement.is_procedure ? { selected: true } : {}),
      modes,
    },
    body: entered(before, { ...read.body, declarations: [...variables, ...read.body.declarations] }),
    understood: read.understood,
  }
}

/** The columns of what a function gives row by row; undefined: the caller says them. */
function rowsOf(
  results: readonly Parameter[],
  statement: CreateFunctionStmt,
  type: DeclaredType | undefined,
  context: LowerContext,
): Program['rows'] {
  if (results.length > 0) return results.map(({ name, type: own }) => ({ name, type: own }))
  if (type?.kind === 'type') {
    const name = ident(stringsOf(statement.funcname).at(-1) ?? '')
    return /^record$/i.test(stringsOf(statement.returnType?.names).at(-1) ?? '') ? undefined : [{ name, type }]
  }
  if (type?.kind !== 'rowTypeOf') return undefined
  const [table, schema] = [...type.path].reverse()
  const columns =
    table && context.relationColumns?.({ schema: schema ?? context.schemaOf(table.text, 'relation'), name: table })
  return columns?.map(({ name }) => ({
    name: ident(name),
    type: { kind: 'typeOf', path: [...type.path, ident(name)] },
  }))
}

/** What comes in and goes out as the value of a function is one parameter and the value. */
const asValue = (each: Parameter): Parameter => ({ ...each, param: { ...each.param, mode: 'in' } })

const columnOf = ({ name }: Parameter): Expr => ({ kind: 'column', path: [name], origin: noOrigin })

const entryGuards = (each: Parameter): readonly Stmt[] => guardStmts(each.guards, columnOf(each), noOrigin)

/** STRICT: a call with a null is no call, and gives null or no rows. */
function nothingForNull(given: readonly Parameter[], returns: Returns): readonly Stmt[] {
  const [first, ...rest] = given.map(
    (each): Expr => ({ kind: 'test', is: 'null', negated: false, operand: columnOf(each), origin: noOrigin }),
  )
  if (!first) return []
  const when = rest.reduce((left, right) => binary('or', left, right), first)
  const value = returns.kind === 'value' ? { value: nullLiteral() } : {}
  return [
    { kind: 'if', branches: [{ when, body: [{ kind: 'return', ...value, origin: noOrigin }] }], origin: noOrigin },
  ]
}

const entered = (before: readonly Stmt[], body: Block): Block =>
  before.length === 0
    ? body
    : { kind: 'block', declarations: [], handlers: [], statements: [...before, body], origin: body.origin }

/** Settings of other engines that this one always has: what does not fit is an error, and SET reads the old row. */
const modes: readonly string[] = ['SIMULTANEOUS_ASSIGNMENT', 'STRICT_ALL_TABLES']

const declarationOf = ({ name, type, param }: Parameter): VariableDeclaration => ({
  ...{ kind: 'declareVariables', names: [name], type, origin: param.origin },
})

/** What reading a body needs besides its own statement. */
export interface Surroundings {
  readonly lower: Partial<LowerContext>
  readonly isCalled: (name: QName) => boolean
}

interface Asked {
  readonly params: readonly Parameter[]
  readonly returns: Returns
  readonly isCalled: (name: QName) => boolean
}

interface ReadBody {
  readonly body: Block
  readonly understood: Program['understood']
}

function bodyFor({ statement, routine }: PendingRoutine, context: LowerContext, asked: Asked): ReadBody | undefined {
  const body = bodyOf(statement, context.text)
  const language = body?.language ?? 'another kind'
  if (!body || (language !== 'plpgsql' && language !== 'sql')) {
    context.sink.add(
      finding('XW-P0405', { object: routine.id, origin: context.whole }, { name: dotted(routine.name), language }),
    )
    return undefined
  }
  if (language === 'sql') return lowerSqlBody(body, programContext(body, context, asked, routine.name.name.text))
  return readPlBody(body, context, asked, routine.name)
}

function readPlBody(body: Body, context: LowerContext, asked: Asked, name: QName): ReadBody | undefined {
  const prefersVariables = /#variable_conflict\s+use_variable/i.exec(body.text)?.[0]
  const tree = prefersVariables ?? parseBody(context.text, body.start)
  if (typeof tree === 'string') {
    context.sink.add(
      finding('XW-P0401', { object: context.object, origin: context.whole }, { name: dotted(name), found: tree }),
    )
    return undefined
  }
  const base = programContext(body, context, asked, name.name.text)
  const known = { ...base, datums: tree.datums, rows: tree.rows, intoRecords: recordsFilled(tree.action) }
  const inside = withAliases(known, tree.aliases)
  const statements = lowerAll([{ PLpgSQL_stmt_block: tree.action['PLpgSQL_stmt_block'] }], inside)
  return {
    body: oneBlock(statements, context),
    understood: { statements: inside.counts.statements, opaque: inside.counts.opaque },
  }
}

/** The parser puts a block around the one of the program where that has a label or handles errors. */
function oneBlock(statements: readonly Stmt[], { whole }: LowerContext): Block {
  const [first, more] = statements
  if (first?.kind === 'block' && !more) return first
  return { kind: 'block', declarations: [], handlers: [], statements, origin: whole }
}

function programContext(
  body: Body,
  lower: LowerContext,
  { params, returns, isCalled }: Asked,
  name: string,
): ProgramContext {
  const named = params.flatMap(({ name: own, type, guards }, at): readonly (readonly [string, Known])[] => {
    const known = { ...knownOf(type, { lower, names: new Map() }), ...(guards.length > 0 ? { guards } : {}) }
    return [
      [own.text.toLowerCase(), known],
      [`$${at + 1}`, known],
    ]
  })
  const base: ProgramContext = {
    ...{ lower, places: placesOf(body, lower), datums: [], rows: new Map(), intoRecords: new Map(), names: new Map() },
    ...{
      labels: new Map([[name.toLowerCase(), 0]]),
      level: 0,
      counts: { statements: 0, opaque: 0 },
      declared: new Set<number>(),
      returns,
      isCalled,
    },
    parameters: params.map((each) => each.name.text),
  }
  return withNames(base, new Map(named))
}

/** The body of a trigger function as the trigger runs it. */
export function readTriggerBody(
  pending: PendingRoutine,
  about: Surroundings,
  trigger: TriggerFacts & { readonly columns: Known['fields'] },
  object: LowerContext['object'],
): Program | undefined {
  const context: LowerContext = { ...pending.context, ...about.lower, object }
  const body = bodyOf(pending.statement, context.text)
  const tree = body?.language === 'plpgsql' ? parseBody(context.text, body.start) : 'a body in another language'
  if (!body || typeof tree === 'string') {
    const name = dotted(pending.routine.name)
    context.sink.add(finding('XW-P0401', { object, origin: context.whole }, { name, found: String(tree) }))
    return undefined
  }
  const asked: Asked = { params: [], returns: { kind: 'nothing' }, isCalled: about.isCalled }
  const base = programContext(body, context, asked, pending.routine.name.name.text)
  const facts = { ...base, trigger, datums: tree.datums, rows: tree.rows, intoRecords: recordsFilled(tree.action) }
  const rows: Known = { fields: trigger.columns }
  const images = new Map([
    ['new', rows],
    ['old', rows],
  ])
  const inside = withAliases(withNames(facts, images), tree.aliases)
  const statements = lowerAll([{ PLpgSQL_stmt_block: tree.action['PLpgSQL_stmt_block'] }], inside)
  return {
    ...{ kind: 'program', origin: context.whole, params: [] },
    characteristics: { security: isDefiner(pending.statement) ? 'definer' : 'invoker', modes },
    body: oneBlock(statements, context),
    understood: { ...inside.counts },
  }
}
