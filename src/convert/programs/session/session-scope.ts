import { intLiteral, nullLiteral, textLiteral } from '../../../core/ir/build.js'
import type { Call, Expr, VariableRef } from '../../../core/ir/expr.js'
import { coreCall } from '../../../rules/apply/core-text.js'
import type { CodeContext } from '../../code/code-context.js'
import type { SessionScope } from '../../code/variables.js'
import type { ProgramObject } from '../frame.js'
import type { OtherNumbers } from './last-number.js'
import { readServerVariable } from './settings.js'
import type { Guess, UserVariables } from './user-variables.js'
import { kindOf, readerOf, setterOf } from './variable-types.js'

/** What a program has of its own. */
export interface SessionParts {
  readonly object: ProgramObject
  readonly variables: UserVariables
  /** The local variable in place of a user variable. */
  readonly own: (name: string, ctx: CodeContext) => VariableRef
  readonly counter: (counter: 'rowCount' | 'foundRows', ctx: CodeContext) => VariableRef
  /** The program asks for the last number of a counter; what stands in the way of an exact answer. */
  readonly asksLastNumber: (ctx: CodeContext) => OtherNumbers
}

/** Variables and figures of the session as expressions of the target. */
export function sessionScope(given: SessionParts): SessionScope {
  const told = new Set<string>()
  const parts: Known = {
    ...given,
    isFirst: (code, name) => {
      const key = `${code} ${keyOf(name)}`
      const first = !told.has(key)
      told.add(key)
      return first
    },
  }
  const { variables, object } = parts
  return {
    variable: (ref, ctx) => {
      if (ref.scope !== 'user') return readServerVariable(ref, object, ctx)
      if (variables.isOwn(ref.name.text, object.id)) return parts.own(ref.name.text, ctx)
      return readUserVariable(ref, variables)
    },
    call: (call, ctx) => ('core' in call.fn ? calls[call.fn.core]?.(call, ctx, parts) : undefined),
  }
}

interface Known extends SessionParts {
  /** Whether nothing was said of the variable under this code. */
  readonly isFirst: (code: string, name: string) => boolean
}

type Replace = (call: Call, ctx: CodeContext, parts: Known) => Expr | undefined

const calls: Readonly<Record<string, Replace>> = {
  row_count: (_, ctx, { counter }) => counter('rowCount', ctx),
  found_rows: (_, ctx, { counter }) => counter('foundRows', ctx),
  // Inside a program the schema is that of the program, whatever the session has chosen.
  database: (call, ctx) => {
    const name = ctx.target.objectName(ctx.at.object)?.schema
    return name && { ...textLiteral(name.text, call.origin), ...(call.type ? { type: call.type } : {}) }
  },
  last_insert_id: (call, ctx, { asksLastNumber }) => {
    if (asksLastNumber(ctx).several) ctx.report.noteOnce('XW-R0156', call.origin, {})
    return undefined
  },
  assign_user_variable: (call, ctx, { variables, isFirst }) => {
    const [name, value] = call.args
    if (name?.kind !== 'literal' || !value) return undefined
    const said = { name: name.text }
    const { kind, mixed } = variables.typeOf(name.text)
    if (variables.isUnordered(call.origin)) ctx.report.note('XW-R0153', call.origin, said)
    if (mixed && isFirst('XW-R0154', name.text)) ctx.report.note('XW-R0154', call.origin, said)
    if (isFirst('XW-R0155', name.text)) ctx.report.note('XW-R0155', call.origin, said)
    // Without a type yet: the value inside may not have been looked at.
    return coreCall(setterOf(kind), [textLiteral(keyOf(name.text), name.origin), value], call.origin)
  },
}

function readUserVariable(ref: VariableRef, variables: UserVariables): Expr {
  const { kind, type } = variables.typeOf(ref.name.text)
  return { ...coreCall(readerOf(kind), [textLiteral(keyOf(ref.name.text), ref.origin)], ref.origin), type }
}

const keyOf = (name: string): string => name.toLowerCase()

/** The session while the types of variables are still being found: nothing is known of the others but a guess. */
export function guessingScope(guess: Guess): SessionScope {
  return {
    variable: (ref, ctx) => {
      if (ref.scope !== 'user') return readServerVariable(ref, undefined, ctx) ?? nullLiteral(ref.origin)
      const type = guess(ref.name.text)
      if (!type) return nullLiteral(ref.origin)
      const reader = readerOf(kindOf(type.logical) ?? 'text')
      return { ...coreCall(reader, [textLiteral(keyOf(ref.name.text))], ref.origin), type }
    },
    call: (call) => ('core' in call.fn ? guessedCalls[call.fn.core]?.(call) : undefined),
  }
}

const guessedCalls: Readonly<Record<string, (call: Call) => Expr | undefined>> = {
  row_count: (call) => intLiteral(0, call.origin),
  found_rows: (call) => intLiteral(0, call.origin),
  assign_user_variable: (call) => call,
}
