import type { Condition } from '../../../core/ir/error-handling.js'
import {
  caughtStates,
  type ErrorRef,
  errorNamed,
  errorOf as numberedError,
  readCondition,
} from '../../../rules/conditions/conditions.js'
import { contextOf, type State } from '../frame.js'

/** A condition with its name replaced by what the name stands for. */
export function resolveCondition(condition: Condition, state: State): Condition {
  let found = condition
  const { source } = contextOf(state)
  // A name may stand for a name; a ring of names would be refused by the source.
  for (let hops = 0; found.kind === 'named' && hops < 10; hops++) {
    const meant = state.scope.condition(found.name.text)
    if (!meant) {
      const known = errorNamed(source.dialect, found.name.text)
      return known ? { kind: 'errorNumber', value: String(known.number) } : found
    }
    found = meant
  }
  return found
}

/** The condition of a query without a row. */
export function isNotFound(condition: Condition, state: State): boolean {
  if (condition.kind === 'notFound') return true
  const meant = meaningOf(condition, state)
  return meant !== undefined && meant.names.length > 0 && meant.names.every((name) => name === 'noData')
}

/** SQLSTATE values of the target that the condition stands for: none when the target never raises it, undefined for all. */
export function caughtBy(condition: Condition, state: State): readonly string[] | undefined {
  if (condition.kind === 'exception') return undefined
  const meant = meaningOf(condition, state)
  return meant ? caughtStates(state.frame.targetDialect, meant) : []
}

/** An error that the target does not tell from others, which a handler for it then catches too. */
export function isPart(condition: Condition, state: State): boolean {
  const { source } = contextOf(state)
  return (
    condition.kind === 'errorNumber' && numberedError(source.dialect, condition.value, source.version)?.part === true
  )
}

function meaningOf(condition: Condition, state: State) {
  const error = errorOf(condition)
  const { source } = contextOf(state)
  return error && readCondition(source.dialect, error, source.version)
}

function errorOf(condition: Condition): ErrorRef | undefined {
  if (condition.kind === 'sqlstate') return { sqlstate: condition.value }
  return condition.kind === 'errorNumber' ? { number: condition.value } : undefined
}
