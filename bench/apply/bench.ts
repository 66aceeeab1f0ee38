import { type ChildProcess, execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import type { ApplyOptions, Change, ChangeBatch } from '../../src/core/data/changes.js'
import { defaultPolicies } from '../../src/core/data/reject.js'
import type { Endpoint } from '../../src/core/dialect/endpoint.js'
import { freePort } from '../../src/core/process/free-port.js'
import { changeTarget } from '../../src/dialects/postgres/apply-changes/target.js'
import { changeSource } from '../../src/dialects/postgres/changes/source.js'
import { ended, listening, startPostgres } from '../load/servers.js'
import { Batches } from '../replica/batches.js'
import { type BenchCase, median } from '../report.js'
import { bank } from './bank.js'
import { mixed } from './mixed.js'
import type { Workload } from './workload.js'

/** Changes of one transaction of ours. In order, each version of a row that changes often stays until its transaction ends. */
const batchSizes = { net: 20_000, ordered: 10_000 } as const

/** Changes that are read at once. */
const readSize = 500

interface Run {
  readonly folder: string
  readonly sourcePort: number
  readonly targetPort: number
}

/**
 * The same changes applied by PostgreSQL's logical replication and by us, in interleaved rounds.
 * BENCH_SCALE (1) scales the changes, BENCH_ROUNDS (3) the rounds.
 */
export async function benchApply(onCase: (result: BenchCase) => void): Promise<void> {
  const scale = Number(process.env['BENCH_SCALE'] ?? 1)
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-bench-'))
  chmodSync(folder, 0o755)
  const run: Run = { folder, sourcePort: await freePort(), targetPort: await freePort() }
  const children: ChildProcess[] = []
  try {
    children.push(startPostgres(folder, 'source', run.sourcePort, ['wal_level=logical', 'synchronous_commit=off']))
    children.push(startPostgres(folder, 'target', run.targetPort))
    await Promise.all([listening(run.sourcePort), listening(run.targetPort)])
    const workloads = [
      ...[mixed(Math.round(300_000 * scale), 1), mixed(Math.round(30_000 * scale), 30)],
      bank(Math.round(150_000 * scale)),
    ]
    for (const workload of workloads) await benchWorkload(run, workload, onCase)
  } finally {
    for (const child of children) await ended(child)
    rmSync(folder, { recursive: true, force: true })
  }
}

/** From one PostgreSQL to another, as the peer. */
const logged = 'net, read from its log'
const ways = ['net', 'ordered', logged] as const

async function benchWorkload(run: Run, workload: Workload, onCase: (result: BenchCase) => void): Promise<void> {
  const { id, name, changes, transactions } = workload
  psql(run.sourcePort, 'postgres', `CREATE DATABASE ${id}`)
  psql(run.sourcePort, id, workload.sql)
  psql(run.targetPort, 'postgres', `CREATE DATABASE ${id}`)
  psql(run.targetPort, id, workload.sql)
  psql(run.targetPort, id, 'VACUUM ANALYZE')
  psql(run.sourcePort, id, 'CREATE PUBLICATION p FOR ALL TABLES')
  psql(run.sourcePort, id, `SELECT pg_create_logical_replication_slot('${id}', 'pgoutput')`)
  const reader = { tables: workload.tables, reader: 'bench' }
  const from = (await changeSource.prepare?.(endpointOf(run.sourcePort, id), reader)) ?? ''
  psql(run.sourcePort, id, `CALL work(${transactions})`)
  const digest = psql(run.sourcePort, id, workload.digestSql)
  const times: Record<string, number[]> = { peer: [], net: [], ordered: [], [logged]: [] }
  for (let round = 1; round <= Number(process.env['BENCH_ROUNDS'] ?? 3); round++)
    for (const who of ['peer', ...ways] as const) {
      psql(run.targetPort, 'postgres', 'DROP DATABASE IF EXISTS run WITH (FORCE)')
      psql(run.targetPort, 'postgres', `CREATE DATABASE run TEMPLATE ${id}`)
      psql(run.targetPort, 'postgres', 'CHECKPOINT')
      const seconds = await (who === 'peer'
        ? runPeer(run, workload, round)
        : who === logged
          ? runLogged(run, workload, from)
          : runOurs(run, workload, who))
      if (psql(run.targetPort, 'run', workload.digestSql) !== digest) throw new Error(`${who} made other rows`)
      times[who]?.push(seconds)
      process.stderr.write(
        `${name} round ${round} ${who}: ${seconds.toFixed(2)} s, ${Math.round(changes / seconds)} changes/s\n`,
      )
    }
  const peer = median(times['peer'] ?? [])
  await changeSource.forget?.(endpointOf(run.sourcePort, id), 'bench')
  for (const mode of ways) {
    const seconds = median(times[mode] ?? [])
    const ratio = Math.round((peer / seconds) * 100) / 100
    onCase({
      bench: 'apply',
      case: `${name}, ${mode}`,
      ratio_to_peer: ratio,
      ratio_to_limit: null,
      seconds,
      rss_mb: null,
    })
  }
}

/** Each round reads the log again, by a copy of the slot that nobody has read from. */
async function runPeer(run: Run, { id }: Workload, round: number): Promise<number> {
  const slot = `${id}_${round}`
  const end = psql(run.sourcePort, id, 'SELECT pg_current_wal_lsn()')
  psql(run.sourcePort, id, `SELECT pg_copy_logical_replication_slot('${id}', '${slot}')`)
  const connection = `host=127.0.0.1 port=${run.sourcePort} user=bench dbname=${id}`
  const options = `copy_data = false, create_slot = false, slot_name = '${slot}'`
  const start = performance.now()
  psql(run.targetPort, 'run', `CREATE SUBSCRIPTION s CONNECTION '${connection}' PUBLICATION p WITH (${options})`)
  const reached = `SELECT confirmed_flush_lsn >= '${end}' FROM pg_replication_slots WHERE slot_name = '${slot}'`
  while (psql(run.sourcePort, id, reached) !== 't') await sleep(20)
  const seconds = (performance.now() - start) / 1000
  psql(run.targetPort, 'run', 'DROP SUBSCRIPTION s')
  return seconds
}

async function runOurs(run: Run, workload: Workload, mode: ApplyOptions['mode']): Promise<number> {
  const { changes, tables } = workload
  const batchSize = batchSizes[mode]
  const endpoint = endpointOf(run.targetPort, 'run')
  const start = performance.now()
  const applier = await changeTarget.open(endpoint, { task: 'bench', tables, policies: defaultPolicies })
  const log = workload.open(applier.writers)
  let applied: Promise<unknown> = Promise.resolve()
  for (let done = 0; done < changes; done += batchSize) {
    const batch = batchOf(await read(log, Math.min(batchSize, changes - done)), done)
    await applier.ahead?.(batch, { mode, overlapping: false })
    await applied
    applied = applier.apply(batch, { mode, overlapping: false })
  }
  await applied
  await applier.close()
  return (performance.now() - start) / 1000
}

async function runLogged(run: Run, { id, tables }: Workload, from: string): Promise<number> {
  const source = endpointOf(run.sourcePort, id)
  const until = await changeSource.head(source)
  const start = performance.now()
  const applier = await changeTarget.open(endpointOf(run.targetPort, 'run'), {
    ...{ task: 'bench', tables, policies: defaultPolicies },
  })
  const options = { tables, writers: applier.writers, from, reader: 'bench', policies: defaultPolicies }
  const stream = await changeSource.open(source, options)
  const sink = new Batches(applier, 'net')
  await stream.pump(sink, { until })
  await sink.finish()
  await stream.close()
  await applier.close()
  return (performance.now() - start) / 1000
}

const endpointOf = (port: number, database: string): Endpoint => ({
  ...{ dialect: 'postgres', host: '127.0.0.1', port, user: 'bench', database },
  ...{ tls: { mode: 'disable' }, parameters: {} },
})

/** As the reader of a log gets them: some at a time, and everybody else has a turn in between. */
async function read(log: ReturnType<Workload['open']>, count: number): Promise<readonly Change[]> {
  const changes: Change[] = []
  while (changes.length < count) {
    changes.push(...log.take(Math.min(readSize, count - changes.length)))
    await nextTurn()
  }
  return changes
}

const batchOf = (changes: readonly Change[], from: number): ChangeBatch => ({
  async *pieces() {
    yield changes
  },
  count: changes.length,
  transactions: 1,
  exceptions: [],
  end: { position: String(from), at: 0 },
})

function psql(port: number, database: string, statement: string): string {
  const args = ['-X', '-q', '-At', '-h', '127.0.0.1', '-p', String(port), '-U', 'bench', '-d', database]
  return execFileSync('psql', [...args, '-v', 'ON_ERROR_STOP=1', '-c', statement], { encoding: 'utf8' }).trim()
}
