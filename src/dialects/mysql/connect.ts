import { readFileSync } from 'node:fs'
import { type Connection, type ConnectionOptions, createConnection, type SslOptions } from 'mysql2'
import type { Endpoint, Tls } from '../../core/dialect/endpoint.js'
import { connectionFailure, statementFailure } from './connect-errors.js'

export interface ConnectOptions {
  /** ROW_COUNT() counts rows that a statement changed, as for the server's own client, and not all that it looked at. */
  readonly countChanged?: boolean
  /** Milliseconds to wait for the server's greeting; 10,000 unless given. */
  readonly timeout?: number
  /** For a `StatementConnection`: several statements in one message, and answers in their shortest form. */
  readonly statements?: boolean
  /** The server may ask for a file. Only for a connection whose reader answers nothing but the statement that means it. */
  readonly localFiles?: boolean
  /** Leaves the endpoint's database unselected: for a database that is not there yet. */
  readonly withoutDatabase?: boolean
  readonly signal?: AbortSignal
}

/** One authenticated connection whose session is set up for exact reading. */
export interface Session {
  readonly endpoint: Endpoint
  /** The driver's connection; its result rows are arrays of raw buffers. */
  readonly driver: Connection
  readonly flavour: 'mysql' | 'mariadb'
  /** What VERSION() says. */
  readonly version: string
  /** Major, minor, patch. */
  readonly release: readonly [number, number, number]
  readonly threadId: number
}

export type Row = readonly (string | null)[]

/** Connects and sets the session up. Throws an OperationError (unreachable, permission, TLS refused). */
export async function connect(endpoint: Endpoint, options: ConnectOptions = {}): Promise<Session> {
  const driver = await open(endpoint, options)
  try {
    const session = await describe(endpoint, driver)
    await prepareSession(session)
    return session
  } catch (error) {
    driver.destroy()
    throw error
  }
}

/** Runs one statement; `?` stands for a parameter. Values are decoded as UTF-8, the session's character set. */
export async function query(session: Session, sql: string, params: readonly (string | null)[] = []): Promise<Row[]> {
  const rows = await queryBytes(session, sql, params)
  return rows.map((row) => row.map((value) => (value === null ? null : value.toString('utf8'))))
}

/** The same with the bytes as the server sent them. */
export function queryBytes(
  session: Session,
  sql: string,
  params: readonly (string | null)[] = [],
): Promise<readonly (readonly (Buffer | null)[])[]> {
  return new Promise((resolve, reject) => {
    session.driver.query({ sql, rowsAsArray: true }, [...params], (error, rows) => {
      if (error) reject(statementFailure(session.endpoint, error))
      else resolve(Array.isArray(rows) ? rows.map(asBuffers) : [])
    })
  })
}

/** First value of the first row. */
export async function queryValue(
  session: Session,
  sql: string,
  params: readonly (string | null)[] = [],
): Promise<string | null> {
  return (await query(session, sql, params))[0]?.[0] ?? null
}

/** Says good-bye to the server; never throws. */
export function close(session: Session): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      session.driver.destroy()
      resolve()
    }, 2000)
    session.driver.end(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}

export const quoteName = (name: string): string => `\`${name.replaceAll('`', '``')}\``

/** A string literal for a session whose sql_mode is empty. */
export const quoteText = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll('\0', '\\0')}'`

/** Whether the server is at least this release of the flavour. */
export function isAtLeast(session: Session, flavour: Session['flavour'], ...wanted: readonly number[]): boolean {
  if (session.flavour !== flavour) return false
  for (let at = 0; at < wanted.length; at++) {
    const difference = (session.release[at] ?? 0) - (wanted[at] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return true
}

function asBuffers(row: unknown): (Buffer | null)[] {
  if (!Array.isArray(row)) return []
  return row.map((value) => (Buffer.isBuffer(value) ? value : null))
}

function open(endpoint: Endpoint, options: ConnectOptions): Promise<Connection> {
  return new Promise((resolve, reject) => {
    let driver: Connection
    try {
      driver = createConnection(driverOptions(endpoint, options))
    } catch (error) {
      return reject(connectionFailure(endpoint, error))
    }
    const abort = () => {
      driver.destroy()
      reject(options.signal?.reason)
    }
    options.signal?.addEventListener('abort', abort, { once: true })
    driver.once('connect', () => {
      options.signal?.removeEventListener('abort', abort)
      resolve(driver)
    })
    // Stays for the life of the connection: an error that no statement waits for must not end the process.
    driver.on('error', (error) => {
      options.signal?.removeEventListener('abort', abort)
      reject(connectionFailure(endpoint, error))
    })
  })
}

/** `connect_timeout` of the URL, in seconds; ten unless given. */
function timeoutOf(endpoint: Endpoint): number {
  const seconds = Number(endpoint.parameters['connect_timeout'])
  return seconds > 0 ? seconds * 1000 : 10_000
}

/** Every one of these keeps the driver from changing values or from obeying a hostile server. */
function driverOptions(endpoint: Endpoint, options: ConnectOptions): ConnectionOptions {
  const tls = tlsOptions(endpoint.tls)
  return {
    ...(endpoint.socketPath === undefined
      ? { host: endpoint.host, port: endpoint.port }
      : { socketPath: endpoint.socketPath }),
    user: endpoint.user,
    ...(endpoint.password === undefined ? {} : { password: endpoint.password }),
    ...(endpoint.database === undefined || options.withoutDatabase ? {} : { database: endpoint.database }),
    ...(tls === undefined ? {} : { ssl: tls }),
    charset: 'utf8mb4_general_ci',
    connectTimeout: options.timeout ?? timeoutOf(endpoint),
    // A server may ask a client that allows it for any file of the client's machine.
    flags: [
      options.localFiles ? 'LOCAL_FILES' : '-LOCAL_FILES',
      ...(options.countChanged ? ['-FOUND_ROWS'] : []),
      ...(options.statements ? ['-SESSION_TRACK'] : []),
    ],
    infileStreamFactory: () => {
      throw new Error('the server asked for a local file')
    },
    multipleStatements: options.statements === true,
    // A column named __proto__ breaks the driver's generated row parsers.
    rowsAsArray: true,
    disableEval: true,
    typeCast: (field) => field.buffer(),
    enableKeepAlive: true,
    connectAttributes: { program_name: 'crosswalk' },
  }
}

/** Fails closed: asked for TLS, a server without it is refused by the driver. */
function tlsOptions(tls: Tls): SslOptions | undefined {
  if (tls.mode === 'disable') return undefined
  return {
    minVersion: 'TLSv1.2',
    rejectUnauthorized: tls.mode !== 'require',
    verifyIdentity: tls.mode === 'verify-full',
    ...(tls.ca === undefined ? {} : { ca: pem(tls.ca) }),
    ...(tls.cert === undefined ? {} : { cert: pem(tls.cert) }),
    ...(tls.key === undefined ? {} : { key: pem(tls.key) }),
  }
}

const pem = (textOrPath: string): string =>
  textOrPath.includes('-----BEGIN') ? textOrPath : readFileSync(textOrPath, 'utf8')

async function describe(endpoint: Endpoint, driver: Connection): Promise<Session> {
  const blank: Session = { endpoint, driver, flavour: 'mysql', version: '', release: [0, 0, 0], threadId: 0 }
  const row = (await query(blank, 'SELECT VERSION(), CONNECTION_ID()'))[0]
  const version = row?.[0] ?? ''
  const numbers = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(version.replace(/^5\.5\.5-(?=\d+\.)/, ''))
  return {
    ...blank,
    version,
    flavour: /mariadb/i.test(version) ? 'mariadb' : 'mysql',
    release: [Number(numbers?.[1] ?? 0), Number(numbers?.[2] ?? 0), Number(numbers?.[3] ?? 0)],
    threadId: Number(row?.[1] ?? 0),
  }
}

/** What must hold in every session; a wrong one of these changes values or ends a long read. */
const settings: readonly string[] = [
  'SET NAMES utf8mb4',
  "SET SESSION time_zone = '+00:00'",
  "SET SESSION sql_mode = ''",
  'SET SESSION sql_auto_is_null = 0',
  'SET SESSION sql_select_limit = DEFAULT',
  'SET SESSION net_write_timeout = 3600',
  'SET SESSION net_read_timeout = 3600',
  'SET SESSION wait_timeout = 28800',
  'SET SESSION group_concat_max_len = 4294967295',
]

async function prepareSession(session: Session): Promise<void> {
  for (const statement of settings) await query(session, statement)
  if (isAtLeast(session, 'mysql', 5, 7, 8)) await query(session, 'SET SESSION max_execution_time = 0')
  if (isAtLeast(session, 'mariadb', 10, 1, 1)) await query(session, 'SET SESSION max_statement_time = 0')
}
