import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildProgram, workFolder } from '../e2e/support/cli.js'
import { live, type Pair, startPair } from '../e2e/support/live.js'
import { FaultRun, failpointsMet, tallyLine } from './fault-run.js'

const folder = workFolder()

describe.skipIf(!live)('a task that is killed', () => {
  let pair: Pair
  let run: FaultRun
  beforeAll(async () => {
    await buildProgram()
    pair = await startPair()
    run = await FaultRun.begin(pair, { folder, seed: 4, say: () => undefined })
  })
  afterAll(async () => {
    await pair?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it.each(['whose load is taken up', 'whose load begins anew'])(
    'at each place where a crash matters, %s, loses nothing and does nothing twice',
    async () => {
      const before = run.tally.kills
      expect(await run.failpoints(failpointsMet)).toEqual(failpointsMet)
      expect(tallyLine(run.tally)).toBe(`${before + failpointsMet.length} kills: 0 lost, 0 duplicated, 0 wrong`)
    },
  )

  it('at random moments, while servers go away too, loses nothing and does nothing twice', async () => {
    const before = run.tally.kills
    await run.round(8)
    expect(tallyLine(run.tally)).toBe(`${before + 8} kills: 0 lost, 0 duplicated, 0 wrong`)
  })
})
