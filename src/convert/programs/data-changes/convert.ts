import type { Delete, Insert, Stmt, Update } from '../../../core/ir/program.js'
import { statesOf } from '../../../rules/conditions/conditions.js'
import type { Refusal } from '../../../rules/functions/write.js'
import type { State } from '../frame.js'
import type { DataEnv } from './data-env.js'
import { convertDelete } from './delete.js'
import { convertInsert } from './insert.js'
import { convertUpdate } from './update.js'

/**
 * A statement that changes rows, in the target's form; several where one cannot do it. After a failure (the statement's
 * reporter says why) what comes back is of no use.
 */
export function convertDataChange(stmt: Insert | Update | Delete, state: State): readonly Stmt[] {
  const { frame } = state
  const { modes } = frame.program.characteristics
  const env = { ...state.env, ctx: { ...state.env.ctx, refused: refusedUnder(modes) } }
  return changeStatements(stmt, {
    env,
    tables: (id) => state.env.ctx.target.table?.(id),
    modes,
    record: (hint) => frame.names.variable(`${hint}_row`, 'v'),
    states: (conditions) => statesOf(frame.targetDialect, conditions),
  })
}

/** What a statement that changes rows refuses: under strict settings a value that does not fit is an error. */
function refusedUnder(modes: readonly string[]): ReadonlySet<Refusal> {
  if (!modes.some((mode) => mode.startsWith('STRICT_') || mode === 'TRADITIONAL')) return new Set()
  const division = modes.includes('ERROR_FOR_DIVISION_BY_ZERO') || modes.includes('TRADITIONAL')
  return new Set(division ? ['bad-text', 'zero-division'] : ['bad-text'])
}

export function changeStatements(stmt: Insert | Update | Delete, at: DataEnv): readonly Stmt[] {
  const made = convertOne(stmt, at)
  if (made === undefined) return []
  return 'kind' in made ? [made] : made
}

function convertOne(stmt: Insert | Update | Delete, at: DataEnv): Stmt | readonly Stmt[] | undefined {
  switch (stmt.kind) {
    case 'insert':
      return convertInsert(stmt, at)
    case 'update':
      return convertUpdate(stmt, at)
    case 'delete':
      return convertDelete(stmt, at)
  }
}
