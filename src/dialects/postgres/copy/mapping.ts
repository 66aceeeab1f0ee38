import type { ColumnMapping, SequenceMapping, TableMapping } from '../../../core/mapping/mapping.js'
import { logicalType } from './logical-type.js'
import type { FoundColumn, FoundTable } from './tables.js'

/** The table as its own counterpart. A partitioned table holds the rows of its partitions, which are not mapped themselves. */
export function tableMapping(table: FoundTable): TableMapping {
  const place = { schema: table.schema, table: table.name }
  const uniques = uniqueKeys(table)
  const isNullable = new Map(table.columns.map(({ name, nullable }) => [name, nullable]))
  return {
    source: place,
    target: place,
    columns: table.columns.map(columnMapping),
    key: uniques.find((key) => key.every((name) => isNullable.get(name) === false)) ?? [],
    uniques,
  }
}

function columnMapping(column: FoundColumn): ColumnMapping {
  const { name, native, nullable, generated } = column
  const side = { name, native, nullable, generated, type: logicalType(column) }
  return { source: side, target: side, verbatim: true }
}

/** The primary key first. */
function uniqueKeys({ constraints, indexes }: FoundTable): readonly (readonly string[])[] {
  const of = (kind: string) => constraints.filter((each) => each.kind === kind).map(({ columns }) => columns)
  return [...of('p'), ...of('u'), ...indexes.flatMap(({ columns }) => (columns ? [columns] : []))]
}

export interface FoundSequence {
  readonly oid: string
  readonly schema: string
  readonly name: string
  /** The table whose statement makes it, for an identity column. */
  readonly identityOf: { readonly schema: string; readonly table: string } | undefined
}

/** Sequences keep their state to the number: a counter that was set apart from the rows on purpose stays apart. */
export function sequenceMapping({ schema, name, identityOf }: FoundSequence): SequenceMapping {
  const place = { kind: 'sequence' as const, schema, name }
  return { source: place, target: identityOf ? { ...place, madeWith: identityOf } : place }
}
