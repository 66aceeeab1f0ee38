import type { Expr } from '../../core/ir/expr.js'
import { ident } from '../../core/ir/names.js'
import type { Program } from '../../core/ir/program.js'
import type { Stmt } from '../../core/ir/statement.js'
import { walkExpr } from '../../core/ir/walk.js'
import { walkStmt } from '../../core/ir/walk-program.js'
import { contextOf, type State } from './frame.js'
import { rowsOf } from './statements/one-row.js'

const changing: ReadonlySet<Stmt['kind']> = new Set([
  'insert',
  'update',
  'delete',
  'merge',
  'load',
  'execute',
  'opaque',
])

const failing: ReadonlySet<Stmt['kind']> = new Set(['signal', 'resignal', 'stub', 'command'])

/** Whether a statement, without those inside it, changes rows: by itself, or by a function that it calls. */
export function changesRows(stmt: Stmt, state: State): boolean {
  return changing.has(stmt.kind) || ownExprs(stmt).some((expr) => callsWhat(expr, changingProgram, state))
}

/** Whether a statement may raise an error that its author would know of: a second row, a function that fails. */
export function mayFailInside(stmt: Stmt, state: State): boolean {
  if (failing.has(stmt.kind)) return true
  if (stmt.kind === 'selectInto' && rowsOf(stmt.query, state) === 'any') return true
  return ownExprs(stmt).some((expr) => mayFail(expr, state))
}

function mayFail(expr: Expr, state: State): boolean {
  let found = callsWhat(expr, failingProgram, state)
  walkExpr(expr, (node) => {
    if (node.kind === 'subquery' && rowsOf(node.query, state) === 'any') found = true
    return !found
  })
  return found
}

/** Expressions of a statement, without those of statements inside it. */
export function ownExprs(stmt: Stmt): readonly Expr[] {
  const found: Expr[] = []
  walkStmt(stmt, {
    stmt: (each) => each === stmt,
    expr: (expr) => {
      found.push(expr)
      return false
    },
  })
  return found
}

type Question = (program: Program, state: State, seen: ReadonlySet<Program>) => boolean

/** Whether an expression calls a function of the user of which something is true. */
function callsWhat(expr: Expr, question: Question, state: State, seen: ReadonlySet<Program> = new Set()): boolean {
  let found = false
  walkExpr(expr, (node) => {
    if (node.kind === 'call' && !('core' in node.fn)) {
      const name = 'routine' in node.fn ? node.fn.routine : { name: ident(node.fn.native), schema: node.fn.schema }
      const { schema } = contextOf(state).at
      const full = { schema: name.schema ?? ident(schema), name: name.name }
      const program = state.frame.signatures.find('function', full)?.routine.program
      if (program && !seen.has(program)) found ||= question(program, state, new Set([...seen, program]))
    }
    return !found
  })
  return found
}

const changingProgram: Question = (program, state, seen) => anyStmt(program, changing, changingProgram, state, seen)

const failingProgram: Question = (program, state, seen) => anyStmt(program, risky, failingProgram, state, seen)

const risky: ReadonlySet<Stmt['kind']> = new Set([...changing, ...failing])

function anyStmt(
  program: Program,
  kinds: ReadonlySet<Stmt['kind']>,
  question: Question,
  state: State,
  seen: ReadonlySet<Program>,
): boolean {
  let found = false
  walkStmt(program.body, {
    stmt: (stmt) => {
      found ||= kinds.has(stmt.kind) || stmt.kind === 'callStatement'
      return !found
    },
    expr: (expr) => {
      found ||= callsWhat(expr, question, state, seen)
      return false
    },
  })
  return found
}
