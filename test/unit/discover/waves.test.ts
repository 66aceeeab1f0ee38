import { describe, expect, it } from 'vitest'
import { type Movable, planWaves } from '../../../src/discover/waves.js'

const one = (id: string, effortMinutes: number, ...dependsOn: string[]): Movable => ({
  ...{ id, effortMinutes, dependsOn, bytes: 1, weight: 1 },
})
const plan = (all: readonly Movable[], minutes = 100, families: Parameters<typeof planWaves>[1] = []) =>
  planWaves(all, families, minutes).map(({ members }) => members.map(({ id }) => id))

describe('waves', () => {
  it('take little effort first and as much as one may hold', () => {
    expect(plan([one('c', 90), one('a', 10), one('b', 60)])).toEqual([['a', 'b'], ['c']])
  })

  it('hold what is larger than a wave alone', () => {
    expect(plan([one('a', 500), one('b', 10)])).toEqual([['b'], ['a']])
  })

  it('never put something before what it needs', () => {
    expect(plan([one('a', 1, 'b'), one('b', 50, 'c'), one('c', 90)])).toEqual([['c'], ['b', 'a']])
  })

  it('move together what needs each other', () => {
    expect(plan([one('x', 1), one('a', 60, 'b'), one('b', 60, 'a')])).toEqual([['x'], ['a', 'b']])
  })

  it('are not held up by what nobody plans to move', () => {
    expect(plan([one('a', 1, 'elsewhere')])).toEqual([['a']])
  })

  it('put copies behind their model and count what is left of them', () => {
    const families = [{ kind: 'near copies' as const, members: ['a', 'b', 'c'], likeness: 0.9 }]
    const waves = planWaves([one('a', 80), one('b', 80), one('c', 90), one('x', 60)], families, 1000)
    expect(waves.flatMap(({ members }) => members.map(({ id, effortMinutes }) => [id, effortMinutes]))).toEqual([
      ...[
        ['x', 60],
        ['a', 80],
        ['b', 8],
        ['c', 9],
      ],
    ])
    expect(waves[0]?.members[2]?.because).toEqual(['a near copy of a'])
  })

  it('take a thousand schemas that need each other in a row', () => {
    const all = Array.from({ length: 1000 }, (_, at) => one(`s${at}`, 1, `s${at + 1}`))
    expect(plan(all, 10_000)[0]?.at(-1)).toBe('s0')
  })
})
