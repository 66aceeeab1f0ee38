import { describe, expect, it } from 'vitest'
import type { RowHash } from '../../../src/core/data/comparer.js'
import { differences } from '../../../src/verify/merge.js'

async function* rows(...pairs: readonly (readonly [string, string])[]): AsyncIterable<RowHash> {
  for (const [match, hash] of pairs) yield { match, hash }
}

async function all(source: AsyncIterable<RowHash>, target: AsyncIterable<RowHash>) {
  const found = []
  for await (const one of differences(source, target)) found.push(one)
  return found
}

describe('differences', () => {
  it('finds what only one side has, at the beginning, in the middle and at the end', async () => {
    expect(await all(rows(['a', '1'], ['c', '1'], ['d', '1']), rows(['b', '1'], ['c', '2'], ['e', '1']))).toEqual([
      { match: 'a', differing: 0, missing: 1, extra: 0 },
      { match: 'b', differing: 0, missing: 0, extra: 1 },
      { match: 'c', differing: 1, missing: 0, extra: 0 },
      { match: 'd', differing: 0, missing: 1, extra: 0 },
      { match: 'e', differing: 0, missing: 0, extra: 1 },
    ])
  })

  it('counts rows with one match as a multiset', async () => {
    const source = rows(['k', '1'], ['k', '1'], ['k', '2'], ['k', '3'])
    const target = rows(['k', '1'], ['k', '2'], ['k', '2'], ['k', '9'], ['k', '9'])
    expect(await all(source, target)).toEqual([{ match: 'k', differing: 2, missing: 0, extra: 1 }])
  })

  it('says nothing about equal sides, empty ones too', async () => {
    expect(await all(rows(), rows())).toEqual([])
    expect(await all(rows(['a', '1'], ['a', '2']), rows(['a', '2'], ['a', '1']))).toEqual([])
  })
})
