import type { PlacedChange } from '../../../core/changes/placed.js'
import { RunFinder } from '../../../core/changes/runs.js'
import { type SetRules, SetWriter } from './set-writer.js'
import type { StatementRun } from './statement-run.js'
import type { ApplySchema, ApplyTable, RowKey } from './tables.js'

/** From so many rows on, one statement costs less than one each. */
const worthwhile = 3

interface TableRuns {
  readonly key: RowKey
  readonly finder: RunFinder
  readonly writer: SetWriter
}

/** Writes changes that stand next to each other with one statement. */
export class OrderedRuns {
  readonly #tables: readonly (TableRuns | null)[]

  constructor(schema: ApplySchema, rules: SetRules) {
    const { references, cascaded, refersToItself } = schema
    const acting = new Set(references.flatMap((one) => (one.actsOnDelete || one.actsOnUpdate ? one.parent : [])))
    this.#tables = schema.tables.map((table, place) =>
      acting.has(place) || cascaded.has(place) || refersToItself.has(place) ? null : runsOf(table, place, rules),
    )
  }

  /** Writes changes from `from` on; how many. 0: that one has to go alone. */
  async write(run: StatementRun, changes: readonly PlacedChange[], from: number): Promise<number> {
    const table = this.#tables[changes[from]?.change.table ?? -1]
    const found = table?.finder.find(changes, from)
    if (!table || !found) return 0
    if (found.kind === 'insert') await table.writer.insert(run, found.rows)
    else if (found.kind === 'delete') await table.writer.delete(run, found.rows, table.key, true)
    else await table.writer.update(run, found.rows, found.changed, table.key)
    return found.rows.length
  }
}

function runsOf(table: ApplyTable, place: number, rules: SetRules): TableRuns | null {
  const { key, columns, hasOtherUniques } = table
  if (!key) return null
  const facts = { columns: columns.length, key: key.columns, uniques: [], hasOtherUniques, fixed: [] }
  return { key, finder: new RunFinder(place, facts, worthwhile), writer: new SetWriter(table, rules) }
}
