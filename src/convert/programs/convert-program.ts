import { createFindingSink, type Finding, finding } from '../../core/findings/finding.js'
import type { Declaration, VariableDeclaration } from '../../core/ir/declaration.js'
import { dotted, type Ident, noOrigin, type QName } from '../../core/ir/names.js'
import type { Param, Program, ResultShape } from '../../core/ir/program.js'
import type { NamedType, SchemaObject } from '../../core/ir/schema.js'
import type { Block, Stmt } from '../../core/ir/statement.js'
import type { TypeRef } from '../../core/ir/types.js'
import { type CodeContext, type CodePlace, createReporter } from '../code/code-context.js'
import { modesUnder, underModes } from '../code/refusals.js'
import type { ScopeColumn } from '../code/scope.js'
import { type VariableType, variableType } from './declared-types.js'
import { reportEffects, volatilityOf } from './effects.js'
import { entered } from './entry.js'
import type { Counter, Frame, LocalScope, ProgramObject, ResultPlan, State } from './frame.js'
import { withScope } from './frame.js'
import { createNames } from './names.js'
import { withAttributes } from './object-scope.js'
import { createOwnErrors } from './own-errors.js'
import { isPackage, startOf, startsOf } from './package-start.js'
import { createPackages, type Packages } from './packages.js'
import { bindParams, withDefaults } from './parameters.js'
import { createCallsBack, ownTableChanges } from './reached.js'
import { createMadeTypes } from './record-types.js'
import { collectedColumns, isCollected } from './results/collected.js'
import { columnTypeRef, withResultTypes } from './results/result-columns.js'
import { commonShape } from './results/results.js'
import { withRowImages } from './row-images.js'
import { emptyScope } from './scope.js'
import { sessionOf } from './session/for-program.js'
import { createTyping } from './session/typing.js'
import { createUserVariables, type UserVariables } from './session/user-variables.js'
import { createSignatures, type Signatures } from './signatures.js'
import { refuseNullSelf } from './statements/null-objects.js'
import { convertAll } from './statements/statement.js'
import { guardedBody } from './trigger-conditions.js'

export interface ConvertedProgram {
  /** Absent: nothing of it can be made; a finding says why. */
  readonly program?: Program
  /** The name of a routine that the target cannot tell from another of its own. */
  readonly name?: QName
  /** Whether it is read like a value or a table, or called. */
  readonly form: 'function' | 'procedure'
  readonly findings: readonly Finding[]
}

export interface ProgramSettings {
  readonly targetDialect: string
  /** Names, folded, that no variable of the target may have. */
  readonly reservedVariables: Iterable<string>
}

export interface Programs {
  readonly signatures: Signatures
  madeTypes(): readonly NamedType[]
  /** A type that stands in a schema, as the target has it. */
  typeOf(object: NamedType): VariableType | undefined
  /** Of types under one another the one whose record holds them all. */
  rootOf(object: NamedType): NamedType
  convert(object: ProgramObject): ConvertedProgram
}

interface Attempt extends ConvertedProgram {
  readonly plan: ResultPlan
  readonly columns: readonly ScopeColumn[]
}

/** Converts the programs of one catalogue, each once; a caller may ask for its callee first. */
export function createPrograms(given: Omit<CodeContext, 'at' | 'report'>, settings: ProgramSettings): Programs {
  const madeTypes = createMadeTypes()
  const base = { ...given, madeTypes }
  const done = new Map<string, Attempt | 'busy'>()
  const ownError = createOwnErrors(base.source.dialect)
  let back: ReturnType<typeof createCallsBack> | undefined
  const callsBack: Surroundings['callsBack'] = (...asked) => (back ??= createCallsBack(base.source))(...asked)
  const convert = (object: ProgramObject): Attempt | 'busy' => {
    const key = keyOf(object)
    const known = done.get(key)
    if (known) return known
    done.set(key, 'busy')
    const made = convertOne(object, { base, settings, signatures, userVariables, ownError, packages, callsBack })
    const noted = { ...made, findings: [...made.findings, ...comingBack(object)] }
    done.set(key, noted)
    return noted
  }
  const packages = createPackages({
    source: base.source,
    ctxOf: (object) => contextFor(object, base, emptyScope),
    ownError,
  })
  const signatures = createSignatures({
    source: base.source,
    ctxOf: (object) => contextFor(object, base, packages.scopeOf(object)),
    converted: (procedure) => {
      const made = convert(procedure)
      return made === 'busy' ? undefined : made
    },
  })
  let changing: ReturnType<typeof ownTableChanges> | undefined
  const comingBack = (object: ProgramObject): readonly Finding[] => {
    const through = object.kind === 'trigger' && (changing ??= ownTableChanges(base.source)).get(object.id)
    const at = { object: object.id, origin: object.origin }
    return through ? [finding('XW-R0033', at, { name: through.name.name.text })] : []
  }
  const userVariables = createUserVariables(
    createTyping(base.source, (object) => contextFor(object, base, packages.scopeOf(object)), signatures),
  )
  return {
    signatures,
    madeTypes: madeTypes.all,
    typeOf: (object) => {
      const found = packages.scopeOf(object).named?.(dotted(object.name))
      return found?.kind === 'value' ? found.type : undefined
    },
    rootOf: packages.rootOf,
    convert: (object) => {
      const made = convert(object)
      if (made === 'busy') return { form: 'procedure', findings: [] }
      // The statements are with who asked for them now, and asked once; callers want to know the head.
      const { program: _, ...head } = made
      done.set(keyOf(object), head)
      return made
    },
  }
}

/** A trigger may be converted once for each of its events. */
const keyOf = (object: ProgramObject): string =>
  object.kind === 'trigger' ? JSON.stringify([object.id, object.events]) : object.id

function contextFor(object: SchemaObject, base: Omit<CodeContext, 'at' | 'report'>, scope: LocalScope): CodeContext {
  const at = placeOf(object)
  return { ...base, at, report: createReporter(createFindingSink(), at), variables: scope }
}

/** Members of packages look for other programs among themselves, and for all else where their package stands. */
function placeOf(object: SchemaObject): CodePlace {
  const own = object.name.schema?.text ?? ''
  const owner = object.kind === 'routine' ? object.package : undefined
  // What starts a package stands among its members.
  if (isPackage(object) && object.method === undefined)
    return { object: object.id, origin: object.origin, schema: own, members: object.name.name.text }
  const shared = object.kind === 'trigger' ? object.partOf?.package.name.text : undefined
  const inside = owner
    ? { schema: owner.schema?.text ?? '', members: own }
    : { schema: own, ...(shared ? { members: shared } : {}) }
  return { object: object.id, origin: object.origin, ...inside }
}

/** What a program selects decides its form; when its places disagree it is converted again. */
function convertOne(object: ProgramObject, around: Surroundings): Attempt {
  const program = startOf(object, around.packages) ?? (isPackage(object) ? undefined : object.program)
  if (!program) return { form: 'procedure', findings: [], plan: 'none', columns: [] }
  const attempt = (plan: ResultPlan, kept: ReadonlySet<Counter>, avoid: readonly string[] = []) =>
    attemptOne(object, program, plan, kept, { ...around, avoid })
  const planned = around.signatures.plan(object)
  let made = attempt(planned, new Set())
  const asked = made.frame.counters.asked
  if (asked.size > 0) made = attempt(planned, asked)
  if (planned !== 'rows') return finish(made, planned, [])
  const columns = commonShape(made.frame.shapes)
  if (columns) {
    // What a function gives and what it takes share one space of names.
    const outputs = columns.map((column) => column.target.text)
    const meets = made.params.some((param) => outputs.includes(param.name.text))
    return finish(meets ? attempt('rows', asked, outputs) : made, 'rows', columns)
  }
  const other = made.frame.shapes.length === 0 ? 'none' : 'cursors'
  return finish(attempt(other, asked), other, [])
}

interface Converted {
  readonly frame: Frame
  readonly ctx: CodeContext
  readonly params: readonly Param[]
  readonly body: Block
  readonly returns: TypeRef | undefined
  /** Its head has no form on the target. */
  readonly refused: boolean
}

/** Without a type for each parameter and for the result nobody could call it. */
function isRefused(object: ProgramObject, { params, returns }: Program, typed: boolean, ctx: CodeContext): boolean {
  const { report } = ctx
  if (object.kind !== 'routine' || object.form !== 'function') return report.failed
  if (returns && !typed && !variableType(returns, ctx)) {
    const type = returns.kind === 'named' ? returns.native : returns.kind
    report.fail('XW-R0008', object.origin, { name: 'RETURN', type })
  }
  if (params.some(({ mode }) => mode !== 'in') && !ctx.sourceCan.recordsAreValues)
    report.fail('XW-R0002', object.origin, { what: 'A function that gives values back through its parameters' })
  return report.failed || (returns !== undefined && !typed)
}

function finish(
  { frame, ctx, params, body, returns, refused }: Converted,
  plan: ResultPlan,
  columns: readonly ScopeColumn[],
): Attempt {
  const { object, program } = frame
  const name = frame.signatures.targetName(object)
  const base = { findings: frame.sink.all, plan, columns, ...(name ? { name } : {}) }
  const isFunction =
    !becomesCalled(frame, ctx) &&
    (plan === 'rows' || object.kind === 'trigger' || (object.kind === 'routine' && object.form === 'function'))
  const form = isFunction ? 'function' : 'procedure'
  if (refused) return { ...base, form }
  const results = resultsOf(plan, columns, frame, ctx)
  const collects = frame.collects ? collectedColumns(program, ctx) : undefined
  const { returns: _, results: __, rows: ___, ...rest } = program
  const own = returns && frame.result ? [resultParam(frame.result, returns)] : []
  const converted: Program = {
    ...rest,
    params: [...own, ...params],
    ...(returns && !frame.result ? { returns: { kind: 'type', type: returns } } : {}),
    ...(results ? { results } : {}),
    ...(collects ? { collects } : {}),
    ...madeTables(frame, ctx),
    body: results?.kind === 'rows' ? withResultTypes(body, results.columns) : body,
  }
  reportEffects(converted, startState(frame, ctx))
  const volatility =
    object.kind === 'routine' && object.form === 'function' ? volatilityOf(converted, program) : undefined
  const { characteristics } = converted
  const known = volatility ? { ...converted, characteristics: { ...characteristics, volatility } } : converted
  return { ...base, form, program: known }
}

/** What the source selects from, or selects for nothing, is called where only procedures hand over rows or give nothing. */
function becomesCalled({ object, program }: Frame, { report, targetCan }: CodeContext): boolean {
  if (!targetCan.selectsForCaller) return false
  const name = dotted(object.name)
  if (program.characteristics.selected) report.note('XW-R0084', object.origin, { name })
  if (program.characteristics.givesRows) report.note('XW-R0085', object.origin, { name })
  return program.characteristics.givesRows === true
}

/** A function with such parameters: on the target its result is one of them. */
const givesMore = (object: ProgramObject, { params }: Program): boolean =>
  object.kind === 'routine' && object.form === 'function' && params.some(({ mode }) => mode !== 'in')

const resultParam = (name: Ident, type: TypeRef): Param => ({
  name,
  mode: 'out',
  type: { kind: 'type', type },
  origin: type.origin,
})

/** Temporary tables that the program makes by queries. */
function madeTables(frame: Frame, ctx: CodeContext): Pick<Program, 'temporaryTables'> {
  const made = [...frame.made].flatMap(([key, columns]) => {
    const name = frame.madeNames.get(key)
    const typed = columns.every((column) => column.type !== undefined)
    if (!name || name.schema || !typed) return []
    return [
      {
        name: name.name,
        columns: columns.map((column) => ({ name: column.target, type: columnTypeRef(column, ctx) })),
      },
    ]
  })
  return made.length > 0 ? { temporaryTables: made } : {}
}

function resultsOf(
  plan: ResultPlan,
  columns: readonly ScopeColumn[],
  frame: Frame,
  ctx: CodeContext,
): ResultShape | undefined {
  if (plan === 'none') return undefined
  if (plan === 'cursors') return { kind: 'cursors', parameter: frame.names.variable('result_sets', 'p') }
  return { kind: 'rows', columns: columns.map((column) => ({ name: column.target, type: columnTypeRef(column, ctx) })) }
}

interface Surroundings {
  readonly base: Omit<CodeContext, 'at' | 'report'>
  readonly settings: ProgramSettings
  readonly signatures: Signatures
  readonly userVariables: UserVariables
  readonly ownError: Frame['ownError']
  readonly packages: Packages
  readonly callsBack: ReturnType<typeof createCallsBack>
  /** Names that no variable may have, besides those of every program. */
  readonly avoid?: readonly string[]
}

function attemptOne(
  object: ProgramObject,
  program: Program,
  results: ResultPlan,
  kept: ReadonlySet<Counter>,
  { base, settings, signatures, userVariables, ownError, packages, callsBack, avoid = [] }: Surroundings,
): Converted {
  const sink = createFindingSink()
  const at = placeOf(object)
  const modes = underModes(modesUnder(program.characteristics.modes, base))
  const madeNames = new Map<string, QName>()
  const movingClock = object.kind === 'routine' && object.form === 'procedure'
  const ctx: CodeContext = {
    ...base,
    ...modes,
    movingClock,
    made: madeNames,
    at,
    report: createReporter(sink, at),
    variables: emptyScope,
  }
  const names = createNames(program, ctx, [...settings.reservedVariables, ...avoid])
  const frame: Frame = {
    object,
    program,
    sink,
    signatures,
    convertAll,
    targetDialect: settings.targetDialect,
    results,
    collects: isCollected(program, ctx),
    shapes: [],
    names,
    ...(ctx.sourceCan.recordsAreValues && givesMore(object, program)
      ? { result: names.variable('return_value', 'p') }
      : {}),
    extra: new Map(),
    made: new Map(),
    madeNames,
    counters: { kept, asked: new Set() },
    neverOpen: new Map(),
    copies: { ofHandlers: 0, ofSavepoints: 0 },
    caught: { depth: 0, asked: new Set() },
    callsBack: (called) => callsBack(object, called),
    userVariables,
    ownError,
  }
  const root = withAttributes({ ...packages.scopeOf(object), session: sessionOf(frame) }, object)
  const { scope, params, bound } = bindParams(program, frame, ctx, root)
  const own = withScope(startState(frame, ctx), withRowImages(scope, object, ctx))
  const statements = convertAll([guardedBody(object, program, ctx)], own)
  const returns = signatures.returnType(object)?.declared
  const refused = isRefused(object, program, returns !== undefined, ctx)
  const entry = [
    ...startsOf(object, program, packages, ctx),
    ...(ctx.targetCan.sizedParameters ? [] : entered(params, bound, ctx)),
    ...refuseNullSelf(own),
  ]
  const body = withEntry(entry, withExtra(statements, frame, program))
  return { frame, ctx, params: withDefaults(params, program, own), body, returns, refused }
}

const startState = (frame: Frame, ctx: CodeContext): State => ({
  // Tables that the program makes by queries are known from then on.
  env: { ctx, ctes: frame.made },
  frame,
  scope: emptyScope,
  handlers: [],
  guarded: false,
  catching: false,
  inLoop: false,
  tail: false,
  labels: new Map(),
})

/** What comes before anything that the program's own declarations compute, and outside of its handlers. */
function withEntry(entry: readonly Stmt[], body: Block): Block {
  if (entry.length === 0) return body
  const isPlain = body.handlers.length === 0 && body.catches === undefined && body.label === undefined
  if (isPlain && body.declarations.every(startsPlain)) return { ...body, statements: [...entry, ...body.statements] }
  return { kind: 'block', declarations: [], handlers: [], statements: [...entry, body], origin: body.origin }
}

/** A cursor is computed where it is opened. */
const startsPlain = (declared: Declaration): boolean =>
  declared.kind === 'declareCursor' ||
  (declared.kind === 'declareVariables' && (declared.default === undefined || declared.default.kind === 'literal'))

/** The body as one block, with what conversion declares in front. */
function withExtra(statements: readonly Stmt[], frame: Frame, program: Program): Block {
  const [first, ...others] = statements
  const own: Block =
    first?.kind === 'block' && others.length === 0
      ? first
      : { kind: 'block', declarations: [], handlers: [], statements, origin: program.body.origin }
  const extra = [...frame.extra.values()].map(
    ({ name, native, start }): VariableDeclaration => ({
      kind: 'declareVariables',
      names: [name],
      type: { kind: 'type', type: { logical: { kind: 'opaque' }, native, origin: noOrigin } },
      ...(start ? { default: start } : {}),
      origin: noOrigin,
    }),
  )
  return { ...own, declarations: [...extra, ...own.declarations] }
}
