import { type ObjectId, type Origin, type PartId, partId, wholeOf } from '../../core/ir/names.js'
import type { Catalog, Partition, SchemaObject, Table } from '../../core/ir/schema.js'
import { allObjects, partIdsOf, schemaId } from '../catalog-edit.js'
import { optionsOf } from '../passes/options.js'

/** One thing that came in and must be answered for. */
export interface CensusPart {
  readonly id: PartId
  readonly kind: string
  readonly name: string
  readonly origin: Origin
}

export interface CensusEntry {
  readonly id: ObjectId
  readonly kind: string
  readonly name: string
  readonly origin: Origin
  readonly parts: readonly CensusPart[]
}

/** Everything that a source catalogue holds: schemas, objects, and of each its columns, constraints, indexes, partitions, options. */
export function takeCensus(source: Catalog): readonly CensusEntry[] {
  const options = new Map<ObjectId, CensusPart[]>()
  for (const { id, object, option } of optionsOf(source)) {
    const list = options.get(object) ?? []
    list.push({ id, kind: 'option', name: optionName(object, id), origin: option.origin })
    options.set(object, list)
  }
  const schemas = source.schemas.map((schema) => ({
    id: schemaId(schema),
    kind: 'schema',
    name: schema.name.text,
    origin: { from: 'none' } as const,
    parts: options.get(schemaId(schema)) ?? [],
  }))
  const objects = allObjects(source).map((object) => ({
    id: object.id,
    kind: kindOf(object),
    name: object.name.schema ? `${object.name.schema.text}.${object.name.name.text}` : object.name.name.text,
    origin: object.origin,
    parts: [...(object.kind === 'table' ? partsOfTable(object) : []), ...(options.get(object.id) ?? [])],
  }))
  return [...schemas, ...objects]
}

const optionName = (object: ObjectId, id: PartId): string => id.slice(`${object}/option:`.length)

/** The kinds that people know: a routine is a function or a procedure. */
function kindOf(object: SchemaObject): string {
  if (object.kind === 'routine') return object.method === 'unit' ? 'type body' : object.form
  if (object.kind === 'namedType') return 'type'
  return object.kind === 'unmodelled' ? object.what : object.kind
}

function partsOfTable(table: Table): readonly CensusPart[] {
  const ids = partIdsOf(table)
  const by = table.partitioning
  return [
    ...table.columns.map((column) => ({
      id: partId(table.id, 'column', column.name.text),
      kind: 'column',
      name: column.name.text,
      origin: column.origin,
    })),
    ...table.constraints.flatMap((constraint, at) => part(ids.constraints[at], constraint.kind, constraint.origin)),
    ...table.indexes.flatMap((index, at) => part(ids.indexes[at], 'index', index.origin)),
    ...(by ? [{ id: partId(table.id, 'partition', ''), kind: 'partitioning', name: by.by, origin: by.origin }] : []),
    ...(by ? partsOfPartitions(table.id, by.partitions) : []),
  ]
}

function part(id: PartId | undefined, kind: string, origin: Origin): readonly CensusPart[] {
  return id === undefined ? [] : [{ id, kind, name: id.replace(/^.*?\/(constraint|index):/, ''), origin }]
}

function partsOfPartitions(table: ObjectId, list: readonly Partition[]): readonly CensusPart[] {
  return list.flatMap((each) => [
    { id: partId(table, 'partition', each.name.text), kind: 'partition', name: each.name.text, origin: each.origin },
    ...partsOfPartitions(table, each.subpartitions),
  ])
}

/** Owner of every part of the census, the objects themselves included. */
export function ownersOf(census: readonly CensusEntry[]): ReadonlyMap<PartId, ObjectId> {
  const owners = new Map<PartId, ObjectId>()
  for (const entry of census) {
    owners.set(wholeOf(entry.id), entry.id)
    for (const each of entry.parts) owners.set(each.id, entry.id)
  }
  return owners
}

/** Where each part of the census stands in the source. */
export function originsOf(census: readonly CensusEntry[]): ReadonlyMap<PartId, Origin> {
  return new Map(
    census.flatMap((entry) => [
      [wholeOf(entry.id), entry.origin] as const,
      ...entry.parts.map((each) => [each.id, each.origin] as const),
    ]),
  )
}
