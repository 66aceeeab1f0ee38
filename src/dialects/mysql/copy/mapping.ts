import type { Catalog, Column, Index, Table } from '../../../core/ir/schema.js'
import type { ColumnMapping, Mapping, SequenceMapping, TableMapping } from '../../../core/mapping/mapping.js'

/** Every table and counter as its own counterpart. */
export function ownMapping(catalog: Catalog): Mapping {
  const objects = catalog.schemas.flatMap((schema) =>
    schema.objects.map((object) => ({ schema: schema.name.text, object })),
  )
  return {
    tables: objects.flatMap(({ schema, object }) => (object.kind === 'table' ? [tableMapping(schema, object)] : [])),
    sequences: objects.flatMap(({ schema, object }): readonly SequenceMapping[] => {
      if (object.kind === 'table') return counter(schema, object)
      if (object.kind !== 'sequence') return []
      const place = { kind: 'sequence' as const, schema, name: object.name.name.text }
      return [{ source: place, target: place }]
    }),
  }
}

function tableMapping(schema: string, table: Table): TableMapping {
  const place = { schema, table: table.name.name.text }
  const uniques = uniqueKeys(table)
  const nullable = new Map(table.columns.map((column) => [column.name.text, column.nullable]))
  return {
    source: place,
    target: place,
    columns: table.columns.map(columnMapping),
    key: uniques.find((key) => key.every((name) => nullable.get(name) === false)) ?? [],
    uniques,
  }
}

function columnMapping(column: Column): ColumnMapping {
  const { name, type, nullable, generated } = column
  const side = {
    name: name.text,
    type: type.logical,
    native: type.native,
    nullable,
    generated: generated !== undefined,
  }
  return { source: side, target: side }
}

/** The primary key first. Names of keys may be written otherwise than those of their columns. */
function uniqueKeys({ columns, constraints, indexes }: Table): readonly (readonly string[])[] {
  const nameOf = (text: string): string | undefined =>
    columns.find((column) => column.name.text.toLowerCase() === text.toLowerCase())?.name.text
  const named = (names: readonly (string | undefined)[]): readonly (readonly string[])[] => {
    const found = names.flatMap((name) => (name === undefined ? [] : (nameOf(name) ?? [])))
    return found.length === names.length ? [found] : []
  }
  const of = (kind: 'primaryKey' | 'unique') =>
    constraints.flatMap((each) => (each.kind === kind ? named(each.columns.map((column) => column.text)) : []))
  return [
    ...of('primaryKey'),
    ...of('unique'),
    ...indexes.filter(({ unique }) => unique).flatMap((index) => named(partNames(index))),
  ]
}

/** A part that is an expression, or the first characters of a column, names none. */
const partNames = ({ parts }: Index): readonly (string | undefined)[] =>
  parts.map(({ expr, prefix }) =>
    expr.kind === 'column' && prefix === undefined ? expr.path[expr.path.length - 1]?.text : undefined,
  )

function counter(schema: string, table: Table): readonly SequenceMapping[] {
  const column = table.columns.find(({ identity }) => identity !== undefined)
  if (!column) return []
  const place = { kind: 'identity' as const, schema, table: table.name.name.text, column: column.name.text }
  return [{ source: place, target: place }]
}
