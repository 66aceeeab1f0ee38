import type { ApplyException, Checkpoint, CommitMark, TargetRun } from '../../../core/data/changes.js'
import { type Endpoint, endpointName } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { type ConnectOptions, query, queryValue, quoteText, type Session } from '../connect.js'
import { serverErrorNumber } from '../connect-errors.js'
import { type ControlNames, controlNames, controlOptions, prepareControl } from '../control-tables.js'
import { takeLock } from '../locks.js'
import type { StatementConnection } from '../statement-connection.js'
import { memoTable, notThere, readMemo, settle } from './definitions.js'
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
 * An epoch is a count and, in its lower half, who took the task: an answer that was lost leaves no doubt whether that was us.
 * So a run that was frozen while another one took over cannot take the task back.
 */
const half = '4294967296'

/** For who does not say who it is. */
const nobody: TargetRun = { number: 0, again: false }

/** Null: nobody ever had it. */
export async function lastRun(session: Session, task: string): Promise<number | null> {
  for (const control of controlNames(session)) {
    const found = await runIn(session, control, task).catch((error: unknown) => {
      if (notThere.has(serverErrorNumber(error))) return null
      throw error
    })
    if (found !== null) return found
  }
  return null
}

async function runIn(session: Session, control: ControlNames, task: string): Promise<number | null> {
  const sql = `SELECT epoch % ${half} FROM ${control('checkpoint')} WHERE task = ?`
  const value = await queryValue(session, sql, [task])
  return value == null ? null : Number(value)
}

/**
 * Locks the task for as long as the connection lives and makes every applier before us a stranger to it.
 * @throws OperationError (busy, retryable) when another one has it; XW-S0121 when it had it after us
 */
export async function takeTask(
  session: Session,
  endpoint: Endpoint,
  task: string,
  { run = nobody, ...connecting }: ConnectOptions & { readonly run?: TargetRun | undefined },
): Promise<TaskHold> {
  const control = await prepare(session)
  const lock = await takeLock(endpoint, `task ${task}`, connecting)
  const found = { endpoint: endpointName(endpoint), task }
  try {
    // With the lock in hand nobody else can come between this look and ours.
    const last = run.again ? await runIn(session, control, task) : null
    if (last !== null && last !== run.number) throw new OperationError('XW-S0121', found)
    if (!lock) throw new OperationError('XW-S0120', found, { retryable: true })
    await settle(session, control, task)
    await query(
      session,
      `INSERT INTO ${control('checkpoint')} (task, epoch, updated_at) VALUES (?, ${half} + ${run.number}, UTC_TIMESTAMP(3))
       ON DUPLICATE KEY UPDATE epoch = (epoch DIV ${half} + 1) * ${half} + ${run.number}, updated_at = UTC_TIMESTAMP(3)`,
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
    lock?.driver.destroy()
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
