import {
  dotted,
  type Ident,
  ident,
  noOrigin,
  type ObjectId,
  type Origin,
  objectId,
  type QName,
} from '../../../../core/ir/names.js'
import type {
  CollationObject,
  Column,
  KeptStatement,
  Option,
  Schema,
  SchemaObject,
  Sequence,
  Table,
} from '../../../../core/ir/schema.js'
import type { LowerContext, NamedColumn, NamedDomain, UserType } from '../context.js'
import type { PendingTrigger } from '../programs/catalog.js'
import type { PendingRoutine } from '../programs/routine.js'

/** A counter as the script knows it: which column owns it, and how far it has come. */
export interface SequenceState {
  readonly sequence: Sequence
  readonly ownedBy?: { readonly table: QName; readonly column: string }
}

/** Objects as the statements read so far have made them, each under its kind and name. Grows and changes with the script. */
export class CatalogState {
  readonly #objects = new Map<ObjectId, SchemaObject>()
  readonly #schemas = new Map<string, { readonly name: Ident; readonly options: Option[] }>()
  readonly sequences = new Map<string, SequenceState>()
  /** Columns that number their rows, by the name of the sequence behind them. */
  readonly identities = new Map<string, { readonly table: QName; readonly column: string }>()
  readonly types = new Map<string, UserType>()
  /** What views give. */
  readonly viewColumns = new Map<string, readonly NamedColumn[]>()
  /** Tables that are parts of others, by name; the value is the name of the parent. */
  readonly parents = new Map<string, string>()
  /** Keys and indexes of partitions, until they are found to belong to those of the parent. */
  readonly partitionParts = new Map<string, { readonly partition: string; readonly option: Option }>()

  /** Programs that are read when the whole script is known. */
  readonly routines = new Map<ObjectId, PendingRoutine>()
  readonly triggers = new Map<ObjectId, PendingTrigger>()

  /** What a target of the same engine is told in the words of the script. */
  readonly kept: KeptStatement[] = []

  keep(text: string, { whole, searchPath }: Pick<LowerContext, 'whole' | 'searchPath'>): void {
    this.kept.push({
      text,
      origin: whole,
      ...(searchPath === undefined ? {} : { session: { search_path: searchPath } }),
    })
  }

  addSchema(name: string): void {
    if (!this.#schemas.has(name)) this.#schemas.set(name, { name: ident(name), options: [] })
  }

  /** False: there is one of that kind and name already. */
  add(object: SchemaObject): boolean {
    if (this.#objects.has(object.id)) return false
    this.#objects.set(object.id, object)
    this.addSchema(object.name.schema?.text ?? '')
    return true
  }

  replace(object: SchemaObject): void {
    this.#objects.set(object.id, object)
  }

  /** Under another name, at the same place. */
  rename(from: ObjectId, to: SchemaObject): void {
    const kept = [...this.#objects].map(([id, object]) =>
      id === from ? ([to.id, to] as const) : ([id, object] as const),
    )
    this.#objects.clear()
    for (const [id, object] of kept) this.#objects.set(id, object)
  }

  remove(id: ObjectId): boolean {
    return this.#objects.delete(id)
  }

  get(id: ObjectId): SchemaObject | undefined {
    return this.#objects.get(id)
  }

  table(name: QName): Table | undefined {
    const found = this.#objects.get(objectId('table', name))
    return found?.kind === 'table' ? found : undefined
  }

  collation(name: QName): CollationObject | undefined {
    const found = this.#objects.get(objectId('collation', name))
    return found?.kind === 'collation' ? found : undefined
  }

  /** Any object of the name that rows can be read from. */
  relation(name: QName): SchemaObject | undefined {
    return this.#objects.get(objectId('table', name)) ?? this.#objects.get(objectId('view', name))
  }

  hasTriggers(name: QName, event: 'insert' | 'update' | 'delete'): boolean {
    return [...this.triggers.values()].some(
      ({ trigger }) =>
        key(trigger.table) === key(name) && trigger.events.includes(event) && this.#objects.has(trigger.id),
    )
  }

  /** Columns of a table or view, for the queries that read it. */
  columnsOf(name: QName): readonly NamedColumn[] | undefined {
    const columns = this.table(name)?.columns.map(({ name: own, type }): NamedColumn => {
      const domain = type.made === undefined ? undefined : this.#domain(type.made)
      return { name: own.text, type: type.logical, ...(domain ? { domain } : {}) }
    })
    return columns ?? this.viewColumns.get(key(name))
  }

  #domain(id: ObjectId): NamedDomain | undefined {
    const name = this.#objects.get(id)?.name
    const type = name && this.types.get(key(name))
    return name && type?.kind === 'domain' ? { name, type } : undefined
  }

  changeTable(name: QName, change: (table: Table) => Table): boolean {
    const table = this.table(name)
    if (table) this.replace(change(table))
    return table !== undefined
  }

  /** The table that has the index, and its place there. */
  findIndex(schema: string, name: string): Table | undefined {
    return this.all.find(
      (object): object is Table =>
        object.kind === 'table' &&
        object.name.schema?.text === schema &&
        object.indexes.some((index) => index.name?.text === name),
    )
  }

  get all(): readonly SchemaObject[] {
    return [...this.#objects.values()]
  }

  get schemas(): readonly Schema[] {
    const bySchema = new Map<string, SchemaObject[]>()
    for (const object of this.all) {
      const name = object.name.schema?.text ?? ''
      const list = bySchema.get(name)
      if (list) list.push(object)
      else bySchema.set(name, [object])
    }
    return [...this.#schemas].flatMap(([name, { name: own, options }]) => {
      const objects = bySchema.get(name) ?? []
      // Every server begins with this schema, whether or not anything stands in it.
      return objects.length === 0 && name === 'public' ? [] : [{ name: own, objects, options }]
    })
  }
}

export const option = (name: string, value: string, origin: Origin = noOrigin): Option => ({
  key: `postgres.${name}`,
  value,
  origin,
})

export const mapColumn = (table: Table, name: string, change: (column: Column) => Column): Table => ({
  ...table,
  columns: table.columns.map((column) => (column.name.text === name ? change(column) : column)),
})

export const key = (name: QName): string => dotted(name)
