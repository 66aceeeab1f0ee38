import type pg from 'pg'
import { RefusedBatch } from '../../../core/data/changes.js'
import type { ApplySchema } from './tables.js'

/**
 * Empties a table. A table that others refer to cannot be truncated; its rows are deleted then, which the engine refuses
 * when rows refer to them. Resolves with the rows that are known to have gone.
 */
export async function truncateTable(
  client: pg.Client,
  schema: ApplySchema,
  { place, at }: { readonly place: number; readonly at: number },
): Promise<number> {
  const table = schema.tables[place]
  if (!table) throw new Error(`no table ${place}`)
  const referring = schema.references.filter((reference) => reference.parent === place && reference.child !== place)
  if (referring.length === 0 && (await mayTruncate(client, table.relation))) {
    await client.query(`TRUNCATE ${table.name}`)
    return 0
  }
  // The source's TRUNCATE changes no other table, so a key that would delete or change rows elsewhere must find none.
  if (referring.some((reference) => reference.actsOnDelete) && (await isReferredTo(client, table.relation)))
    throw new RefusedBatch(`${table.name} was emptied, and rows of other tables refer to its rows`, {
      ...{ at, code: 'XW-D0110' },
    })
  const { rowCount } = await client.query(`DELETE FROM ${table.name}`)
  return rowCount ?? 0
}

async function mayTruncate(client: pg.Client, relation: string): Promise<boolean> {
  const { rows } = await client.query<{ may: string }>(
    `SELECT pg_catalog.has_table_privilege($1::pg_catalog.oid, 'TRUNCATE')::text AS may`,
    [relation],
  )
  return rows[0]?.may === 'true'
}

/** Whether some row of another table refers to the table by a key that acts on its own. */
async function isReferredTo(client: pg.Client, relation: string): Promise<boolean> {
  const { rows } = await client.query<{ child: string; column: string }>(
    `SELECT c.conrelid::pg_catalog.regclass::text AS child, pg_catalog.quote_ident(a.attname) AS column
     FROM pg_catalog.pg_constraint c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
     WHERE c.contype = 'f' AND c.conparentid = 0 AND c.confrelid = $1::pg_catalog.oid AND c.conrelid <> c.confrelid
       AND c.confdeltype IN ('c', 'n', 'd')`,
    [relation],
  )
  for (const { child, column } of rows) {
    const found = await client.query<{ any: string }>(
      `SELECT EXISTS (SELECT 1 FROM ${child} WHERE ${column} IS NOT NULL)::text AS any`,
    )
    if (found.rows[0]?.any === 'true') return true
  }
  return false
}
