import { setTimeout as sleep } from 'node:timers/promises'
import type { CommitMark, Position } from '../../core/data/changes.js'
import type { RowKey } from '../../core/data/comparer.js'
import type { ValuePolicies } from '../../core/data/reject.js'
import type { ValidationJournal } from '../../core/data/validation-journal.js'
import type { TableMapping } from '../../core/mapping/mapping.js'
import type { OnProgress } from '../../core/progress/progress.js'
import { lookAt, passOn, type Sides } from './rounds.js'
import { canonicalKey, rowForm } from './row-form.js'
import { type PendingRow, TableWatch } from './table-watch.js'

export interface ContinuousOptions {
  /** Opens both sides; each question is about its own moment. Called again when one was lost. */
  readonly open: () => Promise<Sides & { close(): Promise<void> }>
  readonly journal?: ValidationJournal
  /** Where the source's log ends now. */
  readonly head: () => Promise<Position>
  readonly reached: (position: Position, goal: Position) => boolean
  readonly policies: ValuePolicies
  /** Whether a load has set the row aside. */
  readonly isExplained: (table: TableMapping, key: RowKey) => boolean
  readonly onProgress?: OnProgress
  readonly limits?: Partial<ContinuousLimits>
}

export interface ContinuousLimits {
  /** Rows in one question. */
  readonly rows: number
  /** Rows per second that whole tables are gone through with, at most. */
  readonly pace: number
  /** Milliseconds between the end of one pass through a table and the beginning of the next. */
  readonly passEvery: number
  /** Milliseconds between two looks at whether there is something to do. */
  readonly tick: number
}

export const continuousLimits: ContinuousLimits = { rows: 500, pace: 5000, passEvery: 300_000, tick: 250 }

/** Milliseconds until a side that was lost is opened again. */
const patience = 2000

/**
 * Compares a target with its source while it follows it: rows that change, behind the place that is applied, and whole
 * tables, page by page. It holds no lock and no state of a database, and no more rows than a page of them.
 */
export class ContinuousValidation {
  readonly #options: ContinuousOptions
  readonly #limits: ContinuousLimits
  #watches: readonly TableWatch[] = []
  #durable: Position | null = null
  #next = 0

  constructor(options: ContinuousOptions) {
    this.#options = options
    this.#limits = { ...continuousLimits, ...options.limits }
  }

  /** The tables are these from now on; what is known of those that have stayed as they were is kept. */
  follows(tables: readonly TableMapping[]): void {
    const known = new Map(this.#watches.map((watch) => [JSON.stringify(watch.table), watch]))
    this.#watches = tables.map(
      (table) => known.get(JSON.stringify(table)) ?? new TableWatch(table, rowForm(table, this.#options.policies)),
    )
  }

  changed(
    rows: readonly { readonly table: number; readonly key: readonly (string | null)[] }[],
    { position }: CommitMark,
  ): void {
    for (const { table, key: texts } of rows) {
      const watch = this.#watches[table]
      const key = watch?.form && canonicalKey(watch.form.keys, texts)
      if (key) watch.touch(key, position)
    }
  }

  durable(position: Position): void {
    this.#durable = position
  }

  /** The table's rows are being loaded; they cannot be compared. */
  pause(name: string): void {
    // Before anything is followed nothing is compared.
    if (this.#durable === null) return
    for (const watch of this.#watches) if (watch.name === name) watch.paused = true
  }

  resume(): void {
    for (const watch of this.#watches) {
      if (watch.paused) watch.restart()
      watch.paused = false
    }
  }

  get tables(): readonly TableWatch[] {
    return this.#watches
  }

  /** Goes on until the signal aborts. A side that is away is waited for. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const sides = await this.#options.open().catch(() => undefined)
      try {
        if (sides) await this.#work(sides, signal)
      } catch {
        // Which side was lost, or which question it refused, the next try tells.
      } finally {
        await sides?.close().catch(() => undefined)
      }
      if (!signal.aborted) await sleep(patience, undefined, { signal }).catch(() => undefined)
    }
  }

  /** Every row that is to be looked at, and every table once; for tests and for the end of a run. */
  async settle(limit: number): Promise<void> {
    const end = Date.now() + limit
    while (
      Date.now() < end &&
      this.#watches.some((watch) => watch.form && (watch.pending.size > 0 || watch.passes === 0))
    )
      await sleep(this.#limits.tick)
  }

  async #work(sides: Sides, signal: AbortSignal): Promise<void> {
    let told = 0
    while (!signal.aborted) {
      const began = performance.now()
      const looked = await this.#lookAtChanged(sides)
      const passed = this.#durable === null ? 0 : await this.#pass(sides)
      if (Date.now() - told >= 1000) {
        told = Date.now()
        await this.#tell()
      }
      const rest = Math.max(
        looked ? 0 : this.#limits.tick,
        (passed * 1000) / this.#limits.pace - (performance.now() - began),
      )
      if (rest > 0) await sleep(rest, undefined, { signal }).catch(() => undefined)
    }
    await this.#tell()
  }

  /** True: there may be more at once. */
  async #lookAtChanged(sides: Sides): Promise<boolean> {
    let more = false
    for (const watch of this.#open) {
      const { form } = watch
      const due = this.#dueOf(watch)
      if (due.length === 0 || !form) continue
      const { head } = this.#options
      const isExplained = (key: RowKey) => this.#options.isExplained(watch.table, key)
      await this.#trying(watch, () => lookAt(watch, form, due, sides, { head, isExplained }))
      more ||= due.length === this.#limits.rows
    }
    return more
  }

  #dueOf({ pending }: TableWatch): readonly PendingRow[] {
    const due: PendingRow[] = []
    for (const row of pending.values()) {
      if (due.length >= this.#limits.rows) break
      const isDue = row.after === null || (this.#durable !== null && this.#options.reached(this.#durable, row.after))
      if (isDue) due.push(row)
    }
    return due
  }

  /** One page of the table whose turn it is; the number of its rows. */
  async #pass(sides: Sides): Promise<number> {
    const open = this.#open.filter(
      ({ passes, passAgain, passedAt, place }) =>
        passes === 0 || passAgain || place.after !== null || Date.now() - passedAt >= this.#limits.passEvery,
    )
    const watch = open[this.#next++ % Math.max(1, open.length)]
    const form = watch?.form
    if (!watch || !form) return 0
    let rows = 0
    await this.#trying(watch, async () => {
      const page = await passOn(watch, form, this.#limits.rows, sides)
      rows = page.rows
      if (page.more) return
      if (watch.place.side === 'source') watch.place = { side: 'target', after: null }
      else watch.passed()
    })
    return Math.max(1, rows)
  }

  get #open(): readonly TableWatch[] {
    return this.#watches.filter(({ form, paused }) => form && !paused)
  }

  /** What one table refuses does not keep the others from being compared, unless the connection is gone. */
  async #trying(watch: TableWatch, work: () => Promise<void>): Promise<void> {
    try {
      await work()
      watch.error = null
    } catch (error) {
      watch.error = error instanceof Error ? error.message : String(error)
      throw error
    }
  }

  async #tell(): Promise<void> {
    for (const watch of this.#watches) {
      if (!watch.changed) continue
      watch.changed = false
      await this.#options.journal?.replace(watch.table.source, [...watch.failed.values()])
    }
    this.#options.onProgress?.({
      ...{ kind: 'validation', phase: 'validate' },
      tables: this.#watches.map(({ name, state, pending, failed, suspended, validated, passes, error }) => ({
        ...{ table: name, state, validated, passes, details: error },
        ...{ pending: pending.size, failed: failed.size, suspended: suspended.size },
      })),
    })
  }
}
