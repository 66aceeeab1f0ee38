import { binary } from '../../../../core/ir/build.js'
import type { Insert } from '../../../../core/ir/data-change.js'
import type { Expr } from '../../../../core/ir/expr.js'
import { type Ident, ident, noOrigin, type QName } from '../../../../core/ir/names.js'
import type { Query, Select, TableExpr } from '../../../../core/ir/query.js'
import type { Table } from '../../../../core/ir/schema.js'
import { mapBottomUp, walkExpr } from '../../../../core/ir/walk.js'
import { NotLowered } from '../queries.js'

/** Columns of each unique key. Undefined: one of them is about expressions, or about some rows alone. */
export function uniqueKeys(table: Table): readonly (readonly string[])[] | undefined {
  const keys = table.constraints.flatMap((each) =>
    each.kind === 'primaryKey' || each.kind === 'unique' ? [each.columns.map(({ text }) => text)] : [],
  )
  const indexes = table.indexes.filter(({ unique }) => unique)
  if (indexes.some(({ parts, where }) => where || parts.some(({ expr }) => expr.kind !== 'column'))) return undefined
  const more = indexes.map(({ parts }) =>
    parts.map(({ expr }) => (expr.kind === 'column' ? (expr.path.at(-1)?.text ?? '') : '')),
  )
  return [...keys, ...more]
}

export function primaryKey(table: Table): readonly string[] | undefined {
  const found = table.constraints.find(({ kind }) => kind === 'primaryKey')
  return found?.kind === 'primaryKey' ? found.columns.map(({ text }) => text) : undefined
}

/** The values of the only row that is added, by column. @throws NotLowered where they are several, or computed anew each time */
export function valuesOf(stmt: Insert, table: Table): ReadonlyMap<string, Expr> {
  const rows = 'rows' in stmt.source ? stmt.source.rows : []
  const [row, more] = rows
  if (!row || more) throw new NotLowered('INSERT … ON CONFLICT of several rows')
  const names = stmt.columns.length > 0 ? stmt.columns : table.columns.map(({ name }) => name)
  return new Map(row.flatMap((value, at) => (names[at] && value.kind !== 'default' ? [[names[at].text, value]] : [])))
}

/** Beside the columns of a table a name of the program is said to be one. @throws NotLowered */
export function steady(value: Expr): Expr {
  walkExpr(value, (each) => {
    const isOwn = each.kind === 'call' && ('routine' in each.fn || ('native' in each.fn && moving.test(each.fn.native)))
    const isField = each.kind === 'column' && each.path.length > 1 && !/^(new|old)$/i.test(each.path[0]?.text ?? '')
    if (isOwn || isField || each.kind === 'subquery' || each.kind === 'opaque')
      throw new NotLowered('a value that is needed twice')
    return false
  })
  return mapBottomUp(value, (node) => {
    const [name, more] = node.kind === 'column' ? node.path : []
    return name && !more ? { kind: 'variable', scope: 'local', name, origin: node.origin } : node
  })
}

const moving = /^(nextval|setval|random|clock_timestamp|gen_random_uuid|uuid_generate_v\w+|timeofday)$/i

/** `t.a = value AND t.b = value`. Undefined: a column has no value, so that the row meets no other. */
export function sameKey(table: Ident, key: readonly string[], values: ReadonlyMap<string, Expr>): Expr | undefined {
  const tests = key.map((column) => {
    const value = values.get(column)
    return value && binary('eq', { kind: 'column', path: [table, ident(column)], origin: noOrigin }, steady(value))
  })
  const [first, ...rest] = tests.flatMap((each) => each ?? [])
  return first && rest.length === key.length - 1
    ? rest.reduce((left, right) => binary('and', left, right), first)
    : undefined
}

export const tableRef = (name: QName, alias?: Ident): TableExpr & { readonly kind: 'tableRef' } => ({
  ...{ kind: 'tableRef', name, partitions: [], hints: [], origin: noOrigin },
  ...(alias ? { alias } : {}),
})

export function selectOf(items: readonly Expr[], from: readonly TableExpr[], where?: Expr): Query {
  const body: Select = {
    ...{ kind: 'select', distinct: false, groupBy: [], rollup: false, windows: [], hints: [], origin: noOrigin },
    items: items.map((expr) => ({ kind: 'expr', expr })),
    from,
    ...(where ? { where } : {}),
  }
  return { kind: 'query', body, orderBy: [], origin: noOrigin }
}
