import { finding } from '../../core/findings/finding.js'
import { ident } from '../../core/ir/names.js'
import type { Constraint, Index, Table } from '../../core/ir/schema.js'
import { mapTables } from '../catalog-edit.js'
import type { Pass, PassContext } from '../context.js'
import { placeOf } from '../report.js'
import { labelOf, plainColumn } from './missing-columns.js'

/**
 * Names every constraint and index. Where indexes share one space of names in a schema, one that is taken gets its table's
 * name in front; without a name of its own a key is called after its table and columns.
 */
export const constraintNames: Pass = {
  name: 'constraint-names',
  run: (catalog, context) => mapTables(catalog, (table) => nameAll(table, context)),
}

function nameAll(table: Table, context: PassContext): Table {
  return {
    ...table,
    constraints: table.constraints.map((each) => ({
      ...validated(table, atOnce(table, each, context), context),
      name: ident(constraintName(table, each, context)),
    })),
    indexes: table.indexes.map((each) => ({ ...each, name: ident(indexName(table, each, context)) })),
  }
}

/** A target that checks with each statement says so of every constraint that might have waited. */
function atOnce(table: Table, constraint: Constraint, context: PassContext): Constraint {
  if (constraint.kind === 'check' || !constraint.deferrable || context.to.constructs.deferrable) return constraint
  context.findings.add(finding('XW-C0035', placeOf(table, constraint), { name: labelOf(constraint) }))
  return { ...constraint, deferrable: false }
}

/** Where partitions are tables of their own, a foreign key over all of them looks at every row when it is made. */
function validated(table: Table, constraint: Constraint, context: PassContext): Constraint {
  if (constraint.kind !== 'foreignKey' || !constraint.unvalidated) return constraint
  if (!table.partitioning || !context.to.can.attachedPartitions) return constraint
  context.findings.add(finding('XW-C0078', placeOf(table, constraint), { name: labelOf(constraint) }))
  const { unvalidated: _loose, ...rest } = constraint
  return rest
}

function constraintName(table: Table, constraint: Constraint, context: PassContext): string {
  const own = constraint.name?.text
  const named = own !== undefined && own !== context.from.constructs.primaryKeyName
  const wanted = named ? own : derivedName(table, constraint)
  const isIndex = constraint.kind === 'primaryKey' || constraint.kind === 'unique'
  const scope = `constraints of ${table.id}`
  if (!isIndex && context.to.constructs.constraintsPerSchema) return schemaName(table, wanted, context)
  if (!isIndex) return context.allocator.take(scope, wanted)
  const given = relationName(table, wanted, context)
  context.allocator.take(scope, given)
  return given
}

/** A name that another table has taken gets the own table's in front. */
function schemaName(table: Table, wanted: string, context: PassContext): string {
  const scope = `constraints of schema ${table.name.schema?.text ?? ''}`
  return context.allocator.take(
    scope,
    context.allocator.has(scope, wanted) ? `${table.name.name.text}_${wanted}` : wanted,
  )
}

function derivedName(table: Table, constraint: Constraint): string {
  const name = table.name.name.text
  switch (constraint.kind) {
    case 'primaryKey':
      return `${name}_pkey`
    case 'unique':
      return `${name}_${constraint.columns.map((each) => each.text).join('_')}_key`
    case 'foreignKey':
      return `${name}_${constraint.columns.map((each) => each.text).join('_')}_fkey`
    case 'check':
      return `${name}_check`
  }
}

function indexName(table: Table, index: Index, context: PassContext): string {
  const columns = index.parts.map((part) => plainColumn(part.expr) ?? 'expr')
  return relationName(table, index.name?.text ?? `${table.name.name.text}_${columns.join('_')}_idx`, context)
}

/** A name in the space that tables and indexes of a schema share. */
function relationName(table: Table, wanted: string, context: PassContext): string {
  const schema = table.name.schema?.text ?? ''
  const scope = context.to.can.indexNamesPerTable ? `indexes of ${table.id}` : schema
  const folded = context.options.names === 'lower' ? context.to.names.fold(wanted) : wanted
  const taken = context.allocator.has(scope, folded)
  return context.allocator.take(scope, taken ? `${table.name.name.text}_${wanted}` : wanted)
}
