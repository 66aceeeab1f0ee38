import type { PlacedChange } from '../../../core/changes/placed.js'
import { RefusedBatch } from '../../../core/data/changes.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { quoteName } from '../connect.js'
import type { StatementConnection } from '../statement-connection.js'
import { OrderedRuns } from './ordered-runs.js'
import { type RowRules, RowWriter } from './row-writer.js'
import type { SetRules } from './set-writer.js'
import type { StatementRun } from './statement-run.js'
import type { ApplySchema } from './tables.js'

/** `alone`: a statement for each change, so that a fault names its change. */
export interface OrderedManner {
  readonly overlapping: boolean
  readonly alone: boolean
}

/** Applies changes in their order. */
export class OrderedApply {
  readonly #connection: StatementConnection
  readonly #schema: ApplySchema
  readonly #runs: OrderedRuns
  readonly #writers: readonly RowWriter[]

  constructor(connection: StatementConnection, schema: ApplySchema, setRules: SetRules) {
    this.#runs = new OrderedRuns(schema, setRules)
    this.#connection = connection
    this.#schema = schema
    const { tables, cascaded, hasDependents, references } = schema
    const rules = (place: number): RowRules => ({
      ...{ mayClear: !hasDependents.has(place), cascaded: cascaded.has(place), alias: setRules.alias },
      own: references.filter(({ child, parent }) => child === place && parent === place),
    })
    this.#writers = tables.map((table, place) => new RowWriter(table, rules(place)))
  }

  /** Whether several went in one statement. */
  async apply(run: StatementRun, changes: readonly PlacedChange[], manner: OrderedManner): Promise<boolean> {
    const mayJoin = !manner.alone && !manner.overlapping
    let joined = false
    for (let done = 0; done < changes.length; ) {
      const together = mayJoin ? await this.#runs.write(run, changes, done) : 0
      if (together === 0) await this.#one(run, changes[done], manner.overlapping)
      joined ||= together > 0
      done += Math.max(1, together)
    }
    return joined
  }

  async #one(run: StatementRun, placed: PlacedChange | undefined, overlapping: boolean): Promise<void> {
    if (!placed) return
    const { change, at } = placed
    const writer = this.#writers[change.table]
    if (!writer) throw new OperationError('XW-S0002', { problem: `there is no table ${change.table}` })
    if (change.kind === 'truncate') await this.#empty(run, change.table, at)
    else await writer.write(run, change, at, overlapping)
  }

  /**
   * TRUNCATE would end the transaction, so the rows are deleted. The source's changes no other table, so a key that would
   * delete or change rows elsewhere must find none.
   */
  async #empty(run: StatementRun, place: number, at: number): Promise<void> {
    const { tables, references } = this.#schema
    const table = tables[place]
    if (!table) return
    await run.finish()
    for (const reference of references) {
      if (reference.parent !== place || reference.child === place || !reference.actsOnDelete) continue
      const child = tables[reference.child ?? -1]
      const column = child?.columns[reference.childColumns[0] ?? -1]?.name
      const sql = child && column && `SELECT 1 FROM ${child.name} WHERE ${quoteName(column)} IS NOT NULL LIMIT 1`
      if (!sql || (await this.#connection.query(sql)).length > 0)
        throw new RefusedBatch(`${table.name} was emptied, and rows of other tables refer to its rows`, {
          ...{ at, code: 'XW-D0110' },
        })
    }
    run.out.text(`DELETE FROM ${table.name}`)
    await run.end(at, 'any', 'deleted', Number.MAX_SAFE_INTEGER)
  }
}
