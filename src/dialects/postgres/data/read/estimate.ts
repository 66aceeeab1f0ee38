import type pg from 'pg'
import type { SizeEstimate } from '../../../../core/data/connector.js'
import type { TableMapping } from '../../../../core/mapping/mapping.js'

/** Bytes of a row, where nothing is known of the rows of a table. */
const guessedRow = 100

/**
 * The planner's own figures, corrected by how much the table has grown since (see estimate_rel_size in the server). Of a
 * partitioned table those of its partitions; of long values, the bytes beside the table too.
 */
const sizeSql = `
  SELECT (pg_catalog.sum(CASE WHEN c.reltuples > 0 AND c.relpages > 0
      THEN c.reltuples::float8 / c.relpages * s.pages END))::text AS rows,
    pg_catalog.sum(pg_catalog.pg_table_size(c.oid))::text AS bytes
  FROM (SELECT t.relid FROM pg_catalog.pg_class r JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace
      CROSS JOIN LATERAL pg_catalog.pg_partition_tree(r.oid) t WHERE n.nspname = $1 AND r.relname = $2 AND r.relkind = 'p' AND t.isleaf
    UNION ALL SELECT r.oid FROM pg_catalog.pg_class r JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace
      WHERE n.nspname = $1 AND r.relname = $2 AND r.relkind = 'r') AS parts
  JOIN pg_catalog.pg_class c ON c.oid = parts.relid
  CROSS JOIN LATERAL (SELECT pg_catalog.pg_relation_size(c.oid) / pg_catalog.current_setting('block_size')::int AS pages) AS s`

export async function estimate(client: pg.Client, { source }: TableMapping): Promise<SizeEstimate> {
  const { rows } = await client.query<{ rows: string | null; bytes: string | null }>(sizeSql, [
    source.schema,
    source.table,
  ])
  const bytes = Number(rows[0]?.bytes ?? 0)
  const known = rows[0]?.rows
  return known == null
    ? { rows: Math.round(bytes / guessedRow), bytes, guessed: true }
    : { rows: Math.round(Number(known)), bytes }
}
