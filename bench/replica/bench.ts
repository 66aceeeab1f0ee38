import { type ChildProcess, execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../src/core/process/free-port.js'
import { measured } from '../load/contenders.js'
import { ended, listening, startSource } from '../load/servers.js'
import { type BenchCase, median } from '../report.js'

interface Server {
  readonly folder: string
  readonly port: number
  readonly pid: number
}

interface Cost {
  readonly seconds: number
  /** Of the server that is written to, and of us. */
  readonly cpu: number
  readonly ours: number
}

/** Changes in one transaction of the source, and how many of those there are. */
type Workload = readonly [changes: number, transactions: number]

const contenders = ['peer', 'net', 'ordered'] as const

/**
 * The log of one MariaDB applied to another, by the server's own replication and by us, in interleaved rounds. Reading the
 * log and starting are in both. BENCH_SCALE (1) scales the changes, BENCH_ROUNDS (3) the rounds.
 */
export async function benchReplica(onCase: (result: BenchCase) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-bench-'))
  const children: ChildProcess[] = []
  const start = async (name: string, options: readonly string[]): Promise<Server> => {
    const own = join(folder, name)
    mkdirSync(own)
    const port = await freePort()
    const child = startSource(own, port, options)
    children.push(child)
    await listening(port)
    sql({ folder: own }, "CREATE USER bench@'127.0.0.1' IDENTIFIED BY 'bench'; GRANT ALL ON *.* TO bench@'127.0.0.1'")
    return { folder: own, port, pid: child.pid ?? 0 }
  }
  const log = ['--log-bin=binlog', '--binlog-format=ROW', '--max-binlog-size=1G', '--sync-binlog=0']
  try {
    const source = await start('source', [...log, '--server-id=1'])
    const target = await start('target', ['--server-id=2'])
    const scale = Number(process.env['BENCH_SCALE'] ?? 1)
    const workloads: readonly Workload[] = [
      [1, Math.round(200_000 * scale)],
      [30, Math.round(10_000 * scale)],
    ]
    for (const workload of workloads) for (const one of await benchWorkload(source, target, workload)) onCase(one)
  } finally {
    for (const child of children) await ended(child)
    rmSync(folder, { recursive: true, force: true })
  }
}

const startRows = 200_000

/** Half updates of rows all over a table, four tenths new rows, one tenth deletes of young rows. */
const work = (per: number): string => `
  CREATE PROCEDURE work(count INT) BEGIN DECLARE i INT DEFAULT 0; WHILE i < count * ${per} DO
    IF i % ${per} = 0 THEN START TRANSACTION; END IF;
    IF i % 10 < 5 THEN UPDATE account SET amount = i % 100000, note = CONCAT('note ', i, REPEAT('x', 90)) WHERE id = i * 7919 % ${startRows} + 1;
    ELSEIF i % 10 < 9 THEN INSERT INTO account VALUES (${startRows} + i + 1, CONCAT('owner ', i % 1000), i, NOW(), REPEAT('n', 100));
    ELSE DELETE FROM account WHERE id = ${startRows} + i - 3; END IF;
    SET i = i + 1;
    IF i % ${per} = 0 THEN COMMIT; END IF;
  END WHILE; END`

const tables = `
  CREATE TABLE account (id INT PRIMARY KEY, owner VARCHAR(40), amount DECIMAL(12,2), changed DATETIME, note VARCHAR(200), KEY (owner)) ENGINE = InnoDB;
  INSERT INTO account SELECT seq, CONCAT('owner ', seq % 1000), 0, '2024-01-01', REPEAT('n', 100) FROM seq_1_to_${startRows}`

async function benchWorkload(
  source: Server,
  target: Server,
  [per, transactions]: Workload,
): Promise<readonly BenchCase[]> {
  const fresh = `DROP DATABASE IF EXISTS bench; CREATE DATABASE bench CHARACTER SET utf8mb4; USE bench; ${tables}`
  sql(source, `${fresh};\nDELIMITER //\n${work(per)}//\nDELIMITER ;\nFLUSH BINARY LOGS`)
  const [file = '', at = ''] = sql(source, 'SHOW MASTER STATUS').split('\t')
  sql(source, `USE bench; CALL work(${transactions})`)
  const digest = sql(source, 'CHECKSUM TABLE bench.account')
  const costs: Record<(typeof contenders)[number], Cost[]> = { peer: [], net: [], ordered: [] }
  for (let round = 1; round <= Number(process.env['BENCH_ROUNDS'] ?? 3); round++)
    for (const who of contenders) {
      sql(target, `DROP DATABASE IF EXISTS crosswalk; ${fresh}`)
      const cost = await costOf(target, () =>
        who === 'peer' ? replicated(source, target, file, at) : followed(source, target, `${file}:${at}`, who),
      )
      if (sql(target, 'CHECKSUM TABLE bench.account') !== digest) throw new Error(`${who} made other rows`)
      costs[who].push(cost)
      say(
        `${per} a transaction, round ${round} ${who}: ${cost.seconds.toFixed(2)} s, ${cost.cpu.toFixed(2)} s of CPU, ${cost.ours.toFixed(2)} of them ours`,
      )
    }
  const middle = (who: keyof typeof costs, what: keyof Cost) => median(costs[who].map((cost) => cost[what]))
  const ratio = (who: keyof typeof costs, what: keyof Cost) =>
    Math.round((middle('peer', what) / middle(who, what)) * 100) / 100
  return (['net', 'ordered'] as const).map((mode) => ({
    ...{ bench: 'replica', case: `${per} a transaction, ${mode}`, ratio_to_peer: ratio(mode, 'seconds') },
    ...{ ratio_to_limit: null, cpu_to_peer: ratio(mode, 'cpu'), seconds: middle(mode, 'seconds'), rss_mb: null },
  }))
}

/** The server's own replication reads and applies; it has ended when it is where the log ends. */
async function replicated(source: Server, target: Server, file: string, at: string): Promise<number> {
  const [end = '', to = ''] = sql(source, 'SHOW MASTER STATUS').split('\t')
  const began = performance.now()
  const way = `master_host = '127.0.0.1', master_port = ${source.port}, master_user = 'bench', master_password = 'bench', master_use_gtid = no`
  sql(target, `CHANGE MASTER TO ${way}, master_log_file = '${file}', master_log_pos = ${at}; START SLAVE`)
  const reached = sql(target, `SELECT MASTER_POS_WAIT('${end}', ${to}, 600)`)
  const seconds = (performance.now() - began) / 1000
  sql(target, 'STOP SLAVE; RESET SLAVE ALL')
  if (Number(reached) < 0) throw new Error('the replica did not come to the end')
  return seconds
}

async function followed(source: Server, target: Server, from: string, mode: string): Promise<number> {
  const here = fileURLToPath(import.meta.url)
  const script = join(dirname(here), `follow-changes${extname(here)}`)
  const request = { sourcePort: source.port, targetPort: target.port, from, mode }
  return (await measured(process.execPath, [...process.execArgv, script, JSON.stringify(request)])).seconds
}

async function costOf({ pid }: Server, workOf: () => Promise<number>): Promise<Cost> {
  const used = () => [ticks(pid, 14), ticks(process.pid, 16)] as const
  const before = used()
  const seconds = await workOf()
  const [theirs = 0, ours = 0] = used().map((now, at) => (now - (before[at] ?? 0)) / ticksPerSecond)
  return { seconds, cpu: theirs + ours, ours }
}

/** USER_HZ, which is 100 on every Linux that Node runs on. */
const ticksPerSecond = 100

/** Fields `first` and the next of a process's statistics: 14 its own time, 16 that of children which have ended (manual: proc(5)). */
function ticks(pid: number, first: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return Number(fields[first - 3] ?? 0) + Number(fields[first - 2] ?? 0)
}

function sql({ folder }: Pick<Server, 'folder'>, statements: string): string {
  const socket = join(folder, 'source.sock')
  return execFileSync('mariadb', ['--no-defaults', '-u', 'root', '-S', socket, '-BN'], {
    ...{ input: statements, encoding: 'utf8', stdio: ['pipe', 'pipe', 'inherit'] },
  }).trim()
}

const say = (line: string): void => void process.stderr.write(`${line}\n`)
