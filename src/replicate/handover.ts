import { setTimeout as sleep } from 'node:timers/promises'
import { type Position, RefusedBatch } from '../core/data/changes.js'
import type { TableMapping } from '../core/mapping/mapping.js'
import { failpoint } from '../core/process/failpoint.js'
import { type CachedBatch, type CachedLog, nextCached } from './cached-changes.js'
import { inOrder, type Lane, lanesText, readLanes } from './lanes.js'
import { nameOf } from './reload.js'
import type { HandoverRequest, LoadListener, ReplicateLimits } from './request.js'
import { SpoolDamage } from './spool.js'
import { TableCounts } from './table-counts.js'
import type { Tally } from './tally.js'
import { SteadyTarget, type SteadyTargetOptions } from './target.js'

export interface HandoverOptions {
  readonly target: SteadyTargetOptions
  readonly tables: readonly TableMapping[]
  readonly reached: (position: Position, goal: Position) => boolean
  readonly request: HandoverRequest | undefined
  readonly limits: Pick<ReplicateLimits, 'batchChanges' | 'batchBytes'>
  readonly tally: Tally
}

interface Loaded {
  readonly table: TableMapping
  readonly position: Position
}

/** Milliseconds between two looks at the files. */
const lookEvery = 250

/** A task's second checkpoint; no task has a name like that. */
const laneOf = (task: string): string => `${task}/cached`

/**
 * Gives tables their cached changes while others are still loaded. Which tables have come how far is one transaction with
 * their rows, in a checkpoint of its own, so that a crash leaves no doubt. Foreign keys are not there yet: tables that one
 * acts on are never handed over.
 */
export class Handover {
  readonly #options: HandoverOptions
  readonly #target: SteadyTarget
  readonly #names: readonly string[]
  #lanes: readonly Lane[]
  #loaded: Loaded[] = []
  #wake: () => void = () => undefined
  /** Something is not for us to judge; who applies the log in its order meets it too. */
  #rests = false
  #mixed = false

  private constructor(options: HandoverOptions, target: SteadyTarget) {
    this.#options = options
    this.#target = target
    this.#names = options.tables.map(nameOf)
    this.#lanes = readLanes(target.position)
  }

  /** Takes up where an earlier run was; who did it before can write no more. */
  static async open(options: HandoverOptions): Promise<Handover> {
    const { target } = options
    const open = { ...target.open, task: laneOf(target.open.task) }
    return new Handover(options, await SteadyTarget.open({ ...target, open, reached: (a, b) => a === b }))
  }

  get lanes(): readonly Lane[] {
    return this.#lanes
  }

  /** A load was asked to leave tables out: its rows and theirs are not of one state, whatever it says. */
  get mixed(): boolean {
    return this.#mixed
  }

  /** What a load may do while this runs. */
  listener(emptied: () => void): LoadListener {
    const handed = new Set(this.#lanes.flatMap(({ tables }) => tables))
    this.#mixed ||= handed.size > 0
    return {
      without: handed,
      emptied,
      eager: this.#options.request !== undefined,
      loaded: (table, position) => this.#hear({ table, position }),
    }
  }

  /** Applies what is cached for the tables that are loaded, until the work is done. */
  async beside<T>(log: CachedLog, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const stop = new AbortController()
    const failed = new AbortController()
    const ended = AbortSignal.any([signal, stop.signal])
    const applying = this.#run(log, ended, signal).catch((error: unknown) => {
      failed.abort(error)
      throw error
    })
    applying.catch(() => undefined)
    try {
      return await work(AbortSignal.any([signal, failed.signal]))
    } finally {
      stop.abort()
      this.#wake()
      // A batch that is on its way is waited for: nobody else would know what became of it.
      await applying
    }
  }

  /** All tables have come to one place: the checkpoint of the task speaks of these too. */
  async over(): Promise<void> {
    this.#options.tally.handed('over', this.#names)
    await this.forget()
  }

  /** The tables are loaded anew: nothing is known of them. */
  async forget(): Promise<void> {
    this.#lanes = []
    this.#loaded = []
    this.#rests = false
    this.#mixed = false
    if (this.#target.position !== null) await this.#target.forget()
  }

  close(): Promise<void> {
    return this.#target.close()
  }

  #hear(loaded: Loaded): void {
    if (!this.#options.request?.may(loaded.table)) return
    this.#loaded.push(loaded)
    this.#wake()
  }

  /** What was begun when `ended` aborts is finished; only waiting and reading are broken off. */
  async #run(log: CachedLog, ended: AbortSignal, signal: AbortSignal): Promise<void> {
    while (!ended.aborted) {
      try {
        if (this.#loaded.length > 0) await this.#join(signal)
        else if (this.#rests || !(await this.#advance(log, ended))) await this.#pause(ended)
      } catch (error) {
        if (ended.aborted && error === ended.reason) return
        if (!(error instanceof RefusedBatch || error instanceof SpoolDamage)) throw error
        this.#rests = true
      }
    }
  }

  async #pause(signal: AbortSignal): Promise<void> {
    const woken = new AbortController()
    this.#wake = () => woken.abort()
    await sleep(lookEvery, undefined, { signal: AbortSignal.any([signal, woken.signal]) }).catch(() => undefined)
    this.#wake = () => undefined
  }

  /** Their keys are made; from here on they follow. */
  async #join(signal: AbortSignal): Promise<void> {
    const loaded = this.#loaded
    this.#loaded = []
    failpoint('table-loaded')
    const ready = await this.#options.request?.complete(
      loaded.map(({ table }) => table),
      signal,
    )
    if (!ready?.length) return
    await this.#target.renew()
    const names = new Set(ready.map(nameOf))
    const joining = loaded.filter(({ table }) => names.has(nameOf(table)))
    const lanes = joining.map(({ table, position }) => ({ to: position, tables: [nameOf(table)] }))
    const known = inOrder([...this.#lanes, ...lanes], this.#options.reached)
    await this.#target.pass({ position: lanesText(known), at: Date.now() })
    this.#lanes = known
    this.#options.tally.handed(
      'applying',
      joining.map(({ table }) => nameOf(table)),
    )
    failpoint('table-handed')
  }

  /** The tables that are furthest back come up to the next ones; together they go on. False: nothing is there for them. */
  async #advance(log: CachedLog, signal: AbortSignal): Promise<boolean> {
    const [lane, next] = this.#lanes
    if (!lane) return false
    const { reached, limits } = this.#options
    const { end } = log
    if (!next && lane.place?.segment === end.segment && lane.place.offset === end.offset) return false
    const batch = await nextCached(
      log,
      { tables: this.#places(lane), after: lane.to, ...(next ? { goal: next.to } : {}), ...pick(lane.place) },
      { changes: limits.batchChanges, bytes: limits.batchBytes },
      { reached, signal },
    )
    const to = batch.met && next ? next.to : (batch.end?.position ?? lane.to)
    const lanes = inOrder([{ ...lane, to, place: batch.place }, ...this.#lanes.slice(1)], reached)
    if (batch.count > 0) await this.#apply(batch, lanes)
    const moved = batch.end !== null || batch.met
    this.#lanes = lanes
    if (batch.refused && !moved) this.#rests = true
    return moved
  }

  async #apply(batch: CachedBatch, lanes: readonly Lane[]): Promise<void> {
    const counts = new TableCounts(this.#options.tables)
    const pieces = () => counts.counting(batch.pieces())
    const end = { position: lanesText(lanes), at: batch.end?.at ?? Date.now() }
    const given = { pieces, count: batch.count, transactions: batch.transactions, exceptions: [], end }
    failpoint('cached-taken')
    const outcome = await this.#target.apply(given, { mode: 'net', overlapping: false })
    failpoint('cached-applied')
    this.#options.tally.cached(batch.count, outcome, counts.with([]))
  }

  #places({ tables }: Lane): ReadonlySet<number> {
    const names = new Set(tables)
    return new Set(this.#names.flatMap((name, at) => (names.has(name) ? [at] : [])))
  }
}

const pick = (place: Lane['place']) => (place ? { place } : {})
