import { rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { buildProgram, workFolder } from '../e2e/support/cli.js'
import { live, startPair } from '../e2e/support/live.js'
import { FaultRun, tallyLine } from './fault-run.js'
import { faultTarget, targetNames } from './fault-target.js'

/** `npm run faults -- --kills N [--seed S] [--target mariadb]`: kills a task N times; the last line says what that did. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { kills: { type: 'string' }, seed: { type: 'string' }, target: { type: 'string', default: 'postgres' } },
  })
  const kills = Number(values.kills ?? 20)
  const seed = Number(values.seed ?? Date.now() % 1e6)
  const name = targetNames.find((one) => one === values.target)
  if (!live || !name) return 1
  const say = (line: string): void => void process.stderr.write(`${new Date().toISOString()} ${line}\n`)
  say(`seed ${seed}`)
  await buildProgram()
  const folder = workFolder()
  const pair = await startPair()
  const target = await faultTarget(name, pair)
  try {
    const run = await FaultRun.begin(pair, { folder, target, seed, say })
    for (const _ of [1, 2])
      if (kills - run.tally.kills >= target.failpoints.length) await run.failpoints(target.failpoints)
    if (kills > 0) await run.freezes(3)
    while (run.tally.kills < kills) await run.round(Math.min(10, kills - run.tally.kills))
    process.stdout.write(`${tallyLine(run.tally)}\n`)
    const { lost, duplicated, wrong } = run.tally
    return lost + duplicated + wrong === 0 ? 0 : 1
  } finally {
    await target.stop()
    await pair.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

process.exit(await main())
