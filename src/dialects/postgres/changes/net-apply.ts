import type pg from 'pg'
import type { Tuple } from '../../../core/data/changes.js'
import { copyRows } from './copy-rows.js'
import { type NetChanges, NetCollapse, type NetTable, type NetUpdate } from './net.js'
import type { Counts, OrderedApply, PlacedChange } from './ordered.js'
import { Pipeline, type StatementNames } from './pipeline.js'
import { fitsArray } from './set-statements.js'
import { SetWriter } from './set-writer.js'
import { planSteps, type Step, type TableWork } from './steps.js'
import type { ApplySchema, ApplyTable } from './tables.js'
import { isWhole } from './tuple.js'

/** Below this many changes one statement each is as fast as sets. */
const fewChanges = 64

/**
 * Applies what is left of changes when those of each row are gathered, in sets. Lives as long as its connection. When it
 * rejects, the place of the fault is not known: the same changes have to be tried one by one.
 */
export class NetApply {
  readonly #client: pg.Client
  readonly #names: StatementNames
  readonly #schema: ApplySchema
  readonly #ordered: OrderedApply
  readonly #writers: readonly (SetWriter | null)[]

  constructor(client: pg.Client, names: StatementNames, schema: ApplySchema, ordered: OrderedApply) {
    this.#client = client
    this.#names = names
    this.#schema = schema
    this.#ordered = ordered
    this.#writers = schema.tables.map((table, place) => table.key && new SetWriter(table, place, table.key))
  }

  async apply(changes: readonly PlacedChange[], overlapping: boolean, counts: Counts): Promise<void> {
    if (changes.length < fewChanges) {
      await this.#ordered.apply(changes, overlapping, counts)
      return
    }
    const nets = gathered(changes, this.#schema, overlapping)
    const works = [...nets].map(([table, net]) => workOf(table, this.#schema.tables[table], net, overlapping))
    const run = new StepRun(this.#client, this.#names)
    for (const step of planSteps(works, this.#schema.references)) {
      if (step.kind === 'ordered') {
        await run.finish()
        const tables = new Set(step.tables)
        const theirs = changes.filter(({ change }) => tables.has(change.table))
        await this.#ordered.apply(theirs, overlapping, counts)
      } else {
        const [net, writer, table] = [nets.get(step.table), this.#writers[step.table], this.#schema.tables[step.table]]
        if (net && writer && table) await run.step(step, net, writer, table, overlapping)
        count(counts, step, net)
      }
    }
    await run.finish()
  }
}

/** The sets of one piece on their way: what can go without waiting does. */
class StepRun {
  readonly #client: pg.Client
  readonly #names: StatementNames
  #pipeline: Pipeline | undefined

  constructor(client: pg.Client, names: StatementNames) {
    this.#client = client
    this.#names = names
  }

  async step(
    { kind, table: place }: Exclude<Step, { readonly kind: 'ordered' }>,
    net: NetChanges,
    writer: SetWriter,
    table: ApplyTable,
    overlapping: boolean,
  ): Promise<void> {
    if (kind === 'insert' && !overlapping) {
      await this.finish()
      await copyRows(this.#client, table, place, net.inserts)
      return
    }
    this.#pipeline ??= await Pipeline.open(this.#client, this.#names)
    if (kind === 'delete') writer.delete(this.#pipeline, net.deletes, !overlapping)
    else if (kind === 'update') writer.update(this.#pipeline, net.updates, net.changed)
    else writer.upsert(this.#pipeline, net.inserts)
  }

  async finish(): Promise<void> {
    const pipeline = this.#pipeline
    this.#pipeline = undefined
    await pipeline?.finish()
  }
}

/** Per table that has changes, what is left of them; null: only their order tells. */
function gathered(
  changes: readonly PlacedChange[],
  { tables }: ApplySchema,
  overlapping: boolean,
): ReadonlyMap<number, NetChanges | null> {
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
      return [place, net && withTable(overlapping ? overwriting(net) : net, tables[place], overlapping)]
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

function count(counts: Counts, step: Step, net: NetChanges | null | undefined): void {
  if (!net) return
  if (step.kind === 'delete') counts.deleted += net.deletes.length
  else if (step.kind === 'update') counts.updated += net.updates.length
  else counts.inserted += net.inserts.length
}
