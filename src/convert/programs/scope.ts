import type { Condition } from '../../core/ir/error-handling.js'
import type { NamedType, RecordVariable, Variable } from '../code/variables.js'
import type { CursorBinding, LocalScope } from './frame.js'

/** Names of variables never depend on case. */
const key = (name: string): string => name.toLowerCase()

export const emptyScope: LocalScope = {
  variable: () => undefined,
  record: () => undefined,
  cursor: () => undefined,
  condition: () => undefined,
}

export interface Declared {
  readonly variables?: readonly (readonly [name: string, variable: Variable])[]
  readonly records?: readonly (readonly [name: string, record: RecordVariable])[]
  readonly cursors?: readonly (readonly [name: string, cursor: CursorBinding])[]
  readonly conditions?: readonly (readonly [name: string, condition: Condition])[]
  readonly types?: readonly (readonly [name: string, type: NamedType])[]
}

/** A scope with more names in it; they hide those of the same name around it. */
export function extend(outer: LocalScope, declared: Declared): LocalScope {
  const variables = new Map((declared.variables ?? []).map(([name, each]) => [key(name), each]))
  const records = new Map((declared.records ?? []).map(([name, each]) => [key(name), each]))
  const cursors = new Map((declared.cursors ?? []).map(([name, each]) => [key(name), each]))
  const conditions = new Map((declared.conditions ?? []).map(([name, each]) => [key(name), each]))
  const types = new Map((declared.types ?? []).map(([name, each]) => [key(name), each]))
  return {
    ...outer,
    named: (name) => types.get(key(name)) ?? outer.named?.(name),
    variable: (name) => variables.get(key(name)) ?? (records.has(key(name)) ? undefined : outer.variable(name)),
    record: (name) => records.get(key(name)) ?? (variables.has(key(name)) ? undefined : outer.record(name)),
    cursor: (name) => cursors.get(key(name)) ?? outer.cursor(name),
    condition: (name) => conditions.get(key(name)) ?? outer.condition(name),
  }
}
