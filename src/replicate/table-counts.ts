import type { ApplyException, Change } from '../core/data/changes.js'
import type { TableMapping } from '../core/mapping/mapping.js'
import type { AppliedCounts } from '../core/progress/progress.js'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** Counts what one batch does to each table, as its pieces go by. */
export class TableCounts {
  readonly #tables: readonly TableMapping[]
  readonly #counts = new Map<number, Mutable<AppliedCounts>>()

  constructor(tables: readonly TableMapping[]) {
    this.#tables = tables
  }

  /** The same pieces. They may be gone through again: what counts is the last time. */
  async *counting(pieces: AsyncIterable<readonly Change[]>): AsyncGenerator<readonly Change[]> {
    this.#counts.clear()
    for await (const piece of pieces) {
      for (const change of piece) this.#of(change.table)[fieldOf[change.kind]]++
      yield piece
    }
  }

  /** With the changes that were kept as exceptions; tables without any are not among them. */
  with(exceptions: readonly ApplyException[]): readonly AppliedCounts[] {
    for (const { table } of exceptions) this.#of(table).setAside++
    return [...this.#counts.values()]
  }

  #of(table: number): Mutable<AppliedCounts> {
    const known = this.#counts.get(table)
    if (known) return known
    const source = this.#tables[table]?.source
    const fresh = {
      table: `${source?.schema}.${source?.table}`,
      inserts: 0,
      updates: 0,
      deletes: 0,
      truncates: 0,
      setAside: 0,
    }
    this.#counts.set(table, fresh)
    return fresh
  }
}

const fieldOf = { insert: 'inserts', update: 'updates', delete: 'deletes', truncate: 'truncates' } as const
