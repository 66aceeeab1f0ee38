import { coreCall } from '../../../core/ir/build.js'
import type { ColumnRef, Expr, OrderItem } from '../../../core/ir/expr.js'
import type { Query, Select, SelectItem } from '../../../core/ir/query.js'
import { mapChildren, mapQuery } from '../../../core/ir/walk.js'
import type { CodeContext } from '../code-context.js'
import type { Relation } from '../scope.js'
import { hasAggregate } from './aggregates.js'
import { determinedColumns, primaryKeyOf, refKey } from './determined.js'
import { aliasesOf } from './from-names.js'
import { codeKey } from './same-code.js'

export interface Grouped {
  readonly select: Select
  readonly orderBy: readonly OrderItem[]
}

/**
 * The source lets a grouped query name columns that are not grouped and takes any row's value. Where the target sees that the
 * group fixes the value (its primary key is grouped) nothing is needed. Where only we see it (joins carry the value on) the
 * column is grouped too, which changes no row. Elsewhere the choice of any row is written out and noted.
 */
export function strictGroups(
  select: Select,
  orderBy: readonly OrderItem[],
  relations: readonly Relation[],
  ctx: CodeContext,
): Grouped {
  const plain = havingAsWhere(select, orderBy, ctx)
  if (!isGrouped(plain, orderBy, ctx)) return { select: plain, orderBy }
  const groups = plain.groupBy.map((item) => meaningOf(item.expr, plain.items))
  const whole = relations.filter((each) => keyIsGrouped(each, groups, ctx)).map((each) => each.alias)
  const grouped: Grouping = {
    ctx,
    keys: new Set(groups.map(codeKey)),
    relations: new Set(relations.map((each) => each.alias)),
    fixed: new Set(plain.rollup ? [] : whole),
    determined: plain.rollup ? new Set() : determinedColumns(groups, plain, relations, ctx),
    added: new Map(),
  }
  const loosen = (expr: Expr): Expr => anyOf(expr, grouped)
  const items = plain.items.map((item) => (item.kind === 'expr' ? { ...item, expr: loosen(item.expr) } : item))
  const having = plain.having && loosen(plain.having)
  const order = orderBy.map((item) => ({ ...item, expr: loosen(item.expr) }))
  const groupBy = [...plain.groupBy, ...[...grouped.added.values()].map((expr) => ({ expr, descending: false }))]
  return { select: { ...plain, items, groupBy, ...(having ? { having } : {}) }, orderBy: order }
}

const isGrouped = (select: Select, orderBy: readonly OrderItem[], ctx: CodeContext): boolean =>
  select.groupBy.length > 0 || select.having !== undefined || aggregates(select, orderBy, ctx)

function aggregates(select: Select, orderBy: readonly OrderItem[], ctx: CodeContext): boolean {
  const exprs = [
    ...select.items.flatMap((item) => (item.kind === 'expr' ? [item.expr] : [])),
    ...orderBy.map((item) => item.expr),
    ...(select.having ? [select.having] : []),
  ]
  return exprs.some((expr) => hasAggregate(expr, ctx.functions.isAggregate))
}

/** Without groups and aggregates HAVING filters rows, which is what WHERE does. */
function havingAsWhere(select: Select, orderBy: readonly OrderItem[], ctx: CodeContext): Select {
  const { having, ...rest } = select
  if (having === undefined || select.groupBy.length > 0 || aggregates(select, orderBy, ctx)) return select
  const where: Expr = select.where
    ? {
        kind: 'binary',
        op: 'and',
        left: select.where,
        right: having,
        origin: having.origin,
        ...(having.type ? { type: having.type } : {}),
      }
    : having
  return { ...rest, where }
}

/** What a group key stands for: an alias or a position is the item it names. */
export function meaningOf(expr: Expr, items: readonly SelectItem[]): Expr {
  if (expr.kind === 'literal' && expr.of === 'integer') {
    const item = items[Number(expr.text) - 1]
    return item?.kind === 'expr' ? item.expr : expr
  }
  if (expr.kind !== 'column' || expr.of?.relation !== '') return expr
  const name = expr.of.column
  const item = items.find((each) => each.kind === 'expr' && each.alias?.text === name)
  return item?.kind === 'expr' ? item.expr : expr
}

function keyIsGrouped(relation: Relation, groups: readonly Expr[], ctx: CodeContext): boolean {
  const key = primaryKeyOf(relation, ctx)
  if (key === undefined) return false
  return key.every((name) =>
    groups.some((expr) => expr.kind === 'column' && expr.of?.relation === relation.alias && expr.of.column === name),
  )
}

interface Grouping {
  readonly ctx: CodeContext
  readonly keys: ReadonlySet<string>
  readonly relations: ReadonlySet<string>
  /** Relations whose primary key is grouped. */
  readonly fixed: ReadonlySet<string>
  /** Columns that are the same in all rows of a group, see `determinedColumns`. */
  readonly determined: ReadonlySet<string>
  /** Of those, the ones that are used and so grouped as well. */
  readonly added: Map<string, ColumnRef>
}

function anyOf(expr: Expr, by: Grouping): Expr {
  if (by.keys.has(codeKey(expr))) return expr
  if (expr.kind === 'column') return isLoose(expr, by) ? anyValue(expr, by) : expr
  if (expr.kind === 'call' && expr.over === undefined && by.ctx.functions.isAggregate(expr)) return expr
  return mapChildren(expr, {
    expr: (child) => anyOf(child, by),
    query: (query) => insideQuery(query, by),
  })
}

const isLoose = (ref: ColumnRef, by: Grouping): boolean =>
  ref.of !== undefined && by.relations.has(ref.of.relation) && !by.fixed.has(ref.of.relation)

function anyValue(ref: ColumnRef, by: Grouping): Expr {
  if (by.determined.has(refKey(ref)) && canBeGrouped(ref)) {
    by.added.set(refKey(ref), ref)
    return ref
  }
  by.ctx.report.note('XW-C0311', ref.origin, { name: ref.of?.column ?? '' })
  return coreCall('any_value', [ref], ref.type && { ...ref.type, nullable: true }, ref.origin)
}

/** Documents of text and lists have no equality of their own. */
const canBeGrouped = ({ type }: ColumnRef): boolean => {
  const logical = type?.logical
  return logical !== undefined && (logical.kind !== 'json' || logical.binary) && logical.kind !== 'xml'
}

/** A nested query may name the outer query's columns, unless its own FROM has the same name. */
function insideQuery(query: Query, by: Grouping): Query {
  const own = aliasesOf(query.body)
  const inner = { ...by, relations: new Set([...by.relations].filter((name) => !own.has(name))) }
  return mapQuery(query, { expr: (expr) => anyOf(expr, inner), query: (nested) => insideQuery(nested, inner) })
}
