import type pg from 'pg'
import type { Counts, PlacedChange } from '../../../core/changes/placed.js'
import { RefusedBatch } from '../../../core/data/changes.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { Pipeline, PipelineFault, type StatementNames } from './pipeline.js'
import { counter, RowWriter } from './row-writer.js'
import type { ApplySchema } from './tables.js'
import { truncateTable } from './truncate.js'

/**
 * Applies changes one by one in their order, without waiting for each. Lives as long as its connection. `apply` rejects
 * with a PipelineFault or a RefusedBatch that names the first change at fault.
 */
export class OrderedApply {
  readonly #client: pg.Client
  readonly #names: StatementNames
  readonly #schema: ApplySchema
  readonly #writers: readonly RowWriter[]

  constructor(client: pg.Client, names: StatementNames, schema: ApplySchema) {
    this.#client = client
    this.#names = names
    this.#schema = schema
    const { tables, cascaded, hasDependents } = schema
    this.#writers = tables.map((table, place) => {
      return new RowWriter(table, { mayClear: !hasDependents.has(place), cascaded: cascaded.has(place) })
    })
  }

  async apply(changes: Iterable<PlacedChange>, overlapping: boolean, counts: Counts): Promise<void> {
    let pipeline: Pipeline | undefined
    try {
      for (const { change, at } of changes) {
        if (change.kind === 'truncate') {
          await finish(pipeline, counts)
          pipeline = undefined
          await this.#truncate(change.table, at, counts)
          continue
        }
        pipeline ??= await Pipeline.open(this.#client, this.#names)
        if (pipeline.full) await pipeline.drained()
        if (pipeline.failed) break
        const writer = this.#writers[change.table]
        if (!writer) throw new OperationError('XW-S0002', { problem: `there is no table ${change.table}` })
        writer.write(pipeline, change, at, overlapping)
      }
    } catch (error) {
      // An earlier change may be at fault too: its error comes first.
      await finish(pipeline, counts)
      throw error
    }
    await finish(pipeline, counts)
  }

  async #truncate(table: number, at: number, counts: Counts): Promise<void> {
    try {
      counts.deleted += await truncateTable(this.#client, this.#schema, { place: table, at })
    } catch (cause) {
      if (cause instanceof RefusedBatch) throw cause
      throw new PipelineFault(at, 'the table could not be emptied', { cause })
    }
  }
}

/** Waits for the statements under way and counts their rows. */
export async function finish(pipeline: Pipeline | undefined, counts: Counts): Promise<void> {
  if (!pipeline) return
  await pipeline.finish()
  const { rows } = pipeline
  counts.inserted += rows[counter.inserted] ?? 0
  counts.updated += rows[counter.updated] ?? 0
  counts.deleted += rows[counter.deleted] ?? 0
}
