import type { Expr } from '../../../core/ir/expr.js'
import { ident, spanOf } from '../../../core/ir/names.js'
import type { Stmt } from '../../../core/ir/statement.js'
import { walkExpr } from '../../../core/ir/walk.js'
import { isLoop, walkStmt } from '../../../core/ir/walk-program.js'
import { contextOf, type State } from '../frame.js'

export function usesCursors(body: Stmt, opened: ReadonlySet<string>): boolean {
  let found = false
  walkStmt(body, {
    stmt: (stmt) => {
      if ('cursor' in stmt && opened.has(stmt.cursor.text.toLowerCase())) found = true
      return !found
    },
  })
  return found
}

export interface Leaves {
  /** How many statements can fail, change rows, hand over rows, change what the session holds. */
  risky: number
  changes: number
  results: number
  session: number
  looped: boolean
  /** Cursors that are opened. */
  readonly opened: Set<string>
}

export function leavesOf(stmts: readonly Stmt[], state: State): Leaves {
  const found: Leaves = { risky: 0, changes: 0, results: 0, session: 0, looped: false, opened: new Set() }
  for (const each of stmts) {
    walkStmt(each, {
      stmt: (stmt) => {
        if (isLoop(stmt)) found.looped = true
        if (isRisky(stmt)) found.risky++
        if (changing.has(stmt.kind)) found.changes++
        if (stmt.kind === 'resultSet') found.results++
        if (stmt.kind === 'openCursor') found.opened.add(stmt.cursor.text.toLowerCase())
        return undefined
      },
      target: (target) => {
        if (target.kind === 'variable' && target.scope === 'user') found.session++
      },
      expr: (expr) => {
        if (isOfUser(expr, state)) found.changes++
        return undefined
      },
    })
  }
  return found
}

/** A call of a stored function, which may change rows. */
function isOfUser(expr: Expr, state: State): boolean {
  if (expr.kind !== 'call' || 'core' in expr.fn) return false
  const { functionsOfUser, at } = contextOf(state)
  const name = 'routine' in expr.fn ? expr.fn.routine : { name: ident(expr.fn.native), schema: expr.fn.schema }
  return functionsOfUser?.({ schema: name.schema ?? ident(at.schema), name: name.name }) !== undefined
}

export const changing: ReadonlySet<Stmt['kind']> = new Set([
  'insert',
  'update',
  'delete',
  'merge',
  'load',
  'callStatement',
  'execute',
  'definition',
  'transaction',
])

const calm: ReadonlySet<Stmt['kind']> = new Set([
  'block',
  'if',
  'caseStatement',
  'loop',
  'while',
  'repeat',
  'for',
  'leave',
  'iterate',
  'closeCursor',
  'transaction',
  'savepoint',
  'getDiagnostics',
  'prepare',
  'deallocate',
])

/** Whether a statement may raise what a handler waits for. */
export function isRisky(stmt: Stmt): boolean {
  if (calm.has(stmt.kind)) return false
  if (stmt.kind === 'assign') return stmt.assignments.some(({ value }) => !isCalm(value))
  if (stmt.kind === 'return') return stmt.value !== undefined && !isCalm(stmt.value)
  return true
}

/** A CLOSE with no OPEN of its cursor between it and the CLOSE in front of it. */
export function mayBeClosed(stmt: Stmt, { frame }: State): boolean {
  if (stmt.kind !== 'closeCursor') return false
  const name = stmt.cursor.text.toLowerCase()
  const end = spanOf(stmt.origin)?.start ?? 0
  let open = 0
  walkStmt(frame.program.body, {
    stmt: (each) => {
      if (!('cursor' in each) || each.cursor.text.toLowerCase() !== name) return undefined
      const isBefore = (spanOf(each.origin)?.start ?? 0) < end
      if (isBefore && each.kind === 'openCursor') open = 1
      if (isBefore && each.kind === 'closeCursor') open = 0
      return undefined
    },
  })
  return open <= 0
}

/** Literals, variables and sums of them do not fail in earnest. */
function isCalm(value: Expr): boolean {
  let found = true
  walkExpr(value, (expr) => {
    const simple =
      expr.kind === 'literal' ||
      expr.kind === 'variable' ||
      expr.kind === 'column' ||
      expr.kind === 'test' ||
      (expr.kind === 'binary' && expr.op !== 'div' && expr.op !== 'mod' && expr.op !== 'intDiv') ||
      expr.kind === 'unary'
    if (!simple) found = false
    return found
  })
  return found
}
