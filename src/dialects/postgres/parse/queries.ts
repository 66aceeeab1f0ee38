import { finding } from '../../../core/findings/finding.js'
import { bool, plainText } from '../../../core/ir/build.js'
import type { Expr, OrderItem } from '../../../core/ir/expr.js'
import { type Ident, ident, noOrigin } from '../../../core/ir/names.js'
import type { Cte, Query, QueryBody, Select, SelectItem, With } from '../../../core/ir/query.js'
import type { LogicalType } from '../../../core/ir/types.js'
import { type LowerContext, type NamedColumn, originAt } from './context.js'
import { lowerExpr } from './expressions.js'
import { emptySource, lowerFrom, type Source } from './from.js'
import { typeOf } from './known-types.js'
import { type Node, type SelectStmt, stringOf, stringsOf, type WithClause } from './tree.js'

/** Why a query is not lowered: it holds what the hub has no word for. It never leaves this folder. */
export class NotLowered extends Error {}

/** A query with the names and, as far as they are known, the types of what it gives. */
export interface LoweredQuery {
  readonly query: Query
  readonly columns: readonly OutputColumn[]
}

export type OutputColumn = NamedColumn

/** @throws NotLowered */
export function lowerQuery(statement: SelectStmt, context: LowerContext): LoweredQuery {
  if ((statement.lockingClause ?? []).length > 0) throw new NotLowered('FOR UPDATE')
  const { clause, inner } = lowerWith(statement.withClause, context)
  const { body, columns, scope } = lowerBody(statement, inner)
  const limit = countOf(statement.limitCount, scope)
  const offset = countOf(statement.limitOffset, scope)
  if (statement.limitOption === 'LIMIT_OPTION_WITH_TIES') throw new NotLowered('WITH TIES')
  return {
    columns,
    query: {
      ...{ kind: 'query', origin: context.whole, body },
      orderBy: (statement.sortClause ?? []).map((node) => orderItem(node, body, columns, scope)),
      ...(clause ? { with: clause } : {}),
      ...(limit ? { limit } : {}),
      ...(offset ? { offset } : {}),
    },
  }
}

/** `LIMIT ALL` and `LIMIT NULL` are none. */
function countOf(node: Node | undefined, context: LowerContext) {
  if (node === undefined || ('A_Const' in node && node.A_Const.isnull)) return undefined
  const count = lowerExpr(node, context)
  if (count.kind !== 'literal')
    context.sink.add(finding('XW-C0345', { object: context.object, origin: count.origin }, {}))
  return count
}

export function lowerWith(
  clause: WithClause | undefined,
  context: LowerContext,
): { clause?: With; inner: LowerContext } {
  if (!clause) return { inner: context }
  let inner = context
  const ctes: Cte[] = []
  for (const node of clause.ctes ?? []) {
    if (!('CommonTableExpr' in node)) continue
    const { ctename = '', aliascolnames, ctequery } = node.CommonTableExpr
    if (!ctequery || !('SelectStmt' in ctequery)) throw new NotLowered('a change in WITH')
    const names = stringsOf(aliascolnames)
    const lowered = lowerQuery(ctequery.SelectStmt, inner)
    ctes.push({ name: ident(ctename), columns: names.map((name) => ident(name)), query: lowered.query })
    const columns = lowered.columns.map((column, at): OutputColumn => ({ ...column, name: names[at] ?? column.name }))
    inner = { ...inner, ctes: new Map([...(inner.ctes ?? []), [ctename, columns]]) }
  }
  return { clause: { recursive: clause.recursive === true, ctes }, inner }
}

interface Body {
  readonly body: QueryBody
  readonly columns: readonly OutputColumn[]
  /** What ORDER BY sees. */
  readonly scope: LowerContext
}

function lowerBody(statement: SelectStmt, context: LowerContext): Body {
  const { op, larg, rarg, valuesLists } = statement
  if (valuesLists) {
    const rows = valuesLists.map((node) => ('List' in node ? (node.List.items ?? []) : []))
    const body: QueryBody = { kind: 'values', rows: rows.map((row) => row.map((item) => lowerExpr(item, context))) }
    return { body, columns: [], scope: context }
  }
  if (op === undefined || op === 'SETOP_NONE') return lowerSelect(statement, context)
  if (!larg || !rarg) throw new NotLowered('half of a set operation')
  const [left, right] = [lowerSide(larg, context), lowerSide(rarg, context)]
  const word = op === 'SETOP_UNION' ? 'union' : op === 'SETOP_INTERSECT' ? 'intersect' : 'except'
  const body: QueryBody = {
    ...{ kind: 'setOperation', op: word, all: statement.all === true, left: left.body, right: right.body },
  }
  return { body, columns: left.columns, scope: withOutputs(context, left.columns) }
}

/** A side with an order, a limit or names of its own is a query in parentheses. */
function lowerSide(side: SelectStmt, context: LowerContext): Pick<Body, 'body' | 'columns'> {
  const isWhole = (side.sortClause ?? []).length > 0 || side.limitCount || side.limitOffset || side.withClause
  if (!isWhole) return lowerBody(side, context)
  const { query, columns } = lowerQuery(side, context)
  return { body: { kind: 'nested', query }, columns }
}

function lowerSelect(statement: SelectStmt, context: LowerContext): Body {
  const sources = (statement.fromClause ?? []).reduce<Source>(
    (before, node) => lowerFrom(node, before, context),
    emptySource,
  )
  const scope = within(context, sources)
  const items = (statement.targetList ?? []).map((node) => lowerItem(node, scope))
  const columns = (statement.targetList ?? []).flatMap((node) => outputsOf(node, sources, scope))
  if ((statement.windowClause ?? []).length > 0) throw new NotLowered('WINDOW')
  const select: Select = {
    ...{ kind: 'select', origin: originAt(context, 0), rollup: false, windows: [], hints: [] },
    distinct: isDistinct(statement.distinctClause),
    items,
    from: sources.tables,
    groupBy: (statement.groupClause ?? []).map((node) => groupItem(node, scope)),
    ...(statement.whereClause ? { where: lowerExpr(statement.whereClause, scope) } : {}),
    ...(statement.havingClause ? { having: lowerExpr(statement.havingClause, scope) } : {}),
  }
  return { body: select, columns, scope: withOutputs(scope, columns) }
}

/** DISTINCT alone is a list with an empty node; DISTINCT ON has expressions in it. */
function isDistinct(nodes: readonly Node[] | undefined): boolean {
  if (!nodes) return false
  if (nodes.some((node) => Object.keys(node).length > 0)) throw new NotLowered('DISTINCT ON')
  return true
}

function groupItem(node: Node, scope: LowerContext): OrderItem {
  if ('GroupingSet' in node) throw new NotLowered('GROUPING SETS')
  return { expr: lowerExpr(node, scope), descending: false }
}

function orderItem(node: Node, body: QueryBody, columns: readonly OutputColumn[], scope: LowerContext): OrderItem {
  if (!('SortBy' in node)) throw new NotLowered('an order of another kind')
  const { node: value, sortby_dir, sortby_nulls } = node.SortBy
  if (sortby_dir === 'SORTBY_USING') throw new NotLowered('ORDER BY USING')
  const nulls = /FIRST/.test(sortby_nulls ?? '') ? 'first' : /LAST/.test(sortby_nulls ?? '') ? 'last' : undefined
  return {
    expr: outputAt(value, body, columns) ?? lowerExpr(value, scope),
    descending: sortby_dir === 'SORTBY_DESC',
    ...(nulls ? { nulls } : {}),
  }
}

/** `ORDER BY 2`: what stands there. A number beside something else would be one on other engines. */
function outputAt(node: Node | undefined, body: QueryBody, columns: readonly OutputColumn[]): Expr | undefined {
  const place = node && 'A_Const' in node ? node.A_Const.ival?.ival : undefined
  if (place === undefined) return undefined
  const items = body.kind === 'select' && body.items.every(({ kind }) => kind === 'expr') ? body.items : []
  const item = items[place - 1]
  const name = columns[place - 1]?.name
  const isNamed = name !== undefined && name !== '?column?'
  if (item?.kind === 'expr' && !(isNamed && body.kind === 'select' && body.distinct)) return item.expr
  if (!isNamed) throw new NotLowered('ORDER BY a column without a name')
  return { kind: 'column', path: [ident(name)], origin: noOrigin }
}

export function lowerItem(node: Node, scope: LowerContext): SelectItem {
  if (!('ResTarget' in node)) throw new NotLowered('an item of another kind')
  const { name, val, location } = node.ResTarget
  const star = starOf(val)
  if (star) {
    const table: Ident | undefined = star.length > 0 ? ident(star.at(-1) ?? '') : undefined
    return { kind: 'star', origin: originAt(scope, location), ...(table ? { table: { name: table } } : {}) }
  }
  const expr = lowerExpr(val, scope)
  return name === undefined
    ? { kind: 'expr', expr, impliedName: impliedName(val) }
    : { kind: 'expr', expr, alias: ident(name) }
}

/** Names before the star; undefined: there is none. */
function starOf(node: Node | undefined): readonly string[] | undefined {
  const fields = node && 'ColumnRef' in node ? (node.ColumnRef.fields ?? []) : []
  const last = fields.at(-1)
  return last && 'A_Star' in last ? fields.slice(0, -1).map(stringOf) : undefined
}

/** The name that the server gives to a column without one (FigureColname of its parser). */
function impliedName(node: Node | undefined): string {
  if (!node) return '?column?'
  if ('ColumnRef' in node) return stringOf(node.ColumnRef.fields?.at(-1))
  if ('FuncCall' in node) return stringsOf(node.FuncCall.funcname).at(-1) ?? '?column?'
  if ('CoalesceExpr' in node) return 'coalesce'
  if ('CaseExpr' in node) {
    const name = impliedName(node.CaseExpr.defresult)
    return name === '?column?' ? 'case' : name
  }
  if ('TypeCast' in node) {
    const name = impliedName(node.TypeCast.arg)
    return name === '?column?' ? (stringsOf(node.TypeCast.typeName?.names).at(-1) ?? name) : name
  }
  return '?column?'
}

export function outputsOf(node: Node, sources: Source, scope: LowerContext): readonly OutputColumn[] {
  const { name, val } = 'ResTarget' in node ? node.ResTarget : {}
  const star = starOf(val)
  if (star)
    return [...sources.relations].flatMap(([relation, columns]) =>
      star.length === 0 || star.at(-1) === relation ? columns : [],
    )
  const path = val && 'ColumnRef' in val ? (val.ColumnRef.fields ?? []).map(stringOf) : undefined
  const domain = path && columnAt(path, sources)?.domain
  const type = path ? scope.columnType?.(path) : typeOfFamily[typeOf(val, scope) ?? '']
  return [{ name: name ?? impliedName(val), type, ...(domain ? { domain } : {}) }]
}

/** Types that hold all values of a family. */
const typeOfFamily: Readonly<Record<string, LogicalType>> = {
  integer: { kind: 'integer', bits: 64, signed: true },
  text: plainText,
  boolean: bool,
  date: { kind: 'date' },
}

function columnAt(path: readonly string[], { relations }: Source): NamedColumn | undefined {
  const [name = '', relation] = [...path].reverse()
  const own = [...relations].filter(([each]) => relation === undefined || each === relation)
  return own.flatMap(([, columns]) => columns.filter((column) => column.name === name))[0]
}

/** The types of columns by their names, with and without that of their table; what is not found here may be of a query around it. */
export function within(context: LowerContext, source: Source): LowerContext {
  const columnType = (path: readonly string[]): LogicalType | undefined => {
    const found = columnAt(path, source)
    return found ? found.type : context.columnType?.(path)
  }
  return { ...context, columnType }
}

const withOutputs = (context: LowerContext, columns: readonly OutputColumn[]): LowerContext => ({
  ...context,
  columnType: (path) =>
    (path.length === 1 ? columns.find(({ name }) => name === path[0])?.type : undefined) ?? context.columnType?.(path),
})
