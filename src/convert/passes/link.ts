import { type ObjectId, type PartId, partId, wholeOf } from '../../core/ir/names.js'
import type { Partition, SchemaObject, Table } from '../../core/ir/schema.js'
import type { TypeRef } from '../../core/ir/types.js'
import { mapObjects, partIdsOf, whole } from '../catalog-edit.js'
import type { Pass } from '../context.js'

/**
 * Writes into every object and part which part of the source it is; all later passes carry these links along. Options stay
 * with the source: a target part has only those that a pass gives it.
 */
export const link: Pass = {
  name: 'link',
  run: (catalog) => mapObjects(catalog, (object) => [linkObject(object)]),
}

function linkObject(object: SchemaObject): SchemaObject {
  const sources = [whole(object)]
  return object.kind === 'table' ? linkTable({ ...object, sources, options: [] }) : { ...object, sources, options: [] }
}

function linkTable(table: Table): Table {
  const names = partIdsOf(table)
  const partitioning = table.partitioning
  return {
    ...table,
    columns: table.columns.map((column) => ({
      ...column,
      options: [],
      sources: [partId(table.id, 'column', column.name.text), ...madeType(column.type)],
    })),
    constraints: table.constraints.map((constraint, at) => ({
      ...constraint,
      options: [],
      sources: ids(names.constraints[at]),
    })),
    indexes: table.indexes.map((index, at) => ({ ...index, options: [], sources: ids(names.indexes[at]) })),
    ...(partitioning
      ? { partitioning: { ...partitioning, partitions: linkPartitions(table.id, partitioning.partitions) } }
      : {}),
  }
}

/** The type that a user made goes into the column, where the target has none of its own. */
const madeType = ({ made }: TypeRef): readonly PartId[] => (made === undefined ? [] : [wholeOf(made)])

const ids = (id: PartId | undefined): readonly PartId[] => (id === undefined ? [] : [id])

export function linkPartitions(table: ObjectId, partitions: readonly Partition[]): readonly Partition[] {
  return partitions.map((each) => ({
    ...each,
    options: [],
    sources: [partId(table, 'partition', each.name.text)],
    subpartitions: linkPartitions(table, each.subpartitions),
  }))
}
