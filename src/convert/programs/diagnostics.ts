import { textLiteral } from '../../core/ir/build.js'
import type { Expr } from '../../core/ir/expr.js'
import type { Condition, GetDiagnostics, Signal, Stmt } from '../../core/ir/program.js'
import { errorOf } from '../../rules/conditions/conditions.js'
import { convertExpr } from './code.js'
import { resolveCondition } from './conditions.js'
import { type Converters, contextOf, type State } from './frame.js'
import { bindTargets } from './session/targets.js'

/** Raises an error; a warning is only told. The state is the one that the program names. */
function signal(stmt: Signal, state: State): readonly Stmt[] {
  const items = stmt.items.map(({ name, value }) => ({
    name,
    value: convertExpr(value, { type: { kind: 'text', unit: 'char', padded: false } }, state),
  }))
  const condition = stmt.condition && raised(stmt.condition, state)
  if (stmt.kind === 'resignal' && !state.catching) {
    contextOf(state).report.fail('XW-R0002', stmt.origin, { what: 'RESIGNAL outside of a handler' })
    return []
  }
  return [
    {
      kind: stmt.kind,
      ...(condition ? { condition } : {}),
      items: stmt.kind === 'signal' ? withMessage(items, condition, stmt) : items,
      origin: stmt.origin,
    },
  ]
}

function raised(condition: Condition, state: State): Condition {
  const resolved = resolveCondition(condition, state)
  if (resolved.kind !== 'errorNumber') return resolved
  const known = errorOf(contextOf(state).source.dialect, resolved.value)
  return { kind: 'sqlstate', value: known?.state ?? 'HY000' }
}

/** What the source says when the program gives no text. */
function withMessage(items: Signal['items'], condition: Condition | undefined, { origin }: Stmt): Signal['items'] {
  if (items.some((item) => item.name === 'MESSAGE_TEXT')) return items
  const state = condition?.kind === 'sqlstate' ? condition.value : ''
  const kind = state.startsWith('02') ? 'not found' : state.startsWith('01') ? 'warning' : 'exception'
  const text: Expr = textLiteral(`Unhandled user-defined ${kind} condition`, origin)
  return [...items, { name: 'MESSAGE_TEXT', value: text }]
}

const errorItems: ReadonlySet<string> = new Set([
  'MESSAGE_TEXT',
  'RETURNED_SQLSTATE',
  'CONSTRAINT_NAME',
  'TABLE_NAME',
  'COLUMN_NAME',
  'SCHEMA_NAME',
])

function getDiagnostics(stmt: GetDiagnostics, state: State): readonly Stmt[] {
  const { report } = contextOf(state)
  const bound = bindTargets(
    stmt.items.map((item) => item.target),
    state,
    false,
  )
  const items = stmt.items.flatMap(({ name }, at) => {
    const target = bound.refs[at]
    return target ? [{ target, name }] : []
  })
  if (stmt.condition) {
    const unknown = items.find((item) => !errorItems.has(item.name))
    if (!state.catching || unknown) {
      const what = unknown ? `GET DIAGNOSTICS … ${unknown.name}` : 'GET DIAGNOSTICS CONDITION outside of a handler'
      report.fail('XW-R0002', stmt.origin, { what })
      return []
    }
    const { condition, origin } = stmt
    return [{ kind: 'getDiagnostics', area: 'stacked', condition, items, origin }, ...bound.after]
  }
  const other = items.find((item) => item.name !== 'ROW_COUNT')
  if (other) {
    report.fail('XW-R0002', stmt.origin, { what: `GET DIAGNOSTICS … ${other.name}` })
    return []
  }
  return [{ kind: 'getDiagnostics', area: 'current', items, origin: stmt.origin }, ...bound.after]
}

export const diagnostics: Converters<'signal' | 'resignal' | 'getDiagnostics'> = {
  signal,
  resignal: signal,
  getDiagnostics,
}
