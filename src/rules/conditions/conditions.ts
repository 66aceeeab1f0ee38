import { flat } from '../../core/ir/names.js'
import type { ServerVersion } from '../../core/ir/schema.js'
import { versionMatches } from '../match/version.js'
import { type ConditionTable, conditionTable } from './tables.js'

/** An error as a program speaks of it. Letters of a SQLSTATE in upper or lower case; a number in decimal digits. */
export type ErrorRef = { readonly sqlstate: string } | { readonly number: string }

/** What an error of the source means. Without `names` and `state` the source itself never raises it. */
export interface ReadCondition {
  /** Conditions of the hub, without repetition. */
  readonly names: readonly string[]
  /** The SQLSTATE when programs may raise it themselves: it stays as it is on every target. */
  readonly state?: string
}

/** What an error number or SQLSTATE of a dialect means. */
export function readCondition(dialect: string, error: ErrorRef, version?: ServerVersion): ReadCondition {
  const table = conditionTable(dialect)
  const known = table.errors.filter((each) => versionMatches(each.versions, version))
  if ('number' in error) {
    const { own } = table
    const number = Number(error.number)
    if (own && number >= own.from && number <= own.to)
      return { names: [], state: flat(own.state, error.number.slice(-3)) }
    const all = known.filter((each) => each.number === number)
    return { names: distinct(all.flatMap((each) => each.is)) }
  }
  const state = error.sqlstate.toUpperCase()
  const whole = table.classes[state.slice(0, 2)]
  const raising = table.conditions.filter((each) => known.length === 0 && each.states.includes(state))
  const names = distinct([
    ...(whole === undefined ? [] : [whole]),
    ...known.filter((each) => each.state === state).flatMap((each) => each.is),
    // An engine whose errors have no numbers: what it raises for a condition is what its programs wait for.
    ...raising.map((each) => each.name),
  ])
  return whole === 'warning' ? { names } : { names, state }
}

/** The SQLSTATE that programs of the dialect call by a name. */
export const stateNamed = (dialect: string, name: string): string | undefined =>
  conditionTable(dialect).names[name.toLowerCase()]

export interface KnownError {
  readonly number: number
  readonly name: string
  readonly state?: string | undefined
  readonly message?: string | undefined
  readonly part?: true | undefined
}

/** The error that has a name in programs of the dialect without being declared. */
export function errorNamed(dialect: string, name: string): KnownError | undefined {
  const wanted = name.toUpperCase()
  return conditionTable(dialect).errors.find((each) => each.name === wanted)
}

/** The first error of a dialect that means a condition of the hub. */
export const errorMeaning = (dialect: string, condition: string): KnownError | undefined =>
  conditionTable(dialect).errors.find(({ is }) => is.includes(condition))

/** How programs of the dialect number and declare errors of their own; undefined: they do not. */
export const ownErrors = (dialect: string): ConditionTable['own'] => conditionTable(dialect).own

/** Name and SQLSTATE of an error number; undefined when the table does not have it. */
export function errorOf(dialect: string, number: string, version?: ServerVersion): KnownError | undefined {
  const table = conditionTable(dialect)
  return table.errors.find((each) => each.number === Number(number) && versionMatches(each.versions, version))
}

/** Error number of what a program raises itself under a SQLSTATE without giving a number. */
export function signalNumber(dialect: string, sqlstate: string): number | undefined {
  const { signals } = conditionTable(dialect)
  return signals[sqlstate.slice(0, 2)] ?? signals['else']
}

/** SQLSTATEs, or error numbers of four digits, that a dialect raises for conditions of the hub; empty: it never does. */
export function statesOf(dialect: string, names: readonly string[]): readonly string[] {
  const table = conditionTable(dialect)
  return distinct(names.flatMap((name) => entry(table, name)?.states ?? numbersOf(table, name)))
}

/** Error numbers tell more than the SQLSTATEs of an engine that has both. */
const numbersOf = ({ conditions, errors }: ConditionTable, name: string): readonly string[] =>
  conditions.length > 0 ? [] : errors.filter((each) => each.is.includes(name)).map((each) => String(each.number))

/** SQLSTATEs of the target that a handler of the source for this error catches. */
export function caughtStates(target: string, { names, state }: ReadCondition): readonly string[] {
  return distinct([...statesOf(target, names), ...(state === undefined ? [] : [state])])
}

/** The SQLSTATE with which the target raises a condition on purpose; undefined when it has none. */
export const raisedState = (dialect: string, name: string): string | undefined =>
  entry(conditionTable(dialect), name)?.states[0]

/** Whether a handler of the target for this SQLSTATE also catches the others of its class, so that it has to look again. */
export function catchesClass(dialect: string, state: string): boolean {
  const { wholeClass } = conditionTable(dialect)
  return wholeClass !== undefined && state.endsWith(wholeClass)
}

/** Whether a handler for every error leaves this SQLSTATE alone. */
export const escapesAny = (dialect: string, state: string): boolean =>
  conditionTable(dialect).neverCaughtByAny.includes(state)

const entry = (table: ConditionTable, name: string) => table.conditions.find((each) => each.name === name)

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)]
