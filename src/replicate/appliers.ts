import { z } from 'zod'
import { type Change, type ChangeBatch, type Position, RefusedBatch } from '../core/data/changes.js'
import { OperationError } from '../core/findings/operation-error.js'
import { failpoint } from '../core/process/failpoint.js'
import { type Batch, piecesOf } from './batcher.js'
import type { Lane } from './lanes.js'
import { nameOf } from './reload.js'
import { TableCounts } from './table-counts.js'
import type { Tally } from './tally.js'
import { SteadyTarget, type SteadyTargetOptions } from './target.js'
import { parseJson } from './task-state.js'
import { without } from './transactions.js'

export interface AppliersOptions {
  readonly target: SteadyTargetOptions
  /** The task's own applier, and its checkpoint. */
  readonly main: SteadyTarget
  /** Appliers that work side by side; fewer than two: none. */
  readonly wanted: number
  /** Batches of fewer changes are not worth it. */
  readonly fewest: number
  readonly tally: Tally
}

/** What one applier has beside the others: its tables have the changes behind `from` up to `to`. */
const doneSchema = z.strictObject({ from: z.string(), to: z.string(), tables: z.array(z.string()).readonly() })
type Done = z.infer<typeof doneSchema>

interface Share {
  readonly tables: ReadonlySet<number>
  readonly changes: readonly Change[]
  readonly given: ChangeBatch
  readonly counts: TableCounts
}

interface Prepared {
  readonly batch: Batch
  readonly from: Position
  readonly shares: readonly Share[]
}

const partOf = (task: string, number: number): string => `${task}/part${number}`

const inNet = { mode: 'net', overlapping: false, apart: true } as const

/**
 * Appliers side by side, each with tables that no foreign key binds to those of another. Each commits its share of a batch with
 * a checkpoint of its own, which says what it has; the task's checkpoint moves behind them all. After a crash in between, what
 * an applier has is left out until the task has come there.
 */
export class Appliers {
  readonly #options: AppliersOptions
  readonly #parts: readonly SteadyTarget[]
  #prepared: Prepared | undefined
  /** As the task's own applier was when these were opened. */
  #age: number
  /** All tables are of one state, and have their keys. */
  allowed = false

  private constructor(options: AppliersOptions, parts: readonly SteadyTarget[]) {
    this.#options = options
    this.#parts = parts
    this.#age = options.main.age
  }

  /** Takes over whatever earlier runs have had, so that none of them can write any more. */
  static async open(options: AppliersOptions): Promise<Appliers> {
    const { target, main, wanted } = options
    const parts: SteadyTarget[] = []
    for (let number = 1; ; number++) {
      const task = partOf(target.open.task, number)
      if (number > (wanted > 1 ? wanted : 0) && !(await main.knows(task))) return new Appliers(options, parts)
      const open = { ...target.open, tables: main.tables, task }
      parts.push(await SteadyTarget.open({ ...target, open, reached: (a, b) => a === b }))
    }
  }

  /** Tables that have come further than the task. */
  lanes(position: Position | null): readonly Lane[] {
    const { reached } = this.#options.target
    return this.#parts.flatMap((part) => {
      if (part.position === null || position === null) return []
      const done = readDone(part.position)
      if (!reached(position, done.from) || reached(position, done.to)) return []
      return [{ to: done.to, tables: done.tables }]
    })
  }

  /** The task's checkpoint is gone: nothing is known of any table. */
  async forget(): Promise<void> {
    for (const part of this.#parts) if (part.position !== null) await part.forget()
  }

  /** The batch is the next one, behind what ends at `from`. False: it is not for us. */
  async ahead(batch: Batch, from: Position): Promise<boolean> {
    const shares = await this.#sharesOf(batch, from)
    if (!shares) return false
    this.#prepared = { batch, from, shares }
    if (this.#age === this.#options.main.age)
      for (const [at, { given }] of shares.entries()) await this.#parts[at]?.ahead(given, inNet)
    return true
  }

  /** Applies what can be applied side by side; the result is what is left for the task's own applier, and its checkpoint. */
  async take(batch: Batch): Promise<Batch> {
    const from = this.#options.main.position
    const prepared = this.#prepared
    this.#prepared = undefined
    if (from === null) return batch
    const isReady = prepared?.batch === batch && prepared.from === from
    const shares = isReady ? prepared.shares : await this.#sharesOf(batch, from)
    if (!shares) return batch
    await this.#renew()
    const ended = await Promise.allSettled(shares.map((share, at) => this.#apply(share, at)))
    const done = new Set<number>()
    for (const [at, one] of ended.entries()) {
      if (one.status === 'fulfilled') for (const table of shares[at]?.tables ?? []) done.add(table)
      else if (!(one.reason instanceof RefusedBatch)) throw one.reason
    }
    failpoint('parts-applied')
    const transactions = await Promise.all(batch.transactions.map((each) => without(each, (table) => done.has(table))))
    return { ...batch, transactions, count: transactions.reduce((sum, { count }) => sum + count, 0) }
  }

  async close(): Promise<void> {
    await Promise.all(this.#parts.map((part) => part.close()))
  }

  async #apply({ given, counts }: Share, at: number): Promise<void> {
    const outcome = await this.#parts[at]?.apply(given, inNet)
    failpoint('part-applied')
    if (outcome) this.#options.tally.cached(given.count, outcome, counts.with([]))
  }

  /** As the task's own applier knows the tables. */
  async #renew(): Promise<void> {
    const { main } = this.#options
    if (this.#age === main.age) return
    await Promise.all(this.#parts.map((part) => part.renew({ tables: main.tables })))
    this.#age = main.age
  }

  /** Undefined: nothing is gained, or its order matters, or it does not fit into memory. */
  async #sharesOf(batch: Batch, from: Position): Promise<readonly Share[] | undefined> {
    const { wanted, fewest, main } = this.#options
    if (!this.allowed || wanted < 2 || batch.count < fewest || batch.overlapping) return undefined
    const { groups } = main.opened
    // What an applier has is told by names.
    const names = new Set(main.tables.map(nameOf))
    if (!groups || names.size < main.tables.length) return undefined
    if (batch.transactions.some(({ changes, refused }) => changes === null || refused.length > 0)) return undefined
    const changes: Change[] = []
    for await (const piece of piecesOf(batch.transactions)) changes.push(...piece)
    if (changes.some(({ kind }) => kind === 'truncate')) return undefined
    const bins = binsOf(changes, groups, wanted)
    const sorted = bins.map(({ size }) => size).sort((a, b) => b - a)
    if ((sorted[1] ?? 0) * 8 < changes.length) return undefined
    return bins.map((bin) => this.#shareOf(bin, changes, { from, to: batch.end.position }, batch))
  }

  #shareOf({ tables }: Bin, all: readonly Change[], between: Omit<Done, 'tables'>, batch: Batch): Share {
    const known = this.#options.main.tables
    const counts = new TableCounts(known)
    const changes = all.filter(({ table }) => tables.has(table))
    const names = known.flatMap((table, at) => (tables.has(at) ? [nameOf(table)] : []))
    const end = { position: JSON.stringify({ ...between, tables: names } satisfies Done), at: batch.end.at }
    const pieces = () => counts.counting(piecesOfOne(changes))
    return { tables, changes, counts, given: { pieces, count: changes.length, transactions: 0, exceptions: [], end } }
  }
}

async function* piecesOfOne(changes: readonly Change[]): AsyncGenerator<readonly Change[]> {
  yield changes
}

interface Bin {
  readonly tables: Set<number>
  size: number
}

/** Whole groups of tables, the largest first, each to whom has least; those without changes are nobody's. */
function binsOf(changes: readonly Change[], groups: readonly number[], count: number): readonly Bin[] {
  const sizes = new Map<number, number>()
  for (const { table } of changes) sizes.set(groups[table] ?? -1, (sizes.get(groups[table] ?? -1) ?? 0) + 1)
  const bins: Bin[] = Array.from({ length: count }, () => ({ tables: new Set<number>(), size: 0 }))
  for (const [group, size] of [...sizes].sort(([, a], [, b]) => b - a)) {
    const [least] = [...bins].sort((a, b) => a.size - b.size)
    for (const [table, own] of groups.entries()) if (own === group) least?.tables.add(table)
    if (least) least.size += size
  }
  return bins.filter(({ size }) => size > 0)
}

/** @throws OperationError XW-S0606 when it is not as this program writes it */
function readDone(text: string): Done {
  const parsed = doneSchema.safeParse(parseJson(text))
  if (!parsed.success) throw new OperationError('XW-S0606', { path: 'crosswalk.checkpoint' })
  return parsed.data
}
