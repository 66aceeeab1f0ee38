import type { Activity, DatabaseMeasures, InventoryReader, ServerMeasures } from '../../core/dialect/inventory.js'
import { listSchemas } from './catalog/queries.js'
import { close, connect, isAtLeast, query, type Session } from './connect.js'
import { productOf } from './fingerprint.js'

export const inventoryReader: InventoryReader = {
  measure: async (endpoint, signal) => {
    const session = await connect(endpoint, { signal })
    try {
      return await measure(session, endpoint.database)
    } finally {
      await close(session)
    }
  },
}

async function measure(session: Session, database: string | undefined): Promise<ServerMeasures> {
  // Cached figures may be a day old (manual, information_schema_stats_expiry).
  if (isAtLeast(session, 'mysql', 8, 0, 3)) await query(session, 'SET SESSION information_schema_stats_expiry = 0')
  const all = await listSchemas(session, database === undefined ? [] : [database])
  // Where tasks keep what they know of a target.
  const names = all.filter((name) => name !== 'crosswalk')
  const status = await variables(session, 'STATUS')
  const settings = await variables(session, 'VARIABLES')
  const seconds = status('Uptime')
  const { product, version } = productOf(session.version)
  return {
    product,
    series: version.series[0],
    version: version.text,
    uptimeSeconds: seconds,
    connections: {
      now: status('Threads_connected') ?? 0,
      most: status('Max_used_connections'),
      allowed: settings('max_connections') ?? 0,
    },
    activity: seconds === null ? null : serverActivity(seconds, status),
    databases: await measureDatabases(session, names, seconds),
  }
}

type Lookup = (name: string) => number | null

async function variables(session: Session, what: 'STATUS' | 'VARIABLES'): Promise<Lookup> {
  const rows = await query(session, `SHOW GLOBAL ${what}`)
  const known = new Map(rows.map(([name, value]) => [(name ?? '').toLowerCase(), value]))
  return (name) => {
    const value = known.get(name.toLowerCase())
    return value === undefined || value === null || !/^\d+$/.test(value) ? null : Number(value)
  }
}

/** Rows are those of InnoDB; transactions are those that were ended by a statement, and statements that were one of their own. */
function serverActivity(seconds: number, status: Lookup): Activity {
  return {
    seconds,
    transactions: status('Handler_commit'),
    inserted: status('Innodb_rows_inserted') ?? 0,
    updated: status('Innodb_rows_updated') ?? 0,
    deleted: status('Innodb_rows_deleted') ?? 0,
    read: status('Innodb_rows_read') ?? 0,
  }
}

async function measureDatabases(
  session: Session,
  names: readonly string[],
  seconds: number | null,
): Promise<readonly DatabaseMeasures[]> {
  const rows = await query(
    session,
    `SELECT TABLE_SCHEMA, COUNT(*), SUM(TABLE_ROWS), SUM(DATA_LENGTH), SUM(INDEX_LENGTH) FROM information_schema.TABLES
     WHERE TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') GROUP BY TABLE_SCHEMA`,
  )
  const sizes = new Map(rows.map(([name, ...figures]) => [name, figures.map(Number)]))
  const activities = await tableActivities(session, seconds)
  return names.map((name) => {
    const [tables = 0, count = 0, dataBytes = 0, indexBytes = 0] = sizes.get(name) ?? []
    const activity = activities?.get(name) ?? null
    return { name, schemas: [{ name, tables, rows: count, dataBytes, indexBytes, activity }] }
  })
}

/** Counters for each table exist where the Performance Schema is on; MariaDB has it off unless told. */
async function tableActivities(
  session: Session,
  seconds: number | null,
): Promise<ReadonlyMap<string, Activity> | undefined> {
  const [on] = await query(session, "SHOW GLOBAL VARIABLES LIKE 'performance_schema'")
  if (seconds === null || on?.[1] !== 'ON') return undefined
  const rows = await query(
    session,
    `SELECT OBJECT_SCHEMA, SUM(COUNT_INSERT), SUM(COUNT_UPDATE), SUM(COUNT_DELETE), SUM(COUNT_FETCH)
     FROM performance_schema.table_io_waits_summary_by_table GROUP BY OBJECT_SCHEMA`,
  ).catch(() => [])
  return new Map(
    rows.map(([name, ...figures]) => {
      const [inserted = 0, updated = 0, deleted = 0, read = 0] = figures.map(Number)
      return [name ?? '', { seconds, transactions: null, inserted, updated, deleted, read }]
    }),
  )
}
