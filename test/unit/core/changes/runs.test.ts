import { describe, expect, it } from 'vitest'
import { placed } from '../../../../src/core/changes/placed.js'
import { RunFinder, type RunTable } from '../../../../src/core/changes/runs.js'
import type { Change, Tuple } from '../../../../src/core/data/changes.js'

/** Values of four bytes; undefined is not in the image. */
function image(...values: (number | undefined)[]): Tuple {
  const bytes = values.flatMap((value) => {
    const out = Buffer.alloc(value === undefined ? 4 : 8)
    out.writeInt32BE(value === undefined ? -2 : 4)
    if (value !== undefined) out.writeInt32BE(value, 4)
    return [out]
  })
  return Buffer.concat(bytes)
}

const insert = (id: number, table = 0): Change => ({ kind: 'insert', table, after: image(id, 0, 0) })
const remove = (id: number): Change => ({ kind: 'delete', table: 0, before: image(id, undefined, undefined) })
const update = (id: number, ...after: (number | undefined)[]): Change => {
  return { kind: 'update', table: 0, before: image(id, 0, 0), after: image(...after) }
}

const table: RunTable = { columns: 3, key: [0], uniques: [], hasOtherUniques: false, fixed: [] }
const length = (changes: readonly Change[], facts: Partial<RunTable> = {}): number =>
  new RunFinder(0, { ...table, ...facts }, 3).find(placed(changes, 0), 0)?.rows.length ?? 0

describe('a run', () => {
  it('ends where another sort of change begins, or another table', () => {
    expect(length([insert(1), insert(2), insert(3), insert(4), remove(1), insert(5)])).toBe(4)
    expect(length([insert(1), insert(2), insert(3), insert(4, 1), insert(5)])).toBe(3)
    expect(length([remove(1), remove(2), remove(3), insert(4)])).toBe(3)
  })

  it('is no run when it is short', () => {
    expect(length([insert(1), insert(2), remove(1), insert(4)])).toBe(0)
    expect(length([insert(1), insert(2)])).toBe(0)
    expect(
      length([
        { kind: 'truncate', table: 0 },
        { kind: 'truncate', table: 0 },
        { kind: 'truncate', table: 0 },
      ]),
    ).toBe(0)
  })

  it('changes the same columns of different rows', () => {
    const some = [update(1, 1, 5, 0), update(2, 2, 6, 0), update(3, 3, 7, 0)]
    expect(length([...some, update(4, 4, 8, 0)])).toBe(4)
    expect(length([...some, update(4, 4, 8, 9)])).toBe(3)
    expect(length([...some, update(2, 2, 8, 0)])).toBe(3)
    const found = new RunFinder(0, table, 3).find(placed(some, 0), 0)
    expect(found).toMatchObject({ kind: 'update', changed: [false, true, false] })
  })

  it('has no row whose key moves, whose image is not whole, or that sets what no set may', () => {
    const some = [update(1, 1, 5, 0), update(2, 2, 6, 0), update(3, 3, 7, 0)]
    expect(length([...some, update(4, 5, 8, 0)])).toBe(3)
    expect(length([...some, update(4, 4, 8, undefined)])).toBe(3)
    expect(length(some, { fixed: [1] })).toBe(0)
    expect(length([insert(1), insert(2), insert(3), { kind: 'insert', table: 0, after: image(4, undefined, 0) }])).toBe(
      3,
    )
  })

  it('hands no unique value from row to row', () => {
    const some = [update(1, 1, 5, 0), update(2, 2, 6, 0), update(3, 3, 7, 0)]
    expect(length(some, { hasOtherUniques: true })).toBe(0)
    expect(length([insert(1), insert(2), insert(3)], { hasOtherUniques: true })).toBe(3)
  })
})
