import type { VariableRef } from '../../../core/ir/expr.js'
import type { CodeContext } from '../../code/code-context.js'
import type { SessionScope } from '../../code/variables.js'
import type { Frame } from '../frame.js'
import { counterRef } from '../statements/queries.js'
import { userVariableKey } from './definite-assignment.js'
import { type OtherNumbers, otherNumbers } from './last-number.js'
import { withProgramCalls } from './program-calls.js'
import { sessionScope } from './session-scope.js'

/** The session as one program sees it. */
export function sessionOf(frame: Frame): SessionScope {
  let others: OtherNumbers | undefined
  const session = sessionScope({
    object: frame.object,
    variables: frame.userVariables,
    own: (name, ctx) => ownVariable(name, frame, ctx),
    counter: (counter, ctx) => counterRef(counter, { frame, env: { ctx, ctes: new Map() } }),
    asksLastNumber: (ctx) => {
      others ??= otherNumbers(frame, ctx)
      if (others.several || others.triggers) frame.counters.asked.add('lastNumber')
      return others
    },
  })
  return withProgramCalls(session, frame)
}

/** The local variable in place of a user variable that no one else uses; made, and told of, once. */
function ownVariable(name: string, frame: Frame, ctx: CodeContext): VariableRef {
  const { type } = frame.userVariables.typeOf(name)
  const key = `@${userVariableKey(name)}`
  const known = frame.extra.get(key)
  const target = known?.name ?? frame.names.variable(name, 'v')
  if (!known) {
    frame.extra.set(key, { name: target, native: ctx.target.typeName(type.logical) ?? '' })
    ctx.report.note('XW-R0152', ctx.at.origin, { name })
  }
  return { kind: 'variable', scope: 'local', name: target, type, wasSession: true, origin: ctx.at.origin }
}
