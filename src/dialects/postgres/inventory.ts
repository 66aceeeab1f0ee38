import type pg from 'pg'
import type { Endpoint } from '../../core/dialect/endpoint.js'
import type { Activity, InventoryReader, SchemaMeasures, ServerMeasures } from '../../core/dialect/inventory.js'
import { connect } from './connect.js'

export const inventoryReader: InventoryReader = {
  measure: async (endpoint, signal) => {
    const measures = await within(endpoint, endpoint.database ?? 'postgres', signal, measureServer)
    const names = endpoint.database === undefined ? measures.names : [endpoint.database]
    const databases = []
    for (const name of names) databases.push({ name, schemas: await within(endpoint, name, signal, measureSchemas) })
    return { ...measures.server, databases }
  },
}

async function within<T>(
  endpoint: Endpoint,
  database: string,
  signal: AbortSignal,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = await connect(endpoint, { role: 'source', application: 'crosswalk inventory', database, signal })
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}

type Texts = Readonly<Record<string, unknown>>

/** Counters are kept since they were set back, or since the server started (pg_stat_database.stats_reset). */
const counted = `extract(epoch FROM now() - coalesce(max(stats_reset), pg_catalog.pg_postmaster_start_time()))`

async function measureServer(
  client: pg.Client,
): Promise<{ readonly server: Omit<ServerMeasures, 'databases'>; readonly names: readonly string[] }> {
  const { rows } = await client.query<Texts>(
    `SELECT pg_catalog.current_setting('server_version') AS version,
       extract(epoch FROM now() - pg_catalog.pg_postmaster_start_time()) AS uptime,
       (SELECT sum(numbackends) FROM pg_catalog.pg_stat_database) AS connections,
       pg_catalog.current_setting('max_connections') AS allowed, ${counted} AS seconds,
       sum(xact_commit + xact_rollback) AS transactions, sum(tup_inserted) AS inserted, sum(tup_updated) AS updated,
       sum(tup_deleted) AS deleted, sum(tup_fetched) AS read
     FROM pg_catalog.pg_stat_database WHERE datname IS NOT NULL`,
  )
  const row = rows[0] ?? {}
  const found = await client.query<Texts>(
    `SELECT datname FROM pg_catalog.pg_database
     WHERE datallowconn AND NOT datistemplate AND pg_catalog.has_database_privilege(datname, 'CONNECT') ORDER BY datname`,
  )
  return {
    server: {
      product: 'PostgreSQL',
      series: seriesOf(String(row['version'])),
      version: String(row['version']),
      uptimeSeconds: Math.floor(Number(row['uptime'])),
      connections: { now: Number(row['connections']), most: null, allowed: Number(row['allowed']) },
      activity: { ...activityOf(row), transactions: Number(row['transactions']) },
    },
    names: found.rows.map(({ datname }) => String(datname)),
  }
}

/** `9.6` and before by two numbers, since 10 by one. */
const seriesOf = (version: string): string => {
  const [major = '', minor = ''] = /^(\d+)(?:\.(\d+))?/.exec(version)?.slice(1) ?? []
  return Number(major) >= 10 ? major : `${major}.${minor}`
}

const activityOf = (row: Texts): Activity => ({
  seconds: Math.floor(Number(row['seconds'])),
  transactions: null,
  inserted: Number(row['inserted']),
  updated: Number(row['updated']),
  deleted: Number(row['deleted']),
  read: Number(row['read']),
})

/** Tables with their TOAST; of partitioned ones their parts. Rows are the planner's estimate, -1 where nobody looked yet. */
async function measureSchemas(client: pg.Client): Promise<readonly SchemaMeasures[]> {
  const { rows } = await client.query<Texts>(
    `SELECT n.nspname AS name, count(c.oid) AS tables, coalesce(sum(greatest(c.reltuples, 0)), 0) AS rows,
       coalesce(sum(pg_catalog.pg_table_size(c.oid)), 0) AS data, coalesce(sum(pg_catalog.pg_indexes_size(c.oid)), 0) AS indexes,
       (SELECT ${counted} FROM pg_catalog.pg_stat_database WHERE datname = pg_catalog.current_database()) AS seconds,
       coalesce(sum(s.n_tup_ins), 0) AS inserted, coalesce(sum(s.n_tup_upd), 0) AS updated,
       coalesce(sum(s.n_tup_del), 0) AS deleted, coalesce(sum(s.seq_tup_read + coalesce(s.idx_tup_fetch, 0)), 0) AS read
     FROM pg_catalog.pg_namespace n
     LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'm')
     LEFT JOIN pg_catalog.pg_stat_all_tables s ON s.relid = c.oid
     WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'crosswalk')
     GROUP BY n.nspname ORDER BY n.nspname`,
  )
  return rows.map((row) => ({
    name: String(row['name']),
    tables: Number(row['tables']),
    rows: Number(row['rows']),
    dataBytes: Number(row['data']),
    indexBytes: Number(row['indexes']),
    activity: activityOf(row),
  }))
}
