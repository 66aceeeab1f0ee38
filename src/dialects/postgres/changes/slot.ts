import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { ChangeSource } from '../../../core/data/changes.js'
import { type Endpoint, endpointName } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { connect, endOf } from '../connect.js'
import { operationErrorOf } from '../errors.js'
import { type LogPosition, lsnText, parseLsn, positionText } from './log-position.js'

/** Name of slot and publication of a reader: the same after a restart, and of no other. */
export function ownName(reader: string): string {
  const readable = reader
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^crosswalk_/, '')
    .slice(0, 30)
  return `crosswalk_${readable}_${createHash('sha256').update(reader).digest('hex').slice(0, 12)}`
}

export interface Slot {
  readonly database: string | null
  readonly plugin: string | null
  readonly activePid: string | null
  /** `reserved`, `extended`, `unreserved`, `lost`. */
  readonly walStatus: string | null
  readonly confirmed: bigint | null
}

/** Null: there is none of that name. */
export async function readSlot(client: pg.Client, name: string): Promise<Slot | null> {
  const { rows } = await client.query<Record<string, string | null>>(
    `SELECT database, plugin, active_pid::text AS pid, wal_status, confirmed_flush_lsn::text AS confirmed
     FROM pg_catalog.pg_replication_slots WHERE slot_name = $1`,
    [name],
  )
  const [row] = rows
  if (!row) return null
  const confirmed = row['confirmed'] ? parseLsn(row['confirmed']) : null
  return {
    ...{ database: row['database'] ?? null, plugin: row['plugin'] ?? null, activePid: row['pid'] ?? null },
    ...{ walStatus: row['wal_status'] ?? null, confirmed },
  }
}

/** Why the log cannot be read on from there; undefined when it can. */
export function whyNot(slot: Slot | null, from: LogPosition, database: string): string | undefined {
  if (!slot) return 'there is no slot of that name'
  if (slot.plugin !== 'pgoutput' || slot.database !== database) return 'it belongs to something else'
  if (slot.walStatus === 'lost') return 'the server has removed log that it needed'
  // The server would go on from there without a word.
  if (slot.confirmed !== null && slot.confirmed > from.lsn) return `it begins at ${lsnText(slot.confirmed)} only`
  return undefined
}

export const slotLost = (endpoint: Endpoint, slot: string, from: LogPosition, reason: string): OperationError =>
  new OperationError('XW-S0441', {
    ...{ endpoint: endpointName(endpoint), slot, position: positionText(from), reason },
  })

/** Drops slot and publication of a reader; what is not there is no mistake. */
export const forget: NonNullable<ChangeSource['forget']> = async (endpoint, reader) => {
  const client = await writing(endpoint)
  const name = ownName(reader)
  try {
    await dropSlot(client, endpoint, name)
    // Somebody else's, where it was made for us.
    const owned = await client.query(
      'SELECT FROM pg_catalog.pg_publication WHERE pubname = $1 AND pg_catalog.pg_has_role(pubowner, $2)',
      [name, 'USAGE'],
    )
    if (owned.rows.length > 0) await client.query(`DROP PUBLICATION "${name}"`)
  } catch (error) {
    throw operationErrorOf(endpoint, error, 'forgetting a reader') ?? error
  } finally {
    await endOf(client)
  }
}

/** A session of the source that may make and drop what belongs to us. */
export const writing = (endpoint: Endpoint, signal?: AbortSignal): Promise<pg.Client> =>
  connect(endpoint, {
    ...{ role: 'source', application: 'crosswalk changes', settings: { default_transaction_read_only: 'off' } },
    ...(signal ? { signal } : {}),
  })

/** Waits a while for a reader that has just gone. */
export async function dropSlot(client: pg.Client, endpoint: Endpoint, name: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const slot = await readSlot(client, name)
    if (!slot) return
    if (slot.activePid === null) break
    if (attempt >= 50) throw slotBusy(endpoint, name, slot.activePid)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  await client.query('SELECT pg_catalog.pg_drop_replication_slot($1)', [name])
}

export const slotBusy = (endpoint: Endpoint, slot: string, pid: string): OperationError =>
  new OperationError('XW-S0442', { endpoint: endpointName(endpoint), slot, reason: `the process ${pid} reads it` })
