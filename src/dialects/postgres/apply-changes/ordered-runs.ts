import type { PlacedChange } from '../../../core/changes/placed.js'
import { RunFinder } from '../../../core/changes/runs.js'
import type { Pipeline } from './pipeline.js'
import { fitsArray } from './set-statements.js'
import { SetWriter } from './set-writer.js'
import type { ApplySchema, ApplyTable } from './tables.js'

/** From so many rows on, one statement with arrays costs less than one each. */
const worthwhile = 4

interface TableRuns {
  readonly finder: RunFinder
  readonly writer: SetWriter
}

/** Writes changes that stand next to each other with one statement. Lives as long as its connection. */
export class OrderedRuns {
  readonly #tables: readonly (TableRuns | null)[]

  constructor(schema: ApplySchema) {
    const acting = new Set(schema.references.flatMap((one) => (one.actsOnDelete || one.actsOnUpdate ? one.parent : [])))
    this.#tables = schema.tables.map((table, place) =>
      acting.has(place) || schema.cascaded.has(place) ? null : runsOf(table, place),
    )
  }

  /** Writes changes from `from` on; how many. 0: that one has to go alone. */
  write(pipeline: Pipeline, changes: readonly PlacedChange[], from: number): number {
    const table = this.#tables[changes[from]?.change.table ?? -1]
    const run = table?.finder.find(changes, from)
    if (!table || !run) return 0
    if (run.kind === 'insert') table.writer.insert(pipeline, run.rows)
    else if (run.kind === 'delete') table.writer.delete(pipeline, run.rows, true)
    else table.writer.update(pipeline, run.rows, run.changed)
    return run.rows.length
  }
}

function runsOf(table: ApplyTable, place: number): TableRuns | null {
  const { key, columns, hasOtherUniques } = table
  if (!key || !columns.every(fitsArray)) return null
  const fixed = columns.flatMap(({ alwaysIdentity }, column) => (alwaysIdentity ? [column] : []))
  const facts = { columns: columns.length, key: key.columns, uniques: [], hasOtherUniques, fixed }
  return { finder: new RunFinder(place, facts, worthwhile), writer: new SetWriter(table, place, key) }
}
