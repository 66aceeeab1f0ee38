import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Endpoint } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { freePort } from '../../../core/process/free-port.js'
import { poll, SupervisedProcess } from '../../../core/process/supervised.js'
import { close, connect } from '../connect.js'

export interface LocalServer {
  readonly endpoint: Endpoint
  /** Ends the server and removes its files. */
  stop(): Promise<void>
}

const folders = ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin', '/usr/libexec']

/** A MariaDB of this machine; undefined: none is installed. */
export const localMariadb = (): string | undefined =>
  folders.map((folder) => join(folder, 'mariadbd')).find((path) => existsSync(path))

const installers = ['mariadb-install-db', 'mysql_install_db']

/** Starts an empty server for this process alone: its files are temporary, it listens on the loopback address. */
export async function startMariadb(command: string, signal?: AbortSignal): Promise<LocalServer> {
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-proof-'))
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  try {
    const port = await freePort()
    await install(folder, signal)
    const child = new SupervisedProcess({
      ...{ command, args: serverArguments(folder, port), cwd: folder, logFile: join(folder, 'server.log') },
      env: { PATH: '/usr/sbin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
      stopSignal: 'TERM',
    })
    const stop = async (): Promise<void> => {
      await child.stop()
      remove()
    }
    const endpoint: Endpoint = {
      ...{ dialect: 'mysql', host: '127.0.0.1', port, user: asUser(), password: '', tls: { mode: 'disable' } },
      parameters: {},
    }
    const ready = await poll(() => answers(endpoint), { limitMs: 60_000, goOn: () => child.running })
    if (ready) return { endpoint, stop }
    const problem = child.logTail()
    await stop()
    throw new OperationError('XW-S0301', { engine: 'MariaDB', folder, problem })
  } catch (error) {
    remove()
    throw error
  }
}

/** The account that a new server has is called like the user of the machine who made it. */
const asUser = (): string => (process.getuid?.() === 0 ? 'root' : (process.env['USER'] ?? 'root'))

const asRoot = (): readonly string[] => (process.getuid?.() === 0 ? ['--user=root'] : [])

async function install(folder: string, signal?: AbortSignal): Promise<void> {
  const program = installers
    .flatMap((name) => folders.map((place) => join(place, name)))
    .find((path) => existsSync(path))
  await promisify(execFile)(
    program ?? installers[0] ?? '',
    [
      ...['--no-defaults', ...asRoot(), '--auth-root-authentication-method=normal', '--skip-test-db'],
      ...[`--datadir=${join(folder, 'data')}`, `--tmpdir=${folder}`],
    ],
    signal ? { signal } : {},
  )
}

const serverArguments = (folder: string, port: number): readonly string[] => [
  ...['--no-defaults', ...asRoot(), `--datadir=${join(folder, 'data')}`, `--tmpdir=${folder}`, '--socket=server.sock'],
  ...[`--port=${port}`, '--bind-address=127.0.0.1', '--skip-name-resolve', '--character-set-server=utf8mb4'],
  // Nothing in it needs to last, and its tables stay empty.
  ...['--innodb-flush-log-at-trx-commit=0', '--innodb-doublewrite=0', '--innodb-buffer-pool-size=32M'],
  '--performance-schema=OFF',
]

async function answers(endpoint: Endpoint): Promise<true | undefined> {
  try {
    await close(await connect(endpoint))
    return true
  } catch {
    return undefined
  }
}
