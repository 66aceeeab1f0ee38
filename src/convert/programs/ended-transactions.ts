import type { Program } from '../../core/ir/program.js'
import type { Stmt } from '../../core/ir/statement.js'
import { walkProgram } from '../../core/ir/walk-program.js'
import { contextOf, type State } from './frame.js'

/** Whether a statement ends the transaction on the target: COMMIT or ROLLBACK, here or in a procedure that it calls. */
export function endsTransaction(stmt: Stmt, state: State, seen: ReadonlySet<Program> = new Set()): boolean {
  if (stmt.kind === 'transaction') return stmt.action !== 'start'
  if (stmt.kind !== 'callStatement') return false
  const { signatures } = state.frame
  const found = signatures.find('procedure', stmt.routine, contextOf(state).at.schema)?.routine
  // One that gives results is one transaction with its caller.
  if (!found?.program || seen.has(found.program) || signatures.plan(found) !== 'none') return false
  const known = new Set([...seen, found.program])
  let ends = false
  walkProgram(found.program, {
    stmt: (each) => {
      ends ||= endsTransaction(each, state, known)
      return !ends
    },
  })
  return ends
}
