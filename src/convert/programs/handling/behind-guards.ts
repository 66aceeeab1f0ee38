import { intLiteral } from '../../../core/ir/build.js'
import type { IfStmt } from '../../../core/ir/control-flow.js'
import type { Guard, Handler } from '../../../core/ir/error-handling.js'
import type { VariableRef } from '../../../core/ir/expr.js'
import type { Stmt } from '../../../core/ir/statement.js'
import type { LogicalType } from '../../../core/ir/types.js'
import { walkStmt } from '../../../core/ir/walk-program.js'
import { contextOf, extraVariable, type HandlerScope, type State } from '../frame.js'

/** What handlers do that cannot be done while an error is caught: it runs behind the guard, by its number. */
export interface BehindGuard {
  readonly bodies: (readonly Stmt[])[]
  /** Keeps statements for behind the guard; what comes back says in the catch that it is their turn. */
  add(stmts: readonly Stmt[], scope: HandlerScope, leave: boolean): Stmt
}

/**
 * A transaction cannot end inside a guard, but behind one that stands in no other. Undefined: this place stands in one, or in
 * what cannot end transactions at all.
 */
export function behindGuard(state: State): BehindGuard | undefined {
  const { frame } = state
  if (!canEndAt(state)) return undefined
  const bodies: (readonly Stmt[])[] = []
  return {
    bodies,
    add: (stmts, scope, leave) => {
      const made = frame.convertAll(stmts, { ...scope.at, inHandler: true })
      const { origin } = stmts[0] ?? contextOf(state).at
      if (leave) scope.exit.used = true
      bodies.push(leave ? [...made, { kind: 'leave', label: scope.exit.label, origin }] : made)
      return set(state, bodies.length)
    },
  }
}

/** Whether a transaction can end at a place: in a procedure without open results, and in no guard. */
export function canEndAt({ frame, guarded, catching }: State): boolean {
  const { object, results } = frame
  const isCalled = object.kind === 'event' || (object.kind === 'routine' && object.form === 'procedure')
  return isCalled && !guarded && !catching && results === 'none'
}

/** A handler for errors with a ROLLBACK among its statements: what comes before it, and the rest. */
export function splitAtRollback({ body, ...handler }: Handler, { at }: HandlerScope) {
  const plain = body.kind === 'block' && body.declarations.length + body.handlers.length === 0 && !body.label
  const list = plain ? body.statements : [body]
  const place = list.findIndex((stmt) => stmt.kind === 'transaction' && stmt.action === 'rollback')
  const after = list.slice(place)
  if (place < 0 || at.guarded || after.some(speaksOfError)) return undefined
  const { origin } = body
  const first: Stmt = { kind: 'block', declarations: [], handlers: [], statements: list.slice(0, place), origin }
  const before: Handler = { ...handler, action: 'continue', body: first }
  return { before, after }
}

/** What only a catch knows. */
function speaksOfError(stmt: Stmt): boolean {
  let found = false
  walkStmt(stmt, {
    stmt: (each) => {
      found ||= each.kind === 'getDiagnostics' || (each.kind === 'resignal' && !each.condition)
      return !found
    },
  })
  return found
}

/** The guard with what runs behind it. */
export function aroundGuard(guard: Guard, behind: BehindGuard | undefined, state: State): readonly Stmt[] {
  if (!behind || behind.bodies.length === 0) return [guard]
  const { origin } = guard
  const choice: IfStmt = {
    kind: 'if',
    branches: behind.bodies.map((body, at) => ({
      when: { kind: 'binary', op: 'eq', left: markOf(state), right: intLiteral(at + 1, origin), origin },
      body,
    })),
    origin,
  }
  return [set(state, 0), guard, choice]
}

const int32: LogicalType = { kind: 'integer', bits: 32, signed: true }

function markOf(state: State): VariableRef {
  const { origin } = contextOf(state).at
  const native = contextOf(state).target.typeName(int32) ?? ''
  return { kind: 'variable', scope: 'local', name: extraVariable(state.frame, 'caught', native), origin }
}

const set = (state: State, number: number): Stmt => {
  const target = markOf(state)
  const { origin } = target
  return { kind: 'assign', assignments: [{ target, value: intLiteral(number, origin) }], origin }
}
