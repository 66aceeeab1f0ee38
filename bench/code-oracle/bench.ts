import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { packageRoot } from '../../src/rules/assets.js'
import { keep } from '../code/contenders.js'
import { addCounts, type ByKind, printCounts } from '../code/table.js'
import { ended, listening, postgresBin, ready, startPostgres } from '../load/servers.js'
import { type Judge, judgeOf } from './judge.js'
import { countVerdicts, statementsOf, type Verdict, verdictsOf } from './verdicts.js'

/**
 * Conversion of Oracle schemas from files, ours and ora2pg's, judged by the shared conversion-bench (a splitter and a judge
 * of their own, PostgreSQL 15 and plpgsql_check). Arguments: folders, or BENCH_SCHEMAS (paths with `:` between them);
 * `--judge=FOLDER` says where the conversion-bench is, `--no-peer` leaves ora2pg out, `--details=FOLDER` keeps everything.
 */
export async function benchCodeOracle(args: readonly string[]): Promise<void> {
  const named = args.filter((arg) => !arg.startsWith('--'))
  const listed = (process.env['BENCH_SCHEMAS'] ?? '').split(':').filter((path) => path !== '')
  const folders = (named.length > 0 ? named : listed).map((path) => resolve(path))
  const flag = (name: string) => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3)
  const tool = resolve(flag('judge') ?? join(packageRoot, '..', 'shared', 'tools', 'conversion-bench'))
  if (!existsSync(join(tool, 'score.py')))
    throw new Error(`there is no conversion-bench in ${tool}: name it by --judge=`)
  await withTarget(async (port, folder) => {
    const all: Readonly<Record<string, ByKind>>[] = []
    for (const source of folders) {
      const out = join(folder, basename(source))
      mkdirSync(out, { recursive: true })
      all.push(await benchSchema(judgeOf(tool, port, source, out), args.includes('--no-peer')))
      const details = flag('details')
      if (details !== undefined) keep(out, join(details, basename(source)))
      rmSync(out, { recursive: true, force: true })
    }
    if (all.length > 1) printCounts(`all ${all.length} schemas`, addCounts(all), say)
  })
}

/** A server of its own: the judge connects as `postgres`. */
async function withTarget(work: (port: number, folder: string) => Promise<void>): Promise<void> {
  const bin = postgresBin()
  if (bin === undefined) throw new Error('bench code-oracle needs the Debian package postgresql-15')
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-bench-'))
  chmodSync(folder, 0o755)
  const port = 20_000 + Math.floor(Math.random() * 20_000)
  const server = startPostgres(folder, 'target', port)
  try {
    await listening(port)
    await ready(join(bin, 'pg_isready'), port)
    const psql = ['-h', '127.0.0.1', '-p', String(port), '-U', 'bench', '-d', 'postgres']
    execFileSync(join(bin, 'psql'), [...psql, '-qc', 'CREATE ROLE postgres SUPERUSER LOGIN'])
    await work(port, folder)
  } finally {
    await ended(server)
    rmSync(folder, { recursive: true, force: true })
  }
}

async function benchSchema(judge: Judge, alone: boolean): Promise<Readonly<Record<string, ByKind>>> {
  judge.split()
  const ours = await judge.convertOurs()
  const verdicts: Record<string, readonly Verdict[]> = { crosswalk: verdictsOf(judge.score('crosswalk'), ours) }
  if (!alone) {
    judge.convertPeer()
    verdicts['ora2pg'] = verdictsOf(judge.score('ora2pg'), undefined)
  }
  const counts = Object.fromEntries(Object.entries(verdicts).map(([name, list]) => [name, countVerdicts(list)]))
  const statements = statementsOf(judge.statementsIn(), ours)
  printCounts(
    `${judge.name}: ${statements.read} statements in programs, ${statements.stubbed} of them stubs`,
    counts,
    say,
  )
  for (const each of verdicts['crosswalk'] ?? [])
    if (each.falseClaim) say(`  FALSE ${each.kind} ${each.name}: ${each.outcome} ${each.why}`)
  writeFileSync(join(judge.out, 'verdicts.json'), JSON.stringify(verdicts, null, 1))
  process.stdout.write(`${JSON.stringify({ bench: 'code-oracle', schema: judge.name, statements, kinds: counts })}\n`)
  return counts
}

const say = (line: string): void => void process.stderr.write(`${line}\n`)
