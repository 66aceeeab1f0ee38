import { describe, expect, it } from 'vitest'
import { hashOf } from '../../../src/discover/shape.js'
import { familiesOf } from '../../../src/discover/similarity.js'

const parts = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from }, (_, at) => hashOf(from + at))

describe('families of schemas', () => {
  it('are copies where all definitions are the same, near copies where most are', () => {
    const families = familiesOf([
      { id: 'a', parts: parts(0, 100) },
      { id: 'b', parts: parts(0, 100) },
      { id: 'c', parts: parts(1000, 1100) },
      { id: 'd', parts: parts(1010, 1110) },
      { id: 'e', parts: parts(5000, 5100) },
    ])
    expect(families).toEqual([
      { kind: 'copies', members: ['a', 'b'], likeness: 1 },
      { kind: 'near copies', members: ['c', 'd'], likeness: Math.floor((90 / 110) * 1000) / 1000 },
    ])
  })

  it('are estimated for large schemas, close to what they are', () => {
    const [family] = familiesOf([
      { id: 'a', parts: parts(0, 9000) },
      { id: 'b', parts: parts(1000, 10_000) },
    ])
    expect(family?.likeness).toBeGreaterThan(0.74)
    expect(family?.likeness).toBeLessThan(0.86)
  })

  it('do not hold schemas with half of their definitions in common, nor empty ones', () => {
    expect(
      familiesOf([
        { id: 'a', parts: parts(0, 100) },
        { id: 'b', parts: parts(50, 150) },
      ]),
    ).toEqual([])
    expect(
      familiesOf([
        { id: 'a', parts: [] },
        { id: 'b', parts: [] },
      ]),
    ).toEqual([])
  })
})
