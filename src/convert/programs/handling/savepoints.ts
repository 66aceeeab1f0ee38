import type { Handler } from '../../../core/ir/error-handling.js'
import { spanOf } from '../../../core/ir/names.js'
import type { Block, Savepoint, Stmt } from '../../../core/ir/statement.js'
import { listsIn, walkStmt } from '../../../core/ir/walk-program.js'
import type { Frame, HandlerScope, State } from '../frame.js'
import { wrapWhole } from './handlers.js'

/** What SAVEPOINT and the statements up to the last ROLLBACK to it have become, and where those end. */
export interface Region {
  readonly made: readonly Stmt[]
  readonly last: number
}

export const folded = ({ name }: Savepoint): string => name.text.toLowerCase()

const isAbout = (stmt: Stmt | undefined, name: string, ...actions: readonly Savepoint['action'][]): boolean =>
  stmt?.kind === 'savepoint' && folded(stmt) === name && actions.includes(stmt.action)

/** Whether a statement goes back to the savepoint, somewhere inside it. */
export function goesBack(stmt: Stmt, name: string): boolean {
  let found = false
  walkStmt(stmt, {
    stmt: (each) => {
      found ||= isAbout(each, name, 'rollback')
      return !found
    },
  })
  return found
}

/**
 * A block that catches errors is a savepoint of the target: ROLLBACK is an error that only that block catches. Each
 * statement that may go back ends a block of its own inside of those of later ones, since the savepoint stays.
 */
export function openSavepoint(stmts: readonly Stmt[], at: number, state: State): Region | undefined {
  const stmt = stmts[at]
  if (stmt?.kind !== 'savepoint' || stmt.action !== 'set') return undefined
  const name = folded(stmt)
  const end = endOf(stmts, at, name)
  const inside = stmts.slice(at + 1, end)
  const marks = inside.flatMap((each, index) => (goesBack(each, name) ? [index] : []))
  const last = marks.at(-1)
  if (last === undefined) return ofHandlers(stmt, stmts, { at, end }, state)
  if (!canBeTakenBack(inside.slice(0, last + 1), state)) return undefined
  return { made: guarded(stmt, inside, marks, state), last: at + 1 + last }
}

/** Where a savepoint is gone: it is set again or released, or the transaction ends. */
function endOf(stmts: readonly Stmt[], at: number, name: string): number {
  const end = stmts.findIndex(
    (each, index) => index > at && (isAbout(each, name, 'set', 'release') || each.kind === 'transaction'),
  )
  return end < 0 ? stmts.length : end
}

function guarded(stmt: Savepoint, inside: readonly Stmt[], marks: readonly number[], state: State): readonly Stmt[] {
  const last = marks.at(-1)
  if (last === undefined) return []
  const scope = savepointScope(stmt, state)
  const own: State = { ...state, handlers: [scope, ...state.handlers], guarded: true, tail: true }
  const earlier = marks.slice(0, -1)
  const from = (earlier.at(-1) ?? -1) + 1
  const before = guarded(stmt, inside, earlier, { ...own, tail: false })
  const made = [...before, ...state.frame.convertAll(inside.slice(from, last + 1), own)]
  return wrapWhole(made, scope, { origin: stmt.origin, statements: [] })
}

function savepointScope(stmt: Savepoint, state: State): HandlerScope {
  const { frame } = state
  frame.copies.ofSavepoints++
  return {
    handlers: [],
    exit: { label: frame.names.label(stmt.name.text), used: false, takesBack: false, afterwards: [] },
    at: state,
    whole: true,
    last: undefined,
    opened: new Set(),
    savepoint: { name: folded(stmt), state: `XW${String(100 + frame.copies.ofSavepoints)}`, tail: state.tail },
  }
}

/** What ends the transaction cannot stand in a block that catches; what was opened in it would be closed. */
function canBeTakenBack(stmts: readonly Stmt[], { frame }: State): boolean {
  let can = true
  const open = new Set<string>()
  for (const each of stmts)
    walkStmt(each, {
      stmt: (stmt) => {
        if (stmt.kind === 'transaction' && stmt.action !== 'rollback') can = false
        if (stmt.kind === 'definition' || stmt.kind === 'execute') can = false
        if (frame.results === 'cursors' && (stmt.kind === 'resultSet' || stmt.kind === 'callStatement')) can = false
        if (stmt.kind === 'openCursor') open.add(stmt.cursor.text.toLowerCase())
        if (stmt.kind === 'closeCursor') open.delete(stmt.cursor.text.toLowerCase())
        return can
      },
    })
  return can && open.size === 0
}

/** Handlers that go back to a savepoint of their block: one guard around all behind it does what they ask for. */
function ofHandlers(
  stmt: Savepoint,
  stmts: readonly Stmt[],
  { at, end }: { readonly at: number; readonly end: number },
  state: State,
): Region | undefined {
  const [scope, ...outer] = state.handlers
  const inside = stmts.slice(at + 1, end)
  if (!scope || scope.whole || scope.last !== stmts.at(-1)?.origin || !canBeTakenBack(inside, state)) return undefined
  const name = folded(stmt)
  if (!scope.handlers.every((each) => each.action === 'exit' && catchesAll(each) && goesBack(each.body, name)))
    return undefined
  const region: HandlerScope = { ...scope, whole: true, part: true, undoes: new Set([name]) }
  const own: State = { ...state, handlers: [region, ...outer], guarded: true, tail: false }
  const made = state.frame.convertAll(inside, own)
  return { made: wrapWhole(made, region, { origin: stmt.origin, statements: inside }), last: end - 1 }
}

const catchesAll = ({ conditions }: Handler): boolean => conditions.some(({ kind }) => kind === 'exception')

/** Savepoints that stand where a block begins: a guard around the block takes back what was done since. */
export function savepointsAt(block: Block, { program }: Frame): ReadonlySet<string> {
  const found = new Set<string>()
  const add = (list: readonly (Stmt | undefined)[]): void => {
    for (const stmt of list) {
      if (stmt?.kind === 'transaction' && stmt.action === 'start') continue
      if (stmt?.kind !== 'savepoint' || stmt.action !== 'set') return
      found.add(folded(stmt))
    }
  }
  add(block.statements)
  walkStmt(program.body, {
    stmt: (stmt) => {
      for (const list of listsIn(stmt)) {
        const at = list.indexOf(block)
        if (at > 0) add(list.slice(0, at).reverse())
      }
      return undefined
    },
  })
  return found
}

/** Whether any statement of the program goes back to the savepoint or lets it go. */
export function isUsed(stmt: Savepoint, { program }: Frame): boolean {
  let found = false
  walkStmt(program.body, {
    stmt: (each) => {
      found ||= each !== stmt && isAbout(each, folded(stmt), ...(stmt.action === 'set' ? uses : (['set'] as const)))
      return !found
    },
  })
  return found
}

const uses = ['rollback', 'release'] as const

/** Savepoints that cannot be set where a statement stands: each is set behind it, or was let go in front of it. */
export function savepointsNotSet(stmt: Stmt, { frame, inLoop }: State): ReadonlySet<string> {
  const here = startOf(stmt)
  const set = new Set<string>()
  const all = new Set<string>()
  walkStmt(frame.program.body, {
    stmt: (each) => {
      for (const list of listsIn(each))
        for (const [at, one] of list.entries()) {
          if (one.kind !== 'savepoint' || one.action !== 'set') continue
          all.add(folded(one))
          const end = list[endOf(list, at, folded(one))]
          const isOver = isAbout(end, folded(one), 'release') && startOf(end) < here
          if (inLoop || (startOf(one) < here && !isOver)) set.add(folded(one))
        }
      return undefined
    },
  })
  return new Set([...all].filter((name) => !set.has(name)))
}

const startOf = (stmt: Stmt | undefined): number => (stmt && spanOf(stmt.origin)?.start) ?? Number.POSITIVE_INFINITY
