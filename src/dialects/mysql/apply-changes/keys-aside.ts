import { RefusedBatch } from '../../../core/data/changes.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import type { TableMapping, TableName } from '../../../core/mapping/mapping.js'
import { quoteName } from '../connect.js'
import type { StatementConnection } from '../statement-connection.js'
import type { ForeignKeyFacts } from './catalogue.js'

interface Leaving {
  readonly mappings: readonly TableMapping[]
  readonly reloaded: readonly TableName[]
  readonly cascadesLogged: boolean
}

/**
 * The foreign keys from and to tables that are loaded again. They stay on the target, for the engine commits with each
 * definition; but our sessions must not look at them. A session looks at all keys or at none, so that no other may act either.
 * @throws OperationError XW-S0623 when one acts, XW-S0631 when one leads out of the task
 */
export function keysToLeave(keys: readonly ForeignKeyFacts[], leaving: Leaving): readonly ForeignKeyFacts[] {
  const { mappings, reloaded, cascadesLogged } = leaving
  const around = keys.filter((key) => reloaded.some((table) => isOf(table, key)))
  if (around.length === 0) return []
  const targets = mappings.map(({ target }) => target)
  const ours = keys.filter((key) => targets.some((table) => isOf(table, key)))
  const acting = cascadesLogged ? [] : ours.filter(({ actsOnDelete, actsOnUpdate }) => actsOnDelete || actsOnUpdate)
  const leading = ours.filter(
    (key) => !targets.some((table) => isChild(table, key)) || !targets.some((table) => isParent(table, key)),
  )
  const tables = reloaded.map(({ schema, table }) => `${schema}.${table}`).join(', ')
  if (acting.length > 0) throw new OperationError('XW-S0623', { tables, keys: namesOf(acting) })
  if (leading.length > 0) throw new OperationError('XW-S0631', { tables, keys: namesOf(leading) })
  return around
}

export async function lookAtKeys(connection: StatementConnection, looks: boolean): Promise<void> {
  await connection.run(`SET SESSION foreign_key_checks = ${looks ? 1 : 0}`)
}

/** @throws RefusedBatch when a row has no counterpart: nobody has looked when it was written */
export async function proveKeys(connection: StatementConnection, keys: readonly ForeignKeyFacts[]): Promise<void> {
  for (const key of keys) {
    const rows = await connection.query(orphanSql(key))
    if (rows.length > 0)
      throw new RefusedBatch(`rows of ${key.schema}.${key.table} have no counterpart by ${key.name}`, {
        ...{ at: null, code: 'XW-S0626' },
      })
  }
}

function orphanSql({ schema, table, columns, parentSchema, parentTable, parentColumns }: ForeignKeyFacts): string {
  const pairs = columns.map((name, at) => `c.${quoteName(name)} = p.${quoteName(parentColumns[at] ?? '')}`)
  const given = columns.map((name) => `c.${quoteName(name)} IS NOT NULL`)
  return `SELECT 1 FROM ${quoteName(schema)}.${quoteName(table)} c WHERE ${given.join(' AND ')} AND NOT EXISTS
    (SELECT 1 FROM ${quoteName(parentSchema)}.${quoteName(parentTable)} p WHERE ${pairs.join(' AND ')}) LIMIT 1`
}

const isChild = ({ schema, table }: TableName, key: ForeignKeyFacts): boolean =>
  key.schema === schema && key.table === table

const isParent = ({ schema, table }: TableName, key: ForeignKeyFacts): boolean =>
  key.parentSchema === schema && key.parentTable === table

const isOf = (table: TableName, key: ForeignKeyFacts): boolean => isChild(table, key) || isParent(table, key)

const namesOf = (keys: readonly ForeignKeyFacts[]): string =>
  keys.map(({ schema, table, name }) => `${schema}.${table} (${name})`).join(', ')
