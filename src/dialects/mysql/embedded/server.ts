import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import mysql from 'mysql2/promise'
import type { EmbeddedServer, RunningServer } from '../../../core/dialect/dialect.js'
import type { Endpoint } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { freePort } from '../../../core/process/free-port.js'
import { makeFolder } from '../../../core/process/make-folder.js'
import {
  randomPassword,
  readServerState,
  type ServerState,
  writeServerState,
} from '../../../core/process/server-state.js'
import { poll, runs, SupervisedProcess } from '../../../core/process/supervised.js'
import { locatePackage, type Package } from './package.js'

const engine = 'MySQL'

/** A real MySQL 5.6 from an npm package, with its files under a folder of the project. It ends when this process ends. */
export const embeddedMysql: EmbeddedServer = { start }

async function start(options: {
  readonly folder: string
  readonly database: string
  readonly signal?: AbortSignal
}): Promise<RunningServer> {
  const folder = resolve(options.folder)
  const binaries = locatePackage()
  const data = join(folder, 'data')
  const known = readServerState(folder, engine)
  if (!known && existsSync(data)) {
    throw new OperationError('XW-S0302', {
      engine,
      folder,
      problem: 'it holds a data folder whose password file is lost',
    })
  }
  const running = known && (await useRunning(known, options.database))
  if (running) return running
  const port = await freePort(known?.port)
  const state: ServerState = known
    ? { ...known, port }
    : { engine, port, user: 'crosswalk', password: randomPassword(), data }
  prepare(folder, state, binaries)
  options.signal?.throwIfAborted()
  return launch(binaries, folder, state, options.database)
}

/** The package is never written to: its data folder is a template. Copied under another name, so half a copy is never taken for a whole one. */
function prepare(folder: string, state: ServerState, binaries: Package): void {
  try {
    makeFolder(folder, 0o755)
    writeServerState(folder, state)
    if (existsSync(state.data)) return
    const draft = `${state.data}.new`
    rmSync(draft, { recursive: true, force: true })
    cpSync(binaries.template, draft, { recursive: true })
    chmodSync(draft, 0o700)
    // The server's identity must be its own.
    rmSync(join(draft, 'auto.cnf'), { force: true })
    renameSync(draft, state.data)
  } catch (cause) {
    throw new OperationError('XW-S0302', { engine, folder, problem: String(cause) }, { cause })
  }
}

async function launch(binaries: Package, folder: string, state: ServerState, database: string): Promise<RunningServer> {
  const accounts = join(folder, 'accounts.sql')
  rmSync(temporaryFolder(state), { recursive: true, force: true })
  mkdirSync(temporaryFolder(state), { mode: 0o700 })
  writeFileSync(accounts, accountStatements(state), { mode: 0o600 })
  const child = new SupervisedProcess({
    command: binaries.mysqld,
    args: serverArguments(binaries, state, accounts),
    cwd: state.data,
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', LD_LIBRARY_PATH: binaries.base },
    logFile: join(folder, 'server.log'),
    stopSignal: 'TERM',
  })
  try {
    const ready = await poll(() => tryConnect(state), { limitMs: 60_000, goOn: () => child.running })
    if (!ready) throw new OperationError('XW-S0301', { engine, folder, problem: lastWords(child) })
    return { ...(await opened(state, database)), stop: () => child.stop() }
  } catch (error) {
    await child.stop(5_000)
    throw error
  } finally {
    rmSync(accounts, { force: true })
  }
}

/** The server goes on to talk about its shutdown after the error that caused it. */
function lastWords(child: SupervisedProcess): string {
  const lines = child.logTail(80).split('\n')
  const errors = lines.filter((line) => line.includes('[ERROR]') || !line.includes('[Note]'))
  return (errors.length > 0 ? errors : lines).slice(-8).join('\n')
}

/** Run by the server before it listens, one statement to a line: our account and no other. */
function accountStatements(state: ServerState): string {
  return [
    `DELETE FROM mysql.user WHERE User <> '${state.user}'`,
    'FLUSH PRIVILEGES',
    `GRANT ALL PRIVILEGES ON *.* TO '${state.user}'@'127.0.0.1' IDENTIFIED BY '${state.password}' WITH GRANT OPTION`,
    '',
  ].join(';\n')
}

/** Not the system's: others clean that up, and it may be small. */
const temporaryFolder = (state: ServerState): string => `${state.data}.tmp`

function serverArguments(binaries: Package, state: ServerState, accounts: string): readonly string[] {
  const values: Record<string, string | number> = {
    basedir: binaries.base,
    'lc-messages-dir': join(binaries.base, 'share'),
    'character-sets-dir': join(binaries.base, 'share', 'charsets'),
    datadir: state.data,
    tmpdir: temporaryFolder(state),
    'init-file': accounts,
    'pid-file': join(state.data, 'mysqld.pid'),
    // Relative to the data folder: the path of a unix socket may have 107 bytes at most.
    socket: 'mysqld.sock',
    'bind-address': '127.0.0.1',
    port: state.port,
    'skip-name-resolve': 'ON',
    'character-set-server': 'utf8mb4',
    'collation-server': 'utf8mb4_unicode_ci',
    'default-time-zone': '+00:00',
    'innodb-buffer-pool-size': '256M',
    'innodb-log-file-size': '64M',
    'innodb-flush-log-at-trx-commit': 2,
    'innodb-use-native-aio': 'OFF',
    'performance-schema': 'OFF',
    'max-allowed-packet': '1G',
    // Its changes can be followed.
    'log-bin': 'binlog',
    'binlog-format': 'ROW',
    'server-id': 1,
    'log-bin-trust-function-creators': 'ON',
    'sql-mode': 'NO_ENGINE_SUBSTITUTION,STRICT_TRANS_TABLES',
  }
  const asRoot = process.getuid?.() === 0 ? ['--user=root'] : []
  return ['--no-defaults', ...asRoot, ...Object.entries(values).map(([name, value]) => `--${name}=${value}`)]
}

/** Takes a server that runs already. One that goes down while it is asked is looked for again: then it is no longer there. */
async function useRunning(known: ServerState, database: string): Promise<RunningServer | undefined> {
  for (let tries = 3; ; tries--) {
    const running = await findRunning(known)
    if (!running) return undefined
    try {
      return { ...(await opened(running, database)), stop: async () => undefined }
    } catch (error) {
      if (tries === 1) throw error
    }
  }
}

/** The server of another process of ours in the same folder, if it lives. */
async function findRunning(state: ServerState): Promise<ServerState | undefined> {
  const pidFile = join(state.data, 'mysqld.pid')
  const current = await poll(
    async () => {
      const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8').trim()) : 0
      if (!(pid > 0) || !isOurs(pid, state.data)) return 'none'
      return (await tryConnect(state)) ? state : undefined
    },
    { limitMs: 30_000 },
  )
  if (typeof current === 'object') return current
  if (current === 'none') rmSync(pidFile, { force: true })
  return undefined
}

/** Process ids are used again, so the program's name and its working folder must match too. */
function isOurs(pid: number, data: string): boolean {
  if (!runs(pid, 'mysqld')) return false
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data)
  } catch {
    return true
  }
}

async function opened(state: ServerState, database: string): Promise<Omit<RunningServer, 'stop'>> {
  const connection = await mysql.createConnection(clientOptions(state))
  try {
    await connection.query(`CREATE DATABASE IF NOT EXISTS \`${database.replaceAll('`', '``')}\``)
    const [rows] = await connection.query<mysql.RowDataPacket[][]>('SELECT VERSION()')
    return { endpoint: endpointOf(state, database), version: String(rows[0]?.[0] ?? '') }
  } finally {
    await connection.end()
  }
}

async function tryConnect(state: ServerState): Promise<true | undefined> {
  try {
    const connection = await mysql.createConnection(clientOptions(state))
    await connection.end()
    return true
  } catch {
    return undefined
  }
}

function clientOptions(state: ServerState): mysql.ConnectionOptions {
  const { port, user, password } = state
  return {
    ...{ host: '127.0.0.1', port, user, password, connectTimeout: 5_000 },
    ...{ flags: ['-LOCAL_FILES'], rowsAsArray: true, disableEval: true },
  }
}

function endpointOf(state: ServerState, database: string): Endpoint {
  const { port, user, password } = state
  return {
    dialect: 'mysql',
    host: '127.0.0.1',
    port,
    user,
    password,
    database,
    tls: { mode: 'disable' },
    parameters: {},
  }
}
