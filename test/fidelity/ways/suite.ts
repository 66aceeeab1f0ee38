import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildProgram, type Ended } from '../../e2e/support/cli.js'
import { available, type ServerName } from '../../support/servers.js'
import { lostInLoad, lostOnTheWay, setAsideByLoad, setAsideByStream, wantedAside } from './pair.js'
import { samplesOf } from './samples.js'
import type { Engine, Side } from './side.js'
import { ways, wideTables } from './tables.js'
import { follow, loadWhileChanging, prepareSource, type Travel, validated } from './travel.js'

export interface Pair {
  readonly engines: readonly [source: Engine, target: Engine]
  readonly needs: readonly ServerName[]
  /** Types that are left out. */
  readonly without?: RegExp
  /** What stands in front of the tables on the source. */
  readonly setup: readonly string[]
  /** Values that a change brings otherwise than the load, each under its finding. */
  readonly otherwise: readonly string[]
  readonly start: () => Promise<{ readonly source: Side; readonly target: Side; stop(): Promise<void> }>
}

/** Every type and edge value on its three ways: loaded, changed while the load runs, changed after it. */
export function describeWays(name: string, pair: Pair): void {
  describe.skipIf(!pair.needs.every(available))(`values from ${name}`, () => {
    const columns = samplesOf(...pair.engines, pair.without)
    const [kept, refused] = [wideTables(columns, 'kept'), wideTables(columns, 'refused')]
    const folder = mkdtempSync(join(tmpdir(), 'crosswalk-ways-'))
    let servers: Awaited<ReturnType<Pair['start']>>
    let travel: Travel
    let loaded: Ended
    let followed: readonly Ended[]

    beforeAll(async () => {
      await buildProgram()
      servers = await pair.start()
      travel = { ...servers, folder, kept, refused }
      for (const sql of pair.setup) await travel.source.run(sql)
      await prepareSource(travel)
      loaded = await loadWhileChanging(travel)
      followed = await follow(travel)
    })
    afterAll(async () => {
      await servers?.stop()
      rmSync(folder, { recursive: true, force: true })
    })

    const ends = (has: boolean): number => (has ? 3 : 0)

    it('come to their end, and say by the exit code whether all has come', () => {
      const aside = wantedAside(refused, 'load').length > 0
      const said = [loaded, ...followed].map(({ code, out, err }) => ({
        code,
        last: code === 0 || code === 3 ? '' : `${out}${err}`,
      }))
      const [load, net, ordered] = [ends(aside), ends(aside || wantedAside(refused, 'stream').length > 0), ends(aside)]
      expect(said).toEqual([load, net, ordered].map((code) => ({ code, last: '' })))
    })

    it('are loaded as the source shows them', async () => {
      expect(await lostInLoad(travel)).toEqual([])
    })

    it.each(ways)('are the same when they come by %s changes', async (way) => {
      const lost: string[] = []
      for (const table of kept) lost.push(...(await lostOnTheWay(travel, table, way)))
      expect(lost.sort()).toEqual(pair.otherwise)
    })

    it('that the target cannot hold are set aside, each under its code, by the load and by the stream', async () => {
      expect(setAsideByLoad(travel)).toEqual(wantedAside(refused, 'load'))
      expect(await setAsideByStream(travel)).toEqual(wantedAside(refused, 'stream'))
    })

    it('are equal in our own comparison too, with every column compared', async () => {
      const { out } = await validated(travel)
      const { tables }: { readonly tables: readonly Verdict[] } = JSON.parse(out)
      const compared = tables.filter(({ source }) => !/\.refused_/.test(source))
      expect(compared.flatMap(({ unverified }) => unverified)).toEqual([])
      const unlike = compared.filter(({ state }) => state !== 'equal')
      const rows = ways.flatMap(() => pair.otherwise)
      expect(unlike.map(({ missing, extra }) => missing + extra)).toEqual(unlike.map(() => 0))
      expect(unlike.reduce((sum, { differing }) => sum + differing, 0)).toBe(rows.length)
    })
  })
}

interface Verdict {
  readonly source: string
  readonly state: string
  readonly unverified: readonly unknown[]
  readonly differing: number
  readonly missing: number
  readonly extra: number
}
