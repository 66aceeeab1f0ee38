import type { Expr } from '../../../core/ir/expr.js'
import type { Ident, Origin } from '../../../core/ir/names.js'
import { type Converters, contextOf, type State } from '../frame.js'

/** The text of a prepared statement in the target's language; what is built while the program runs is not known. */
export function preparedText(name: Ident, origin: Origin, state: State): Expr | undefined {
  contextOf(state).report.fail('XW-R0013', origin, { name: name.text })
  return undefined
}

export const dynamic: Converters<'prepare' | 'execute' | 'deallocate'> = {
  prepare: (stmt, state) => {
    preparedText(stmt.name, stmt.origin, state)
    return []
  },
  execute: (stmt, state) => {
    const name = 'name' in stmt.what ? stmt.what.name.text : 'EXECUTE IMMEDIATE'
    contextOf(state).report.fail('XW-R0013', stmt.origin, { name })
    return []
  },
  deallocate: () => [],
}
