import type pg from 'pg'
import type { Endpoint } from '../../core/dialect/endpoint.js'
import type { KeptTrigger, TriggerKeeper } from '../../core/dialect/trigger-keeper.js'
import { connect, endOf } from './connect.js'

/** Triggers and rules of users stay where they are and are switched off. */
export const triggerKeeper: TriggerKeeper = {
  read: (endpoint, tables) =>
    inSession(endpoint, async (client) => {
      const names = [tables.map(({ schema }) => schema), tables.map(({ table }) => table)]
      const { rows } = await client.query<Acting>(actingSql, names)
      return rows.map(keptOf)
    }),
  takeAway: (endpoint, triggers) =>
    inSession(endpoint, (client) =>
      runAll(
        client,
        triggers.flatMap(({ away }) => away),
      ),
    ),
  bringBack: (endpoint, triggers) =>
    inSession(endpoint, (client) =>
      runAll(
        client,
        triggers.flatMap(({ back }) => back),
      ),
    ),
}

interface Acting {
  readonly schema: string
  readonly name: string
  readonly table: string
  readonly what: 'TRIGGER' | 'RULE'
  readonly quoted: string
  /** `A`: fires always; `O`: unless the session is a replica. */
  readonly enabled: string
}

/** Those of partitions are switched with their table's, and by name where they are the partition's own. */
const actingSql = `
  WITH RECURSIVE family AS (
    SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN ROWS FROM (pg_catalog.unnest($1::pg_catalog.text[]), pg_catalog.unnest($2::pg_catalog.text[])) AS w (schema, name)
      ON w.schema = n.nspname AND w.name = c.relname
    UNION SELECT h.inhrelid FROM pg_catalog.pg_inherits h JOIN family ON family.oid = h.inhparent)
  SELECT n.nspname AS schema, a.name, a.relation::pg_catalog.regclass::text AS table, a.what, pg_catalog.quote_ident(a.name) AS quoted,
    a.enabled::text AS enabled
  FROM (SELECT t.tgrelid AS relation, t.tgname AS name, 'TRIGGER' AS what, t.tgenabled AS enabled
        FROM pg_catalog.pg_trigger t WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND t.tgenabled IN ('O', 'A')
        UNION ALL SELECT r.ev_class, r.rulename, 'RULE', r.ev_enabled
        FROM pg_catalog.pg_rewrite r WHERE r.ev_enabled IN ('O', 'A')) AS a
  JOIN family ON family.oid = a.relation JOIN pg_catalog.pg_class c ON c.oid = a.relation
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace ORDER BY 3, 4, 2`

function keptOf({ schema, name, table, what, quoted, enabled }: Acting): KeptTrigger {
  const alter = (how: string): string => `ALTER TABLE ${table} ${how} ${what} ${quoted}`
  return { schema, name, away: [alter('DISABLE')], back: [alter(enabled === 'A' ? 'ENABLE ALWAYS' : 'ENABLE')] }
}

/** All or none. */
async function runAll(client: pg.Client, statements: readonly string[]): Promise<void> {
  await client.query('BEGIN')
  for (const statement of statements) await client.query(statement)
  await client.query('COMMIT')
}

async function inSession<T>(endpoint: Endpoint, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connect(endpoint, { role: 'target', application: 'crosswalk' })
  try {
    return await work(client)
  } finally {
    await endOf(client)
  }
}
