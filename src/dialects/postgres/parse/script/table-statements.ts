import { type Finding, finding } from '../../../../core/findings/finding.js'
import { dotted, objectId, type QName } from '../../../../core/ir/names.js'
import type { Index, Partition, SchemaObject, Table } from '../../../../core/ir/schema.js'
import type { LowerContext } from '../context.js'
import { alterTable } from '../definitions/alter-table.js'
import { relationName } from '../definitions/constraints.js'
import { indexName } from '../definitions/implied-names.js'
import { lowerIndex } from '../definitions/indexes.js'
import { lowerPartition } from '../definitions/partitions.js'
import { addPartition } from '../definitions/table-partitions.js'
import { lowerTable, ofColumns } from '../definitions/tables.js'
import type { Node } from '../tree.js'
import { add, type Handlers, type Handling } from './handlers.js'
import { unmodelled } from './objects.js'
import { type CatalogState, key, option } from './state.js'

export const tableStatements: Handlers = {
  CreateStmt: (statement, state, context) => {
    const name = relationName(statement.relation, context)
    if (statement.if_not_exists && state.table(name)) return 'ignored'
    // The columns of a typed table are those of its type.
    if (statement.ofTypename) return add(unmodelled('table', name, context), state, context)
    const parent = statement.partbound && statement.inhRelations?.[0]
    const table = lowerTable(statement, name, state, { ...context, object: objectId('table', name) })
    if (!parent || !('RangeVar' in parent)) return add(table, state, context)
    const above = relationName(parent.RangeVar, context)
    state.parents.set(key(name), key(above))
    state.add({ ...table, options: table.options.filter((each) => each.key !== 'postgres.inherits') })
    const placed = addPartition(
      above,
      name,
      withText(lowerPartition(name.name.text, statement.partbound, context), context),
      state,
    )
    return placed ? 'made' : 'ignored'
  },
  AlterTableStmt: (statement, state, context) => {
    if (statement.objtype === 'OBJECT_TABLE') alterTable(statement, state, context)
    else if (statement.objtype === 'OBJECT_INDEX') attachIndex(statement, state, context)
    return 'applied'
  },
  IndexStmt: (statement, state, context) => {
    const name = relationName(statement.relation, context)
    if (state.parents.has(key(name))) {
      const own = `${name.schema?.text ?? ''}.${statement.idxname ?? ''}`
      state.partitionParts.set(own, {
        partition: key(name),
        option: option(`index.${statement.idxname ?? ''}`, context.text.trim(), context.whole),
      })
      state.keep(context.text.trim(), context)
      return 'made'
    }
    const view = state.get(objectId('view', name))
    if (view) {
      state.keep(context.text.trim(), context)
      return addIndexOption(view, state, context)
    }
    const index = lowerIndex(statement, ofColumns(context, state.table(name)))
    const named = (table: Table): Index => ({ ...index, name: index.name ?? indexName(table, index) })
    const found = state.changeTable(name, (table) => ({ ...table, indexes: [...table.indexes, named(table)] }))
    if (!found) context.sink.add(missing('CREATE INDEX', name, context))
    return found ? 'made' : 'ignored'
  },
}

/** The statement that makes it. */
const withText = (partition: Partition, { whole }: LowerContext): Partition =>
  whole.from === 'text' ? { ...partition, written: whole } : partition

function missing(statement: string, name: QName, context: LowerContext): Finding {
  return finding(
    'XW-P0203',
    { object: objectId('table', name), origin: context.whole },
    { statement, name: dotted(name) },
  )
}

/** `ALTER INDEX … ATTACH PARTITION`: the index is the parent's. */
function attachIndex(
  statement: Extract<Node, { AlterTableStmt: unknown }>['AlterTableStmt'],
  state: CatalogState,
  context: LowerContext,
): void {
  for (const node of statement.cmds ?? []) {
    const def = 'AlterTableCmd' in node ? node.AlterTableCmd.def : undefined
    if (!def || !('PartitionCmd' in def)) continue
    state.partitionParts.delete(key(relationName(def.PartitionCmd.name, context)))
  }
}

function addIndexOption(view: SchemaObject, state: CatalogState, context: LowerContext): Handling {
  const made = option(`index.${view.options.length + 1}`, context.text.trim(), context.whole)
  state.replace({ ...view, options: [...view.options, made] })
  return 'made'
}
