import type { TableMapping } from '../mapping/mapping.js'
import type { ChangedValues, RejectCode, RejectRecord } from './reject.js'
import { loadedColumns, type RowDescription } from './stream.js'

const keptRejects = 10_000
const keptBytes = 4096

/** What a chunk has set aside and changed so far. */
export class ChunkNotes {
  readonly rejects: RejectRecord[] = []
  rejected = 0
  readonly #names: readonly string[]
  readonly #changed = new Map<string, { -readonly [K in keyof ChangedValues]: ChangedValues[K] }>()
  /** Changes of the row under way; they count when the row does. */
  #pending: { column: number; code: RejectCode; became: ChangedValues['became'] }[] = []

  constructor(table: TableMapping) {
    this.#names = loadedColumns(table).map((column) => column.source.name)
  }

  change(column: number, code: RejectCode, became: ChangedValues['became']): void {
    this.#pending.push({ column, code, became })
  }

  rowEnded(written: boolean): void {
    if (this.#pending.length === 0) return
    if (written) for (const { column, code, became } of this.#pending) this.#count(column, code, became)
    this.#pending = []
  }

  reject(code: RejectCode, column: number, row: RowDescription, reason: string | null): void {
    this.rejected++
    if (this.rejects.length >= keptRejects) return
    this.rejects.push({
      code,
      column: this.#names[column] ?? null,
      key: row.key,
      source: row.bytes === null ? null : row.bytes.toString('base64', 0, keptBytes),
      sourceBytes: row.bytes?.length ?? 0,
      reason,
    })
  }

  get changed(): readonly ChangedValues[] {
    return [...this.#changed.values()]
  }

  #count(column: number, code: RejectCode, became: ChangedValues['became']): void {
    const key = `${column} ${code} ${became}`
    const found = this.#changed.get(key)
    if (found) found.count++
    else this.#changed.set(key, { column: this.#names[column] ?? '', code, became, count: 1 })
  }
}
