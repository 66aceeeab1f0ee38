import { finding } from '../../../core/findings/finding.js'
import { fromRule, ident, objectId, type QName } from '../../../core/ir/names.js'
import type { Check, Column, EnumTypeObject, SchemaObject, Table } from '../../../core/ir/schema.js'
import type { EnumType, LogicalType } from '../../../core/ir/types.js'
import { type WrittenType, writeType } from '../../../rules/types/write.js'
import { mapObjects } from '../../catalog-edit.js'
import type { Pass, PassContext } from '../../context.js'
import { isLocal } from '../../local-tables.js'
import { placeOf, ruleFinding } from '../../report.js'
import { checkFor } from './checks.js'
import { labelProblem, variantsOf } from './choice.js'

/** Gives every column its type on the target, the checks that keep to its range, and the objects that the type needs. */
export const types: Pass = {
  name: 'types',
  run: (catalog, context) =>
    mapObjects(catalog, (object) => (object.kind === 'table' ? convertTable(object, context) : [object])),
}

interface Written {
  readonly column: Column
  readonly check?: Check
  readonly made?: EnumTypeObject
}

function convertTable(table: Table, context: PassContext): readonly SchemaObject[] {
  const written = table.columns.flatMap((column) => convertColumn(table, column, context) ?? [])
  const checks = written.flatMap((each) => each.check ?? [])
  for (const check of checks) context.made.add(check.expr)
  const made = written.flatMap((each) => each.made ?? [])
  const columns = written.map((each) => each.column)
  return [...made, { ...table, columns, constraints: [...table.constraints, ...checks] }]
}

/** Undefined: nothing on the target holds the column; a finding says so and the table goes on without it. */
function convertColumn(table: Table, column: Column, context: PassContext): Written | undefined {
  const profile = (column.sources?.[0] && context.profile.get(column.sources[0])) || {}
  // A table that a program makes has no types of its own beside it.
  const options = isLocal(table, context.local) ? { ...context.options, enums: 'text' as const } : context.options
  const variants = variantsOf(column, options, profile, context.to.names)
  const type = writeType(context.to.dialect, column.type.logical, variants)
  if (!type || type.impossible) {
    reportUnknown(table, column, context)
    return undefined
  }
  const made =
    type.make === 'enum-type' && column.type.logical.kind === 'enum'
      ? enumType(table, column, column.type.logical, context)
      : undefined
  const native = made ? quoted(made.name, context) : type.native
  reportType(table, column, type, native, context)
  reportProfile(table, column, context)
  const converted: Column = {
    ...column,
    type: { logical: withoutCollation(type.logical), native, origin: fromRule(type.rule, column.type.origin) },
  }
  return {
    column: converted,
    ...(type.check ? { check: checkFor(converted, type.check, table.name.name.text, context.to) } : {}),
    ...(made ? { made } : {}),
  }
}

/** A type of labels has no collation on the target: labels are equal or not. */
function withoutCollation(type: LogicalType): LogicalType {
  if (type.kind !== 'enum') return type
  const { collation: _left, ...rest } = type
  return rest
}

function enumType(table: Table, column: Column, type: EnumType, context: PassContext): EnumTypeObject {
  const schema = table.name.schema
  const wanted = `${table.name.name.text}_${column.name.text}`
  const given = context.allocator.take(schema?.text ?? '', wanted)
  const name: QName = { ...(schema ? { schema } : {}), name: ident(given) }
  return {
    kind: 'enumType',
    id: objectId('enumType', name),
    name,
    labels: type.values,
    origin: column.origin,
    options: [],
    ...(column.sources ? { sources: column.sources } : {}),
  }
}

const quoted = (name: QName, context: PassContext): string =>
  [name.schema, name.name].flatMap((part) => (part ? [context.to.names.quoteIfNeeded(part.text)] : [])).join('.')

function reportUnknown(table: Table, column: Column, context: PassContext): void {
  const at = placeOf(table, column)
  if (context.earlier.some((found) => found.part === at.part && found.part !== undefined)) return
  context.findings.add(finding('XW-T0001', at, { column: column.name.text, type: column.type.native }))
}

function reportType(table: Table, column: Column, type: WrittenType, native: string, context: PassContext): void {
  const at = placeOf(table, column)
  const logical = column.type.logical
  const data = {
    column: column.name.text,
    source: column.type.native,
    target: native,
    ...(logical.kind === 'enum'
      ? { count: logical.values.length, reason: labelProblem(logical, context.to.names) ?? 'by option' }
      : {}),
    ...(logical.kind === 'float' && logical.scale !== undefined ? { scale: logical.scale } : {}),
  }
  if (type.finding) context.findings.add(ruleFinding(type.finding, at, data))
  if (logical.kind === 'integer' && logical.zerofill) {
    context.findings.add(finding('XW-T0013', at, { column: data.column, width: logical.width ?? 10 }))
  }
}

function reportProfile(table: Table, column: Column, context: PassContext): void {
  const at = placeOf(table, column)
  const profile = (column.sources?.[0] && context.profile.get(column.sources[0])) || {}
  if (profile.enumErrors) {
    context.findings.add(finding('XW-T0053', at, { column: column.name.text, rows: profile.enumErrors }))
  }
  if (profile.nulBytes && !context.to.can.nulInText) {
    context.findings.add(finding('XW-T0072', at, { column: column.name.text, rows: profile.nulBytes }))
  }
  if (profile.zeroDates) {
    context.findings.add(finding('XW-T0071', at, { column: column.name.text, rows: profile.zeroDates }))
  }
}
