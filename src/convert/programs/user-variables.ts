import type { Expr, VariableRef } from '../../core/ir/expr.js'
import type { Stmt } from '../../core/ir/program.js'
import { contextOf, type State } from './frame.js'

/** `@x := value`, the value converted already. */
export function assignUserVariable(target: VariableRef, _value: Expr, state: State): readonly Stmt[] {
  contextOf(state).report.fail('XW-R0002', target.origin, { what: `Setting the user variable ${target.name.text}` })
  return []
}
