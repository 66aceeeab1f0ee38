import type { ColumnMapping, Mapping } from '../core/mapping/mapping.js'

/**
 * The mapping for a source that can be asked for every column: what the source computes and the target does not is data to
 * move, or it would be lost. Scripts leave computed columns out of their rows, so this is not for them.
 */
export const withComputedValues = (mapping: Mapping): Mapping => ({
  ...mapping,
  tables: mapping.tables.map((table) => ({
    ...table,
    columns: table.columns.map(asData),
    ...(table.derived ? { derived: { ...table.derived, inputs: table.derived.inputs.map(asInput) } } : {}),
  })),
})

const asInput = (column: ColumnMapping): ColumnMapping =>
  asData({ ...column, target: { ...column.target, generated: false } })

const asData = (column: ColumnMapping): ColumnMapping =>
  column.source.generated && !column.target.generated
    ? { ...column, source: { ...column.source, generated: false, computed: true } }
    : column
