import { gather, missing, type Nets, type SetStep, worksOf } from '../../../core/changes/gathered.js'
import type { NetChanges } from '../../../core/changes/net.js'
import { lookThrough, type PlacedChange } from '../../../core/changes/placed.js'
import { planSteps } from '../../../core/changes/steps.js'
import { AlikeWriter } from './alike-writer.js'
import type { OrderedApply } from './ordered.js'
import { fitsArray } from './set-statements.js'
import { SetWriter } from './set-writer.js'
import type { StatementRun } from './statement-run.js'
import type { ApplySchema, ApplyTable } from './tables.js'

/** Below this many changes one statement each is as fast as sets. */
const fewChanges = 64

/**
 * Writes what is left of changes when those of each row are gathered, in sets. Lives as long as its connection. When what
 * is written fails, the place of the fault is not known: the same changes have to be tried one by one.
 */
export class NetApply {
  readonly #schema: ApplySchema
  readonly #writers: readonly (SetWriter | AlikeWriter)[]
  readonly #ordered: OrderedApply

  constructor(schema: ApplySchema, ordered: OrderedApply) {
    this.#schema = schema
    this.#writers = schema.tables.map((table, place) =>
      table.key ? new SetWriter(table, place, table.key) : new AlikeWriter(table, place),
    )
    this.#ordered = ordered
  }

  async apply(changes: readonly PlacedChange[], overlapping: boolean, run: StatementRun): Promise<void> {
    if (changes.length < fewChanges && !this.looksThrough(changes))
      await this.#ordered.apply(changes, { overlapping, alone: false }, run)
    else await this.#sets(changes, overlapping, run, this.#gathered(changes, overlapping))
  }

  /** Only the tables without a key; all others in the order of their changes. */
  applyAlike(changes: readonly PlacedChange[], overlapping: boolean, run: StatementRun): Promise<void> {
    const nets = [...this.#gathered(changes, overlapping)].map(
      ([table, net]) => [table, this.#schema.tables[table]?.key ? null : net] as const,
    )
    return this.#sets(changes, overlapping, run, new Map(nets))
  }

  /** Each of several changes would look through its whole table for a row. */
  looksThrough(changes: readonly PlacedChange[]): boolean {
    const { tables } = this.#schema
    return lookThrough(changes, (table) => Boolean(tables[table]?.key))
  }

  #gathered(changes: readonly PlacedChange[], overlapping: boolean): Nets {
    return gather(changes, this.#schema.tables, overlapping, (net, place) =>
      usable(net, place, this.#schema, overlapping),
    )
  }

  async #sets(changes: readonly PlacedChange[], overlapping: boolean, run: StatementRun, nets: Nets): Promise<void> {
    const { tables, references } = this.#schema
    for (const step of planSteps(worksOf(nets, tables, overlapping), references)) {
      if (run.pipeline.failed) return
      if (step.kind !== 'ordered') this.#step(step, nets.get(step.table) ?? missing(step), overlapping, run)
      else {
        const theirs = changes.filter(({ change }) => step.tables.includes(change.table))
        await this.#ordered.apply(theirs, { overlapping, alone: false }, run)
      }
    }
  }

  #step(step: SetStep, net: NetChanges, overlapping: boolean, { pipeline }: StatementRun): void {
    const writer = this.#writers[step.table] ?? missing(step)
    if (step.kind === 'insert' && !overlapping) writer.insert(pipeline, net.inserts)
    else if (writer instanceof AlikeWriter) {
      if (step.kind !== 'delete') missing(step)
      writer.delete(pipeline, net.deletes)
    } else if (step.kind === 'delete') writer.delete(pipeline, net.deletes, !overlapping)
    else if (step.kind === 'update') writer.update(pipeline, net.updates, net.changed)
    else writer.upsert(pipeline, net.inserts)
  }
}

/** Null: the table's own nature, or what hangs on it, forbids sets for these changes. */
function usable(net: NetChanges, place: number, schema: ApplySchema, overlapping: boolean): NetChanges | null {
  const table = schema.tables[place]
  if (table?.key) return withTable(net, table, overlapping)
  return overlapping || !table ? null : alike(net, table, place, schema)
}

/** An update of a row without a key is a delete and an insert: then nothing else may hang on the row, or be in it. */
function alike(net: NetChanges, table: ApplyTable, place: number, { references }: ApplySchema): NetChanges | null {
  if (!net.hadDeletes) return net
  const isParent = references.some(({ parent }) => parent === place)
  return table.complete && !isParent && table.columns.every(fitsArray) ? net : null
}

/** Null when the table's own nature forbids sets for these changes. */
function withTable(net: NetChanges, table: ApplyTable | undefined, overlapping: boolean): NetChanges | null {
  if (!table?.key) return null
  const { key, columns } = table
  const keyColumns = key.columns.map((place) => columns[place])
  if (!keyColumns.every(fitsArray)) return null
  // Rows that are written over are found by equality, and deleted by it: here two keys of different bytes may be one.
  if (overlapping && !(keyColumns.every((column) => column?.exact) && columns.every(fitsArray))) return null
  const set = columns.filter((_, place) => net.updates.length > 0 && net.changed[place])
  return set.every((column) => fitsArray(column) && !column.alwaysIdentity) ? net : null
}
