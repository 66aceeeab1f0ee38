import type { RowHash } from '../core/data/comparer.js'

/** What became of the rows with one match. Only for tables without a key, or with a key that repeats, can the counts pass 1. */
export interface MatchDifference {
  readonly match: string
  /** Rows on both sides whose values differ. */
  readonly differing: number
  readonly missing: number
  readonly extra: number
}

/**
 * Walks two streams of rows, each ordered by match, and yields the matches whose rows are not the same on both sides.
 * Memory is that of one match's rows.
 */
export async function* differences(
  source: AsyncIterable<RowHash>,
  target: AsyncIterable<RowHash>,
): AsyncIterable<MatchDifference> {
  const left = groups(source)
  const right = groups(target)
  let ours = await left.next()
  let theirs = await right.next()
  while (!ours.done || !theirs.done) {
    const match = lower(ours.done ? undefined : ours.value.match, theirs.done ? undefined : theirs.value.match)
    const here = !ours.done && ours.value.match === match ? ours.value.hashes : undefined
    const there = !theirs.done && theirs.value.match === match ? theirs.value.hashes : undefined
    const found = compareGroups(match, here ?? [], there ?? [])
    if (found) yield found
    if (here) ours = await left.next()
    if (there) theirs = await right.next()
  }
}

function lower(a: string | undefined, b: string | undefined): string {
  if (a === undefined || b === undefined) return a ?? b ?? ''
  return a < b ? a : b
}

interface Group {
  readonly match: string
  readonly hashes: readonly string[]
}

/** Rows that stand beside each other with one match. */
export async function* groups(rows: AsyncIterable<RowHash>): AsyncGenerator<Group, void> {
  let match: string | undefined
  let hashes: string[] = []
  for await (const row of rows) {
    if (match !== undefined && row.match !== match) {
      yield { match, hashes }
      hashes = []
    }
    match = row.match
    hashes.push(row.hash)
  }
  if (match !== undefined) yield { match, hashes }
}

function compareGroups(
  match: string,
  source: readonly string[],
  target: readonly string[],
): MatchDifference | undefined {
  const surplus = new Map<string, number>()
  for (const hash of source) surplus.set(hash, (surplus.get(hash) ?? 0) + 1)
  for (const hash of target) surplus.set(hash, (surplus.get(hash) ?? 0) - 1)
  let onlySource = 0
  let onlyTarget = 0
  for (const count of surplus.values()) {
    if (count > 0) onlySource += count
    else onlyTarget -= count
  }
  if (onlySource === 0 && onlyTarget === 0) return undefined
  const differing = Math.min(onlySource, onlyTarget)
  return { match, differing, missing: onlySource - differing, extra: onlyTarget - differing }
}
