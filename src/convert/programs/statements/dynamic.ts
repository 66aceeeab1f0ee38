import type { Expr } from '../../../core/ir/expr.js'
import type { Ident, Origin } from '../../../core/ir/names.js'
import type { Execute, Target } from '../../../core/ir/statement.js'
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

/** A text that is run where it stands: written out, or put together of parts that are not known. */
export function reportText(text: Expr, parts: readonly Expr[], state: State): void {
  const { report, at } = contextOf(state)
  const shown = (expr: Expr): string => textOf(expr.origin, state.frame).replace(/\s+/g, ' ')
  if (parts.length === 0) report.fail('XW-R0057', at.origin, { text: shown(text).slice(0, 120) })
  else
    report.fail('XW-R0058', at.origin, {
      path: [...new Set(parts.map((each) => pathOf(each, shown, state)))].join(', '),
    })
}

/** A part, and what the program puts into it where it is a variable. */
function pathOf(part: Expr, shown: (expr: Expr) => string, { frame }: State): string {
  const name = part.kind === 'variable' ? part.name : part.kind === 'column' ? part.path.at(-1) : undefined
  const set: string[] = []
  walkStmt(frame.program.body, {
    stmt: (stmt) => {
      if (stmt.kind !== 'assign') return undefined
      for (const { target, value } of stmt.assignments)
        if (name && nameOf(target)?.toLowerCase() === name.text.toLowerCase()) set.push(shown(value).slice(0, 60))
      return undefined
    },
  })
  const [first, ...others] = set
  if (first === undefined) return shown(part).slice(0, 60)
  return `${shown(part)} (${first}${others.length > 0 ? `, and ${others.length} more` : ''})`
}

const nameOf = (target: Target): string | undefined =>
  target.kind === 'column' ? target.path.at(-1)?.text : 'name' in target ? target.name.text : undefined

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
    if ('text' in stmt.what && stmt.parts) reportText(stmt.what.text, stmt.parts, state)
    else
      reportUnknown('name' in stmt.what ? stmt.what.name.text : 'EXECUTE IMMEDIATE', stmt.unknown, stmt.origin, state)
    return []
  },
  deallocate: () => [],
}
