import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Endpoint } from '../../../../../src/core/dialect/endpoint.js'
import { freePort } from '../../../../../src/core/process/free-port.js'
import { poll, SupervisedProcess } from '../../../../../src/core/process/supervised.js'
import { locatePackage } from '../../../../../src/dialects/mysql/embedded/package.js'
import { run } from './support.js'

/** A server that a test may kill and start again with other options. */
export interface OwnServer {
  readonly endpoint: Endpoint
  start(...options: readonly string[]): Promise<void>
  /** As by kill −9. */
  kill(): Promise<void>
  stop(): Promise<void>
}

export async function ownMariadb(): Promise<OwnServer> {
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-own-'))
  const data = join(folder, 'data')
  await promisify(execFile)('mariadb-install-db', [
    ...['--no-defaults', '--user=root', '--auth-root-authentication-method=normal', '--skip-test-db'],
    ...[`--datadir=${data}`, `--tmpdir=${folder}`],
  ])
  return ownServer(folder, data, 'mariadbd', ['--user=root'], {})
}

/** The MySQL 5.6 of the tests, with options that its embedding does not have. */
export function ownMysql(): Promise<OwnServer> {
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-own-'))
  const data = join(folder, 'data')
  const { mysqld, base, template } = locatePackage()
  cpSync(template, data, { recursive: true })
  rmSync(join(data, 'auto.cnf'), { force: true })
  const accounts = join(folder, 'accounts.sql')
  writeFileSync(accounts, "GRANT ALL PRIVILEGES ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;\n")
  const options = [
    ...[`--basedir=${base}`, `--lc-messages-dir=${join(base, 'share')}`, `--init-file=${accounts}`],
    ...[
      '--innodb-use-native-aio=OFF',
      '--performance-schema=OFF',
      ...(process.getuid?.() === 0 ? ['--user=root'] : []),
    ],
  ]
  return ownServer(folder, data, mysqld, options, { LD_LIBRARY_PATH: base })
}

async function ownServer(
  folder: string,
  data: string,
  command: string,
  fixed: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<OwnServer> {
  const port = await freePort()
  const endpoint: Endpoint = {
    ...{ dialect: 'mysql', host: '127.0.0.1', port, user: 'root', password: '' },
    ...{ tls: { mode: 'disable' }, parameters: {} },
  }
  let child: SupervisedProcess | undefined
  const start = async (...options: readonly string[]): Promise<void> => {
    const args = [
      ...['--no-defaults', ...fixed, `--datadir=${data}`, `--tmpdir=${folder}`, '--socket=server.sock'],
      ...[`--port=${port}`, '--bind-address=127.0.0.1', '--skip-name-resolve', '--character-set-server=utf8mb4'],
      ...['--innodb-buffer-pool-size=64M', '--pid-file=server.pid', '--server-id=1', ...options],
    ]
    const started = new SupervisedProcess({
      ...{ command, args, cwd: data, logFile: join(folder, 'server.log'), stopSignal: 'TERM' },
      env: { PATH: '/usr/sbin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', ...env },
    })
    child = started
    const isUp = () =>
      run(endpoint, 'SELECT 1').then(
        () => true,
        () => undefined,
      )
    if (!(await poll(isUp, { limitMs: 60_000, goOn: () => started.running }))) throw new Error(started.logTail(20))
  }
  return {
    endpoint,
    start,
    async kill() {
      process.kill(Number(readFileSync(join(data, 'server.pid'), 'utf8')), 'SIGKILL')
      await child?.stop()
    },
    async stop() {
      await child?.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
