import { expect, it } from 'vitest'
import type { Change } from '../../../src/core/data/changes.js'
import type { TableMapping } from '../../../src/core/mapping/mapping.js'
import { TableCounts } from '../../../src/replicate/table-counts.js'
import { deleted, inserted, updated } from '../../support/replication/memory-target.js'

const table = (name: string): TableMapping => ({
  ...{ source: { schema: 'shop', table: name }, target: { schema: 'shop', table: name }, columns: [], key: [] },
})

const none = { insert: 0, update: 0, delete: 0, truncate: 0, definition: 0 }

async function* inPieces(...pieces: readonly (readonly Change[])[]) {
  yield* pieces
}

async function goThrough(pieces: AsyncIterable<readonly Change[]>): Promise<void> {
  for await (const _ of pieces);
}

it('changes are counted per table and kind, once however often they are gone through, beside those set aside', async () => {
  const counts = new TableCounts([table('a'), table('b'), table('c')])
  const pieces = () =>
    inPieces(
      [inserted('1', 'x'), updated('1', 'x', 'y', 2)],
      [deleted('1', 'x'), inserted('2', 'x'), { kind: 'truncate', table: 2 }],
    )
  await goThrough(counts.counting(pieces()))
  await goThrough(counts.counting(pieces()))
  const aside = { table: 1, kind: 'insert', position: '1', key: {}, code: 'XW-D0801', reason: 'none' } as const
  expect(counts.with([aside])).toEqual([
    { table: 'shop.a', applied: { ...none, insert: 2, delete: 1 }, setAside: none },
    { table: 'shop.c', applied: { ...none, update: 1, truncate: 1 }, setAside: none },
    { table: 'shop.b', applied: none, setAside: { ...none, insert: 1 } },
  ])
})
