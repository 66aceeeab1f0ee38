import { type Counts, changeAt, type PlacedChange, placed } from '../../../core/changes/placed.js'
import {
  type ApplyOptions,
  type BatchOutcome,
  type ChangeApplier,
  type ChangeBatch,
  type Checkpoint,
  type CommitMark,
  RefusedBatch,
  type TargetDefinition,
  type TupleWriter,
} from '../../../core/data/changes.js'
import { endpointName } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { clearCheckpoint, keepExceptions, moveCheckpoint, type TaskHold } from './checkpoint.js'
import { clearMemo, keepMemo, runDefinitions } from './definitions.js'
import { NetApply } from './net-apply.js'
import { OrderedApply } from './ordered.js'
import { readableKey } from './readable-key.js'
import { checkSchema, SchemaChanged } from './schema-watch.js'
import { type ApplySchema, readSchema } from './tables.js'
import { inTransaction, type TransactionParts } from './transaction.js'

export interface ApplierParts extends TransactionParts {
  /** Ends the connections, and with them the lock of the task. */
  readonly end: () => Promise<void>
  readonly schema: ApplySchema
  readonly cascadesLogged: boolean
  readonly hold: TaskHold
  readonly writers: readonly TupleWriter[]
}

/** How rows are written, made from what the catalogue says of their tables. */
interface Ways {
  readonly schema: ApplySchema
  readonly ordered: OrderedApply
  readonly net: NetApply
}

function waysOf({ client, names }: ApplierParts, schema: ApplySchema): Ways {
  const ordered = new OrderedApply(client, names, schema)
  return { schema, ordered, net: new NetApply(client, names, schema, ordered) }
}

/** `one by one`: each change by itself, which tells the one at fault. */
type Manner = ApplyOptions['mode'] | 'one by one'

const nothing = { transactions: 0, changes: 0 }

/** Applies the changes of one task, a transaction per batch. One call at a time. */
export class PostgresApplier implements ChangeApplier {
  readonly writers: readonly TupleWriter[]
  readonly #parts: ApplierParts
  #ways: Ways
  #checkpoint: Checkpoint | null

  constructor(parts: ApplierParts) {
    this.#parts = parts
    this.writers = parts.writers
    this.#checkpoint = parts.hold.checkpoint
    this.#ways = waysOf(parts, parts.schema)
  }

  get checkpoint(): Checkpoint | null {
    return this.#checkpoint
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

  async define({ rows, statements, memo, mark }: TargetDefinition): Promise<void> {
    const { client, hold } = this.#parts
    await inTransaction(this.#parts, async () => {
      await this.#move(mark, nothing)
      let from = 0
      for await (const piece of rows?.pieces() ?? []) {
        await this.#ways.net.apply(placed(piece, from), false, { inserted: 0, updated: 0, deleted: 0 })
        from += piece.length
      }
      await runDefinitions(client, statements)
      await keepMemo(client, hold.task, memo)
    })
    this.#moved(mark, nothing)
  }

  async pass(mark: CommitMark): Promise<void> {
    await inTransaction(this.#parts, () => this.#move(mark, nothing))
    this.#moved(mark, nothing)
  }

  async apply(batch: ChangeBatch, options: ApplyOptions): Promise<BatchOutcome> {
    const outcome = await this.#applied(batch, options.mode, options.overlapping)
    this.#moved(batch.end, { transactions: batch.transactions, changes: batch.count })
    return outcome
  }

  close(): Promise<void> {
    return this.#parts.end()
  }

  /** What sets refuse may still go one by one; if it does not, the change at fault is known. */
  async #applied(batch: ChangeBatch, manner: Manner, overlapping: boolean): Promise<BatchOutcome> {
    try {
      return await inTransaction(this.#parts, () => this.#batch(batch, manner, overlapping))
    } catch (error) {
      if (error instanceof SchemaChanged) {
        await this.#readSchemaAgain()
        return this.#applied(batch, manner, overlapping)
      }
      if (!(error instanceof RefusedBatch)) throw error
      if (manner !== 'one by one') return this.#applied(batch, 'one by one', overlapping)
      throw await this.#withKey(error, batch)
    }
  }

  async #readSchemaAgain(): Promise<void> {
    const { client, schema, cascadesLogged } = this.#parts
    const mappings = schema.tables.map((table) => table.mapping)
    this.#ways = waysOf(this.#parts, await readSchema(client, mappings, cascadesLogged))
  }

  async #batch(batch: ChangeBatch, manner: Manner, overlapping: boolean): Promise<BatchOutcome> {
    const { client, hold, endpoint } = this.#parts
    const { schema } = this.#ways
    const counts: Counts = { inserted: 0, updated: 0, deleted: 0 }
    // First of all, so that a stranger ends before it has touched a row, and the next owner of the task waits for us.
    await this.#move(batch.end, { transactions: batch.transactions, changes: batch.count })
    let from = 0
    for await (const piece of batch.pieces()) {
      await this.#piece(placed(piece, from), manner, overlapping, counts)
      from += piece.length
    }
    await keepExceptions(client, hold, schema.tables, batch.exceptions)
    await checkSchema(client, endpoint, schema)
    return counts
  }

  #piece(changes: readonly PlacedChange[], manner: Manner, overlapping: boolean, counts: Counts): Promise<void> {
    const { ordered, net } = this.#ways
    if (manner === 'net') return net.apply(changes, overlapping, counts)
    if (manner === 'ordered' && net.looksThrough(changes)) return net.applyAlike(changes, overlapping, counts)
    return ordered.apply(changes, overlapping, counts)
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

  async #withKey(refused: RefusedBatch, batch: ChangeBatch): Promise<RefusedBatch> {
    if (refused.at === null) return refused
    const { at, code } = refused
    const change = await changeAt(batch, at)
    if (!change || change.kind === 'truncate') return refused
    const key = await readableKey(this.#parts.client, this.#parts.schema.tables[change.table], change)
    return new RefusedBatch(refused.message, { at, code, key }, { cause: refused.cause })
  }
}
