import { textLiteral } from '../../../core/ir/build.js'
import type { Savepoint, Stmt } from '../../../core/ir/statement.js'
import { type Converters, contextOf, type State } from '../frame.js'
import { isOneUnit } from '../handling/rollbacks.js'
import { folded, isUsed } from '../handling/savepoints.js'

/** A transaction is open whenever a program runs: starting one is what happens anyway. */
function transaction(stmt: Stmt & { readonly kind: 'transaction' }, state: State): readonly Stmt[] {
  const { report } = contextOf(state)
  if (stmt.action === 'start') return []
  if (stmt.modifiers.some((word) => /CHAIN|RELEASE/.test(word) && !/^(AND )?NO /.test(word)))
    report.note('XW-R0006', stmt.origin, { what: stmt.modifiers.join(' ') })
  if (isOneUnit(state.frame) && stmt.action === 'commit') {
    report.noteOnce('XW-R0020', stmt.origin, {})
    return []
  }
  const { object, program } = state.frame
  // What it would end is its caller's transaction.
  if (program.characteristics.autonomous) return []
  const isCalled = object.kind === 'routine' && object.form === 'procedure'
  if (!isCalled && contextOf(state).sourceCan.callsWithoutParentheses) {
    report.fail('XW-R0003', stmt.origin, { what: stmt.action.toUpperCase() })
    return []
  }
  if (!state.guarded) return [{ ...stmt, modifiers: [] }]
  // The guard took back what its block did before it caught the error.
  if (stmt.action === 'rollback' && state.catching && state.undone) {
    report.noteOnce('XW-R0005', stmt.origin, {})
    return []
  }
  if (stmt.action === 'commit') return endsBlock(stmt, state)
  report.fail('XW-R0003', stmt.origin, { what: 'ROLLBACK' })
  return []
}

/** As the last statement of a guarded block it stands right behind the guard; elsewhere in it, it cannot be. */
function endsBlock(stmt: Stmt & { readonly kind: 'transaction' }, state: State): readonly Stmt[] {
  const innermost = state.handlers[0]
  if (innermost?.whole && innermost.last === stmt.origin) return [{ ...stmt, modifiers: [] }]
  contextOf(state).report.note('XW-R0007', stmt.origin, {})
  return []
}

/** The source has an error for it too. */
const noSavepoint = ({ name, origin }: Savepoint): Stmt => ({
  kind: 'signal',
  condition: { kind: 'sqlstate', value: '3B001' },
  items: [{ name: 'MESSAGE_TEXT', value: textLiteral(`SAVEPOINT ${name.text} does not exist`, origin) }],
  origin,
})

export const transactions: Converters<'transaction' | 'savepoint'> = {
  transaction,
  savepoint: (stmt, state) => {
    if (stmt.action === 'rollback' ? state.undoneTo?.has(folded(stmt)) : isUsed(stmt, state.frame)) return []
    if (stmt.action === 'rollback' && state.notSet?.has(folded(stmt))) return [noSavepoint(stmt)]
    const what = stmt.action === 'rollback' ? 'ROLLBACK TO a savepoint' : 'SAVEPOINT'
    contextOf(state).report.fail('XW-R0003', stmt.origin, { what })
    return []
  },
}
