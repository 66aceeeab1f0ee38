import { intLiteral } from '../../../core/ir/build.js'
import type { Catch, Condition, Guard, Handler } from '../../../core/ir/error-handling.js'
import type { Block, Stmt } from '../../../core/ir/statement.js'
import { isLoop, listsIn } from '../../../core/ir/walk-program.js'
import { contextOf, type HandlerScope, type State } from '../frame.js'
import { counterRef } from '../statements/queries.js'
import { aroundGuard, type BehindGuard, behindGuard, splitAtRollback } from './behind-guards.js'
import { caughtBy, isNotFound, isPart, resolveCondition } from './conditions.js'
import { mayNotFit } from './fitting.js'
import { withLeftValues } from './left-values.js'
import { mayLackRow, noRowStates, noteRowsOfCallee, waitsForRows, withRowsPassedOn } from './no-rows.js'
import { changing, isRisky, leavesOf, mayBeClosed, usesCursors } from './risks.js'
import { afterTakeBack, beforeTakeBack, catchOfTakeBack, isOneUnit, rollsBack as takesBack } from './rollbacks.js'
import { savepointsAt, savepointsNotSet } from './savepoints.js'

/**
 * Handlers of a block for errors. The target takes back what a guarded block did before it catches; the source takes back
 * the failing statement alone. So each statement gets a guard of its own, unless one around the whole block is the same.
 */
export function openHandlers(block: Block, state: State): HandlerScope | undefined {
  if (block.handlers.length === 0) return undefined
  for (const handler of block.handlers) reportSilent(handler, state)
  const undoes = savepointsAt(block, state.frame)
  return {
    handlers: block.handlers,
    exit: {
      label: state.frame.names.label(`${block.label?.text ?? 'block'}_exit`),
      used: false,
      takesBack: false,
      afterwards: [],
    },
    at: state,
    whole: canBeWhole(block, undoes, state),
    last: block.statements.at(-1)?.origin,
    opened: leavesOf(block.statements, state).opened,
    undoes,
  }
}

/** Warnings do not raise anything on the target, and some errors never come there. */
function reportSilent(handler: Handler, state: State): void {
  const { report } = contextOf(state)
  for (const condition of handler.conditions) {
    const resolved = resolveCondition(condition, state)
    if (resolved.kind === 'warning') report.noteOnce('XW-R0004', handler.origin, {})
    else if (!isNotFound(resolved, state) && caughtBy(resolved, state)?.length === 0)
      report.note('XW-R0009', handler.origin, { condition: wordsOf(condition) })
    else if (isPart(resolved, state)) report.note('XW-R0035', handler.origin, { condition: wordsOf(condition) })
  }
}

const wordsOf = (condition: Condition): string => {
  if (condition.kind === 'sqlstate' || condition.kind === 'errorNumber') return condition.value
  return condition.kind === 'named' ? condition.name.text : condition.kind
}

/** Whether a handler waits for errors, as against rows that are not there. */
export const forErrors =
  (state: State) =>
  (handler: Handler): boolean =>
    handler.conditions.some((each) => {
      const resolved = resolveCondition(each, state)
      return !isNotFound(resolved, state) && caughtBy(resolved, state)?.length !== 0
    })

/**
 * One guard around the block is the same when the handlers undo everything anyway, when there is nothing to undo, or when
 * only one statement can fail. Errors that it does not catch must not be wanted further out.
 */
function canBeWhole(block: Block, undoes: ReadonlySet<string>, state: State): boolean {
  const errors = block.handlers.filter(forErrors(state))
  if (errors.length === 0 || errors.some((each) => each.action === 'continue')) return false
  const catchesAll = errors.some((each) => each.conditions.some(({ kind }) => kind === 'exception'))
  if (!catchesAll && state.handlers.length > 0) return false
  if (errors.every((each) => rollsBack(each, undoes))) return true
  const leaves = leavesOf(block.statements, state)
  if (leaves.risky === 0) return true
  // What the session holds goes back with the guard, and cursors that were opened in it are gone.
  if (leaves.session > 0 || errors.some((each) => usesCursors(each.body, leaves.opened))) return false
  if (leaves.risky === 1 && !leaves.looped) return true
  return leaves.changes === 0 && (leaves.results === 0 || state.frame.results === 'rows')
}

function rollsBack({ body }: Handler, undoes: ReadonlySet<string>): boolean {
  const first = body.kind === 'block' ? body.statements : [body]
  return first.some(
    (stmt) =>
      (stmt.kind === 'transaction' && stmt.action === 'rollback') ||
      (stmt.kind === 'savepoint' && stmt.action === 'rollback' && undoes.has(stmt.name.text.toLowerCase())),
  )
}

/** The statements of a block inside its one guard. */
export function wrapWhole(
  statements: readonly Stmt[],
  scope: HandlerScope,
  block: Pick<Block, 'origin' | 'statements'>,
): readonly Stmt[] {
  if (!scope.whole) return statements
  // A transaction can only end outside of the guard; as its last statement it does so right behind it.
  const last = statements.at(-1)
  const ends = last?.kind === 'transaction' ? [last] : []
  const body = ends.length > 0 ? statements.slice(0, -1) : statements
  const around: State = { ...scope.at, handlers: [scope, ...scope.at.handlers] }
  const lacksRow = block.statements.some((each) => mayLackRow(each, around))
  const own = catchesOf(scope, scope.part === true, lacksRow)
  const catches = [...catchOfTakeBack(scope), ...(lacksRow ? withRowsPassedOn(own, block, () => undefined) : own)]
  if (catches.length === 0) return statements
  return [...beforeTakeBack(scope), guard(body, catches, block.origin), ...afterTakeBack(scope), ...ends]
}

/** Around the body of a program that takes back its own work without ending a transaction. */
export function unitScope(block: Block, state: State): HandlerScope | undefined {
  const { frame } = state
  if (state.handlers.length > 0 || block !== frame.program.body || !isOneUnit(frame) || !takesBack(frame))
    return undefined
  return {
    handlers: [],
    exit: { label: frame.names.label('unit'), used: false, takesBack: false, afterwards: [] },
    at: state,
    whole: true,
    last: undefined,
    opened: new Set(),
  }
}

/** A converted statement in the guards of all handlers around it that may want its errors. */
export function protect(made: readonly Stmt[], source: Stmt, state: State): readonly Stmt[] {
  if (made.length === 0 || !(isRisky(source) || mayNotFit(source, state) || mayBeClosed(source, state))) return made
  const catches: Catch[] = []
  const behind = behindGuard(state)
  const lacksRow = mayLackRow(source, state)
  if (source.kind === 'callStatement') {
    const isCaught = ({ handlers, at }: HandlerScope): boolean =>
      handlers.some(forErrors(at)) || (lacksRow && handlers.length > 0)
    if (state.handlers.some(isCaught)) noteUndone(source, state)
    noteRowsOfCallee(source, state)
  }
  // One guard for all: what a handler further in does before it raises again is not to be undone by one further out.
  for (const scope of state.handlers) {
    if (scope.savepoint) continue
    if (scope.whole) break
    const at: State = { ...scope.at, notSet: savepointsNotSet(source, state) }
    catches.push(...catchesOf({ ...scope, at }, true, lacksRow, behind))
    if (catches.some(({ states }) => states === 'any')) break
  }
  const passed = lacksRow ? withRowsPassedOn(catches, source, () => rowsHandlerBody(state)) : catches
  if (passed.length === 0) return made
  return aroundGuard(guard(made, withLeftValues(passed, made, source, state), source.origin), behind, state)
}

/** Of the innermost handler for missing rows that stands outside of a guard around everything. */
function rowsHandlerBody({ handlers }: State): readonly Stmt[] | undefined {
  for (const scope of handlers) {
    if (scope.whole && !scope.savepoint) return undefined
    const handler = scope.handlers.find((each) => waitsForRows(each, scope.at))
    if (handler) return handlerBody(handler, scope, true)
  }
  return undefined
}

/** What a called program did before it failed is taken back with the call; on the source it stays. */
function noteUndone(source: Stmt & { readonly kind: 'callStatement' }, state: State): void {
  const callee = state.frame.signatures.find('procedure', source.routine, contextOf(state).at.schema)
  if (callee?.routine.program && leavesOf([callee.routine.program.body], state).changes > 0)
    contextOf(state).report.note('XW-R0019', source.origin, { name: source.routine.name.text })
}

const guard = (body: readonly Stmt[], catches: readonly Catch[], origin: Stmt['origin']): Guard => ({
  kind: 'guard',
  body,
  catches,
  origin,
})

/** The most specific handler first, as the source chooses. */
const rank = (condition: Condition): number =>
  ({ errorNumber: 0, sqlstate: 1, named: 1, notFound: 2, warning: 2, exception: 3 })[condition.kind]

function catchesOf(scope: HandlerScope, leave: boolean, lacksRow: boolean, behind?: BehindGuard): readonly Catch[] {
  const wanted = scope.handlers.flatMap((handler) =>
    handler.conditions.map((condition) => ({ handler, condition: resolveCondition(condition, scope.at) })),
  )
  const sorted = [...wanted].sort((a, b) => rank(a.condition) - rank(b.condition))
  return sorted.flatMap(({ handler, condition }): readonly Catch[] => {
    // A FETCH without a row in a program that is called, and that has no handler for it, comes up as an error.
    if (isNotFound(condition, scope.at) && lacksRow)
      return [{ states: noRowStates, body: handlerBody(handler, scope, leave) }]
    if (isNotFound(condition, scope.at) || condition.kind === 'warning') return []
    const states = caughtBy(condition, scope.at)
    if (states?.length === 0) return []
    const split = behind && !changesOnce(scope.at) ? splitAtRollback(handler, scope) : undefined
    const body =
      split && behind
        ? [
            ...handlerBody(split.before, scope, false),
            behind.add(split.after, scope, leave && handler.action !== 'continue'),
          ]
        : undefined
    return [{ states: states ?? 'any', body: body ?? handlerBody(handler, scope, leave) }]
  })
}

/** Handlers inside handlers are written once for each place of each place; no program that is meant comes near. */
const mostCopies = 1000

/** The handler's body where its error is caught. It runs outside of the handlers of its own block. */
export function handlerBody(handler: Handler, scope: HandlerScope, leave: boolean, caught = true): readonly Stmt[] {
  const { frame } = scope.at
  if (scope.at.inHandler && ++frame.copies.ofHandlers > mostCopies) {
    contextOf(scope.at).report.fail('XW-R0002', handler.origin, { what: 'A handler inside so many others' })
    return []
  }
  const undone = (scope.whole && !scope.part) || changesOnce(scope.at)
  const undoneTo = scope.whole ? scope.undoes : undefined
  const closed = scope.whole ? scope.opened : new Set<string>()
  const here: State = { ...scope.at, inHandler: true }
  const at: State = caught
    ? { ...here, guarded: true, catching: true, undone, closed, ...(undoneTo ? { undoneTo } : {}) }
    : here
  const body = handler.body.kind === 'block' && isPlain(handler.body) ? handler.body.statements : [handler.body]
  const made = [...(caught ? countAfterError(handler, at) : []), ...frame.convertAll(body, at)]
  if (handler.action === 'continue' || !leave) return made
  scope.exit.used = true
  return [...made, { kind: 'leave', label: scope.exit.label, origin: handler.origin }]
}

/** After an error the count of rows is below zero, where a program that goes on may ask for it. */
function countAfterError({ action, origin }: Handler, state: State): readonly Stmt[] {
  if (action !== 'continue' || !state.frame.counters.kept.has('rowCount')) return []
  return [{ kind: 'assign', assignments: [{ target: counterRef('rowCount', state), value: intLiteral(-1n) }], origin }]
}

/** The failing statement is all that the program did, if it changes anything. */
function changesOnce({ frame }: State): boolean {
  let count = 0
  const visit = (stmt: Stmt, times: number): void => {
    if (changing.has(stmt.kind) && stmt.kind !== 'transaction') count += times
    const inner = isLoop(stmt) ? 2 : times
    const lists = stmt.kind === 'block' ? [stmt.statements] : listsIn(stmt)
    for (const each of lists.flat()) visit(each, inner)
  }
  visit(frame.program.body, 1)
  return count <= 1
}

const isPlain = (block: Block): boolean =>
  block.declarations.length === 0 && block.handlers.length === 0 && block.label === undefined

/** What runs when a query gives no row, by the innermost handler that waits for it. Undefined: nothing waits. */
export function notFoundBody(state: State): readonly Stmt[] | undefined {
  for (const scope of state.handlers) {
    const handler = scope.handlers.find((each) => waitsForRows(each, scope.at))
    if (handler) return handlerBody(handler, scope, true, false)
  }
  return undefined
}
