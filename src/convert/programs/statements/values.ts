import { implicitCast, plainText } from '../../../core/ir/build.js'
import type { Expr, VariableRef } from '../../../core/ir/expr.js'
import type { Assign, Stmt, Target } from '../../../core/ir/statement.js'
import type { TypeRef, ValueType } from '../../../core/ir/types.js'
import { resolveExpr } from '../../code/resolve/resolve-expr.js'
import { convertExpr, storingAt, typedExpr } from '../code.js'
import { type Converters, contextOf, type State } from '../frame.js'
import { assignSession } from '../session/targets.js'
import { textOf } from '../stubs.js'
import { refuseNullObject } from './null-objects.js'
import { placeOf, store } from './places.js'
import { assignRow } from './rows.js'
import { setBehindChange } from './stored-row.js'
import { triggerReturn } from './trigger-return.js'

/** A target of the program under its name on the target, with the type that its values take. */
export interface BoundTarget {
  readonly ref: VariableRef
  readonly type: ValueType
}

/** A local variable, a parameter or a field of a record. Undefined, with a finding, for what is none of them. */
export function bindTarget(target: Target, state: State): BoundTarget | undefined {
  const bound = resolveExpr(target, { relations: [] }, state.env)
  const ctx = contextOf(state)
  if (ctx.report.failed) return undefined
  if (bound.kind === 'variable' && bound.scope === 'local' && bound.type) return { ref: bound, type: bound.type }
  const what = bound.kind === 'variable' ? `the ${bound.scope} variable ${bound.name.text}` : 'this target'
  ctx.report.fail('XW-R0002', target.origin, { what: `Setting ${what}` })
  return undefined
}

/** `ref := value`, the value in the type of what takes it. */
export function assignTo(
  { ref, type }: BoundTarget,
  value: Assign['assignments'][number]['value'],
  state: State,
): Assign {
  const result = isParameter(ref, state) && !contextOf(state).sourceCan.parametersWithoutLimits
  const source = type.source ?? type.logical
  const converted = convertExpr(value, { type: type.logical, source, result, native: type.native }, state)
  const { logical, native = '' } = type
  const kept = result ? withDigits(converted, { logical, native, origin: value.origin }) : converted
  return { kind: 'assign', assignments: [{ target: ref, value: kept }], origin: value.origin }
}

/** What is no variable by itself: a part of one, or what is kept as text. Undefined: it is one. */
function assignPart(target: Target, value: Expr, state: State): readonly Stmt[] | undefined {
  if (target.kind === 'variable') return undefined
  const place = placeOf(target, state)
  if (!place) return contextOf(state).report.failed ? [] : undefined
  if (place.expr.kind === 'variable') return undefined
  const { logical, source, native } = place.type
  const typed = typedExpr(value, { type: logical, source, native }, storingAt(state))
  return contextOf(state).report.failed ? [] : store(place, typed, state)
}

/** Later assignments of one statement see what earlier ones did. */
const assign = (stmt: Assign, state: State): readonly Stmt[] =>
  stmt.assignments.flatMap(({ target, value }) => {
    const made =
      setBehindChange(target, value, state) ??
      assignSession(target, value, state) ??
      assignRow(target, value, state) ??
      assignPart(target, value, state)
    const refused = refuseNullObject(target, state)
    if (made) return [...refused, ...made]
    const bound = bindTarget(target, state)
    return bound ? [...refused, assignTo(bound, value, state)] : []
  })

export const isParameter = (ref: VariableRef, { frame, scope }: State): boolean =>
  frame.program.params.some((param) => scope.variable(param.name.text)?.target.text === ref.name.text)

/** Results and parameters have no digits after the point of their own on the target: they are rounded as a variable would be. */
function withDigits(value: Expr, declared: TypeRef): Expr {
  const { logical, native } = declared
  const rounded = logical.kind === 'decimal' || (logical.kind === 'timestamp' && value.kind !== 'literal')
  return rounded && native.includes('(') ? implicitCast(value, logical, native) : value
}

export const values: Converters<'assign' | 'return' | 'evaluate' | 'tell' | 'guard' | 'stub' | 'opaque'> = {
  assign,
  return: (stmt, state) => {
    if (stmt.value && state.frame.object.kind === 'trigger') return triggerReturn(stmt, stmt.value, state)
    const type = state.frame.signatures.returnType(state.frame.object)
    if (!stmt.value || !type) return [{ kind: 'return', origin: stmt.origin }]
    const source = type.type.source ?? type.type.logical
    const { logical, native } = type.type
    const limits = !contextOf(state).sourceCan.parametersWithoutLimits
    const given = convertExpr(stmt.value, { type: logical, source, result: limits, native }, state)
    const value = limits ? withDigits(given, type.declared) : given
    const { result } = state.frame
    if (!result) return [{ ...stmt, value }]
    const { origin } = stmt
    const target = { kind: 'variable', scope: 'local', name: result, type: type.type, origin } as const
    return [
      { kind: 'assign', assignments: [{ target, value }], origin },
      { kind: 'return', origin },
    ]
  },
  evaluate: (stmt, state) => [{ ...stmt, exprs: stmt.exprs.map((expr) => convertExpr(expr, { want: 'any' }, state)) }],
  tell: (stmt, state) => {
    if (contextOf(state).targetCan.selectsForCaller) {
      contextOf(state).report.noteOnce('XW-R0083', stmt.origin, {})
      return []
    }
    contextOf(state).report.noteOnce('XW-R0054', stmt.origin, {})
    return [{ ...stmt, text: convertExpr(stmt.text, { type: plainText }, state) }]
  },
  guard: (stmt) => [stmt],
  stub: (stmt) => [stmt],
  opaque: (stmt, state) => {
    if (stmt.said) {
      contextOf(state).report.giveUp()
      return []
    }
    const what = textOf(stmt.origin, state.frame).slice(0, 60) || 'This statement'
    contextOf(state).report.fail('XW-R0002', stmt.origin, { what })
    return []
  },
}
