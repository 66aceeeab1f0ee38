import type pg from 'pg'
import type {
  Chunk,
  SizeEstimate,
  Snapshot,
  SnapshotOptions,
  SourceConnector,
} from '../../../../core/data/connector.js'
import { LongRows } from '../../../../core/data/long-rows.js'
import type { TableReader } from '../../../../core/data/stream.js'
import { type Endpoint, endpointName } from '../../../../core/dialect/endpoint.js'
import { OperationError } from '../../../../core/findings/operation-error.js'
import type { TableMapping } from '../../../../core/mapping/mapping.js'
import { exportSnapshot } from '../../changes/snapshot-slot.js'
import { connect, endOf } from '../../connect.js'
import { codeOf, operationErrorOf, reasonOf } from '../../errors.js'
import { openScript } from '../script/source.js'
import { planChunks } from './chunk-plan.js'
import { CopyOut } from './copy-out.js'
import { estimate } from './estimate.js'
import { type KeyOrder, readKeyOrder, whereOf } from './key-order.js'
import { readMoneyScale } from './money.js'
import { nextValues } from './next-values.js'
import { readSourceTable, type SourceTable, sourceName } from './source-table.js'
import { tableReader } from './table-reader.js'

export const source: SourceConnector = { openSnapshot, openScript }

const begin = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'

/**
 * One state of the database for all connections, and two connections more: one that holds the state and the locks, and one
 * for planning. Tables are locked against TRUNCATE
 * and ALTER before the state is fixed: to an older snapshot an emptied table is empty.
 */
async function openSnapshot(endpoint: Endpoint, options: SnapshotOptions): Promise<Snapshot> {
  const clients: pg.Client[] = []
  try {
    const opened = await Promise.allSettled(
      Array.from({ length: options.connections + 2 }, () => open(endpoint, options.signal)),
    )
    for (const each of opened) if (each.status === 'fulfilled') clients.push(each.value)
    for (const each of opened) if (each.status === 'rejected') throw each.reason
    const [control, planner, ...readers] = clients
    if (!control || !planner) throw new Error('a snapshot needs connections')
    await control.query(begin)
    await lockTables(endpoint, control, options.tables)
    const state = await fixState(endpoint, control, options)
    const session = { endpoint, control, planner, readers, state }
    return new LiveSnapshot(session, await readMoneyScale(control))
  } catch (error) {
    for (const client of clients) void client.end().catch(() => undefined)
    options.signal?.throwIfAborted()
    throw sourceFailure(endpoint, error)
  }
}

const open = (endpoint: Endpoint, signal: AbortSignal | undefined): Promise<pg.Client> =>
  connect(endpoint, {
    ...{ role: 'source', application: 'crosswalk load', settings: { idle_session_timeout: '0', jit: 'off' } },
    ...(signal ? { signal } : {}),
  })

async function lockTables(endpoint: Endpoint, control: pg.Client, tables: readonly TableMapping[]): Promise<void> {
  if (tables.length === 0) return
  try {
    await control.query(`LOCK TABLE ${tables.map(sourceName).join(', ')} IN ACCESS SHARE MODE`)
  } catch (error) {
    const known = operationErrorOf(endpoint, error, 'locking the tables')
    throw known ?? new OperationError('XW-D0031', { reason: withHint(error) }, { cause: error })
  }
}

/** Many tables may need more locks than the server has room for; it says which setting that is. */
const withHint = (error: unknown): string =>
  error instanceof Error && 'hint' in error && typeof error.hint === 'string'
    ? `${reasonOf(error)} (${error.hint})`
    : reasonOf(error)

interface State {
  readonly name: string
  readonly position: string | null
}

/** A place in the log costs a slot for a moment, and waits for transactions under way; without one the state is fixed at once. */
async function fixState(endpoint: Endpoint, control: pg.Client, options: SnapshotOptions): Promise<State> {
  const exported = options.positioned ? await exportSnapshot(endpoint, options.signal) : undefined
  try {
    if (exported) await control.query(`SET TRANSACTION SNAPSHOT '${exported.name}'`)
    // The control connection lives as long as the snapshot does: who loses its transaction can take the state over again.
    const { rows } = await control.query<{ name: string }>('SELECT pg_catalog.pg_export_snapshot() AS name')
    return { name: rows[0]?.name ?? '', position: exported?.position ?? null }
  } finally {
    await exported?.release()
  }
}

/**
 * Takes the state over in a transaction of its own, and ends the one before: locks are held until a transaction ends, and
 * a server has room for a few thousand of them.
 */
async function beginIn(client: pg.Client, { name }: State): Promise<void> {
  await client.query(`ROLLBACK; ${begin}; SET TRANSACTION SNAPSHOT '${name}'`)
}

interface Session {
  readonly endpoint: Endpoint
  readonly control: pg.Client
  readonly planner: pg.Client
  readonly readers: readonly pg.Client[]
  readonly state: State
}

/** Undefined table, undefined column. */
const gone: ReadonlySet<string> = new Set(['42P01', '42703'])

/** What the server says of reading, as an error with its exit code. */
function sourceFailure(endpoint: Endpoint, error: unknown): unknown {
  if (error instanceof OperationError) return error
  const known = operationErrorOf(endpoint, error, 'reading rows')
  if (known || codeOf(error) === undefined) return known ?? error
  const data = { endpoint: endpointName(endpoint), reason: reasonOf(error) }
  return new OperationError(gone.has(codeOf(error) ?? '') ? 'XW-S0210' : 'XW-S0206', data, { cause: error })
}

interface Described {
  readonly table: SourceTable
  readonly order: KeyOrder | null
}

class LiveSnapshot implements Snapshot {
  readonly consistent = true
  readonly position: string | null
  readonly #session: Session
  readonly #streams: readonly CopyOut[]
  readonly #moneyScale: number
  readonly #described = new Map<string, Promise<Described>>()
  readonly #sizes = new Map<string, Promise<SizeEstimate>>()
  /** The table that each connection reads in its present transaction. */
  readonly #reading = new Map<pg.Client, string>()
  #closed = false

  constructor(session: Session, moneyScale: number) {
    this.#session = session
    const longRows = new LongRows()
    this.#streams = session.readers.map((reader) => new CopyOut(reader, longRows))
    this.position = session.state.position
    this.#moneyScale = moneyScale
  }

  estimate(table: TableMapping): Promise<SizeEstimate> {
    return remembered(this.#sizes, table, () => this.#told(estimate(this.#session.planner, table)))
  }

  async planChunks(table: TableMapping, rowsPerChunk: number): Promise<readonly Chunk[]> {
    const { table: described, order } = await this.#describe(table)
    const { rows } = await this.estimate(table)
    const client = this.#session.planner
    await this.#told(this.#turnTo(client, table))
    return this.#told(planChunks({ client, from: described.from, order, rowsPerChunk, estimatedRows: rows }))
  }

  read(table: TableMapping, chunk: Chunk, connection: number): TableReader {
    const stream = this.#streams[connection]
    const reader = this.#session.readers[connection]
    if (!stream || !reader) throw new Error(`no connection ${connection} in the snapshot`)
    return {
      table,
      pump: async (writer, options) => {
        const { table: described, order } = await this.#describe(table)
        const list = described.expressions.join(', ')
        const where = whereOf(chunk, order, table.filter)
        const sql = `COPY (SELECT ${list} FROM ${described.from}${where}) TO STDOUT (FORMAT binary)`
        const read = { table, ...described, sql, options: { moneyScale: this.#moneyScale } }
        await this.#told(this.#turnTo(reader, table))
        return this.#told(tableReader(read, stream, () => this.#stop(reader, stream)).pump(writer, options))
      },
    }
  }

  nextValues: NonNullable<Snapshot['nextValues']> = (sequences) =>
    this.#told(nextValues(this.#session.planner, sequences))

  async close(): Promise<void> {
    this.#closed = true
    const { control, planner, readers } = this.#session
    await Promise.all([control, planner, ...readers].map(endOf))
  }

  /** The connection is about to read the table, and has done with the one before. */
  async #turnTo(client: pg.Client, table: TableMapping): Promise<void> {
    if (this.#reading.get(client) === sourceName(table)) return
    await beginIn(client, this.#session.state)
    this.#reading.set(client, sourceName(table))
  }

  #describe(table: TableMapping): Promise<Described> {
    const { planner } = this.#session
    return remembered(this.#described, table, () =>
      this.#told(
        (async () => ({ table: await readSourceTable(planner, table), order: await readKeyOrder(planner, table) }))(),
      ),
    )
  }

  /** Stops rows that nobody wants any more; the connection takes the state over again, so that it can go on being used. */
  async #stop(reader: pg.Client, stream: CopyOut): Promise<void> {
    if (this.#closed) return
    try {
      const { control, state } = this.#session
      if (!stream.isIdle) await control.query('SELECT pg_catalog.pg_cancel_backend($1)', [processOf(reader)])
      await stream.idle()
      await beginIn(reader, state)
    } catch {
      // The failure that made us stop is the one to tell; whoever uses this connection next meets its own.
      void reader.end().catch(() => undefined)
    }
  }

  #told<T>(work: Promise<T>): Promise<T> {
    return work.catch((error: unknown) => {
      throw sourceFailure(this.#session.endpoint, error)
    })
  }
}

function remembered<T>(known: Map<string, Promise<T>>, table: TableMapping, ask: () => Promise<T>): Promise<T> {
  const name = sourceName(table)
  const found = known.get(name) ?? ask()
  known.set(name, found)
  return found
}

/** The server's number for the connection's process; the driver keeps it and does not declare it. */
const processOf = (client: pg.Client): number => ('processID' in client ? Number(client.processID) : 0)
