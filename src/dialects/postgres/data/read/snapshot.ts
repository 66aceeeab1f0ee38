import type pg from 'pg'
import type {
  Chunk,
  SizeEstimate,
  Snapshot,
  SnapshotOptions,
  SourceConnector,
} from '../../../../core/data/connector.js'
import { LongRows } from '../../../../core/data/long-rows.js'
import { type Endpoint, endpointName } from '../../../../core/dialect/endpoint.js'
import { OperationError } from '../../../../core/findings/operation-error.js'
import type { TableMapping } from '../../../../core/mapping/mapping.js'
import { exportSnapshot } from '../../changes/snapshot-slot.js'
import { connect, endOf } from '../../connect.js'
import { codeOf, operationErrorOf, reasonOf } from '../../errors.js'
import { planChunks } from './chunk-plan.js'
import { CopyOut } from './copy-out.js'
import { estimate } from './estimate.js'
import { type KeyOrder, readKeyOrder, whereOf } from './key-order.js'
import { readMoneyScale } from './money.js'
import { nextValues } from './next-values.js'
import { readSourceTable, type SourceTable, sourceName } from './source-table.js'
import { tableReader } from './table-reader.js'

export const source: SourceConnector = { openSnapshot }

const begin = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'

/**
 * One state of the database for all connections, and one connection more for planning. Tables are locked against TRUNCATE
 * and ALTER before the state is fixed: to an older snapshot an emptied table is empty.
 */
async function openSnapshot(endpoint: Endpoint, options: SnapshotOptions): Promise<Snapshot> {
  const clients: pg.Client[] = []
  try {
    const opened = await Promise.allSettled(
      Array.from({ length: options.connections + 1 }, () => open(endpoint, options.signal)),
    )
    for (const each of opened) if (each.status === 'fulfilled') clients.push(each.value)
    for (const each of opened) if (each.status === 'rejected') throw each.reason
    const [control, ...readers] = clients
    if (!control) throw new Error('a snapshot needs connections')
    await control.query(begin)
    await lockTables(endpoint, control, options.tables)
    const state = await fixState(endpoint, control, readers, options)
    return new LiveSnapshot(endpoint, control, readers, state, await readMoneyScale(control))
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
    throw known ?? new OperationError('XW-D0031', { reason: reasonOf(error) }, { cause: error })
  }
}

interface State {
  readonly name: string
  readonly position: string | null
}

/** A place in the log costs a slot for a moment, and waits for transactions under way; without one the state is fixed at once. */
async function fixState(
  endpoint: Endpoint,
  control: pg.Client,
  readers: readonly pg.Client[],
  options: SnapshotOptions,
): Promise<State> {
  const exported = options.positioned ? await exportSnapshot(endpoint, options.signal) : undefined
  try {
    if (exported) await control.query(`SET TRANSACTION SNAPSHOT '${exported.name}'`)
    // The control connection lives as long as the snapshot does: who loses its transaction can take the state over again.
    const { rows } = await control.query<{ name: string }>('SELECT pg_catalog.pg_export_snapshot() AS name')
    const name = rows[0]?.name ?? ''
    await Promise.all(readers.map((reader) => beginIn(reader, name)))
    return { name, position: exported?.position ?? null }
  } finally {
    await exported?.release()
  }
}

async function beginIn(reader: pg.Client, snapshot: string): Promise<void> {
  await reader.query(begin)
  await reader.query(`SET TRANSACTION SNAPSHOT '${snapshot}'`)
}

/** What the server says of reading, as an error with its exit code. */
function sourceFailure(endpoint: Endpoint, error: unknown): unknown {
  if (error instanceof OperationError) return error
  const known = operationErrorOf(endpoint, error, 'reading rows')
  if (known || codeOf(error) === undefined) return known ?? error
  const data = { endpoint: endpointName(endpoint), reason: reasonOf(error) }
  return new OperationError('XW-S0206', data, { cause: error })
}

interface Described {
  readonly table: SourceTable
  readonly order: KeyOrder | null
}

class LiveSnapshot implements Snapshot {
  readonly consistent = true
  readonly position: string | null
  readonly #endpoint: Endpoint
  readonly #control: pg.Client
  readonly #readers: readonly pg.Client[]
  readonly #streams: readonly CopyOut[]
  readonly #name: string
  readonly #moneyScale: number
  readonly #described = new Map<string, Promise<Described>>()
  readonly #sizes = new Map<string, Promise<SizeEstimate>>()
  #closed = false

  constructor(endpoint: Endpoint, control: pg.Client, readers: readonly pg.Client[], state: State, moneyScale: number) {
    this.#endpoint = endpoint
    this.#control = control
    this.#readers = readers
    const longRows = new LongRows()
    this.#streams = readers.map((reader) => new CopyOut(reader, longRows))
    this.#name = state.name
    this.position = state.position
    this.#moneyScale = moneyScale
  }

  estimate(table: TableMapping): Promise<SizeEstimate> {
    return remembered(this.#sizes, table, () => this.#told(estimate(this.#control, table)))
  }

  async planChunks(table: TableMapping, rowsPerChunk: number): Promise<readonly Chunk[]> {
    const { table: described, order } = await this.#describe(table)
    const { rows } = await this.estimate(table)
    const client = this.#control
    return this.#told(planChunks({ client, from: described.from, order, rowsPerChunk, estimatedRows: rows }))
  }

  read(table: TableMapping, chunk: Chunk, connection: number) {
    const stream = this.#streams[connection]
    const reader = this.#readers[connection]
    if (!stream || !reader) throw new Error(`no connection ${connection} in the snapshot`)
    return {
      table,
      pump: async (...[writer, options]: Parameters<ReturnType<typeof tableReader>['pump']>) => {
        const { table: described, order } = await this.#describe(table)
        const list = described.expressions.join(', ')
        const sql = `COPY (SELECT ${list} FROM ${described.from}${whereOf(chunk, order, table.filter)}) TO STDOUT (FORMAT binary)`
        const read = { table, ...described, sql, options: { moneyScale: this.#moneyScale } }
        const stop = () => this.#stop(reader, stream)
        return this.#told(tableReader(read, stream, stop).pump(writer, options))
      },
    }
  }

  nextValues: NonNullable<Snapshot['nextValues']> = (sequences) => this.#told(nextValues(this.#control, sequences))

  async close(): Promise<void> {
    this.#closed = true
    await Promise.all([this.#control, ...this.#readers].map(endOf))
  }

  #describe(table: TableMapping): Promise<Described> {
    return remembered(this.#described, table, () =>
      this.#told(
        (async () => ({
          table: await readSourceTable(this.#control, table),
          order: await readKeyOrder(this.#control, table),
        }))(),
      ),
    )
  }

  /** Stops rows that nobody wants any more; the connection takes the state over again, so that it can go on being used. */
  async #stop(reader: pg.Client, stream: CopyOut): Promise<void> {
    if (this.#closed) return
    try {
      if (!stream.isIdle) await this.#control.query('SELECT pg_catalog.pg_cancel_backend($1)', [processOf(reader)])
      await stream.idle()
      await reader.query('ROLLBACK')
      await beginIn(reader, this.#name)
    } catch {
      // The failure that made us stop is the one to tell; whoever uses this connection next meets its own.
      void reader.end().catch(() => undefined)
    }
  }

  #told<T>(work: Promise<T>): Promise<T> {
    return work.catch((error: unknown) => {
      throw sourceFailure(this.#endpoint, error)
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
