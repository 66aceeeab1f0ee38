import type {
  ApplyOptions,
  BatchOutcome,
  ChangeApplier,
  ChangeBatch,
  Checkpoint,
  CommitMark,
  TargetDefinition,
  TupleWriter,
} from '../../../core/data/changes.js'
import { endpointName } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { Batches, type BatchParts } from './batches.js'
import { clearCheckpoint, moveCheckpoint } from './checkpoint.js'
import { clearMemo, keepMemo, runDefinitions } from './definitions.js'
import { inTransaction } from './transaction.js'

export interface ApplierParts extends BatchParts {
  /** Ends the connections, and with them the lock of the task. */
  readonly end: () => Promise<void>
  readonly writers: readonly TupleWriter[]
}

const nothing = { transactions: 0, changes: 0 }

/** Applies the changes of one task, a transaction per batch. One call at a time. */
export class PostgresApplier implements ChangeApplier {
  readonly writers: readonly TupleWriter[]
  readonly #parts: ApplierParts
  readonly #batches: Batches
  #checkpoint: Checkpoint | null

  constructor(parts: ApplierParts) {
    this.#parts = parts
    this.writers = parts.writers
    this.#checkpoint = parts.hold.checkpoint
    this.#batches = new Batches(parts)
  }

  get checkpoint(): Checkpoint | null {
    return this.#checkpoint
  }

  get groups(): readonly number[] {
    return this.#batches.groups
  }

  async begin(mark: CommitMark): Promise<void> {
    await inTransaction(this.#parts, async () => {
      await this.#fenced(clearCheckpoint(this.#parts.client, this.#parts.hold))
      await this.#move(mark, nothing)
    })
    this.#checkpoint = { ...mark, ...nothing }
  }

  async forget(): Promise<void> {
    await inTransaction(this.#parts, async () => {
      await this.#fenced(clearCheckpoint(this.#parts.client, this.#parts.hold))
      await clearMemo(this.#parts.client, this.#parts.hold.task)
    })
    this.#checkpoint = null
  }

  get memo(): string | null {
    return this.#parts.hold.memo
  }

  async define({ before = [], rows, statements, memo, mark }: TargetDefinition): Promise<void> {
    const { client, hold } = this.#parts
    await inTransaction(this.#parts, async () => {
      await this.#move(mark, nothing)
      if (before.length > 0) {
        await runDefinitions(client, before)
        await this.#batches.readAgain()
      }
      if (rows) await this.#batches.rows(rows.pieces())
      await runDefinitions(client, statements)
      await keepMemo(client, hold.task, memo)
    })
    this.#moved(mark, nothing)
  }

  async pass(mark: CommitMark): Promise<void> {
    await inTransaction(this.#parts, () => this.#move(mark, nothing))
    this.#moved(mark, nothing)
  }

  ahead(batch: ChangeBatch, options: ApplyOptions): Promise<void> {
    return this.#batches.ahead(batch, options)
  }

  async apply(batch: ChangeBatch, options: ApplyOptions): Promise<BatchOutcome> {
    const outcome = await this.#batches.apply(batch, options)
    this.#moved(batch.end, { transactions: batch.transactions, changes: batch.count })
    return outcome
  }

  close(): Promise<void> {
    return this.#parts.end()
  }

  async #move(mark: CommitMark, counts: typeof nothing): Promise<void> {
    await this.#fenced(moveCheckpoint(this.#parts.client, this.#parts.hold, mark, counts))
  }

  #moved(mark: CommitMark, { transactions, changes }: typeof nothing): void {
    const old = this.#checkpoint ?? nothing
    this.#checkpoint = {
      ...{ position: mark.position, at: mark.at },
      ...{ transactions: old.transactions + transactions, changes: old.changes + changes },
    }
  }

  async #fenced(ours: Promise<boolean>): Promise<void> {
    if (await ours) return
    const { endpoint, hold } = this.#parts
    throw new OperationError('XW-S0121', { endpoint: endpointName(endpoint), task: hold.task })
  }
}
