import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Servers } from './servers.js'
import { type BenchTable, mappingOf } from './tables.js'

export interface Measured {
  readonly seconds: number
  readonly rssMb: number
}

/** Parts of the ready file; as many connections as we use. */
export const parts = 4

/** Our load in a process of its own, start-up included. */
export function runOurs(servers: Servers, table: BenchTable): Promise<Measured> {
  const here = fileURLToPath(import.meta.url)
  const script = join(dirname(here), `run-load${extname(here)}`)
  const request = {
    sourcePort: servers.sourcePort,
    targetPort: servers.targetPort,
    folder: servers.folder,
    mapping: mappingOf(table),
  }
  return measured(process.execPath, [...process.execArgv, script, JSON.stringify(request)])
}

/** The peer, tuned: several readers and workers, rows only, into the same tables. */
export function runPeer(servers: Servers, table: BenchTable): Promise<Measured> {
  const file = join(servers.folder, `${table.name}.load`)
  writeFileSync(
    file,
    `LOAD DATABASE FROM mysql://bench:bench@127.0.0.1:${servers.sourcePort}/bench INTO postgresql://bench@127.0.0.1:${servers.targetPort}/postgres
WITH data only, workers = 4, concurrency = 2, multiple readers per thread, rows per range = ${table.peerBatch}, batch rows = ${Math.ceil(table.peerBatch / 2)}, prefetch rows = ${table.peerBatch * 2}
INCLUDING ONLY TABLE NAMES MATCHING '${table.name}'
CAST type tinyint to smallint drop typemod;
`,
  )
  return measured('pgloader', ['--quiet', '--root-dir', join(servers.folder, 'peer'), file])
}

/** The limit: COPY BINARY of files that are ready, on as many connections. */
export async function runLimit(servers: Servers, table: BenchTable): Promise<Measured> {
  const started = performance.now()
  const runs = Array.from({ length: parts }, (_, at) =>
    measured(servers.psql, [
      ...psqlTarget(servers),
      '-c',
      `\\copy bench.${table.name} FROM '${partFile(servers, table, at)}' (FORMAT binary)`,
    ]),
  )
  const ends = await Promise.all(runs)
  return { seconds: (performance.now() - started) / 1000, rssMb: ends.reduce((sum, end) => sum + end.rssMb, 0) }
}

export const partFile = (servers: Servers, table: BenchTable, at: number): string =>
  join(servers.folder, `${table.name}.${at}.copy`)

export const psqlTarget = (servers: Servers): readonly string[] => [
  '-X',
  '-q',
  '-v',
  'ON_ERROR_STOP=1',
  '-h',
  '127.0.0.1',
  '-p',
  String(servers.targetPort),
  '-U',
  'bench',
  '-d',
  'postgres',
]

/** Runs a process to its end; wall time, and the most memory it ever held. */
export function measured(command: string, args: readonly string[]): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    let errors = ''
    child.stderr.on('data', (chunk: Buffer) => {
      errors = `${errors}${chunk}`.slice(-4000)
    })
    let rssMb = 0
    const poll = setInterval(() => {
      rssMb = Math.max(rssMb, peakOf(child.pid))
    }, 20)
    child.once('error', reject)
    child.once('close', (code) => {
      clearInterval(poll)
      const seconds = (performance.now() - started) / 1000
      if (code === 0) resolve({ seconds, rssMb })
      else reject(new Error(`${command} ended with ${code}: ${errors}`))
    })
  })
}

function peakOf(pid: number | undefined): number {
  try {
    const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return Number(found?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}
