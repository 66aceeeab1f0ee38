import { setTimeout as sleep } from 'node:timers/promises'
import type { ApplyOptions, Change, ChangeApplier, ChangeSink } from '../../src/core/data/changes.js'

/** Changes of one transaction of the target. */
const batchSize = 20_000

/** As a task of the product does it: many source transactions in one of the target, those of the next read meanwhile. */
export class Batches implements ChangeSink {
  full = false
  readonly #applier: ChangeApplier
  readonly #mode: ApplyOptions['mode']
  #changes: Change[] = []
  #transactions = 0
  #position = ''
  #applied: Promise<unknown> = Promise.resolve()
  /** A stream that has come to its end does not wait for this. */
  #given: Promise<void> = Promise.resolve()

  constructor(applier: ChangeApplier, mode: ApplyOptions['mode']) {
    this.#applier = applier
    this.#mode = mode
  }

  begin(): void {}

  change(change: Change): void {
    this.#changes.push(change)
  }

  refused(): void {
    throw new Error('a change was refused')
  }

  commit({ position }: { readonly position: string }): void {
    this.#transactions++
    this.#position = position
    this.full = this.#changes.length >= batchSize
  }

  abandon(): void {}

  definition(): void {
    throw new Error('a definition was changed')
  }

  passed(): void {}

  drained(): Promise<void> {
    this.#given = this.#given.then(() => this.#give())
    return this.#given
  }

  async #give(): Promise<void> {
    const [changes, transactions] = [this.#changes, this.#transactions]
    this.#changes = []
    this.#transactions = 0
    this.full = false
    if (changes.length === 0) return
    const batch = {
      async *pieces() {
        yield changes
      },
      ...{ count: changes.length, transactions, exceptions: [], end: { position: this.#position, at: 0 } },
    }
    const options = { mode: this.#mode, overlapping: false }
    await this.#applier.ahead?.(batch, options)
    await this.#applied
    this.#applied = this.#applier.apply(batch, options)
    this.#applied.catch(() => undefined)
    await sleep(0)
  }

  async finish(): Promise<void> {
    await this.drained()
    await this.#applied
  }
}
