import type pg from 'pg'
import type { ChangeApplier, ChangeTarget, ChangeTargetOptions } from '../../../core/data/changes.js'
import { type Endpoint, endpointName } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { type ConnectOptions, connect, endOf } from '../connect.js'
import { PostgresApplier } from './applier.js'
import { readHindrances } from './catalogue.js'
import { takeTask } from './checkpoint.js'
import { applyFailure } from './failures.js'
import { StatementNames } from './pipeline.js'
import { readSchema } from './tables.js'
import { tupleWriters } from './tuple-writer.js'

export const changeTarget: ChangeTarget = { open }

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
    const schema = await readSchema(client, options.tables)
    await refuseOwnActs(
      client,
      endpoint,
      schema.tables.map((table) => table.relation),
    )
    const hold = await takeTask(control, endpoint, options.task)
    const writers = tupleWriters(schema.tables, options.policies)
    return new PostgresApplier({ endpoint, client, end, schema, hold, writers, names: new StatementNames() })
  } catch (error) {
    await end()
    throw applyFailure(endpoint, error)
  }
}

/**
 * Foreign keys must act as they do on the source, whose log does not hold what they did; triggers must not, because the log
 * does. `session_replication_role` would switch off both, so triggers have to be disabled by whoever made them.
 */
async function refuseOwnActs(client: pg.Client, endpoint: Endpoint, relations: readonly string[]): Promise<void> {
  const acts = await readHindrances(client, relations)
  if (acts.length > 0) throw new OperationError('XW-S0122', { endpoint: endpointName(endpoint), acts: acts.join(', ') })
}
