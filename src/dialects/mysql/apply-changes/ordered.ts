import type { PlacedChange } from '../../../core/changes/placed.js'
import { RefusedBatch } from '../../../core/data/changes.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { quoteName } from '../connect.js'
import type { StatementConnection } from '../statement-connection.js'
import { type RowRules, RowWriter } from './row-writer.js'
import type { StatementRun } from './statement-run.js'
import type { ApplySchema } from './tables.js'

/** Applies changes one by one in their order. */
export class OrderedApply {
  readonly #connection: StatementConnection
  readonly #schema: ApplySchema
  readonly #writers: readonly RowWriter[]

  constructor(connection: StatementConnection, schema: ApplySchema, alias: boolean) {
    this.#connection = connection
    this.#schema = schema
    const { tables, cascaded, hasDependents, references } = schema
    const rules = (place: number): RowRules => ({
      ...{ mayClear: !hasDependents.has(place), cascaded: cascaded.has(place), alias },
      own: references.filter(({ child, parent }) => child === place && parent === place),
    })
    this.#writers = tables.map((table, place) => new RowWriter(table, rules(place)))
  }

  async apply(run: StatementRun, changes: Iterable<PlacedChange>, overlapping: boolean): Promise<void> {
    for (const { change, at } of changes) {
      const writer = this.#writers[change.table]
      if (!writer) throw new OperationError('XW-S0002', { problem: `there is no table ${change.table}` })
      if (change.kind === 'truncate') await this.#empty(run, change.table, at)
      else await writer.write(run, change, at, overlapping)
    }
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
