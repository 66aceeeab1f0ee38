import type { Expr } from '../../../core/ir/expr.js'
import { type Ident, noOrigin, type ObjectId, type Origin, objectId, type QName } from '../../../core/ir/names.js'
import type { TableExpr } from '../../../core/ir/query.js'
import type { Table, Trigger, View } from '../../../core/ir/schema.js'
import { walkExpr } from '../../../core/ir/walk.js'
import { findObject, tableColumns } from '../../code/resolve/relations.js'
import type { ScopeColumn } from '../../code/scope.js'
import { triggersNamed } from '../triggers-of.js'
import type { Receiver } from './assigned-values.js'
import type { DataEnv } from './data-env.js'
import type { Leaf } from './prepared.js'
import { leavesOf } from './trees.js'

/** What changes rows, or what a change reads: a table, a view, or a table that the program made by a query. */
export interface Changed {
  readonly object: Table | View
  /** Of a table that the program made by a query. */
  readonly columns?: readonly ScopeColumn[]
}

/** A table that statements of the program made by a query; nothing but its columns is known of it. */
export function madeTable(name: QName, { env }: DataEnv): Required<Changed> | undefined {
  const columns = name.schema ? undefined : env.ctes.get(env.ctx.sourceNames.fold(name.name.text))
  if (!columns) return undefined
  const base = { id: objectId('table', name), name, origin: noOrigin, options: [] }
  const nothing = { columns: [], constraints: [], indexes: [] }
  return { object: { kind: 'table', ...base, ...nothing, temporary: true }, columns }
}

/** The columns of a table or view, those of the source that the target has. */
export function columnsOf({ object, columns }: Changed, { env }: DataEnv): readonly ScopeColumn[] {
  if (columns) return columns
  return object.kind === 'table' ? tableColumns(env.ctx, object) : (env.ctx.viewColumns(object.id) ?? [])
}

export function receiverOf(leaf: Changed, name: string, at: DataEnv): Receiver | undefined {
  const { fold } = at.env.ctx.sourceNames
  const found = columnsOf(leaf, at).find((each) => fold(each.name) === fold(name))
  const { object } = leaf
  const column = object.kind === 'table' ? object.columns.find((each) => each.name.text === found?.name) : undefined
  return found?.type && { name: found.name, type: found.type, ...(column ? { column } : {}) }
}

/** Columns that tell the rows of a table apart. Undefined after a finding: a view has none. */
export function identityOf(
  leaf: Pick<Leaf, 'id' | 'object'>,
  origin: Origin,
  at: DataEnv,
): readonly Ident[] | undefined {
  const identity = at.tables(leaf.id)?.identity ?? []
  if (identity.length > 0) return identity
  const name = leaf.object.name.name.text
  at.env.ctx.report.fail('XW-R0108', origin, { name, reason: 'its rows cannot be told apart there' })
  return undefined
}

/** Target names of columns that a unique key is about. */
export function keyColumns(id: ObjectId, at: DataEnv): ReadonlySet<string> {
  const found = new Set<string>()
  for (const key of at.tables(id)?.keys ?? [])
    for (const part of key.parts) for (const name of namesIn(part)) found.add(name)
  return found
}

export function namesIn(part: Expr): readonly string[] {
  const found: string[] = []
  walkExpr(part, (node) => {
    const name = node.kind === 'column' ? node.path.at(-1) : undefined
    if (name) found.push(name.text)
    return true
  })
  return found
}

/** The target has no way to speak of partitions by the names that they have on the source. */
export function isPartitionList(tables: readonly TableExpr[], at: DataEnv): boolean {
  const named = leavesOf(tables).find((table) => table.kind === 'tableRef' && table.partitions.length > 0)
  if (!named) return false
  at.env.ctx.report.fail('XW-R0109', named.origin, {
    name: named.kind === 'tableRef' ? named.name.name.text : '',
  })
  return true
}

/** Whether rows of it can be changed on the target: a table's always, a view's when it shows one table as it is. */
export function changeable(
  leaf: Pick<Leaf, 'object'>,
  columns: readonly string[],
  origin: Origin,
  at: DataEnv,
): boolean {
  const { object } = leaf
  if (object.kind === 'table') return true
  const reason = whyNotChangeable(object, columns, at)
  if (reason === undefined) return true
  at.env.ctx.report.fail('XW-R0108', origin, { name: object.name.name.text, reason })
  return false
}

function whyNotChangeable(view: View, columns: readonly string[], at: DataEnv): string | undefined {
  const { query } = view
  if (query.kind === 'opaque' || query.body.kind !== 'select') return 'it is more than one query'
  const { body } = query
  const [from, more] = body.from
  if (from?.kind !== 'tableRef' || more) return 'it reads more than one table'
  const narrows = body.distinct || body.groupBy.length > 0 || body.having || query.limit || query.offset || query.with
  if (narrows) return 'its rows are not those of a table'
  const below = findObject(at.env.ctx, from.name)
  if (below?.kind !== 'table' && below?.kind !== 'view') return 'what it reads is not known'
  const { fold } = at.env.ctx.sourceNames
  for (const wanted of columns) {
    const index = view.columns.findIndex((name) => fold(name.text) === fold(wanted))
    const item = body.items.find((each, at) =>
      each.kind === 'expr' && view.columns.length > 0
        ? at === index
        : each.kind === 'expr' && fold(each.alias?.text ?? nameOf(each.expr)) === fold(wanted),
    )
    if (item?.kind === 'expr' && item.expr.kind !== 'column') return `its column ${wanted} is computed`
  }
  return below.kind === 'view' ? whyNotChangeable(below, [], at) : undefined
}

const nameOf = (expr: Expr): string => (expr.kind === 'column' ? (expr.path.at(-1)?.text ?? '') : '')

/** Triggers of the source on a table, for one of these events at one of these times. */
export function triggersOn(
  table: Table,
  events: readonly Trigger['events'][number][],
  timings: readonly Trigger['timing'][],
  at: DataEnv,
): readonly Trigger[] {
  const { ctx } = at.env
  return triggersNamed(table.name.name.text, ctx).filter((each) => {
    if (!timings.includes(each.timing) || !each.events.some((one) => events.includes(one))) return false
    const on = findObject(ctx, { schema: each.name.schema ?? { text: ctx.at.schema, quoted: true }, ...each.table })
    return on?.id === table.id
  })
}

/** Foreign keys of the source that lead to a table. */
export function referencesTo(table: Table, at: DataEnv) {
  const { ctx } = at.env
  return [...ctx.byId.values()].flatMap((each) =>
    each.kind === 'table'
      ? each.constraints.flatMap((one) => {
          if (one.kind !== 'foreignKey') return []
          const schema = one.target.schema ?? each.name.schema
          const to = findObject(ctx, schema ? { schema, name: one.target.name } : one.target)
          return to?.id === table.id ? [one] : []
        })
      : [],
  )
}
