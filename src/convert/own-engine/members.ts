import { finding } from '../../core/findings/finding.js'
import { dotted, fromRule } from '../../core/ir/names.js'
import type { Check, Column, Constraint, Index, Option, Partition, SchemaObject, Table } from '../../core/ir/schema.js'
import { memberHas } from '../../rules/constructs/constructs.js'
import { writeType } from '../../rules/types/write.js'
import { mapObjects, schemaId } from '../catalog-edit.js'
import type { Pass, PassContext } from '../context.js'
import { labelOf } from '../passes/missing-columns.js'
import { answerOption, optionsOf } from '../passes/options.js'
import { placeOf, ruleFinding } from '../report.js'

/**
 * What the target does not have although it is of the family: types become the nearest, options are answered for as on the
 * way to another engine. What rows are told by, but nothing can make (estimates), is an option that no member has.
 */
export const members: Pass = {
  name: 'members',
  run: (catalog, context) => {
    for (const owned of optionsOf(context.source)) if (!has(owned.option, context)) answerOption(owned, context)
    const schemas = catalog.schemas.map((schema) => ({
      ...schema,
      options: kept(context.source.schemas.find((each) => schemaId(each) === schemaId(schema))?.options ?? [], context),
    }))
    return mapObjects({ ...catalog, schemas }, (object) => convertible(object, context))
  },
}

const has = ({ key, value }: Option, { to }: PassContext): boolean =>
  memberHas(to.constructs.membersOnly.options, `${key} = ${value}`, to.version)

const kept = (options: readonly Option[], context: PassContext): readonly Option[] =>
  options.filter((option) => has(option, context))

function convertible(object: SchemaObject, context: PassContext): readonly SchemaObject[] {
  const own = { ...object, options: kept(object.options, context) }
  if (own.kind !== 'table') return [own]
  if (!own.temporary) return [ofTable(own, context)]
  context.findings.add(finding('XW-C0080', { object: own.id, origin: own.origin }, { name: own.name.name.text }))
  return []
}

function ofTable(table: Table, context: PassContext): Table {
  const { partitioning } = table
  const of = <P extends { readonly options: readonly Option[] }>(part: P): P => ({
    ...part,
    options: kept(part.options, context),
  })
  const cut = (list: readonly Partition[]): readonly Partition[] =>
    list.map((each) => ({ ...of(each), subpartitions: cut(each.subpartitions) }))
  return {
    ...table,
    columns: table.columns.map((column) => ofColumn(table, of(column), context)),
    constraints: table.constraints.filter((each) => isWhole(table, each, context)).map(of),
    indexes: table.indexes.filter((index) => canIndex(table, index, context)).map(of),
    ...(partitioning ? { partitioning: { ...partitioning, partitions: cut(partitioning.partitions) } } : {}),
  }
}

function canIndex(table: Table, index: Index, { to, findings }: PassContext): boolean {
  const isPlain = index.parts.every(({ expr }) => expr.kind === 'column')
  if (isPlain || to.can.expressionIndexes) return true
  const data = { index: labelOf(index), reason: 'this target has no indexes on expressions' }
  findings.add(finding('XW-C0048', placeOf(table, index), data))
  return false
}

/** A check that does nothing is none where it cannot be said that it shall do nothing. */
function canCheck(table: Table, check: Check, { to, findings }: PassContext): boolean {
  const isSaid = check.enforced || memberHas(to.constructs.membersOnly.clauses, 'not enforced', to.version)
  if (to.can.checkConstraints && isSaid) return true
  findings.add(finding('XW-C0061', placeOf(table, check), { name: labelOf(check) }))
  return false
}

/** A key to a table that is not there, or that the engine of the source reads and forgets, is none. */
function isWhole(table: Table, constraint: Constraint, context: PassContext): boolean {
  if (constraint.kind === 'check') return canCheck(table, constraint, context)
  if (constraint.kind !== 'foreignKey') return true
  const data = { name: labelOf(constraint), target: dotted(constraint.target) }
  const wanted = context.from.names.fold(data.target)
  const found = [...context.objects.values()].some(
    ({ kind, name }) => (kind === 'table' || kind === 'unmodelled') && context.from.names.fold(dotted(name)) === wanted,
  )
  const isKept = constraint.enforced || context.from.can.notEnforcedConstraints === true
  if (isKept && !found) context.findings.add(finding('XW-C0031', placeOf(table, constraint), data))
  return found && isKept
}

/** A type that somebody decided on, or that the target lacks, is written by the rules that write types of other engines. */
function ofColumn(table: Table, column: Column, context: PassContext): Column {
  const part = column.sources?.[0]
  const decided = part !== undefined && context.options.decisions.types.has(part)
  if (!decided && memberHas(context.to.constructs.membersOnly.types, column.type.native, context.to.version))
    return column
  const written = writeType(context.to.dialect, column.type.logical)
  const data = { column: column.name.text, source: column.type.native, target: written?.native ?? '' }
  if (!written || written.impossible || written.native === '') {
    context.findings.add(finding('XW-T0001', placeOf(table, column), { column: data.column, type: data.source }))
    return column
  }
  if (written.finding && !decided) context.findings.add(ruleFinding(written.finding, placeOf(table, column), data))
  const origin = fromRule(written.rule, column.type.origin)
  return { ...column, type: { logical: written.logical, native: written.native, origin } }
}
