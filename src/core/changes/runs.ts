import type { Change, Tuple } from '../data/changes.js'
import type { NetTable, NetUpdate } from './net.js'
import type { PlacedChange } from './placed.js'
import { findPlaces, newPlaces, type Places, rowKeyOf, sameValue } from './tuple.js'

/** Changes that one statement can make: of one sort, to different rows of a table, next to each other. */
export type ChangeRun =
  | { readonly kind: 'insert'; readonly rows: readonly Tuple[] }
  | { readonly kind: 'delete'; readonly rows: readonly Tuple[] }
  /** All of them change the same columns, and never the key. */
  | { readonly kind: 'update'; readonly rows: readonly NetUpdate[]; readonly changed: readonly boolean[] }

export interface RunTable extends NetTable {
  readonly hasOtherUniques: boolean
  /** Columns that no set may write, by their places. */
  readonly fixed: readonly number[]
}

type Update = Extract<Change, { readonly kind: 'update' }>

/**
 * Finds runs among the changes of one table. In one statement they are still in their order; of a table whose rows others
 * depend on, or which refer to each other, that is not enough, so there is no finder for it.
 */
export class RunFinder {
  readonly #place: number
  readonly #table: RunTable
  readonly #least: number
  readonly #inBefore: Places
  readonly #inAfter: Places

  /** `least`: from so many changes on one statement costs less than one each. */
  constructor(place: number, table: RunTable, least: number) {
    this.#place = place
    this.#table = table
    this.#least = least
    this.#inBefore = newPlaces(table.columns)
    this.#inAfter = newPlaces(table.columns)
  }

  /** The run that begins at `from`; null: that change goes alone. */
  find(changes: readonly PlacedChange[], from: number): ChangeRun | null {
    const kind = changes[from]?.change.kind
    // The first change that does not go with them ends them, so each is looked at a few times at most.
    if (kind === undefined || changes[from + this.#least - 1]?.change.kind !== kind) return null
    const run =
      kind === 'update' ? this.#updates(changes, from) : kind === 'truncate' ? null : this.#rows(changes, from, kind)
    return run && run.rows.length >= this.#least ? run : null
  }

  #rows(changes: readonly PlacedChange[], from: number, kind: 'insert' | 'delete'): ChangeRun {
    const rows: Tuple[] = []
    for (let at = from; at < changes.length; at++) {
      const change = changes[at]?.change
      if (change?.kind !== kind || change.table !== this.#place) break
      const image = change.kind === 'insert' ? change.after : change.before
      const fits =
        kind === 'insert' ? findPlaces(image, this.#table.columns, this.#inAfter) : this.#keyOf(image) !== null
      if (!fits) break
      rows.push(image)
    }
    return { kind, rows }
  }

  #updates(changes: readonly PlacedChange[], from: number): ChangeRun | null {
    // One row may take what another has just let go of.
    if (this.#table.hasOtherUniques) return null
    const rows: NetUpdate[] = []
    const keys = new Set<string | number>()
    let common: readonly boolean[] | undefined
    for (let at = from; at < changes.length; at++) {
      const change = changes[at]?.change
      if (change?.kind !== 'update' || change.table !== this.#place) break
      const key = this.#keyOf(change.before)
      const changed = this.#changed(change)
      if (key === null || keys.has(key) || !changed) break
      common ??= changed
      if (changed.some((is, column) => is !== common?.[column])) break
      keys.add(key)
      rows.push({ keyed: change.before, after: change.after })
    }
    return common ? { kind: 'update', rows, changed: common } : null
  }

  /** `#inBefore` speaks of the image then. */
  #keyOf(before: Tuple): string | number | null {
    findPlaces(before, this.#table.columns, this.#inBefore)
    return rowKeyOf(before, this.#inBefore, this.#table.key)
  }

  /** Columns that the update sets; undefined when it is not as simple as that. `#inBefore` speaks of the image before. */
  #changed({ before, after }: Update): readonly boolean[] | undefined {
    const { columns, fixed, key } = this.#table
    if (!findPlaces(after, columns, this.#inAfter)) return undefined
    const changed: boolean[] = []
    for (let column = 0; column < columns; column++)
      changed.push(!sameValue(before, this.#inBefore, after, this.#inAfter, column))
    return [...fixed, ...key].some((column) => changed[column]) ? undefined : changed
  }
}
