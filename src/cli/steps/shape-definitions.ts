import type { ShapeReader } from '../../core/dialect/definitions.js'
import type { Endpoint } from '../../core/dialect/endpoint.js'
import type { Mapping, TableMapping } from '../../core/mapping/mapping.js'
import type { Carried, CarryManner, Definitions, Followed, ReadableDefinition } from '../../replicate/request.js'
import type { TaskPlan } from './task-plan.js'

/** What a task keeps of its tables when the log of their engine has no statements. */
export interface KeptShapes {
  /** As the source said; text of its dialect. */
  readonly tables: string
  /** Where the log told of the last change, and which tables were changed there. */
  readonly last?: { readonly before: string; readonly tables: readonly string[] }
}

/** What the target keeps of a task beside its checkpoint. */
type Memo = Pick<TaskPlan, 'identity' | 'rules' | 'mapping' | 'leftOut' | 'actingKeys' | 'shapes'>

export interface ShapeDefinitionsOptions {
  readonly reader: ShapeReader
  readonly source: Endpoint
  readonly plan: TaskPlan
  readonly shapes: KeptShapes
  /** The plan is another one now. */
  readonly keep: (plan: Partial<TaskPlan>) => void
  /** The error that says that the tables are not those of the plan. */
  readonly changed: () => Error
}

/** Follows the shapes of a task's tables between two servers of one engine, which have the same names. */
export class ShapeDefinitions implements Definitions {
  readonly #options: ShapeDefinitionsOptions
  #plan: TaskPlan
  #shapes: KeptShapes

  constructor(options: ShapeDefinitionsOptions) {
    this.#options = options
    this.#plan = options.plan
    this.#shapes = options.shapes
  }

  async begun(signal: AbortSignal): Promise<void> {
    const { reader, source, changed } = this.#options
    const now = await reader.keep(source, this.#plan.mapping.tables, signal)
    if (now !== this.#shapes.tables) throw changed()
  }

  restore(memo: string | null): Followed {
    return memo === null ? this.#followed(this.#plan) : this.carried(memo)
  }

  read(memo: string): Followed {
    return this.#followed(JSON.parse(memo))
  }

  #followed({ mapping: { tables }, shapes = this.#options.shapes }: Pick<Memo, 'mapping' | 'shapes'>): Followed {
    return { tables, shapes: this.#options.reader.shapes(shapes.tables, tables) }
  }

  carried(memo: string): Followed {
    const known: Memo = JSON.parse(memo)
    this.#plan = { ...this.#plan, ...known }
    this.#shapes = known.shapes ?? this.#shapes
    this.#options.keep(known)
    return this.#followed(known)
  }

  async carry({ described, before }: ReadableDefinition, how: CarryManner, signal: AbortSignal): Promise<Carried> {
    const { reader, source } = this.#options
    if (!described) return { kind: 'stop', reason: 'the log does not tell what became of its rows' }
    const name = `${described.schema}.${described.table}`
    const here = this.#shapes.last?.before === before ? this.#shapes.last.tables : []
    // Its transaction is read again from the beginning, where the table is as it was.
    if (here.includes(name)) return { kind: 'stop', reason: 'its rows are of several shapes in one transaction' }
    const mapped = this.#plan.mapping.tables.find(({ source: at }) => `${at.schema}.${at.table}` === name)
    if (mapped?.filter) return { kind: 'stop', reason: 'its rows are filtered by columns that it had' }
    const seenTo = how.byHand
    const effect = await reader.compare(source, this.#shapes.tables, described, { seenTo, signal })
    if (effect.kind === 'refused') return { kind: 'stop', reason: effect.reason }
    const { statements, kept, table } = effect
    const shapes = { tables: kept, last: { before, tables: [...here, name] } }
    const { identity, rules, mapping, leftOut, actingKeys } = this.#plan
    const begun = { ...(identity === undefined ? {} : { identity }), ...(rules === undefined ? {} : { rules }) }
    const memo: Memo = { ...begun, mapping: withTable(mapping, table), leftOut, actingKeys, shapes }
    return { kind: 'define', statements, memo: JSON.stringify(memo), renamed: new Map(), findings: [] }
  }
}

/** What was decided of its rows stays. */
function withTable(mapping: Mapping, made: TableMapping): Mapping {
  const isIt = ({ source }: TableMapping): boolean =>
    source.schema === made.source.schema && source.table === made.source.table
  return { ...mapping, tables: mapping.tables.map((table) => (isIt(table) ? { ...table, ...made } : table)) }
}
