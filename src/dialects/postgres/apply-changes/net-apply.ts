import { type NetChanges, NetCollapse, type NetTable, type NetUpdate } from '../../../core/changes/net.js'
import { lookThrough, type PlacedChange } from '../../../core/changes/placed.js'
import { planSteps, type Step, type TableWork } from '../../../core/changes/steps.js'
import { isWhole } from '../../../core/changes/tuple.js'
import type { Tuple } from '../../../core/data/changes.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { AlikeWriter } from './alike-writer.js'
import type { OrderedApply } from './ordered.js'
import { fitsArray } from './set-statements.js'
import { SetWriter } from './set-writer.js'
import type { StatementRun } from './statement-run.js'
import type { ApplySchema, ApplyTable } from './tables.js'

/** Below this many changes one statement each is as fast as sets. */
const fewChanges = 64

/** Per table that has changes, what is left of them; null: only their order tells. */
type Nets = ReadonlyMap<number, NetChanges | null>

type SetStep = Exclude<Step, { readonly kind: 'ordered' }>

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
    else await this.#sets(changes, overlapping, run, gathered(changes, this.#schema, overlapping))
  }

  /** Only the tables without a key; all others in the order of their changes. */
  applyAlike(changes: readonly PlacedChange[], overlapping: boolean, run: StatementRun): Promise<void> {
    const nets = [...gathered(changes, this.#schema, overlapping)].map(
      ([table, net]) => [table, this.#schema.tables[table]?.key ? null : net] as const,
    )
    return this.#sets(changes, overlapping, run, new Map(nets))
  }

  /** Each of several changes would look through its whole table for a row. */
  looksThrough(changes: readonly PlacedChange[]): boolean {
    const { tables } = this.#schema
    return lookThrough(changes, (table) => Boolean(tables[table]?.key))
  }

  async #sets(changes: readonly PlacedChange[], overlapping: boolean, run: StatementRun, nets: Nets): Promise<void> {
    const works = [...nets].map(([table, net]) => workOf(table, this.#schema.tables[table], net, overlapping))
    for (const step of planSteps(works, this.#schema.references)) {
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

/** A step without what it is made of would lose rows. */
function missing(step: SetStep): never {
  throw new OperationError('XW-S0002', { problem: `nothing is known of ${step.kind} for table ${step.table}` })
}

function gathered(changes: readonly PlacedChange[], schema: ApplySchema, overlapping: boolean): Nets {
  const { tables } = schema
  const collapses = new Map<number, NetCollapse>()
  for (const placed of changes) {
    const place = placed.change.table
    let collapse = collapses.get(place)
    if (!collapse) {
      collapse = new NetCollapse(netTable(tables[place]), overlapping)
      collapses.set(place, collapse)
    }
    collapse.add(placed)
  }
  return new Map(
    [...collapses].map(([place, collapse]) => {
      const net = collapse.finish()
      const table = tables[place]
      if (net && !table?.key) return [place, overlapping || !table ? null : alike(net, table, place, schema)]
      return [place, net && withTable(overlapping ? overwriting(net) : net, table, overlapping)]
    }),
  )
}

const netTable = (table: ApplyTable | undefined): NetTable => ({
  columns: table?.columns.length ?? 0,
  key: table?.key?.columns ?? [],
  uniques: table?.uniques.map((unique) => unique.columns) ?? [],
})

/** In the overlap of a load a whole image is written whether its row is there or not. */
function overwriting(net: NetChanges): NetChanges {
  const [whole, partial]: [Tuple[], NetUpdate[]] = [[], []]
  for (const update of net.updates) {
    if (isWhole(update.after, net.changed.length)) whole.push(update.after)
    else partial.push(update)
  }
  return { ...net, inserts: [...net.inserts, ...whole], updates: partial }
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

function workOf(place: number, table: ApplyTable | undefined, net: NetChanges | null, overlapping: boolean): TableWork {
  const nothing = { deletes: false, updates: false, inserts: false, changed: [], hadDeletes: true }
  return {
    ...{ table: place, ordered: net === null, overwrites: overlapping, otherUniques: table?.hasOtherUniques ?? false },
    ...(net === null
      ? nothing
      : {
          deletes: net.deletes.length > 0,
          updates: net.updates.length > 0,
          inserts: net.inserts.length > 0,
          changed: net.changed,
          hadDeletes: net.hadDeletes,
        }),
  }
}
