import type { Expr } from '../../../core/ir/expr.js'
import type { Ident, Origin } from '../../../core/ir/names.js'
import type { Execute } from '../../../core/ir/program.js'
import { walkStmt } from '../../../core/ir/walk-program.js'
import { type Converters, contextOf, type State } from '../frame.js'
import { textOf } from '../stubs.js'

/** The text of a prepared statement in the target's language; what is built while the program runs is not known. */
export function preparedText(name: Ident, origin: Origin, state: State): Expr | undefined {
  contextOf(state).report.fail('XW-R0013', origin, { name: name.text })
  return undefined
}

/** Why the text of a statement is not known; what is not told is the text as a whole. */
function reportUnknown(name: string, unknown: Execute['unknown'], origin: Origin, state: State): void {
  const { report } = contextOf(state)
  const parts = typeof unknown === 'object' ? unknown.map((part) => textOf(part.origin, state.frame)) : []
  const part = [...new Set(parts)].filter((text) => text !== '').join(', ')
  if (unknown === 'forms') report.fail('XW-R0027', origin, { name })
  else if (part !== '') report.fail('XW-R0028', origin, { name, part: part.slice(0, 120) })
  else report.fail('XW-R0013', origin, { name })
}

/** What is said of the text where it is executed. */
function unknownOf(name: Ident, state: State): Execute['unknown'] {
  let found: Execute['unknown']
  walkStmt(state.frame.program.body, {
    stmt: (stmt) => {
      if (
        stmt.kind === 'execute' &&
        'name' in stmt.what &&
        stmt.what.name.text.toLowerCase() === name.text.toLowerCase()
      )
        found ??= stmt.unknown
      return undefined
    },
  })
  return found
}

export const dynamic: Converters<'prepare' | 'execute' | 'deallocate'> = {
  prepare: (stmt, state) => {
    reportUnknown(stmt.name.text, unknownOf(stmt.name, state), stmt.origin, state)
    return []
  },
  execute: (stmt, state) => {
    const name = 'name' in stmt.what ? stmt.what.name.text : 'EXECUTE IMMEDIATE'
    reportUnknown(name, stmt.unknown, stmt.origin, state)
    return []
  },
  deallocate: () => [],
}
