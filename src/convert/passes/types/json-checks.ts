import { finding } from '../../../core/findings/finding.js'
import type { Check, Column, Constraint, Table } from '../../../core/ir/schema.js'
import { mapTables } from '../../catalog-edit.js'
import type { Pass, PassContext } from '../../context.js'
import { placeOf } from '../../report.js'

/**
 * Text under a check that it is JSON is JSON: an engine without such a type writes it so. The check goes into the type.
 * Runs before names change, on the source's own expressions.
 */
export const jsonChecks: Pass = {
  name: 'json-checks',
  run: (catalog, context) => mapTables(catalog, (table) => recognise(table, context)),
}

function recognise(table: Table, context: PassContext): Table {
  const found = new Map<string, Check>()
  for (const constraint of table.constraints) {
    const column = checkedColumn(constraint, context)
    const fits = table.columns.find((each) => each.name.text.toLowerCase() === column?.toLowerCase())
    if (constraint.kind === 'check' && fits?.type.logical.kind === 'text') found.set(fits.name.text, constraint)
  }
  if (found.size === 0) return table
  const used = new Set<Constraint>(found.values())
  return {
    ...table,
    columns: table.columns.map((column) => asJson(table, column, found.get(column.name.text), context)),
    constraints: table.constraints.filter((constraint) => !used.has(constraint)),
  }
}

/** The column when the check is exactly one call of a JSON test on one column. */
function checkedColumn(constraint: Constraint, context: PassContext): string | undefined {
  if (constraint.kind !== 'check' || constraint.expr.kind !== 'call') return undefined
  const { fn, args } = constraint.expr
  const name = 'native' in fn ? fn.native : 'core' in fn ? fn.core : undefined
  const isTest = context.from.constructs.jsonChecks.some((each) => each.toLowerCase() === name?.toLowerCase())
  const argument = args[0]
  if (!isTest || args.length !== 1 || argument?.kind !== 'column') return undefined
  return argument.path[argument.path.length - 1]?.text
}

function asJson(table: Table, column: Column, check: Check | undefined, context: PassContext): Column {
  if (!check) return column
  const names = { column: column.name.text, name: check.name?.text ?? column.name.text }
  context.findings.add(finding('XW-T0032', placeOf(table, column), { column: names.column }))
  context.findings.add(finding('XW-C0062', placeOf(table, check), names))
  return {
    ...column,
    type: { ...column.type, logical: { kind: 'json', binary: false } },
    sources: [...(column.sources ?? []), ...(check.sources ?? [])],
  }
}
