import { type BenchCase, printCases } from './report.js'

type Bench = (onCase: (result: BenchCase) => void, flags: readonly string[]) => Promise<void>

/** Benchmarks by name. Each compares with a peer, or with a limit, in the same run. */
const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  load: async () => (await import('./load/bench.js')).benchLoad,
  copy: async () => (await import('./copy/bench.js')).benchCopy,
  apply: async () => (await import('./apply/bench.js')).benchApply,
  replica: async () => (await import('./replica/bench.js')).benchReplica,
  latency: async () => (await import('./latency/bench.js')).benchLatency,
  backlog: async () => (await import('./backlog/bench.js')).benchBacklog,
  changes: async () => (await import('./changes/bench.js')).benchChanges,
  logical: async () => (await import('./logical/bench.js')).benchLogical,
  convert: async () => (await import('./convert/bench.js')).benchConvert,
  'convert-oracle': async () => (await import('./convert-oracle/bench.js')).benchConvertOracle,
  server: async () => (await import('./server/bench.js')).benchServer,
}

/** `npm run bench -- NAME… [--FLAG…]`: a table on stderr, one JSON line per case on stdout. */
async function main(args: readonly string[]): Promise<number> {
  // These judge what is there instead of measuring time, and take arguments of their own.
  if (args[0] === 'code') {
    await (await import('./code/bench.js')).benchCode(args.slice(1))
    return 0
  }
  if (args[0] === 'code-oracle') {
    await (await import('./code-oracle/bench.js')).benchCodeOracle(args.slice(1))
    return 0
  }
  const names = args.filter((arg) => !arg.startsWith('--'))
  const flags = args.filter((arg) => arg.startsWith('--'))
  const wanted = names.length === 0 ? Object.keys(benches) : names
  const unknown = wanted.filter((name) => !Object.hasOwn(benches, name))
  if (unknown.length > 0) {
    process.stderr.write(
      `no benchmark ${unknown.join(', ')}; there are: ${Object.keys(benches).join(', ')}, code, code-oracle\n`,
    )
    return 64
  }
  const all: BenchCase[] = []
  for (const name of wanted) {
    const run = await benches[name]?.()
    await run?.((result) => {
      all.push(result)
      process.stdout.write(`${JSON.stringify(result)}\n`)
    }, flags)
  }
  printCases(all)
  return 0
}

process.exitCode = await main(process.argv.slice(2))
