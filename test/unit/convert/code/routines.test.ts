import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routineBench, routinePair } from './support/routine-bench.js'
import { routineCases } from './support/routine-suite.js'
import { runtimeSql } from './support/runtime.js'
import { workbenchSupport } from './support/workbench.js'

const bench = routineBench(routineCases)
const pairs = routineCases.map((each, at) => routinePair(bench, each, at))

/** Same expressions as in the live test, without a source server: the target must take each and run it. */
describe('expressions of routines', () => {
  let target: PGlite

  beforeAll(async () => {
    target = await PGlite.create()
    await target.exec("SET timezone = 'UTC'; CREATE SCHEMA app;")
    await target.exec(`${[...workbenchSupport, ...runtimeSql(), ...bench.targetDdl].join(';\n')};`)
  }, 60_000)

  afterAll(() => target?.close())

  it('are converted and taken by the target, each of them', async () => {
    const refused: string[] = []
    for (const [at, { target: made, calls, codes }] of pairs.entries()) {
      const nulls = calls[0]?.target.replace(/\(.*\)/s, (given) => given.replace(/'(?:[^']|'')*'/g, 'NULL'))
      const done = made && target.exec(`${made}; ${nulls ?? ''}`)
      const problem = done ? await done.then(() => undefined).catch((error: Error) => error.message) : codes.join(' ')
      if (problem !== undefined) refused.push(`${routineCases[at]?.sql}: ${problem}`)
    }
    expect(refused).toEqual([])
  }, 60_000)

  it('name the collation of a variable where it is compared, and only there', () => {
    const texts = pairs.flatMap(({ target: made }, at) => (made && routineCases[at]?.sql === "a = 'A'" ? [made] : []))
    expect(texts[0]).toContain("a COLLATE public.crosswalk_ci = 'A'")
    const joined = pairs.find((_, at) => routineCases[at]?.sql === "CONCAT(a, '-', b)")
    expect(joined?.target).not.toContain('COLLATE')
  })

  it('refuse in assignments what strict settings refuse, and nothing in conditions', () => {
    const of = (sql: string, condition: boolean) =>
      pairs.find((_, at) => routineCases[at]?.sql === sql && (routineCases[at]?.condition ?? false) === condition)
        ?.target
    expect(of('a / b', false)).toContain('a::numeric / b')
    expect(of('10 / a > 1', true)).toContain('nullif(a, 0)')
    expect(of('a + 0', false)).toBeDefined()
    expect(of('a + 0 > 10', true)).toContain('crosswalk_rt.to_number')
  })
})
