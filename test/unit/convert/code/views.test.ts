import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runtimeSql } from './support/runtime.js'
import { viewBench, viewCases } from './support/view-suite.js'
import { workbenchSupport } from './support/workbench.js'

const bench = viewBench()

/** Same views as in the live test, without a source server: the target must take each and run it on empty tables. */
describe('converted views', () => {
  let target: PGlite

  beforeAll(async () => {
    target = await PGlite.create()
    await target.exec('CREATE SCHEMA app;')
    await target.exec(`${[...workbenchSupport, ...runtimeSql(), ...bench.targetDdl].join(';\n')};`)
  }, 60_000)

  afterAll(() => target?.close())

  it('are taken by the target, each of them', async () => {
    const refused: string[] = []
    for (const [index, { name }] of viewCases.entries()) {
      const { sql, codes } = bench.viewSql(`v${index}`)
      const made = sql ? target.exec(`CREATE VIEW app.v${index} AS ${sql}; SELECT * FROM app.v${index}`) : undefined
      const problem = await made?.then(() => undefined).catch((error: Error) => error.message)
      if (sql === undefined || problem) refused.push(`${name}: ${problem ?? codes.join(' ')}`)
    }
    expect(refused).toEqual([])
  })

  it('are the same on every run', () => {
    const again = viewBench()
    for (const index of viewCases.keys()) expect(again.viewSql(`v${index}`)).toEqual(bench.viewSql(`v${index}`))
  })
})
