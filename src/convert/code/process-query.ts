import type { ColumnRef, Expr, OrderItem } from '../../core/ir/expr.js'
import { type Ident, ident } from '../../core/ir/names.js'
import type {
  Cte,
  JsonTableColumn,
  Query,
  QueryBody,
  Select,
  SelectItem,
  SetOperation,
  TableExpr,
} from '../../core/ir/query.js'
import type { CodeContext } from './code-context.js'
import {
  bodyColumns,
  type CteScope,
  cteColumns,
  outputColumns,
  relation,
  relationOf,
  renamed,
} from './resolve/relations.js'
import { jsonColumns, listColumns } from './resolve/resolve-from.js'
import { optional, type Relation, type Scope, type ScopeColumn } from './scope.js'
import { orderedDistinct } from './select/distinct.js'
import { meaningOf, strictGroups } from './select/grouping.js'
import { withoutHints, withoutJoinHints, withoutTableHints } from './select/hints.js'
import { foreignForm, takesValues } from './select/json-tables.js'
import { explicitNulls, rollupOrder, withoutConstants } from './select/order.js'
import { roundedQuotient } from './select/rounding.js'
import { rowLimit, rowOffset } from './select/row-limits.js'
import { settleFirst, unifyColumns } from './select/unions.js'
import type { Want } from './semantics/booleans.js'
import { comparable } from './semantics/compare.js'
import { byPosition } from './semantics/labels.js'
import { orders, rewrite } from './semantics/rewrite.js'
import { infer } from './types/infer.js'

export interface ProcessEnv {
  readonly ctx: CodeContext
  readonly ctes: CteScope
  readonly parent?: Scope
}

/**
 * Passes 2 to 4 over a resolved query, from the inside out: what a nested query gives is typed and rewritten before the
 * query around it looks at its columns.
 */
export function processQuery(query: Query, env: ProcessEnv): Query {
  const { ctes, withClause } = processWith(query, env)
  const inner = { ...env, ctes }
  const { body, orderBy } = processBody(query.body, query.orderBy, inner)
  const scope: Scope = { relations: [], ...(env.parent ? { parent: env.parent } : {}) }
  const limit = query.limit && !isUnlimited(query.limit) ? code(query.limit, 'value', scope, inner) : undefined
  const offset = query.offset && code(query.offset, 'value', scope, inner)
  const counted = env.ctx.sourceCan.limitsWithoutSign === true
  const { limit: _, with: __, ...rest } = query
  return {
    ...rest,
    ...(withClause ? { with: withClause } : {}),
    body,
    orderBy,
    ...(limit ? { limit: counted ? rowLimit(limit) : limit } : {}),
    ...(offset ? { offset: counted ? rowOffset(offset) : offset } : {}),
  }
}

/** The largest number there is, written to mean no limit. */
const isUnlimited = (limit: Expr): boolean =>
  limit.kind === 'literal' && limit.of === 'integer' && BigInt(limit.text) >= 2n ** 63n - 1n

function processWith(query: Query, env: ProcessEnv): { ctes: CteScope; withClause?: NonNullable<Query['with']> } {
  if (!query.with) return { ctes: env.ctes }
  const { ctx } = env
  const ctes = new Map(env.ctes)
  const done: Cte[] = []
  for (const cte of query.with.ctes) {
    const key = ctx.sourceNames.fold(cte.name.text)
    const own = query.with.recursive ? processRecursive(cte, { ...env, ctes: new Map(ctes) }) : undefined
    const processed = own ?? processQuery(cte.query, { ...env, ctes: new Map(ctes) })
    ctes.set(key, cteColumns(cte, outputColumns(processed, ctx.target.alias), ctx.target.alias))
    done.push({ ...cte, query: processed })
  }
  return { ctes, withClause: { ...query.with, ctes: done } }
}

/** The first branch gives the types that the second one sees; the whole decides what the first one is cast to. */
function processRecursive(cte: Cte, env: ProcessEnv): Query | undefined {
  const { body } = cte.query
  if (body.kind !== 'setOperation') return undefined
  const { ctx } = env
  const left = processBody(body.left, [], env).body
  const named = renamed(bodyColumns(left, ctx.target.alias), cte.columns, ctx.target.alias)
  // In the source every column of a recursive query may be null.
  const asSeen = (columns: readonly ScopeColumn[]): readonly ScopeColumn[] =>
    columns.map((each) => (each.type ? { ...each, type: { ...each.type, nullable: true } } : each))
  const settle = (columns: readonly ScopeColumn[]): SetOperation => {
    const inner = { ...env, ctes: new Map([...env.ctes, [ctx.sourceNames.fold(cte.name.text), columns] as const]) }
    const right = processBody(body.right, [], inner).body
    const united = unifyColumns({ ...body, left, right }, ctx) as SetOperation
    const first = settleFirst(united.left, united.right, ctx)
    // What orders or marks the rows wants both branches of one type.
    const second = cte.search || cte.cycle ? settleFirst(united.right, first, ctx) : united.right
    return { ...united, left: first, right: second }
  }
  let columns = asSeen(named)
  let settled = settle(columns)
  // A wider type may widen the columns that are computed from it, and so on; types only ever get wider.
  for (let round = 0; round < columns.length; round++) {
    const next = asSeen(renamed(bodyColumns(settled.left, ctx.target.alias), cte.columns, ctx.target.alias))
    if (codeTypes(next) === codeTypes(columns)) break
    columns = next
    settled = settle(columns)
  }
  return { ...cte.query, body: settled }
}

const codeTypes = (columns: readonly ScopeColumn[]): string => JSON.stringify(columns.map((each) => each.type?.logical))

interface Processed {
  readonly body: QueryBody
  readonly orderBy: readonly OrderItem[]
}

function processBody(body: QueryBody, orderBy: readonly OrderItem[], env: ProcessEnv): Processed {
  switch (body.kind) {
    case 'select':
      return processSelect(body, orderBy, env)
    case 'nested':
      return { body: { ...body, query: processQuery(body.query, env) }, orderBy }
    case 'setOperation': {
      const left = processBody(body.left, [], env).body
      const right = processBody(body.right, [], env).body
      const united = unifyColumns({ ...body, left, right }, env.ctx)
      return { body: united, orderBy: orderOutputs(orderBy, united, env) }
    }
    case 'values': {
      const scope: Scope = { relations: [], ...(env.parent ? { parent: env.parent } : {}) }
      const rows = body.rows.map((row) => row.map((cell) => code(cell, 'value', scope, env)))
      return { body: { ...body, rows }, orderBy }
    }
  }
}

/** Order of a set operation: names or positions of its columns. */
function orderOutputs(orderBy: readonly OrderItem[], body: QueryBody, env: ProcessEnv): readonly OrderItem[] {
  const columns = bodyColumns(body, env.ctx.target.alias)
  return withoutConstants(orderBy).map((item) => {
    const { expr } = item
    const at = expr.kind === 'literal' ? Number(expr.text) - 1 : -1
    const name = expr.kind === 'column' ? expr.of?.column : undefined
    const column = columns[at] ?? columns.find((each) => each.name === name)
    return explicitNulls(item, env.ctx, column?.type && { ...column.type, nullable: true })
  })
}

function processSelect(written: Select, orderBy: readonly OrderItem[], env: ProcessEnv): Processed {
  const { ctx } = env
  const select = withoutHints(written, ctx)
  const parts: FromDone[] = []
  for (const table of select.from) {
    parts.push(
      processTable(
        table,
        parts.flatMap((part) => part.relations),
        env,
      ),
    )
  }
  const relations = parts.flatMap((part) => part.relations)
  const scope: Scope = { relations, ...(env.parent ? { parent: env.parent } : {}) }
  const items = select.items.map((item) => processItem(item, scope, env))
  const outputs = bodyColumns({ ...select, items }, ctx.target.alias)
  const value = (item: OrderItem): OrderItem => ({ ...item, expr: code(item.expr, 'value', scope, env, outputs) })
  const grouped: Select = {
    ...select,
    from: parts.map((part) => part.table),
    items,
    ...(select.where ? { where: code(select.where, 'boolean', scope, env) } : {}),
    groupBy: (select.grouping ? select.groupBy : withoutConstants(select.groupBy)).map(value),
    ...(select.having ? { having: code(select.having, 'boolean', scope, env, outputs) } : {}),
    windows: select.windows.map((each) => ({
      ...each,
      window: {
        ...each.window,
        partitionBy: each.window.partitionBy.map((expr) => code(expr, 'value', scope, env)),
        orderBy: orders(
          each.window.orderBy.map((item) => ({ ...item, expr: typed(item.expr, scope, env, outputs) })),
          { ctx },
        ),
      },
    })),
  }
  const order = withoutConstants(orderBy).map((item) => orderedByPosition(value(item), items))
  return finishSelect(grouped, order, relations, ctx)
}

function finishSelect(
  select: Select,
  orderBy: readonly OrderItem[],
  relations: readonly Relation[],
  ctx: CodeContext,
): Processed {
  const strict = strictGroups(select, orderBy, relations, ctx)
  const isSorted = ctx.sourceCan.sortedSubtotals === true && select.rollup && !select.distinct && orderBy.length === 0
  const sorted = isSorted ? rollupOrder(strict.select) : strict.orderBy
  const nulls = sorted.map((item) => explicitNulls(item, ctx, meaningOf(item.expr, strict.select.items).type))
  const distinct = orderedDistinct(strict.select, nulls, ctx)
  const items = distinct.select.items.map((item) =>
    item.kind === 'expr' ? { ...item, expr: roundedQuotient(item.expr) } : item,
  )
  return { body: { ...distinct.select, items }, orderBy: distinct.orderBy }
}

/** An output column of labels that is kept as text is ordered by what it stands for. */
function orderedByPosition(item: OrderItem, items: readonly SelectItem[]): OrderItem {
  const meaning = meaningOf(item.expr, items)
  const ordered = byPosition(meaning)
  return ordered === meaning ? item : { ...item, expr: ordered }
}

function processItem(item: SelectItem, scope: Scope, env: ProcessEnv): SelectItem {
  return item.kind === 'star' ? item : { ...item, expr: code(item.expr, 'value', scope, env) }
}

/** One expression through inference and semantics. */
export function code(
  expr: Expr,
  want: Want,
  scope: Scope,
  env: ProcessEnv,
  outputs: readonly ScopeColumn[] = [],
): Expr {
  return rewrite(typed(expr, scope, env, outputs), want, { ctx: env.ctx })
}

function typed(expr: Expr, scope: Scope, env: ProcessEnv, outputs: readonly ScopeColumn[]): Expr {
  return infer(expr, {
    ctx: env.ctx,
    scope,
    outputs,
    query: (query, at) => processQuery(query, { ...env, parent: at }),
    columnsOf: (query) => outputColumns(query, env.ctx.target.alias),
  })
}

interface FromDone {
  readonly table: TableExpr
  readonly relations: readonly Relation[]
}

function processTable(table: TableExpr, before: readonly Relation[], env: ProcessEnv): FromDone {
  const { ctx } = env
  const { alias } = ctx.target
  const scope: Scope = { relations: before, ...(env.parent ? { parent: env.parent } : {}) }
  switch (table.kind) {
    case 'tableRef': {
      const found = relationOf(ctx, table, env.ctes)
      return { table: withoutTableHints(table, ctx), relations: found ? [found] : [] }
    }
    case 'derived': {
      const query = processQuery(table.query, table.lateral ? { ...env, parent: scope } : env)
      const columns = renamed(outputColumns(query, alias), table.columns, alias)
      return { table: { ...table, query }, relations: [relation(table.alias, alias(table.alias.text), columns)] }
    }
    case 'join':
      return processJoin(table, before, env)
    case 'jsonTable': {
      const what = foreignForm(table)
      if (what) ctx.report.fail('XW-C0309', table.origin, { name: table.alias.text, what })
      if (ctx.sourceCan.bendsJsonMembers && takesValues(table.columns))
        ctx.report.note('XW-C0329', table.origin, { name: table.alias.text })
      const columns = jsonColumns(table.columns).map((each) => ({ ...each, target: alias(each.name) }))
      const done = {
        ...table,
        input: code(table.input, 'value', scope, env),
        path: typed(table.path, scope, env, []),
        columns: table.columns.map((column) => jsonColumnOf(column, ctx)),
      }
      return { table: done, relations: [relation(table.alias, alias(table.alias.text), columns)] }
    }
    case 'listTable': {
      const columns = listColumns(table.list, ctx) ?? []
      const done = { ...table, list: code(table.list, 'any', scope, env) }
      return { table: done, relations: [relation(table.alias, alias(table.alias.text), columns)] }
    }
    case 'opaqueTable':
      return { table, relations: [] }
  }
}

/** A column of a JSON_TABLE in the target's type for it. */
function jsonColumnOf(column: JsonTableColumn, ctx: CodeContext): JsonTableColumn {
  const name = column.kind === 'nested' ? undefined : ctx.target.alias(column.name.text)
  if (column.kind === 'nested') return { ...column, columns: column.columns.map((each) => jsonColumnOf(each, ctx)) }
  if (column.kind === 'ordinality') return { ...column, name: name ?? column.name }
  const native = ctx.target.typeName(column.type.logical)
  if (native === undefined) {
    ctx.report.fail('XW-C0316', column.type.origin, { from: 'JSON', to: column.type.native })
    return column
  }
  return { ...column, name: name ?? column.name, type: { ...column.type, native } }
}

function processJoin(join: TableExpr & { kind: 'join' }, before: readonly Relation[], env: ProcessEnv): FromDone {
  const left = processTable(join.left, before, env)
  const right = processTable(join.right, [...before, ...left.relations], env)
  const leftRelations = join.join === 'right' || join.join === 'full' ? optional(left.relations) : left.relations
  const rightRelations = join.join === 'left' || join.join === 'full' ? optional(right.relations) : right.relations
  const relations = [...leftRelations, ...rightRelations]
  const scope: Scope = { relations, ...(env.parent ? { parent: env.parent } : {}) }
  const sides = { ...withoutJoinHints(join, env.ctx), left: left.table, right: right.table }
  const conditioned = join.using.length > 0 ? usingAsOn(sides, left.relations, right.relations, env) : sides
  const table = conditioned.on ? { ...conditioned, on: code(conditioned.on, 'boolean', scope, env) } : conditioned
  return { table, relations }
}

/** USING compares like `=` does; where the two columns need a conversion first, it is written as ON. */
function usingAsOn<T extends TableExpr & { kind: 'join' }>(
  join: T,
  left: readonly Relation[],
  right: readonly Relation[],
  env: ProcessEnv,
): T {
  const { fold } = env.ctx.sourceNames
  const find = (relations: readonly Relation[], name: string): ColumnRef | undefined => {
    for (const each of relations) {
      const column = each.columns.find((one) => fold(one.name) === fold(name))
      if (column === undefined || each.merged.has(fold(name))) continue
      return {
        kind: 'column',
        path: [each.target, column.target],
        of: { relation: each.alias, column: column.name },
        origin: join.origin,
        ...(column.type ? { type: column.type } : {}),
      }
    }
    return undefined
  }
  const pairs = join.using.flatMap((name) => {
    const [l, r] = [find(left, name.text), find(right, name.text)]
    return l && r ? [{ l, r, fixed: comparable(l, r, env.ctx) }] : []
  })
  const plain = pairs.every(
    ({ l, r, fixed }) => fixed.left === l && fixed.right === r && lastOf(l).text === lastOf(r).text,
  )
  if (plain) return { ...join, using: pairs.map(({ l }) => lastOf(l)) }
  const on = pairs
    .map(({ l, r }): Expr => ({ kind: 'binary', op: 'eq', left: l, right: r, origin: join.origin }))
    .reduce((a, b) => ({ kind: 'binary', op: 'and', left: a, right: b, origin: join.origin }))
  return { ...join, using: [], on }
}

const lastOf = (expr: ColumnRef): Ident => expr.path[expr.path.length - 1] ?? ident('')
