import type { DynamicName, Stmt } from '../../../core/ir/program.js'
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

/** Definitions have no columns that they would ask for types. */
function aboutTables(stmt: Stmt, dynamic: readonly DynamicName[], state: State, convert: Convert) {
  if (stmt.kind !== 'definition') return commonForm(stmt, dynamic, state, convert)
  const isPlain = stmt.verb === 'drop' || stmt.verb === 'truncate'
  if (!isPlain || !/^(table|view)?$/.test(stmt.object)) return undefined
  const made = convert(stmt, state)
  const role = stmt.verb === 'drop' ? 'tables' : 'table'
  const named = dynamic.map((each) => tableText({ ...each, role }, state, schemaOf(stmt, each.placeholder)))
  return made.length > 0 ? marked(made, named) : []
}
