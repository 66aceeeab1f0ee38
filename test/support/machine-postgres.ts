import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Endpoint } from '../../src/core/dialect/endpoint.js'

export interface MachinePostgres {
  readonly endpoint: Endpoint
  /** Stops at once, as a crash does. */
  crash(): void
  stop(): void
}

const packages = '/usr/lib/postgresql'

/** Folder of the newest server installed on this machine, if any. */
export function postgresOfMachine(): string | undefined {
  const versions = existsSync(packages) ? readdirSync(packages) : []
  const newest = versions.sort((a, b) => Number(a) - Number(b)).at(-1)
  const folder = newest === undefined ? undefined : join(packages, newest, 'bin')
  return folder !== undefined && existsSync(join(folder, 'initdb')) ? folder : undefined
}

/** A server of its own on a free port of the loopback address; it refuses to run as root, so root lends it another user. */
export async function startMachinePostgres(): Promise<MachinePostgres> {
  const bin = postgresOfMachine()
  if (bin === undefined) throw new Error('no server on this machine')
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-pg-'))
  const port = await freePort()
  const root = process.getuid?.() === 0
  const run = (command: string, args: readonly string[]): void => {
    if (root)
      execFileSync('su', ['postgres', '-s', '/bin/sh', '-c', '"$0" "$@"', '--', command, ...args], { stdio: 'ignore' })
    else execFileSync(command, args, { stdio: 'ignore' })
  }
  if (root) chmodSync(folder, 0o777)
  const password = join(folder, 'password')
  writeFileSync(password, 'right\n')
  const data = join(folder, 'data')
  run(join(bin, 'initdb'), [
    '-D',
    data,
    '-U',
    'admin',
    '-A',
    'scram-sha-256',
    `--pwfile=${password}`,
    '-E',
    'UTF8',
    '--no-sync',
  ])
  run(join(bin, 'pg_ctl'), [
    '-D',
    data,
    '-w',
    '-l',
    join(folder, 'log'),
    '-o',
    `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c fsync=off`,
    'start',
  ])
  const halt = (mode: string): void => {
    try {
      run(join(bin, 'pg_ctl'), ['-D', data, '-m', mode, '-w', 'stop'])
    } catch {
      // It is down already.
    }
  }
  return {
    endpoint: {
      dialect: 'postgres',
      host: '127.0.0.1',
      port,
      user: 'admin',
      password: 'right',
      database: 'postgres',
      tls: { mode: 'disable' },
      parameters: {},
    },
    crash: () => halt('immediate'),
    stop: () => {
      halt('fast')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}
