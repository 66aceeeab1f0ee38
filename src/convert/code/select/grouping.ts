import { coreCall } from '../../../core/ir/build.js'
import type { ColumnRef, Expr, OrderItem } from '../../../core/ir/expr.js'
import type { Query, Select, SelectItem } from '../../../core/ir/query.js'
import { mapChildren, mapQuery } from '../../../core/ir/walk.js'
import type { CodeContext } from '../code-context.js'
import type { Relation } from '../scope.js'
import { hasAggregate } from './aggregates.js'
import { aliasesOf } from './from-names.js'
import { codeKey } from './same-code.js'

export interface Grouped {
  readonly select: Select
  readonly orderBy: readonly OrderItem[]
}

/**
 * The source lets a grouped query name columns that are not grouped and takes any row's value. Where the target sees that the
 * group fixes the value (its primary key is grouped) nothing is needed; elsewhere the choice is written out.
 */
export function strictGroups(
  select: Select,
  orderBy: readonly OrderItem[],
  relations: readonly Relation[],
  ctx: CodeContext,
): Grouped {
  const plain = havingAsWhere(select, orderBy, ctx)
  if (!isGrouped(plain, orderBy, ctx)) return { select: plain, orderBy }
  const keys = new Set(plain.groupBy.map((item) => codeKey(meaningOf(item.expr, plain.items))))
  const grouped: Grouping = {
    ctx,
    keys,
    relations: new Set(relations.map((each) => each.alias)),
    fixed: new Set(
      plain.rollup ? [] : relations.filter((each) => keyIsGrouped(each, plain, ctx)).map((each) => each.alias),
    ),
  }
  const loosen = (expr: Expr): Expr => anyOf(expr, grouped)
  return {
    select: {
      ...plain,
      items: plain.items.map((item) => (item.kind === 'expr' ? { ...item, expr: loosen(item.expr) } : item)),
      ...(plain.having ? { having: loosen(plain.having) } : {}),
    },
    orderBy: orderBy.map((item) => ({ ...item, expr: loosen(item.expr) })),
  }
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

function keyIsGrouped(relation: Relation, select: Select, ctx: CodeContext): boolean {
  const table = [...ctx.objects.values()].find((object) => object.id === relation.object)
  if (table?.kind !== 'table') return false
  const key = table.constraints.find((each) => each.kind === 'primaryKey')
  if (key?.kind !== 'primaryKey') return false
  const { fold } = ctx.sourceNames
  return key.columns.every((column) =>
    select.groupBy.some((item) => {
      const { of } = (meaningOf(item.expr, select.items) as Partial<ColumnRef>) ?? {}
      return of?.relation === relation.alias && fold(of.column) === fold(column.text)
    }),
  )
}

interface Grouping {
  readonly ctx: CodeContext
  readonly keys: ReadonlySet<string>
  readonly relations: ReadonlySet<string>
  /** Relations whose primary key is grouped. */
  readonly fixed: ReadonlySet<string>
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
  by.ctx.report.note('XW-C0311', ref.origin, { name: ref.of?.column ?? '' })
  return coreCall('any_value', [ref], ref.type && { ...ref.type, nullable: true }, ref.origin)
}

/** A nested query may name the outer query's columns, unless its own FROM has the same name. */
function insideQuery(query: Query, by: Grouping): Query {
  const own = aliasesOf(query.body)
  const inner = { ...by, relations: new Set([...by.relations].filter((name) => !own.has(name))) }
  return mapQuery(query, { expr: (expr) => anyOf(expr, inner), query: (nested) => insideQuery(nested, inner) })
}
