import type { ApplyException, Checkpoint, CommitMark } from '../../../core/data/changes.js'
import { type Endpoint, endpointName } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { type ConnectOptions, query, quoteText, type Session } from '../connect.js'
import { type ControlNames, controlOptions, prepareControl } from '../control-tables.js'
import { takeLock } from '../locks.js'
import type { StatementConnection } from '../statement-connection.js'
import { memoTable, readMemo, settle } from './definitions.js'
import type { ApplyTable } from './tables.js'

/** A task as one applier holds it. */
export interface TaskHold {
  readonly task: string
  readonly epoch: string
  readonly checkpoint: Checkpoint | null
  readonly memo: string | null
  readonly control: ControlNames
  /** The task is ours as long as this connection lives. */
  readonly lock: Session
}

/** Where each task stands, and what it could not apply. A checkpoint commits with the rows that it speaks of. */
const prepare = (session: Session): Promise<ControlNames> =>
  prepareControl(session, 'checkpoint', (name) => [
    `CREATE TABLE IF NOT EXISTS ${name('checkpoint')} (
      task VARCHAR(190) NOT NULL PRIMARY KEY, epoch BIGINT NOT NULL, position LONGTEXT, committed_at BIGINT COMMENT 'ms since 1970',
      transactions BIGINT NOT NULL DEFAULT 0, changes BIGINT NOT NULL DEFAULT 0, updated_at DATETIME(3) NOT NULL) ${controlOptions}`,
    `CREATE TABLE IF NOT EXISTS ${name('apply_exception')} (
      id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, task VARCHAR(190) NOT NULL, target_schema VARCHAR(64) NOT NULL,
      target_table VARCHAR(64) NOT NULL, kind VARCHAR(16) NOT NULL, position LONGTEXT NOT NULL, row_key LONGTEXT NOT NULL,
      code VARCHAR(16) NOT NULL, reason LONGTEXT NOT NULL, set_aside_at DATETIME(3) NOT NULL) ${controlOptions}`,
    memoTable(name),
  ])

/**
 * Locks the task for as long as the connection lives and makes every applier before us a stranger to it.
 * @throws OperationError (busy, retryable) when another one has it
 */
export async function takeTask(
  session: Session,
  endpoint: Endpoint,
  task: string,
  connecting: ConnectOptions,
): Promise<TaskHold> {
  const control = await prepare(session)
  const lock = await takeLock(endpoint, `task ${task}`, connecting)
  if (!lock) throw new OperationError('XW-S0120', { endpoint: endpointName(endpoint), task }, { retryable: true })
  try {
    await settle(session, control, task)
    await query(
      session,
      `INSERT INTO ${control('checkpoint')} (task, epoch, updated_at) VALUES (?, 1, UTC_TIMESTAMP(3))
       ON DUPLICATE KEY UPDATE epoch = epoch + 1, updated_at = UTC_TIMESTAMP(3)`,
      [task],
    )
    const [row] = await query(
      session,
      `SELECT epoch, position, committed_at, transactions, changes FROM ${control('checkpoint')} WHERE task = ?`,
      [task],
    )
    const [epoch, position, at, transactions, changes] = row ?? []
    if (epoch == null) throw new Error('no checkpoint was written')
    const counts = { transactions: Number(transactions), changes: Number(changes) }
    const checkpoint = position == null ? null : { position, at: Number(at), ...counts }
    const memo = await readMemo(session, control, task)
    return { task, epoch, checkpoint, memo, control, lock }
  } catch (error) {
    lock.driver.destroy()
    throw error
  }
}

/** False when another applier has taken the task over: then nothing may be committed. */
export async function moveCheckpoint(
  connection: StatementConnection,
  hold: TaskHold,
  mark: CommitMark,
  counts: { readonly transactions: number; readonly changes: number },
): Promise<boolean> {
  const [answer] = await connection.run(
    `UPDATE ${hold.control('checkpoint')} SET position = ${quoteText(mark.position)}, committed_at = ${Math.round(mark.at)},
       transactions = transactions + ${counts.transactions}, changes = changes + ${counts.changes}, updated_at = UTC_TIMESTAMP(3)
     WHERE ${ours(hold)}`,
  )
  return answer?.affected === 1
}

/** As before the first checkpoint. False as above. */
export async function clearCheckpoint(connection: StatementConnection, hold: TaskHold): Promise<boolean> {
  const [answer] = await connection.run(
    `UPDATE ${hold.control('checkpoint')} SET position = NULL, committed_at = NULL, transactions = 0, changes = 0,
       updated_at = UTC_TIMESTAMP(3) WHERE ${ours(hold)}`,
  )
  return answer?.affected === 1
}

const ours = ({ task, epoch }: TaskHold): string => `task = ${quoteText(task)} AND epoch = ${epoch}`

export async function keepExceptions(
  connection: StatementConnection,
  hold: TaskHold,
  tables: readonly ApplyTable[],
  exceptions: readonly ApplyException[],
): Promise<void> {
  for (const { table, kind, position, key, code, reason } of exceptions) {
    const target = tables[table]?.mapping.target
    const values = [
      hold.task,
      target?.schema ?? '',
      target?.table ?? '',
      kind,
      position,
      JSON.stringify(key),
      code,
      reason,
    ]
    await connection.run(
      `INSERT INTO ${hold.control('apply_exception')}
         (task, target_schema, target_table, kind, position, row_key, code, reason, set_aside_at)
       VALUES (${values.map(quoteText).join(', ')}, UTC_TIMESTAMP(3))`,
    )
  }
}
