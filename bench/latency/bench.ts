import { setTimeout as sleep } from 'node:timers/promises'
import mysql from 'mysql2/promise'
import pg from 'pg'
import { ended } from '../load/servers.js'
import { type BenchCase, median } from '../report.js'
import {
  type FollowedServers,
  mariadbUrl,
  onMariadb,
  onPostgres,
  postgresUrl,
  startFollowed,
  startReplicate,
} from './followed.js'

/** Commits each so many milliseconds: a hundred in a second. */
const every = 10

/** Commits one row, and looks which is the last row on the target. */
interface Way {
  readonly name: string
  commit(id: number): Promise<unknown>
  seen(): Promise<number>
}

/**
 * How long after its commit on the source a row is seen on the target, at 100 transactions in a second: our replication, and
 * PostgreSQL's own from one PostgreSQL to another, in turn. BENCH_SCALE (1) scales the seconds, BENCH_ROUNDS (3) the rounds.
 */
export async function benchLatency(onCase: (result: BenchCase) => void): Promise<void> {
  const servers = await startFollowed()
  const ends: (() => Promise<unknown>)[] = []
  try {
    await prepare(servers)
    const tasks = [
      startReplicate(servers, 'over', [mariadbUrl(servers), postgresUrl(servers.target, 'over')]),
      startReplicate(servers, 'same', [postgresUrl(servers.postgres, 'same'), postgresUrl(servers.target, 'same')]),
    ]
    ends.push(...tasks.map((task) => () => ended(task)))
    const ways = await waysOf(servers, ends)
    const seconds = Math.max(1, Math.round(10 * Number(process.env['BENCH_SCALE'] ?? 1)))
    const times = ways.map((): number[] => [])
    const last = ways.map(() => 0)
    for (const [at, way] of ways.entries()) last[at] = await started(way)
    for (let round = 1; round <= Number(process.env['BENCH_ROUNDS'] ?? 3); round++)
      for (const [at, way] of ways.entries()) {
        const found = await probe(way, last[at] ?? 0, (seconds * 1000) / every)
        last[at] = (last[at] ?? 0) + found.length
        times[at]?.push(...found)
        process.stderr.write(
          `round ${round} ${way.name}: median ${median(found).toFixed(1)} ms, 99 % ${most(found).toFixed(1)} ms\n`,
        )
      }
    const peer = median(times[0] ?? [])
    for (const [at, way] of ways.slice(1).entries()) {
      const ours = median(times[at + 1] ?? [])
      const more = Math.round((ours - peer) * 100) / 100
      onCase({
        ...{
          bench: 'latency',
          case: way.name,
          ratio_to_peer: Math.round((peer / ours) * 100) / 100,
          ratio_to_limit: null,
        },
        ...{ ms_over_peer: more, seconds: ours / 1000, rss_mb: null },
      })
    }
  } finally {
    for (const end of ends) await end().catch(() => undefined)
    await servers.stop()
  }
}

const table = 'CREATE TABLE probe (id int PRIMARY KEY, note varchar(40))'

async function prepare(servers: FollowedServers): Promise<void> {
  const { postgres, target } = servers
  onMariadb(servers, `CREATE DATABASE bench; USE bench; ${table}`)
  for (const database of ['peer', 'same']) {
    onPostgres(postgres, 'postgres', `CREATE DATABASE ${database}`)
    onPostgres(postgres, database, table)
  }
  for (const database of ['peer', 'same', 'over']) onPostgres(target, 'postgres', `CREATE DATABASE ${database}`)
  onPostgres(target, 'peer', table)
  onPostgres(postgres, 'peer', 'CREATE PUBLICATION p FOR ALL TABLES')
  const from = `host=127.0.0.1 port=${postgres} user=bench dbname=peer`
  onPostgres(target, 'peer', `CREATE SUBSCRIPTION s CONNECTION '${from}' PUBLICATION p`)
}

async function waysOf(servers: FollowedServers, ends: (() => Promise<unknown>)[]): Promise<readonly Way[]> {
  const source = await mysql.createConnection({
    host: '127.0.0.1',
    port: servers.mariadb,
    user: 'bench',
    password: 'bench',
    database: 'bench',
  })
  ends.push(() => source.end())
  const connect = async (port: number, database: string): Promise<pg.Client> => {
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'bench', database })
    await client.connect()
    ends.push(() => client.end())
    return client
  }
  const insert = (client: pg.Client) => (id: number) =>
    client.query('INSERT INTO probe VALUES ($1, $2)', [id, 'x'.repeat(30)])
  const seen = (client: pg.Client, name: string) => async () => {
    const there = await client.query('SELECT to_regclass($1) IS NOT NULL AS there', [name])
    if (!there.rows[0].there) return 0
    return Number((await client.query(`SELECT coalesce(max(id), 0) AS last FROM ${name}`)).rows[0].last)
  }
  const [ofPeer, ofSame] = [await connect(servers.postgres, 'peer'), await connect(servers.postgres, 'same')]
  const [peer, same, over] = [
    await connect(servers.target, 'peer'),
    await connect(servers.target, 'same'),
    await connect(servers.target, 'over'),
  ]
  return [
    { name: 'PostgreSQL by itself', commit: insert(ofPeer), seen: seen(peer, 'public.probe') },
    {
      name: 'MariaDB to PostgreSQL',
      commit: (id) => source.query('INSERT INTO probe VALUES (?, ?)', [id, 'x'.repeat(30)]),
      seen: seen(over, 'bench.probe'),
    },
    { name: 'PostgreSQL to PostgreSQL', commit: insert(ofSame), seen: seen(same, 'public.probe') },
  ]
}

/** Resolves when a first row has come over; its number. */
async function started(way: Way): Promise<number> {
  await way.commit(1)
  const end = performance.now() + 120_000
  while ((await way.seen()) < 1) {
    if (performance.now() > end) throw new Error(`${way.name} does not follow`)
    await sleep(100)
  }
  return 1
}

/** Milliseconds from the answer to each commit until its row was seen. */
async function probe(way: Way, last: number, count: number): Promise<readonly number[]> {
  const committed: number[] = []
  const times: number[] = []
  const start = performance.now()
  const writing = (async () => {
    for (let at = 0; at < count; at++) {
      await sleep(Math.max(0, start + at * every - performance.now()))
      await way.commit(last + 1 + at)
      committed.push(performance.now())
    }
  })()
  while (times.length < count) {
    const seen = (await way.seen()) - last
    const now = performance.now()
    for (let at = times.length; at < seen; at++) times.push(Math.max(0, now - (committed[at] ?? now)))
    if (now > start + count * every + 60_000) throw new Error(`${way.name}: ${count - times.length} rows did not come`)
    await sleep(1)
  }
  await writing
  return times
}

const most = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0
