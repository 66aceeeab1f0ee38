import type { EmittedStatement } from '../core/dialect/dialect.js'
import type { DeclaredType } from '../core/ir/declared-type.js'
import { dotted, noOrigin, type ObjectId, wholeOf } from '../core/ir/names.js'
import type { Param, Program } from '../core/ir/program.js'
import type { Query } from '../core/ir/query.js'
import type { Catalog, Routine, SchemaObject, Table, Trigger, View } from '../core/ir/schema.js'
import type { LogicalType } from '../core/ir/types.js'
import type { Mapping, SequenceMapping, TableMapping } from '../core/mapping/mapping.js'
import type { CodeHazards, SideNames } from '../core/prove/runner.js'
import { CodeIndex, type Reach, ReachFinder } from './code/closure.js'
import type { RowEvent } from './code/effects.js'

export interface PlanInput {
  readonly catalog: Catalog
  readonly mapping: Mapping
  readonly statements: readonly EmittedStatement[]
  readonly hazards: CodeHazards
  readonly allowCommit: boolean
  /** Names asked for, lower case, with or without schema; empty: all. */
  readonly only: readonly string[]
}

/** Something that can be run on both sides. */
export interface Subject {
  readonly id: ObjectId
  readonly kind: 'procedure' | 'function' | 'trigger' | 'view'
  readonly name: string
  readonly schema: string
  readonly names: SideNames
  /** What is called on the target, where that is not what the source calls. */
  readonly targetForm?: 'function' | 'procedure'
  readonly program: Program
  readonly params: readonly { readonly param: Param; readonly type: LogicalType }[]
  readonly returns?: LogicalType
  readonly trigger?: { readonly table: Table; readonly mapping: TableMapping; readonly events: readonly RowEvent[] }
  readonly reach: Reach
  /** Tables that it may change. */
  readonly writes: readonly TableMapping[]
  /** Tables that it looks at or changes, and those that rows of them point at. */
  readonly tables: readonly SubjectTable[]
  /** Numbers that its changes draw. */
  readonly numbers: readonly SequenceMapping[]
  /** Columns that number themselves, of all its tables: a great number in one would leave the source none for the next row. */
  readonly numbered: readonly SequenceMapping[]
  readonly results: readonly Query[]
}

export interface SubjectTable {
  readonly table: Table
  readonly mapping: TableMapping
  /** The subject looks at it or changes it by itself. */
  readonly touched: boolean
  /** Tables that change when rows of this one do, itself among them. Undefined: triggers then do what no case may. */
  readonly ripples: readonly TableMapping[] | undefined
  /** The code that such a change sets off. */
  readonly sets: readonly Program[]
}

export type Planned =
  | { readonly subject: Subject }
  | {
      readonly id: ObjectId
      readonly kind: Subject['kind']
      readonly name: string
      readonly notRun: string
      /** It would be run with leave to keep what it does. */
      readonly needsLeave?: true
    }

/** What can be run, and why the rest is not, in the order of the catalogue. */
export function planProof(input: PlanInput): readonly Planned[] {
  const planner = new Planner(input)
  return input.catalog.schemas.flatMap((schema) => schema.objects.flatMap((object) => planner.plan(object)))
}

class Planner {
  readonly #input: PlanInput
  readonly #index: CodeIndex
  readonly #mappings: ReadonlyMap<string, TableMapping>
  readonly #targets = new Map<ObjectId, EmittedStatement>()

  constructor(input: PlanInput) {
    this.#input = input
    this.#index = new CodeIndex(input.catalog, input.hazards)
    this.#mappings = new Map(
      input.mapping.tables.map((table) => [`${table.source.schema}.${table.source.table}`.toLowerCase(), table]),
    )
    const kinds: ReadonlySet<string> = new Set(['function', 'procedure', 'trigger', 'view'])
    const owners = new Map(
      input.catalog.schemas.flatMap((schema) =>
        schema.objects.map((object) => [wholeOf(object.id) as string, object.id] as const),
      ),
    )
    for (const statement of input.statements) {
      if (!kinds.has(statement.kind)) continue
      for (const part of statement.sources) {
        const owner = owners.get(part)
        if (owner !== undefined && !this.#targets.has(owner)) this.#targets.set(owner, statement)
      }
    }
  }

  plan(object: SchemaObject): readonly Planned[] {
    const kind = kindOf(object)
    const name = dotted(object.name)
    if (kind === undefined || !this.#asked(name)) return []
    const skip = (notRun: string, leave: { readonly needsLeave?: true } = {}): readonly Planned[] => [
      { id: object.id, kind, name, notRun, ...leave },
    ]
    const program = programOf(object)
    // The body of a trigger's function is proved with each trigger that runs it.
    if (object.kind === 'routine' && object.ofTriggers) return []
    // The source looks for members under a setting that its sessions do not have by themselves.
    if (object.kind === 'routine' && object.package) return skip('it is a member of a package')
    if (program === undefined) return skip('its body was not read')
    const target = this.#targets.get(object.id)
    if (target === undefined) return skip('nothing was made on the target')
    const schema = object.name.schema?.text ?? ''
    const trigger = object.kind === 'trigger' ? this.#triggerOf(object, schema) : undefined
    if (object.kind === 'trigger' && trigger === undefined) return skip('its table was not migrated')
    const params = program.params.map((param) => ({ param, type: this.#typeOf(param.type, schema) }))
    const untyped = params.find(({ type }) => type === undefined)
    if (untyped) return skip(`parameter ${untyped.param.name.text} is a record, or of a type that is not known`)
    const reach = this.#reachOf(program, schema, trigger)
    const reason = this.#refusal(reach)
    if (reason !== undefined) return skip(reason, reach.outside.length === 0 ? { needsLeave: true } : {})
    const typed = params.flatMap(({ param, type }) => (type === undefined ? [] : [{ param, type }]))
    const returns = program.returns && this.#typeOf(program.returns, schema)
    const own = new Set([...reach.writes, ...reach.reads])
    const tables = this.#withParents([...own]).flatMap((table) => {
      const mapping = this.#mappingOf(table)
      return mapping ? [{ table, mapping, touched: own.has(table), ...this.#ripplesOf(table) }] : []
    })
    const writes = [...reach.writes].flatMap((table) => this.#mappingOf(table) ?? [])
    return [
      {
        subject: {
          ...{ id: object.id, kind, name, schema, program, reach, tables, writes, params: typed },
          names: {
            source: { schema, name: object.name.name.text },
            target: { schema: target.name.schema?.text ?? '', name: target.name.name.text },
          },
          ...(formOf(target, kind) ?? {}),
          ...(returns ? { returns } : {}),
          ...(trigger ? { trigger } : {}),
          numbers: this.#numbersOf(writes),
          numbered: this.#numbersOf(tables.map(({ mapping }) => mapping)),
          results: reach.programs.flatMap((one) => this.#index.effects(one.program).results),
        },
      },
    ]
  }

  /** With the tables that their foreign keys point at: rows that are made up need them. */
  #withParents(tables: readonly Table[]): readonly Table[] {
    const found = new Set(tables)
    for (const table of found)
      for (const constraint of table.constraints) {
        if (constraint.kind !== 'foreignKey' || found.size > 24) continue
        const parent = this.#index.table(constraint.target, table.name.schema?.text ?? '')
        if (parent) found.add(parent)
      }
    return [...found]
  }

  /** What a change of a row sets off, which every case that changes one does too. */
  #ripplesOf(table: Table): Pick<SubjectTable, 'ripples' | 'sets'> {
    const finder = new ReachFinder(this.#index)
    const { writes, commits, outside, programs } = finder
      .change(table, 'insert')
      .change(table, 'update')
      .change(table, 'delete')
      .found()
    const sets = programs.map(({ program }) => program)
    if (commits.length + outside.length > 0) return { ripples: undefined, sets }
    return { ripples: [...writes].flatMap((one) => this.#mappingOf(one) ?? []), sets }
  }

  #asked(name: string): boolean {
    const lower = name.toLowerCase()
    const { only } = this.#input
    return only.length === 0 || only.some((one) => one === lower || lower.endsWith(`.${one}`))
  }

  #triggerOf(trigger: Trigger, schema: string): Subject['trigger'] {
    const table = this.#index.table(trigger.table, schema)
    const mapping = table && this.#mappingOf(table)
    return table && mapping ? { table, mapping, events: trigger.events } : undefined
  }

  #mappingOf(table: Table): TableMapping | undefined {
    return this.#mappings.get(dotted(table.name).toLowerCase())
  }

  #reachOf(program: Program, schema: string, trigger: Subject['trigger']): Reach {
    const finder = new ReachFinder(this.#index).program(program, schema)
    for (const event of trigger?.events ?? []) finder.change(trigger?.table, event)
    return finder.found()
  }

  #refusal(reach: Reach): string | undefined {
    const [outside] = reach.outside
    if (outside !== undefined) return outside
    const [commits] = reach.commits
    if (commits !== undefined && !this.#input.allowCommit)
      return `${commits}; --allow-commit runs it and keeps what it does`
    return undefined
  }

  #numbersOf(writes: readonly TableMapping[]): readonly SequenceMapping[] {
    const names = new Set(writes.map(({ source }) => `${source.schema}.${source.table}`))
    return this.#input.mapping.sequences.filter(
      ({ source }) => source.kind === 'identity' && names.has(`${source.schema}.${source.table}`),
    )
  }

  #typeOf(type: DeclaredType, schema: string): LogicalType | undefined {
    if (type.kind === 'type') return type.type.logical
    if (type.kind !== 'typeOf') return undefined
    const column = type.path.at(-1)?.text.toLowerCase()
    const table = type.path.at(-2)
    if (table === undefined) return undefined
    const found = this.#index.table({ name: table }, schema)
    return found?.columns.find((one) => one.name.text.toLowerCase() === column)?.type.logical
  }
}

/** A function that gives rows may be a procedure on the target. */
function formOf({ kind }: EmittedStatement, own: Subject['kind']): Pick<Subject, 'targetForm'> | undefined {
  const isCalled = kind === 'function' || kind === 'procedure'
  return isCalled && kind !== own ? { targetForm: kind } : undefined
}

function kindOf(object: SchemaObject): Subject['kind'] | undefined {
  switch (object.kind) {
    case 'routine':
      return object.form === 'function' || object.form === 'procedure' ? object.form : undefined
    case 'trigger':
    case 'view':
      return object.kind
    default:
      return undefined
  }
}

function programOf(object: Routine | Trigger | View | SchemaObject): Program | undefined {
  if (object.kind === 'routine' || object.kind === 'trigger') return object.program
  if (object.kind !== 'view' || object.query.kind !== 'query') return undefined
  // A view is a program that selects for its caller.
  return {
    kind: 'program',
    origin: noOrigin,
    params: [],
    characteristics: { modes: [] },
    body: { kind: 'resultSet', origin: noOrigin, query: object.query },
    understood: { statements: 1, opaque: 0 },
  }
}
