import type { BatchOutcome, Change } from '../data/changes.js'

/** A change and its place in the batch. */
export interface PlacedChange {
  readonly change: Change
  readonly at: number
}

/** Rows touched so far. */
export type Counts = { -readonly [K in keyof BatchOutcome]: BatchOutcome[K] }

export const placed = (piece: readonly Change[], from: number): readonly PlacedChange[] =>
  piece.map((change, place) => ({ change, at: from + place }))
