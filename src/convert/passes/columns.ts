import { finding } from '../../core/findings/finding.js'
import { ident, objectId, type QName } from '../../core/ir/names.js'
import type { Column, SchemaObject, SetOnUpdate, Table, Trigger } from '../../core/ir/schema.js'
import { mapObjects } from '../catalog-edit.js'
import type { Pass, PassContext } from '../context.js'
import { placeOf } from '../report.js'
import { without } from './identity.js'

/** Facets of columns that the target lacks: values set on update become a trigger, invisible columns become visible. */
export const columns: Pass = {
  name: 'columns',
  run: (catalog, context) =>
    mapObjects(catalog, (object) => (object.kind === 'table' ? convertTable(object, context) : [object])),
}

function convertTable(table: Table, context: PassContext): readonly SchemaObject[] {
  const shown = table.columns.map((column) => show(table, column, context))
  const renewed = shown.filter((column) => column.onUpdate)
  if (renewed.length === 0 || context.to.can.onUpdateColumns) return [{ ...table, columns: shown }]
  const trigger = onUpdateTrigger(table, renewed, context)
  return [{ ...table, columns: shown.map((column) => without(column, 'onUpdate')) }, trigger]
}

function show(table: Table, column: Column, context: PassContext): Column {
  if (column.visible || context.to.can.invisibleColumns) return column
  context.findings.add(finding('XW-C0055', placeOf(table, column), { column: column.name.text }))
  return { ...column, visible: true }
}

function onUpdateTrigger(table: Table, renewed: readonly Column[], context: PassContext): Trigger {
  const schema = table.name.schema
  const name: QName = {
    ...(schema ? { schema } : {}),
    name: ident(context.allocator.take(`triggers of ${table.id}`, `${table.name.name.text}_on_update`)),
  }
  for (const column of renewed) {
    const data = { column: column.name.text, trigger: name.name.text }
    context.findings.add(finding('XW-C0056', placeOf(table, column), data))
  }
  const body: SetOnUpdate = {
    kind: 'setOnUpdate',
    columns: renewed.flatMap((column) => (column.onUpdate ? [{ name: column.name, value: column.onUpdate }] : [])),
  }
  return {
    kind: 'trigger',
    id: objectId('trigger', name),
    name,
    table: table.name,
    timing: 'before',
    events: ['update'],
    body,
    origin: renewed[0]?.origin ?? table.origin,
    options: [],
    sources: renewed.flatMap((column) => column.sources?.slice(0, 1) ?? []),
  }
}
