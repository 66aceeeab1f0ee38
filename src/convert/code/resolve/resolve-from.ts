import type { Expr } from '../../../core/ir/expr.js'
import { type Ident, ident } from '../../../core/ir/names.js'
import type { Join, JsonTableColumn, ListTable, TableExpr, TableRef } from '../../../core/ir/query.js'
import type { LogicalType } from '../../../core/ir/types.js'
import type { CodeContext } from '../code-context.js'
import { optional, type Relation, type Scope, type ScopeColumn } from '../scope.js'
import { asList } from './elements.js'
import { withResult } from './lists.js'
import { outputColumns, relation, relationOf, renamed } from './relations.js'
import { resolveExpr } from './resolve-expr.js'
import { type ResolveEnv, resolveQuery } from './resolve-query.js'

/** One column of `*`, in the order in which `*` gives them. */
export interface StarColumn {
  readonly relation: Relation
  readonly column: ScopeColumn
  /** Left out of a bare `*`: USING has merged it into another. */
  readonly merged: boolean
}

export interface FromPart {
  readonly table: TableExpr
  readonly relations: readonly Relation[]
  readonly star: readonly StarColumn[]
}

/** Resolves a FROM list. Each table sees those before it when it is LATERAL (or a table function). */
export function resolveFrom(from: readonly TableExpr[], env: ResolveEnv) {
  const parts: FromPart[] = []
  const taken = new Map<string, number>()
  for (const table of from) {
    const before = parts.flatMap((part) => part.relations)
    parts.push(resolveTable(table, before, { env, taken }))
  }
  return {
    from: parts.map((part) => part.table),
    relations: parts.flatMap((part) => part.relations),
    star: parts.flatMap((part) => part.star),
  }
}

interface FromEnv {
  readonly env: ResolveEnv
  /** Range variable names of this FROM on the target, folded. */
  readonly taken: Map<string, number>
}

function resolveTable(table: TableExpr, before: readonly Relation[], from: FromEnv): FromPart {
  const { env } = from
  const { alias } = env.ctx.target
  const scope: Scope = { relations: before, ...(env.parent ? { parent: env.parent } : {}) }
  switch (table.kind) {
    case 'tableRef':
      return resolveTableRef(table, from)
    case 'derived': {
      const query = resolveQuery(table.query, table.lateral ? { ...env, parent: scope } : env)
      const columns = renamed(outputColumns(query, alias), table.columns, alias)
      return single({ ...table, query }, relation(table.alias, alias(table.alias.text), columns))
    }
    case 'join':
      return resolveJoin(table, before, from)
    case 'jsonTable': {
      const columns = jsonColumns(table.columns).map((each) => ({ ...each, target: alias(each.name) }))
      const done = {
        ...table,
        input: resolveExpr(table.input, scope, env),
        path: resolveExpr(table.path, scope, env),
      }
      return single(done, relation(table.alias, alias(table.alias.text), columns))
    }
    case 'listTable':
      return resolveList(table, scope, env)
    case 'opaqueTable':
      env.ctx.report.fail('XW-C0313', table.origin, { text: shorten(table.opaque.text) })
      return { table, relations: [], star: [] }
  }
}

/** The elements of a list see the tables before them. */
function resolveList(table: ListTable, scope: Scope, env: ResolveEnv): FromPart {
  const { ctx } = env
  const list = resolveExpr(table.list, scope, env)
  const columns = listColumns(list, ctx)
  if (!columns) {
    if (!ctx.report.failed) ctx.report.fail('XW-R0263', table.origin, {})
    return { table, relations: [], star: [] }
  }
  const made = relation(table.alias, ctx.target.alias(table.alias.text), columns)
  const [only, more] = columns
  const plain = only && !more && only.name === columnValue ? { column: only.target } : {}
  return single({ ...table, list, ...plain }, made)
}

const columnValue = 'column_value'

/** Undefined: it is no list by places, or one whose elements are no values. */
export function listColumns(list: Expr, ctx: CodeContext): readonly ScopeColumn[] | undefined {
  const { target } = ctx
  const found = asList(withResult(list, { ctx }))
  if (found?.logical.kind !== 'array') return undefined
  const { of } = found.logical
  if (of.kind !== 'record')
    return [{ name: columnValue, target: target.alias(columnValue), type: { logical: of, nullable: true } }]
  return of.fields.map(({ name, target, type }) => ({ name, target, type: { ...type, nullable: true } }))
}

function resolveTableRef(table: TableRef, { env, taken }: FromEnv): FromPart {
  const found = relationOf(env.ctx, table, env.ctes)
  if (found === undefined) return { table, relations: [], star: [] }
  const qualified: TableRef =
    found.object && !table.name.schema
      ? { ...table, name: { schema: ident(env.ctx.at.schema), name: table.name.name } }
      : table
  const key = env.ctx.targetNames.fold(found.target.text)
  const count = taken.get(key) ?? 0
  taken.set(key, count + 1)
  if (count === 0) return single(qualified, found)
  // Two tables of one name from two schemas: the target tells range variables apart by their last name only.
  const fresh = ident(`${found.alias}_${count + 1}`)
  const target = env.ctx.target.alias(fresh.text)
  return single({ ...qualified, alias: fresh }, { ...found, target })
}

const single = (table: TableExpr, made: Relation): FromPart => ({
  table,
  relations: [made],
  star: made.columns.map((column) => ({ relation: made, column, merged: false })),
})

function resolveJoin(join: Join, before: readonly Relation[], from: FromEnv): FromPart {
  const { env } = from
  const left = resolveTable(join.left, before, from)
  const right = resolveTable(join.right, [...before, ...left.relations], from)
  const using = join.natural ? commonColumns(left, right, env) : join.using
  const merged = using.length > 0 ? mergeUsing(join, using, left, right, env) : undefined
  const [l, r] = merged ? [merged.left, merged.right] : [left, right]
  const leftRelations = join.join === 'right' || join.join === 'full' ? optional(l.relations) : l.relations
  const rightRelations = join.join === 'left' || join.join === 'full' ? optional(r.relations) : r.relations
  const relations = [...leftRelations, ...rightRelations]
  const scope: Scope = { relations, ...(env.parent ? { parent: env.parent } : {}) }
  const star = (merged?.star ?? [...l.star, ...r.star]).map((each) => refreshed(each, relations))
  const { on, ...rest } = join
  const table: Join = {
    ...rest,
    natural: false,
    // NATURAL without a common column is a cross join.
    join: join.natural && using.length === 0 && join.join === 'inner' ? 'cross' : join.join,
    left: left.table,
    right: right.table,
    using,
    ...(on ? { on: resolveExpr(on, scope, env) } : {}),
  }
  return { table, relations, star }
}

const refreshed = (each: StarColumn, relations: readonly Relation[]): StarColumn => ({
  ...each,
  relation: relations.find((relation) => relation.alias === each.relation.alias) ?? each.relation,
})

/** Names that both sides of a NATURAL join have, in the order of the left side. */
function commonColumns(left: FromPart, right: FromPart, env: ResolveEnv): readonly Ident[] {
  const { fold } = env.ctx.sourceNames
  const names = new Set(right.star.filter((each) => !each.merged).map((each) => fold(each.column.name)))
  return left.star
    .filter((each) => !each.merged && names.has(fold(each.column.name)))
    .map((each) => ident(each.column.name))
}

/** After USING one side's column answers to the bare name (the side that always has a row), and `*` gives it first. */
function mergeUsing(join: Join, using: readonly Ident[], left: FromPart, right: FromPart, env: ResolveEnv) {
  const { fold } = env.ctx.sourceNames
  const names = new Set(using.map((each) => fold(each.text)))
  const hide = (part: FromPart): FromPart => ({
    ...part,
    relations: part.relations.map((each) => ({ ...each, merged: new Set([...each.merged, ...names]) })),
    star: part.star.map((each) => (names.has(fold(each.column.name)) ? { ...each, merged: true } : each)),
  })
  const [shown, hidden] = join.join === 'right' ? [right, hide(left)] : [left, hide(right)]
  const [l, r] = join.join === 'right' ? [hidden, shown] : [shown, hidden]
  const first = using.flatMap((each) => {
    const found = shown.star.find((star) => !star.merged && fold(star.column.name) === fold(each.text))
    if (found === undefined) {
      env.ctx.report.fail('XW-C0300', join.origin, { kind: 'column', name: each.text })
      return []
    }
    return [found]
  })
  const rest = [...l.star, ...r.star].filter((each) => !first.includes(each))
  return { left: l, right: r, star: [...first, ...rest] }
}

/** The columns of a JSON_TABLE with their types, nested ones in place. */
export function jsonColumns(columns: readonly JsonTableColumn[]): readonly Omit<ScopeColumn, 'target'>[] {
  const counter: LogicalType = { kind: 'integer', bits: 32, signed: true }
  return columns.flatMap((column): readonly Omit<ScopeColumn, 'target'>[] => {
    switch (column.kind) {
      case 'ordinality':
        return [{ name: column.name.text, type: { logical: counter, nullable: false } }]
      case 'value':
        return [{ name: column.name.text, type: { logical: column.type.logical, nullable: true } }]
      default:
        return jsonColumns(column.columns)
    }
  })
}

export const shorten = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text)
