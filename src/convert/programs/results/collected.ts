import type { Program, RowColumns } from '../../../core/ir/program.js'
import type { Stmt } from '../../../core/ir/statement.js'
import { walkProgram } from '../../../core/ir/walk-program.js'
import type { CodeContext } from '../../code/code-context.js'
import { variableType } from '../declared-types.js'
import { cursorAsked, implicitCursor } from '../session/cursor-attributes.js'
import { countResults } from './results.js'

/**
 * Whether the rows of a program must be put together before its caller gets them, where each query is a result of its own: more than
 * one statement may give some, the program may end before any does, or it asks how many there were.
 */
export function isCollected(program: Program, { targetCan }: CodeContext): boolean {
  if (!program.characteristics.givesRows || !targetCan.selectsForCaller) return false
  return countResults(program, () => 0) !== 1 || !endsWithRows(program.body) || asksForCounts(program)
}

/** Every way to the end goes through a result. */
function endsWithRows(stmt: Stmt | undefined): boolean {
  switch (stmt?.kind) {
    case 'resultSet':
      return true
    case 'block':
      return !stmt.exceptions && !leavesEarly(stmt.statements) && endsWithRows(lastOf(stmt.statements))
    case 'if':
      return stmt.else !== undefined && [...stmt.branches.map(({ body }) => body), stmt.else].every(endsAll)
    default:
      return false
  }
}

const endsAll = (stmts: readonly Stmt[]): boolean => !leavesEarly(stmts) && endsWithRows(lastOf(stmts))

const lastOf = (stmts: readonly Stmt[]): Stmt | undefined => stmts.findLast(({ kind }) => kind !== 'return')

/** RETURN in a statement that others follow. */
function leavesEarly(stmts: readonly Stmt[]): boolean {
  const last = lastOf(stmts)
  return stmts.some(
    (each) => each !== last && JSON.stringify(each).includes('"kind":"return"') && each.kind !== 'return',
  )
}

function asksForCounts(program: Program): boolean {
  let found = false
  walkProgram(program, {
    expr: (expr) => {
      if (expr.kind === 'call' && cursorAsked(expr)?.cursor === implicitCursor) found = true
      return undefined
    },
  })
  return found
}

/** The columns of what is put together. Undefined: nothing tells them, or the target has no such type. */
export function collectedColumns({ rows }: Program, ctx: CodeContext): RowColumns | undefined {
  const columns = rows?.flatMap(({ name, type }) => {
    const made = variableType(type, ctx)?.declared
    return made ? [{ name, type: made }] : []
  })
  return columns && columns.length === rows?.length ? columns : undefined
}
