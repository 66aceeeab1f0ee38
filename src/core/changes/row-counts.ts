import type { Change, Tuple } from '../data/changes.js'
import { findPlaces, merged, newPlaces, type Places } from './tuple.js'

interface AlikeRows {
  readonly image: Tuple
  /** Rows more (or less) than before the first change. */
  more: number
  /** The least that there were, counted the same way: so many must have been there at first. */
  least: number
}

/**
 * Changes of a table without a key: rows are told only by all that is in them, so what is left is how many more or fewer of
 * each there are.
 */
export class RowCounts {
  readonly #columns: number
  readonly #places: Places
  readonly #alike = new Map<string, AlikeRows>()

  constructor(columns: number) {
    this.#columns = columns
    this.#places = newPlaces(columns)
  }

  /** False: an image does not hold the whole row. */
  add(change: Exclude<Change, { readonly kind: 'truncate' }>): boolean {
    const before = change.kind === 'insert' ? null : change.before
    if (before && !findPlaces(before, this.#columns, this.#places)) return false
    const after = change.kind === 'delete' ? null : this.#whole(before, change.after)
    if (after && !findPlaces(after, this.#columns, this.#places)) return false
    if (before) this.#count(before, -1)
    if (after) this.#count(after, 1)
    return true
  }

  /** Rows that must go, each of them there, and then rows that come; one image as often as there are rows of it. */
  finish(): { readonly deletes: readonly Tuple[]; readonly inserts: readonly Tuple[] } {
    const [deletes, inserts]: [Tuple[], Tuple[]] = [[], []]
    for (const { image, more, least } of this.#alike.values()) {
      for (let count = least; count < 0; count++) deletes.push(image)
      for (let count = least; count < more; count++) inserts.push(image)
    }
    return { deletes, inserts }
  }

  #whole(before: Tuple | null, after: Tuple): Tuple {
    return before ? merged(before, after, this.#columns) : after
  }

  #count(image: Tuple, by: 1 | -1): void {
    const text = image.toString('latin1')
    const alike = this.#alike.get(text)
    if (!alike) this.#alike.set(text, { image, more: by, least: Math.min(0, by) })
    else {
      alike.more += by
      alike.least = Math.min(alike.least, alike.more)
    }
  }
}
