import type { Return } from '../../../core/ir/control-flow.js'
import type { Expr } from '../../../core/ir/expr.js'
import type { Stmt } from '../../../core/ir/statement.js'
import { contextOf, type State } from '../frame.js'
import { plainName } from '../row-variables.js'

/**
 * The row that a trigger gives back goes on to be stored. Behind the change nobody looks at it; before it, the new row goes on
 * by itself where triggers give nothing back, and a row cannot be left out or put back.
 */
export function triggerReturn(stmt: Return, value: Expr, state: State): readonly Stmt[] {
  const { object } = state.frame
  const { origin } = stmt
  if (object.kind !== 'trigger' || object.timing === 'after') return [{ kind: 'return', origin }]
  const image = plainName(value)?.text.toLowerCase()
  const stored = object.events.includes('delete') ? 'old' : 'new'
  if (image === stored) return [{ kind: 'return', origin }]
  const isNull = value.kind === 'literal' && value.of === 'null'
  if (isNull || (image === 'new' && stored === 'old')) contextOf(state).report.fail('XW-R0082', origin, {})
  else contextOf(state).report.fail('XW-R0002', origin, { what: 'A trigger that gives back another row' })
  return []
}
