import type pg from 'pg'
import type { Chunk } from '../../../core/data/connector.js'
import { planFingerprint } from '../../../core/data/plan-fingerprint.js'
import type { ChunkCounts, KnownChunk, TargetTableState } from '../../../core/data/stream.js'
import type { TableMapping } from '../../../core/mapping/mapping.js'
import { type TargetTable, targetName } from './target-table.js'

/** What a load has planned and done, kept on the target: a chunk's mark commits with its rows. */
const schemaSql = [
  'CREATE SCHEMA IF NOT EXISTS crosswalk',
  `CREATE TABLE IF NOT EXISTS crosswalk.load_table (
    target_schema text NOT NULL, target_table text NOT NULL, relation oid NOT NULL, source_table text NOT NULL,
    plan text NOT NULL, source_position text, planned_at timestamptz NOT NULL DEFAULT pg_catalog.now(), finished_at timestamptz,
    PRIMARY KEY (target_schema, target_table))`,
  `CREATE TABLE IF NOT EXISTS crosswalk.load_chunk (
    target_schema text NOT NULL, target_table text NOT NULL, chunk integer NOT NULL, lower text[], upper text[],
    rows_read bigint, rows_written bigint, rows_rejected bigint, bytes bigint, done_at timestamptz,
    PRIMARY KEY (target_schema, target_table, chunk),
    FOREIGN KEY (target_schema, target_table) REFERENCES crosswalk.load_table ON DELETE CASCADE)`,
]

/** The lock keeps two loads that begin together from both creating the tables. */
export async function prepareLedger(client: pg.Client): Promise<void> {
  await client.query('BEGIN')
  await client.query("SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('crosswalk.load'))")
  for (const statement of schemaSql) await client.query(statement)
  await client.query('COMMIT')
}

const namesOf = (table: TableMapping): [string, string] => [table.target.schema, table.target.table]

export async function tableState(
  client: pg.Client,
  table: TableMapping,
  target: TargetTable,
): Promise<TargetTableState> {
  const found = await client.query<{ [name: string]: string | null }>(
    `SELECT plan, relation::text, source_position, finished_at::text FROM crosswalk.load_table WHERE target_schema = $1 AND target_table = $2`,
    namesOf(table),
  )
  const occupied = await client.query<{ found: string }>(
    `SELECT EXISTS (SELECT 1 FROM ${targetName(table)})::text AS found`,
  )
  const hasRows = occupied.rows[0]?.found === 'true'
  const known = found.rows[0]
  if (!known || known['relation'] !== target.oid) return { kind: hasRows ? 'occupied' : 'empty' }
  const chunks = await knownChunks(client, table)
  // Somebody has emptied the table since: what the ledger says is no longer so.
  if (!hasRows && chunks.some((chunk) => chunk.counts.written > 0)) return { kind: 'empty' }
  const finished = known['finished_at'] != null
  if (known['plan'] !== planFingerprint(table)) return { kind: hasRows ? 'other-plan' : 'empty' }
  if (hasRows && chunks.every((chunk) => chunk.counts.written === 0)) return { kind: 'occupied' }
  return { kind: 'started', chunks, finished, position: known['source_position'] ?? null }
}

interface ChunkRow {
  readonly chunk: string
  readonly lower: string | null
  readonly upper: string | null
  readonly rows_read: string | null
  readonly rows_written: string | null
  readonly rows_rejected: string | null
  readonly bytes: string | null
  readonly done: string
}

async function knownChunks(client: pg.Client, table: TableMapping): Promise<readonly KnownChunk[]> {
  const { rows } = await client.query<ChunkRow>(
    `SELECT chunk::text, pg_catalog.array_to_json(lower)::text AS lower, pg_catalog.array_to_json(upper)::text AS upper,
       rows_read::text, rows_written::text, rows_rejected::text, bytes::text, (done_at IS NOT NULL)::text AS done
     FROM crosswalk.load_chunk WHERE target_schema = $1 AND target_table = $2 ORDER BY load_chunk.chunk`,
    namesOf(table),
  )
  return rows.map((row) => ({
    index: Number(row.chunk),
    from: bound(row.lower),
    to: bound(row.upper),
    done: row.done === 'true',
    counts: {
      read: Number(row.rows_read ?? 0),
      written: Number(row.rows_written ?? 0),
      rejected: Number(row.rows_rejected ?? 0),
      bytes: Number(row.bytes ?? 0),
    },
  }))
}

function bound(json: string | null): readonly string[] | null {
  const found: unknown = json === null ? null : JSON.parse(json)
  return Array.isArray(found) ? found.map(String) : null
}

export async function savePlan(
  client: pg.Client,
  table: TableMapping,
  target: TargetTable,
  chunks: readonly Chunk[],
  position: string | null,
): Promise<void> {
  await client.query('BEGIN')
  await forget(client, table)
  await client.query(
    `INSERT INTO crosswalk.load_table (target_schema, target_table, relation, source_table, plan, source_position) VALUES ($1, $2, $3, $4, $5, $6)`,
    [...namesOf(table), target.oid, `${table.source.schema}.${table.source.table}`, planFingerprint(table), position],
  )
  for (const chunk of chunks)
    await client.query(
      `INSERT INTO crosswalk.load_chunk (target_schema, target_table, chunk, lower, upper) VALUES ($1, $2, $3, $4, $5)`,
      [...namesOf(table), chunk.index, chunk.from, chunk.to],
    )
  await client.query('COMMIT')
}

export async function forget(client: pg.Client, table: TableMapping): Promise<void> {
  await client.query('DELETE FROM crosswalk.load_table WHERE target_schema = $1 AND target_table = $2', namesOf(table))
}

/** False when another run has marked the chunk in the meantime; its rows must then not be committed a second time. */
export async function markChunk(
  client: pg.Client,
  table: TableMapping,
  chunk: Chunk,
  counts: ChunkCounts,
): Promise<boolean> {
  const result = await client.query(
    `UPDATE crosswalk.load_chunk SET rows_read = $4, rows_written = $5, rows_rejected = $6, bytes = $7, done_at = pg_catalog.now()
     WHERE target_schema = $1 AND target_table = $2 AND chunk = $3 AND done_at IS NULL`,
    [...namesOf(table), chunk.index, counts.read, counts.written, counts.rejected, counts.bytes],
  )
  return result.rowCount === 1
}

export async function markFinished(client: pg.Client, table: TableMapping): Promise<void> {
  await client.query(
    'UPDATE crosswalk.load_table SET finished_at = pg_catalog.now() WHERE target_schema = $1 AND target_table = $2',
    namesOf(table),
  )
}
