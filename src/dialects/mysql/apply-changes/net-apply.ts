import { gather, missing, type Nets, type SetStep, worksOf } from '../../../core/changes/gathered.js'
import type { NetChanges } from '../../../core/changes/net.js'
import { lookThrough, type PlacedChange } from '../../../core/changes/placed.js'
import { planSteps } from '../../../core/changes/steps.js'
import type { StatementConnection } from '../statement-connection.js'
import { AlikeWriter } from './alike-writer.js'
import type { OrderedApply } from './ordered.js'
import { type SetRules, SetWriter } from './set-writer.js'
import type { StatementRun } from './statement-run.js'
import type { ApplySchema, ApplyTable } from './tables.js'

/** Below this many changes one statement each is as fast as sets. */
const fewChanges = 16

/**
 * Applies what is left of changes when those of each row are gathered, in sets. When it rejects, the place of the fault is
 * not known: the same changes have to be tried one by one.
 */
export class NetApply {
  readonly #schema: ApplySchema
  readonly #ordered: OrderedApply
  readonly #writers: readonly SetWriter[]
  /** Of tables without a key. */
  readonly #alike: readonly (AlikeWriter | null)[]

  constructor(connection: StatementConnection, schema: ApplySchema, ordered: OrderedApply, rules: SetRules) {
    this.#schema = schema
    this.#ordered = ordered
    this.#writers = schema.tables.map((table) => new SetWriter(table, rules))
    this.#alike = schema.tables.map((table, place) =>
      table.key ? null : new AlikeWriter(connection, table, schema.cascaded.has(place)),
    )
  }

  async apply(run: StatementRun, changes: readonly PlacedChange[], overlapping: boolean): Promise<void> {
    if (changes.length < fewChanges && !this.looksThrough(changes))
      await this.#ordered.apply(run, changes, { overlapping, alone: false })
    else await this.#sets(run, changes, overlapping, this.#gathered(changes, overlapping))
  }

  /** Only the tables without a key; all others in the order of their changes. */
  applyAlike(run: StatementRun, changes: readonly PlacedChange[], overlapping: boolean): Promise<void> {
    const nets = [...this.#gathered(changes, overlapping)].map(
      ([place, net]) => [place, this.#alike[place] ? net : null] as const,
    )
    return this.#sets(run, changes, overlapping, new Map(nets))
  }

  looksThrough(changes: readonly PlacedChange[]): boolean {
    return lookThrough(changes, (table) => !this.#alike[table])
  }

  #gathered(changes: readonly PlacedChange[], overlapping: boolean): Nets {
    const { tables } = this.#schema
    return gather(changes, tables, overlapping, (net, place) =>
      fits(net, this.#schema, place, overlapping) ? net : null,
    )
  }

  async #sets(run: StatementRun, changes: readonly PlacedChange[], overlapping: boolean, nets: Nets): Promise<void> {
    const { tables, references } = this.#schema
    for (const step of planSteps(worksOf(nets, tables, overlapping), references)) {
      if (step.kind !== 'ordered') await this.#step(run, step, nets.get(step.table) ?? missing(step), overlapping)
      else {
        const theirs = changes.filter(({ change }) => step.tables.includes(change.table))
        await this.#ordered.apply(run, theirs, { overlapping, alone: false })
      }
    }
  }

  async #step(run: StatementRun, step: SetStep, net: NetChanges, overlapping: boolean): Promise<void> {
    const writer = this.#writers[step.table] ?? missing(step)
    const key = this.#schema.tables[step.table]?.key
    if (step.kind === 'insert' && !overlapping) return writer.insert(run, net.inserts)
    const alike = this.#alike[step.table]
    if (alike && step.kind === 'delete') return alike.delete(run, net.deletes)
    if (!key) missing(step)
    if (step.kind === 'delete') return writer.delete(run, net.deletes, key, !overlapping)
    if (step.kind === 'update') return writer.update(run, net.updates, net.changed, key)
    return writer.upsert(run, net.inserts, key)
  }
}

/** Whether the table's own nature allows sets for these changes. */
function fits(net: NetChanges, schema: ApplySchema, place: number, overlapping: boolean): boolean {
  const table = schema.tables[place]
  // The engine looks at each row of a statement: among rows that refer to each other only the order of the source is sure.
  if (!table || schema.refersToItself.has(place)) return false
  if (!table.key) return !overlapping && (!net.hadDeletes || isAloneIn(table, place, schema))
  // Rows that are written over are found by whichever unique index they meet first.
  return !overlapping || (table.keyIsExact && !table.hasOtherUniques)
}

/** An update of a row without a key is a delete and an insert: then nothing else may hang on the row, or be in it. */
const isAloneIn = ({ complete }: ApplyTable, place: number, { references }: ApplySchema): boolean =>
  complete && !references.some(({ parent }) => parent === place)
