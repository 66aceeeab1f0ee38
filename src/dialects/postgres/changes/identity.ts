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
