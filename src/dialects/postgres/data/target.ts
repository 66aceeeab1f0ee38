import type pg from 'pg'
import type { LoadTarget, TargetConnector, TargetOptions } from '../../../core/data/stream.js'
import { type Endpoint, endpointName } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import type { TableMapping } from '../../../core/mapping/mapping.js'
import { connect, endOf } from '../connect.js'
import { CarefulWriter } from './careful-writer.js'
import { BulkWriter, type ChunkContext, type LastEncoding } from './chunk-writer.js'
import { loadFailure } from './load-errors.js'
import { forget, markFinished, prepareLedger, savePlan, tableState } from './load-ledger.js'
import { setSequence } from './sequences.js'
import { readTargetTable, type TargetTable, targetName } from './target-table.js'

export const target: TargetConnector = { open }

/**
 * A chunk's rows and its mark commit together, so a commit that a crash of the server takes back takes back both; the last
 * commit of a table, on the control connection, waits for the disk and with it for all before.
 */
const chunkSettings = { synchronous_commit: 'off', default_toast_compression: 'lz4' }

async function open(endpoint: Endpoint, options: TargetOptions): Promise<LoadTarget> {
  const signal = options.signal ? { signal: options.signal } : {}
  const clients: pg.Client[] = []
  try {
    const control = await connect(endpoint, { role: 'target', application: 'crosswalk load', ...signal })
    clients.push(control)
    const settings = await usableSettings(control)
    const one = () => connect(endpoint, { role: 'target', application: 'crosswalk load', settings, ...signal })
    const opened = await Promise.allSettled(Array.from({ length: options.connections }, one))
    for (const each of opened) if (each.status === 'fulfilled') clients.push(each.value)
    for (const each of opened) if (each.status === 'rejected') throw each.reason
    await prepareLedger(control)
    return loadTarget(endpoint, options, control, clients.slice(1))
  } catch (error) {
    for (const client of clients) void client.end().catch(() => undefined)
    throw loadFailure(endpoint, error)
  }
}

/** lz4 halves the server's work on wide values; a server built without it keeps its own method. */
async function usableSettings(control: pg.Client): Promise<Readonly<Record<string, string>>> {
  const { rows } = await control.query<{ found: string }>(
    `SELECT (enumvals @> ARRAY['lz4'])::text AS found FROM pg_catalog.pg_settings WHERE name = 'default_toast_compression'`,
  )
  const { default_toast_compression, ...rest } = chunkSettings
  return rows[0]?.found === 'true' ? { ...rest, default_toast_compression } : rest
}

function loadTarget(
  endpoint: Endpoint,
  options: TargetOptions,
  control: pg.Client,
  clients: readonly pg.Client[],
): LoadTarget {
  const tables = new Map<string, Promise<TargetTable>>()
  const described = (table: TableMapping): Promise<TargetTable> => {
    const name = targetName(table)
    const found = tables.get(name) ?? readTargetTable(control, table, { staged: true })
    tables.set(name, found)
    return found
  }
  const encodings = clients.map((): LastEncoding => ({ last: undefined }))
  const locked = new Set<string>()
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
        if (!locked.has(table.target.schema)) await lockSchema(control, endpoint, table.target.schema)
        locked.add(table.target.schema)
        return tableState(control, table, await described(table))
      }),
    restart: (table) =>
      alone(async () => {
        await control.query(`TRUNCATE ${targetName(table)}`)
        await forget(control, table)
      }),
    savePlan: (table, chunks, position) =>
      alone(async () => savePlan(control, table, await described(table), chunks, position)),
    async openChunk(table, chunk, connection, careful) {
      const client = clients[connection]
      const last = encodings[connection]
      if (!client || !last) throw new Error(`no connection ${connection} to the target`)
      const context: ChunkContext = {
        client,
        endpoint,
        table,
        target: await described(table),
        chunk,
        policies: options.policies,
        encodings: last,
      }
      return careful ? CarefulWriter.open(context) : BulkWriter.open(context)
    },
    finishTable: (table) =>
      alone(async () => {
        if (options.analyze !== false) await control.query(`ANALYZE ${targetName(table)}`)
        await markFinished(control, table)
      }),
    setSequences: (sequences) =>
      alone(async () => {
        for (const sequence of sequences) await setSequence(control, sequence)
      }),
    async close() {
      await Promise.all([control, ...clients].map(endOf))
    },
  }
}

/** Held until the connection ends: two loads of one table at once would undo each other's chunks. */
async function lockSchema(control: pg.Client, endpoint: Endpoint, schema: string): Promise<void> {
  const { rows } = await control.query<{ got: string }>(
    'SELECT pg_catalog.pg_try_advisory_lock(4712, pg_catalog.hashtext($1))::text AS got',
    [schema],
  )
  if (rows[0]?.got === 'true') return
  throw new OperationError('XW-S0026', { endpoint: endpointName(endpoint), schema }, { retryable: true })
}
