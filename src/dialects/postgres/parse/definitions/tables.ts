import { dotted, objectId, type QName } from '../../../../core/ir/names.js'
import type { Check, Column, Constraint as IrConstraint, Option, Table } from '../../../../core/ir/schema.js'
import type { LogicalType } from '../../../../core/ir/types.js'
import { mapBottomUp } from '../../../../core/ir/walk.js'
import { type LowerContext, originAt } from '../context.js'
import { type CatalogState, option } from '../script/state.js'
import type { ColumnDef, CreateStmt, RangeVar, TableLikeClause } from '../tree.js'
import { lowerType } from '../types.js'
import { listEnd, spanOf } from '../written.js'
import { clausesOf, lowerColumn, plainType, withAttributes } from './columns.js'
import { lowerConstraint, relationName } from './constraints.js'
import { constraintName } from './implied-names.js'
import { storageOptions } from './indexes.js'
import { lowerPartitioning } from './partitions.js'

/** A table as its statement says it. Partitions are made by `partitionOf`. */
export function lowerTable(statement: CreateStmt, name: QName, state: CatalogState, context: LowerContext): Table {
  const elements = statement.tableElts ?? []
  const definitions = elements.flatMap((node) => ('ColumnDef' in node ? [node.ColumnDef] : []))
  const parents = inherited(statement, state, context)
  const own = withTypes(context, [...parents.flatMap(({ columns }) => columns)], definitions)
  const lowered = definitions.map((definition) => columnParts(definition, own))
  const constraints = withAttributes(elements).map((node) => lowerConstraint(node, undefined, own))
  const all = [...lowered.flatMap((each) => each.constraints), ...constraints]
  const copies = elements.map((node) =>
    'TableLikeClause' in node ? copyOf(node.TableLikeClause, state, context) : undefined,
  )
  const like = copies.flatMap((copy) => copy ?? [])
  const inOrder = elements.flatMap((node, at) => {
    const definition = 'ColumnDef' in node ? definitions.indexOf(node.ColumnDef) : -1
    return copies[at]?.columns ?? lowered[definition]?.column ?? []
  })
  const inherits = parents.flatMap((parent) =>
    parent.constraints.flatMap((each) => (each.kind === 'check' ? [{ ...each, inherited: true } as const] : [])),
  )
  const elementsEnd = statement.partbound
    ? -1
    : listEnd(context.text, context.offsetOf(statement.relation?.location ?? 0))
  const bare: Table = {
    kind: 'table',
    id: objectId('table', name),
    name,
    temporary: statement.relation?.relpersistence === 't',
    columns: merged(
      parents.flatMap(({ columns }) => columns.map((column) => ({ ...column, inherited: true }) as const)),
      inOrder,
    ),
    constraints: [],
    indexes: like.flatMap(({ indexes }) => indexes),
    origin: context.whole,
    options: [
      ...all.flatMap((each) => (each?.kind === 'option' ? [each.option] : [])),
      ...tableOptions(statement, parents, context),
    ],
    ...(elementsEnd < 0 ? {} : { behind: spanOf(context, elementsEnd, context.text.length) }),
    ...(statement.partspec ? { partitioning: lowerPartitioning(statement.partspec, own) } : {}),
  }
  const found = all.flatMap((each) => (each?.kind === 'constraint' ? [each.constraint] : []))
  return [
    ...inherits,
    ...like.flatMap(({ constraints }) => constraints),
    ...withoutRepeated(found),
    ...lowered.flatMap((each) => each.checks),
  ].reduce(addConstraint, bare)
}

/** Of keys over the same columns in one CREATE TABLE the server makes one (transformIndexConstraints in parse_utilcmd.c). */
function withoutRepeated(constraints: readonly IrConstraint[]): readonly IrConstraint[] {
  const columns = (each: IrConstraint): string =>
    each.kind === 'check' ? '' : each.columns.map(({ text }) => text).join('\0')
  const primary = constraints.find(({ kind }) => kind === 'primaryKey')
  const same = primary && constraints.find((each) => each.kind === 'unique' && columns(each) === columns(primary))
  if (
    !primary ||
    !same ||
    (primary.kind === 'primaryKey' && same.kind === 'unique' && primary.deferrable !== same.deferrable)
  )
    return constraints
  const named = primary.name || !same.name ? primary : { ...primary, name: same.name }
  return constraints.flatMap((each) => (each === same ? [] : [each === primary ? named : each]))
}

/** Bits of what LIKE … INCLUDING asks for (TableLikeOption in parsenodes.h). */
const including = { constraints: 4, defaults: 8, generated: 16, identity: 32, indexes: 64 } as const

/** Columns come with their types and NOT NULL alone; all else only where it is asked for, and under names of its own. */
function copyOf(
  { relation, options = 0 }: TableLikeClause,
  state: CatalogState,
  context: LowerContext,
): Pick<Table, 'columns' | 'constraints' | 'indexes'> {
  const has = (bit: number): boolean => (options & bit) !== 0
  const from = state.table(relationName(relation, context))
  const columns = (from?.columns ?? []).map((column): Column => {
    const { default: value, generated, identity, ...bare } = column
    return {
      ...bare,
      ...(value && has(including.defaults) ? { default: value } : {}),
      ...(generated && has(including.generated) ? { generated } : {}),
      ...(identity && has(including.identity) ? { identity } : {}),
    }
  })
  const keys = (from?.constraints ?? []).flatMap((each): readonly IrConstraint[] => {
    const wanted =
      each.kind === 'check' ? has(including.constraints) : each.kind !== 'foreignKey' && has(including.indexes)
    const { name: _name, ...unnamed } = each
    return wanted ? [unnamed] : []
  })
  const indexes = has(including.indexes) ? (from?.indexes ?? []).map(({ name: _name, ...index }) => index) : []
  return { columns, constraints: keys, indexes }
}

function columnParts(definition: ColumnDef, context: LowerContext) {
  const { column, type } = lowerColumn(definition, context)
  const all = withAttributes(definition.constraints ?? [])
  const behind = all.filter(({ contype }) => ofTable.has(contype ?? ''))
  const own = { ...context, clauses: clausesOf(all, context) }
  const name = definition.colname ?? ''
  const checks = domainChecks(type.user, name, context)
  return { column, checks, constraints: behind.map((constraint) => lowerConstraint(constraint, name, own)) }
}

const ofTable: ReadonlySet<string> = new Set([
  'CONSTR_PRIMARY',
  'CONSTR_UNIQUE',
  'CONSTR_CHECK',
  'CONSTR_FOREIGN',
  'CONSTR_EXCLUSION',
])

/** What a domain asks of its values is asked of the column. */
export function domainChecks(
  user: ReturnType<typeof lowerType>['user'],
  column: string,
  context: LowerContext,
): readonly Check[] {
  if (user?.kind !== 'domain') return []
  return user.checks.map(({ name, expr }) => ({
    kind: 'check',
    name: { text: `${column}_${name ?? 'check'}`, quoted: true },
    expr: mapBottomUp(
      expr,
      (node) => (node.kind === 'column' ? { ...node, path: [{ text: column, quoted: true }] } : node),
      (query) => query,
    ),
    enforced: true,
    ofType: true,
    origin: context.whole,
    options: [],
  }))
}

/** The types of all columns are known before any expression is read: it may name a later one. */
function withTypes(context: LowerContext, before: readonly Column[], definitions: readonly ColumnDef[]): LowerContext {
  const types = new Map<string, LogicalType>(before.map((column) => [column.name.text, column.type.logical]))
  for (const { colname = '', typeName } of definitions)
    types.set(colname, lowerType(plainType(typeName), context).logical)
  return { ...context, columnType: (path) => types.get(path.at(-1) ?? '') }
}

export function ofColumns(context: LowerContext, table: Table | undefined): LowerContext {
  const types = new Map(table?.columns.map((column) => [column.name.text, column.type.logical]))
  return { ...context, columnType: (path) => types.get(path.at(-1) ?? '') }
}

/** A column that a parent has too is one column (manual, "Inheritance"). */
function merged(before: readonly Column[], own: readonly Column[]): readonly Column[] {
  const byName = new Map<string, Column>()
  for (const column of before) byName.set(column.name.text, column)
  for (const column of own) byName.set(column.name.text, column)
  return [...byName.values()]
}

function inherited(statement: CreateStmt, state: CatalogState, context: LowerContext): readonly Table[] {
  return relations(statement).flatMap((relation) => state.table(relationName(relation, context)) ?? [])
}

const relations = (statement: CreateStmt): readonly RangeVar[] =>
  (statement.inhRelations ?? []).flatMap((node) => ('RangeVar' in node ? [node.RangeVar] : []))

function tableOptions(statement: CreateStmt, parents: readonly Table[], context: LowerContext): readonly Option[] {
  const { tablespacename, accessMethod, relation } = statement
  const origin = originAt(context, relation?.location)
  return [
    ...(parents.length > 0
      ? [option('inherits', parents.map((parent) => dotted(parent.name)).join(', '), origin)]
      : []),
    ...(relation?.relpersistence === 'u' ? [option('unlogged', 'true', origin)] : []),
    ...(tablespacename ? [option('tablespace', tablespacename, origin)] : []),
    ...(accessMethod && accessMethod !== 'heap' ? [option('access_method', accessMethod, origin)] : []),
    ...storageOptions(statement.options ?? [], context),
  ]
}

export const addConstraint = (table: Table, constraint: IrConstraint): Table => ({
  ...table,
  constraints: [...table.constraints, { ...constraint, name: constraint.name ?? constraintName(table, constraint) }],
  columns:
    constraint.kind === 'primaryKey'
      ? table.columns.map((column) =>
          constraint.columns.some((name) => name.text === column.name.text) ? { ...column, nullable: false } : column,
        )
      : table.columns,
})
