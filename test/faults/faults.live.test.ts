import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildProgram, workFolder } from '../e2e/support/cli.js'
import { live, type Pair, startPair } from '../e2e/support/live.js'
import { FaultRun, tallyLine } from './fault-run.js'
import { type FaultTarget, faultTarget } from './fault-target.js'

const loads = ['whose load is taken up', 'whose load begins anew']
const targets = [
  { name: 'postgres', rounds: loads },
  { name: 'mariadb', rounds: loads.slice(0, 1) },
] as const

describe.skipIf(!live).each(targets)('a task to $name that is killed', ({ name, rounds }) => {
  const folder = workFolder()
  let pair: Pair
  let target: FaultTarget
  let run: FaultRun
  beforeAll(async () => {
    await buildProgram()
    pair = await startPair()
    target = await faultTarget(name, pair)
    run = await FaultRun.begin(pair, { folder, target, seed: 4, say: () => undefined })
  })
  afterAll(async () => {
    await target?.stop()
    await pair?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it.each(rounds)(
    'at each place where a crash matters, %s, loses nothing and does nothing twice',
    async () => {
      const before = run.tally.kills
      const met = await run.failpoints(target.failpoints)
      // A place that the pace of a machine went by is tried again in a task of its own.
      const missed = target.failpoints.filter((point) => !met.includes(point))
      const later = missed.length > 0 ? await run.failpoints(missed) : []
      expect(missed.filter((point) => !later.includes(point))).toEqual([])
      const kills = before + target.failpoints.length + missed.length
      expect(tallyLine(run.tally)).toBe(`${kills} kills: 0 lost, 0 duplicated, 0 wrong`)
    },
    900_000,
  )

  it('is run by who took it over, and a process that was frozen meanwhile ends when it wakes', async () => {
    await run.freezes(2)
    expect(tallyLine(run.tally)).toBe(`${run.tally.kills} kills: 0 lost, 0 duplicated, 0 wrong`)
  }, 600_000)

  it('at random moments, while servers go away too, loses nothing and does nothing twice', async () => {
    const before = run.tally.kills
    await run.round(8)
    expect(tallyLine(run.tally)).toBe(`${before + 8} kills: 0 lost, 0 duplicated, 0 wrong`)
  }, 600_000)
})
