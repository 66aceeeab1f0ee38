import { groupsOf } from '../../../core/changes/groups.js'
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
import { failpoint } from '../../../core/process/failpoint.js'
import { close, connect, quoteText } from '../connect.js'
import { clearCheckpoint, keepExceptions, moveCheckpoint, type TaskHold } from './checkpoint.js'
import { memoStatement, pendingOf, runDefinition } from './definitions.js'
import { applyFailure } from './failures.js'
import { lookAtKeys, proveKeys } from './keys-aside.js'
import { NetApply } from './net-apply.js'
import { OrderedApply } from './ordered.js'
import { readableKey } from './readable-key.js'
import { checkKeys, checkTriggers, SchemaChanged } from './schema-watch.js'
import type { SetRules } from './set-writer.js'
import { Doubt, StatementRun } from './statement-run.js'
import type { ApplySchema } from './tables.js'
import { inTransaction, type TransactionParts } from './transaction.js'

export interface ApplierParts extends TransactionParts {
  /** Ends the connections, and with them the lock of the task. */
  readonly end: () => Promise<void>
  readonly schema: ApplySchema
  readonly readSchema: () => Promise<ApplySchema>
  readonly hold: TaskHold
  readonly writers: readonly TupleWriter[]
  /** Longest message that the server takes, in bytes. */
  readonly longest: number
  readonly rules: SetRules
}

/** `one by one`: each change by itself, which tells the one at fault. `alone`: each statement in a message of its own, so that a warning can be asked for. */
interface Manner {
  readonly mode: ApplyOptions['mode'] | 'one by one'
  readonly overlapping: boolean
  readonly alone: boolean
  /** See `ApplyOptions`. */
  readonly apart?: boolean | undefined
}

/** How rows are written, made from what the catalogue says of their tables. */
interface Ways {
  readonly schema: ApplySchema
  readonly groups: readonly number[]
  readonly ordered: OrderedApply
  readonly net: NetApply
}

function waysOf({ connection, rules }: ApplierParts, schema: ApplySchema): Ways {
  const ordered = new OrderedApply(connection, schema, rules)
  const names = schema.tables.map(({ mapping: { target } }) => JSON.stringify([target.schema, target.table]))
  const groups = groupsOf(names, schema.references)
  return { schema, groups, ordered, net: new NetApply(connection, schema, ordered, rules) }
}

type Rows = NonNullable<TargetDefinition['rows']>

const nothing = { transactions: 0, changes: 0 }

/** Applies the changes of one task, a transaction per batch. One call at a time. */
export class MysqlApplier implements ChangeApplier {
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

  get groups(): readonly number[] {
    return this.#ways.groups
  }

  async begin(mark: CommitMark): Promise<void> {
    await inTransaction(this.#parts, async () => {
      await this.#fenced(clearCheckpoint(this.#parts.connection, this.#parts.hold))
      await this.#move(mark, nothing)
    })
    this.#checkpoint = { ...mark, ...nothing }
  }

  async forget(): Promise<void> {
    const { connection, hold } = this.#parts
    await inTransaction(this.#parts, async () => {
      await this.#fenced(clearCheckpoint(connection, hold))
      await connection.run(memoStatement(hold.control, [quoteText(hold.task), 'NULL', 'NULL']))
    })
    this.#checkpoint = null
  }

  readonly definesApart = true

  get memo(): string | null {
    return this.#parts.hold.memo
  }

  async define(definition: TargetDefinition): Promise<void> {
    const { statements, memo, mark, rows } = definition
    if (rows && statements.length === 0) return this.#defineRows(definition, rows)
    if (rows) throw new Error('rows cannot come together with definitions here')
    const session = await connect(this.#parts.endpoint, { withoutDatabase: true })
    try {
      if (statements.length > 0) await this.#keepMemo(this.#parts.hold.memo, await pendingOf(session, definition))
      await runDefinition(session, statements)
    } catch (error) {
      if (error instanceof RefusedBatch) await this.#keepMemo(this.#parts.hold.memo, null)
      throw applyFailure(this.#parts.endpoint, error)
    } finally {
      await close(session)
    }
    failpoint('definition-done')
    await this.#keepMemo(memo, null, mark)
    this.#moved(mark, nothing)
  }

  /** Rows, memo and checkpoint are one transaction, for no statement of it commits. */
  async #defineRows({ memo, mark, provesKeys }: TargetDefinition, rows: Rows): Promise<void> {
    const { connection, hold } = this.#parts
    const batch = { pieces: () => rows.pieces(), count: rows.count, transactions: 0, exceptions: [], end: mark }
    await this.#applied(batch, { mode: 'net', overlapping: false, alone: false }, async () => {
      if (provesKeys) await proveKeys(connection, this.#ways.schema.keysAside)
      await connection.run(memoStatement(hold.control, [quoteText(hold.task), quoteText(memo), 'NULL']))
    })
    this.#moved(mark, { transactions: 0, changes: rows.count })
  }

  /** What holds, and what is about to; the checkpoint stays where it is unless a mark says otherwise. */
  async #keepMemo(
    memo: string | null,
    pending: string | null,
    mark: CommitMark | null = this.#checkpoint,
  ): Promise<void> {
    if (!mark) throw new Error('there is no checkpoint yet')
    const { connection, hold } = this.#parts
    const values = [hold.task, memo, pending].map((text) => (text === null ? 'NULL' : quoteText(text)))
    await inTransaction(this.#parts, async () => {
      await this.#move(mark, nothing)
      await connection.run(memoStatement(hold.control, values))
    })
  }

  async pass(mark: CommitMark): Promise<void> {
    await inTransaction(this.#parts, () => this.#move(mark, nothing))
    this.#moved(mark, nothing)
  }

  async apply(batch: ChangeBatch, { mode, overlapping, apart }: ApplyOptions): Promise<BatchOutcome> {
    const outcome = await this.#applied(batch, { mode, overlapping, alone: false, apart })
    this.#moved(batch.end, { transactions: batch.transactions, changes: batch.count })
    return outcome
  }

  close(): Promise<void> {
    return this.#parts.end()
  }

  /** What sets refuse may still go one by one; if it does not, the change at fault is known. */
  async #applied(batch: ChangeBatch, manner: Manner, behind?: () => Promise<void>): Promise<BatchOutcome> {
    try {
      return await inTransaction(this.#parts, async () => {
        const outcome = await this.#batch(batch, manner)
        await behind?.()
        return outcome
      })
    } catch (error) {
      if (error instanceof SchemaChanged) {
        await this.#readAgain()
        if (manner.apart) throw new RefusedBatch(error.message, { at: null, code: 'XW-S0608' }, { cause: error })
        return this.#applied(batch, manner, behind)
      }
      if (error instanceof Doubt) return this.#applied(batch, { ...manner, alone: true }, behind)
      if (!(error instanceof RefusedBatch)) throw error
      if (manner.mode !== 'one by one') return this.#applied(batch, { ...manner, mode: 'one by one' }, behind)
      throw await this.#withKey(error, batch)
    }
  }

  async #readAgain(): Promise<void> {
    const schema = await this.#parts.readSchema()
    await lookAtKeys(this.#parts.connection, schema.keysAside.length === 0)
    this.#ways = waysOf(this.#parts, schema)
  }

  async #batch(batch: ChangeBatch, { mode, overlapping, alone, apart }: Manner): Promise<BatchOutcome> {
    const { connection, hold, endpoint, longest } = this.#parts
    const { schema } = this.#ways
    const counts: Counts = { inserted: 0, updated: 0, deleted: 0 }
    // First of all, so that a stranger ends before it has touched a row, and the next owner of the task waits for us.
    await this.#move(batch.end, { transactions: batch.transactions, changes: batch.count })
    const touched = new Set<number>()
    let from = 0
    let inSets = mode === 'net'
    for await (const piece of batch.pieces()) {
      for (const { table } of piece) touched.add(table)
      const run = new StatementRun(connection, counts, { longest, alone })
      inSets = (await this.#piece(run, mode, placed(piece, from), overlapping)) || inSets
      from += piece.length
    }
    await keepExceptions(connection, hold, schema.tables, batch.exceptions)
    const met = [...touched].flatMap((place) => schema.tables[place] ?? [])
    await checkTriggers(connection, endpoint, met)
    // A key that came meanwhile is not looked at either, and could be one that acts.
    if (inSets || apart || schema.keysAside.length > 0) await checkKeys(connection, schema)
    return counts
  }

  /** Whether sets were made. */
  async #piece(
    run: StatementRun,
    mode: Manner['mode'],
    changes: readonly PlacedChange[],
    overlapping: boolean,
  ): Promise<boolean> {
    const { net, ordered } = this.#ways
    let inSets = mode === 'ordered' && net.looksThrough(changes)
    try {
      if (mode === 'net') await net.apply(run, changes, overlapping)
      else if (inSets) await net.applyAlike(run, changes, overlapping)
      else inSets = await ordered.apply(run, changes, { overlapping, alone: mode === 'one by one' })
    } catch (error) {
      // Nothing else can be said to the server before it has answered, and an earlier change may be at fault too: its error comes first.
      await run.finish()
      throw error
    }
    await run.finish()
    return inSets
  }

  async #move(mark: CommitMark, counts: typeof nothing): Promise<void> {
    await this.#fenced(moveCheckpoint(this.#parts.connection, this.#parts.hold, mark, counts))
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
    const key = readableKey(this.#parts.schema.tables[change.table], change)
    return new RefusedBatch(refused.message, { at, code, key }, { cause: refused.cause })
  }
}
