import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packageRoot } from '../../src/rules/assets.js'
import type { BenchCase } from '../report.js'
import { schemaFiles } from './schema-text.js'

const program = join(packageRoot, 'dist', 'src', 'cli', 'main.js')

/** Bytes of the whole, and of the shares that growth and the peer are measured with: the peer needs minutes for each MB. */
const sizes = { whole: 50_000_000, tenth: 5_000_000, peer: 500_000 }

/** What a run cost: CPU seconds hardly depend on what else the machine does. */
interface Cost {
  readonly ended: boolean
  readonly seconds: number
  readonly cpu: number
  readonly rssMb: number
}

/**
 * Made-up packages, tables, views and triggers of Oracle, read from files and converted, without the proof: the whole, a
 * tenth of it for growth, and a share beside ora2pg. `ratio_to_limit`: 90 seconds on four cores, 360 CPU seconds, and for
 * the growth 10. BENCH_SCALE makes all of them smaller.
 */
export async function benchConvertOracle(onCase: (result: BenchCase) => void, flags: readonly string[]): Promise<void> {
  const scale = Number(process.env['BENCH_SCALE'] ?? 1)
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-bench-'))
  try {
    const source = (name: keyof typeof sizes) => write(join(folder, name), sizes[name] * scale)
    const peer = source('peer')
    const ours = convert(peer, folder)
    const theirs = flags.includes('--no-peer') || !existsSync('/usr/bin/ora2pg') ? undefined : convertPeer(peer, folder)
    onCase(caseOf(`${mb(peer)} MB${theirs ? ' beside ora2pg' : ''}`, ours, theirs ? { cpu: theirs.cpu } : {}))
    const tenth = source('tenth')
    const small = convert(tenth, folder)
    onCase(caseOf(`${mb(tenth)} MB`, small))
    const whole = source('whole')
    const large = convert(whole, folder)
    onCase(caseOf(`${mb(whole)} MB${large.ended ? '' : ' (it did not end)'}`, large, { limit: 360 * scale }))
    const grown = (large.cpu / small.cpu) * (mb(tenth) / mb(whole)) * 10
    onCase({ ...caseOf('growth for ten times the size (10 is linear)', large), ratio_to_limit: grown, seconds: 0 })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Source {
  readonly path: string
  readonly bytes: number
}

const mb = ({ bytes }: Source): number => Math.round(bytes / 100_000) / 10

function write(path: string, bytes: number): Source {
  mkdirSync(path)
  let written = 0
  for (const { name, text } of schemaFiles(bytes)) {
    writeFileSync(join(path, name), text)
    written += text.length
  }
  return { path, bytes: written }
}

/** The heap may be as large as it needs to be: what it took is the result. */
function convert({ path }: Source, folder: string): Cost {
  const out = join(folder, 'out')
  rmSync(out, { recursive: true, force: true })
  const words = [program, 'convert', path, '--from', 'oracle', '--to', 'postgres', '--proof', 'none', '--out', out]
  return costOf(process.execPath, ['--max-old-space-size=12000', ...words, '--json'])
}

/** The peer takes one kind of object at a time, all of it from one file. */
function convertPeer({ path }: Source, folder: string): Cost {
  const all = join(folder, 'peer.sql')
  execFileSync('sh', ['-c', `cat ${path}/*.sql > ${all}`])
  const runs = ['TABLE', 'SEQUENCE', 'VIEW', 'TRIGGER', 'FUNCTION', 'PACKAGE'].map((type) =>
    costOf('ora2pg', ['-q', '-i', all, '-t', type, '-b', folder, '-o', `${type}.sql`]),
  )
  return {
    ended: runs.every(({ ended }) => ended),
    seconds: runs.reduce((sum, { seconds }) => sum + seconds, 0),
    cpu: runs.reduce((sum, { cpu }) => sum + cpu, 0),
    rssMb: Math.max(...runs.map(({ rssMb }) => rssMb)),
  }
}

/** GNU time tells what a process and its children used: user and system seconds, and the most memory in KB. */
function costOf(command: string, words: readonly string[]): Cost {
  const report = join(tmpdir(), `crosswalk-bench-${process.pid}.time`)
  const began = process.hrtime.bigint()
  const { status } = spawnSync('/usr/bin/time', ['-f', '%U %S %M', '-o', report, command, ...words], {
    stdio: 'ignore',
    timeout: 3_600_000,
  })
  const seconds = Number(process.hrtime.bigint() - began) / 1e9
  const [user = 0, system = 0, kb = 0] = (readFileSync(report, 'utf8').trim().split('\n').at(-1) ?? '')
    .split(' ')
    .map(Number)
  rmSync(report)
  return { ended: status === 0, seconds, cpu: user + system, rssMb: kb / 1024 }
}

function caseOf(name: string, { seconds, cpu, rssMb }: Cost, than: { cpu?: number; limit?: number } = {}): BenchCase {
  return {
    bench: 'convert-oracle',
    case: name,
    ratio_to_peer: null,
    ratio_to_limit: than.limit === undefined ? null : than.limit / cpu,
    ...(than.cpu === undefined ? {} : { cpu_to_peer: than.cpu / cpu }),
    seconds,
    cpu_seconds: cpu,
    rss_mb: rssMb,
  }
}
