import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../src/core/process/free-port.js'
import { type Measured, measured } from '../load/contenders.js'
import { type CpuSeconds, cpuSum, withCpu } from '../load/cpu.js'
import { ended, listening, postgresBin, type Servers, startPostgres } from '../load/servers.js'
import { type BenchCase, median } from '../report.js'
import { type CopyTable, copyTables, mappingOf } from './tables.js'

const names = ['peer', 'ours', 'limit'] as const
type Contender = (typeof names)[number]
type Run = Measured & { readonly cpu: CpuSeconds }

/**
 * Rows of one PostgreSQL to another: ours, pgcopydb (4 jobs; it copies a table on one connection), and COPY to COPY through
 * a pipe. Both databases are on one server, whose CPU seconds count for all alike.
 */
export async function benchCopy(onCase: (result: BenchCase) => void): Promise<void> {
  const wanted = process.env['BENCH_TABLES']?.split(',')
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-bench-'))
  chmodSync(folder, 0o755)
  const port = await freePort()
  const server = startPostgres(folder, 'server', port, ['fsync=off', 'max_wal_size=8GB'])
  try {
    await listening(port)
    const own = { folder, sourcePort: port, targetPort: port, sourcePid: 0, targetPid: server.pid ?? 0 }
    const servers = { ...own, psql: join(postgresBin() ?? '', 'psql'), stop: async () => undefined }
    for (const database of ['origin', 'copy']) sql(servers, 'postgres', `CREATE DATABASE ${database}`)
    for (const table of copyTables(Number(process.env['BENCH_SCALE'] ?? 1)))
      if (wanted?.includes(table.name) ?? true) onCase(await benchTable(servers, table))
  } finally {
    await ended(server)
    rmSync(folder, { recursive: true, force: true })
  }
}

async function benchTable(servers: Servers, table: CopyTable): Promise<BenchCase> {
  say(`${table.name}: ${table.rows} rows are made`)
  const columns = table.columns.map(([name, type]) => `${name} ${type} NOT NULL`).join(', ')
  sql(servers, 'origin', `CREATE TABLE ${table.name} (${columns})`)
  sql(servers, 'origin', `INSERT INTO ${table.name} ${table.fill}`)
  sql(servers, 'origin', `ALTER TABLE ${table.name} ADD PRIMARY KEY (id); ANALYZE ${table.name}`)
  sql(servers, 'copy', `CREATE TABLE ${table.name} (${columns})`)
  const runs: Record<Contender, Run[]> = { peer: [], ours: [], limit: [] }
  for (let round = 1; round <= Number(process.env['BENCH_ROUNDS'] ?? 3); round++)
    for (const name of names) {
      sql(
        servers,
        'copy',
        `SET client_min_messages = error; TRUNCATE ${table.name}; DROP SCHEMA IF EXISTS crosswalk CASCADE`,
      )
      sql(servers, 'postgres', 'CHECKPOINT')
      const { end, cpu } = await withCpu(servers, () => contenders[name](servers, table))
      checkRows(servers, table, name)
      runs[name].push({ ...end, cpu })
      const each = `client ${cpu.client.toFixed(2)}, server ${cpu.target.toFixed(2)} CPU s`
      say(`${table.name} round ${round} ${name}: ${end.seconds.toFixed(2)} s, ${each}, ${end.rssMb.toFixed(0)} MB`)
    }
  for (const database of ['origin', 'copy']) sql(servers, database, `DROP TABLE ${table.name}`)
  return caseOf(table, runs)
}

const contenders: Readonly<Record<Contender, (servers: Servers, table: CopyTable) => Promise<Measured>>> = {
  peer(servers) {
    const folder = join(servers.folder, 'peer')
    rmSync(folder, { recursive: true, force: true })
    const ends = ['--source', url(servers, 'origin'), '--target', url(servers, 'copy')]
    return measured('pgcopydb', ['copy', 'table-data', '--dir', folder, '--table-jobs', '4', ...ends])
  },
  ours(servers, table) {
    const here = fileURLToPath(import.meta.url)
    const script = join(dirname(here), `run-copy${extname(here)}`)
    const request = { port: servers.targetPort, folder: servers.folder, mapping: mappingOf(table) }
    return measured(process.execPath, [...process.execArgv, script, JSON.stringify(request)])
  },
  limit(servers, table) {
    const copy = (database: string, words: string) =>
      `${servers.psql} -X -q -v ON_ERROR_STOP=1 '${url(servers, database)}' -c 'COPY ${table.name} ${words} (FORMAT binary)'`
    return measured('sh', ['-c', `${copy('origin', 'TO STDOUT')} | ${copy('copy', 'FROM STDIN')}`])
  },
}

const url = (servers: Servers, database: string): string =>
  `postgres://bench@127.0.0.1:${servers.targetPort}/${database}`

function checkRows(servers: Servers, table: CopyTable, name: Contender): void {
  const found = sql(servers, 'copy', `SELECT count(*) FROM ${table.name}`).trim()
  if (found !== String(table.rows)) throw new Error(`${name} copied ${found} of ${table.rows} rows of ${table.name}`)
}

function caseOf(table: CopyTable, runs: Readonly<Record<Contender, readonly Run[]>>): BenchCase {
  const seconds = (name: Contender) => median(runs[name].map((run) => run.seconds))
  const cpu = (name: Contender) => median(runs[name].map((run) => cpuSum(run.cpu)))
  const round = (value: number) => Math.round(value * 100) / 100
  return {
    ...{ bench: 'copy', case: table.name },
    ratio_to_peer: round(seconds('peer') / seconds('ours')),
    ratio_to_limit: round(seconds('limit') / seconds('ours')),
    cpu_to_limit: round(cpu('limit') / cpu('ours')),
    cpu_to_peer: round(cpu('peer') / cpu('ours')),
    seconds: round(seconds('ours')),
    rss_mb: round(Math.max(...runs.ours.map((run) => run.rssMb))),
  }
}

const sql = (servers: Servers, database: string, statement: string): string =>
  execFileSync(
    servers.psql,
    ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', url(servers, database), '-c', statement],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  ).toString('utf8')

const say = (line: string): void => void process.stderr.write(`${line}\n`)
