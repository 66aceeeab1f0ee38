import { type ObjectId, objectId, type PartId, partId, wholeOf } from '../core/ir/names.js'
import type { Catalog, Schema, SchemaObject, Table } from '../core/ir/schema.js'

/** The catalogue with every object changed; an answer of several objects puts them all in its place. */
export function mapObjects(
  catalog: Catalog,
  change: (object: SchemaObject, schema: Schema) => readonly SchemaObject[],
): Catalog {
  const schemas = catalog.schemas.map((schema) => ({
    ...schema,
    objects: schema.objects.flatMap((object) => change(object, schema)),
  }))
  return { ...catalog, schemas }
}

export const mapTables = (catalog: Catalog, change: (table: Table, schema: Schema) => Table): Catalog =>
  mapObjects(catalog, (object, schema) => [object.kind === 'table' ? change(object, schema) : object])

export const allObjects = (catalog: Catalog): readonly SchemaObject[] =>
  catalog.schemas.flatMap((schema) => schema.objects)

export const allTables = (catalog: Catalog): readonly Table[] =>
  allObjects(catalog).filter((object): object is Table => object.kind === 'table')

export const objectsById = (catalog: Catalog): ReadonlyMap<ObjectId, SchemaObject> =>
  new Map(allObjects(catalog).map((object) => [object.id, object]))

/** The source object that a target object stands for. */
export const sourceOf = (object: SchemaObject): ObjectId | undefined => {
  const first = object.sources?.[0]
  return first === undefined ? undefined : ownerOf(first)
}

/** Owner of a part: the part itself when it is a whole object. Parts made here always carry their owner first. */
function ownerOf(part: PartId): ObjectId {
  return part as string as ObjectId
}

/** A schema is an object of the census too. */
export const schemaId = (schema: Schema): ObjectId => objectId('schema', { name: schema.name })

/** Name of the n-th part of its kind: its own name, else the columns it is about. */
export interface PartNames {
  readonly constraints: readonly PartId[]
  readonly indexes: readonly PartId[]
}

/** Ids of a table's constraints and indexes, unnamed and equally named ones made different by a number. */
export function partIdsOf(table: Table): PartNames {
  const seen = new Map<string, number>()
  const unique = (kind: 'constraint' | 'index', wanted: string): PartId => {
    const key = `${kind}:${wanted}`
    const count = (seen.get(key) ?? 0) + 1
    seen.set(key, count)
    return partId(table.id, kind, count === 1 ? wanted : `${wanted}#${count}`)
  }
  return {
    constraints: table.constraints.map((each) => unique('constraint', each.name?.text ?? unnamed(each))),
    indexes: table.indexes.map((each) => unique('index', each.name?.text ?? '')),
  }
}

function unnamed(constraint: Table['constraints'][number]): string {
  if (constraint.kind === 'check') return 'check'
  if (constraint.kind === 'primaryKey') return 'primary key'
  return `${constraint.kind === 'unique' ? 'unique' : 'foreign key'} (${constraint.columns.map((each) => each.text).join(', ')})`
}

/** Id of an option: of the object itself, or of one of its parts (`owner`). */
export const optionId = (object: ObjectId, key: string, owner?: string): PartId =>
  partId(object, 'option', owner === undefined ? key : `${owner}.${key}`)

export const whole = (object: SchemaObject): PartId => wholeOf(object.id)
