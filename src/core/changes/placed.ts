import type { BatchOutcome, Change, ChangeBatch } from '../data/changes.js'

/** A change and its place in the batch. */
export interface PlacedChange {
  readonly change: Change
  readonly at: number
}

/** Rows touched so far. */
export type Counts = { -readonly [K in keyof BatchOutcome]: BatchOutcome[K] }

export const placed = (piece: readonly Change[], from: number): readonly PlacedChange[] =>
  piece.map((change, place) => ({ change, at: from + place }))

/** The change at a place of a batch, whose pieces are gone through once more for it. */
export async function changeAt(batch: ChangeBatch, at: number): Promise<Change | undefined> {
  let from = 0
  for await (const piece of batch.pieces()) {
    if (at < from + piece.length) return piece[at - from]
    from += piece.length
  }
  return undefined
}

/** Whether several of the changes would each look through a whole table for a row that has no key. */
export function lookThrough(changes: readonly PlacedChange[], hasKey: (table: number) => boolean): boolean {
  let found = 0
  for (const { change } of changes)
    if ((change.kind === 'update' || change.kind === 'delete') && !hasKey(change.table) && ++found > 1) return true
  return false
}
