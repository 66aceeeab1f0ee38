import type { Expr, VariableRef } from '../../../core/ir/expr.js'
import { ident } from '../../../core/ir/names.js'
import type { Query } from '../../../core/ir/query.js'
import type { Stmt } from '../../../core/ir/statement.js'
import type { ValueType } from '../../../core/ir/types.js'
import { walkExpr, walkQuery } from '../../../core/ir/walk.js'
import { typedExpr, writtenExpr } from '../code.js'
import { contextOf, type State, withScope } from '../frame.js'
import { userVariableKey } from './definite-assignment.js'
import { assignmentsIn } from './variable-uses.js'

export interface CursorReads {
  /** Where the query is converted: what it reads of the session it finds in local variables. */
  readonly state: State
  /** Filled while the query is converted: the statements that set those, to stand in front of the opening. */
  readonly before: readonly Stmt[]
}

/**
 * The source computes the rows of a cursor when it is opened, the target when they are fetched: what the query reads of the
 * session is taken down first, as local variables are by the opening itself.
 */
export function takenDown(query: Query, state: State): CursorReads {
  const before: Stmt[] = []
  const outer = state.scope.session
  if (!outer) return { state, before }
  const single = isOneRow(query)
  const take = (wanted: string, value: Expr, number?: number): Expr => {
    const typed = typedExpr(value, { want: 'any' }, state)
    if (!typed.type) return value
    const ref = localFor(number ? `${wanted}_${number}` : wanted, typed.type, state)
    const read = writtenExpr(typed, state)
    before.push({ kind: 'assign', assignments: [{ target: ref, value: read }], origin: value.origin })
    return ref
  }
  const taken = new Map<string, Expr>()
  const once = (wanted: string, value: Expr): Expr => {
    const known = taken.get(wanted) ?? take(wanted, value)
    taken.set(wanted, known)
    return known
  }
  const session = {
    ...outer,
    variable: (ref: VariableRef, ctx: State['env']['ctx']) => {
      const made = outer.variable(ref, ctx)
      if (ref.scope !== 'user' || made?.kind !== 'call') return made
      return once(ref.name.text, made)
    },
    call: (call: Extract<Expr, { kind: 'call' }>, ctx: State['env']['ctx']) => {
      const made = outer.call(call, ctx)
      if (made || !('core' in call.fn)) return made
      if (lateCalls.has(call.fn.core)) return once(call.fn.core, call)
      const isDone = single && !readsColumns(call) && ctx.functions.determinism(call) === 'volatile'
      return isDone ? take(call.fn.core, call, before.length) : undefined
    },
  }
  return { state: withScope(state, { ...state.scope, session }), before }
}

/**
 * Whether the rows of a query must all be computed before the next statement: it sets user variables, or calls functions of
 * the user, which may look at what later statements change, and change what those look at.
 */
export function mustBeAtOnce(query: Query, state: State): boolean {
  const { functionsOfUser, at } = contextOf(state)
  let found = assignmentsIn(query).length > 0
  walkQuery(query, (expr) => {
    if (expr.kind === 'call' && 'native' in expr.fn) {
      const schema = expr.fn.schema ?? ident(at.schema)
      found ||= functionsOfUser?.({ schema, name: ident(expr.fn.native) }) !== undefined
    }
    return !found
  })
  return found
}

/** Calls without arguments whose value another statement changes. */
const lateCalls: ReadonlySet<string> = new Set(['last_insert_id'])

/** A query of one row whose every part is computed: what a call in it does can as well be done in front. */
function isOneRow({ body }: Query): boolean {
  if (body.kind !== 'select' || body.from.length > 0 || body.where) return false
  let always = true
  for (const item of body.items) {
    if (item.kind !== 'expr') continue
    walkExpr(item.expr, (expr) => {
      if (expr.kind === 'case' || (expr.kind === 'call' && 'native' in expr.fn && choosing.test(expr.fn.native)))
        always = false
      return always
    })
  }
  return always
}

/** Calls that do not compute all of their arguments. */
const choosing = /^(IF|IFNULL|NULLIF|COALESCE|NVL2?|ELT)$/i

function readsColumns(call: Expr): boolean {
  let found = false
  walkExpr(call, (expr) => {
    found ||= expr.kind === 'column'
    return !found
  })
  return found
}

/** A variable for what was read, one for each name in a program. */
function localFor(wanted: string, type: ValueType, { frame, env }: State): VariableRef {
  const key = `read ${userVariableKey(wanted)}`
  const known = frame.extra.get(key)
  const name = known?.name ?? frame.names.variable(wanted, 'v')
  if (!known) frame.extra.set(key, { name, native: env.ctx.target.typeName(type.logical) ?? '' })
  return { kind: 'variable', scope: 'local', name, type, origin: env.ctx.at.origin }
}
