import { binary } from '../../../core/ir/build.js'
import type { ColumnRef, Expr } from '../../../core/ir/expr.js'
import { type Ident, ident, noOrigin } from '../../../core/ir/names.js'
import type { Query, Select, SelectItem, TableExpr, TableRef } from '../../../core/ir/query.js'
import { walkExpr } from '../../../core/ir/walk.js'
import type { CodeContext } from '../../code/code-context.js'

/** All of them, in order; nothing to ask for when there are none. */
export function allOf(conditions: readonly Expr[]): Expr | undefined {
  const [first, ...rest] = conditions
  return first && rest.reduce<Expr>((left, right) => binary('and', left, right), first)
}

export function anyOf(conditions: readonly Expr[]): Expr | undefined {
  const [first, ...rest] = conditions
  return first && rest.reduce<Expr>((left, right) => binary('or', left, right), first)
}

export const targetColumn = (...path: readonly Ident[]): ColumnRef => ({ kind: 'column', path, origin: noOrigin })

/** A table under a name that is the target's already. */
export const namedTable = (name: Ident): TableRef => ({
  kind: 'tableRef',
  name: { name },
  partitions: [],
  hints: [],
  origin: noOrigin,
})

export const selectFrom = (from: readonly TableExpr[], items: readonly SelectItem[]): Select => ({
  kind: 'select',
  origin: noOrigin,
  distinct: false,
  items,
  from,
  groupBy: [],
  rollup: false,
  windows: [],
  hints: [],
})

export const queryOf = (body: Query['body'], rest: Partial<Omit<Query, 'body' | 'kind'>> = {}): Query => ({
  kind: 'query',
  origin: noOrigin,
  orderBy: [],
  ...rest,
  body,
})

export const item = (expr: Expr, alias: Ident): SelectItem => ({ kind: 'expr', expr, alias })

/** The tables of a FROM list, those inside derived tables left out. */
export function leavesOf(tables: readonly TableExpr[]): readonly TableExpr[] {
  return tables.flatMap((table) => (table.kind === 'join' ? leavesOf([table.left, table.right]) : [table]))
}

export const aliasOf = (table: TableExpr): string => {
  if (table.kind === 'tableRef') return (table.alias ?? table.name.name).text
  return table.kind === 'derived' || table.kind === 'jsonTable' || table.kind === 'listTable' ? table.alias.text : ''
}

/** A name that none of those taken has. */
export function freshName(wanted: string, taken: Iterable<string>): Ident {
  const known = new Set([...taken].map((each) => each.toLowerCase()))
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}_${number}`
    if (!known.has(name)) return ident(name)
  }
}

/** Whether computing it twice may give two values, or do something twice. */
export function isVolatile(expr: Expr, ctx: CodeContext): boolean {
  let found = false
  walkExpr(expr, (node) => {
    if (node.kind === 'variable' && node.scope !== 'local') found = true
    if (node.kind !== 'call') return !found
    if ('routine' in node.fn || ctx.functions.determinism(node) === 'volatile') found = true
    return !found
  })
  return found
}

export function readsColumns(expr: Expr): boolean {
  let found = false
  walkExpr(expr, (node) => {
    if (node.kind === 'column') found = true
    return !found
  })
  return found
}

export function hasQuery(expr: Expr): boolean {
  let found = false
  walkExpr(expr, (node) => {
    if (['subquery', 'exists', 'inQuery', 'quantified'].includes(node.kind)) found = true
    return !found
  })
  return found
}
