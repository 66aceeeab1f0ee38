import type { ApplyException, Change } from '../core/data/changes.js'
import type { TableMapping } from '../core/mapping/mapping.js'
import type { AppliedCounts, KindCounts } from '../core/progress/progress.js'

interface Counting extends AppliedCounts {
  readonly applied: Record<keyof KindCounts, number>
  readonly setAside: Record<keyof KindCounts, number>
}

/** Counts what one batch does to each table, as its pieces go by. */
export class TableCounts {
  readonly #tables: readonly TableMapping[]
  readonly #counts = new Map<number, Counting>()

  constructor(tables: readonly TableMapping[]) {
    this.#tables = tables
  }

  /** The same pieces. They may be gone through again: what counts is the last time. */
  async *counting(pieces: AsyncIterable<readonly Change[]>): AsyncGenerator<readonly Change[]> {
    this.#counts.clear()
    for await (const piece of pieces) {
      for (const change of piece) this.#of(change.table).applied[change.kind]++
      yield piece
    }
  }

  /** With the changes that were kept as exceptions; tables without any are not among them. */
  with(exceptions: readonly ApplyException[]): readonly AppliedCounts[] {
    for (const { table, kind } of exceptions) this.#of(table).setAside[kind]++
    return [...this.#counts.values()]
  }

  #of(table: number): Counting {
    const known = this.#counts.get(table)
    if (known) return known
    const source = this.#tables[table]?.source
    const fresh = { table: `${source?.schema}.${source?.table}`, applied: nothing(), setAside: nothing() }
    this.#counts.set(table, fresh)
    return fresh
  }
}

export const nothing = (): Record<keyof KindCounts, number> => ({
  ...{ insert: 0, update: 0, delete: 0, truncate: 0, definition: 0 },
})
