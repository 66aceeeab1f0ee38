import type pg from 'pg'
import type { ApplyException, Checkpoint, CommitMark, TargetRun } from '../../../core/data/changes.js'
import { type Endpoint, endpointName } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { readMemo } from './definitions.js'
import type { ApplyTable } from './tables.js'

/** Where each task stands, and what it could not apply. A checkpoint commits with the rows that it speaks of. */
const schemaSql = [
  'CREATE SCHEMA IF NOT EXISTS crosswalk',
  `CREATE TABLE IF NOT EXISTS crosswalk.checkpoint (
    task text PRIMARY KEY, epoch bigint NOT NULL CHECK (epoch > 0), position text, committed_at timestamptz,
    transactions bigint NOT NULL DEFAULT 0 CHECK (transactions >= 0), changes bigint NOT NULL DEFAULT 0 CHECK (changes >= 0),
    updated_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    CHECK ((position IS NULL) = (committed_at IS NULL)))`,
  `CREATE TABLE IF NOT EXISTS crosswalk.apply_exception (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, task text NOT NULL, target_schema text NOT NULL, target_table text NOT NULL,
    kind text NOT NULL, position text NOT NULL, row_key jsonb NOT NULL, code text NOT NULL, reason text NOT NULL,
    set_aside_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp())`,
  'CREATE TABLE IF NOT EXISTS crosswalk.task_memo (task text PRIMARY KEY, memo text NOT NULL)',
]

/** A task as one applier holds it. */
export interface TaskHold {
  readonly task: string
  readonly epoch: string
  readonly checkpoint: Checkpoint | null
  readonly memo: string | null
}

/**
 * An epoch is a count and, in its lower half, who took the task: an answer that was lost leaves no doubt whether that was us.
 * So a run that was frozen while another one took over cannot take the task back.
 */
const half = '4294967296'

/** For who does not say who it is. */
const nobody: TargetRun = { number: 0, again: false }

/**
 * Locks the task for as long as the connection lives and makes every applier before us a stranger to it.
 * @throws OperationError (busy, retryable) when another one has it; XW-S0121 when it had it after us
 */
export async function takeTask(
  control: pg.Client,
  endpoint: Endpoint,
  task: string,
  run: TargetRun = nobody,
): Promise<TaskHold> {
  await prepare(control)
  const { rows } = await control.query<{ got: string }>(
    'SELECT pg_catalog.pg_try_advisory_lock(4713, pg_catalog.hashtext($1))::text AS got',
    [task],
  )
  const found = { endpoint: endpointName(endpoint), task }
  if (rows[0]?.got !== 'true') {
    if (run.again && (await lastRun(control, task)) !== run.number) throw new OperationError('XW-S0121', found)
    throw new OperationError('XW-S0120', found, { retryable: true })
  }
  const hold = await nextEpoch(control, task, run)
  if (!hold) throw new OperationError('XW-S0121', found)
  return hold
}

/** Null: nobody ever had it. */
export async function lastRun(client: pg.Client, task: string): Promise<number | null> {
  const { rows: found } = await client.query<{ there: string }>(
    "SELECT (pg_catalog.to_regclass('crosswalk.checkpoint') IS NOT NULL)::text AS there",
  )
  if (found[0]?.there !== 'true') return null
  const sql = `SELECT (epoch % ${half})::text AS run FROM crosswalk.checkpoint WHERE task = $1`
  const { rows } = await client.query<{ run: string }>(sql, [task])
  return rows[0] ? Number(rows[0].run) : null
}

/** The lock keeps two tasks that begin together from both creating the tables. */
async function prepare(control: pg.Client): Promise<void> {
  await control.query('BEGIN')
  await control.query("SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('crosswalk.checkpoint'))")
  for (const statement of schemaSql) await control.query(statement)
  await control.query('COMMIT')
}

interface CheckpointRow {
  readonly epoch: string
  readonly position: string | null
  readonly at: string | null
  readonly transactions: string
  readonly changes: string
}

async function nextEpoch(
  control: pg.Client,
  task: string,
  { number, again }: TargetRun,
): Promise<TaskHold | undefined> {
  const { rows } = await control.query<CheckpointRow>(
    `INSERT INTO crosswalk.checkpoint AS c (task, epoch) VALUES ($1, ${half} + $2::bigint)
     ON CONFLICT (task) DO UPDATE SET epoch = (c.epoch / ${half} + 1) * ${half} + $2::bigint, updated_at = pg_catalog.clock_timestamp()
       WHERE NOT $3::boolean OR c.epoch % ${half} = $2::bigint
     RETURNING epoch::text, position, (EXTRACT(epoch FROM committed_at) * 1000)::bigint::text AS at, transactions::text, changes::text`,
    [task, number, again],
  )
  const [row] = rows
  if (!row) return undefined
  const { epoch, position, at } = row
  const memo = await readMemo(control, task)
  if (position === null || at === null) return { task, epoch, memo, checkpoint: null }
  const counts = { transactions: Number(row.transactions), changes: Number(row.changes) }
  return { task, epoch, memo, checkpoint: { position, at: Number(at), ...counts } }
}

/** False when another applier has taken the task over: then nothing may be committed. */
export async function moveCheckpoint(
  client: pg.Client,
  hold: TaskHold,
  mark: CommitMark,
  counts: { readonly transactions: number; readonly changes: number },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE crosswalk.checkpoint SET position = $3, committed_at = timestamptz 'epoch' + $4::bigint * interval '1 millisecond',
       transactions = transactions + $5::bigint, changes = changes + $6::bigint, updated_at = pg_catalog.clock_timestamp()
     WHERE task = $1 AND epoch = $2::bigint`,
    [hold.task, hold.epoch, mark.position, Math.round(mark.at), counts.transactions, counts.changes],
  )
  return rowCount === 1
}

/** As before the first checkpoint. False as above. */
export async function clearCheckpoint(client: pg.Client, hold: TaskHold): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE crosswalk.checkpoint SET position = NULL, committed_at = NULL, transactions = 0, changes = 0,
       updated_at = pg_catalog.clock_timestamp()
     WHERE task = $1 AND epoch = $2::bigint`,
    [hold.task, hold.epoch],
  )
  return rowCount === 1
}

export async function keepExceptions(
  client: pg.Client,
  hold: TaskHold,
  tables: readonly ApplyTable[],
  exceptions: readonly ApplyException[],
): Promise<void> {
  for (const { table, kind, position, key, code, reason } of exceptions) {
    const target = tables[table]?.mapping.target
    await client.query(
      `INSERT INTO crosswalk.apply_exception (task, target_schema, target_table, kind, position, row_key, code, reason)
       VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7, $8)`,
      [hold.task, target?.schema ?? '', target?.table ?? '', kind, position, jsonOf(key), code, reason],
    )
  }
}

/** The engine's JSON and text hold no U+0000. */
const jsonOf = (key: Readonly<Record<string, string | null>>): string =>
  JSON.stringify(key).replaceAll('\\u0000', '\\ufffd')
