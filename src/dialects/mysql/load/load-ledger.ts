import type { Chunk } from '../../../core/data/connector.js'
import { planFingerprint } from '../../../core/data/plan-fingerprint.js'
import type { ChunkCounts, KnownChunk, TargetTableState } from '../../../core/data/stream.js'
import type { TableMapping } from '../../../core/mapping/mapping.js'
import { query, queryValue, quoteText, type Session } from '../connect.js'
import { type ControlNames, controlOptions, prepareControl } from '../control-tables.js'
import { targetName } from './target-table.js'

/** What a load has planned and done, kept on the target: a chunk's mark commits with its rows. */
export const prepareLedger = (session: Session): Promise<ControlNames> =>
  prepareControl(session, 'load_table', (name) => [
    `CREATE TABLE IF NOT EXISTS ${name('load_table')} (
      target_schema VARCHAR(64) NOT NULL, target_table VARCHAR(64) NOT NULL, source_table VARCHAR(160) NOT NULL,
      plan CHAR(64) NOT NULL, source_position LONGTEXT, planned_at DATETIME(3) NOT NULL, finished_at DATETIME(3),
      PRIMARY KEY (target_schema, target_table)) ${controlOptions}`,
    `CREATE TABLE IF NOT EXISTS ${name('load_chunk')} (
      target_schema VARCHAR(64) NOT NULL, target_table VARCHAR(64) NOT NULL, chunk INT NOT NULL, lower_bound LONGTEXT,
      upper_bound LONGTEXT, rows_read BIGINT, rows_written BIGINT, rows_rejected BIGINT, bytes BIGINT, done_at DATETIME(3),
      PRIMARY KEY (target_schema, target_table, chunk))
      ${controlOptions}`,
  ])

const placeOf = ({ target }: TableMapping): [string, string] => [target.schema, target.table]

const here = 'target_schema = ? AND target_table = ?'

export async function tableState(session: Session, name: ControlNames, table: TableMapping): Promise<TargetTableState> {
  const [known] = await query(
    session,
    `SELECT plan, source_position, finished_at FROM ${name('load_table')} WHERE ${here}`,
    placeOf(table),
  )
  const hasRows = (await queryValue(session, `SELECT 1 FROM ${targetName(table)} LIMIT 1`)) !== null
  if (!known) return { kind: hasRows ? 'occupied' : 'empty' }
  const chunks = await knownChunks(session, name, table)
  // Somebody has emptied the table since, or made it anew: what the ledger says is no longer so.
  if (!hasRows && chunks.some((chunk) => chunk.counts.written > 0)) return { kind: 'empty' }
  if (known[0] !== planFingerprint(table)) return { kind: hasRows ? 'other-plan' : 'empty' }
  if (hasRows && chunks.every((chunk) => chunk.counts.written === 0)) return { kind: 'occupied' }
  return { kind: 'started', chunks, finished: known[2] !== null, position: known[1] ?? null }
}

async function knownChunks(session: Session, name: ControlNames, table: TableMapping): Promise<readonly KnownChunk[]> {
  const rows = await query(
    session,
    `SELECT chunk, lower_bound, upper_bound, rows_read, rows_written, rows_rejected, bytes, done_at
     FROM ${name('load_chunk')} WHERE ${here} ORDER BY chunk`,
    placeOf(table),
  )
  return rows.map(([chunk, lower, upper, read, written, rejected, bytes, done]) => ({
    index: Number(chunk),
    from: bound(lower),
    to: bound(upper),
    done: done !== null,
    counts: { read: Number(read), written: Number(written), rejected: Number(rejected), bytes: Number(bytes) },
  }))
}

function bound(json: string | null | undefined): readonly string[] | null {
  const found: unknown = json == null ? null : JSON.parse(json)
  return Array.isArray(found) ? found.map(String) : null
}

const jsonOf = (values: readonly string[] | null): string | null => (values === null ? null : JSON.stringify(values))

export async function savePlan(
  session: Session,
  name: ControlNames,
  table: TableMapping,
  { chunks, position }: { readonly chunks: readonly Chunk[]; readonly position: string | null },
): Promise<void> {
  await query(session, 'START TRANSACTION')
  await forget(session, name, table)
  await query(
    session,
    `INSERT INTO ${name('load_table')} (target_schema, target_table, source_table, plan, source_position, planned_at)
     VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3))`,
    [...placeOf(table), `${table.source.schema}.${table.source.table}`, planFingerprint(table), position],
  )
  for (const chunk of chunks)
    await query(
      session,
      `INSERT INTO ${name('load_chunk')} (target_schema, target_table, chunk, lower_bound, upper_bound) VALUES (?, ?, ?, ?, ?)`,
      [...placeOf(table), String(chunk.index), jsonOf(chunk.from), jsonOf(chunk.to)],
    )
  await query(session, 'COMMIT')
}

export async function forget(session: Session, name: ControlNames, table: TableMapping): Promise<void> {
  for (const each of ['load_chunk', 'load_table'])
    await query(session, `DELETE FROM ${name(each)} WHERE ${here}`, placeOf(table))
}

export async function markFinished(session: Session, name: ControlNames, table: TableMapping): Promise<void> {
  await query(session, `UPDATE ${name('load_table')} SET finished_at = UTC_TIMESTAMP(3) WHERE ${here}`, placeOf(table))
}

/** Touches one row, or none when another run has marked the chunk in the meantime: then its rows must not be committed again. */
export function markChunkSql(name: ControlNames, table: TableMapping, chunk: Chunk, counts: ChunkCounts): string {
  const { read, written, rejected, bytes } = counts
  const [schema, own] = placeOf(table).map(quoteText)
  return `UPDATE ${name('load_chunk')} SET rows_read = ${read}, rows_written = ${written}, rows_rejected = ${rejected},
    bytes = ${bytes}, done_at = UTC_TIMESTAMP(3)
    WHERE target_schema = ${schema} AND target_table = ${own} AND chunk = ${chunk.index} AND done_at IS NULL`
}
