import type { PlacedChange } from '../../../core/changes/placed.js'
import { RefusedBatch } from '../../../core/data/changes.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { OrderedRuns } from './ordered-runs.js'
import { PipelineFault } from './pipeline.js'
import { RowWriter } from './row-writer.js'
import type { StatementRun } from './statement-run.js'
import type { ApplySchema } from './tables.js'
import { truncateTable } from './truncate.js'

/**
 * Writes changes in their order. Lives as long as its connection. What is written fails with a PipelineFault
 * that names the first change at fault.
 */
export class OrderedApply {
  readonly #schema: ApplySchema
  readonly #runs: OrderedRuns
  readonly #writers: readonly RowWriter[]

  constructor(schema: ApplySchema) {
    this.#schema = schema
    this.#runs = new OrderedRuns(schema)
    const { tables, cascaded, hasDependents } = schema
    this.#writers = tables.map((table, place) => {
      return new RowWriter(table, { mayClear: !hasDependents.has(place), cascaded: cascaded.has(place) })
    })
  }

  /**
   * `alone`: a statement for each change, so that a fault names its change.
   * @throws RefusedBatch, PipelineFault for a change that cannot be written; an earlier one may be at fault, too
   */
  async apply(
    changes: readonly PlacedChange[],
    { overlapping, alone }: { readonly overlapping: boolean; readonly alone: boolean },
    run: StatementRun,
  ): Promise<void> {
    let done = 0
    while (done < changes.length) {
      const { pipeline } = run
      if (pipeline.full) await pipeline.drained()
      if (pipeline.failed) break
      const together = alone || overlapping ? 0 : this.#runs.write(pipeline, changes, done)
      if (together === 0) await this.#one(changes[done], overlapping, run)
      done += Math.max(1, together)
    }
  }

  async #one(placed: PlacedChange | undefined, overlapping: boolean, run: StatementRun): Promise<void> {
    if (!placed) return
    const { change, at } = placed
    if (change.kind === 'truncate') return this.#truncate(change.table, at, run)
    const writer = this.#writers[change.table]
    if (!writer) throw new OperationError('XW-S0002', { problem: `there is no table ${change.table}` })
    writer.write(run.pipeline, change, at, overlapping)
  }

  async #truncate(table: number, at: number, run: StatementRun): Promise<void> {
    const client = await run.settled()
    try {
      run.counts.deleted += await truncateTable(client, this.#schema, { place: table, at })
    } catch (cause) {
      if (cause instanceof RefusedBatch) throw cause
      throw new PipelineFault(at, 'the table could not be emptied', { cause })
    }
  }
}
