import type { ChangeSink, ChangeStream, ChangeStreamOptions, Position } from '../../../core/data/changes.js'
import { loadedColumns } from '../../../core/data/stream.js'
import { type Endpoint, endpointName } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { isAtLeast, query, queryValue, type Session } from '../connect.js'
import { gtidsAt, type LogPosition, parsePosition, serverIdentity } from '../log-position.js'
import { ifAllowed } from './checking.js'
import { Control } from './control.js'
import { dumpFailure, reportedHost, serverIdOf } from './dump.js'
import { readLog } from './log-connection.js'
import { isReached } from './order.js'
import { Reading, type ServerFacts } from './reading.js'
import type { StreamTable } from './row-plan.js'

/** Waits between attempts to come back after a loss; ms. The last one is repeated. */
const backoff = [250, 500, 1000, 2000, 5000, 10_000, 20_000]
/** After this time without a single event the loss is told to who reads the stream, who opens it again and says why; ms. */
const patience = 5000
/** A checksum that is wrong this often in a row is wrong in the log itself. */
const damageLimit = 3

export async function openStream(endpoint: Endpoint, options: ChangeStreamOptions): Promise<ChangeStream> {
  const start = parsePosition(options.from)
  if (!start) throw noPosition(endpoint, options.from)
  const control = new Control(endpoint)
  try {
    const server = await control.ask(async (session) => ({
      flavour: session.flavour,
      foldsCase: (await queryValue(session, 'SELECT @@lower_case_table_names')) !== '0',
    }))
    await control.ask((session) => refuseReplica(session, serverIdOf(options.reader)))
    const from = await control.ask((session) => completed(session, start))
    return new LogStream(endpoint, options, control, server, from)
  } catch (error) {
    await control.close()
    throw error
  }
}

/** The server would end the connection of a replica that has our number; another reader of ours gives way. */
async function refuseReplica(session: Session, serverId: number): Promise<void> {
  const statement = isAtLeast(session, 'mysql', 8, 0, 22) ? 'SHOW REPLICAS' : 'SHOW SLAVE HOSTS'
  const replicas = (await ifAllowed(session, statement)) ?? []
  const other = replicas.find(([id, host]) => Number(id) === serverId && !host?.startsWith(reportedHost))
  if (!other) return
  const reason = `a replica at ${other[1] || 'an unnamed host'} has it`
  throw new OperationError('XW-S0415', { endpoint: endpointName(session.endpoint), serverId: String(serverId), reason })
}

/** A place alone says nothing of the transactions before it; MariaDB can tell, of its own places. */
async function completed(session: Session, start: LogPosition): Promise<LogPosition> {
  if (start.gtids !== '' || session.flavour !== 'mariadb') return start
  if (start.server !== '' && start.server !== (await serverIdentity(session))) return start
  return { ...start, gtids: (await gtidsAt(session, start)) ?? '' }
}

const noPosition = (endpoint: Endpoint, position: Position): OperationError =>
  new OperationError('XW-S0407', { endpoint: endpointName(endpoint), position, reason: 'it is no position of its log' })

class LogStream implements ChangeStream {
  readonly #endpoint: Endpoint
  readonly #options: ChangeStreamOptions
  readonly #control: Control
  readonly #server: ServerFacts
  readonly #tables: readonly StreamTable[]
  readonly #serverId: number
  readonly #closed = new AbortController()
  /** The last place outside of a transaction up to which everything was sent. */
  #position: LogPosition

  constructor(
    endpoint: Endpoint,
    options: ChangeStreamOptions,
    control: Control,
    server: ServerFacts,
    from: LogPosition,
  ) {
    this.#endpoint = endpoint
    this.#options = options
    this.#control = control
    this.#server = server
    this.#position = from
    this.#serverId = serverIdOf(options.reader)
    this.#tables = options.tables.map((mapping, index) => {
      const writer = options.writers[index]
      if (!writer) throw new Error('a table of the stream has no writer')
      const shape = options.shapes?.[index]
      return { index, mapping, columns: loadedColumns(mapping), writer, ...(shape ? { shape } : {}) }
    })
  }

  async pump(
    sink: ChangeSink,
    options: { readonly signal?: AbortSignal; readonly until?: Position } = {},
  ): Promise<void> {
    const until = options.until === undefined ? undefined : parsePosition(options.until)
    if (until === null) throw noPosition(this.#endpoint, options.until ?? '')
    if (until && isReached(this.#position, until)) return
    const ended = new AbortController()
    const signals = [ended.signal, this.#closed.signal, options.signal, this.#options.signal]
    const signal = AbortSignal.any(signals.filter((one) => one !== undefined))
    const reading = new Reading({
      ...{ endpoint: this.#endpoint, server: this.#server, tables: this.#tables },
      ...{ control: this.#control, from: this.#position, sink, signal },
    })
    const read = async (): Promise<void> => {
      await this.#options.permit?.(signal)
      await readLog({
        ...{ endpoint: this.#endpoint, reader: this.#options.reader, serverId: this.#serverId, signal },
        start: (session) => reading.start(session),
        failure: (error) => dumpFailure(this.#endpoint, error, reading.boundary, this.#serverId),
        dismiss: (threadId) => this.#dismiss(threadId),
        began: (session) => reading.began(session),
        event: (wire, start, end) => {
          const busy = reading.event(wire, start, end)
          const check = (): void => {
            const place = until && reading.place
            if (until && place && isReached(place, until)) ended.abort()
          }
          check()
          // The end of a transaction may come out of an event that takes its time.
          return until ? busy?.then(check) : busy
        },
      })
    }
    try {
      await this.#persist(read, reading, signal)
    } finally {
      this.#position = reading.boundary
    }
  }

  /** Comes back after losses for as long as that leads on. */
  async #persist(read: () => Promise<void>, reading: Reading, signal: AbortSignal): Promise<void> {
    let attempt = 0
    let furthest = reading.furthest
    let since = Date.now()
    while (!signal.aborted) {
      try {
        await read()
        return
      } catch (error) {
        if (signal.aborted) return
        if (reading.furthest !== furthest) {
          attempt = 0
          furthest = reading.furthest
          since = Date.now()
        }
        const isDamage = error instanceof OperationError && error.code === 'XW-S0416'
        if (!isRetryable(error) || (isDamage && attempt + 1 >= damageLimit)) throw error
        if (Date.now() - since > patience) throw error
        await pause(backoff[Math.min(attempt, backoff.length - 1)] ?? 0, signal)
        attempt++
      }
    }
  }

  /** Best effort: a thread that nobody hears ends by itself with its next heartbeat. */
  async #dismiss(threadId: number): Promise<void> {
    if (this.#closed.signal.aborted) return
    await this.#control.mention((session) => query(session, `KILL ${threadId}`))
  }

  confirm(): void {
    // The server keeps its log for a time, whoever reads it.
  }

  async close(): Promise<void> {
    this.#closed.abort()
    await this.#control.close()
  }
}

const isRetryable = (error: unknown): boolean => error instanceof OperationError && error.retryable

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done, { once: true })
  })
}
