import type { ChunkWriter, LoadTarget, TargetConnector, TargetOptions } from '../../../core/data/stream.js'
import { type Endpoint, endpointName } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import type { TableMapping } from '../../../core/mapping/mapping.js'
import { type ConnectOptions, close, connect, query, type Session } from '../connect.js'
import { serverErrorNumber } from '../connect-errors.js'
import type { ControlNames } from '../control-tables.js'
import { longLife, takeLock } from '../locks.js'
import type { StatementConnection } from '../statement-connection.js'
import { openWriting } from '../writing-session.js'
import type { ChunkContext } from './chunk-commit.js'
import { FileWriter } from './file-writer.js'
import { InsertWriter } from './insert-writer.js'
import { loadFailure } from './load-errors.js'
import { forget, markFinished, prepareLedger, savePlan, tableState } from './load-ledger.js'
import { setSequence } from './sequences.js'
import { readTargetTable, type TargetTable, targetName } from './target-table.js'

export const target: TargetConnector = { open }

const ignoringKeys = 'SET SESSION foreign_key_checks = 0'

interface Parts {
  readonly endpoint: Endpoint
  readonly options: TargetOptions
  readonly connecting: ConnectOptions
  readonly session: Session
  readonly control: ControlNames
  readonly connections: readonly StatementConnection[]
  readonly facts: ServerFacts
}

async function open(endpoint: Endpoint, options: TargetOptions): Promise<LoadTarget> {
  const connecting = options.signal ? { signal: options.signal } : {}
  const session = await connect(endpoint, connecting)
  const connections: StatementConnection[] = []
  try {
    await query(session, "SET SESSION sql_mode = 'STRICT_ALL_TABLES'")
    await query(session, longLife)
    const facts = await serverFacts(session)
    const one = async () => {
      const connection = await openWriting(endpoint, { ...connecting, localFiles: facts.files })
      if (options.ignoreKeys) await connection.run(ignoringKeys)
      return connection
    }
    // Else a table that others refer to could not be emptied, or its rows would take theirs along.
    if (options.ignoreKeys) await query(session, ignoringKeys)
    const opened = await Promise.allSettled(Array.from({ length: options.connections }, one))
    for (const each of opened) if (each.status === 'fulfilled') connections.push(each.value)
    for (const each of opened) if (each.status === 'rejected') throw each.reason
    const control = await prepareLedger(session)
    return loadTarget({ endpoint, options, connecting, session, control, connections, facts })
  } catch (error) {
    for (const connection of connections) connection.close()
    session.driver.destroy()
    throw loadFailure(endpoint, error)
  }
}

interface ServerFacts {
  /** The server takes files from clients. */
  readonly files: boolean
  /** Longest message that it takes, in bytes. */
  readonly longest: number
  /** A LOAD DATA into a table that numbers rows keeps all others waiting (manual, "AUTO_INCREMENT Handling in InnoDB"). */
  readonly numbersAlone: boolean
}

async function serverFacts(session: Session): Promise<ServerFacts> {
  const [row] = await query(session, 'SELECT @@GLOBAL.local_infile, @@max_allowed_packet, @@innodb_autoinc_lock_mode')
  return { files: row?.[0] === '1', longest: Number(row?.[1]) - 1024, numbersAlone: row?.[2] !== '2' }
}

function loadTarget(parts: Parts): LoadTarget {
  const { endpoint, options, session, control, connections } = parts
  const tables = new Map<string, Promise<TargetTable>>()
  const described = (table: TableMapping): Promise<TargetTable> => {
    const name = targetName(table)
    const found = tables.get(name) ?? readTargetTable(session, table)
    tables.set(name, found)
    return found
  }
  const locks = new Map<string, Session>()
  // The control connection is shared by all workers: what takes more than one statement runs alone.
  let last: Promise<unknown> = Promise.resolve()
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work).catch((error: unknown) => {
      throw loadFailure(endpoint, error)
    })
    last = next.catch(() => undefined)
    return next
  }
  return {
    tableState: (table) =>
      alone(async () => {
        const { schema } = table.target
        if (!locks.has(schema)) locks.set(schema, await lockSchema(parts, schema))
        await described(table)
        return tableState(session, control, table)
      }),
    restart: (table) =>
      alone(async () => {
        await empty(session, table)
        await forget(session, control, table)
      }),
    savePlan: (table, chunks, position) => alone(() => savePlan(session, control, table, { chunks, position })),
    async openChunk(table, chunk, at, careful) {
      const connection = connections[at]
      if (!connection) throw new Error(`no connection ${at} to the target`)
      const { longest } = parts.facts
      const common = { connection, endpoint, control, longest, policies: options.policies }
      return chunkWriter({ ...common, table, target: await described(table), chunk }, parts, careful)
    },
    finishTable: (table) =>
      alone(async () => {
        if (options.analyze !== false) await query(session, `ANALYZE TABLE ${targetName(table)}`)
        await markFinished(session, control, table)
      }),
    setSequences: (sequences) =>
      alone(async () => {
        for (const sequence of sequences) await setSequence(session, sequence)
      }),
    async close() {
      for (const connection of connections) connection.close()
      await Promise.all([session, ...locks.values()].map(close))
    },
  }
}

function chunkWriter(context: ChunkContext, { facts, connections }: Parts, careful: boolean): Promise<ChunkWriter> {
  const waits = facts.numbersAlone && context.target.numbersRows && connections.length > 1
  return careful || !facts.files || waits ? InsertWriter.open(context, careful) : FileWriter.open(context)
}

/** Held until the connection ends: two loads of one table at once would undo each other's chunks. */
async function lockSchema({ endpoint, connecting }: Parts, schema: string): Promise<Session> {
  const lock = await takeLock(endpoint, `load ${schema}`, connecting)
  if (lock) return lock
  throw new OperationError('XW-S0026', { endpoint: endpointName(endpoint), schema }, { retryable: true })
}

/** 1701: a table that others refer to cannot be truncated; its rows can go, as far as nobody refers to them. */
async function empty(session: Session, table: TableMapping): Promise<void> {
  try {
    await query(session, `TRUNCATE TABLE ${targetName(table)}`)
  } catch (error) {
    if (serverErrorNumber(error) !== 1701) throw error
    await query(session, `DELETE FROM ${targetName(table)}`)
  }
}
