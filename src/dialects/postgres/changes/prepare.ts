import type pg from 'pg'
import type { ChangeSource } from '../../../core/data/changes.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { endOf } from '../connect.js'
import { readTables, tableKey } from './catalogue.js'
import { notLogged } from './facts.js'
import { readEnd } from './identity.js'
import { identityProblem } from './identity-problem.js'
import { parseLsn, positionText } from './log-position.js'
import { publish } from './publication.js'
import { dropSlot, ownName, writing } from './slot.js'
import { slotError } from './snapshot-slot.js'

/**
 * Publication first: the log is read by the publications that there were when it was written. Tables whose updates could
 * not be followed are not published, because the server would then refuse the updates themselves.
 */
export const prepare: NonNullable<ChangeSource['prepare']> = async (endpoint, { tables, reader, signal }) => {
  const client = await writing(endpoint, signal)
  const name = ownName(reader)
  try {
    const found = await readTables(client, tables)
    for (const table of tables) {
      const known = found.get(tableKey(table.source.schema, table.source.table))
      const reason = known && identityProblem(known, table)
      const shown = `${table.source.schema}.${table.source.table}`
      if (reason) throw new OperationError('XW-S0444', { table: shown, reason })
      if (known && known.persistence !== 'p') throw notLogged(endpoint, shown)
    }
    await publish(client, endpoint, name, tables)
    await dropSlot(client, endpoint, name)
    // It waits for the transactions that are under way, however long they are.
    await client.query('SET lock_timeout = 0')
    const { rows } = await client.query<{ lsn: string }>(await makeSlot(client), [name])
    const server = await readEnd(client)
    return positionText({ ...server, lsn: parseLsn(rows[0]?.lsn ?? '0/0') })
  } catch (error) {
    signal?.throwIfAborted()
    throw slotError(endpoint, error)
  } finally {
    await endOf(client)
  }
}

/** From version 17 on the slot is carried over to standbys that ask for it. */
async function makeSlot(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ number: string }>(
    "SELECT pg_catalog.current_setting('server_version_num') AS number",
  )
  const failover = Number(rows[0]?.number) >= 170_000 ? ', false, false, true' : ''
  return `SELECT lsn::text FROM pg_catalog.pg_create_logical_replication_slot($1, 'pgoutput'${failover})`
}
