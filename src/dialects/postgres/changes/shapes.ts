import type { DescribedTable, TableShape } from '../../../core/data/changes.js'
import type { TableMapping } from '../../../core/mapping/mapping.js'
import type { NamedType } from './catalogue.js'
import type { Relation } from './relation.js'

/** What makes rows of a table readable: its name and its columns. */
export interface Shape {
  readonly name: string
  /** Types as people write them, by column. */
  readonly columns: ReadonlyMap<string, string>
  /** pg_attribute.attnum by column, as far as it is known: a column that is made anew under its old name has another one. */
  readonly numbers: ReadonlyMap<string, number>
}

export const shapeOf = (
  relation: Relation,
  types: readonly NamedType[],
  numbers: ReadonlyMap<string, number>,
): Shape => ({
  numbers,
  name: `${relation.schema}.${relation.name}`,
  columns: new Map(relation.columns.map((column, at) => [column.name, types[at]?.shown ?? ''])),
})

/** As the mapping has it. Values of generated columns are not in the log. */
export const mappedShape = ({ columns }: TableMapping, shape: TableShape, name: string): Shape => ({
  name,
  numbers: new Map(
    shape.columns.flatMap((column) => (column.number === undefined ? [] : [[column.name, column.number]])),
  ),
  columns: new Map(columns.flatMap(({ source }) => (source.generated ? [] : [[source.name, source.native] as const]))),
})

export const describedBy = ({ schema, name, columns }: Relation, types: readonly NamedType[]): DescribedTable => ({
  ...{ schema, table: name },
  columns: columns.map((column, at) => ({ name: column.name, native: types[at]?.shown ?? '' })),
})

/** What was done to a table, in the manner of a statement: the log has none. Null: nothing that concerns its rows. */
export function differenceOf(before: Shape, now: Shape): string | null {
  const parts = [
    ...(before.name === now.name ? [] : [`RENAME TO ${now.name}`]),
    ...[...before.columns.keys()].filter((name) => !isSame(before, now, name)).map((name) => `DROP COLUMN ${name}`),
    ...[...now.columns].flatMap(([name, type]) => {
      const old = before.columns.get(name)
      if (old === undefined || !isSame(before, now, name)) return [`ADD COLUMN ${name} ${type}`]
      return old === type ? [] : [`ALTER COLUMN ${name} TYPE ${type}`]
    }),
  ]
  return parts.length === 0 ? null : `ALTER TABLE ${before.name} ${parts.join(', ')}`
}

function isSame(before: Shape, now: Shape, name: string): boolean {
  const [was, is] = [before.numbers.get(name), now.numbers.get(name)]
  return now.columns.has(name) && (was === undefined || is === undefined || was === is)
}
