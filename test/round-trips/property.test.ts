import fc from 'fast-check'
import { expect, it } from 'vitest'
import { unexplained } from './judge.js'
import { type Engine, schemas, scriptOf } from './schemas.js'
import { travel } from './trip.js'

const other = { mysql: 'postgres', postgres: 'mysql' } as const

it.each<Engine>(['mysql', 'postgres'])('any schema comes back from the other engine: %s', async (engine) => {
  const property = fc.asyncProperty(schemas, async (model) => {
    const trip = await travel(scriptOf(model, engine), [engine, other[engine], engine])
    expect(trip.before.schemas.flatMap(({ objects }) => objects).filter(({ kind }) => kind === 'table')).toHaveLength(
      model.tables.length,
    )
    expect(unexplained(trip)).toEqual([])
  })
  await fc.assert(property, { numRuns: 40, seed: 20 })
})
