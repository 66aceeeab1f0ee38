import { nullLiteral, textLiteral } from '../../../core/ir/build.js'
import type { Signal } from '../../../core/ir/error-handling.js'
import type { Expr } from '../../../core/ir/expr.js'
import { type Ident, ident, noOrigin } from '../../../core/ir/names.js'
import type { Stmt, Target } from '../../../core/ir/statement.js'
import { errorMeaning, raisedState } from '../../../rules/conditions/conditions.js'
import { writtenExpr } from '../code.js'
import { contextOf, type State } from '../frame.js'
import { asTarget, quietPlaceOf } from './places.js'

/**
 * What stands in front of a statement that sets a field: an object that is null as a whole has none to set. The source
 * raises an error, the target would make the object (PL/SQL Language Reference, "Predefined Exceptions", ACCESS_INTO_NULL).
 */
export function refuseNullObject(target: Target, state: State): readonly Stmt[] {
  const holder = holderOf(target)
  const place = holder && quietPlaceOf(holder, state)
  if (place?.type.logical.kind !== 'record' || !place.type.logical.object) return []
  // A method that runs has an object.
  if (place.expr.kind === 'variable' && holder?.kind === 'column' && isSelf(holder.path, state)) return []
  return [whereNull(place.expr, 'nullObject', state)]
}

const isSelf = ([first, more]: readonly Ident[], { frame }: State): boolean =>
  frame.object.kind === 'routine' && frame.object.method !== undefined && !more && first?.text.toLowerCase() === 'self'

/** What a method does first: it cannot be called with an object that is null. */
export function refuseNullSelf(state: State): readonly Stmt[] {
  const { object } = state.frame
  const isMember =
    object.kind === 'routine' &&
    object.method !== undefined &&
    object.method !== 'unit' &&
    object.method.of === 'member'
  const place = isMember && quietPlaceOf({ kind: 'column', path: [ident('self', false)], origin: noOrigin }, state)
  return place ? [whereNull(place.expr, 'nullSelf', state)] : []
}

function whereNull(object: Expr, condition: string, state: State): Stmt {
  const { origin } = object
  const isNull: Expr = { kind: 'binary', op: 'nullSafeEq', left: object, right: nullLiteral(origin), origin }
  const body = [refusal(object, condition, state)]
  return { kind: 'if', branches: [{ when: writtenExpr(isNull, state), body }], origin }
}

/** What the target is a field of. */
function holderOf(target: Target): Target | undefined {
  if (target.kind === 'member') return asTarget(target.object)
  const path = target.kind === 'column' ? target.path.slice(0, -1) : []
  return path.length > 0 ? { kind: 'column', path, origin: target.origin } : undefined
}

function refusal({ origin }: Expr, condition: string, state: State): Signal {
  const value = raisedState(state.frame.targetDialect, condition) ?? 'HY000'
  const said = errorMeaning(contextOf(state).source.dialect, condition)?.message ?? ''
  const items = [{ name: 'MESSAGE_TEXT', value: textLiteral(said, origin) }]
  return { kind: 'signal', condition: { kind: 'sqlstate', value }, items, origin }
}
