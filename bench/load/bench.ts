import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { type BenchCase, median } from '../report.js'
import { type Measured, partFile, parts, psqlTarget, runLimit, runOurs, runPeer } from './contenders.js'
import { type CpuSeconds, cpuSum, withCpu } from './cpu.js'
import { missingPackages, type Servers, startServers } from './servers.js'
import { type BenchTable, benchTables, sourceDdl, targetDdl } from './tables.js'

/**
 * MariaDB to PostgreSQL: ours, pgloader and the bare COPY of a ready file, in interleaved rounds.
 * BENCH_SCALE (1) scales the rows, BENCH_ROUNDS (3) the rounds, BENCH_TABLES picks tables by name. `--no-peer` leaves
 * pgloader out.
 */
export async function benchLoad(onCase: (result: BenchCase) => void, args: readonly string[]): Promise<void> {
  const withPeer = !args.includes('--no-peer')
  const missing = missingPackages(withPeer)
  if (missing.length > 0) throw new Error(`bench load needs these Debian packages: ${missing.join(' ')}`)
  const wanted = process.env['BENCH_TABLES']?.split(',')
  const tables = benchTables(Number(process.env['BENCH_SCALE'] ?? 1)).filter(
    (table) => wanted?.includes(table.name) ?? true,
  )
  const servers = await startServers()
  try {
    sql(
      servers,
      "CREATE DATABASE bench; CREATE USER bench@'127.0.0.1' IDENTIFIED BY 'bench'; GRANT ALL ON *.* TO bench@'127.0.0.1'",
    )
    psql(servers, 'CREATE SCHEMA bench')
    const names = contenderNames.filter((name) => withPeer || name !== 'peer')
    for (const table of tables) onCase(await benchTable(servers, table, names))
  } finally {
    await servers.stop()
  }
}

const contenders = { peer: runPeer, ours: runOurs, limit: runLimit }
type Contender = keyof typeof contenders
const contenderNames = ['peer', 'ours', 'limit'] as const

interface Round extends Measured {
  readonly cpu: CpuSeconds
}

type Rounds = Readonly<Record<Contender, readonly Round[]>>

async function benchTable(servers: Servers, table: BenchTable, names: readonly Contender[]): Promise<BenchCase> {
  say(`${table.name}: ${table.rows} rows are made`)
  sql(servers, `USE bench; ${sourceDdl(table)}; INSERT INTO ${table.name} ${table.fill}; ANALYZE TABLE ${table.name}`)
  psql(servers, targetDdl(table))
  await prepareLimit(servers, table)
  const rounds: Record<Contender, Round[]> = { peer: [], ours: [], limit: [] }
  for (let round = 1; round <= Number(process.env['BENCH_ROUNDS'] ?? 3); round++)
    for (const name of names) {
      empty(servers, table)
      const { end, cpu } = await withCpu(servers, () => contenders[name](servers, table))
      checkRows(servers, table, name)
      rounds[name].push({ ...end, cpu })
      say(
        `${table.name} round ${round} ${name}: ${end.seconds.toFixed(2)} s, ${end.rssMb.toFixed(0)} MB, CPU ${cpuText(cpu)}`,
      )
    }
  sql(servers, `DROP TABLE bench.${table.name}`)
  psql(servers, `DROP TABLE bench.${table.name}`)
  for (const name of names) say(`${table.name} ${name}: CPU s per million rows ${perMillion(rounds[name], table)}`)
  return caseOf(table, rounds)
}

const cpuText = (cpu: CpuSeconds): string =>
  `${cpuSum(cpu).toFixed(2)} s (source ${cpu.source.toFixed(2)}, client ${cpu.client.toFixed(2)}, target ${cpu.target.toFixed(2)})`

function perMillion(rounds: readonly Round[], table: BenchTable): string {
  const part = (side: keyof CpuSeconds) => (median(rounds.map(({ cpu }) => cpu[side])) / table.rows) * 1e6
  return cpuText({ source: part('source'), client: part('client'), target: part('target') })
}

function caseOf(table: BenchTable, rounds: Rounds): BenchCase {
  const seconds = (name: Contender) => median(rounds[name].map((round) => round.seconds))
  const cpu = (name: Contender) => median(rounds[name].map((round) => cpuSum(round.cpu)))
  const round = (value: number) => Math.round(value * 100) / 100
  return {
    bench: 'load',
    case: table.name,
    ratio_to_peer: rounds.peer.length === 0 ? null : round(seconds('peer') / seconds('ours')),
    ratio_to_limit: round(seconds('limit') / seconds('ours')),
    cpu_to_limit: round(cpu('limit') / cpu('ours')),
    seconds: round(seconds('ours')),
    rss_mb: round(Math.max(...rounds.ours.map((end) => end.rssMb))),
  }
}

/** Our own load makes the rows that the ready files hold. */
async function prepareLimit(servers: Servers, table: BenchTable): Promise<void> {
  await runOurs(servers, table)
  checkRows(servers, table, 'the first load')
  const step = Math.ceil(table.rows / parts)
  for (let at = 0; at < parts; at++) {
    const rows = `SELECT * FROM bench.${table.name} WHERE id > ${at * step} AND id <= ${(at + 1) * step}`
    psql(servers, `\\copy (${rows}) TO '${partFile(servers, table, at)}' (FORMAT binary)`)
    if (statSync(partFile(servers, table, at)).size === 0) throw new Error('an empty part')
  }
}

function empty(servers: Servers, table: BenchTable): void {
  psql(servers, `TRUNCATE bench.${table.name}`)
  psql(servers, 'DELETE FROM crosswalk.load_table')
  psql(servers, 'CHECKPOINT')
}

function checkRows(servers: Servers, table: BenchTable, who: string): void {
  const count = psql(servers, `SELECT count(*) FROM bench.${table.name}`).trim()
  if (count !== String(table.rows)) throw new Error(`${who} wrote ${count} of ${table.rows} rows of ${table.name}`)
}

function sql(servers: Servers, statements: string): void {
  const socket = join(servers.folder, 'source.sock')
  execFileSync('mariadb', ['--no-defaults', '-u', 'root', '-S', socket, '-e', statements], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

function psql(servers: Servers, statement: string): string {
  return execFileSync(servers.psql, [...psqlTarget(servers), '-At', '-c', statement], { encoding: 'utf8' })
}

const say = (line: string): void => void process.stderr.write(`${line}\n`)
