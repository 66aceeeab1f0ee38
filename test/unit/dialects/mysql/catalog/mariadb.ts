import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Endpoint } from '../../../../../src/core/dialect/endpoint.js'

export const hasMariadb = spawnSync('mariadbd', ['--version']).status === 0

export interface Server {
  readonly endpoint: Endpoint
  readonly socket: string
  run(sql: string): string
  dump(...args: readonly string[]): string
  stop(): Promise<void>
}

/** Starts a MariaDB of the machine on a socket in a folder of its own. */
export async function startMariadb(): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-mariadb-'))
  const data = join(folder, 'data')
  const socket = join(folder, 's.sock')
  execFileSync(
    'mariadb-install-db',
    [
      '--no-defaults',
      '--user=root',
      `--datadir=${data}`,
      `--tmpdir=${folder}`,
      '--auth-root-authentication-method=normal',
    ],
    {
      stdio: 'ignore',
    },
  )
  const child = spawn(
    'mariadbd',
    [
      '--no-defaults',
      '--user=root',
      `--datadir=${data}`,
      `--tmpdir=${folder}`,
      `--socket=${socket}`,
      '--skip-networking',
      '--innodb-buffer-pool-size=32M',
    ],
    { stdio: 'ignore' },
  )
  const client = (sql: string) =>
    spawnSync('mariadb', ['--no-defaults', '-uroot', `-S${socket}`, '--default-character-set=utf8mb4', '-N'], {
      input: sql,
      encoding: 'utf8',
    })
  for (let i = 0; client('SELECT 1').status !== 0; i++) {
    if (i > 100) throw new Error('mariadbd did not start')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return {
    endpoint: {
      dialect: 'mysql',
      host: 'localhost',
      port: 0,
      socketPath: socket,
      user: 'root',
      tls: { mode: 'disable' },
      parameters: {},
    },
    socket,
    run: (sql) => {
      const { status, stdout, stderr } = client(sql)
      if (status !== 0) throw new Error(stderr)
      return stdout
    },
    dump: (...args) =>
      execFileSync('mariadb-dump', ['--no-defaults', '-uroot', `-S${socket}`, ...args], { encoding: 'utf8' }),
    stop: () => stop(child, folder),
  }
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
  rmSync(folder, { recursive: true, force: true })
}
