import type { Expr } from '../../../core/ir/expr.js'
import type { Stmt, Target } from '../../../core/ir/statement.js'
import { walkExpr } from '../../../core/ir/walk.js'
import { walkStmt } from '../../../core/ir/walk-program.js'
import { contextOf, type State } from '../frame.js'
import { callHasEffects } from '../function-effects.js'

/**
 * `NEW.c := v` in a trigger behind the change, where the target refuses it: nothing, when nobody reads the column and the value
 * is computed for nothing else. Undefined: it is something else.
 */
export function setBehindChange(target: Target, value: Expr, state: State): readonly Stmt[] | undefined {
  const { object, program } = state.frame
  const { report, targetCan } = contextOf(state)
  const column = newColumn(target)
  if (column === undefined || object.kind !== 'trigger' || object.timing !== 'after') return undefined
  if (!targetCan.oneEventPerTrigger || !isPlain(value, state) || readsNew(program.body, column)) return undefined
  report.note('XW-R0091', target.origin, { column })
  return []
}

function newColumn(expr: Expr): string | undefined {
  const [row, column] = expr.kind === 'column' ? expr.path : []
  return row?.text.toLowerCase() === 'new' ? column?.text.toLowerCase() : undefined
}

/** Computing it does nothing else: no routine of a user, no query. */
function isPlain(value: Expr, state: State): boolean {
  let plain = true
  walkExpr(value, (expr) => {
    const changes = expr.kind === 'call' && callHasEffects(expr, contextOf(state), () => true)
    if (changes || ['subquery', 'exists', 'inQuery', 'quantified', 'opaque'].includes(expr.kind)) plain = false
    return plain
  })
  return plain
}

/** Whether the column is read anywhere, by itself or with its whole row. What was not read as code may do so. */
function readsNew(body: Stmt, column: string): boolean {
  let found = holdsStar(body)
  walkStmt(body, {
    stmt: (stmt) => {
      if (stmt.kind === 'opaque') found = true
      return !found && stmt.kind !== 'return' && !setsItself(stmt, column)
    },
    expr: (expr) => {
      const isNew = expr.kind === 'column' && expr.path[0]?.text.toLowerCase() === 'new'
      const whole = isNew && (expr.path.length === 1 || newColumn(expr) === '*')
      if (expr.kind === 'opaque' || whole || newColumn(expr) === column) found = true
      return !found
    },
  })
  return found
}

/** What the column becomes may come from what it was. */
const setsItself = (stmt: Stmt, column: string): boolean =>
  stmt.kind === 'assign' && stmt.assignments.every(({ target }) => newColumn(target) === column)

/** `NEW.*` in a list of a query. */
function holdsStar(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false
  if ('kind' in node && node.kind === 'star' && 'table' in node) return true
  return Object.values(node).some(holdsStar)
}
