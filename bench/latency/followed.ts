import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../src/core/process/free-port.js'
import { ended, listening, startPostgres, startSource } from '../load/servers.js'

/** A source whose log is followed, another one for the peer, and the target of both, in a folder that goes away with them. */
export interface FollowedServers {
  readonly folder: string
  readonly mariadb: number
  readonly postgres: number
  readonly target: number
  readonly targetPid: number
  stop(): Promise<void>
}

const log = ['--log-bin=binlog', '--binlog-format=ROW', '--server-id=1', '--sync-binlog=0', '--max-binlog-size=1G']

export async function startFollowed(): Promise<FollowedServers> {
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-bench-'))
  chmodSync(folder, 0o755)
  const children: ChildProcess[] = []
  const stop = async () => {
    for (const child of children) await ended(child)
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const [mariadb, postgres, target] = [await freePort(), await freePort(), await freePort()]
    const own = join(folder, 'mariadb')
    mkdirSync(own)
    children.push(startSource(own, mariadb, log))
    // What is not flushed is not sent: a commit that does not wait for that would be seen up to 200 ms later.
    children.push(startPostgres(folder, 'postgres', postgres, ['wal_level=logical']))
    const child = startPostgres(folder, 'target', target)
    children.push(child)
    await Promise.all([listening(mariadb), listening(postgres), listening(target)])
    const servers = { folder, mariadb, postgres, target, targetPid: child.pid ?? 0, stop }
    onMariadb(servers, "CREATE USER bench@'127.0.0.1' IDENTIFIED BY 'bench'; GRANT ALL ON *.* TO bench@'127.0.0.1'")
    process.env['CROSSWALK_SOURCE_PASSWORD'] = 'bench'
    return servers
  } catch (error) {
    await stop()
    throw error
  }
}

export function onMariadb({ folder }: Pick<FollowedServers, 'folder'>, statements: string): string {
  const socket = join(folder, 'mariadb', 'source.sock')
  return execFileSync('mariadb', ['--no-defaults', '-u', 'root', '-S', socket, '-BN'], {
    ...{ input: statements, encoding: 'utf8', stdio: ['pipe', 'pipe', 'inherit'], maxBuffer: 2 ** 26 },
  }).trim()
}

export function onPostgres(port: number, database: string, statement: string): string {
  const args = ['-X', '-q', '-At', '-h', '127.0.0.1', '-p', String(port), '-U', 'bench', '-d', database]
  return execFileSync('psql', [...args, '-v', 'ON_ERROR_STOP=1', '-c', statement], { encoding: 'utf8' }).trim()
}

export const mariadbUrl = ({ mariadb }: FollowedServers): string => `mysql://bench@127.0.0.1:${mariadb}/bench`
export const postgresUrl = (port: number, database: string): string =>
  `postgresql://bench@127.0.0.1:${port}/${database}`

/** What runs `crosswalk replicate`. Each task has a folder of its own. */
export function replicateArgs(servers: FollowedServers, task: string, ends: readonly string[]): readonly string[] {
  const here = fileURLToPath(import.meta.url)
  const main = join(dirname(here), '..', '..', 'src', 'cli', `main${extname(here)}`)
  const project = ['--project', join(servers.folder, task), '--task', task, '--proof', 'none']
  return [...process.execArgv, main, 'replicate', ...ends, ...project]
}

/** Runs until it is told to end. */
export function startReplicate(servers: FollowedServers, task: string, ends: readonly string[]): ChildProcess {
  const out = openSync(join(servers.folder, `${task}.log`), 'a')
  return spawn(process.execPath, replicateArgs(servers, task, ends), { stdio: ['ignore', out, out] })
}
