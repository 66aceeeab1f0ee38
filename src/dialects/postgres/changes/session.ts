import type pg from 'pg'
import { type Endpoint, endpointName } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { connect, socketOf } from '../connect.js'
import { codeOf, operationErrorOf, reasonOf } from '../errors.js'
import type { Control } from './control.js'
import { identify } from './identity.js'
import { follow, type LogHandler } from './log-connection.js'
import { type LogPosition, lsnText, parseLsn } from './log-position.js'
import { readSlot, slotBusy, slotLost, whyNot } from './slot.js'

export interface SessionOptions {
  readonly endpoint: Endpoint
  readonly control: Control
  /** Name of slot and publication. */
  readonly name: string
  readonly binary: boolean
  readonly from: LogPosition
  readonly handler: LogHandler
  readonly flushed: () => bigint | null
  readonly signal: AbortSignal
  /** Called once in front of the first message, with the server's timeline and what tells it at once what is flushed. */
  readonly began: (timeline: number, report: () => void) => void
}

/** Reads the log on one connection, until the signal aborts (resolves) or something fails (rejects). */
export async function readLog(options: SessionOptions): Promise<void> {
  const { endpoint, name, from, signal, handler, flushed } = options
  const client = await connect(endpoint, {
    ...{ role: 'source', replication: true, application: `crosswalk ${name}`.slice(0, 63), signal },
  })
  const socket = socketOf(client)
  try {
    const timeline = await checkServer(client, options)
    await checkSlot(options)
    const interval = await reportInterval(options.control)
    if (signal.aborted) return
    const plugin = `proto_version '1', publication_names '${name}'${options.binary ? ", binary 'true'" : ''}`
    await follow({
      ...{ socket, handler, flushed, interval, signal, rests: endpoint.socketPath === undefined },
      command: `START_REPLICATION SLOT "${name}" LOGICAL ${lsnText(from.lsn)} (${plugin})`,
      began: (report) => options.began(timeline, report),
    })
  } catch (error) {
    if (!signal.aborted) throw failureOf(options, error)
  } finally {
    // The last word of what is flushed may be on its way still; then the session ends.
    socket.end(Buffer.from([0x58, 0, 0, 0, 4]))
    setTimeout(() => socket.destroy(), 500).unref()
  }
}

/** The place must be one of this server's log, on the way that it has taken. */
async function checkServer(client: pg.Client, { endpoint, name, from }: SessionOptions): Promise<number> {
  const server = await identify(client)
  if (server.system !== from.system) throw slotLost(endpoint, name, from, 'it is another server')
  if (server.lsn < from.lsn)
    throw slotLost(
      endpoint,
      name,
      from,
      `the log of the server ends at ${lsnText(server.lsn)}: it has lost what was read`,
    )
  if (server.timeline === from.timeline) return server.timeline
  const parted = server.timeline < from.timeline ? null : await partingOf(client, server.timeline, from.timeline)
  if (parted === null || parted < from.lsn)
    throw slotLost(endpoint, name, from, `the server took another way (timeline ${server.timeline}) before this place`)
  return server.timeline
}

/** Where a timeline ended that another one descends from; null: it does not. */
async function partingOf(client: pg.Client, timeline: number, from: number): Promise<bigint | null> {
  const { rows } = await client.query<{ content: Buffer | string }>(`TIMELINE_HISTORY ${timeline}`)
  for (const line of String(rows[0]?.content ?? '').split('\n')) {
    const [number, lsn] = line.trim().split(/\s+/)
    if (Number(number) === from && lsn) return parseLsn(lsn)
  }
  return null
}

async function checkSlot({ endpoint, control, name, from }: SessionOptions): Promise<void> {
  const [slot, database] = await control.ask(async (client) => {
    const { rows } = await client.query<{ name: string }>('SELECT pg_catalog.current_database() AS name')
    return [await readSlot(client, name), rows[0]?.name ?? ''] as const
  })
  const reason = whyNot(slot, from, database)
  if (reason !== undefined) throw slotLost(endpoint, name, from, reason)
  if (slot?.activePid != null) throw slotBusy(endpoint, name, slot.activePid)
}

/** Well within the time after which the server gives up a reader that says nothing; ms. */
async function reportInterval(control: Control): Promise<number> {
  const { rows } = await control.ask((client) =>
    client.query<{ setting: string }>("SELECT setting FROM pg_catalog.pg_settings WHERE name = 'wal_sender_timeout'"),
  )
  const timeout = Number(rows[0]?.setting) || 30_000
  return Math.min(10_000, Math.max(250, timeout / 3))
}

// 42704: slot or publication are not there; 55000: the slot is not valid any more; 58P01: a file of the log is gone.
const lostCodes = ['42704', '55000', '58P01']

/** What an error of the server or of the socket means. */
function failureOf({ endpoint, name, from }: SessionOptions, error: unknown): unknown {
  if (!(error instanceof Error) || error.name === 'ReadAgain') return error
  const known = operationErrorOf(endpoint, error, 'reading the change log')
  if (known) return known
  const code = codeOf(error)
  const [server, reason] = [endpointName(endpoint), reasonOf(error)]
  if (code === undefined) return error
  if (code === '55006') return slotBusy(endpoint, name, /\d+$/.exec(reason)?.[0] ?? '?')
  if (lostCodes.includes(code)) return slotLost(endpoint, name, from, reason)
  if (code.startsWith('53') || code.startsWith('57'))
    return new OperationError('XW-S0107', { endpoint: server, reason }, { cause: error, retryable: true })
  return new OperationError('XW-S0416', { endpoint: server, position: lsnText(from.lsn), reason }, { cause: error })
}
