import { coreCall, int32, intLiteral, plainText, textLiteral, valueTypeOf } from '../../../core/ir/build.js'
import type { Expr, VariableRef } from '../../../core/ir/expr.js'
import type { Condition, GetDiagnostics, Signal, Stmt } from '../../../core/ir/program.js'
import { errorOf, ownErrors, raisedState, readCondition } from '../../../rules/conditions/conditions.js'
import { convertExpr, typedExpr, writtenExpr } from '../code.js'
import { type Converters, contextOf, extraVariable, type State } from '../frame.js'
import { resolveCondition } from '../handling/conditions.js'
import { bindTargets } from '../session/targets.js'

/** Raises an error; a warning is only told. The state is the one that the program names. */
function signal(stmt: Signal, state: State): readonly Stmt[] {
  const items = stmt.items.map(({ name, value }) => ({
    name,
    value: convertExpr(value, { type: { kind: 'text', unit: 'char', padded: false } }, state),
  }))
  const condition = stmt.condition && raised(stmt.condition, state)
  if (stmt.number) return [{ kind: 'signal', items: [stateOf(stmt.number, state), ...items], origin: stmt.origin }]
  if (stmt.kind === 'resignal' && !state.catching) {
    contextOf(state).report.fail('XW-R0002', stmt.origin, { what: 'RESIGNAL outside of a handler' })
    return []
  }
  return [
    {
      kind: stmt.kind,
      ...(condition ? { condition } : {}),
      items: stmt.kind === 'signal' ? withMessage(items, condition, stmt, state) : items,
      origin: stmt.origin,
    },
  ]
}

/** The SQLSTATE of an error whose number is known when the program runs. */
function stateOf(number: Expr, state: State): Signal['items'][number] {
  const call = coreCall(
    'state_of_code',
    [typedExpr(number, { want: 'value' }, state)],
    valueTypeOf(plainText),
    number.origin,
  )
  return { name: 'RETURNED_SQLSTATE', value: writtenExpr(call, state) }
}

function raised(condition: Condition, state: State): Condition {
  const resolved = resolveCondition(condition, state)
  if (resolved.kind !== 'errorNumber') return resolved
  const { dialect } = contextOf(state).source
  const known = errorOf(dialect, resolved.value)
  const { names, state: own } = readCondition(dialect, { number: resolved.value })
  const meant = names[0] && raisedState(state.frame.targetDialect, names[0])
  return { kind: 'sqlstate', value: own ?? known?.state ?? meant ?? 'HY000' }
}

/** What the source says when the program gives no text. */
function withMessage(
  items: Signal['items'],
  condition: Condition | undefined,
  { origin, condition: written }: Signal,
  at: State,
): Signal['items'] {
  if (items.some((item) => item.name === 'MESSAGE_TEXT')) return items
  const said = written && messageOf(resolveCondition(written, at), at)
  if (said) return [...items, { name: 'MESSAGE_TEXT', value: textLiteral(said, origin) }]
  const state = condition?.kind === 'sqlstate' ? condition.value : ''
  const kind = state.startsWith('02') ? 'not found' : state.startsWith('01') ? 'warning' : 'exception'
  const text: Expr = textLiteral(`Unhandled user-defined ${kind} condition`, origin)
  return [...items, { name: 'MESSAGE_TEXT', value: text }]
}

/** The engine's own words for an error. */
function messageOf(condition: Condition, state: State): string | undefined {
  const { dialect } = contextOf(state).source
  const own = ownErrors(dialect)
  if (condition.kind === 'errorNumber')
    return errorOf(dialect, condition.value)?.message ?? (own && `ORA-${condition.value.padStart(5, '0')}: `)
  return condition.kind === 'sqlstate' && own && condition.value.startsWith(own.declared) ? own.message : undefined
}

const errorItems: ReadonlySet<string> = new Set([
  'MESSAGE_TEXT',
  'RETURNED_SQLSTATE',
  'ERROR_NUMBER',
  'CONSTRAINT_NAME',
  'TABLE_NAME',
  'COLUMN_NAME',
  'SCHEMA_NAME',
])

const isKnown = ({ name }: { readonly name: string }): boolean => errorItems.has(name)

/** What the source calls the error: its number and its state there. */
const ofSource: ReadonlySet<string> = new Set(['ERROR_NUMBER', 'RETURNED_SQLSTATE'])

/** Number and state of the source come from what the target says, which goes into variables first. */
function namedAsThere(items: GetDiagnostics['items'], stmt: GetDiagnostics, state: State): readonly Stmt[] {
  const { condition, origin } = stmt
  const raised = textVariable('raised_state', origin, state)
  const detail = textVariable('raised_detail', origin, state)
  const numbered = items.some(({ name }) => name === 'ERROR_NUMBER')
  const read: GetDiagnostics = {
    kind: 'getDiagnostics',
    area: 'stacked',
    ...(condition ? { condition } : {}),
    items: [
      ...items.filter(({ name }) => !ofSource.has(name)),
      { target: raised, name: 'RETURNED_SQLSTATE' },
      ...(numbered ? [{ target: detail, name: 'DETAIL' }] : []),
    ],
    origin,
  }
  const set = items
    .filter(({ name }) => ofSource.has(name))
    .map(({ target, name }): Stmt => {
      const call =
        name === 'ERROR_NUMBER'
          ? coreCall('error_number', [raised, detail], valueTypeOf(int32), origin)
          : coreCall('error_state', [raised], raised.type, origin)
      return { kind: 'assign', assignments: [{ target, value: writtenExpr(call, state) }], origin }
    })
  return [read, ...set]
}

function textVariable(wanted: string, origin: Stmt['origin'], state: State): VariableRef {
  const native = contextOf(state).target.typeName(plainText) ?? ''
  const name = extraVariable(state.frame, wanted, native)
  return { kind: 'variable', scope: 'local', name, type: { logical: plainText, nullable: true, native }, origin }
}

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
    if (items.some(({ name }) => name === 'MESSAGE_TEXT')) report.note('XW-R0159', stmt.origin, {})
    if (state.catching && items.some((item) => ofSource.has(item.name)) && items.every(isKnown))
      return [...namedAsThere(items, stmt, state), ...bound.after]
    const unknown = items.find((item) => !isKnown(item))
    if (!state.catching || unknown) {
      const what = unknown ? `GET DIAGNOSTICS … ${unknown.name}` : 'GET DIAGNOSTICS CONDITION outside of a handler'
      report.fail('XW-R0002', stmt.origin, { what })
      return []
    }
    const { condition, origin } = stmt
    return [{ kind: 'getDiagnostics', area: 'stacked', condition, items, origin }, ...bound.after]
  }
  const [only, ...more] = items
  if (only?.name === 'NUMBER' && more.length === 0) {
    // A handler looks at one error; outside of handlers there is none.
    const value = intLiteral(state.catching ? 1 : 0, stmt.origin)
    return [{ kind: 'assign', assignments: [{ target: only.target, value }], origin: stmt.origin }, ...bound.after]
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
