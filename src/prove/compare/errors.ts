import type { RaisedError } from '../../core/prove/runner.js'
import { readCondition, statesOf } from '../../rules/conditions/conditions.js'

/** The dialects of the two sides, for what their errors mean. */
export interface ErrorPair {
  readonly source: string
  readonly target: string
}

/**
 * Whether two errors are one condition. An error of the program's own making has the same SQLSTATE and says the same on
 * both sides; one of the engine is what the hub's table of conditions says. An error that no table knows fits any.
 */
export function sameError(source: RaisedError, target: RaisedError, pair: ErrorPair): boolean {
  if (source.state === target.state) return !ownState(source.state) || source.message === target.message
  const own = [ownState(source.state), ownState(target.state)]
  if (own.some((each) => each)) return own.every((each) => each) && source.message === target.message
  const number = source.number === undefined ? [] : readCondition(pair.source, { number: source.number }).names
  const names = number.length > 0 ? number : readCondition(pair.source, { sqlstate: source.state }).names
  const states = statesOf(pair.target, names)
  return states.length === 0 || states.includes(target.state)
}

/** The class that programs raise for themselves, and the state of what they raise without one. */
const ownState = (state: string): boolean => state.startsWith('45') || state === 'P0001'

export const errorText = (error: RaisedError | undefined): string =>
  error === undefined
    ? 'no error'
    : `${error.state}${error.number === undefined ? '' : ` (${error.number})`} ${error.message}`
