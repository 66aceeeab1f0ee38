import { ident, objectId, type QName } from '../../../../core/ir/names.js'
import type { Index, Table } from '../../../../core/ir/schema.js'
import type { LowerContext } from '../context.js'
import { type CommentStmt, namesOf } from '../tree.js'
import type { Handling } from './handlers.js'
import { type CatalogState, mapColumn } from './state.js'

/** COMMENT ON: the text goes to the object; of objects that are only listed nothing more is kept. */
export function commentOn(statement: CommentStmt, state: CatalogState, context: LowerContext): Handling {
  const names = namesOf(statement.object)
  const text = statement.comment ?? ''
  switch (statement.objtype) {
    case 'OBJECT_TABLE':
      return state.changeTable(nameOf(names, context), (table) => ({ ...table, comment: text })) ? 'applied' : 'ignored'
    case 'OBJECT_COLUMN': {
      const table = nameOf(names.slice(0, -1), context)
      const column = names.at(-1) ?? ''
      return state.changeTable(table, (found) => mapColumn(found, column, (each) => ({ ...each, comment: text })))
        ? 'applied'
        : 'ignored'
    }
    case 'OBJECT_INDEX':
      return onIndex(nameOf(names, context), text, state)
    case 'OBJECT_TABCONSTRAINT':
      return onConstraint(names, text, state, context)
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
    case 'OBJECT_SEQUENCE':
      return onObject(
        statement.objtype === 'OBJECT_SEQUENCE' ? 'sequence' : 'view',
        nameOf(names, context),
        text,
        state,
      )
    default:
      return 'ignored'
  }
}

function nameOf(names: readonly string[], context: LowerContext): QName {
  const name = names.at(-1) ?? ''
  const schema = names.at(-2)
  return { schema: schema === undefined ? context.schemaOf(name, 'relation') : ident(schema), name: ident(name) }
}

function onIndex(name: QName, comment: string, state: CatalogState): Handling {
  const table = state.findIndex(name.schema?.text ?? '', name.name.text)
  if (!table) return 'ignored'
  const change = (index: Index): Index => (index.name?.text === name.name.text ? { ...index, comment } : index)
  state.replace({ ...table, indexes: table.indexes.map(change) })
  return 'applied'
}

function onConstraint(names: readonly string[], comment: string, state: CatalogState, context: LowerContext): Handling {
  const change = (table: Table): Table => ({
    ...table,
    constraints: table.constraints.map((each) => (each.name?.text === names.at(-1) ? { ...each, comment } : each)),
  })
  return state.changeTable(nameOf(names.slice(0, -1), context), change) ? 'applied' : 'ignored'
}

function onObject(kind: string, name: QName, comment: string, state: CatalogState): Handling {
  const found = state.get(objectId(kind, name))
  if (!found) return 'ignored'
  state.replace({ ...found, comment })
  return 'applied'
}
