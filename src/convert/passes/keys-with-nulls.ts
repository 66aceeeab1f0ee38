import { finding } from '../../core/findings/finding.js'
import type { Table } from '../../core/ir/schema.js'
import { mapTables } from '../catalog-edit.js'
import type { Pass, PassContext } from '../context.js'
import { placeOf } from '../report.js'
import { plainColumn } from './missing-columns.js'

/** Says which unique keys of several columns keep less apart on the target, where a null is equal to no other. */
export const keysWithNulls: Pass = {
  name: 'keys-with-nulls',
  run: (catalog, context) => {
    if (context.from.can.nullsCollideInKeys && !context.to.can.nullsCollideInKeys) {
      mapTables(catalog, (table) => report(table, context))
    }
    return catalog
  },
}

function report(table: Table, context: PassContext): Table {
  const nullable = new Set(table.columns.filter((column) => column.nullable).map((column) => column.name.text))
  const say = (key: Parameters<typeof placeOf>[1], name: string | undefined, columns: readonly string[]): void => {
    const open = columns.filter((column) => nullable.has(column))
    if (columns.length < 2 || open.length === 0) return
    const data = { name: name ?? columns.join(', '), columns: open.join(', ') }
    context.findings.add(finding('XW-C0096', placeOf(table, key), data))
  }
  for (const each of table.constraints) {
    if (each.kind === 'unique')
      say(
        each,
        each.name?.text,
        each.columns.map((column) => column.text),
      )
  }
  for (const each of table.indexes) {
    if (each.unique)
      say(
        each,
        each.name?.text,
        each.parts.flatMap((part) => plainColumn(part.expr) ?? []),
      )
  }
  return table
}
