import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Endpoint } from '../../src/core/dialect/endpoint.js'
import { freePort } from '../../src/core/process/free-port.js'
import { ownName } from '../../src/dialects/postgres/changes/slot.js'
import { changeSource } from '../../src/dialects/postgres/changes/source.js'
import { type Measured, measured } from '../load/contenders.js'
import { cpuSum, withCpu } from '../load/cpu.js'
import { ended, listening, postgresBin, startPostgres } from '../load/servers.js'
import { type BenchCase, median } from '../report.js'
import type { ReadRequest } from './read-logical.js'
import { ddlOf, mappingOf, type Workload, workloads } from './workloads.js'

type Contender = 'peer' | 'ours' | 'limit'
interface Run extends Measured {
  readonly cpu: number
}

/** A PostgreSQL's log from a slot to its end: ours, with the images of all rows; the server's own tool; the decoding alone. */
export async function benchLogical(onCase: (result: BenchCase) => void): Promise<void> {
  const wanted = process.env['BENCH_TABLES']?.split(',')
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-bench-'))
  chmodSync(folder, 0o755)
  const port = await freePort()
  const server = startPostgres(folder, 'source', port, ['wal_level=logical', 'fsync=off', 'wal_sender_timeout=0'])
  try {
    await listening(port)
    const endpoint: Endpoint = {
      ...{ dialect: 'postgres', host: '127.0.0.1', port, user: 'bench', password: '', database: 'postgres' },
      ...{ tls: { mode: 'disable' }, parameters: {} },
    }
    for (const workload of workloads(Number(process.env['BENCH_SCALE'] ?? 1)))
      if (wanted?.includes(workload.name) ?? true) onCase(await benchWorkload(endpoint, server.pid ?? 0, workload))
  } finally {
    await ended(server)
    rmSync(folder, { recursive: true, force: true })
  }
}

async function benchWorkload(endpoint: Endpoint, pid: number, workload: Workload): Promise<BenchCase> {
  say(`${workload.name}: ${workload.changes} changes are made`)
  sql(endpoint, ddlOf(workload))
  const from = (await changeSource.prepare?.(endpoint, { tables: [mappingOf(workload)], reader: 'bench' })) ?? ''
  fill(endpoint, workload)
  const request = {
    endpoint,
    workload: workload.name,
    from,
    until: await changeSource.head(endpoint),
    changes: workload.changes,
  }
  const runs: Record<Contender, Run[]> = { peer: [], ours: [], limit: [] }
  const servers = {
    folder: '',
    sourcePort: 0,
    targetPort: endpoint.port,
    sourcePid: 0,
    targetPid: pid,
    psql: '',
    stop: async () => undefined,
  }
  for (let round = 1; round <= Number(process.env['BENCH_ROUNDS'] ?? 3); round++)
    for (const name of ['peer', 'ours', 'limit'] as const) {
      const { end, cpu } = await withCpu(servers, () => contenders[name](request))
      runs[name].push({ ...end, cpu: cpuSum(cpu) })
      const each = `client ${cpu.client.toFixed(2)}, server ${cpu.target.toFixed(2)} CPU s`
      say(`${workload.name} round ${round} ${name}: ${end.seconds.toFixed(2)} s, ${each}, ${end.rssMb.toFixed(0)} MB`)
    }
  await changeSource.forget?.(endpoint, 'bench')
  return caseOf(workload, runs)
}

const contenders: Readonly<Record<Contender, (request: ReadRequest) => Promise<Measured>>> = {
  /** A slot is used up by it, so it gets copies. */
  async peer({ endpoint, until }) {
    const name = ownName('bench')
    sql(endpoint, `SELECT pg_copy_logical_replication_slot('${name}', 'peer')`)
    const options = ['-o', 'proto_version=1', '-o', `publication_names=${name}`, '--endpos', until.split(';')[0] ?? '']
    const account = ['-h', endpoint.host, '-p', String(endpoint.port), '-U', endpoint.user, '-d', 'postgres']
    const end = await measured(tool('pg_recvlogical'), [
      ...account,
      '-S',
      'peer',
      '--start',
      '-f',
      '/dev/null',
      ...options,
    ])
    sql(endpoint, "SELECT pg_drop_replication_slot('peer')")
    return end
  },
  /** In a process of its own, start-up included. */
  ours(request) {
    const here = fileURLToPath(import.meta.url)
    const script = join(dirname(here), `read-logical${extname(here)}`)
    return measured(process.execPath, [...process.execArgv, script, JSON.stringify(request)])
  },
  limit({ endpoint, until }) {
    const name = ownName('bench')
    const options = `'proto_version', '1', 'publication_names', '${name}'`
    const count = `SELECT count(*) FROM pg_logical_slot_peek_binary_changes('${name}', '${until.split(';')[0]}', NULL, ${options})`
    return measured(tool('psql'), [...psqlOf(endpoint), '-c', count])
  },
}

function caseOf(workload: Workload, runs: Readonly<Record<Contender, readonly Run[]>>): BenchCase {
  const of = (name: Contender, what: 'seconds' | 'cpu') => median(runs[name].map((run) => run[what]))
  const round = (value: number) => Math.round(value * 100) / 100
  return {
    ...{ bench: 'logical', case: workload.name },
    ratio_to_peer: round(of('peer', 'seconds') / of('ours', 'seconds')),
    ratio_to_limit: round(of('limit', 'seconds') / of('ours', 'seconds')),
    cpu_to_peer: round(of('peer', 'cpu') / of('ours', 'cpu')),
    seconds: round(of('ours', 'seconds')),
    rss_mb: round(Math.max(...runs.ours.map((run) => run.rssMb))),
  }
}

function fill(endpoint: Endpoint, workload: Workload): void {
  const loop = `FOR r IN 0..${workload.rounds - 1} LOOP ${workload.body} COMMIT; END LOOP;`
  sql(endpoint, `DO $$ BEGIN ${loop} END $$`)
}

const tool = (name: string): string => join(postgresBin() ?? '', name)

const psqlOf = (endpoint: Endpoint): readonly string[] => [
  ...['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-h', endpoint.host, '-p', String(endpoint.port), '-U', endpoint.user],
  ...['-d', 'postgres'],
]

function sql(endpoint: Endpoint, statements: string): void {
  execFileSync(tool('psql'), [...psqlOf(endpoint), '-c', statements], { stdio: ['ignore', 'ignore', 'inherit'] })
}

const say = (line: string): void => void process.stderr.write(`${line}\n`)
