import { NotCarried } from '../../convert/redefine/not-carried.js'
import { type OwnChange, ownChange } from '../../convert/redefine/own-words.js'
import { isSame } from '../../convert/redefine/values.js'
import type { DefinitionEffect, DefinitionReader, OwnDefinitions } from '../../core/dialect/definitions.js'
import { type ObjectId, objectId, qname, wholeOf } from '../../core/ir/names.js'
import type { Catalog, ServerVersion } from '../../core/ir/schema.js'
import type { Mapping, TableMapping } from '../../core/mapping/mapping.js'
import type { Carried, CarryManner, Definitions, Followed, ReadableDefinition } from '../../replicate/request.js'
import { decide } from '../../table-mapping/decide.js'
import { followedBy, historyOf, idOf, type KeptDefinitions, type Memo } from './definitions.js'
import type { TaskPlan } from './task-plan.js'

export interface OwnDefinitionsOptions {
  readonly reader: DefinitionReader
  readonly own: OwnDefinitions
  readonly plan: TaskPlan
  readonly targetVersion: ServerVersion
  /** The plan is another one now. */
  readonly keep: (plan: Partial<TaskPlan>) => void
  /** The definitions as the source says now. */
  readonly current: (reader: DefinitionReader, signal?: AbortSignal) => Promise<string>
  /** The error that says that they are not those of the plan. */
  readonly changed: () => Error
}

/** Follows definitions between two servers of one engine: a statement of the log is run on the target as it stands. */
export class OwnEngineDefinitions implements Definitions {
  readonly #options: OwnDefinitionsOptions
  #plan: TaskPlan

  constructor(options: OwnDefinitionsOptions) {
    this.#options = options
    this.#plan = options.plan
  }

  async begun(signal: AbortSignal): Promise<void> {
    const { reader, current, changed } = this.#options
    if ((await current(reader, signal)) !== this.#plan.definitions?.base) throw changed()
  }

  restore(memo: string | null): Followed {
    return memo === null ? this.#followed(this.#plan) : this.carried(memo)
  }

  read(memo: string): Followed {
    return this.#followed(JSON.parse(memo))
  }

  carried(memo: string): Followed {
    const known: Memo = JSON.parse(memo)
    this.#plan = { ...this.#plan, ...known }
    this.#options.keep(known)
    return this.#followed(known)
  }

  #followed(known: Pick<Memo, 'mapping' | 'definitions'>): Followed {
    return followedBy(known, historyOf(known, this.#options.reader))
  }

  async carry(change: ReadableDefinition, { byHand }: CarryManner): Promise<Carried> {
    const { reader } = this.#options
    const kept = this.#plan.definitions
    const history = historyOf(this.#plan, reader)
    if (!kept || !history) return { kind: 'stop', reason: 'how the tables were defined is not known' }
    const before = history.catalog
    try {
      this.#mustBeOurs(before)
      const found = this.#meaning(before, history.apply({ ...change, seenTo: byHand }), byHand)
      const mapping = this.#mappingBehind(history.catalog, found)
      const memo = JSON.stringify(this.#memo(mapping, withEntry(kept, change, byHand)))
      const renamed = new Map([...found.renamed].map(([from, to]) => [nameOf(from), nameOf(to)]))
      const touches = byHand ? [] : this.#touched(found, mapping)
      const isRun = touches.length > 0 || (found.ofSchemas && !byHand)
      const statements = isRun ? this.#statements(change, before.version) : []
      return { kind: 'define', statements, touches, memo, renamed, findings: [] }
    } catch (error) {
      if (!(error instanceof NotCarried)) throw error
      return { kind: 'stop', reason: error.message }
    }
  }

  #meaning(before: Catalog, effect: DefinitionEffect, seenTo: boolean): OwnChange {
    if (effect.kind === 'refused') throw new NotCarried(effect.reason)
    return ownChange(before, effect.steps, seenTo)
  }

  #statements(change: ReadableDefinition, { major, minor }: ServerVersion): readonly string[] {
    const { own, targetVersion } = this.#options
    const sameVersion = major === targetVersion.major && minor === targetVersion.minor
    const found = own.statements(change, { sameVersion })
    if ('refused' in found) throw new NotCarried(found.refused)
    return found
  }

  /** Those on the target; a statement that is of others too cannot be run there as it stands. */
  #touched({ touches, made, renamed }: OwnChange, mapping: Mapping) {
    const ids = new Set([...this.#plan.mapping.tables, ...mapping.tables].map(idOf))
    const followed = (id: ObjectId): boolean =>
      ids.has(id) || [...renamed].some(([from, to]) => to === id && ids.has(from))
    const ours = touches.filter(({ id }) => followed(id))
    if (ours.length > 0 && ours.length < touches.length)
      throw new NotCarried('it is of tables too that are not followed')
    const schemas = new Set(this.#plan.mapping.tables.map(({ source }) => source.schema))
    if (ours.some(({ name }) => !schemas.has(name.schema))) throw new NotCarried('a table goes to another schema')
    const filtered = this.#plan.mapping.tables.find(
      (table) => table.filter && ours.some(({ id }) => id === idOf(table)),
    )
    if (filtered && !made.includes(idOf(filtered)))
      throw new NotCarried('rows of the table are filtered by its columns')
    return ours.map(({ name }) => name)
  }

  /** New tables are followed, unless the rules of the task leave them out. */
  #mappingBehind(after: Catalog, { made, renamed }: OwnChange): Mapping {
    const { mapping, definitions } = this.#plan
    const left = definitions?.rules ? decide(definitions.rules, after).left : new Set()
    const followed = new Set([
      ...mapping.tables.map((table) => renamed.get(idOf(table)) ?? idOf(table)),
      ...made.filter((id) => !left.has(wholeOf(id))),
    ])
    const old = new Map(mapping.tables.map((table) => [renamed.get(idOf(table)) ?? idOf(table), table]))
    const own = this.#options.own.mapping(after)
    const others = mapping.sequences.filter(({ source }) => source.kind === 'sequence')
    const counters = own.sequences.filter(
      ({ source }) => source.kind === 'identity' && followed.has(objectId('table', qname(source.schema, source.table))),
    )
    return {
      tables: own.tables
        .filter((table) => followed.has(idOf(table)))
        .map((table) => ({ ...chosen(old.get(idOf(table))), ...table })),
      sequences: [...counters, ...others],
    }
  }

  /** What the definitions that we know mean must be what the target was made by. */
  #mustBeOurs(before: Catalog): void {
    const made = new Map(this.#options.own.mapping(before).tables.map((table) => [idOf(table), table]))
    const other = this.#plan.mapping.tables.find((table) => !isSame(made.get(idOf(table))?.columns, table.columns))
    if (other) throw new NotCarried(`the definition of ${other.source.table} is not the one with which it was made`)
  }

  #memo(mapping: Mapping, definitions: KeptDefinitions): Memo {
    const { identity, rules, leftOut, actingKeys } = this.#plan
    const begun = { ...(identity === undefined ? {} : { identity }), ...(rules === undefined ? {} : { rules }) }
    return { ...begun, mapping, leftOut, actingKeys, definitions }
  }
}

const nameOf = (id: ObjectId): string => id.replace(/^table:/, '')

/** What was decided of a table, whatever its definition. */
const chosen = (table: TableMapping | undefined): Partial<TableMapping> => ({
  ...(table?.filter ? { filter: table.filter } : {}),
  ...(table?.loadOrder === undefined ? {} : { loadOrder: table.loadOrder }),
})

const withEntry = (kept: KeptDefinitions, change: ReadableDefinition, seenTo: boolean): KeptDefinitions => {
  const { schema, sql, modes, before, position } = change
  const entry = { schema, sql, before, inside: before === position }
  const more = { ...(modes ? { modes } : {}), ...(seenTo ? { seenTo } : {}) }
  return { ...kept, log: [...kept.log, { ...entry, ...more }] }
}
