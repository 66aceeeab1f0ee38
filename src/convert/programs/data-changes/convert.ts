import type { Delete, Insert, Update } from '../../../core/ir/data-change.js'
import type { Merge } from '../../../core/ir/merge.js'
import type { Stmt, Target } from '../../../core/ir/statement.js'
import { statesOf } from '../../../rules/conditions/conditions.js'
import { modesUnder, storing } from '../../code/refusals.js'
import type { State } from '../frame.js'
import { bindTargets } from '../session/targets.js'
import { fieldsOfRow } from '../statements/rows.js'
import { changesOwnTable } from '../trigger-table.js'
import type { DataEnv } from './data-env.js'
import { convertDelete } from './delete.js'
import { convertInsert } from './insert/convert-insert.js'
import { convertMerge } from './merge.js'
import { handedOver } from './returning.js'
import { convertUpdate } from './update.js'

/**
 * A statement that changes rows, in the target's form; several where one cannot do it. After a failure (the statement's
 * reporter says why) what comes back is of no use.
 */
export function convertDataChange(stmt: Insert | Update | Delete | Merge | Merge, state: State): readonly Stmt[] {
  const { frame } = state
  if (changesOwnTable(stmt, state)) {
    const { report, sourceCan, targetCan } = state.env.ctx
    if (sourceCan.oneEventPerTrigger) report.fail('XW-R0097', stmt.origin, {})
    else if (!targetCan.refusesOwnTable) report.fail('XW-R0031', stmt.origin, {})
    else report.fail('XW-R0087', stmt.origin, {})
    return []
  }
  const [hint] = stmt.modifiers
  if (hint !== undefined) state.env.ctx.report.noteOnce('XW-C0307', stmt.origin, { hint })
  const modes = modesUnder(frame.program.characteristics.modes, state.env.ctx)
  // Under IGNORE a value that does not fit is never refused.
  const { ctx } = state.env
  const looks = stmt.ignore || (stmt.kind === 'delete' && ctx.sourceCan.strictDeletes !== true)
  const env = looks ? state.env : { ...state.env, ctx: storing(ctx) }
  const at: DataEnv = {
    env,
    tables: (id) => state.env.ctx.target.table?.(id),
    modes,
    bends: stmt.ignore || !isStrict(modes) ? 'all' : 'nothing',
    counts: ctx.sourceCan.countsChangedRows === true && frame.counters.kept.has('rowCount'),
    record: (hint) => frame.names.variable(`${hint}_row`, 'v'),
    returned: [],
    states: (conditions) => statesOf(frame.targetDialect, conditions),
  }
  const made = changeStatements(stmt.kind === 'insert' ? withFields(stmt, state) : stmt, at)
  if (stmt.into) return intoTargets(made, stmt.into, stmt, state)
  return stmt.returning.length > 0 ? returnedRows(stmt, made, at, state) : made
}

/** A row variable in the place of all values stands for each of its fields. */
function withFields(stmt: Insert, state: State): Insert {
  const { source } = stmt
  if (!('rows' in source)) return stmt
  const rows = source.rows.map((row) => (row.length === 1 && row[0] ? (fieldsOfRow(row[0], state) ?? row) : row))
  return { ...stmt, source: { rows } }
}

/** What RETURNING gives goes into variables of the program. */
function intoTargets(
  made: readonly Stmt[],
  into: readonly Target[],
  stmt: Insert | Update | Delete | Merge,
  state: State,
): readonly Stmt[] {
  const bound = bindTargets(into, state, false)
  const [change, ...others] = made
  const isOne = change?.kind === 'insert' || change?.kind === 'update' || change?.kind === 'delete'
  if (!isOne || others.length > 0) {
    const { report } = state.env.ctx
    if (!report.failed) report.fail('XW-R0118', stmt.origin, { statement: stmt.kind.toUpperCase() })
    return []
  }
  return [...bound.before, { ...change, into: bound.refs }, ...bound.after]
}

/** What RETURNING gives is a result of the program. */
function returnedRows(
  stmt: Insert | Update | Delete | Merge,
  made: readonly Stmt[],
  at: DataEnv,
  { frame, env }: State,
): readonly Stmt[] {
  const result = handedOver(made, at.returned)
  if (result) frame.shapes.push(at.returned)
  else if (!env.ctx.report.failed) env.ctx.report.fail('XW-R0118', stmt.origin, { statement: stmt.kind.toUpperCase() })
  return result ?? []
}

export function changeStatements(stmt: Insert | Update | Delete | Merge | Merge, at: DataEnv): readonly Stmt[] {
  reportModes(stmt, at)
  const made = convertOne(stmt, at)
  if (made === undefined) return []
  return 'kind' in made ? [made] : made
}

const isStrict = (modes: readonly string[]): boolean =>
  modes.some((mode) => mode.startsWith('STRICT_') || mode === 'TRADITIONAL')

/** Without strict settings the source stores something else where a value does not fit; the target never does. */
function reportModes(stmt: Insert | Update | Delete | Merge | Merge, at: DataEnv): void {
  if (!isStrict(at.modes) && stmt.kind !== 'delete') at.env.ctx.report.noteOnce('XW-R0117', stmt.origin, {})
}

function convertOne(stmt: Insert | Update | Delete | Merge | Merge, at: DataEnv): Stmt | readonly Stmt[] | undefined {
  switch (stmt.kind) {
    case 'insert':
      return convertInsert(stmt, at)
    case 'update':
      return convertUpdate(stmt, at)
    case 'delete':
      return convertDelete(stmt, at)
    case 'merge':
      return convertMerge(stmt, at)
  }
}
