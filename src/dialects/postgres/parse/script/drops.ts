import { finding } from '../../../../core/findings/finding.js'
import { dotted, ident, type ObjectId, objectId, type QName } from '../../../../core/ir/names.js'
import type { Table } from '../../../../core/ir/schema.js'
import type { LowerContext } from '../context.js'
import { relationName } from '../definitions/constraints.js'
import { type DropStmt, namesOf, type RenameStmt } from '../tree.js'
import type { Handling } from './handlers.js'
import { type CatalogState, mapColumn } from './state.js'

const kinds: Readonly<Record<string, readonly string[]>> = {
  OBJECT_TABLE: ['table'],
  OBJECT_VIEW: ['view'],
  OBJECT_MATVIEW: ['view'],
  OBJECT_SEQUENCE: ['sequence'],
  OBJECT_TYPE: ['enumType', 'type'],
  OBJECT_DOMAIN: ['domain'],
  OBJECT_EXTENSION: ['extension'],
}

/** What a script drops it need not have made: a dump with --clean begins with that. */
export function drop(statement: DropStmt, state: CatalogState, context: LowerContext): Handling {
  let removed = false
  for (const node of statement.objects ?? []) {
    const names = namesOf(node)
    const name = nameOf(names, context)
    if (statement.removeType === 'OBJECT_INDEX') removed = dropIndex(name, state) || removed
    for (const kind of kinds[statement.removeType ?? ''] ?? []) {
      if (!state.remove(objectId(kind, name))) continue
      removed = true
      state.sequences.delete(dotted(name))
      const at = { object: objectId('schema', { name: name.schema ?? ident('') }), origin: context.whole }
      context.sink.add(finding('XW-P0223', at, { what: kind, name: dotted(name) }))
    }
    if (/OBJECT_(FUNCTION|PROCEDURE|ROUTINE|TRIGGER)/.test(statement.removeType ?? '')) dropProgram(names, state)
  }
  return removed ? 'applied' : 'ignored'
}

function nameOf(names: readonly string[], context: LowerContext): QName {
  const name = names.at(-1) ?? ''
  const schema = names.at(-2)
  return { schema: schema === undefined ? context.schemaOf(name, 'relation') : ident(schema), name: ident(name) }
}

function dropIndex(name: QName, state: CatalogState): boolean {
  const table = state.findIndex(name.schema?.text ?? '', name.name.text)
  if (!table) return false
  state.replace({ ...table, indexes: table.indexes.filter((index) => index.name?.text !== name.name.text) })
  return true
}

function dropProgram(names: readonly string[], state: CatalogState): void {
  const found = state.all.filter(
    (object) => (object.kind === 'routine' || object.kind === 'trigger') && object.name.name.text === names.at(-1),
  )
  const [only, ...more] = found
  if (only && more.length === 0) state.remove(only.id)
}

export function rename(statement: RenameStmt, state: CatalogState, context: LowerContext): Handling {
  const name = relationName(statement.relation, context)
  const fresh = ident(statement.newname ?? '')
  const table = state.table(name)
  if (statement.renameType === 'OBJECT_COLUMN' && table) {
    state.replace(renameColumn(table, statement.subname ?? '', fresh.text))
    return 'applied'
  }
  if (statement.renameType === 'OBJECT_TABLE' && table) {
    const named: QName = { ...(name.schema ? { schema: name.schema } : {}), name: fresh }
    state.rename(table.id, { ...table, name: named, id: objectId('table', named) as ObjectId })
    return 'applied'
  }
  const at = { object: objectId('schema', { name: name.schema ?? ident('') }), origin: context.whole }
  context.sink.add(finding('XW-P0214', at, { action: `RENAME ${statement.renameType ?? ''}` }))
  return 'ignored'
}

/** In keys and plain indexes; an expression that names the column is read again by nobody, and refused on the target. */
function renameColumn(table: Table, from: string, to: string): Table {
  const changed = mapColumn(table, from, (column) => ({ ...column, name: ident(to) }))
  return {
    ...changed,
    constraints: changed.constraints.map((each) =>
      each.kind === 'check'
        ? each
        : { ...each, columns: each.columns.map((column) => (column.text === from ? ident(to) : column)) },
    ),
  }
}
