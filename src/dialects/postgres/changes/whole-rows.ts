import type pg from 'pg'
import type { ChangeSource } from '../../../core/data/changes.js'
import { endOf } from '../connect.js'
import { readTables, tableKey } from './catalogue.js'
import { identityProblem } from './identity-problem.js'
import { writing } from './slot.js'

/** Gives tables the replica identity FULL whose rows nothing else tells, with all their partitions. */
export const logWholeRows: NonNullable<ChangeSource['logWholeRows']> = async (endpoint, tables) => {
  const client = await writing(endpoint)
  try {
    const found = await readTables(client, tables)
    for (const table of tables) {
      const known = found.get(tableKey(table.source.schema, table.source.table))
      if (!known || identityProblem(known, table) === undefined) continue
      for (const name of await family(client, known.oid))
        await client.query(`ALTER TABLE ONLY ${name} REPLICA IDENTITY FULL`)
    }
  } finally {
    await endOf(client)
  }
}

/** Quoted names of a table and of its partitions on every level. */
async function family(client: pg.Client, oid: number): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT $1::pg_catalog.oid::pg_catalog.regclass::text AS name
     UNION SELECT relid::text FROM pg_catalog.pg_partition_tree($1::pg_catalog.oid)`,
    [oid],
  )
  return rows.map(({ name }) => name)
}
