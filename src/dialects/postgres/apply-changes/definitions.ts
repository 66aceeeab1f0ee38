import type pg from 'pg'
import { RefusedBatch } from '../../../core/data/changes.js'
import { failpoint } from '../../../core/process/failpoint.js'
import { codeOf, isConnectionLoss, reasonOf } from '../errors.js'
import { isPassing } from './failures.js'

/**
 * Rows are looked at as a whole here, so the planner gets back what is taken from it for single rows. Who waits for a lock on
 * a table makes all others wait behind: after this time it is given up and tried again.
 */
const settings =
  "SET LOCAL enable_seqscan = on; SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = on; SET LOCAL lock_timeout = '5s'"

/** Of a statement that somebody, or its time, has ended. */
const canceled = '57014'

/** Within the transaction of who calls. @throws RefusedBatch with the engine's own words */
export async function runDefinitions(client: pg.Client, statements: readonly string[]): Promise<void> {
  await client.query(settings)
  for (const statement of statements) {
    failpoint('definition-statement')
    try {
      await client.query(statement)
    } catch (error) {
      if (isPassing(error) || isConnectionLoss(error) || codeOf(error) === canceled) throw error
      throw new RefusedBatch(reasonOf(error), { at: null, code: 'XW-S0602' }, { cause: error })
    }
  }
}

export async function keepMemo(client: pg.Client, task: string, memo: string): Promise<void> {
  await client.query(
    'INSERT INTO crosswalk.task_memo AS m (task, memo) VALUES ($1, $2) ON CONFLICT (task) DO UPDATE SET memo = excluded.memo',
    [task, memo],
  )
}

export async function clearMemo(client: pg.Client, task: string): Promise<void> {
  await client.query('DELETE FROM crosswalk.task_memo WHERE task = $1', [task])
}

/** Null as long as nothing was kept, or nothing of ours is there at all. */
export async function readMemo(client: pg.Client, task: string): Promise<string | null> {
  const { rows: found } = await client.query<{ there: string }>(
    "SELECT (pg_catalog.to_regclass('crosswalk.task_memo') IS NOT NULL)::text AS there",
  )
  if (found[0]?.there !== 'true') return null
  const { rows } = await client.query<{ memo: string }>('SELECT memo FROM crosswalk.task_memo WHERE task = $1', [task])
  return rows[0]?.memo ?? null
}
