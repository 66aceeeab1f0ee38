import type { ColumnRef, Expr, OrderItem } from '../../../core/ir/expr.js'
import { ident, noOrigin, type ObjectId } from '../../../core/ir/names.js'
import type { Query, Select, SelectItem, TableExpr, TableRef, With } from '../../../core/ir/query.js'
import { processQuery } from '../../code/process-query.js'
import { findObject } from '../../code/resolve/relations.js'
import { resolveQuery } from '../../code/resolve/resolve-query.js'
import { nameTargets } from '../../code/write/name-targets.js'
import { writeQuery } from '../../code/write/write-calls.js'
import type { DataEnv } from './data-env.js'
import { type Changed, madeTable } from './tables.js'
import { aliasOf, leavesOf, queryOf, selectFrom } from './trees.js'

/** The parts of a change that are read like a query. */
export interface ReadParts {
  readonly with?: With | undefined
  readonly tables: readonly TableExpr[]
  /** Values that are computed for each row. */
  readonly values: readonly Expr[]
  readonly where?: Expr | undefined
  readonly orderBy: readonly OrderItem[]
  readonly limit?: Expr | undefined
}

/** A table of the source that stands in the FROM of a change. */
export interface Leaf extends Changed {
  readonly ref: TableRef
  readonly alias: string
  readonly id: ObjectId
}

export interface Resolved {
  readonly query: Query
  readonly select: Select
  readonly leaves: readonly Leaf[]
  /** Names by which its tables go. */
  readonly aliases: readonly string[]
  /** Columns that were named beside the values. */
  readonly columns: readonly ColumnRef[]
}

const neverNamed = (index: number): string => `value ${index}`

/** Binds all names of the parts. `columns` are names of columns of the tables. Undefined after a finding. */
export function resolveParts(parts: ReadParts, columns: readonly ColumnRef[], at: DataEnv): Resolved | undefined {
  const { env } = at
  const items = [...columns, ...parts.values].map(
    (expr, index): SelectItem => ({ kind: 'expr', expr, alias: ident(neverNamed(index)) }),
  )
  const body = { ...selectFrom(parts.tables, items), ...(parts.where ? { where: parts.where } : {}) }
  const rest = {
    orderBy: parts.orderBy,
    ...(parts.with ? { with: parts.with } : {}),
    ...(parts.limit ? { limit: parts.limit } : {}),
  }
  const query = resolveQuery(queryOf(body, rest), env)
  if (env.ctx.report.failed || query.body.kind !== 'select') return undefined
  const select = query.body
  const named = select.items.slice(0, columns.length).flatMap((each) => columnItem(each))
  const values = select.items.slice(columns.length)
  const leaves = leavesOf(select.from).flatMap((table) => leaf(table, at))
  const aliases = leavesOf(select.from).map(aliasOf)
  return { query, select: { ...select, items: values }, leaves, aliases, columns: named }
}

const columnItem = (each: SelectItem): readonly ColumnRef[] =>
  each.kind === 'expr' && each.expr.kind === 'column' ? [each.expr] : []

/** After resolution only common table expressions, and tables that the program made, stand without a schema. */
export function leaf(table: TableExpr, at: DataEnv): readonly Leaf[] {
  if (table.kind !== 'tableRef') return []
  const base = { ref: table, alias: aliasOf(table) }
  const made = madeTable(table.name, at)
  if (made) return [{ ...base, ...made, id: made.object.id }]
  const object = table.name.schema ? findObject(at.env.ctx, table.name) : undefined
  if (object?.kind !== 'table' && object?.kind !== 'view') return []
  return [{ ...base, object, id: object.id }]
}

/** What was read, its types known and its meaning explicit; names are still those of the source. */
export interface Processed {
  readonly query: Query
  readonly select: Select
  readonly values: readonly Expr[]
}

export function processParts(resolved: Resolved, at: DataEnv): Processed | undefined {
  const query = processQuery({ ...resolved.query, body: resolved.select }, at.env)
  if (at.env.ctx.report.failed || query.body.kind !== 'select') return undefined
  const values = query.body.items.flatMap((each, index) =>
    each.kind === 'expr' ? [unrounded(each.expr, resolved.select.items[index])] : [],
  )
  return { query, select: query.body, values }
}

/**
 * What leaves a query is rounded to the digits that it shows; what is stored is not. The rounding that a pass put in has the
 * very type of what it rounds.
 */
export function unrounded(expr: Expr, before: SelectItem | undefined): Expr {
  const [inner] = expr.kind === 'call' && 'core' in expr.fn && expr.fn.core === 'round' ? expr.args : []
  if (!inner || inner.type === undefined || inner.type !== expr.type) return expr
  return before?.kind === 'expr' && before.expr === expr ? expr : inner
}

/** A change in the target's language. */
export interface Written {
  readonly with?: With
  readonly from: readonly TableExpr[]
  readonly values: readonly Expr[]
  readonly where?: Expr
  readonly orderBy: readonly OrderItem[]
  readonly limit?: Expr
}

/** Writes what was processed, with these values. Undefined after a finding. */
export function writeParts(processed: Processed, values: readonly Expr[], at: DataEnv): Written | undefined {
  const { ctx } = at.env
  const items = values.map((expr, index): SelectItem => ({ kind: 'expr', expr, alias: ident(neverNamed(index)) }))
  const body = { ...processed.select, items, origin: noOrigin }
  const query = nameTargets(writeQuery({ ...processed.query, body }, ctx), ctx)
  if (ctx.report.failed || query.body.kind !== 'select') return undefined
  const { select } = { select: query.body }
  return {
    ...(query.with ? { with: query.with } : {}),
    from: select.from,
    values: select.items.flatMap((each) => (each.kind === 'expr' ? [each.expr] : [])),
    ...(select.where ? { where: select.where } : {}),
    orderBy: query.orderBy,
    ...(query.limit ? { limit: query.limit } : {}),
  }
}
