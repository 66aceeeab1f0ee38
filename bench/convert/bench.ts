import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packageRoot } from '../../src/rules/assets.js'
import { type BenchCase, median } from '../report.js'
import { schemaText } from './schema-text.js'

const program = join(packageRoot, 'dist', 'src', 'cli', 'main.js')

/** Rounds of each case; the whole schema is converted less often. */
const rounds = { quick: 7, whole: 3 }

interface Timed {
  readonly seconds: number
  readonly rssMb: number
}

/**
 * Start-up, one table, and made-up schemas of 1,000 and 10,000 objects, each as a process of its own. The peer of the short
 * cases is `node -e 0`, run in turn: what a Node program cannot be faster than. The last case is how many times more a
 * schema of ten times the size costs; 10 is linear.
 */
export async function benchConvert(onCase: (result: BenchCase) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-bench-'))
  try {
    const sizes = [1, 1_000, 10_000].map((objects) => ({ objects, path: schemaFile(folder, objects) }))
    onCase(short('version', () => timed([program, '--version'])))
    const convert = (path: string) =>
      timed([
        program,
        'convert',
        path,
        '--from',
        'mysql',
        '--to',
        'postgres',
        '--proof',
        'none',
        '--out',
        join(folder, 'out'),
        '--json',
      ])
    onCase(short('one table', () => convert(sizes[0]?.path ?? '')))
    const [small, large] = inTurn(
      rounds.whole,
      () => convert(sizes[1]?.path ?? ''),
      () => convert(sizes[2]?.path ?? ''),
    )
    onCase(whole('1,000 objects', small))
    onCase(whole('10,000 objects', large))
    const growth = median(large.map((run) => run.seconds)) / median(small.map((run) => run.seconds))
    onCase({
      bench: 'convert',
      case: 'growth from 1,000 to 10,000 (10 is linear)',
      ratio_to_peer: null,
      ratio_to_limit: growth,
      seconds: 0,
      rss_mb: null,
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function schemaFile(folder: string, objects: number): string {
  const path = join(folder, `${objects}.sql`)
  writeFileSync(path, schemaText(objects))
  return path
}

/** One child process: seconds by the clock, and its highest memory as the kernel counted it. */
function timed(words: readonly string[]): Timed {
  const memory = join(tmpdir(), `crosswalk-bench-${process.pid}.rss`)
  const began = process.hrtime.bigint()
  execFileSync(process.execPath, ['--import', new URL('./peak-memory.js', import.meta.url).href, ...words], {
    stdio: ['ignore', 'ignore', 'ignore'],
    env: { ...process.env, CROSSWALK_BENCH_RSS: memory },
  })
  const seconds = Number(process.hrtime.bigint() - began) / 1e9
  const rssMb = Number(readFileSync(memory, 'utf8'))
  rmSync(memory)
  return { seconds, rssMb }
}

function inTurn(times: number, a: () => Timed, b: () => Timed): readonly [readonly Timed[], readonly Timed[]] {
  const pairs = Array.from({ length: times }, () => [a(), b()] as const)
  return [pairs.map(([first]) => first), pairs.map(([, second]) => second)]
}

function short(name: string, run: () => Timed): BenchCase {
  const [ours, bare] = inTurn(rounds.quick, run, () => timed(['-e', '0']))
  const seconds = median(ours.map((one) => one.seconds))
  return {
    bench: 'convert',
    case: name,
    ratio_to_peer: null,
    ratio_to_limit: median(bare.map((one) => one.seconds)) / seconds,
    seconds,
    rss_mb: Math.max(...ours.map((one) => one.rssMb)),
  }
}

const whole = (name: string, runs: readonly Timed[]): BenchCase => ({
  bench: 'convert',
  case: name,
  ratio_to_peer: null,
  ratio_to_limit: null,
  seconds: median(runs.map((one) => one.seconds)),
  rss_mb: Math.max(...runs.map((one) => one.rssMb)),
})
