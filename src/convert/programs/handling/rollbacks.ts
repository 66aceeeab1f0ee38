import { intLiteral, textLiteral } from '../../../core/ir/build.js'
import type { IfStmt } from '../../../core/ir/control-flow.js'
import type { Catch } from '../../../core/ir/error-handling.js'
import type { VariableRef } from '../../../core/ir/expr.js'
import type { Stmt } from '../../../core/ir/statement.js'
import { walkExpr } from '../../../core/ir/walk.js'
import { walkProgram } from '../../../core/ir/walk-program.js'
import { contextOf, extraVariable, type Frame, type HandlerScope, type State } from '../frame.js'
import { canEndAt } from './behind-guards.js'
import { resolveCondition } from './conditions.js'

/** Raised where a guarded block takes back its own work; no engine has an error of its own under it. */
const takenBack = 'XW001'

const stateOf = ({ savepoint }: HandlerScope): string => savepoint?.state ?? takenBack

/** What stands in the place of a ROLLBACK and of all behind it in its list. */
export type TakenBack = readonly Stmt[]

/**
 * ROLLBACK inside a guarded block: an error that follows takes back the block by itself. As the last thing that the block
 * does it is an error that only its own guard catches; what stands behind it runs behind the guard.
 */
export function takeBack(stmts: readonly Stmt[], at: number, state: State): TakenBack | undefined {
  const stmt = stmts[at]
  if (stmt?.kind === 'savepoint') return takeBackTo(stmts, at, state)
  if (stmt?.kind === 'transaction' && stmt.action === 'commit') return keepBehind(stmts, at, state)
  const scope = state.handlers.find(isWhole)
  if (stmt?.kind !== 'transaction' || stmt.action !== 'rollback' || !scope || state.catching) return undefined
  const rest = stmts.slice(at + 1)
  // Nothing comes there: an error leaves the block.
  if (raises(stmts[at - 1], state)) return []
  if (raises(rest[0], state)) return state.frame.convertAll(rest, { ...state, tail: false })
  const last = rest.at(-1)
  const leaves = last?.kind === 'leave' && !state.inLoop && state.handlers.filter(isWhole).length === 1
  if (!isTail(scope, state) && !leaves) return undefined
  return raised(stmt, leaves ? rest.slice(0, -1) : rest, rest, scope, state)
}

const isWhole = ({ whole, savepoint }: HandlerScope): boolean => whole && !savepoint

/**
 * COMMIT as the last thing that a guarded block does is made behind the guard. Assignments that come after it can as well
 * stand in front.
 */
function keepBehind(stmts: readonly Stmt[], at: number, state: State): TakenBack | undefined {
  const stmt = stmts[at]
  const scope = state.handlers.find(isWhole)
  if (!stmt || !scope || scope.part || scope.last === stmt.origin || !isTail(scope, state)) return undefined
  const rest = stmts.slice(at + 1)
  if (state.catching || !canEndAt(scope.at) || !rest.every(isPlainAssign)) return undefined
  const set = state.frame.convertAll(rest, { ...state, tail: false })
  scope.exit.afterwards.push(state.frame.convertAll([stmt], scope.at))
  return [...set, setMark(scope, scope.exit.afterwards.length)]
}

/** Whether nothing of a guard comes after the place, through the guards of savepoints inside it. */
function isTail(scope: HandlerScope, { handlers, tail }: State): boolean {
  const inner = handlers.slice(0, handlers.indexOf(scope))
  return tail && inner.every((each) => each.savepoint === undefined || each.savepoint.tail)
}

/** ROLLBACK TO a savepoint, where a guard begins; of the guards of its name the innermost one ends with this statement. */
function takeBackTo(stmts: readonly Stmt[], at: number, state: State): TakenBack | undefined {
  const stmt = stmts[at]
  if (stmt?.kind !== 'savepoint' || stmt.action !== 'rollback' || state.catching) return undefined
  const name = stmt.name.text.toLowerCase()
  const place = state.handlers.findIndex(({ savepoint }) => savepoint?.name === name)
  const scope = state.handlers[place]
  // Handlers between would take the error for theirs.
  if (!scope || state.handlers.slice(0, place).some(isWhole)) return undefined
  const rest = stmts.slice(at + 1)
  if (!isTail(scope, state) && !leavesFor(rest.at(-1), scope, state)) return undefined
  return raised(stmt, rest, rest, scope, state)
}

/** A statement behind which nothing of the guard is reached. */
function leavesFor(stmt: Stmt | undefined, { at }: HandlerScope, state: State): boolean {
  if (stmt?.kind === 'leave' || stmt?.kind === 'iterate')
    return stmt.label !== undefined && !stmt.when && at.labels.has(stmt.label.text.toLowerCase())
  return stmt?.kind === 'return' || raises(stmt, state)
}

/** The error that takes back, and what runs behind the guard then; `before` can as well stand in front of it. */
function raised(
  stmt: Stmt,
  before: readonly Stmt[],
  rest: readonly Stmt[],
  scope: HandlerScope,
  state: State,
): TakenBack | undefined {
  const { exit } = scope
  const signal = raiseAt(stmt, scope)
  if (rest.length > 0 && state.scope !== scope.at.scope) {
    if (!before.every(isPlainAssign)) return undefined
    exit.takesBack = true
    return [...state.frame.convertAll(before, { ...state, tail: false }), signal]
  }
  exit.takesBack = true
  if (rest.length === 0) return [signal]
  const number = exit.afterwards.length + 1
  const labels = scope.savepoint ? scope.at.labels : state.labels
  exit.afterwards.push(state.frame.convertAll(rest, { ...scope.at, labels }))
  return [setMark(scope, number), signal]
}

/** An assignment that means the same in front of a ROLLBACK as behind it. */
function isPlainAssign(stmt: Stmt): boolean {
  if (stmt.kind !== 'assign') return false
  let plain = true
  for (const { value } of stmt.assignments)
    walkExpr(value, (expr) => {
      if ('query' in expr || expr.kind === 'call') plain = false
      return plain
    })
  return plain
}

/** A statement that never goes on to the next one; a signalled warning does. */
function raises(stmt: Stmt | undefined, state: State): boolean {
  if (stmt?.kind === 'resignal' && !stmt.condition) return true
  if ((stmt?.kind !== 'signal' && stmt?.kind !== 'resignal') || !stmt.condition) return false
  const condition = resolveCondition(stmt.condition, state)
  return condition.kind === 'sqlstate' && !condition.value.startsWith('01')
}

/** The variable that tells which ROLLBACK of its guard it was; guards that stand in one another have one each. */
function markOf({ exit, at }: HandlerScope): VariableRef {
  const native = contextOf(at).target.typeName({ kind: 'integer', bits: 32, signed: true }) ?? ''
  const name = extraVariable(at.frame, `taken_back ${exit.label.text}`, native, 'taken_back')
  return { kind: 'variable', scope: 'local', name, origin: contextOf(at).at.origin }
}

function setMark(scope: HandlerScope, number: number): Stmt {
  const target = markOf(scope)
  const { origin } = target
  return { kind: 'assign', assignments: [{ target, value: intLiteral(number, origin) }], origin }
}

const raiseAt = ({ origin }: Stmt, scope: HandlerScope): Stmt => ({
  kind: 'signal',
  condition: { kind: 'sqlstate', value: stateOf(scope) },
  items: [{ name: 'MESSAGE_TEXT', value: textLiteral('The block takes back its work', origin) }],
  origin,
})

/** The catch of a guard whose block takes back its own work: there is nothing more to do. */
export const catchOfTakeBack = (scope: HandlerScope): readonly Catch[] =>
  scope.exit.takesBack ? [{ states: [stateOf(scope)], body: [] }] : []

/** What runs before the guard: in a loop, the last round's ROLLBACK is not this one's. */
export const beforeTakeBack = (scope: HandlerScope): readonly Stmt[] =>
  scope.exit.afterwards.length === 0 ? [] : [setMark(scope, 0)]

/** What runs behind the guard when the block took back its work. */
export function afterTakeBack(scope: HandlerScope): readonly Stmt[] {
  const { exit } = scope
  if (exit.afterwards.length === 0) return []
  const mark = markOf(scope)
  const { origin } = mark
  const choice: IfStmt = {
    kind: 'if',
    branches: exit.afterwards.map((body, index) => ({
      when: { kind: 'binary', op: 'eq', left: mark, right: intLiteral(index + 1, origin), origin },
      body,
    })),
    origin,
  }
  return [choice]
}

/**
 * A program whose results its caller reads cannot end transactions: results live no longer than the transaction. Its call is
 * one transaction instead, and ROLLBACK takes back what the call did.
 */
export function isOneUnit({ results, program }: Frame): boolean {
  return results !== 'none' && has(program, 'commit', 'rollback')
}

export const rollsBack = ({ program }: Frame): boolean => has(program, 'rollback')

function has(program: Frame['program'], ...actions: readonly string[]): boolean {
  let found = false
  walkProgram(program, {
    stmt: (stmt) => {
      if (stmt.kind === 'transaction' && actions.includes(stmt.action)) found = true
      return !found
    },
  })
  return found
}
