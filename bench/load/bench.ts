import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { type BenchCase, median } from '../report.js'
import { type Measured, partFile, parts, psqlTarget, runLimit, runOurs, runPeer } from './contenders.js'
import { missingPackages, type Servers, startServers } from './servers.js'
import { type BenchTable, benchTables, sourceDdl, targetDdl } from './tables.js'

/**
 * MariaDB to PostgreSQL: ours, pgloader and the bare COPY of a ready file, in interleaved rounds.
 * BENCH_SCALE (1) scales the rows, BENCH_ROUNDS (3) the rounds, BENCH_TABLES picks tables by name.
 */
export async function benchLoad(onCase: (result: BenchCase) => void): Promise<void> {
  const missing = missingPackages()
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
    for (const table of tables) onCase(await benchTable(servers, table))
  } finally {
    await servers.stop()
  }
}

async function benchTable(servers: Servers, table: BenchTable): Promise<BenchCase> {
  say(`${table.name}: ${table.rows} rows are made`)
  sql(servers, `USE bench; ${sourceDdl(table)}; INSERT INTO ${table.name} ${table.fill}; ANALYZE TABLE ${table.name}`)
  psql(servers, targetDdl(table))
  await prepareLimit(servers, table)
  const contenders = { peer: runPeer, ours: runOurs, limit: runLimit }
  const times: Record<keyof typeof contenders, Measured[]> = { peer: [], ours: [], limit: [] }
  for (let round = 1; round <= Number(process.env['BENCH_ROUNDS'] ?? 3); round++)
    for (const name of ['peer', 'ours', 'limit'] as const) {
      empty(servers, table)
      const end = await contenders[name](servers, table)
      checkRows(servers, table, name)
      times[name].push(end)
      say(`${table.name} round ${round} ${name}: ${end.seconds.toFixed(2)} s, ${end.rssMb.toFixed(0)} MB`)
    }
  sql(servers, `DROP TABLE bench.${table.name}`)
  psql(servers, `DROP TABLE bench.${table.name}`)
  return caseOf(table, times)
}

function caseOf(table: BenchTable, times: Readonly<Record<'peer' | 'ours' | 'limit', readonly Measured[]>>): BenchCase {
  const seconds = (name: 'peer' | 'ours' | 'limit') => median(times[name].map((end) => end.seconds))
  const ours = seconds('ours')
  const round = (value: number) => Math.round(value * 100) / 100
  return {
    bench: 'load',
    case: table.name,
    ratio_to_peer: round(seconds('peer') / ours),
    ratio_to_limit: round(seconds('limit') / ours),
    seconds: round(ours),
    rss_mb: round(Math.max(...times.ours.map((end) => end.rssMb))),
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
