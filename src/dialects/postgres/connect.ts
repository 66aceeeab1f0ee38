import { readFileSync } from 'node:fs'
import type { Duplex } from 'node:stream'
import type { ConnectionOptions } from 'node:tls'
import pg from 'pg'
import { type Endpoint, endpointName } from '../../core/dialect/endpoint.js'
import { OperationError } from '../../core/findings/operation-error.js'
import { type Seen, watchSilence } from '../../core/process/silence.js'
import { connectError } from './errors.js'
import { oldestMajor, parseVersion } from './version.js'

export interface ConnectOptions {
  /** `source` reads and can change nothing; `target` writes. */
  readonly role: 'source' | 'target'
  /** Shown by the server in its list of sessions. */
  readonly application?: string
  /** Another database than the endpoint's, on the same server. */
  readonly database?: string
  readonly connectTimeoutMs?: number
  /** Zero waits for ever. */
  readonly lockTimeoutMs?: number
  /** A connection that also takes the commands of the replication protocol, and no parameters with its queries. */
  readonly replication?: boolean
  /** More settings for the session; they win over ours. */
  readonly settings?: Readonly<Record<string, string>>
  /** Ends the connection, whatever it is doing. */
  readonly signal?: AbortSignal
  /** False: nobody looks after it when its server falls silent. Those of a target are looked after unless this is given. */
  readonly watched?: boolean
}

const defaultConnectTimeoutMs = 15_000
const defaultLockTimeoutMs = 30_000

/**
 * What must hold in every session, so that text means the same whatever the server's own configuration says. An empty
 * search_path keeps an object in a writable schema from standing in for one of the system's (CVE-2018-1058).
 */
const everySession: Readonly<Record<string, string>> = {
  search_path: '',
  TimeZone: 'UTC',
  DateStyle: 'ISO, YMD',
  IntervalStyle: 'postgres',
  extra_float_digits: '3',
  bytea_output: 'hex',
  standard_conforming_strings: 'on',
  client_min_messages: 'warning',
  statement_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  idle_session_timeout: '0',
  transaction_timeout: '0',
}

/**
 * `row_security=off` raises where a policy would hide rows; the last setting refuses a view put in a table's place while
 * we read (CVE-2024-7348; known to servers from August 2024 on).
 */
const sourceSession: Readonly<Record<string, string>> = {
  default_transaction_read_only: 'on',
  row_security: 'off',
  restrict_nonsystem_relation_kind: 'view, foreign-table',
}

/** What a client that is gone has under way is given up soon, and with it the locks (manual, "client_connection_check_interval"). */
const targetSession: Readonly<Record<string, string>> = {
  client_connection_check_interval: '5s',
  synchronous_commit: 'on',
  check_function_bodies: 'on',
}

/** The text or the bytes as the server sent them: no value passes through a JS number or Date. */
const untouched: pg.CustomTypesConfig = { getTypeParser: () => (value: unknown) => value }

/**
 * Opens one connection. All values arrive as text (or Buffer in binary format). The caller ends it. A server that dies
 * later fails the query under way and the next ones; it never throws on its own.
 * @throws OperationError with the exit code that fits (unreachable, refused, no TLS, no such database, too old)
 */
export async function connect(endpoint: Endpoint, options: ConnectOptions): Promise<pg.Client> {
  const timeout = options.connectTimeoutMs ?? timeoutOf(endpoint)
  options.signal?.throwIfAborted()
  const client = new pg.Client(configOf(endpoint, options, timeout))
  // Without a listener the loss of an idle connection would end the process; the next query reports it instead.
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    void client.end().catch(() => undefined)
    options.signal?.throwIfAborted()
    throw connectError(endpoint, error, timeout / 1000)
  }
  endOnAbort(client, options.signal)
  try {
    const pid = await prepareSession(client, endpoint, options)
    if (options.role === 'target' && options.watched !== false)
      watchSilence(socketOf(client), {
        isIdle: () => 'readyForQuery' in client && client.readyForQuery === true,
        look: () => lookAt(endpoint, options.database, pid),
      })
  } catch (error) {
    void client.end().catch(() => undefined)
    options.signal?.throwIfAborted()
    throw connectError(endpoint, error, timeout / 1000)
  }
  return client
}

function configOf(endpoint: Endpoint, options: ConnectOptions, timeout: number): pg.ClientConfig {
  const database = options.database ?? endpoint.database
  return {
    host: endpoint.socketPath === undefined ? endpoint.host : socketFolder(endpoint.socketPath),
    port: endpoint.port,
    user: endpoint.user,
    ...(endpoint.password === undefined ? {} : { password: endpoint.password }),
    ...(database === undefined ? {} : { database }),
    ssl: endpoint.socketPath === undefined ? tlsOf(endpoint) : false,
    application_name: options.application ?? 'crosswalk',
    client_encoding: 'UTF8',
    connectionTimeoutMillis: timeout,
    keepAlive: true,
    types: untouched,
    ...(options.replication ? { replication: 'database' } : {}),
  }
}

/** The driver appends `/.s.PGSQL.<port>` itself. */
const socketFolder = (path: string): string => path.replace(/\/\.s\.PGSQL\.\d+$/, '')

function timeoutOf(endpoint: Endpoint): number {
  const given = endpoint.parameters['connect_timeout']
  if (given === undefined) return defaultConnectTimeoutMs
  const seconds = Number(given)
  if (Number.isFinite(seconds) && seconds > 0) return seconds * 1000
  throw new OperationError('XW-S0110', {
    endpoint: endpointName(endpoint),
    reason: `connect_timeout is not a number of seconds`,
  })
}

/** Fails closed: once TLS is asked for, the driver gives up when the server answers that it has none. */
function tlsOf(endpoint: Endpoint): false | ConnectionOptions {
  const { mode, ca, cert, key } = endpoint.tls
  if (mode === 'disable') return false
  return {
    minVersion: 'TLSv1.2',
    rejectUnauthorized: mode !== 'require',
    ...(mode === 'verify-full' ? {} : { checkServerIdentity: () => undefined }),
    ...(ca === undefined ? {} : { ca: pem(endpoint, ca) }),
    ...(cert === undefined ? {} : { cert: pem(endpoint, cert) }),
    ...(key === undefined ? {} : { key: pem(endpoint, key) }),
  }
}

/** Certificates and keys are given as PEM text or as a path. */
function pem(endpoint: Endpoint, value: string): string {
  if (value.includes('-----BEGIN')) return value
  try {
    return readFileSync(value, 'utf8')
  } catch (cause) {
    const reason = `cannot read ${value}`
    throw new OperationError('XW-S0110', { endpoint: endpointName(endpoint), reason }, { cause })
  }
}

/** Settings a server does not know are passed over; the version is checked in the same round trip. */
async function prepareSession(client: pg.Client, endpoint: Endpoint, options: ConnectOptions): Promise<string> {
  const wanted: Record<string, string> = {
    ...everySession,
    ...(options.role === 'source' ? sourceSession : targetSession),
    lock_timeout: String(options.lockTimeoutMs ?? defaultLockTimeoutMs),
    ...options.settings,
  }
  // In a text of its own: the replication protocol has no parameters.
  const pairs = Object.entries(wanted).map(
    (pair) => `(${pair.map((text) => `'${text.replaceAll("'", "''")}'`).join(', ')})`,
  )
  const result = await client.query<{ version: string; pid: string }>(
    `SELECT pg_catalog.current_setting('server_version_num') AS version, pg_catalog.pg_backend_pid() AS pid,
       (SELECT pg_catalog.count(pg_catalog.set_config(s.name, w.value, false))
          FROM (VALUES ${pairs.join(', ')}) AS w (name, value)
          JOIN pg_catalog.pg_settings AS s ON pg_catalog.lower(s.name) = pg_catalog.lower(w.name)) AS settings`,
  )
  refuseOld(endpoint, result.rows[0]?.version ?? '0')
  return result.rows[0]?.pid ?? ''
}

const lookWithin = 15_000
/** The server cannot be reached, or does not answer. Other refusals come from one that is there. */
const away: ReadonlySet<string> = new Set(['XW-S0100', 'XW-S0105'])

/** What another connection sees the session with this number do. */
async function lookAt(endpoint: Endpoint, database: string | undefined, pid: string): Promise<Seen> {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), lookWithin)
  const where = { connectTimeoutMs: lookWithin, ...(database === undefined ? {} : { database }) }
  const options = { role: 'source', application: 'crosswalk watch', signal: stop.signal, ...where } as const
  try {
    const client = await connect(endpoint, options)
    const sql = `SELECT state FROM pg_catalog.pg_stat_activity WHERE pid = ${Number(pid)}`
    const { rows } = await client.query<{ state: string | null }>(sql)
    void endOf(client)
    // Of another user's session (a pooler's) nothing is told.
    return rows[0] && (rows[0].state === null || rows[0].state === 'active') ? 'working' : 'not working'
  } catch (error) {
    return error instanceof OperationError && !away.has(error.code) ? 'working' : 'unknown'
  } finally {
    clearTimeout(timer)
  }
}

/** @throws OperationError when `server_version_num` is below the oldest version that is supported */
export function refuseOld(endpoint: Endpoint, versionNumber: string): void {
  const version = parseVersion(versionNumber)
  if (version.major >= oldestMajor) return
  throw new OperationError('XW-S0109', {
    endpoint: endpointName(endpoint),
    version: `${version.major}.${version.minor}`,
    minimum: oldestMajor,
  })
}

function endOnAbort(client: pg.Client, signal: AbortSignal | undefined): void {
  if (signal === undefined) return
  // With a query under way `end` destroys the socket, so a server that does not answer cannot hold us.
  const end = () => void client.end().catch(() => undefined)
  signal.addEventListener('abort', end, { once: true })
  client.once('end', () => signal.removeEventListener('abort', end))
}

/** The driver's types do not show the socket. */
export const socketOf = (client: pg.Client): Duplex =>
  (client as unknown as { readonly connection: { readonly stream: Duplex } }).connection.stream

/** Ends a connection. A server that does not answer must not hold us. */
export async function endOf(client: pg.Client): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, 3000)
  })
  await Promise.race([client.end().catch(() => undefined), enough])
  clearTimeout(timer)
}
