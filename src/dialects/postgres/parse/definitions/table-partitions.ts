import { dotted, objectId, type QName } from '../../../../core/ir/names.js'
import type { Option, Partition, Partitioning, Table } from '../../../../core/ir/schema.js'
import { type CatalogState, key, option } from '../script/state.js'

/**
 * Puts a partition under its table. A table that becomes one is no object of its own any more: its rows are those of the
 * parent, and what it has beyond the parent goes with it as options.
 */
export function addPartition(parent: QName, name: QName, partition: Partition, state: CatalogState): boolean {
  const own = state.table(name)
  const root = rootOf(parent, state)
  const made: Partition = {
    ...partition,
    ...(own && own.origin.from === 'text' && !partition.written ? { written: own.origin } : {}),
    options: own ? beyondParent(own) : [],
    ...(own?.comment === undefined ? {} : { comment: own.comment }),
    subpartitions: own?.partitioning?.partitions ?? [],
  }
  const placed = state.changeTable(root, (table) => within(table, parent, made, own?.partitioning))
  if (placed) state.remove(objectId('table', name))
  return placed
}

/** The table at the top, whose statement holds all partitions. */
export function rootOf(name: QName, state: CatalogState): QName {
  let at = name
  for (let up = state.parents.get(key(at)); up !== undefined; up = state.parents.get(key(at))) {
    const [schema = '', ...rest] = up.split('.')
    at = { schema: { text: schema, quoted: true }, name: { text: rest.join('.'), quoted: true } }
  }
  return at
}

function within(table: Table, parent: QName, made: Partition, divided: Partitioning | undefined): Table {
  const { partitioning } = table
  if (!partitioning) return table
  const sub = divided ? { sub: { ...divided, partitions: [] } } : {}
  if (dotted(table.name) === dotted(parent))
    return { ...table, partitioning: { ...partitioning, ...sub, partitions: [...partitioning.partitions, made] } }
  const partitions = partitioning.partitions.map((each) =>
    each.name.text === parent.name.text ? { ...each, subpartitions: [...each.subpartitions, made] } : each,
  )
  return { ...table, partitioning: { ...partitioning, partitions } }
}

const beyondParent = (own: Table): readonly Option[] => [
  ...own.options.filter(({ key: name }) => name !== 'postgres.inherits'),
  ...own.columns.flatMap((column) =>
    column.identity ? [option(`column.${column.name.text}`, 'identity of its own')] : [],
  ),
]
