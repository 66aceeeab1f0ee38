import type { EmittedStatement, StatementId } from '../../core/dialect/dialect.js'
import type { ObjectId } from '../../core/ir/names.js'

/** Statements that make the foreign keys from and to tables of the target, in their order. */
export function keysAround(
  statements: readonly EmittedStatement[],
  tables: ReadonlySet<ObjectId>,
): readonly EmittedStatement[] {
  const makers = new Set<StatementId>(
    statements.flatMap(({ kind, object, id }) => (kind === 'table' && tables.has(object) ? [id] : [])),
  )
  return statements.filter(
    ({ kind, object, dependsOn }) =>
      kind === 'foreign-key' && (tables.has(object) || dependsOn.some((id) => makers.has(id))),
  )
}

/** The table that has a foreign key, and the one that it refers to. */
export const tablesOfKey = (
  { object, dependsOn }: EmittedStatement,
  statements: readonly EmittedStatement[],
): readonly ObjectId[] => [
  object,
  ...statements.flatMap((one) => (one.kind === 'table' && dependsOn.includes(one.id) ? [one.object] : [])),
]
