import { coreCall, int32, intLiteral, plainText, textLiteral, valueTypeOf } from '../../../core/ir/build.js'
import type { Condition, GetDiagnostics, Signal } from '../../../core/ir/error-handling.js'
import type { Expr, VariableRef } from '../../../core/ir/expr.js'
import type { Stmt } from '../../../core/ir/statement.js'
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

/** What the source says of an error in its own words, and what of the target's that is told from. */
const ofSource: Readonly<Record<string, { readonly core: string; readonly from: readonly string[] }>> = {
  ERROR_NUMBER: { core: 'error_number', from: ['RETURNED_SQLSTATE', 'DETAIL'] },
  RETURNED_SQLSTATE: { core: 'error_state', from: ['RETURNED_SQLSTATE'] },
  MESSAGE_TEXT: { core: 'error_message', from: ['RETURNED_SQLSTATE', 'MESSAGE_TEXT', 'DETAIL', 'SCHEMA_NAME'] },
}

const rawNames: Readonly<Record<string, string>> = {
  RETURNED_SQLSTATE: 'raised_state',
  MESSAGE_TEXT: 'raised_message',
  DETAIL: 'raised_detail',
  SCHEMA_NAME: 'raised_schema',
}

/** The number, state and text of the source come from what the target says, which goes into variables first. */
function namedAsThere(items: GetDiagnostics['items'], stmt: GetDiagnostics, state: State): readonly Stmt[] {
  const { condition, origin } = stmt
  const needed = new Set(items.flatMap(({ name }) => ofSource[name]?.from ?? []))
  const raw = new Map([...needed].map((name) => [name, textVariable(rawNames[name] ?? name, origin, state)]))
  const read: GetDiagnostics = {
    kind: 'getDiagnostics',
    area: 'stacked',
    ...(condition ? { condition } : {}),
    items: [
      ...items.filter(({ name }) => !ofSource[name]),
      ...[...raw].map(([name, target]): GetDiagnostics['items'][number] => ({ target, name })),
    ],
    origin,
  }
  const set = items.flatMap(({ target, name }): readonly Stmt[] => {
    const rule = ofSource[name]
    if (!rule) return []
    const args = rule.from.flatMap((each) => raw.get(each) ?? [])
    const type = name === 'ERROR_NUMBER' ? valueTypeOf(int32) : valueTypeOf(plainText)
    const value = writtenExpr(coreCall(rule.core, args, type, origin), state)
    return [{ kind: 'assign', assignments: [{ target, value }], origin }]
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
    if (state.catching && items.some((item) => ofSource[item.name]) && items.every(isKnown))
      return [...namedAsThere(items, stmt, state), ...bound.after]
    const unknown = items.find((item) => !isKnown(item))
    if (unknown) {
      report.fail('XW-R0002', stmt.origin, { what: `GET DIAGNOSTICS … ${unknown.name}` })
      return []
    }
    // Errors are gone with their handlers (measured on the source). Where there is no such condition, the targets keep their values.
    if (!state.catching) {
      report.note('XW-R0160', stmt.origin, {})
      return []
    }
    const { condition, origin } = stmt
    return [{ kind: 'getDiagnostics', area: 'stacked', condition, items, origin }, ...bound.after]
  }
  const [only, ...more] = items
  if (only?.name === 'NUMBER' && more.length === 0) {
    // A handler looks at one error; outside of handlers there is none.
    if (!state.catching) report.note('XW-R0160', stmt.origin, {})
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
