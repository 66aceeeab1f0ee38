import type { CommitMark, TargetDefinition } from '../../../core/data/changes.js'
import { RefusedBatch } from '../../../core/data/changes.js'
import { type Endpoint, endpointName } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import type { TableName } from '../../../core/mapping/mapping.js'
import { failpoint } from '../../../core/process/failpoint.js'
import { close, connect, query, queryValue, quoteName, type Session } from '../connect.js'
import { serverErrorNumber, serverWords } from '../connect-errors.js'
import { type ControlNames, controlNames, controlOptions } from '../control-tables.js'

/**
 * A definition that is about to be changed. The engine commits with it, so it is noted first with the definitions as they
 * are, and from those can be told later whether it was done.
 */
interface Pending {
  readonly tables: readonly TableName[]
  /** One each; null: there is no such table. */
  readonly before: readonly (string | null)[]
  readonly memo: string
  readonly mark: CommitMark
}

export const memoTable = (name: ControlNames): string =>
  `CREATE TABLE IF NOT EXISTS ${name('task_memo')} (task VARCHAR(190) NOT NULL PRIMARY KEY, memo LONGTEXT, pending LONGTEXT) ${controlOptions}`

/** Text that puts the row of a task in. */
export function memoStatement(control: ControlNames, values: readonly string[]): string {
  return `REPLACE INTO ${control('task_memo')} (task, memo, pending) VALUES (${values.join(', ')})`
}

export async function pendingOf(
  session: Session,
  { touches = [], memo, mark }: Pick<TargetDefinition, 'touches' | 'memo' | 'mark'>,
): Promise<string> {
  const pending: Pending = { tables: touches, before: await shown(session, touches), memo, mark }
  return JSON.stringify(pending)
}

/** As the server shows them; the next number of a table moves with every row. */
async function shown(session: Session, tables: readonly TableName[]): Promise<readonly (string | null)[]> {
  const texts: (string | null)[] = []
  for (const { schema, table } of tables) {
    const name = `${quoteName(schema)}.${quoteName(table)}`
    const rows = await query(session, `SHOW CREATE TABLE ${name}`).catch((error: unknown) => {
      if (noSuchTable.has(serverErrorNumber(error))) return []
      throw error
    })
    texts.push(rows[0]?.[1]?.replace(/^(\) ENGINE=\S+ )AUTO_INCREMENT=\d+ /m, '$1') ?? null)
  }
  return texts
}

const noSuchTable: ReadonlySet<number> = new Set([1146, 1049, 1051])

/** @throws OperationError XW-S0629 when it was done in part */
async function isDone(session: Session, { tables, before }: Pending): Promise<boolean> {
  const now = await shown(session, tables)
  const changed = now.filter((text, at) => text !== before[at]).length
  if (changed === 0 || changed === tables.length) return changed > 0
  throw new OperationError('XW-S0629', { tables: tables.map(({ schema, table }) => `${schema}.${table}`).join(', ') })
}

/** What was under way when an applier ended: done, then the checkpoint is behind it; not done, then it comes again. The task must be ours. */
export async function settle(session: Session, control: ControlNames, task: string): Promise<void> {
  const text = await queryValue(session, `SELECT pending FROM ${control('task_memo')} WHERE task = ?`, [task])
  if (text == null) return
  const pending: Pending = JSON.parse(text)
  const done = await isDone(session, pending)
  await query(session, 'START TRANSACTION')
  if (done)
    await query(
      session,
      `UPDATE ${control('checkpoint')} SET position = ?, committed_at = ?, updated_at = UTC_TIMESTAMP(3) WHERE task = ?`,
      [pending.mark.position, String(Math.round(pending.mark.at)), task],
    )
  const memo = done ? ', memo = ?' : ''
  await query(session, `UPDATE ${control('task_memo')} SET pending = NULL${memo} WHERE task = ?`, [
    ...(done ? [pending.memo] : []),
    task,
  ])
  await query(session, 'COMMIT')
}

export const readMemo = async (session: Session, control: ControlNames, task: string): Promise<string | null> =>
  (await queryValue(session, `SELECT memo FROM ${control('task_memo')} WHERE task = ?`, [task])) ?? null

/** What holds of a task, with what is under way as it will be settled; null: nothing was kept. */
export async function recallMemo(endpoint: Endpoint, task: string): Promise<string | null> {
  const session = await connect(endpoint, { withoutDatabase: true })
  try {
    for (const control of controlNames(session)) {
      const rows = await query(session, `SELECT memo, pending FROM ${control('task_memo')} WHERE task = ?`, [
        task,
      ]).catch((error: unknown) => {
        if (notThere.has(serverErrorNumber(error))) return []
        throw error
      })
      const [memo, text] = rows[0] ?? []
      const pending: Pending | null = text == null ? null : JSON.parse(text)
      if (pending && (await isDone(session, pending))) return pending.memo
      if (rows.length > 0) return memo ?? null
    }
    return null
  } finally {
    await close(session)
  }
}

/** No such table or database, or no right to see whether there is one. */
export const notThere: ReadonlySet<number> = new Set([1146, 1049, 1044, 1142])

/** Locks of others. */
const locks: ReadonlySet<number> = new Set([1205, 1213])

/** Statements that somebody, or their time, has ended. */
const ended: ReadonlySet<number> = new Set([1317, 1053, 1969, 3024])

/** @throws RefusedBatch with the engine's own words; nothing was changed then */
export async function runDefinition(session: Session, statements: readonly string[]): Promise<void> {
  for (const statement of statements) {
    failpoint('definition-statement')
    try {
      await query(session, statement)
    } catch (error) {
      const number = serverErrorNumber(error)
      if (number === 0 || ended.has(number)) throw error
      const reason = serverWords(error)
      if (locks.has(number)) {
        const data = { endpoint: endpointName(session.endpoint), reason }
        throw new OperationError('XW-S0123', data, { cause: error, retryable: true })
      }
      throw new RefusedBatch(reason, { at: null, code: 'XW-S0602' }, { cause: error })
    }
  }
}
