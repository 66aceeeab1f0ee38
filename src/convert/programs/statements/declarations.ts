import { createFindingSink } from '../../../core/findings/finding.js'
import { coreCall, implicitCast, nullLiteral } from '../../../core/ir/build.js'
import type {
  ConditionDeclaration,
  CursorDeclaration,
  Declaration,
  TypeDeclaration,
  VariableDeclaration,
} from '../../../core/ir/declaration.js'
import type { DeclaredType } from '../../../core/ir/declared-type.js'
import type { Condition } from '../../../core/ir/error-handling.js'
import type { Expr, VariableRef } from '../../../core/ir/expr.js'
import { type Ident, ident, noOrigin, type QName } from '../../../core/ir/names.js'
import type { Block, Stmt } from '../../../core/ir/statement.js'
import { createReporter } from '../../code/code-context.js'
import type { Variable } from '../../code/variables.js'
import { convertExpr } from '../code.js'
import { type VariableType, variableType } from '../declared-types.js'
import { contextOf, type LocalScope, type State, withScope } from '../frame.js'
import { protect } from '../handling/handlers.js'
import { namedType, rowOfCursor, startOfRecord } from '../record-types.js'
import { cursorNamed, rowFieldsAt } from '../row-variables.js'
import { extend } from '../scope.js'
import { textOf } from '../stubs.js'
import { escapesHandlers } from './conditions.js'
import { showsLeftOvers } from './fetches.js'
import { listsOf } from './kept-cursors.js'
import { declareRows } from './rows.js'

interface Declared {
  readonly scope: LocalScope
  readonly declarations: readonly Declaration[]
  /** What sets the variables whose default may fail under a handler of a block around, and those behind them. */
  readonly first: readonly Stmt[]
}

/** Declarations in their order: each sees those before it. */
export function convertDeclarations(list: Block['declarations'], state: State): Declared {
  let scope = state.scope
  const declarations: Declaration[] = []
  const first: Stmt[] = []
  for (const each of list) {
    const own = alone(each, withScope(state, scope))
    const at = own.state
    const before = { scope, declarations: declarations.length, first: first.length }
    switch (each.kind) {
      case 'declareVariables': {
        const made = declareVariables(each, at)
        scope = extend(scope, made)
        for (const declared of made.declarations) {
          const { default: value, ...plain } = declared
          const isLate = value && (first.length > 0 || escapesHandlers([value], state))
          declarations.push(isLate ? plain : declared)
          const { origin } = declared
          if (isLate)
            first.push(...protect([setDefault(declared, value)], { kind: 'evaluate', exprs: [value], origin }, state))
        }
        break
      }
      case 'declareCursor':
        scope = extend(scope, { cursors: [[each.name.text, bindCursor(each, at, declarations)]] })
        break
      case 'declareCondition':
        scope = extend(scope, { conditions: [[each.name.text, each.condition ?? declaredError(each, state)]] })
        break
      case 'declareType': {
        const row = each.is.kind === 'list' ? cursorRow(each, each.is.of, at) : undefined
        const type = namedType(each, contextOf(at), nameInside(each.name, state), row)
        if (type) scope = extend(scope, { types: [[each.name.text, type]] })
        break
      }
      case 'declareRoutine':
        contextOf(at).report.fail('XW-R0002', each.origin, {
          what: `The program ${each.name.text} inside of another one`,
        })
        break
      case 'opaque':
        contextOf(at).report.fail('XW-R0002', each.origin, { what: textOf(each.origin, state.frame).slice(0, 60) })
    }
    own.done()
    if (own.stands && contextOf(at).report.failed) {
      scope = before.scope
      declarations.length = before.declarations
      first.length = before.first
    }
  }
  return { scope, declarations, first }
}

/** An error of the program's own: nothing else raises its SQLSTATE. */
const declaredError = ({ name }: ConditionDeclaration, { frame }: State): Condition => ({
  kind: 'sqlstate',
  value: frame.ownError(JSON.stringify([frame.object.id, name.text.toLowerCase()])),
})

interface Alone {
  readonly state: State
  /** It fails by itself. */
  readonly stands: boolean
  readonly done: () => void
}

/**
 * A place where a declaration that has no counterpart costs itself: what speaks of it does not find it. Engines whose blocks
 * stand for nothing without all of their names have the whole block fail.
 */
function alone({ origin }: Declaration, state: State): Alone {
  const { ctx } = state.env
  if (!ctx.sourceCan.callsWithoutParentheses) return { state, stands: false, done: () => {} }
  const sink = createFindingSink()
  const at = { ...ctx.at, origin }
  const own = { ...state, env: { ...state.env, ctx: { ...ctx, at, report: createReporter(sink, at) } } }
  return {
    state: own,
    stands: true,
    done: () => {
      for (const found of sink.all) state.frame.sink.add(found)
    },
  }
}

/** What a list of the rows of a cursor holds. Undefined: its elements are something else. */
function cursorRow({ name, origin }: TypeDeclaration, of: DeclaredType, state: State): VariableType | undefined {
  const cursor = of.kind === 'rowTypeOf' ? cursorNamed(of.path, state) : undefined
  const fields = cursor && rowFieldsAt(of, state)
  const own = { text: `${name.text}_row`, quoted: name.quoted }
  return fields && rowOfCursor({ name: own, origin }, fields, contextOf(state), nameInside(own, state))
}

/** A name on the target for what the program declares. */
function nameInside({ text }: Ident, { frame, env }: State): QName | undefined {
  const own = env.ctx.target.objectName(frame.object.id)
  return own && { ...own, name: ident(`${own.name.text}_${text}`) }
}

const setDefault = ({ names, origin }: VariableDeclaration, value: Expr): Stmt => ({
  kind: 'assign',
  assignments: names.map((name) => ({ target: { kind: 'variable', scope: 'local', name, origin }, value })),
  origin,
})

function declareVariables(declaration: VariableDeclaration, state: State) {
  const ofCursor = declaration.type.kind === 'rowTypeOf' && cursorNamed(declaration.type.path, state)
  const type = ofCursor ? undefined : variableType(declaration.type, contextOf(state))
  const fields = type ? undefined : rowFieldsAt(declaration.type, state)
  if (fields) return declareRows(declaration, fields, state)
  if (!type) {
    const name = declaration.names.map((each) => each.text).join(', ')
    contextOf(state).report.fail('XW-R0008', declaration.origin, { name, type: typeWords(declaration, state) })
    return { variables: [], declarations: [] }
  }
  const variables = declaration.names.map((name): readonly [string, Variable] => [
    name.text,
    { ...type, target: state.frame.names.variable(name.text, 'v') },
  ])
  const start =
    declaration.default ??
    emptyMap(type.type, declaration) ??
    startOfRecord(declaration.type, declaration.origin, state.scope.named)
  const { logical, source, native } = type.type
  const value = start && convertExpr(start, { type: logical, source, native }, state)
  const first = variables[0]?.[1]
  const declarations = variables.map(
    ([, variable], at): VariableDeclaration => ({
      kind: 'declareVariables',
      names: [variable.target],
      type: { kind: 'type', type: type.declared },
      ...(declaration.required && value ? { required: true } : {}),
      ...(value && !isNull(value)
        ? { default: at > 0 && first && value.kind !== 'literal' ? copyOf(first) : value }
        : {}),
      origin: declaration.origin,
    }),
  )
  return { variables, declarations }
}

/** A list by keys is there from the start, without elements. */
const emptyMap = ({ logical, native }: VariableType['type'], { origin }: VariableDeclaration) =>
  logical.kind === 'map' ? implicitCast(coreCall('map_empty', [], undefined, origin), logical, native) : undefined

/** The default of several names is computed once. */
const copyOf = ({ target, type }: Variable): VariableRef => ({
  kind: 'variable',
  scope: 'local',
  name: target,
  type,
  origin: noOrigin,
})

const isNull = (value: { readonly kind: string; readonly of?: unknown }): boolean =>
  value.kind === nullLiteral().kind && value.of === 'null'

const typeWords = (declaration: VariableDeclaration, state: State): string =>
  declaration.type.kind === 'type' ? declaration.type.type.native : textOf(declaration.origin, state.frame).slice(0, 60)

/** What a cursor reads is said where it is opened: by name alone two open cursors of one name would meet. */
function bindCursor(declaration: CursorDeclaration, state: State, declarations: Declaration[]) {
  const target = state.frame.names.variable(declaration.name.text, 'v')
  const params = declaration.params.flatMap((param): readonly Variable[] => {
    const type = variableType(param.type, contextOf(state))
    if (!type) {
      contextOf(state).report.fail('XW-R0008', declaration.origin, { name: param.name.text, type: 'this type' })
      return []
    }
    const variable = { ...type, target: state.frame.names.variable(param.name.text, 'v') }
    declarations.push({
      kind: 'declareVariables',
      names: [variable.target],
      type: { kind: 'type', type: type.declared },
      origin: declaration.origin,
    })
    return [variable]
  })
  const lists = listsOf(declaration, target, params, state, declarations)
  if (!lists) declarations.push(cursorVariable(target, declaration))
  // Without records a variable is what a row goes into.
  const keeps =
    contextOf(state).targetCan.programLoops === true && showsLeftOvers(declaration.name, state.frame.program)
  return { target, declaration, params, keeps, scope: state.scope, ...(lists ? { lists } : {}) }
}

const cursorVariable = (name: Ident, { origin }: CursorDeclaration): CursorDeclaration => ({
  kind: 'declareCursor',
  name,
  params: [],
  source: { atOpen: true },
  origin,
})
