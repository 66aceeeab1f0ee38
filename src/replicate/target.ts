import type {
  ApplyOptions,
  BatchOutcome,
  ChangeApplier,
  ChangeBatch,
  ChangeTarget,
  ChangeTargetOptions,
  CommitMark,
  Position,
} from '../core/data/changes.js'
import type { Endpoint } from '../core/dialect/endpoint.js'
import { OperationError } from '../core/findings/operation-error.js'
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

const nothing: BatchOutcome = { inserted: 0, updated: 0, deleted: 0 }

/** An applier that comes back when its target was away, and then asks the checkpoint what became of the last transaction. */
export class SteadyTarget {
  readonly #options: SteadyTargetOptions
  readonly #backoff: Backoff
  #applier: ChangeApplier
  /** Where the target stands, as we know. */
  #position: Position | null

  private constructor(options: SteadyTargetOptions, applier: ChangeApplier) {
    this.#options = options
    this.#backoff = new Backoff('target', options.retries)
    this.#applier = applier
    this.#position = applier.checkpoint?.position ?? null
  }

  /** The first opening is not tried again: what keeps it from succeeding is better said at once. */
  static async open(options: SteadyTargetOptions): Promise<SteadyTarget> {
    return new SteadyTarget(options, await options.target.open(options.endpoint, options.open))
  }

  /** As it was when the target was opened first or last. */
  get opened(): ChangeApplier {
    return this.#applier
  }

  get position(): Position | null {
    return this.#position
  }

  async forget(): Promise<void> {
    await this.#applier.forget()
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

  /** @throws RefusedBatch */
  apply(batch: ChangeBatch, options: ApplyOptions): Promise<BatchOutcome> {
    return this.#once(batch.end, (applier) => applier.apply(batch, options))
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
    const { target, endpoint, open, reached, signal } = this.#options
    await this.#applier.close().catch(() => undefined)
    for (;;) {
      try {
        this.#applier = await target.open(endpoint, open)
        break
      } catch (error) {
        if (!isTransient(error)) throw error
        await this.#backoff.wait(error, signal)
      }
    }
    const found = this.#applier.checkpoint?.position ?? null
    if (found === this.#position) return false
    if (found !== null && reached(found, mark.position) && reached(mark.position, found)) {
      this.#position = mark.position
      return true
    }
    throw new OperationError('XW-S0607', { task: open.task, found: found ?? '-', expected: this.#position ?? '-' })
  }
}
