import type { Endpoint } from '../../core/dialect/endpoint.js'
import type { KeptTrigger, TriggerKeeper } from '../../core/dialect/trigger-keeper.js'
import type { TableName } from '../../core/mapping/mapping.js'
import { close, connect, query, queryValue, quoteName, quoteText, type Session } from './connect.js'

export const triggerKeeper: TriggerKeeper = {
  read: (endpoint, tables) => inSession(endpoint, (session) => readTriggers(session, tables)),
  takeAway: (endpoint, triggers) =>
    inSession(endpoint, async (session) => {
      for (const { away } of triggers) for (const statement of away) await query(session, statement)
    }),
  bringBack: (endpoint, triggers) =>
    inSession(endpoint, async (session) => {
      for (const trigger of triggers)
        if (!(await isThere(session, trigger))) for (const statement of trigger.back) await query(session, statement)
    }),
}

/** Made again in this order, triggers of one moment act in it. */
const triggersSql = `SELECT TRIGGER_NAME FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = ? AND EVENT_OBJECT_TABLE = ?
  ORDER BY EVENT_MANIPULATION, ACTION_TIMING, ACTION_ORDER`

async function readTriggers(session: Session, tables: readonly TableName[]): Promise<readonly KeptTrigger[]> {
  const kept: KeptTrigger[] = []
  for (const { schema, table } of tables)
    for (const [name] of await query(session, triggersSql, [schema, table]))
      if (name !== null && name !== undefined) kept.push(await readTrigger(session, schema, name))
  return kept
}

/**
 * A body means what it means under its own sql_mode; its literals are compared by its own collation (manual, "SHOW CREATE TRIGGER").
 * Its text reaches us, and goes back, in UTF-8, whatever the character set was in which it was written.
 */
async function readTrigger(session: Session, schema: string, name: string): Promise<KeptTrigger> {
  const [row] = await query(session, `SHOW CREATE TRIGGER ${quoteName(schema)}.${quoteName(name)}`)
  const [, mode, text, , collation] = row ?? []
  return {
    ...{ schema, name },
    away: [`DROP TRIGGER IF EXISTS ${quoteName(schema)}.${quoteName(name)}`],
    back: [
      `USE ${quoteName(schema)}`,
      ...(collation?.startsWith('utf8mb4') ? [`SET SESSION collation_connection = ${quoteText(collation)}`] : []),
      `SET SESSION sql_mode = ${quoteText(mode ?? '')}`,
      text ?? '',
      "SET SESSION sql_mode = ''",
    ],
  }
}

const isThere = async (session: Session, { schema, name }: KeptTrigger): Promise<boolean> =>
  (await queryValue(
    session,
    'SELECT 1 FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ? AND TRIGGER_NAME = ?',
    [schema, name],
  )) !== null

async function inSession<T>(endpoint: Endpoint, work: (session: Session) => Promise<T>): Promise<T> {
  const session = await connect(endpoint, { withoutDatabase: true })
  try {
    return await work(session)
  } finally {
    await close(session)
  }
}
