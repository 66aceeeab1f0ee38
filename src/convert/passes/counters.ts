import { finding } from '../../core/findings/finding.js'
import { column as columnRef } from '../../core/ir/build.js'
import { ident } from '../../core/ir/names.js'
import type { Column, Constraint, Index, Table } from '../../core/ir/schema.js'
import { walkExpr } from '../../core/ir/walk.js'
import { mapTables } from '../catalog-edit.js'
import type { Pass, PassContext } from '../context.js'
import { placeOf } from '../report.js'
import { without } from './identity.js'
import { labelOf, plainColumn } from './missing-columns.js'

/** On a target with one counter for each table: which column keeps it, how it differs from the source's, and the key that it needs. */
export const counters: Pass = {
  name: 'counters',
  run: (catalog, context) =>
    context.to.constructs.oneCounter ? mapTables(catalog, (table) => convertTable(table, context)) : catalog,
}

function convertTable(table: Table, context: PassContext): Table {
  const counting = table.columns.filter(({ identity }) => identity)
  const kept = counting.find((column) => leadsKey(table, column)) ?? counting[0]
  if (!kept) return table
  const columns = table.columns.map((column) => {
    if (!column.identity) return column
    if (column === kept) return withOneStep(table, column, context)
    context.findings.add(finding('XW-C0052', placeOf(table, column), { column: column.name.text }))
    return without(column, 'identity')
  })
  const indexes = leadsKey(table, kept) ? table.indexes : [...table.indexes, indexFor(table, kept)]
  return {
    ...table,
    columns,
    indexes,
    constraints: table.constraints.filter((each) => isAllowed(table, kept, each, context)),
  }
}

/** A number that is only known when the row is there is no part of a check. Expressions still speak of the source's columns. */
function isAllowed(table: Table, counter: Column, constraint: Constraint, context: PassContext): boolean {
  if (constraint.kind !== 'check') return true
  const own = counter.sources?.[0]?.split('/column:')[1] ?? counter.name.text
  let names = false
  walkExpr(constraint.expr, (node) => {
    if (node.kind === 'column' && node.path.at(-1)?.text === own) names = true
    return !names
  })
  if (!names) return true
  const data = { name: labelOf(constraint), reason: 'the target allows none of a column that numbers its rows' }
  context.findings.add(finding('XW-C0060', placeOf(table, constraint), data))
  return false
}

function leadsKey(table: Table, column: Column): boolean {
  const first = [
    ...table.constraints.flatMap((each) =>
      each.kind === 'primaryKey' || each.kind === 'unique' ? [each.columns[0]?.text] : [],
    ),
    ...table.indexes.flatMap(({ parts }) => (parts[0] ? [plainColumn(parts[0].expr)] : [])),
  ]
  return first.includes(column.name.text)
}

function withOneStep(table: Table, column: Column, context: PassContext): Column {
  const { identity } = column
  if (!identity) return column
  const { sequence, always } = identity
  const data = { column: column.name.text }
  const place = placeOf(table, column)
  const step = sequence.increment ?? 1n
  if (step !== 1n) context.findings.add(finding('XW-C0053', place, { ...data, how: `in steps of ${step}` }))
  if (sequence.cycle) context.findings.add(finding('XW-C0053', place, { ...data, how: 'round and round' }))
  if (always) context.findings.add(finding('XW-C0054', place, data))
  const next = sequence.next ?? (sequence.start !== undefined && sequence.start > 1n ? sequence.start : undefined)
  return {
    ...column,
    nullable: false,
    identity: { always: false, sequence: { cycle: false, ...(next === undefined ? {} : { next }) } },
  }
}

const indexFor = (table: Table, column: Column): Index => ({
  name: ident(`${table.name.name.text}_${column.name.text}_counter`),
  unique: false,
  method: 'btree',
  parts: [{ expr: columnRef([column.name.text]), descending: false }],
  visible: true,
  origin: column.origin,
  options: [],
  sources: [],
})
