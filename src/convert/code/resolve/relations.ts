import { bool, valueTypeOf } from '../../../core/ir/build.js'
import type { Expr } from '../../../core/ir/expr.js'
import { flat, type Ident, type QName } from '../../../core/ir/names.js'
import type { Cte, Query, QueryBody, Select, TableRef } from '../../../core/ir/query.js'
import type { SchemaObject } from '../../../core/ir/schema.js'
import { ownTable } from '../../local-tables.js'
import type { CodeContext } from '../code-context.js'
import { columnType } from '../code-context.js'
import type { Relation, ScopeColumn } from '../scope.js'
import { systemRelationOf } from './system-relations.js'

/** CTEs in sight, by folded name. A later one hides an earlier one of the same name. */
export type CteScope = ReadonlyMap<string, readonly ScopeColumn[]>

export const objectKey = (fold: (text: string) => string, schema: string, name: string): string =>
  flat(fold(schema), '\u0000', fold(name))

export function findObject(ctx: CodeContext, name: QName): SchemaObject | undefined {
  const schema = name.schema?.text ?? ctx.at.schema
  const asWritten = ctx.objects.get(objectKey((text) => text, schema, name.name.text))
  const found = asWritten ?? ctx.objects.get(objectKey(ctx.sourceNames.fold, schema, name.name.text))
  return found && (ctx.byId.get(ownTable(found.id, ctx.at.object)) ?? found)
}

/** The range variable that a table reference makes, or `undefined` after a finding. */
export function relationOf(ctx: CodeContext, ref: TableRef, ctes: CteScope): Relation | undefined {
  const cte = ref.name.schema ? undefined : ctes.get(ctx.sourceNames.fold(ref.name.name.text))
  if (cte) return relation(ref.alias ?? ref.name.name, ctx.target.alias((ref.alias ?? ref.name.name).text), cte)
  const object = findObject(ctx, ref.name)
  const listed = object === undefined ? systemRelationOf(ref, ctx) : undefined
  if (listed) return listed
  if (object === undefined || (object.kind !== 'table' && object.kind !== 'view')) {
    ctx.report.fail('XW-C0300', ref.origin, { kind: 'table or view', name: named(ref.name) })
    return undefined
  }
  const targetName = ctx.target.objectName(object.id)
  const columns = object.kind === 'table' ? tableColumns(ctx, object) : ctx.viewColumns(object.id)
  if (targetName === undefined || columns === undefined) {
    ctx.report.fail('XW-C0301', ref.origin, { name: named(ref.name) })
    return undefined
  }
  const target = ref.alias ? ctx.target.alias(ref.alias.text) : targetName.name
  const base = relation(ref.alias ?? ref.name.name, target, columns)
  const schema = ref.alias ? undefined : (object.name.schema?.text ?? ctx.at.schema)
  return { ...base, object: object.id, ...(schema === undefined ? {} : { schema }) }
}

export function relation(alias: Ident, target: Ident, columns: readonly ScopeColumn[]): Relation {
  return { alias: alias.text, target, columns, merged: new Set(), optional: false }
}

/** The columns of a table with their types on the target. A column that the target lacks cannot be named. */
export function tableColumns(
  ctx: CodeContext,
  table: Extract<SchemaObject, { kind: 'table' }>,
): readonly ScopeColumn[] {
  return table.columns.flatMap((column) => {
    const target = ctx.target.column(table.id, column.name.text)
    const name = ctx.target.columnName(table.id, column.name.text)
    if (target === undefined || name === undefined) return []
    return [{ name: column.name.text, target: name, type: columnType(target, column.type.logical) }]
  })
}

/** Names and types of the columns that a resolved query gives. */
export function outputColumns(query: Query, alias: (text: string) => Ident): readonly ScopeColumn[] {
  return bodyColumns(query.body, alias)
}

export function bodyColumns(body: QueryBody, alias: (text: string) => Ident): readonly ScopeColumn[] {
  switch (body.kind) {
    case 'select':
      return selectColumns(body, alias)
    case 'nested':
      return bodyColumns(body.query.body, alias)
    case 'setOperation':
      return alsoNull(bodyColumns(body.left, alias), bodyColumns(body.right, alias))
    case 'values': {
      const [first = [], ...others] = body.rows.map((row) => row.map((expr, index) => rowColumn(expr, index, alias)))
      return others.reduce(alsoNull, first)
    }
  }
}

function selectColumns(select: Select, alias: (text: string) => Ident): readonly ScopeColumn[] {
  const columns = select.items.flatMap((item) => {
    if (item.kind === 'star') return []
    const name = item.alias?.text ?? item.impliedName ?? ''
    return [{ name, target: alias(name), ...(item.expr.type ? { type: item.expr.type } : {}) }]
  })
  // A row that sums others up holds NULL where they hold what they are grouped by.
  return select.rollup ? columns.map(nullable) : columns
}

function rowColumn(expr: Expr, index: number, alias: (text: string) => Ident): ScopeColumn {
  const name = `column_${index}`
  return { name, target: alias(name), ...(expr.type ? { type: expr.type } : {}) }
}

/** Columns that hold the rows of others too: where those may be null, they may. */
const alsoNull = (columns: readonly ScopeColumn[], others: readonly ScopeColumn[]): readonly ScopeColumn[] =>
  columns.map((column, index) => ((others[index]?.type?.nullable ?? true) ? nullable(column) : column))

const nullable = (column: ScopeColumn): ScopeColumn =>
  column.type ? { ...column, type: { ...column.type, nullable: true } } : column

/** The columns of a CTE as those who read it see them: what the walk adds comes last. */
export function cteColumns(cte: Cte, columns: readonly ScopeColumn[], alias: (text: string) => Ident) {
  const named = renamed(columns, cte.columns, alias)
  const { search, cycle } = cte
  return [
    ...named,
    ...(search ? [{ name: search.into.text, target: search.into }] : []),
    ...(cycle ? [{ name: cycle.mark.text, target: cycle.mark, type: valueTypeOf(bool, false) }] : []),
  ]
}

/** Columns under the names of a column list, where there is one. */
export function renamed(
  columns: readonly ScopeColumn[],
  names: readonly Ident[],
  alias: (text: string) => Ident,
): readonly ScopeColumn[] {
  if (names.length === 0) return columns
  return columns.map((column, index) => {
    const name = names[index]
    return name ? { ...column, name: name.text, target: alias(name.text) } : column
  })
}

const named = (name: QName): string => (name.schema ? `${name.schema.text}.${name.name.text}` : name.name.text)
