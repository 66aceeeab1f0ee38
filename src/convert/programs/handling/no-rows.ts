import type { Catch, Condition, Handler } from '../../../core/ir/error-handling.js'
import { ident, type ObjectId, type QName } from '../../../core/ir/names.js'
import type { SelectInto, Stmt } from '../../../core/ir/statement.js'
import { listsIn, walkStmt } from '../../../core/ir/walk-program.js'
import { contextOf, type HandlerScope, type State } from '../frame.js'
import { isAggregate } from '../statements/one-row.js'
import { isNotFound, resolveCondition } from './conditions.js'

/**
 * A row that is not there is no error to the source: a handler for SQLEXCEPTION does not take it. A FETCH that nobody handles
 * still ends its program; on the target it comes up as an error.
 */
export const noRowStates: readonly string[] = ['02000', 'P0002']

export const waitsForRows = (handler: Handler, at: State): boolean =>
  handler.conditions.some((condition) => isNotFound(resolveCondition(condition, at), at))

const isHandled = (handlers: readonly HandlerScope[]): boolean =>
  handlers.some((scope) => scope.handlers.some((handler) => waitsForRows(handler, scope.at)))

const isAboutRows = ({ states }: Catch): boolean =>
  states !== 'any' && noRowStates.some((each) => states.includes(each))

/**
 * What catches everything would catch the condition of a missing row too. In front of it stands what the handler does that
 * waits for such a row further out (`further`); without one the condition goes on to the caller.
 */
export function withRowsPassedOn(
  catches: readonly Catch[],
  { origin }: Pick<Stmt, 'origin'>,
  further: () => readonly Stmt[] | undefined,
): readonly Catch[] {
  const all = catches.findIndex(({ states }) => states === 'any')
  if (all < 0 || catches.some(isAboutRows)) return catches
  const body = further() ?? [{ kind: 'resignal', items: [], origin }]
  return [...catches.slice(0, all), { states: noRowStates, body }, ...catches.slice(all)]
}

/**
 * Whether a statement may end with the error of a FETCH without a row, its own or that of a program that it calls. A handler
 * for it that stands around a FETCH is run in its place; one around a call has to catch what comes up.
 */
export const mayLackRow = (stmt: Stmt, state: State): boolean =>
  endsWithoutRow(stmt, { fetch: isHandled(state.handlers), call: false }, state, new Set())

interface Handled {
  readonly fetch: boolean
  readonly call: boolean
}

function endsWithoutRow(stmt: Stmt, handled: Handled, state: State, seen: Set<ObjectId>): boolean {
  const { at } = contextOf(state)
  const called = (form: 'function' | 'procedure', name: QName): boolean => {
    const callee = state.frame.signatures.find(form, name, at.schema)?.routine
    if (handled.call || !callee?.program || seen.has(callee.id)) return false
    seen.add(callee.id)
    return endsWithoutRow(callee.program.body, { fetch: false, call: false }, state, seen)
  }
  const { condition } = stmt.kind === 'signal' ? stmt : {}
  if (stmt.kind === 'fetchCursor') return !handled.fetch
  if (condition) return !handled.call && saysNoRow(resolveCondition(condition, state))
  if (stmt.kind === 'callStatement' && called('procedure', stmt.routine)) return true
  const all = stmt.kind === 'block' && stmt.handlers.some((each) => waitsForRows(each, state))
  const inside = all ? { fetch: true, call: true } : handled
  const lists = listsIn(stmt).flat()
  if (lists.length > 0) return lists.some((each) => endsWithoutRow(each, inside, state, seen))
  return functionsIn(stmt).some((name) => called('function', name))
}

const saysNoRow = (condition: Condition): boolean => condition.kind === 'sqlstate' && condition.value.startsWith('02')

/** Functions that a statement calls by the names of the user. */
function functionsIn(stmt: Stmt): readonly QName[] {
  const found: QName[] = []
  walkStmt(stmt, {
    expr: (expr) => {
      if (expr.kind === 'call' && 'native' in expr.fn)
        found.push({ name: ident(expr.fn.native), ...(expr.fn.schema ? { schema: expr.fn.schema } : {}) })
      if (expr.kind === 'call' && 'routine' in expr.fn) found.push(expr.fn.routine)
      return undefined
    },
  })
  return found
}

/**
 * A SELECT INTO without a row that a called procedure does not handle, and behind which it runs no other statement over
 * tables, is seen by its caller: the handler there is run when the call is done.
 */
export function noteRowsOfCallee(stmt: Stmt & { readonly kind: 'callStatement' }, state: State): void {
  if (!isHandled(state.handlers)) return
  if (callPends(stmt, state, new Set()))
    contextOf(state).report.note('XW-R0030', stmt.origin, { name: stmt.routine.name.text })
}

function callPends(stmt: Stmt & { readonly kind: 'callStatement' }, state: State, seen: Set<ObjectId>): boolean {
  const callee = state.frame.signatures.find('procedure', stmt.routine, contextOf(state).at.schema)?.routine
  if (!callee?.program || seen.has(callee.id)) return false
  seen.add(callee.id)
  return pends([callee.program.body], false, state, seen)
}

/** What begins with conditions of its own. */
const clears: ReadonlySet<Stmt['kind']> = new Set([
  'insert',
  'update',
  'delete',
  'merge',
  'resultSet',
  'openCursor',
  'fetchCursor',
  'execute',
  'definition',
  'load',
  'selectInto',
])

/** Whether some way through the statements may end with the condition of a missing row. */
function pends(list: readonly Stmt[], before: boolean, state: State, seen: Set<ObjectId>): boolean {
  let pending = before
  for (const stmt of list) {
    if (stmt.kind === 'selectInto') pending = mayFindNone(stmt, state)
    else if (stmt.kind === 'callStatement') pending = callPends(stmt, state, seen)
    else if (clears.has(stmt.kind)) pending = false
    else if (stmt.kind === 'block')
      pending = !stmt.handlers.some((each) => waitsForRows(each, state)) && pends(stmt.statements, pending, state, seen)
    else if (listsIn(stmt).length > 0) {
      const skipped = stmt.kind === 'caseStatement' ? false : stmt.kind !== 'if' || !stmt.else
      pending = (skipped && pending) || listsIn(stmt).some((each) => pends(each, pending, state, seen))
    }
  }
  return pending
}

function mayFindNone({ query }: SelectInto, state: State): boolean {
  const { body, limit } = query
  if (body.kind !== 'select' || limit) return true
  return !(isAggregate(body, contextOf(state)) || (body.from.length === 0 && !body.where))
}
