import type pg from 'pg'
import type { Counts } from '../../../core/changes/placed.js'
import { Pipeline } from './pipeline.js'
import { counter } from './row-writer.js'
import type { StatementNames } from './statements.js'

/**
 * The statements of one transaction on their way: what can go without waiting does. They may be written before the
 * transaction begins, as long as nothing has to be waited for.
 */
export class StatementRun {
  readonly counts: Counts = { inserted: 0, updated: 0, deleted: 0 }
  /** Of the names at the time when it was written. */
  readonly age: number
  readonly #names: StatementNames
  #client: pg.Client | undefined
  #pipeline: Pipeline | undefined
  /** What the last row that a statement gave held. */
  answer: readonly (string | null)[] = []

  constructor(names: StatementNames) {
    this.#names = names
    this.age = names.age
  }

  start(client: pg.Client): void {
    this.#client = client
    this.#pipeline?.start(client)
  }

  get started(): boolean {
    return this.#client !== undefined
  }

  /** Where statements are written. */
  get pipeline(): Pipeline {
    if (this.#pipeline) return this.#pipeline
    const pipeline = new Pipeline(this.#names)
    if (this.#client) pipeline.start(this.#client)
    this.#pipeline = pipeline
    return pipeline
  }

  /** Resolves when all that was written has done what it must; rejects with the PipelineFault of the first that did not. */
  async finish(): Promise<void> {
    const pipeline = this.#pipeline
    if (!pipeline) return
    if (!this.#client) throw new Error('nothing was sent yet')
    this.#pipeline = undefined
    await pipeline.finish()
    const { rows } = pipeline
    this.answer = pipeline.answer
    this.counts.inserted += rows[counter.inserted] ?? 0
    this.counts.updated += rows[counter.updated] ?? 0
    this.counts.deleted += rows[counter.deleted] ?? 0
  }

  /** The connection of a transaction that has begun; what was written is done then. */
  async settled(): Promise<pg.Client> {
    await this.finish()
    if (!this.#client) throw new Error('nothing was sent yet')
    return this.#client
  }
}
