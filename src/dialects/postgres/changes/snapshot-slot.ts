import { randomBytes } from 'node:crypto'
import type { Position } from '../../../core/data/changes.js'
import { type Endpoint, endpointName } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { connect, endOf } from '../connect.js'
import { codeOf, operationErrorOf, reasonOf } from '../errors.js'
import { identify } from './identity.js'
import { parseLsn, positionText } from './log-position.js'

export interface ExportedSnapshot {
  /** What committed in front of it is in the snapshot, and nothing else is. */
  readonly position: Position
  /** For `SET TRANSACTION SNAPSHOT`. */
  readonly name: string
  /** Ends the snapshot for those that have not taken it over yet. */
  release(): Promise<void>
}

/**
 * A snapshot with its place in the log: that of a temporary slot (manual: CREATE_REPLICATION_SLOT). The server waits for
 * the transactions that are under way, because a slot begins where it knows all of them. Needs wal_level=logical, a free
 * slot and the right REPLICATION.
 * @throws OperationError
 */
export async function exportSnapshot(endpoint: Endpoint, signal?: AbortSignal): Promise<ExportedSnapshot> {
  const client = await connect(endpoint, {
    // For the transactions that are under way, however long they are.
    ...{ role: 'source', replication: true, application: 'crosswalk snapshot', lockTimeoutMs: 0 },
    ...(signal ? { signal } : {}),
  })
  try {
    const server = await identify(client)
    const slot = `crosswalk_load_${randomBytes(6).toString('hex')}`
    const { rows } = await client.query<{ consistent_point: string; snapshot_name: string }>(
      `CREATE_REPLICATION_SLOT "${slot}" TEMPORARY LOGICAL pgoutput EXPORT_SNAPSHOT`,
    )
    const [made] = rows
    if (!made) throw new Error('the server says nothing of the slot')
    const position = positionText({ ...server, lsn: parseLsn(made.consistent_point) })
    return { position, name: made.snapshot_name, release: () => endOf(client) }
  } catch (error) {
    await endOf(client)
    signal?.throwIfAborted()
    throw slotError(endpoint, error)
  }
}

/** Why a slot cannot be made. */
export function slotError(endpoint: Endpoint, error: unknown): unknown {
  const known = operationErrorOf(endpoint, error, 'making a replication slot')
  if (known) return known
  const data = { endpoint: endpointName(endpoint), reason: reasonOf(error) }
  // 53400: all slots are taken; 55000: wal_level, or a standby that cannot; 55006: somebody uses one of that name.
  const isOurs = ['53400', '55000', '55006', '42710'].includes(codeOf(error) ?? '')
  return isOurs ? new OperationError('XW-S0440', data, { cause: error, retryable: codeOf(error) === '55006' }) : error
}
