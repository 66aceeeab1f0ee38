import { createHash } from 'node:crypto'
import type pg from 'pg'
import { codeOf } from './errors.js'

/**
 * Replication origins under which the changes of a task are written (manual: Replication Progress Tracking), so that whoever
 * reads the log can tell them from those of users. Their names are of the whole server, tasks of one database. A name is one
 * session's at a time, so there may be several.
 */
function originsOf(database: string, task: string): string {
  const readable = task
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, 30)
  return `crosswalk_${readable}_${createHash('sha256').update(`${database}\0${task}`).digest('hex').slice(0, 12)}_`
}

/** Whether an origin is one under which these tasks write to the database of the client. */
export async function originsIn(client: pg.Client, tasks: readonly string[]): Promise<(origin: string) => boolean> {
  if (tasks.length === 0) return () => false
  const database = await databaseOf(client)
  const ours = tasks.map((task) => originsOf(database, task))
  return (origin) => ours.some((start) => origin.startsWith(start))
}

/** Of one task: its applier, those that work beside it, and what a dead one has not given back yet. */
const mostNames = 16

/** No right; no origins on this server; none is free. */
const withoutOrigin: ReadonlySet<string | undefined> = new Set(['42501', '55000', '53400'])

/**
 * What the session writes from here on is marked as the task's. False: the role has no right to that, or others may need the
 * places that the server has for origins; then it is written without a mark.
 */
export async function writeUnderOrigin(client: pg.Client, task: string): Promise<boolean> {
  const start = originsOf(await databaseOf(client), task)
  try {
    for (let number = 1; number <= mostNames; number++) {
      const name = `${start}${number}`
      if (!(await mayUse(client, name))) return false
      if (await takes(client, name)) return true
    }
    return false
  } catch (error) {
    if (withoutOrigin.has(codeOf(error))) return false
    throw error
  }
}

/** By default these functions are for superusers. Half of the places are left to others: subscriptions need one each. */
async function mayUse(client: pg.Client, name: string): Promise<boolean> {
  const functions = ['create(text)', 'oid(text)', 'session_setup(text)']
  const rights = functions.map(
    (one) => `pg_catalog.has_function_privilege('pg_catalog.pg_replication_origin_${one}', 'EXECUTE')`,
  )
  const { rows } = await client.query<{ may: string }>(
    `SELECT (${rights.join(' AND ')} AND (EXISTS (SELECT FROM pg_catalog.pg_replication_origin WHERE roname = $1)
       OR (SELECT 2 * pg_catalog.count(*) FROM pg_catalog.pg_replication_origin) <
         coalesce(pg_catalog.current_setting('max_active_replication_origins', true),
           pg_catalog.current_setting('max_replication_slots'))::int))::text AS may`,
    [name],
  )
  return rows[0]?.may === 'true'
}

/** False: another session has it. */
async function takes(client: pg.Client, name: string): Promise<boolean> {
  try {
    await client.query(
      `SELECT pg_catalog.pg_replication_origin_create($1) WHERE pg_catalog.pg_replication_origin_oid($1) IS NULL`,
      [name],
    )
    await client.query('SELECT pg_catalog.pg_replication_origin_session_setup($1)', [name])
    return true
  } catch (error) {
    // 55006: it is another's; 23505: another has made it at the same moment, and will have it.
    if (codeOf(error) === '55006' || codeOf(error) === '23505') return false
    throw error
  }
}

async function databaseOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>('SELECT pg_catalog.current_database() AS name')
  return rows[0]?.name ?? ''
}
