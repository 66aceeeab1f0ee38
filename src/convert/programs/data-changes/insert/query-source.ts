import type { ColumnRef, Expr } from '../../../../core/ir/expr.js'
import { type Ident, ident } from '../../../../core/ir/names.js'
import type { Query, QueryBody, SelectItem } from '../../../../core/ir/query.js'
import { processQuery } from '../../../code/process-query.js'
import { bodyColumns } from '../../../code/resolve/relations.js'
import { resolveQuery } from '../../../code/resolve/resolve-query.js'
import { nameTargets } from '../../../code/write/name-targets.js'
import { writeQuery } from '../../../code/write/write-calls.js'
import { assignedValue } from '../assigned-values.js'
import type { DataEnv } from '../data-env.js'
import { isDefault } from '../default-values.js'
import { leaf, unrounded } from '../prepared.js'
import { storedValue } from '../sequential.js'
import { freshName, item, leavesOf, queryOf, selectFrom, targetColumn } from '../trees.js'
import { counterValue } from './counters.js'
import { type InsertTarget, impliedValue } from './insert-target.js'

/** The query whose rows are inserted. */
export interface QuerySource {
  /** Processed: calls are still core ones. */
  readonly query: Query
  /** One value for each field, then the further columns that were asked for. */
  readonly values: readonly Expr[]
  /** The same before types were known: two that read the same column are alike. */
  readonly resolved: readonly (Expr | undefined)[]
}

/** Reads a query with further columns of its tables. Undefined after a finding. */
export function querySource(
  query: Query,
  more: readonly ColumnRef[],
  into: InsertTarget,
  at: DataEnv,
): QuerySource | undefined {
  const { env } = at
  const { report } = env.ctx
  const extra = more.map((expr, index): SelectItem => ({ kind: 'expr', expr, alias: ident(`further ${index}`) }))
  const labels = into.fields.slice(into.given).flatMap((field, index): readonly SelectItem[] => {
    const expr = impliedValue(field, at)
    return expr ? [{ kind: 'expr', expr, alias: ident(`implied ${index}`) }] : []
  })
  const resolved = resolveQuery(withItems(query, [...labels, ...extra]), env)
  if (report.failed) return undefined
  const done = processQuery(resolved, env)
  const items = itemsOf(done.body)
  const before = itemsOf(resolved.body)
  const values = items.map((each, index) => (each.kind === 'expr' ? unrounded(each.expr, before[index]) : undefined))
  const plain = values.flatMap((value) => value ?? [])
  const width = plain.length - more.length - labels.length
  if (width !== into.given) report.fail('XW-R0113', into.ref.origin, { values: width, columns: into.given })
  if (report.failed) return undefined
  return {
    query: done,
    values: isBuffered(done, into, at) ? items.flatMap((each) => (each.kind === 'expr' ? [each.expr] : [])) : plain,
    resolved: before.map((each) => (each.kind === 'expr' ? each.expr : undefined)),
  }
}

/** More columns of each row; a set operation is read from a derived table then. */
function withItems(query: Query, items: readonly SelectItem[]): Query {
  const { body } = query
  if (items.length === 0) return query
  if (body.kind === 'select') return { ...query, body: { ...body, items: [...body.items, ...items] } }
  const { origin } = query
  const from = { kind: 'derived' as const, origin, query, alias: ident('source'), columns: [], lateral: false }
  return queryOf(selectFrom([from], [{ kind: 'star', origin }, ...items]))
}

/**
 * Whether the source keeps the rows before it stores them, with the digits that their types show: duplicates are removed,
 * or the table that they go into is read.
 */
function isBuffered(query: Query, into: InsertTarget, at: DataEnv): boolean {
  const { body } = query
  if (body.kind !== 'select' || body.distinct) return true
  return leavesOf(body.from).some((table) => leaf(table, at)[0]?.id === into.id)
}

function itemsOf(body: QueryBody): readonly SelectItem[] {
  switch (body.kind) {
    case 'select':
      return body.items
    case 'nested':
      return itemsOf(body.query.body)
    case 'setOperation':
      return itemsOf(body.left)
    case 'values':
      return (body.rows[0] ?? []).map((expr) => ({ kind: 'expr', expr }))
  }
}

/** The query in the target's language, its columns in the types of the fields. `exact`: as the columns will hold them. */
export function writtenSource(
  source: QuerySource,
  into: InsertTarget,
  at: DataEnv,
  exact: boolean,
): { readonly query: Query; readonly columns: readonly Ident[]; readonly values: readonly Expr[] } | undefined {
  const { ctx } = at.env
  const convert = (value: Expr, index: number): Expr => {
    const field = into.fields[index]
    if (!field) return value
    const assigned = counterValue(assignedValue(value, field.to, at), field, into, at)
    if (isDefault(assigned)) return value
    return exact ? storedValue(assigned, field.to) : assigned
  }
  const direct = source.values.map(convert)
  const shaped = inPlace(source, direct) ?? around(source, convert, at)
  if (ctx.report.failed || !shaped) return undefined
  const columns: Ident[] = []
  const named = shaped.items.map((each, index): SelectItem => {
    const wanted = into.fields[index]?.scope.target.text ?? `further_${index}`
    const name = freshName(
      wanted,
      columns.map((one) => one.text),
    )
    columns.push(name)
    return each.kind === 'expr' ? item(each.expr, name) : each
  })
  if (shaped.query.body.kind !== 'select') return undefined
  const body = { ...shaped.query.body, items: named }
  const query = nameTargets(writeQuery({ ...shaped.query, body }, ctx), ctx)
  return ctx.report.failed ? undefined : { query, columns, values: direct }
}

/** A plain SELECT takes the converted values where its own were. */
function inPlace({ query, values }: QuerySource, direct: readonly Expr[]) {
  const { body } = query
  if (body.kind !== 'select') return undefined
  const same = direct.every((value, index) => value === values[index])
  const byName = [...query.orderBy, ...body.groupBy].some((each) => {
    return (each.expr.kind === 'column' && each.expr.of?.relation === '') || each.expr.kind === 'literal'
  })
  if ((body.distinct || byName) && !same) return undefined
  return { query, items: direct.map((expr): SelectItem => ({ kind: 'expr', expr })) }
}

/** Any other query is read from a derived table; what it compares and orders stays as it is. */
function around(source: QuerySource, convert: (value: Expr, index: number) => Expr, at: DataEnv) {
  const { ctx } = at.env
  const outputs = bodyColumns(source.query.body, ctx.target.alias)
  const alias = ident('source')
  const names = outputs.map((_, index) => ident(`c${index + 1}`))
  const from = {
    kind: 'derived' as const,
    origin: source.query.origin,
    query: source.query,
    alias,
    columns: names,
    lateral: false,
  }
  const items = outputs.map((each, index): SelectItem => {
    const column = targetColumn(alias, names[index] ?? ident(''))
    return { kind: 'expr', expr: convert(each.type ? { ...column, type: each.type } : column, index) }
  })
  return { query: queryOf(selectFrom([from], items)), items }
}
