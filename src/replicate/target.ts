import { randomInt } from 'node:crypto'
import type {
  ApplyOptions,
  BatchOutcome,
  ChangeApplier,
  ChangeBatch,
  ChangeTarget,
  ChangeTargetOptions,
  CommitMark,
  Position,
  TargetDefinition,
} from '../core/data/changes.js'
import { type Endpoint, endpointName } from '../core/dialect/endpoint.js'
import { OperationError } from '../core/findings/operation-error.js'
import { writeView } from '../core/mapping/derived.js'
import type { TableMapping } from '../core/mapping/mapping.js'
import { Backoff, isTransient, type Retries } from './retry.js'

export interface SteadyTargetOptions {
  readonly target: ChangeTarget
  readonly endpoint: Endpoint
  readonly open: ChangeTargetOptions
  readonly reached: (position: Position, goal: Position) => boolean
  readonly retries: Retries
  /** Ends waiting for a target that is away; what runs there is not broken off. */
  readonly signal: AbortSignal
}

/** The target has derived columns like any others. */
const asWritten = (open: ChangeTargetOptions): ChangeTargetOptions => ({ ...open, tables: open.tables.map(writeView) })

const firstOpening = 10_000

const nothing: BatchOutcome = { inserted: 0, updated: 0, deleted: 0 }

/** An applier that comes back when its target was away, and then asks the checkpoint what became of the last transaction. */
export class SteadyTarget {
  #options: SteadyTargetOptions
  readonly #run: number
  readonly #backoff: Backoff
  #applier: ChangeApplier
  /** How often it was opened: what was known of its tables is of that time. */
  age = 0
  /** Where the target stands, as we know. */
  #position: Position | null

  private constructor(options: SteadyTargetOptions, applier: ChangeApplier, run: number) {
    this.#options = options
    this.#run = run
    this.#backoff = new Backoff('target', options.retries)
    this.#applier = applier
    this.#position = applier.checkpoint?.position ?? null
  }

  /** The first opening waits some seconds for a run that has just died there, and then says what is in the way. */
  static async open(options: SteadyTargetOptions): Promise<SteadyTarget> {
    const backoff = new Backoff('target', options.retries)
    const end = Date.now() + firstOpening
    const number = randomInt(1, 2 ** 32)
    const open = { ...asWritten(options.open), run: { number, again: false } }
    for (;;) {
      try {
        return new SteadyTarget(options, await options.target.open(options.endpoint, open), number)
      } catch (error) {
        if (!isTransient(error) || Date.now() > end) throw error
        await backoff.wait(error, options.signal)
      }
    }
  }

  /** What the target keeps of the task; null: nothing. */
  static async recall({ target, endpoint, open, retries, signal }: SteadyTargetOptions): Promise<string | null> {
    const backoff = new Backoff('target', retries)
    for (;;) {
      try {
        return (await target.recall?.(endpoint, open.task)) ?? null
      } catch (error) {
        if (!isTransient(error)) throw error
        await backoff.wait(error, signal)
      }
    }
  }

  /** As it was when the target was opened first or last. */
  get opened(): ChangeApplier {
    return this.#applier
  }

  get position(): Position | null {
    return this.#position
  }

  get tables(): readonly TableMapping[] {
    return this.#options.open.tables
  }

  /** Whether somebody has ever opened that task there. */
  async knows(task: string): Promise<boolean> {
    const { target, endpoint, retries, signal } = this.#options
    const backoff = new Backoff('target', retries)
    for (;;) {
      try {
        return ((await target.holder?.(endpoint, task)) ?? null) !== null
      } catch (error) {
        if (!isTransient(error)) throw error
        await backoff.wait(error, signal)
      }
    }
  }

  /** Once more does no harm, so it is not asked what became of it. */
  async forget(): Promise<void> {
    for (;;) {
      try {
        await this.#applier.forget()
        break
      } catch (error) {
        if (!isTransient(error)) throw error
        await this.#backoff.wait(error, this.#options.signal)
        await this.#open()
      }
    }
    this.#position = null
  }

  begin(mark: CommitMark): Promise<BatchOutcome> {
    return this.#once(mark, async (applier) => {
      await applier.begin(mark)
      return nothing
    })
  }

  pass(mark: CommitMark): Promise<BatchOutcome> {
    return this.#once(mark, async (applier) => {
      await applier.pass(mark)
      return nothing
    })
  }

  /** See `ChangeApplier`. */
  async ahead(batch: ChangeBatch, options: ApplyOptions): Promise<void> {
    await this.#applier.ahead?.(batch, options)
  }

  /** @throws RefusedBatch */
  apply(batch: ChangeBatch, options: ApplyOptions): Promise<BatchOutcome> {
    return this.#once(batch.end, (applier) => applier.apply(batch, options))
  }

  /** Whether definitions can be changed together with the checkpoint. */
  get defines(): boolean {
    return this.#applier.define !== undefined && this.#options.target.recall !== undefined
  }

  /** See `ChangeApplier`. */
  get definesApart(): boolean {
    return this.#applier.definesApart === true
  }

  /** Leaves the applier as it was: what follows is `renew` with the tables as they are then. @throws RefusedBatch */
  async define(definition: TargetDefinition): Promise<void> {
    const { signal } = this.#options
    for (;;) {
      try {
        await this.#applier.define?.(definition)
        break
      } catch (error) {
        if (!isTransient(error)) throw error
        await this.#backoff.wait(error, signal)
        // The tables may be the new ones already: an applier for the old ones could not even be opened.
        if ((await SteadyTarget.recall(this.#options)) === definition.memo) break
        await this.#open()
        this.#expect(this.#applier.checkpoint?.position ?? null)
      }
    }
    this.#position = definition.mark.position
    this.#backoff.succeeded()
  }

  /**
   * Resolves when nobody else has taken the task since we have, waiting for the target if it must. A process that was frozen
   * asks before it takes anything from others.
   * @throws OperationError XW-S0121
   */
  async permit(signal: AbortSignal): Promise<void> {
    const { target, endpoint, open, retries } = this.#options
    const backoff = new Backoff('target', retries)
    for (;;) {
      try {
        const holder = (await target.holder?.(endpoint, open.task)) ?? this.#run
        if (holder === this.#run) return
        throw new OperationError('XW-S0121', { endpoint: endpointName(endpoint), task: open.task })
      } catch (error) {
        if (!isTransient(error)) throw error
        await backoff.wait(error, signal)
      }
    }
  }

  /** Opens once more: what an applier knows of its tables is of the time when it was opened. */
  async renew(others: Partial<Pick<ChangeTargetOptions, 'tables' | 'reloaded'>> = {}): Promise<void> {
    this.#options = { ...this.#options, open: { ...this.#options.open, ...others } }
    await this.#open()
    this.#expect(this.#applier.checkpoint?.position ?? null)
  }

  close(): Promise<void> {
    return this.#applier.close()
  }

  /** Does something that ends with a checkpoint at the mark, exactly once. */
  async #once(mark: CommitMark, work: (applier: ChangeApplier) => Promise<BatchOutcome>): Promise<BatchOutcome> {
    for (;;) {
      try {
        const outcome = await work(this.#applier)
        this.#position = mark.position
        this.#backoff.succeeded()
        return outcome
      } catch (error) {
        if (!isTransient(error)) throw error
        await this.#backoff.wait(error, this.#options.signal)
        if (!(await this.#reopen(mark))) continue
        this.#backoff.succeeded()
        return nothing
      }
    }
  }

  /** True: the checkpoint is at the mark, the answer alone was lost. */
  async #reopen(mark: CommitMark): Promise<boolean> {
    const { reached } = this.#options
    await this.#open()
    const found = this.#applier.checkpoint?.position ?? null
    if (found !== null && reached(found, mark.position) && reached(mark.position, found)) {
      this.#position = mark.position
      return true
    }
    this.#expect(found)
    return false
  }

  async #open(): Promise<void> {
    const { target, endpoint, open, signal } = this.#options
    await this.#applier.close().catch(() => undefined)
    const run = { number: this.#run, again: true }
    for (;;) {
      try {
        this.#applier = await target.open(endpoint, { ...asWritten(open), run })
        this.age++
        return
      } catch (error) {
        if (!isTransient(error)) throw error
        await this.#backoff.wait(error, signal)
      }
    }
  }

  /** @throws OperationError XW-S0607 when the checkpoint is not where we left it */
  #expect(found: Position | null): void {
    const { task } = this.#options.open
    if (found === this.#position) return
    throw new OperationError('XW-S0607', { task, found: found ?? '-', expected: this.#position ?? '-' })
  }
}
