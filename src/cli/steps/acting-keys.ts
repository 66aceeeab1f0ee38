import { partIdsOf } from '../../convert/catalog-edit.js'
import type { EmittedStatement, StatementId } from '../../core/dialect/dialect.js'
import { OperationError } from '../../core/findings/operation-error.js'
import type { PartId } from '../../core/ir/names.js'
import type { Catalog, Constraint, RefAction, Table } from '../../core/ir/schema.js'
import type { Mapping } from '../../core/mapping/mapping.js'

const passive: ReadonlySet<RefAction> = new Set(['noAction', 'restrict'])

const acts = (constraint: Constraint | undefined): boolean =>
  constraint?.kind === 'foreignKey' &&
  constraint.enforced &&
  !(passive.has(constraint.onDelete) && passive.has(constraint.onUpdate))

/**
 * Statements that make the foreign keys which delete or change rows on their own. A log does not hold what they do.
 * @throws OperationError XW-S0612 for one of a table of the mapping that no statement makes
 */
export function actingKeys(
  source: Catalog,
  statements: readonly EmittedStatement[],
  mapping: Mapping,
): readonly StatementId[] {
  const moved = new Set(mapping.tables.map((table) => `${table.source.schema}.${table.source.table}`))
  const parts = source.schemas.flatMap((schema) =>
    schema.objects.flatMap((object) =>
      object.kind === 'table' && moved.has(`${schema.name.text}.${object.name.name.text}`) ? actingParts(object) : [],
    ),
  )
  const made = parts.map((part) => ({ part, maker: statements.find(({ sources }) => sources.includes(part)) }))
  const missing = made.filter(({ maker }) => maker === undefined)
  if (missing.length > 0) throw new OperationError('XW-S0612', { keys: missing.map(({ part }) => part).join(', ') })
  return made.flatMap(({ maker }) => maker?.id ?? [])
}

const actingParts = (table: Table): readonly PartId[] =>
  partIdsOf(table).constraints.filter((_, at) => acts(table.constraints[at]))
