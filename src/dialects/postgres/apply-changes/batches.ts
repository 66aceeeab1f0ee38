import { groupsOf } from '../../../core/changes/groups.js'
import { changeAt, type PlacedChange, placed } from '../../../core/changes/placed.js'
import {
  type ApplyOptions,
  type BatchOutcome,
  type Change,
  type ChangeBatch,
  RefusedBatch,
} from '../../../core/data/changes.js'
import { endpointName } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { codeOf } from '../errors.js'
import { stateOf } from './catalogue.js'
import { keepExceptions, type TaskHold } from './checkpoint.js'
import { fencedCode, fenceTag, TransactionFrame } from './frame.js'
import { NetApply } from './net-apply.js'
import { OrderedApply } from './ordered.js'
import { PipelineFault } from './pipeline.js'
import { readableKey } from './readable-key.js'
import { judgeState, SchemaChanged } from './schema-watch.js'
import { StatementRun } from './statement-run.js'
import { type ApplySchema, readSchema } from './tables.js'
import { inTransaction, type TransactionParts } from './transaction.js'

export interface BatchParts extends TransactionParts {
  readonly schema: ApplySchema
  readonly cascadesLogged: boolean
  readonly hold: TaskHold
}

/** How rows are written, made from what the catalogue says of their tables. */
interface Ways {
  readonly schema: ApplySchema
  readonly groups: readonly number[]
  readonly frame: TransactionFrame
  readonly ordered: OrderedApply
  readonly net: NetApply
}

function waysOf({ hold }: BatchParts, schema: ApplySchema): Ways {
  const ordered = new OrderedApply(schema)
  const relations = schema.tables.map((table) => table.relation)
  const groups = groupsOf(relations, schema.references)
  return { schema, groups, ordered, frame: new TransactionFrame(hold, relations), net: new NetApply(schema, ordered) }
}

/** `one by one`: each change by itself, which tells the one at fault. */
type Manner = ApplyOptions['mode'] | 'one by one'

/** The statements of a batch that were written before their transaction begins. */
interface Ahead {
  readonly batch: ChangeBatch
  readonly manner: Manner
  readonly overlapping: boolean
  readonly ways: Ways
  readonly run: StatementRun
}

type Piece = readonly Change[]
type Pieces = AsyncIterable<Piece> | Iterable<Piece>

/** Applies batches, each with its checkpoint in one transaction. One call at a time, but for `ahead`. */
export class Batches {
  readonly #parts: BatchParts
  #ways: Ways
  #ahead: Ahead | undefined

  constructor(parts: BatchParts) {
    this.#parts = parts
    this.#ways = waysOf(parts, parts.schema)
  }

  /** Writes the statements of the batch that is applied next, if that can be done without asking the server anything. */
  async ahead(batch: ChangeBatch, { mode, overlapping }: ApplyOptions): Promise<void> {
    this.#dropAhead()
    const piece = await firstPiece(batch)
    if (piece?.length !== batch.count || piece.some(({ kind }) => kind === 'truncate')) return
    const run = new StatementRun(this.#parts.names)
    const ahead = { batch, manner: mode, overlapping, ways: this.#ways, run }
    this.#ahead = ahead
    try {
      await this.#write(run, batch, [piece], mode, overlapping)
    } catch {
      // Whoever applies it meets the same, and can say more of it.
      if (this.#ahead === ahead) this.#dropAhead()
    }
  }

  /** @throws RefusedBatch, OperationError */
  async apply(batch: ChangeBatch, { mode, overlapping, apart }: ApplyOptions): Promise<BatchOutcome> {
    const ahead = this.#takeAhead(batch, mode, overlapping)
    try {
      return await this.#applied(batch, mode, overlapping, ahead, apart)
    } catch (error) {
      if (!(error instanceof SchemaChanged)) throw error
      await this.readAgain()
      throw new RefusedBatch(error.message, { at: null, code: 'XW-S0608' }, { cause: error })
    }
  }

  /** See `ChangeApplier`. */
  get groups(): readonly number[] {
    return this.#ways.groups
  }

  /** Rows without a checkpoint, within the transaction of who calls. */
  async rows(pieces: Pieces): Promise<void> {
    const run = new StatementRun(this.#parts.names)
    run.start(this.#parts.client)
    await this.#pieces(run, pieces, 'net', false)
    await run.finish()
  }

  #dropAhead(): void {
    if (this.#ahead) this.#parts.names.doubt()
    this.#ahead = undefined
  }

  /** What sets refuse may still go one by one; if it does not, the change at fault is known. */
  async #applied(
    batch: ChangeBatch,
    manner: Manner,
    overlapping: boolean,
    ahead?: StatementRun,
    apart = false,
  ): Promise<BatchOutcome> {
    let written = ahead
    const once = () => {
      const run = written
      written = undefined
      return this.#once(batch, manner, overlapping, run)
    }
    try {
      return await inTransaction(this.#parts, once, 'in the work')
    } catch (error) {
      if (error instanceof SchemaChanged && !apart) {
        await this.readAgain()
        return this.#applied(batch, manner, overlapping)
      }
      if (!(error instanceof RefusedBatch)) throw error
      if (manner !== 'one by one') return this.#applied(batch, 'one by one', overlapping, undefined, apart)
      throw await this.#withKey(error, batch)
    }
  }

  /** Keys have come or gone. */
  async readAgain(): Promise<void> {
    const { client, schema, cascadesLogged } = this.#parts
    const mappings = schema.tables.map((table) => table.mapping)
    this.#ways = waysOf(this.#parts, await readSchema(client, mappings, cascadesLogged))
  }

  async #once(
    batch: ChangeBatch,
    manner: Manner,
    overlapping: boolean,
    ahead: StatementRun | undefined,
  ): Promise<BatchOutcome> {
    const { client, hold, endpoint, names } = this.#parts
    const { schema } = this.#ways
    const isWritten = ahead?.age === names.age
    const run = ahead && isWritten ? ahead : new StatementRun(names)
    run.start(client)
    try {
      if (!isWritten) await this.#write(run, batch, batch.pieces(), manner, overlapping)
      await run.finish()
    } catch (error) {
      throw this.#fenced(error)
    }
    await keepExceptions(client, hold, schema.tables, batch.exceptions)
    await judgeState(client, endpoint, schema, stateOf(run.answer))
    return run.counts
  }

  /** What was written ahead, if it is this batch and still holds. */
  #takeAhead(batch: ChangeBatch, manner: Manner, overlapping: boolean): StatementRun | undefined {
    const ahead = this.#ahead
    if (!ahead) return undefined
    const fits = ahead.batch === batch && ahead.manner === manner && ahead.overlapping === overlapping
    if (fits && ahead.ways === this.#ways) {
      this.#ahead = undefined
      return ahead.run
    }
    this.#dropAhead()
    return undefined
  }

  async #write(
    run: StatementRun,
    batch: ChangeBatch,
    pieces: Pieces,
    manner: Manner,
    overlapping: boolean,
  ): Promise<void> {
    const { frame } = this.#ways
    frame.open(run, batch.end, { transactions: batch.transactions, changes: batch.count })
    await this.#pieces(run, pieces, manner, overlapping)
    frame.watch(run)
  }

  async #pieces(run: StatementRun, pieces: Pieces, manner: Manner, overlapping: boolean): Promise<void> {
    let from = 0
    try {
      for await (const piece of pieces) {
        if (from > 0) await run.finish()
        await this.#piece(placed(piece, from), manner, overlapping, run)
        from += piece.length
      }
    } catch (error) {
      // An earlier statement may be at fault too: its error comes first.
      if (run.started) await run.finish()
      throw error
    }
  }

  #piece(changes: readonly PlacedChange[], manner: Manner, overlapping: boolean, run: StatementRun): Promise<void> {
    const { ordered, net } = this.#ways
    if (manner === 'net') return net.apply(changes, overlapping, run)
    if (manner === 'ordered' && net.looksThrough(changes)) return net.applyAlike(changes, overlapping, run)
    return ordered.apply(changes, { overlapping, alone: manner === 'one by one' }, run)
  }

  #fenced(error: unknown): unknown {
    if (!(error instanceof PipelineFault) || error.tag !== fenceTag || codeOf(error.cause) !== fencedCode) return error
    const { endpoint, hold } = this.#parts
    return new OperationError('XW-S0121', { endpoint: endpointName(endpoint), task: hold.task })
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

async function firstPiece(batch: ChangeBatch): Promise<Piece | undefined> {
  for await (const piece of batch.pieces()) return piece
  return undefined
}
