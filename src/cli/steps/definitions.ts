import type { ConvertOptions } from '../../convert/options.js'
import { type Conversion, convert } from '../../convert/pipeline.js'
import { NotCarried } from '../../convert/redefine/not-carried.js'
import { type Redefinition, redefine } from '../../convert/redefine/redefine.js'
import { isSame } from '../../convert/redefine/values.js'
import type { TableShape } from '../../core/data/changes.js'
import type { ColumnProfile } from '../../core/data/profile.js'
import type {
  DefinitionHistory,
  DefinitionReader,
  DefinitionStep,
  LoggedDefinition,
} from '../../core/dialect/definitions.js'
import type { Dialect, EmittedStatement, Emitter } from '../../core/dialect/dialect.js'
import { OperationError } from '../../core/findings/operation-error.js'
import { type ObjectId, objectId, type PartId, qname } from '../../core/ir/names.js'
import type { Catalog } from '../../core/ir/schema.js'
import type { MappingDecisions } from '../../core/mapping/decisions.js'
import type { Mapping, TableMapping } from '../../core/mapping/mapping.js'
import { withComputedValues } from '../../load/computed-columns.js'
import type { Carried, CarryManner, Definitions, Followed, ReadableDefinition } from '../../replicate/request.js'
import { decide } from '../../table-mapping/decide.js'
import type { TableMappingRules } from '../../table-mapping/read.js'
import type { TaskPlan } from './task-plan.js'

/** What a task keeps so that it knows how its tables were defined at the place where it stands. */
export interface KeptDefinitions {
  /** As the source said when the task began; text of its dialect. */
  readonly base: string
  /** What its log has had since. `before` and `inside`: where, and that rows follow it in its own transaction. */
  readonly log: readonly (LoggedDefinition & { readonly before: string; readonly inside: boolean })[]
  /** The decisions of the first conversion; the same ones hold for all that comes. */
  readonly options: Partial<ConvertOptions>
  readonly profile: readonly (readonly [PartId, ColumnProfile])[]
  readonly rules?: TableMappingRules
  /** Of the target. */
  readonly version: string
}

/** What the target keeps of a task beside its checkpoint. */
export type Memo = Pick<TaskPlan, 'identity' | 'rules' | 'mapping' | 'leftOut' | 'actingKeys' | 'definitions'>

export interface TaskDefinitionsOptions {
  readonly from: Dialect
  readonly to: Dialect
  readonly plan: TaskPlan
  /** Makes what may be there already, where it is not. */
  readonly make: (statements: readonly EmittedStatement[], signal: AbortSignal) => Promise<void>
  /** The plan is another one now. */
  readonly keep: (plan: Partial<TaskPlan>) => void
  /** The definitions as the source says now. */
  readonly current: (reader: DefinitionReader, signal?: AbortSignal) => Promise<string>
  /** The error that says that they are not those of the plan. */
  readonly changed: () => Error
}

/** Follows the definitions of a task's tables, by the conversion that made them. */
export class TaskDefinitions implements Definitions {
  readonly #options: TaskDefinitionsOptions
  readonly #reader: DefinitionReader
  readonly #emitter: Emitter
  #plan: TaskPlan
  /** Where the task stands, as far as it was read already: a log of many changes is read once. */
  #now: Standpoint | undefined
  /** Where it will stand when the target has the memo. */
  #next: (Standpoint & { readonly memo: string }) | undefined

  private constructor(options: TaskDefinitionsOptions, reader: DefinitionReader, emitter: Emitter) {
    this.#options = options
    this.#reader = reader
    this.#emitter = emitter
    this.#plan = options.plan
  }

  /** Undefined: one of the engines cannot follow definitions, or they are not known. */
  static async open(options: TaskDefinitionsOptions): Promise<TaskDefinitions | undefined> {
    const reader = await options.from.definitions?.()
    const emitter = await options.to.emitter?.()
    if (!reader || !emitter?.alter || !options.plan.definitions) return undefined
    return new TaskDefinitions(options, reader, emitter)
  }

  async begun(signal: AbortSignal): Promise<void> {
    const now = await this.#options.current(this.#reader, signal)
    if (now !== this.#plan.definitions?.base) throw this.#options.changed()
  }

  /** The conversion of the definitions as they are where the task stands. */
  async conversion(): Promise<Conversion | undefined> {
    return (await this.#standpoint())?.conversion
  }

  async #standpoint(): Promise<Standpoint | undefined> {
    if (this.#now) return this.#now
    const history = historyOf(this.#plan, this.#reader)
    if (!history) return undefined
    this.#now = { history, conversion: await this.#convert(history.catalog, history) }
    return this.#now
  }

  restore(memo: string | null): Followed {
    if (memo !== null) this.#take(memo)
    return followedBy(this.#plan, historyOf(this.#plan, this.#reader))
  }

  carried(memo: string): Followed {
    this.#now = this.#next?.memo === memo ? this.#next : undefined
    this.#take(memo)
    return followedBy(this.#plan, this.#now?.history ?? historyOf(this.#plan, this.#reader))
  }

  read(memo: string): Followed {
    const known: Memo = JSON.parse(memo)
    return followedBy(known, historyOf(known, this.#reader))
  }

  #take(memo: string): void {
    const known: Memo = JSON.parse(memo)
    this.#plan = { ...this.#plan, ...known }
    this.#options.keep(known)
  }

  async carry(change: ReadableDefinition, how: CarryManner, signal: AbortSignal): Promise<Carried> {
    const kept = this.#plan.definitions
    const { byHand } = how
    const standpoint = await this.#standpoint()
    if (!kept || !standpoint) return { kind: 'stop', reason: 'how the tables were defined is not known' }
    const { history, conversion: first } = standpoint
    // The history goes on from here: of what it was, only the log tells.
    this.#now = undefined
    try {
      this.#mustBeOurs(first)
      const effect = history.apply({ ...change, seenTo: byHand })
      if (effect.kind === 'refused') throw new NotCarried(effect.reason)
      const found = byHand
        ? await this.#byHand(effect.steps, history)
        : await this.#redefined(first, effect.steps, history, how.withoutKeys)
      if (!byHand) await this.#options.make(found.needs, signal)
      const { schema, sql, modes, before, position } = change
      const entry = {
        schema,
        sql,
        before,
        inside: before === position,
        ...(modes ? { modes } : {}),
        ...(byHand ? { seenTo: true } : {}),
      }
      const definitions = { ...kept, log: [...kept.log, entry] }
      const memo = this.#memo(mappingOf(found, this.#plan.mapping), definitions)
      const statements = byHand ? [] : this.#printed(found)
      this.#next = { memo, history, conversion: found.conversion }
      return { kind: 'define', statements, memo, renamed: namesIn(found), findings: byHand ? [] : found.findings }
    } catch (error) {
      if (!(error instanceof NotCarried)) throw error
      return byHand ? this.#unknown() : { kind: 'stop', reason: error.message }
    }
  }

  /** Nobody can tell from here on how the tables are defined but the source, which only knows how they are now. */
  #unknown(): Carried {
    return {
      kind: 'define',
      statements: [],
      memo: this.#memo(this.#plan.mapping, null),
      renamed: new Map(),
      findings: [],
    }
  }

  #memo(mapping: Mapping, definitions: KeptDefinitions | null): string {
    const { identity, rules, leftOut, actingKeys } = this.#plan
    const begun = { ...(identity === undefined ? {} : { identity }), ...(rules === undefined ? {} : { rules }) }
    const memo: Memo = { ...begun, mapping, leftOut, actingKeys, definitions }
    return JSON.stringify(memo)
  }

  #redefined(
    first: Conversion,
    steps: readonly DefinitionStep[],
    history: DefinitionHistory,
    withoutKeys: readonly string[],
  ): Promise<Redefinition> {
    return redefine(first, steps, {
      convert: (catalog) => this.#convert(catalog, history),
      followed: followedIn(this.#plan.mapping),
      leftOut: new Set(this.#plan.leftOut),
      withoutKeys: new Set(withoutKeys.map((name) => `table:${name}` as ObjectId)),
    })
  }

  /** Whatever it takes to get there: the target is as the last step says. */
  async #byHand(steps: readonly DefinitionStep[], history: DefinitionHistory): Promise<Redefinition> {
    let followed = followedIn(this.#plan.mapping)
    const renamed = new Map<ObjectId, ObjectId>()
    for (const { renames } of steps) {
      if (!renames) continue
      followed = new Set([...followed].map((id) => (id === renames.from ? renames.to : id)))
      renamed.set(renames.from, renames.to)
    }
    const conversion = await this.#convert(history.catalog, history)
    return { conversion, followed, withoutKeys: new Set(), renamed, needs: [], alterations: [], findings: [] }
  }

  #printed({ conversion, alterations }: Redefinition): readonly string[] {
    const text = this.#emitter.alter?.(conversion.target, alterations)
    if (text?.kind !== 'statements') throw new NotCarried(`the target has no words for it (${text?.reason})`)
    return text.statements
  }

  /** What the conversion makes of the definitions that we know must be what the target was made by. */
  #mustBeOurs({ mapping }: Conversion): void {
    const made = new Map(withComputedValues(mapping).tables.map((table) => [idOf(table), table]))
    const other = this.#plan.mapping.tables.find((table) => !isSame(made.get(idOf(table)), table))
    if (other) throw new NotCarried(`the definition of ${other.source.table} is not the one with which it was made`)
  }

  #convert(source: Catalog, { sources }: DefinitionHistory): Promise<Conversion> {
    const { from, to } = this.#options
    const { options: chosen = {}, profile = [], version = '', rules } = this.#plan.definitions ?? {}
    const options = rules ? { ...chosen, decisions: decidedNow(rules, source) } : chosen
    return convert({
      ...{ source, sources, statements: [], findings: [], from, to, options },
      ...{ targetVersion: to.parseVersion(version), profile: new Map(profile) },
    })
  }
}

/** Rules that no longer fit (a column that an expression names is gone) are no reason to fail, but to stop in front of the change. */
function decidedNow(rules: TableMappingRules, source: Catalog): MappingDecisions {
  try {
    return decide(rules, source)
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    const { rule = '?', problem = error.message } = error.data
    throw new NotCarried(`rule ${rule} of the mapping does not fit it: ${problem}`)
  }
}

const namesIn = ({ renamed }: Redefinition): ReadonlyMap<string, string> =>
  new Map([...renamed].map(([from, to]) => [from.replace(/^table:/, ''), to.replace(/^table:/, '')]))

interface Standpoint {
  readonly history: DefinitionHistory
  readonly conversion: Conversion
}

type Known = Pick<TaskPlan, 'mapping' | 'definitions'>

export function historyOf({ definitions: kept }: Known, reader: DefinitionReader): DefinitionHistory | undefined {
  if (!kept) return undefined
  const history = reader.open(kept.base)
  for (const change of kept.log) history.apply(change)
  return history
}

export function followedBy(known: Known, history: DefinitionHistory | undefined): Followed {
  const { tables } = known.mapping
  const last = known.definitions?.log.at(-1)
  const shapes = history && shapesOf(tables, history.catalog)
  return {
    ...{ tables, ...(shapes ? { shapes } : {}) },
    ...(last?.inside ? { done: { before: last.before, sql: last.sql } } : {}),
  }
}

export const idOf = ({ source }: TableMapping): ObjectId => objectId('table', qname(source.schema, source.table))

const followedIn = ({ tables }: Mapping): ReadonlySet<ObjectId> => new Set(tables.map(idOf))

function mappingOf({ conversion, followed }: Redefinition, before: Mapping): Mapping {
  const { tables, sequences } = withComputedValues(conversion.mapping)
  const others = before.sequences.filter(({ source }) => source.kind === 'sequence')
  const own = sequences.filter(
    ({ source }) => source.kind === 'identity' && followed.has(objectId('table', qname(source.schema, source.table))),
  )
  return { tables: tables.filter((table) => followed.has(idOf(table))), sequences: [...own, ...others] }
}

function shapesOf(tables: readonly TableMapping[], catalog: Catalog): readonly TableShape[] | undefined {
  const objects = new Map(catalog.schemas.flatMap(({ objects }) => objects.map((each) => [each.id, each] as const)))
  const shapes = tables.flatMap((table): readonly TableShape[] => {
    const found = objects.get(idOf(table))
    if (found?.kind !== 'table') return []
    return [{ columns: found.columns.map(({ name, type }) => ({ name: name.text, type: type.logical })) }]
  })
  return shapes.length === tables.length ? shapes : undefined
}
