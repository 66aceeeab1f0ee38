import type pg from 'pg'
import type { LogPosition } from './log-position.js'
import { parseLsn } from './log-position.js'

/** Which server it is, and where its log ends: of a connection in replication mode. */
export async function identify(client: Pick<pg.Client, 'query'>): Promise<LogPosition> {
  const { rows } = await client.query<{ systemid: string; timeline: string; xlogpos: string }>('IDENTIFY_SYSTEM')
  const [row] = rows
  if (!row) throw new Error('the server does not say which it is')
  return { lsn: parseLsn(row.xlogpos), timeline: Number(row.timeline), system: row.systemid }
}

/**
 * The end of the log as it is on disk, behind everything that anybody can see. A message that nobody reads makes it so:
 * a commit that does not wait for the disk may be visible and not be there yet.
 */
export async function readEnd(client: pg.Client): Promise<LogPosition> {
  await client.query("SELECT pg_catalog.pg_logical_emit_message(true, 'crosswalk', '')")
  const { rows } = await client.query<{ lsn: string; timeline: string; system: string }>(
    `SELECT e.lsn::text, s.system_identifier::text AS system,
       ('x' || pg_catalog.left(pg_catalog.pg_walfile_name(e.lsn), 8))::pg_catalog.bit(32)::pg_catalog.int4::text AS timeline
     FROM pg_catalog.pg_control_system() s, pg_catalog.pg_current_wal_flush_lsn() e (lsn)`,
  )
  const [row] = rows
  if (!row) throw new Error('the server does not say where its log ends')
  return { lsn: parseLsn(row.lsn), timeline: Number(row.timeline), system: row.system }
}
