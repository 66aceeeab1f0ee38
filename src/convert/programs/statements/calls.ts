import { createFindingSink } from '../../../core/findings/finding.js'
import type { Expr, VariableRef } from '../../../core/ir/expr.js'
import { ident, noOrigin, type QName } from '../../../core/ir/names.js'
import type { CallStmt, Stmt } from '../../../core/ir/statement.js'
import { walkExpr } from '../../../core/ir/walk.js'
import { createReporter } from '../../code/code-context.js'
import { argumentFor } from '../../code/semantics/user-functions.js'
import { placed } from '../../code/types/read-calls.js'
import { clockAsRead } from '../clock.js'
import { convertExpr, storingAt, typedExpr, type Use, writtenExpr } from '../code.js'
import type { VariableType } from '../declared-types.js'
import { endsTransaction } from '../ended-transactions.js'
import { type Converters, contextOf, extraVariable, type State } from '../frame.js'
import { forErrors } from '../handling/handlers.js'
import { assignUserVariable } from '../session/targets.js'
import type { Signature } from '../signatures.js'
import { listStatement } from './lists.js'
import { methodCallee } from './methods.js'
import { refuseNullObject } from './null-objects.js'
import { asTarget, placeOf, store } from './places.js'
import { fieldValues } from './rows.js'

/** The names that the routine may have: a member of the package around goes before one of the schema. */
function namesOf(name: QName, state: State): readonly QName[] {
  const { schema, members } = contextOf(state).at
  if (name.schema || schema === '') return [name]
  return [...(members === undefined ? [] : [members]), schema].map((text) => ({ ...name, schema: ident(text) }))
}

/** Those of them that are routines. */
export const knownNames = (form: 'function' | 'procedure', routine: QName, state: State): readonly QName[] =>
  namesOf(routine, state).filter((name) => state.frame.signatures.find(form, name))

/** The routine of that name that takes these arguments. */
export function calleeNamed(
  form: 'function' | 'procedure',
  routine: QName,
  written: readonly Expr[],
  names: CallStmt['names'],
  state: State,
): Signature | undefined {
  const { signatures } = state.frame
  const known = knownNames(form, routine, state)
  if (known.length === 0) return undefined
  const args = written.map((arg) => typedQuietly(arg, state))
  const given = { args, ...(names ? { names } : {}) }
  for (const name of known) {
    const found = signatures.choose(form, name, given)
    if (found) return found
  }
  return undefined
}

/** An argument with its type, as far as it has one: what is wrong with it is said when it is converted. */
export function typedQuietly(arg: Expr, state: State): Expr {
  // What becomes of a variable of the session is said by the first who asks for it.
  if (asksSession(arg)) return arg
  const { ctx } = state.env
  const env = { ...state.env, ctx: { ...ctx, report: createReporter(createFindingSink(), ctx.at) } }
  return typedExpr(arg, { want: 'any' }, { env })
}

function call(stmt: CallStmt, state: State): readonly Stmt[] {
  const { report } = contextOf(state)
  const changed = listStatement(stmt, state)
  if (changed) return changed
  const method = methodCallee('procedure', stmt, stmt.origin, state)
  const found = method?.found ?? calleeNamed('procedure', stmt.routine, stmt.args, stmt.names, state)
  const { args: written, names } = method ?? stmt
  const given = found && placed(written, names, found.params, found.params.length)
  if (!found || !given) {
    report.fail('XW-R0017', stmt.origin, { name: stmt.routine.name.text })
    return []
  }
  const before: Stmt[] = []
  const after: Stmt[] = []
  const taken = found.params.slice(0, given.length)
  const args = taken.flatMap((param, at) => argumentsFor(param, given[at], state, before, after))
  const ends = endsTransaction(stmt, state)
  if (ends && cannotEnd(state)) report.note('XW-R0041', stmt.origin, { name: stmt.routine.name.text })
  return [...before, ...handOver(stmt, found, args, ends, state), ...after]
}

/** Functions, blocks that handle errors, and what has open results cannot let a transaction end. */
const cannotEnd = ({ guarded, handlers, frame }: State): boolean =>
  guarded ||
  handlers.some((scope) => scope.handlers.some(forErrors(scope.at))) ||
  frame.results !== 'none' ||
  (frame.object.kind === 'routine' ? frame.object.form === 'function' : frame.object.kind === 'trigger')

type Parameter = Pick<Signature['params'][number], 'mode' | 'type'>

/** A row is given value by value. */
export function argumentsFor(
  param: Parameter & Pick<Signature['params'][number], 'fields'>,
  written: Expr | undefined,
  state: State,
  before: Stmt[],
  after: Stmt[],
): readonly Expr[] {
  const { fields, mode } = param
  if (!fields) return [argument(param, written, state, before, after)]
  const values = written && fieldValues(written, fields.length, state)
  if (!values)
    contextOf(state).report.fail('XW-R0002', written?.origin ?? noOrigin, { what: 'This argument for a row' })
  return fields.map((type, at) => argument({ mode, type }, values?.[at], state, before, after))
}

function argument(
  { mode, type }: Parameter,
  written: Expr | undefined,
  state: State,
  before: Stmt[],
  after: Stmt[],
): Expr {
  const value = written ?? { kind: 'literal', of: 'null', text: 'NULL', origin: { from: 'none' } }
  if (mode === 'in') {
    const use: Use = type ? { type: type.type.logical, source: type.type.source } : { want: 'value' }
    const at = 'want' in use ? state : storingAt(state)
    const converted = writtenExpr(clockAsRead(typedExpr(value, use, at)), at)
    const given = argumentFor(converted, type?.declared)
    return type && holdsQuery(given) ? readBefore(given, type, state, before) : given
  }
  return outArgument({ mode, type }, value, state, before, after)
}

/** The target takes no query in the arguments of CALL: it is read before. */
function readBefore(value: Expr, type: VariableType, state: State, before: Stmt[]): Expr {
  const { native } = type.declared
  const name = extraVariable(state.frame, `argument ${native} ${before.length}`, native, 'argument')
  const ref: VariableRef = { kind: 'variable', scope: 'local', name, type: type.type, origin: value.origin }
  before.push({ kind: 'assign', assignments: [{ target: ref, value }], origin: value.origin })
  return ref
}

function asksSession(expr: Expr): boolean {
  let found = false
  walkExpr(expr, (node) => {
    if (node.kind === 'variable' && node.scope !== 'local') found = true
    return !found
  })
  return found
}

function holdsQuery(expr: Expr): boolean {
  let found = false
  walkExpr(expr, (node) => {
    if ('query' in node) found = true
    return !found
  })
  return found
}

/** What comes back goes through a variable of the parameter's type, unless the variable has that type. */
function outArgument({ mode, type }: Parameter, value: Expr, state: State, before: Stmt[], after: Stmt[]): Expr {
  const native = type?.declared.native ?? ''
  const isLocal = (value.kind === 'variable' && value.scope === 'local') || value.kind === 'column'
  if (isLocal) {
    const place = placeOf(value, state)
    if (place?.expr.kind === 'variable' && place.type.native === native && !place.expr.field) return place.expr
    if (contextOf(state).report.failed) return value
  }
  const through = extraVariable(
    state.frame,
    `out_${native.replace(/[^a-z]+/gi, '_')}${before.length + after.length}`,
    native,
  )
  const ref: Expr = {
    kind: 'variable',
    scope: 'local',
    name: through,
    origin: value.origin,
    ...(type ? { type: type.type } : {}),
  }
  if (mode === 'inout') {
    const given = convertExpr(
      value,
      type ? { type: type.type.logical, source: type.type.source } : { want: 'value' },
      state,
    )
    before.push({ kind: 'assign', assignments: [{ target: ref, value: given }], origin: value.origin })
  }
  const target = asTarget(value)
  if (target) before.push(...refuseNullObject(target, state))
  after.push(...takeBack(value, ref, state))
  return ref
}

function takeBack(value: Expr, ref: Expr, state: State): readonly Stmt[] {
  if (value.kind === 'variable' && value.scope === 'user') return assignUserVariable(value, ref, state)
  const target = asTarget(value)
  const place = target && placeOf(target, state)
  if (place) return store(place, { ...ref, origin: value.origin }, state)
  const { report } = contextOf(state)
  if (!target && !report.failed) report.fail('XW-R0098', value.origin, {})
  else if (!report.failed)
    report.fail('XW-R0002', value.origin, { what: 'This argument for a parameter that gives a value' })
  return []
}

/** What the routine selects goes to the caller's caller; where nobody can take it, it is thrown away. */
function handOver(
  stmt: CallStmt,
  { routine, target }: Signature,
  args: readonly Expr[],
  ends: boolean,
  state: State,
): readonly Stmt[] {
  const { frame } = state
  const results = frame.signatures.results(routine)
  const base: CallStmt = { kind: 'callStatement', routine: target, args, origin: stmt.origin }
  const called: CallStmt = ends ? { ...base, ends } : base
  if (results.plan === 'none') return [called]
  if (results.plan === 'rows') frame.shapes.push(results.columns)
  return [{ ...called, hands: results.plan }]
}

export const calls: Converters<'callStatement'> = { callStatement: call }
