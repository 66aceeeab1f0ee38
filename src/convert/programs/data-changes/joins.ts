import { binary } from '../../../core/ir/build.js'
import type { Expr } from '../../../core/ir/expr.js'
import { type Ident, ident } from '../../../core/ir/names.js'
import type { Query, TableExpr, TableRef } from '../../../core/ir/query.js'
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
