import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/** The two servers of a benchmark, in a temporary folder that goes away with them. */
export interface Servers {
  readonly folder: string
  readonly sourcePort: number
  readonly targetPort: number
  readonly sourcePid: number
  readonly targetPid: number
  readonly psql: string
  stop(): Promise<void>
}

/** Debian's packages that are needed; what is missing, by package. */
export function missingPackages(withPeer = true): readonly string[] {
  const missing: string[] = []
  if (!onPath('mariadbd') || !onPath('mariadb')) missing.push('mariadb-server')
  if (postgresBin() === undefined) missing.push('postgresql-15')
  if (withPeer && !onPath('pgloader')) missing.push('pgloader')
  return missing
}

function onPath(name: string): boolean {
  return [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'].some((folder) => existsSync(join(folder, name)))
}

/** The lowest version from 15 on: the same on every machine that has several. */
export function postgresBin(): string | undefined {
  const base = '/usr/lib/postgresql'
  const versions = existsSync(base)
    ? readdirSync(base)
        .map(Number)
        .filter((version) => version >= 15)
    : []
  const version = versions.sort((a, b) => a - b)[0]
  return version === undefined ? undefined : join(base, String(version), 'bin')
}

export async function startServers(): Promise<Servers> {
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-bench-'))
  chmodSync(folder, 0o755)
  const sourcePort = 20_000 + Math.floor(Math.random() * 20_000)
  const targetPort = sourcePort + 1
  const children: ChildProcess[] = []
  const stop = async () => {
    for (const child of children) await ended(child)
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    children.push(startSource(folder, sourcePort))
    children.push(startPostgres(folder, 'target', targetPort))
    await Promise.all([listening(sourcePort), listening(targetPort)])
    await ready(join(postgresBin() ?? '', 'pg_isready'), targetPort)
    const [sourcePid = 0, targetPid = 0] = children.map((child) => child.pid ?? 0)
    return { folder, sourcePort, targetPort, sourcePid, targetPid, psql: join(postgresBin() ?? '', 'psql'), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const isRoot = process.getuid?.() === 0

export function startSource(folder: string, port: number, extra: readonly string[] = []): ChildProcess {
  const data = join(folder, 'source')
  // A server that starts deletes the temporary tables of all others in its folder for them.
  const user = isRoot ? ['--user=root'] : []
  const quiet = { stdio: 'ignore' } as const
  execFileSync(
    'mariadb-install-db',
    [
      '--no-defaults',
      ...user,
      `--datadir=${data}`,
      `--tmpdir=${folder}`,
      '--skip-test-db',
      '--auth-root-authentication-method=normal',
    ],
    quiet,
  )
  const log = openSync(join(folder, 'source.log'), 'a')
  const options = [
    '--no-defaults',
    ...user,
    `--datadir=${data}`,
    `--tmpdir=${folder}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--skip-name-resolve',
    `--socket=${join(folder, 'source.sock')}`,
    '--innodb-buffer-pool-size=2G',
    '--innodb-flush-log-at-trx-commit=0',
    '--innodb-log-file-size=512M',
    ...extra,
  ]
  return spawn('mariadbd', options, {
    stdio: ['ignore', log, log],
    env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` },
  })
}

/** This server refuses root: it gets a user of its own. */
export function startPostgres(
  folder: string,
  name: string,
  port: number,
  settings: readonly string[] = [],
): ChildProcess {
  const bin = postgresBin() ?? ''
  const data = join(folder, name)
  mkdirSync(data)
  const owner = isRoot ? userIds() : undefined
  if (owner) chownSync(data, owner.uid, owner.gid)
  const as = owner ?? {}
  execFileSync(join(bin, 'initdb'), ['-D', data, '-A', 'trust', '-U', 'bench', '-E', 'UTF8', '--no-locale'], {
    stdio: 'ignore',
    ...as,
  })
  const log = openSync(join(folder, `${name}.log`), 'a')
  const all = [
    'shared_buffers=1GB',
    'max_wal_size=8GB',
    'checkpoint_timeout=30min',
    `unix_socket_directories=${data}`,
    `port=${port}`,
    ...settings,
  ]
  const options = ['-D', data, ...all.flatMap((setting) => ['-c', setting])]
  return spawn(join(bin, 'postgres'), options, { stdio: ['ignore', log, log], ...as })
}

function userIds(): { uid: number; gid: number } {
  for (const name of ['postgres', 'nobody'])
    try {
      return { uid: Number(execFileSync('id', ['-u', name])), gid: Number(execFileSync('id', ['-g', name])) }
    } catch {}
  throw new Error('no user but root to run the target server as')
}

/** It listens before it takes anybody in. */
export async function ready(pgIsReady: string, port: number): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (spawnSync(pgIsReady, ['-h', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' }).status === 0) return
    await new Promise((done) => setTimeout(done, 100))
  }
  throw new Error(`no answer on port ${port}`)
}

export async function listening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = createConnection(port, '127.0.0.1', () => resolve(true))
      socket.on('error', () => resolve(false))
      socket.on('close', () => undefined)
      setTimeout(() => socket.destroy(), 200)
    })
    if (open) return
    await new Promise((done) => setTimeout(done, 100))
  }
  throw new Error(`no server on port ${port}`)
}

export function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    const kill = setTimeout(() => child.kill('SIGKILL'), 15_000)
    child.once('exit', () => {
      clearTimeout(kill)
      resolve()
    })
    // SIGINT: fast shutdown for the one, an orderly one by TERM for the other.
    child.kill(child.spawnfile.endsWith('postgres') ? 'SIGINT' : 'SIGTERM')
  })
}
