import type { NamedType } from './catalogue.js'
import type { Relation } from './relation.js'

/** What makes rows of a table readable: its name and its columns. */
export interface Shape {
  readonly name: string
  /** Types as people write them, by column. */
  readonly columns: ReadonlyMap<string, string>
}

export const shapeOf = (relation: Relation, types: readonly NamedType[]): Shape => ({
  name: `${relation.schema}.${relation.name}`,
  columns: new Map(relation.columns.map((column, at) => [column.name, types[at]?.shown ?? ''])),
})

/** What was done to a table, in the manner of a statement: the log has none. Null: nothing that concerns its rows. */
export function differenceOf(before: Shape, now: Shape): string | null {
  const parts = [
    ...(before.name === now.name ? [] : [`RENAME TO ${now.name}`]),
    ...[...before.columns.keys()].filter((name) => !now.columns.has(name)).map((name) => `DROP COLUMN ${name}`),
    ...[...now.columns].flatMap(([name, type]) => {
      const old = before.columns.get(name)
      if (old === undefined) return [`ADD COLUMN ${name} ${type}`]
      return old === type ? [] : [`ALTER COLUMN ${name} TYPE ${type}`]
    }),
  ]
  return parts.length === 0 ? null : `ALTER TABLE ${before.name} ${parts.join(', ')}`
}
