import { finding } from '../../core/findings/finding.js'
import type { Constraint, Index, Table } from '../../core/ir/schema.js'
import { mapTables } from '../catalog-edit.js'
import type { Pass, PassContext } from '../context.js'
import { placeOf } from '../report.js'

/** Leaves out keys and indexes that name a column which has no counterpart, and says so. */
export const missingColumns: Pass = {
  name: 'missing-columns',
  run: (catalog, context) => mapTables(catalog, (table) => withoutMissing(table, context)),
}

function withoutMissing(table: Table, context: PassContext): Table {
  const present = new Set(table.columns.map((column) => column.name.text))
  const missing = (names: readonly string[]): string | undefined => names.find((name) => !present.has(name))
  return {
    ...table,
    constraints: table.constraints.filter((each) => {
      const lost = missing(columnsOf(each))
      if (lost !== undefined) report(table, each, kindOf(each), lost, context)
      return lost === undefined
    }),
    indexes: table.indexes.filter((each) => {
      const lost = missing(each.parts.flatMap((part) => plainColumn(part.expr) ?? []))
      if (lost !== undefined) report(table, each, 'Index', lost, context)
      return lost === undefined
    }),
  }
}

const columnsOf = (constraint: Constraint): readonly string[] =>
  constraint.kind === 'check' ? [] : constraint.columns.map((name) => name.text)

/** Name of the column when the expression is one. */
export const plainColumn = (expr: Index['parts'][number]['expr']): string | undefined =>
  expr.kind === 'column' ? expr.path[expr.path.length - 1]?.text : undefined

export function kindOf(constraint: Constraint): string {
  const kinds = { primaryKey: 'Primary key', unique: 'Unique key', foreignKey: 'Foreign key', check: 'Check' } as const
  return kinds[constraint.kind]
}

/** What a person calls a constraint or an index: its name, else the columns it is about. */
export function labelOf(part: Constraint | Index): string {
  if (part.name) return part.name.text
  if (!('kind' in part)) return part.parts.flatMap((each) => plainColumn(each.expr) ?? 'expression').join(', ')
  return part.kind === 'check' ? 'without a name' : `(${columnsOf(part).join(', ')})`
}

function report(table: Table, part: Constraint | Index, kind: string, column: string, context: PassContext): void {
  context.findings.add(finding('XW-C0049', placeOf(table, part), { kind, index: labelOf(part), column }))
}
