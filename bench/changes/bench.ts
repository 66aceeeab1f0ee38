import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../src/core/process/free-port.js'
import { type Measured, measured } from '../load/contenders.js'
import { childrenCpu } from '../load/cpu.js'
import { ended, listening, startSource } from '../load/servers.js'
import { type BenchCase, median } from '../report.js'
import { type Workload, workloads } from './workloads.js'

/** The log of one workload, in a file of its own. */
interface Log {
  readonly folder: string
  readonly port: number
  readonly workload: Workload
  readonly file: string
}

/** What a client took; its CPU seconds are those of user and system. */
interface Cost extends Measured {
  readonly cpu: number
}

/** A MariaDB's log to the end of the decoding: ours, the server's own tool that prints it, and the tool that only copies it. */
export async function benchChanges(onCase: (result: BenchCase) => void): Promise<void> {
  const wanted = process.env['BENCH_TABLES']?.split(',')
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-bench-'))
  const port = await freePort()
  const log = ['--log-bin=binlog', '--binlog-format=ROW', '--max-binlog-size=1G', '--server-id=1', '--sync-binlog=0']
  const server = startSource(folder, port, log)
  try {
    await listening(port)
    sql(
      folder,
      "CREATE DATABASE bench CHARACTER SET utf8mb4; CREATE USER bench@'127.0.0.1' IDENTIFIED BY 'bench'; GRANT ALL ON *.* TO bench@'127.0.0.1'",
    )
    for (const workload of workloads(Number(process.env['BENCH_SCALE'] ?? 1)))
      if (wanted?.includes(workload.name) ?? true) onCase(await benchWorkload(folder, port, workload))
  } finally {
    await ended(server)
    rmSync(folder, { recursive: true, force: true })
  }
}

async function benchWorkload(folder: string, port: number, workload: Workload): Promise<BenchCase> {
  say(`${workload.name}: ${workload.changes} changes are made`)
  sql(folder, `USE bench; ${workload.ddl}; FLUSH BINARY LOGS`)
  const file = sql(folder, 'SHOW MASTER STATUS').split('\t')[0] ?? ''
  fill(folder, workload)
  const log: Log = { folder, port, workload, file }
  const contenders = {
    peer: () => tool(log, ['-v']),
    ours: () => ours(log),
    limit: () => tool(log, ['--raw', '-r', `${folder}/raw-`]),
  }
  const times: Record<keyof typeof contenders, Cost[]> = { peer: [], ours: [], limit: [] }
  for (let round = 1; round <= Number(process.env['BENCH_ROUNDS'] ?? 3); round++)
    for (const name of ['peer', 'ours', 'limit'] as const) {
      const before = childrenCpu()
      const end = await contenders[name]()
      const cpu = childrenCpu() - before
      times[name].push({ ...end, cpu })
      say(
        `${workload.name} round ${round} ${name}: ${end.seconds.toFixed(2)} s, ${cpu.toFixed(2)} s of CPU, ${end.rssMb.toFixed(0)} MB`,
      )
    }
  return caseOf(workload, times)
}

function caseOf(workload: Workload, times: Readonly<Record<'peer' | 'ours' | 'limit', readonly Cost[]>>): BenchCase {
  const seconds = (name: 'peer' | 'ours' | 'limit') => median(times[name].map((end) => end.seconds))
  const cpu = (name: 'peer' | 'ours') => median(times[name].map((end) => end.cpu))
  const round = (value: number) => Math.round(value * 100) / 100
  return {
    ...{ bench: 'changes', case: workload.name },
    ratio_to_peer: round(seconds('peer') / seconds('ours')),
    ratio_to_limit: round(seconds('limit') / seconds('ours')),
    cpu_to_peer: round(cpu('peer') / cpu('ours')),
    seconds: round(seconds('ours')),
    rss_mb: round(Math.max(...times.ours.map((end) => end.rssMb))),
  }
}

/** In sessions of a procedure: a client that sends each statement would be what is waited for. */
function fill(folder: string, workload: Workload): void {
  const loop = `DECLARE round INT DEFAULT 0; WHILE round < ${workload.rounds} DO ${workload.body} SET round = round + 1; END WHILE;`
  const text = `DELIMITER //\nCREATE PROCEDURE bench.fill() BEGIN ${loop} END//\nDELIMITER ;\nUSE bench; CALL fill(); DROP PROCEDURE fill;`
  execFileSync('mariadb', ['--no-defaults', '-u', 'root', '-S', join(folder, 'source.sock')], {
    ...{ input: text, stdio: ['pipe', 'ignore', 'inherit'] },
  })
}

/** Our stream in a process of its own, start-up included. */
function ours({ port, workload, file }: Log): Promise<Measured> {
  const here = fileURLToPath(import.meta.url)
  const script = join(dirname(here), `read-changes${extname(here)}`)
  const request = { port, workload: workload.name, from: `${file}:4`, changes: workload.changes }
  return measured(process.execPath, [...process.execArgv, script, JSON.stringify(request)])
}

function tool({ port, file }: Log, options: readonly string[]): Promise<Measured> {
  const account = ['-h', '127.0.0.1', '-P', String(port), '-u', 'bench', '-pbench']
  return measured('mariadb-binlog', ['--no-defaults', '--read-from-remote-server', ...account, ...options, file])
}

function sql(folder: string, statements: string): string {
  const socket = join(folder, 'source.sock')
  return execFileSync('mariadb', ['--no-defaults', '-u', 'root', '-S', socket, '-BN', '-e', statements], {
    ...{ encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  })
}

const say = (line: string): void => void process.stderr.write(`${line}\n`)
