import { column as columnRef } from '../../../../core/ir/build.js'
import type { Expr } from '../../../../core/ir/expr.js'
import { dotted, type QName } from '../../../../core/ir/names.js'
import type { Column, Partition, Sequence, Table } from '../../../../core/ir/schema.js'
import type { LowerContext } from '../context.js'
import { readPrograms } from '../programs/catalog.js'
import { sequenceName } from './sequence-statements.js'
import { type CatalogState, key, mapColumn } from './state.js'

/** A sequence that nobody owns, and of which one column alone takes its numbers, belongs to that column. */
function adopt(state: CatalogState, context: Pick<LowerContext, 'schemaOf'>): void {
  const takers = new Map<string, { readonly table: QName; readonly column: string }[]>()
  for (const object of state.all) {
    if (object.kind !== 'table') continue
    for (const column of object.columns) {
      const name = column.default && nextvalOf(column.default)
      if (name === undefined) continue
      const known = key(sequenceName(name, context))
      takers.set(known, [...(takers.get(known) ?? []), { table: object.name, column: column.name.text }])
    }
  }
  for (const [name, sequence] of state.sequences) {
    const [taker, ...more] = takers.get(name) ?? []
    if (taker && more.length === 0 && !sequence.ownedBy) state.sequences.set(name, { ...sequence, ownedBy: taker })
  }
}

/** What only the whole script tells: which counters belong to columns, and what partitions have of their own. */
export function finish(state: CatalogState, context: Pick<LowerContext, 'schemaOf'>): void {
  readPrograms(state)
  adopt(state, context)
  for (const object of state.all) if (object.kind === 'table') state.replace(withIdentities(object, state, context))
  for (const { sequence, ownedBy } of state.sequences.values())
    if (ownedBy && numbersRows(ownedBy, state)) state.remove(sequence.id)
  for (const object of state.all) if (object.kind === 'table') state.replace(withSequences(object, context))
  for (const { partition, option } of state.partitionParts.values()) {
    const table = state.all.find((each): each is Table => each.kind === 'table' && holds(each, partition, state))
    if (table?.partitioning) {
      const partitions = table.partitioning.partitions.map((each) => withOption(each, partition, option))
      state.replace({ ...table, partitioning: { ...table.partitioning, partitions } })
    }
  }
}

function holds(table: Table, partition: string, state: CatalogState): boolean {
  let at: string | undefined = partition
  while (at !== undefined && at !== key(table.name)) at = state.parents.get(at)
  return at !== undefined
}

function withOption(partition: Partition, full: string, option: Partition['options'][number]): Partition {
  const isIt = full.endsWith(`.${partition.name.text}`)
  return {
    ...partition,
    options: isIt ? [...partition.options, option] : partition.options,
    subpartitions: partition.subpartitions.map((each) => withOption(each, full, option)),
  }
}

/** `DEFAULT nextval(…)` of a sequence that belongs to the column is the long form of a column that numbers its rows. */
function withIdentities(table: Table, state: CatalogState, context: Pick<LowerContext, 'schemaOf'>): Table {
  return table.columns.reduce<Table>((made, column) => {
    const name = column.default && nextvalOf(column.default)
    const known = name === undefined ? undefined : state.sequences.get(key(sequenceName(name, context)))
    if (!known?.ownedBy || column.type.logical.kind !== 'integer') return made
    const { table: owner, column: own } = known.ownedBy
    if (dotted(owner) !== dotted(table.name) || own !== column.name.text) return made
    return mapColumn(made, own, (each) => withIdentity(each, known.sequence))
  }, table)
}

function withIdentity({ default: value, ...column }: Column, { sequence, ...object }: Sequence): Column {
  const by = value ? { by: { sequence: { ...object, sequence }, default: value } } : {}
  return { ...column, identity: { always: false, sequence, ...by } }
}

/** Any other default of a sequence names it as the object that it is. */
const withSequences = (table: Table, context: Pick<LowerContext, 'schemaOf'>): Table => ({
  ...table,
  columns: table.columns.map((column) => {
    const name = column.default && nextvalOf(column.default)
    if (name === undefined || column.default?.kind !== 'call') return column
    const { schema, name: own } = sequenceName(name, context)
    const sequence = columnRef([...(schema ? [schema.text] : []), own.text], undefined, column.default.origin)
    return { ...column, default: { ...column.default, args: [sequence] } }
  }),
})

const numbersRows = (owner: { readonly table: QName; readonly column: string }, state: CatalogState): boolean =>
  state.table(owner.table)?.columns.some(({ name, identity }) => name.text === owner.column && identity) === true

/** Name of the sequence in `nextval('name'::regclass)`. */
export function nextvalOf(value: Expr): string | undefined {
  if (value.kind !== 'call' || !('native' in value.fn) || value.fn.native !== 'nextval') return undefined
  const [name] = value.args
  return name?.kind === 'literal' ? name.text : undefined
}
