import { chownSync, existsSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import pg from 'pg'
import type { EmbeddedServer, RunningServer } from '../../../core/dialect/dialect.js'
import type { Endpoint } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { freePort } from '../../../core/process/free-port.js'
import { makeFolder } from '../../../core/process/make-folder.js'
import { type RuntimeUser, runtimeUser } from '../../../core/process/runtime-user.js'
import {
  randomPassword,
  readServerState,
  type ServerState,
  writeServerState,
} from '../../../core/process/server-state.js'
import { poll, runs, SupervisedProcess } from '../../../core/process/supervised.js'
import { dataFolderFor, noteOwner, prepareData, serverEnv } from './data-folder.js'
import { locateBinaries } from './package.js'

const engine = 'PostgreSQL'

/** A real server from an npm package, with its files under a folder of the project. It ends when this process ends. */
export const embeddedPostgres: EmbeddedServer = { start }

async function start(options: {
  readonly folder: string
  readonly database: string
  readonly signal?: AbortSignal
}): Promise<RunningServer> {
  const folder = resolve(options.folder)
  const user = runtimeUser(folder)
  const binaries = locateBinaries(user)
  makeServerFolder(folder)
  const known = readServerState(folder, engine)
  const data = known?.data ?? dataFolderFor(folder, user)
  if (!known && existsSync(data)) {
    throw new OperationError('XW-S0302', { engine, folder, problem: 'its password file is lost' })
  }
  const running = known && (await useRunning(known, options.database))
  if (running) return running

  const port = await freePort(known?.port)
  const state: ServerState = known
    ? { ...known, port }
    : { engine, port, user: 'crosswalk', password: randomPassword(), data }
  writeServerState(folder, state)
  noteOwner(data, folder)
  options.signal?.throwIfAborted()
  await prepareData(binaries, data, user, state.user, state.password)
  options.signal?.throwIfAborted()
  return launch(binaries.postgres, folder, state, user, options.database)
}

async function launch(
  command: string,
  folder: string,
  state: ServerState,
  user: RuntimeUser | undefined,
  database: string,
): Promise<RunningServer> {
  const logFile = join(folder, 'server.log')
  const child = new SupervisedProcess({
    command,
    args: ['-D', state.data, ...settings(state.port)],
    cwd: '/',
    env: serverEnv(),
    ...(user ? { user } : {}),
    logFile,
    stopSignal: 'INT',
  })
  const ready = await poll(() => tryConnect(state), { limitMs: 60_000, goOn: () => child.running })
  if (!ready) {
    const problem = child.logTail()
    await child.stop(5_000)
    throw new OperationError('XW-S0301', { engine, folder, problem })
  }
  return { ...(await opened(state, database)), stop: () => child.stop() }
}

/** For bulk loads on one machine. Durability stays whole: these are the user's data. */
function settings(port: number): readonly string[] {
  const values: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 100,
    // Its changes can be followed.
    wal_level: 'logical',
    shared_buffers: '256MB',
    maintenance_work_mem: '256MB',
    work_mem: '16MB',
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    wal_buffers: '16MB',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    password_encryption: 'scram-sha-256',
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

function makeServerFolder(folder: string): void {
  try {
    makeFolder(folder, 0o755)
    const log = join(folder, 'server.log')
    if (existsSync(log) && process.getuid?.() === 0) chownSync(log, 0, 0)
  } catch (cause) {
    throw new OperationError('XW-S0302', { engine, folder, problem: String(cause) }, { cause })
  }
}

/** Takes a server that runs already. One that is on its way down is waited for: it is no longer there to be used. */
async function useRunning(known: ServerState, database: string): Promise<RunningServer | undefined> {
  for (let tries = 3; ; tries--) {
    const running = await findRunning(known)
    if (!running) return undefined
    try {
      return { ...(await opened(running, database)), stop: async () => undefined }
    } catch (error) {
      if (tries === 1 || !isGoingDown(error)) throw error
    }
  }
}

/** Class 57 is what a server says that stops or does not take connections now; the others are how its end looks from outside. */
const isGoingDown = (error: unknown): boolean =>
  error instanceof Error &&
  (/^57P0\d$|^ECONN/.test('code' in error ? String(error.code) : '') ||
    error.message.startsWith('Connection terminated'))

/** The server of another process of ours in the same folder, if it lives. A lock left by a dead one is removed. */
async function findRunning(state: ServerState): Promise<ServerState | undefined> {
  const lock = join(state.data, 'postmaster.pid')
  const current = await poll(
    async () => {
      const held = existsSync(lock) ? readLock(lock) : undefined
      if (!held || !isOurs(held.pid, state.data)) return 'none'
      const found = { ...state, port: held.port }
      return (await tryConnect(found)) ? found : undefined
    },
    { limitMs: 30_000 },
  )
  if (typeof current === 'object') return current
  if (current === 'none') rmSync(lock, { force: true })
  return undefined
}

/** The lock file's first line is the process id, its fourth the port (PostgreSQL source, miscadmin.h). */
function readLock(file: string): { readonly pid: number; readonly port: number } | undefined {
  const lines = readFileSync(file, 'utf8').split('\n')
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  return Number.isInteger(pid) && pid > 0 && Number.isInteger(port) ? { pid, port } : undefined
}

/** Process ids are used again, so the program's name and its working folder must match too. */
function isOurs(pid: number, data: string): boolean {
  if (!runs(pid, 'postgres')) return false
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data)
  } catch {
    return true
  }
}

async function opened(state: ServerState, database: string): Promise<Omit<RunningServer, 'stop'>> {
  const client = new pg.Client(clientOptions(state, 'postgres'))
  await client.connect()
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database])
    if (found.rowCount === 0) await client.query(`CREATE DATABASE "${database.replaceAll('"', '""')}"`)
    const version = await client.query<{ server_version: string }>('SHOW server_version')
    const row = version.rows[0]
    return { endpoint: endpointOf(state, database), version: row?.server_version ?? '' }
  } finally {
    await client.end()
  }
}

async function tryConnect(state: ServerState): Promise<true | undefined> {
  const client = new pg.Client(clientOptions(state, 'postgres'))
  client.on('error', () => undefined)
  try {
    await client.connect()
    return true
  } catch {
    return undefined
  } finally {
    await client.end().catch(() => undefined)
  }
}

function clientOptions(state: ServerState, database: string): pg.ClientConfig {
  const { port, user, password } = state
  return { host: '127.0.0.1', port, user, password, database, connectionTimeoutMillis: 5_000 }
}

function endpointOf(state: ServerState, database: string): Endpoint {
  const { port, user, password } = state
  return {
    dialect: 'postgres',
    host: '127.0.0.1',
    port,
    user,
    password,
    database,
    tls: { mode: 'disable' },
    parameters: {},
  }
}
