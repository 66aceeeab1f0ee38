import type { ChangeApplier, ChangeTarget, ChangeTargetOptions } from '../../../core/data/changes.js'
import type { Endpoint } from '../../../core/dialect/endpoint.js'
import { close, connect, isAtLeast, query, queryValue, type Session } from '../connect.js'
import type { StatementConnection } from '../statement-connection.js'
import { openWriting } from '../writing-session.js'
import { MysqlApplier } from './applier.js'
import { lastRun, type TaskHold, takeTask } from './checkpoint.js'
import { recallMemo } from './definitions.js'
import { applyFailure } from './failures.js'
import { lookAtKeys } from './keys-aside.js'
import { checkSight, checkTriggers } from './schema-watch.js'
import type { SetRules } from './set-writer.js'
import { readSchema } from './tables.js'
import { tupleWriters } from './tuple-writer.js'

export const changeTarget: ChangeTarget = { open, recall, holder }

async function recall(endpoint: Endpoint, task: string): Promise<string | null> {
  try {
    return await recallMemo(endpoint, task)
  } catch (error) {
    throw applyFailure(endpoint, error)
  }
}

async function holder(endpoint: Endpoint, task: string): Promise<number | null> {
  const session = await connect(endpoint, { withoutDatabase: true })
  try {
    return await lastRun(session, task)
  } catch (error) {
    throw applyFailure(endpoint, error)
  } finally {
    await close(session)
  }
}

async function open(endpoint: Endpoint, options: ChangeTargetOptions): Promise<ChangeApplier> {
  const connecting = options.signal ? { signal: options.signal } : {}
  const sessions: Session[] = []
  let connection: StatementConnection | undefined
  const end = async (): Promise<void> => {
    connection?.close()
    await Promise.all(sessions.map(close))
  }
  try {
    const session = await connect(endpoint, connecting)
    sessions.push(session)
    await query(session, "SET SESSION sql_mode = 'STRICT_ALL_TABLES'")
    connection = await openWriting(endpoint, connecting)
    const read = () => readSchema(session, options.tables, options)
    // First, because a definition that is under way is settled with it.
    const hold: TaskHold = await takeTask(session, endpoint, options.task, { ...connecting, run: options.run })
    sessions.push(hold.lock)
    const schema = await read()
    await lookAtKeys(connection, schema.keysAside.length === 0)
    await checkSight(session, schema)
    await checkTriggers(connection, endpoint, schema.tables)
    const longest = Number(await queryValue(session, 'SELECT @@max_allowed_packet')) - 1024
    const writers = tupleWriters(schema.tables, options.policies)
    const parts = { endpoint, connection, end, schema, readSchema: read, hold, writers, longest }
    return new MysqlApplier({ ...parts, rules: rulesOf(session) })
  } catch (error) {
    await end()
    throw applyFailure(endpoint, error)
  }
}

const rulesOf = (session: Session): SetRules => ({
  alias: isAtLeast(session, 'mysql', 8, 0, 19),
  keyLists: session.flavour === 'mariadb' || isAtLeast(session, 'mysql', 5, 7, 3),
})
