import type { ColumnRef, Expr } from '../../../core/ir/expr.js'
import type { Select, TableExpr } from '../../../core/ir/query.js'
import { walkExpr } from '../../../core/ir/walk.js'
import type { CodeContext } from '../code-context.js'
import type { Relation } from '../scope.js'

/** When the columns `from` are the same in all rows of a group, so is `to`. */
interface Dependency {
  readonly from: readonly string[]
  readonly to: string
}

const keyOf = (relation: string, column: string): string => JSON.stringify([relation, column])

/**
 * The columns whose value is the same in all rows of a group: the grouped ones, all columns of a row whose primary key is
 * among them, and what joins make equal to one of them. The target sees only part of this.
 */
export function determinedColumns(
  grouped: readonly Expr[],
  select: Select,
  relations: readonly Relation[],
  ctx: CodeContext,
): ReadonlySet<string> {
  const found = new Set(grouped.flatMap((expr) => (expr.kind === 'column' && expr.of ? [refKey(expr)] : [])))
  const dependencies = [...select.from.flatMap(joined), ...equalities(select.where).flatMap(bothWays)]
  const keyed = relations.map((each) => ({ each, key: primaryKeyOf(each, ctx) }))
  for (let size = -1; size !== found.size; ) {
    size = found.size
    for (const { from, to } of dependencies) {
      if (from.every((column) => found.has(column))) found.add(to)
    }
    for (const { each, key } of keyed) {
      if (key?.every((column) => found.has(keyOf(each.alias, column)))) {
        for (const column of each.columns) found.add(keyOf(each.alias, column.name))
      }
    }
  }
  return found
}

export const refKey = (ref: ColumnRef): string => keyOf(ref.of?.relation ?? '', ref.of?.column ?? '')

/** The columns of the primary key, by the names that the relation gives them. */
export function primaryKeyOf(relation: Relation, ctx: CodeContext): readonly string[] | undefined {
  const table = relation.object && ctx.byId.get(relation.object)
  if (table?.kind !== 'table') return undefined
  const key = table.constraints.find((each) => each.kind === 'primaryKey')
  if (key?.kind !== 'primaryKey') return undefined
  const { fold } = ctx.sourceNames
  return key.columns.map(
    (name) => relation.columns.find((each) => fold(each.name) === fold(name.text))?.name ?? name.text,
  )
}

function joined(table: TableExpr): readonly Dependency[] {
  if (table.kind !== 'join') return []
  return [...joined(table.left), ...joined(table.right), ...conditionOf(table)]
}

function conditionOf(join: TableExpr & { readonly kind: 'join' }): readonly Dependency[] {
  switch (join.join) {
    case 'inner':
    case 'cross':
      return equalities(join.on).flatMap(bothWays)
    case 'left':
      return join.on ? outer(join.on, namesIn(join.right)) : []
    case 'right':
      return join.on ? outer(join.on, namesIn(join.left)) : []
    case 'full':
      return []
  }
}

/**
 * In an outer join the optional side follows from the other one, and only when everything the condition reads there is the
 * same in the whole group: a row may be missing for one of its rows and present for another otherwise.
 */
function outer(on: Expr, optional: ReadonlySet<string>): readonly Dependency[] {
  const from = new Set<string>()
  let known = true
  walkExpr(on, (node) => {
    if ('query' in node) known = false
    if (node.kind === 'column' && !optional.has(node.of?.relation ?? '')) from.add(refKey(node))
    return known
  })
  if (!known) return []
  return equalities(on).flatMap(({ left, right }) => {
    const far = [left, right].filter((ref) => optional.has(ref.of?.relation ?? ''))
    return far.length === 1 ? far.map((ref) => ({ from: [...from], to: refKey(ref) })) : []
  })
}

interface Equality {
  readonly left: ColumnRef
  readonly right: ColumnRef
}

const bothWays = ({ left, right }: Equality): readonly Dependency[] => [
  { from: [refKey(left)], to: refKey(right) },
  { from: [refKey(right)], to: refKey(left) },
]

/** `a = b` between columns, in a conjunction. */
function equalities(condition: Expr | undefined): readonly Equality[] {
  if (condition?.kind !== 'binary') return []
  const { op, left, right } = condition
  if (op === 'and') return [...equalities(left), ...equalities(right)]
  if (op !== 'eq' || left.kind !== 'column' || right.kind !== 'column' || !left.of || !right.of) return []
  return sameEquality(left, right) ? [{ left, right }] : []
}

/** Texts that are equal under one collation may differ under another. */
function sameEquality(left: ColumnRef, right: ColumnRef): boolean {
  const [l, r] = [left.type?.logical, right.type?.logical]
  if (l === undefined || r === undefined) return false
  if (l.kind !== 'text' && r.kind !== 'text') return true
  return l.kind === 'text' && r.kind === 'text' && l.collation?.name === r.collation?.name
}

function namesIn(table: TableExpr): ReadonlySet<string> {
  switch (table.kind) {
    case 'tableRef':
      return new Set([(table.alias ?? table.name.name).text])
    case 'join':
      return new Set([...namesIn(table.left), ...namesIn(table.right)])
    case 'opaqueTable':
      return new Set()
    default:
      return new Set([table.alias.text])
  }
}
