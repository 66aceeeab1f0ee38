import type { Definition } from '../../core/ir/program.js'
import { type Converters, contextOf, type State } from './frame.js'
import { textOf } from './stubs.js'

const wordsOf = (stmt: Definition): string => `${stmt.verb.toUpperCase()} ${stmt.object.toUpperCase()}`

/** Statements that make or change objects are text of the source's language. */
function definition(stmt: Definition, state: State): readonly [] {
  contextOf(state).report.fail('XW-R0014', stmt.origin, { what: wordsOf(stmt) })
  return []
}

export const definitions: Converters<'definition' | 'command' | 'load'> = {
  definition,
  command: (stmt, state) => {
    contextOf(state).report.fail('XW-R0002', stmt.origin, { what: stmt.words })
    return []
  },
  load: (stmt, state) => {
    contextOf(state).report.fail('XW-R0002', stmt.origin, { what: textOf(stmt.origin, state.frame).slice(0, 30) })
    return []
  },
}
