import type { Snapshot, SnapshotOptions } from '../../../core/data/connector.js'
import { LongRows } from '../../../core/data/long-rows.js'
import { loadedColumns } from '../../../core/data/stream.js'
import type { Endpoint } from '../../../core/dialect/endpoint.js'
import type { SequenceMapping, TableMapping } from '../../../core/mapping/mapping.js'
import { close, connect, isAtLeast, query, queryValue, quoteName, type Session } from '../connect.js'
import { serverErrorNumber } from '../connect-errors.js'
import { logEnd, positionText } from '../log-position.js'
import { planChunks, tableName } from './chunk-plan.js'
import { keyOrder, whereOf } from './key-range.js'
import { filterCondition } from './row-filter.js'
import { tableReader } from './table-reader.js'
import { RowStream } from './wire.js'

/** Opens `connections` readers that see one state, and one more connection for planning and for stopping the others. */
export async function openSnapshot(endpoint: Endpoint, options: SnapshotOptions): Promise<Snapshot> {
  const connectOptions = { withoutDatabase: true, ...(options.signal ? { signal: options.signal } : {}) }
  const sessions: Session[] = []
  try {
    const opened = await Promise.allSettled(
      Array.from({ length: options.connections + 1 }, () => connect(endpoint, connectOptions)),
    )
    for (const each of opened) if (each.status === 'fulfilled') sessions.push(each.value)
    for (const each of opened) if (each.status === 'rejected') throw each.reason
    const [control, ...readers] = sessions
    if (!control) throw new Error('a snapshot needs connections')
    const start = await startTogether(control, readers, options.tables)
    return live(control, readers, start)
  } catch (error) {
    for (const session of sessions) session.driver.destroy()
    throw error
  }
}

interface Start {
  readonly position: string | null
  readonly inconsistentBecause?: string
}

async function startTogether(
  control: Session,
  readers: readonly Session[],
  tables: readonly TableMapping[],
): Promise<Start> {
  const lock = await stopWriters(control, tables)
  const begin = async (reader: Session): Promise<void> => {
    await query(reader, 'SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ')
    await query(reader, 'START TRANSACTION WITH CONSISTENT SNAPSHOT')
  }
  await Promise.all(readers.map(begin))
  const end = await logEnd(control)
  if (lock.held) await query(control, 'UNLOCK TABLES')
  const because = lock.held ? await tablesWithoutSnapshots(control, tables) : lock.reason
  return { position: end && positionText(end), ...(because === undefined ? {} : { inconsistentBecause: because }) }
}

type Lock = { readonly held: true } | { readonly held: false; readonly reason: string }

/** Lock waits and missing rights lead to the next best way; other failures are failures. */
const tolerated: ReadonlySet<number> = new Set([1044, 1142, 1205, 1227, 1290])

async function stopWriters(control: Session, tables: readonly TableMapping[]): Promise<Lock> {
  await query(control, 'SET SESSION lock_wait_timeout = 30')
  const list = tables.map((table) => `${tableName(table)} READ`).join(', ')
  const ways = ['FLUSH TABLES WITH READ LOCK', ...(tables.length === 0 ? [] : [`LOCK TABLES ${list}`])]
  let reason = 'no lock was possible'
  for (const statement of ways) {
    try {
      await query(control, statement)
      return { held: true }
    } catch (error) {
      if (!tolerated.has(serverErrorNumber(error))) throw error
      reason = error instanceof Error && error.cause instanceof Error ? error.cause.message : reason
    }
  }
  return { held: false, reason }
}

/** Only InnoDB (and its kin) can show an old state. */
async function tablesWithoutSnapshots(control: Session, tables: readonly TableMapping[]): Promise<string | undefined> {
  const schemas = [...new Set(tables.map((table) => table.source.schema))]
  if (schemas.length === 0) return undefined
  const rows = await query(
    control,
    `SELECT t.TABLE_SCHEMA, t.TABLE_NAME, t.ENGINE FROM information_schema.TABLES t
     JOIN information_schema.ENGINES e ON e.ENGINE = t.ENGINE
     WHERE t.TABLE_SCHEMA IN (${schemas.map(() => '?').join(', ')}) AND e.TRANSACTIONS = 'NO'`,
    schemas,
  )
  const wanted = new Set(tables.map((table) => `${table.source.schema}.${table.source.table}`))
  const found = rows.filter((row) => wanted.has(`${row[0]}.${row[1]}`))
  return found.length === 0
    ? undefined
    : `${found.map((row) => `${row[0]}.${row[1]} (${row[2]})`).join(', ')} cannot show an old state`
}

function live(control: Session, readers: readonly Session[], start: Start): Snapshot {
  const longRows = new LongRows()
  const streams = readers.map((reader) => new RowStream(reader, longRows))
  const estimates = new Map<string, { rows: number; bytes: number }>()
  // One planning statement at a time: the connection queues them anyway.
  return {
    position: start.position,
    consistent: start.inconsistentBecause === undefined,
    ...(start.inconsistentBecause === undefined ? {} : { inconsistentBecause: start.inconsistentBecause }),
    async estimate(table) {
      const found = estimates.get(tableName(table)) ?? (await estimate(control, table))
      estimates.set(tableName(table), found)
      return found
    },
    async planChunks(table, rowsPerChunk) {
      const { rows } = await this.estimate(table)
      return planChunks(control, table, rowsPerChunk, rows)
    },
    read(table, chunk, connection) {
      const stream = streams[connection]
      const reader = readers[connection]
      if (!stream || !reader) throw new Error(`no connection ${connection} in the snapshot`)
      return tableReader(table, selectOf(table, chunk), stream, () => stop(control, reader, stream))
    },
    nextValues: (sequences) => nextValues(control, sequences),
    async close() {
      for (const stream of streams) stream.destroy()
      await close(control)
    },
  }
}

function selectOf(
  table: TableMapping,
  chunk: { from: readonly string[] | null; to: readonly string[] | null },
): string {
  const columns = loadedColumns(table).map((column) => quoteName(column.source.name))
  const where = whereOf(chunk, keyOrder(table))
  const filter = table.filter ? `${where === '' ? ' WHERE' : ' AND'} ${filterCondition(table.filter)}` : ''
  return `SELECT ${columns.join(', ')} FROM ${tableName(table)}${where}${filter}`
}

/** Stops a SELECT whose rows nobody wants any more, so that its connection (and its snapshot) can go on being used. */
async function stop(control: Session, reader: Session, stream: RowStream): Promise<void> {
  if (stream.isIdle) return
  try {
    await query(control, `KILL QUERY ${reader.threadId}`)
  } catch (error) {
    // 1094: it has ended by itself in between.
    if (serverErrorNumber(error) !== 1094) stream.destroy()
  }
  await stream.idle()
}

async function estimate(control: Session, table: TableMapping): Promise<{ rows: number; bytes: number }> {
  if (isAtLeast(control, 'mysql', 8)) await query(control, 'SET SESSION information_schema_stats_expiry = 0')
  const row = (
    await query(
      control,
      'SELECT TABLE_ROWS, DATA_LENGTH FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?',
      [table.source.schema, table.source.table],
    )
  )[0]
  return { rows: Number(row?.[0] ?? 0), bytes: Number(row?.[1] ?? 0) }
}

async function nextValues(
  control: Session,
  sequences: readonly SequenceMapping[],
): Promise<readonly SequenceMapping[]> {
  const found: SequenceMapping[] = []
  for (const sequence of sequences) {
    const next = await nextValue(control, sequence)
    found.push(next === null ? sequence : { ...sequence, next })
  }
  return found
}

async function nextValue(control: Session, { source }: SequenceMapping): Promise<string | null> {
  if (source.kind === 'sequence')
    return queryValue(
      control,
      `SELECT next_not_cached_value FROM ${quoteName(source.schema)}.${quoteName(source.name)}`,
    )
  return queryValue(
    control,
    'SELECT AUTO_INCREMENT FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?',
    [source.schema, source.table],
  )
}
