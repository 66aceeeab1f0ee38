import { binary } from '../../../core/ir/build.js'
import type { Delete, NamedChange, Update } from '../../../core/ir/data-change.js'
import type { Expr } from '../../../core/ir/expr.js'
import { type Ident, ident, type ObjectId } from '../../../core/ir/names.js'
import type { Query, TableExpr, TableRef } from '../../../core/ir/query.js'
import type { DataEnv } from './data-env.js'
import type { Leaf, Written } from './prepared.js'
import { identityOf } from './tables.js'
import { aliasOf, allOf, freshName, item, leavesOf, namedTable, queryOf, selectFrom, targetColumn } from './trees.js'

/** One changed table and what it is joined with. */
export interface Joined {
  readonly target: TableRef
  readonly tables: readonly TableExpr[]
  readonly where?: Expr
}

/**
 * Takes the target out of a FROM of inner joins: the other tables and all conditions. Undefined when the target stands
 * inside an outer join, or something else depends on where it stands.
 */
export function withoutTarget(from: readonly TableExpr[], target: string): Joined | undefined {
  const leaves = leavesOf(from)
  if (leaves.some((table) => table.kind === 'jsonTable' || (table.kind === 'derived' && table.lateral)))
    return undefined
  const rest: TableExpr[] = []
  const conditions: Expr[] = []
  let found: TableRef | undefined
  const visit = (table: TableExpr): boolean => {
    if (table.kind === 'tableRef' && aliasOf(table) === target) {
      found = table
      return true
    }
    const holds = leavesOf([table]).some((each) => each.kind === 'tableRef' && aliasOf(each) === target)
    const open = table.kind === 'join' && (table.join === 'inner' || table.join === 'cross') && table.using.length === 0
    if (!open) {
      rest.push(table)
      return !holds
    }
    if (table.on) conditions.push(table.on)
    return visit(table.left) && visit(table.right)
  }
  if (!from.every(visit) || !found) return undefined
  const where = allOf(conditions)
  return { target: found, tables: rest, ...(where ? { where } : {}) }
}

/** The target once more beside a FROM that keeps it: each of its rows finds itself there by its key. */
export function besideTarget(from: readonly TableExpr[], target: TableRef, identity: readonly Ident[]): Joined {
  const alias = freshName('changed', leavesOf(from).map(aliasOf))
  const own = ident(aliasOf(target))
  const where = sameRow(alias, own, identity)
  return { target: { ...target, alias }, tables: from, ...(where ? { where } : {}) }
}

/** Columns of both sides are equal, pair by pair. */
export function sameRow(
  left: Ident,
  right: Ident,
  columns: readonly Ident[],
  others: readonly Ident[] = columns,
): Expr | undefined {
  return allOf(
    columns.map((column, at) => binary('eq', targetColumn(left, column), targetColumn(right, others[at] ?? column))),
  )
}

export interface Picked {
  readonly name: Ident
  readonly query: Query
  /** Names of its columns, one for each expression. */
  readonly columns: readonly Ident[]
}

/** A query of the rows that a change is about, to be put in front of it under a name of its own. */
export function pickedRows(
  exprs: readonly { readonly expr: Expr; readonly wanted: string }[],
  rest: Partial<Omit<Query, 'body' | 'kind'>> & {
    readonly from: readonly TableExpr[]
    readonly where?: Expr | undefined
  },
): Picked {
  const columns: Ident[] = []
  for (const { wanted } of exprs)
    columns.push(
      freshName(
        wanted,
        columns.map((each) => each.text),
      ),
    )
  const { from, where, ...tail } = rest
  const items = exprs.map(({ expr }, at) => item(expr, columns[at] ?? ident('value')))
  const body = { ...selectFrom(from, items), ...(where ? { where } : {}) }
  const name = freshName('picked', leavesOf(from).map(aliasOf))
  return { name, query: queryOf(body, tail), columns }
}

export const pickedTable = (picked: Picked): TableRef => namedTable(picked.name)

export function pickIdentity(target: TableRef, identity: readonly Ident[], written: Written) {
  const own = ident(aliasOf(target))
  return pickedRows(
    identity.map((column) => ({ expr: targetColumn(own, column), wanted: column.text })),
    {
      from: [target],
      where: written.where,
      orderBy: written.orderBy,
      ...(written.limit ? { limit: written.limit } : {}),
      lock: { strength: 'update', of: [] },
    },
  )
}

/** The changed table with all that it is joined with. */
export function joinTarget(leaf: Leaf, written: Written, stmt: { readonly origin: Update['origin'] }, at: DataEnv) {
  const alias = targetAlias(leaf, at)
  const plain = withoutTarget(written.from, alias)
  const where = (joined: Joined): Joined => {
    const { where: own, ...rest } = joined
    const all = allOf([...(own ? [own] : []), ...(written.where ? [written.where] : [])])
    return all ? { ...rest, where: all } : rest
  }
  if (plain) return where(plain)
  const identity = identityOf(leaf, stmt.origin, at)
  const ref = identity && refOf(written.from, alias)
  return identity && ref ? where(besideTarget(written.from, ref, identity)) : undefined
}

export const refOf = (from: Written['from'], alias: string): TableRef | undefined => {
  for (const table of from) {
    if (table.kind === 'tableRef' && aliasOf(table) === alias) return table
    const inside = table.kind === 'join' ? refOf([table.left, table.right], alias) : undefined
    if (inside) return inside
  }
  return undefined
}

/** The name by which the target's columns are qualified. */
export const targetAlias = (leaf: Leaf, { env }: DataEnv): string =>
  leaf.ref.alias
    ? env.ctx.target.alias(leaf.ref.alias.text).text
    : (env.ctx.target.objectName(leaf.id)?.name.text ?? env.ctx.target.alias(leaf.alias).text)

export const isSameTwice = (ids: readonly ObjectId[]): boolean => new Set(ids).size < ids.length

/** Several changes as one statement: the last is the statement, the others come in front under names. */
export function together<T extends Update | Delete>(
  all: readonly T[],
  name: Ident,
  query: Query,
  written: Pick<Written, 'with'>,
): T | undefined {
  const last = all[all.length - 1]
  if (!last) return undefined
  const changes = all.slice(0, -1).map((change, index): NamedChange => ({ name: ident(`change_${index + 1}`), change }))
  const ctes = [...(written.with?.ctes ?? []), { name, columns: [], query }]
  return { ...last, with: { recursive: written.with?.recursive ?? false, ctes }, changes }
}
