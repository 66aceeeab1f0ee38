import type pg from 'pg'
import type { ChangeApplier, ChangeTarget, ChangeTargetOptions } from '../../../core/data/changes.js'
import type { Endpoint } from '../../../core/dialect/endpoint.js'
import { type ConnectOptions, connect, endOf } from '../connect.js'
import { writeUnderOrigin } from '../origin.js'
import { PostgresApplier } from './applier.js'
import { lastRun, takeTask } from './checkpoint.js'
import { readMemo } from './definitions.js'
import { applyFailure } from './failures.js'
import { checkSchema } from './schema-watch.js'
import { StatementNames } from './statements.js'
import { readSchema } from './tables.js'
import { tupleWriters } from './tuple-writer.js'

export const changeTarget: ChangeTarget = {
  open,
  recall: (endpoint, task) => looking(endpoint, (client) => readMemo(client, task)),
  holder: (endpoint, task) => looking(endpoint, (client) => lastRun(client, task)),
}

/**
 * Rows are found by their keys, whatever the statistics say of a table that is just being filled, and no plan is made twice. A dead client must not
 * hold the lock of its task for long (manual, "TCP Settings"); rows that a policy hides would be rows that are missing.
 */
const sessionSettings: Readonly<Record<string, string>> = {
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  jit: 'off',
  plan_cache_mode: 'force_generic_plan',
  row_security: 'off',
  statement_timeout: '1h',
  tcp_keepalives_idle: '30',
  tcp_keepalives_interval: '10',
  tcp_keepalives_count: '3',
}

async function looking<T>(endpoint: Endpoint, look: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connect(endpoint, { role: 'target', application: 'crosswalk replicate' })
  try {
    return await look(client)
  } catch (error) {
    throw applyFailure(endpoint, error)
  } finally {
    await endOf(client)
  }
}

async function open(endpoint: Endpoint, options: ChangeTargetOptions): Promise<ChangeApplier> {
  const connecting: ConnectOptions = {
    ...{ role: 'target', application: 'crosswalk replicate', settings: sessionSettings },
    ...(options.signal ? { signal: options.signal } : {}),
  }
  const clients: pg.Client[] = []
  const end = async () => void (await Promise.all(clients.map(endOf)))
  try {
    const control = await connect(endpoint, connecting)
    clients.push(control)
    const client = await connect(endpoint, connecting)
    clients.push(client)
    const cascadesLogged = options.cascadesLogged ?? false
    const schema = await readSchema(client, options.tables, cascadesLogged)
    await checkSchema(client, endpoint, schema)
    const hold = await takeTask(control, endpoint, options.task, options.run)
    // Those that work beside the task's own applier write for the same task.
    await writeUnderOrigin(client, options.task.split('/')[0] ?? '')
    const writers = tupleWriters(schema.tables, options.policies)
    const names = new StatementNames()
    return new PostgresApplier({ endpoint, client, end, schema, cascadesLogged, hold, writers, names })
  } catch (error) {
    await end()
    throw applyFailure(endpoint, error)
  }
}
