import { dotted, type ObjectId, type PartId, partId, wholeOf } from '../../core/ir/names.js'
import type { Catalog, Option, Partition, Partitioning, SchemaObject, Table } from '../../core/ir/schema.js'
import { mapObjects, optionId, partIdsOf, schemaId, whole } from '../catalog-edit.js'
import type { Pass } from '../context.js'

/** As `link`, within one engine: options stay where they are, and what holds them stands for them too. */
export const linkWhole: Pass = {
  name: 'link-whole',
  run: (catalog, { source: { kept } }) => {
    const inside = membersOf(catalog)
    const schemas = catalog.schemas.filter(
      ({ objects }) => objects.length === 0 || objects.some((each) => packageOf(each) === undefined),
    )
    return mapObjects({ ...catalog, schemas, ownEngine: true, ...(kept ? { kept } : {}) }, (object) =>
      packageOf(object) === undefined ? [linkObject(object, inside)] : [],
    )
  },
}

/** Of a program that stands in a package: the package. */
const packageOf = (object: SchemaObject): string | undefined =>
  object.kind === 'routine' && object.package ? dotted(object.package) : undefined

/** Programs of packages and the schemas that only these have, by the package: its text holds them. */
function membersOf({ schemas }: Catalog): ReadonlyMap<string, readonly PartId[]> {
  const found = new Map<string, readonly PartId[]>()
  for (const schema of schemas)
    for (const object of schema.objects) {
      const owner = packageOf(object)
      if (owner === undefined) continue
      const isOwn = schema.objects.every((each) => packageOf(each) !== undefined)
      found.set(owner, [...(found.get(owner) ?? []), whole(object), ...(isOwn ? [wholeOf(schemaId(schema))] : [])])
    }
  return found
}

function linkObject(object: SchemaObject, inside: ReadonlyMap<string, readonly PartId[]>): SchemaObject {
  const isBody = object.kind === 'routine' && object.form === 'packageBody'
  const held = isBody ? (inside.get(dotted(object.name)) ?? []) : []
  const sources = [whole(object), ...optionIds(object.id, object.options), ...held]
  return object.kind === 'table' ? linkTable({ ...object, sources }) : { ...object, sources }
}

const optionIds = (object: ObjectId, options: readonly Option[], owner?: string): readonly PartId[] =>
  options.map(({ key }) => optionId(object, key, owner))

function linkTable(table: Table): Table {
  const ids = partIdsOf(table)
  const named = (kind: string, at: number, name: string | undefined): string => `${kind} ${name ?? at + 1}`
  const { partitioning, sources = [] } = table
  return {
    ...table,
    sources: partitioning ? [...sources, partId(table.id, 'partition', '')] : sources,
    columns: table.columns.map((column) => ({
      ...column,
      sources: [partId(table.id, 'column', column.name.text), ...optionIds(table.id, column.options, column.name.text)],
    })),
    constraints: table.constraints.map((each, at) => ({
      ...each,
      sources: [
        ...present(ids.constraints[at]),
        ...optionIds(table.id, each.options, named('constraint', at, each.name?.text)),
      ],
    })),
    indexes: table.indexes.map((each, at) => ({
      ...each,
      sources: [...present(ids.indexes[at]), ...optionIds(table.id, each.options, named('index', at, each.name?.text))],
    })),
    ...(partitioning ? { partitioning: linkPartitioning(table.id, partitioning) } : {}),
  }
}

const present = (id: PartId | undefined): readonly PartId[] => (id === undefined ? [] : [id])

const linkPartitioning = (table: ObjectId, partitioning: Partitioning): Partitioning => ({
  ...partitioning,
  partitions: linkPartitions(table, partitioning.partitions),
})

const linkPartitions = (table: ObjectId, partitions: readonly Partition[]): readonly Partition[] =>
  partitions.map((each) => ({
    ...each,
    sources: [
      partId(table, 'partition', each.name.text),
      ...optionIds(table, each.options, `partition ${each.name.text}`),
    ],
    subpartitions: linkPartitions(table, each.subpartitions),
  }))
