import { coreCall, textLiteral } from '../../../core/ir/build.js'
import type { Expr, VariableRef } from '../../../core/ir/expr.js'
import type { Origin } from '../../../core/ir/names.js'
import type { Stmt, Target } from '../../../core/ir/statement.js'
import type { ValueType } from '../../../core/ir/types.js'
import { convertExpr, typedExpr, writtenExpr } from '../code.js'
import { contextOf, extraVariable, type State } from '../frame.js'
import { partsOf } from '../row-variables.js'
import { refuseNullObject } from '../statements/null-objects.js'
import { type Place, placeOf, takenIn } from '../statements/places.js'
import { bindTarget } from '../statements/values.js'
import { convertSystemSetting } from './settings.js'

/** `SET @x = value`, `SET @@x = value`. Undefined: the target is no variable of the session, or one that became local. */
export function assignSession(target: Target, value: Expr, state: State): readonly Stmt[] | undefined {
  if (target.kind !== 'variable' || target.scope === 'local') return undefined
  if (target.scope !== 'user') return convertSystemSetting(target, value, state)
  if (isOwn(target, state)) return undefined
  const typed = typedExpr(value, { want: 'value' }, state)
  return contextOf(state).report.failed ? [] : [put(target, typed, state, value.origin)]
}

/** `@x := value`, the value converted already. */
export function assignUserVariable(target: VariableRef, value: Expr, state: State): readonly Stmt[] {
  if (!isOwn(target, state)) return [put(target, value, state, target.origin)]
  const bound = bindTarget(target, state)
  return bound ? [{ kind: 'assign', assignments: [{ target: bound.ref, value }], origin: target.origin }] : []
}

export interface BoundTargets {
  /** Local variables that take the values, in order. */
  readonly refs: readonly VariableRef[]
  /** What stands in front of the statement and behind it. */
  readonly before: readonly Stmt[]
  readonly after: readonly Stmt[]
}

/**
 * Targets of a statement that can only set local variables: a variable of the session goes through a local one. `keeps`: the
 * statement may leave its targets as they were.
 */
export function bindTargets(targets: readonly Target[], state: State, keeps = true): BoundTargets {
  const refs: VariableRef[] = []
  const before: Stmt[] = []
  const after: Stmt[] = []
  targets.forEach((target, at) => {
    const parts = partsOf(target, state)
    if (parts) {
      refs.push(...parts)
      return
    }
    if (target.kind !== 'variable' || target.scope !== 'user' || isOwn(target, state)) {
      const taken = takenIn(placesAt(target, state), state, target.origin, at)
      refs.push(...taken.refs)
      before.push(...refuseNullObject(target, state))
      after.push(...taken.after)
      return
    }
    const { type, kind } = state.frame.userVariables.typeOf(target.name.text)
    const ref = local(extraVariable(state.frame, `user_${kind}_${at + 1}`, nativeOf(type, state)), type, target.origin)
    const { origin } = target
    if (keeps) {
      const value = convertExpr(target, { want: 'any' }, state)
      before.push({ kind: 'assign', assignments: [{ target: ref, value }], origin })
    }
    refs.push(ref)
    after.push(put(target, ref, state, origin))
  })
  return { refs, before, after }
}

/** A finding says why where there is none. */
function placesAt(target: Target, state: State): readonly Place[] {
  const place = target.kind === 'variable' ? undefined : placeOf(target, state)
  if (place) return [place]
  const bound = contextOf(state).report.failed ? undefined : bindTarget(target, state)
  return bound ? [{ expr: bound.ref, type: bound.type }] : []
}

const isOwn = (target: VariableRef, { frame }: State): boolean =>
  frame.userVariables.isOwn(target.name.text, frame.object.id)

function put(target: VariableRef, value: Expr, state: State, origin: Origin): Stmt {
  const call = coreCall(
    'assign_user_variable',
    [textLiteral(target.name.text, target.origin), value],
    undefined,
    origin,
  )
  const made = state.scope.session?.call(call, contextOf(state)) ?? call
  return { kind: 'evaluate', exprs: [writtenExpr(made, state)], origin }
}

const nativeOf = ({ logical }: ValueType, state: State): string => contextOf(state).target.typeName(logical) ?? ''

const local = (name: VariableRef['name'], type: ValueType, origin: Origin): VariableRef => ({
  kind: 'variable',
  scope: 'local',
  name,
  type,
  origin,
})
