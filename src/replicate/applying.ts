import type { ApplyException, ApplyOptions, ChangeBatch, CommitMark, DefinitionChange } from '../core/data/changes.js'
import { RefusedBatch } from '../core/data/changes.js'
import { OperationError } from '../core/findings/operation-error.js'
import type { TableMapping } from '../core/mapping/mapping.js'
import { failpoint } from '../core/process/failpoint.js'
import type { Appliers } from './appliers.js'
import { type Batch, type Batcher, Busy, piecesOf, type Work } from './batcher.js'
import { exceptionOf, type Fault, faultOfBatch, faultOfChange, originalPlace, refusalError } from './refusal.js'
import type { Diversion } from './reload.js'
import type { SpoolPlace } from './spool.js'
import { TableCounts } from './table-counts.js'
import type { Tally } from './tally.js'
import type { SteadyTarget } from './target.js'
import { type Transaction, without } from './transactions.js'

export interface ApplyingOptions {
  readonly tables: readonly TableMapping[]
  readonly target: SteadyTarget
  readonly batcher: Batcher
  readonly tally: Tally
  /** How changes are applied while nothing waits behind them; what waits is always applied net. */
  readonly mode: 'net' | 'ordered'
  readonly onRefused: 'stop' | 'set-aside'
  readonly diversion?: Diversion
  /** Appliers that work side by side. */
  readonly appliers?: Appliers | undefined
  /** It is on the target: files and the source may forget it. */
  readonly onDurable: (mark: CommitMark, place: SpoolPlace | undefined) => void
}

/** A batch as the target gets it. */
interface Given {
  readonly batch: Batch
  readonly changes: ChangeBatch
  readonly options: ApplyOptions
  readonly counts: TableCounts
}

/** Milliseconds between checkpoints where nothing is for us. */
const passEvery = 5000

/** Applies what the batcher gives, batch after batch; each is one transaction of the target, with its checkpoint. */
export class Applying {
  readonly #options: ApplyingOptions
  #unsaved: Extract<Work, { kind: 'passed' }> | undefined
  #savedAt = 0
  /** What comes behind the batch that is being applied; it is taken while that one is. */
  #next: Promise<Work | undefined> | undefined
  #ahead: Given | undefined

  constructor(options: ApplyingOptions) {
    this.#options = options
  }

  /**
   * Goes on until the signal aborts or nothing more comes; the batch in hand is finished. The result is a change of
   * definitions in front of which it has come to stand.
   * @throws OperationError at a change that stops the task; everything in front of it is applied
   */
  async run(signal: AbortSignal): Promise<DefinitionChange | undefined> {
    for (;;) {
      const next = this.#next ?? this.#options.batcher.next(signal)
      this.#next = undefined
      const work = await next
      if (work?.kind === 'batch') await this.#whileLooking(work, this.#batch(work), signal)
      else if (work?.kind === 'passed') await this.#passed(work)
      else {
        await this.#save()
        return work?.change
      }
    }
  }

  /** The next batch is taken, and made ready as far as that can be, while this one is on its way. */
  async #whileLooking({ end }: Batch, applied: Promise<void>, signal: AbortSignal): Promise<void> {
    const stop = new AbortController()
    this.#next = this.#look(end, new Busy(applied), AbortSignal.any([signal, stop.signal]))
    this.#next.catch(() => undefined)
    try {
      await applied
    } catch (error) {
      stop.abort()
      throw error
    }
  }

  async #look(from: CommitMark, busy: Busy, signal: AbortSignal): Promise<Work | undefined> {
    const { batcher, target, diversion, appliers } = this.#options
    const work = await batcher.next(signal, busy)
    if (work?.kind !== 'batch' || busy.isOver || diversion?.active) return work
    if (work.transactions.some(({ refused }) => refused.length > 0)) return work
    if (this.#modeOf(work) === 'net' && (await appliers?.ahead(work, from.position))) return work
    this.#ahead = this.#given(work, this.#modeOf(work), new Set(), [])
    await target.ahead(this.#ahead.changes, this.#ahead.options)
    return work
  }

  #modeOf(batch: Batch): ApplyOptions['mode'] {
    return batch.behind ? 'net' : this.#options.mode
  }

  async #batch(batch: Batch): Promise<void> {
    failpoint('batch-taken')
    this.#unsaved = undefined
    const { diversion, appliers } = this.#options
    if (diversion?.active) {
      await this.#apply(await withoutDiverted(batch, diversion))
      await diversion.keep(batch.transactions)
    } else await this.#apply(appliers && this.#modeOf(batch) === 'net' ? await appliers.take(batch) : batch)
    failpoint('batch-applied')
    this.#durable(batch.end, batch.place)
  }

  async #apply(batch: Batch): Promise<void> {
    const refused = batch.transactions.flatMap((one) => one.refused.map(faultOfChange))
    for (const fault of refused) this.#judge(fault, batch.end)
    const without = new Set<number>()
    const exceptions = refused.map((fault) => exceptionOf(fault, batch.end))
    for (let mode = this.#modeOf(batch); ; mode = 'ordered') {
      try {
        await this.#try(batch, mode, without, exceptions)
        return
      } catch (error) {
        if (!(error instanceof RefusedBatch)) throw error
        if (batch.transactions.length > 1 && (error.at === null || this.#options.onRefused === 'stop'))
          return this.#oneByOne(batch)
        // One change after the other tells which it is.
        if (error.at === null && mode === 'net') continue
        const fault = await this.#faultOf(batch, error, without)
        this.#judge(fault.fault, batch.end)
        without.add(fault.place)
        exceptions.push(exceptionOf(fault.fault, batch.end))
      }
    }
  }

  async #try(
    batch: Batch,
    mode: 'net' | 'ordered',
    without: ReadonlySet<number>,
    exceptions: readonly ApplyException[],
  ): Promise<void> {
    const ahead = this.#ahead?.batch === batch && without.size === 0 && exceptions.length === 0 && this.#ahead
    const { changes, options, counts } = ahead || this.#given(batch, mode, without, exceptions)
    this.#ahead = undefined
    const outcome = await this.#options.target.apply(changes, options)
    this.#options.tally.applied(batch, changes.count, exceptions.length, outcome, counts.with(exceptions))
  }

  #given(
    batch: Batch,
    mode: ApplyOptions['mode'],
    without: ReadonlySet<number>,
    exceptions: readonly ApplyException[],
  ): Given {
    const { transactions, overlapping, end } = batch
    const counts = new TableCounts(this.#options.tables)
    const pieces = () => counts.counting(piecesOf(transactions, without))
    const count = batch.count - without.size
    const changes = { pieces, count, transactions: transactions.length, exceptions, end }
    return { batch, changes, options: { mode, overlapping }, counts }
  }

  /** Something in a batch of several is refused: what is in front of it is applied, and it then stands alone. */
  async #oneByOne(batch: Batch): Promise<void> {
    for (const [at, one] of batch.transactions.entries()) {
      const end = at === batch.transactions.length - 1 ? batch.end : one.mark
      await this.#apply({ ...batch, transactions: [one], count: one.count, end })
    }
  }

  async #faultOf(
    { transactions, end }: { readonly transactions: readonly Transaction[]; readonly end: CommitMark },
    refusal: RefusedBatch,
    without: ReadonlySet<number>,
  ): Promise<{ readonly fault: Fault; readonly place: number }> {
    if (refusal.at === null)
      throw new OperationError('XW-S0608', { position: end.position, reason: refusal.message }, { cause: refusal })
    const place = originalPlace(refusal.at, without)
    return { fault: await faultOfBatch(transactions, place, refusal), place }
  }

  #judge(fault: Fault, end: CommitMark): void {
    if (this.#options.onRefused === 'stop') throw refusalError(fault, this.#options.tables, end)
  }

  async #passed(work: Extract<Work, { kind: 'passed' }>): Promise<void> {
    this.#unsaved = work
    this.#options.tally.idle()
    if (performance.now() - this.#savedAt >= passEvery) await this.#save()
  }

  async #save(): Promise<void> {
    const work = this.#unsaved
    if (!work) return
    await this.#options.target.pass(work.mark)
    this.#unsaved = undefined
    this.#durable(work.mark, work.place)
  }

  #durable(mark: CommitMark, place: SpoolPlace | undefined): void {
    this.#savedAt = performance.now()
    this.#options.onDurable(mark, place)
  }
}

/** The batch without the changes that go another way. */
async function withoutDiverted(batch: Batch, diversion: Diversion): Promise<Batch> {
  const transactions: Transaction[] = []
  for (const one of batch.transactions) transactions.push(await without(one, (table) => diversion.takes(table)))
  return { ...batch, transactions, count: transactions.reduce((sum, { count }) => sum + count, 0) }
}
