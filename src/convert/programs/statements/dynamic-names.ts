import type { DynamicName, Stmt } from '../../../core/ir/statement.js'
import { contextOf, type State } from '../frame.js'
import { withOrder } from './dynamic-order.js'
import { commonForm, marked, schemaOf, tableText } from './dynamic-tables.js'
import type { Convert } from './dynamic-trials.js'

/**
 * A statement in which names stand for those that values give: converted with names that fit, where that gives the same for
 * all of them but for the names.
 */
export function withDynamicNames(
  stmt: Stmt,
  dynamic: readonly DynamicName[],
  state: State,
  convert: Convert,
): readonly Stmt[] {
  const { report } = contextOf(state)
  const isOrder = dynamic.some(({ role }) => role === 'order')
  const made = isOrder ? withOrder(stmt, dynamic, state, convert) : aboutTables(stmt, dynamic, state, convert)
  if (report.failed) return []
  if (made === undefined) {
    report.fail('XW-R0026', stmt.origin, {})
    return []
  }
  const what = isOrder ? 'the order of its rows' : 'the name of a table'
  const proof = stmt.kind === 'definition' ? 'by nothing' : 'with one of the catalogue only'
  report.note('XW-R0025', stmt.origin, { what, proof })
  return made
}

/** Definitions have no columns that they would ask for types, or say all of what they make. */
function aboutTables(stmt: Stmt, dynamic: readonly DynamicName[], state: State, convert: Convert) {
  if (stmt.kind !== 'definition') return commonForm(stmt, dynamic, state, convert)
  if (!/^(table|view)?$/.test(stmt.object)) return undefined
  const made = convert(stmt, state)
  if (!made.every(isPlain)) return undefined
  const role = stmt.verb === 'drop' ? 'tables' : 'table'
  const named = dynamic.map((each) => tableText({ ...each, role }, state, schemaOf(stmt, each.placeholder)))
  return made.length > 0 ? marked(made, named) : []
}

/** Changes of a table that ask for nothing that is there, and give no names of their own. */
const plainChanges: ReadonlySet<string> = new Set(['addColumn', 'changeColumn', 'renameColumn', 'setDefault'])

/** What is no statement of SQL alone, or makes keys under names that follow the table's, cannot be run as a text. */
function isPlain(stmt: Stmt): boolean {
  if (stmt.kind !== 'definition') return false
  if (stmt.verb === 'drop' || stmt.verb === 'truncate') return true
  const { actions, table, guarded, verb } = stmt
  if (verb !== 'alter' || !actions || guarded) return false
  if (table && table.constraints.length + table.indexes.length > 0) return false
  return actions.every(
    (action) =>
      (plainChanges.has(action.kind) && !('fill' in action && action.fill)) ||
      (action.kind === 'drop' && action.what === 'column'),
  )
}
