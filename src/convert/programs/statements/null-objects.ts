import { nullLiteral, textLiteral } from '../../../core/ir/build.js'
import type { Signal } from '../../../core/ir/error-handling.js'
import type { Expr } from '../../../core/ir/expr.js'
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
  const { origin } = target
  const isNull: Expr = { kind: 'binary', op: 'nullSafeEq', left: place.expr, right: nullLiteral(origin), origin }
  return [{ kind: 'if', branches: [{ when: writtenExpr(isNull, state), body: [refusal(target, state)] }], origin }]
}

/** What the target is a field of. */
function holderOf(target: Target): Target | undefined {
  if (target.kind === 'member') return asTarget(target.object)
  const path = target.kind === 'column' ? target.path.slice(0, -1) : []
  return path.length > 0 ? { kind: 'column', path, origin: target.origin } : undefined
}

function refusal({ origin }: Target, state: State): Signal {
  const value = raisedState(state.frame.targetDialect, 'nullObject') ?? 'HY000'
  const said = errorMeaning(contextOf(state).source.dialect, 'nullObject')?.message ?? ''
  const items = [{ name: 'MESSAGE_TEXT', value: textLiteral(said, origin) }]
  return { kind: 'signal', condition: { kind: 'sqlstate', value }, items, origin }
}
