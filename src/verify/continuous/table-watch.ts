import type { Position } from '../../core/data/changes.js'
import type { RowKey } from '../../core/data/comparer.js'
import type { TableMapping } from '../../core/mapping/mapping.js'
import type { ColumnDifference } from '../result.js'
import { dotted } from '../table.js'
import type { RowForm } from './row-form.js'

/** A row that is to be looked at. */
export interface PendingRow {
  readonly key: RowKey
  /** Not before the target has everything up to there; null: at once. */
  readonly after: Position | null
  /** What the source had when it was last looked at; undefined: it never was. */
  readonly seen?: string
  /** How often it differed while the source had the same. */
  readonly same: number
  readonly tries: number
}

export interface FailedRow {
  readonly key: Readonly<Record<string, string>>
  readonly kind: 'differing' | 'missing' | 'extra'
  readonly columns: readonly ColumnDifference[]
  /** ms since 1970. */
  readonly at: number
}

export type WatchState =
  | 'No primary key'
  | 'Table error'
  | 'Mismatched records'
  | 'Suspended records'
  | 'Pending validation'
  | 'Pending records'
  | 'Validated'

/** Rows that wait, at most; beyond that the whole table is gone through again. */
const mostPending = 50_000
const mostFailed = 10_000

/** What is known of one table while its target follows its source. */
export class TableWatch {
  readonly table: TableMapping
  readonly name: string
  /** Undefined: its rows cannot be asked for. */
  readonly form: RowForm | undefined
  readonly pending = new Map<string, PendingRow>()
  readonly failed = new Map<string, FailedRow>()
  /** Rows that changed as often as they were looked at. */
  readonly suspended = new Set<string>()
  /** Failures that are not in the journal yet, or are there and are none any more. */
  changed = true
  paused = false
  error: string | null = null
  /** Rows that were found equal, each time counted. */
  validated = 0
  passes = 0
  passedAt = 0
  passAgain = false
  place: { readonly side: 'source' | 'target'; readonly after: RowKey | null } = { side: 'source', after: null }

  constructor(table: TableMapping, form: RowForm | undefined) {
    this.table = table
    this.name = dotted(table.source)
    this.form = form
  }

  want(row: PendingRow): void {
    const text = JSON.stringify(row.key)
    if (this.pending.size >= mostPending && !this.pending.has(text)) this.passAgain = true
    else this.pending.set(text, row)
  }

  /** The row has changed, and is what it is when the target has everything up to there. */
  touch(key: RowKey, after: Position): void {
    this.want({ key, after, same: 0, tries: this.pending.get(JSON.stringify(key))?.tries ?? 0 })
  }

  settle(key: RowKey): void {
    const text = JSON.stringify(key)
    this.pending.delete(text)
    this.suspended.delete(text)
    if (this.failed.delete(text)) this.changed = true
    this.validated++
  }

  suspend(key: RowKey): void {
    const text = JSON.stringify(key)
    this.pending.delete(text)
    this.suspended.add(text)
  }

  fail(key: RowKey, row: FailedRow): void {
    const text = JSON.stringify(key)
    this.pending.delete(text)
    this.suspended.delete(text)
    if (this.failed.size >= mostFailed && !this.failed.has(text)) return
    this.failed.set(text, row)
    this.changed = true
  }

  /** Nothing of it counts any more: its rows are being loaded. */
  restart(): void {
    this.place = { side: 'source', after: null }
    this.passAgain = true
    this.#wantAgain()
  }

  /** The whole table was gone through; what is gone on both sides was not met. */
  passed(): void {
    this.place = { side: 'source', after: null }
    this.passes++
    this.passedAt = Date.now()
    this.passAgain = false
    this.#wantAgain()
  }

  #wantAgain(): void {
    for (const text of [...this.failed.keys(), ...this.suspended])
      this.want({ key: JSON.parse(text), after: null, same: 0, tries: 0 })
  }

  get state(): WatchState {
    if (!this.form) return 'No primary key'
    if (this.error !== null) return 'Table error'
    if (this.failed.size > 0) return 'Mismatched records'
    if (this.suspended.size > 0) return 'Suspended records'
    if (this.passes === 0) return 'Pending validation'
    return this.pending.size > 0 ? 'Pending records' : 'Validated'
  }
}
