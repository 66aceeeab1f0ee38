import { binary, bool, valueTypeOf } from '../../../core/ir/build.js'
import type { SetItem, Update } from '../../../core/ir/data-change.js'
import type { ColumnRef, Expr } from '../../../core/ir/expr.js'
import type { Merge, MergeBranch } from '../../../core/ir/merge.js'
import { ident } from '../../../core/ir/names.js'
import type { Join } from '../../../core/ir/query.js'
import type { Stmt } from '../../../core/ir/statement.js'
import { type Assignment, assignmentsOf, setItems, valuesOf } from './assignments.js'
import type { DataEnv } from './data-env.js'
import { isDefault } from './default-values.js'
import { type Processed, processParts, resolveParts, writeParts } from './prepared.js'
import { replaceColumns, storedValue } from './sequential.js'
import { columnsOf } from './tables.js'
import { aliasOf, isVolatile } from './trees.js'

type UpdateBranch = MergeBranch & { readonly kind: 'update' }
type InsertBranch = MergeBranch & { readonly kind: 'insert' }

/** Conditions that a branch may have, in the order in which they go through the passes together. */
interface Conditions {
  readonly update?: Expr | undefined
  readonly remove?: Expr | undefined
  readonly insert?: Expr | undefined
}

/**
 * MERGE as the target's own. What the source deletes behind an update is decided before it there: its condition sees the
 * values that the update would give.
 */
export function convertMerge(stmt: Merge, at: DataEnv): Stmt | undefined {
  const { report, targetCan } = at.env.ctx
  if (!targetCan.merge) {
    report.fail('XW-R0002', stmt.origin, { what: 'MERGE' })
    return undefined
  }
  const update = stmt.branches.find((each): each is UpdateBranch => each.kind === 'update')
  const insert = stmt.branches.find((each): each is InsertBranch => each.kind === 'insert')
  const added = insert ? addedItems(insert, stmt, at) : []
  if (!added) return undefined
  const set = [...(update?.set ?? []).map((each) => ofTarget(each, stmt)), ...added]
  const given = { update: update?.where, remove: update?.deleteWhere, insert: insert?.where }
  const change: Update = { ...changeOf(stmt), set }
  const values = set.map(({ value }) => (isDefault(value) ? stmt.on : value))
  const where = chained(given)
  const parts = { with: stmt.with, tables: change.tables, values, where, orderBy: [] }
  const resolved = resolveParts(
    parts,
    set.map(({ column }) => column),
    at,
  )
  const processed = resolved && processParts(resolved, at)
  if (!resolved || !processed) return undefined
  const assignments = assignmentsOf(change, resolved, processed, at)
  if (report.failed) return undefined
  const conditions = unchained(processed.select.where, given)
  const updates = assignments.slice(0, update?.set.length ?? 0)
  const remove = conditions.remove && seenAfter(conditions.remove, updates, stmt, at)
  return written(stmt, { ...conditions, remove }, assignments, updates.length, processed, at)
}

/** Both tables joined, as a change of the first one is read. */
function changeOf(stmt: Merge): Omit<Update, 'set'> {
  const { target, using, on, origin } = stmt
  const join: Join = { kind: 'join', origin, join: 'inner', natural: false, left: target, right: using, on, using: [] }
  return { kind: 'update', origin, ignore: false, modifiers: [], returning: [], tables: [join], orderBy: [] }
}

/** What is set is a column of the target, whatever columns of its name there are beside it. */
function ofTarget({ column, value }: SetItem, { target }: Merge): SetItem {
  const [name, more] = column.path
  return { column: name && !more ? { ...column, path: [ident(aliasOf(target)), name] } : column, value }
}

/** The columns of a row that is added, and their values. Undefined after a finding. */
function addedItems(branch: InsertBranch, { target, origin }: Merge, at: DataEnv): readonly SetItem[] | undefined {
  const alias = ident(aliasOf(target))
  const names = branch.columns.length > 0 ? branch.columns : allColumns(target, at)
  if (names.length !== branch.values.length) {
    at.env.ctx.report.fail('XW-R0002', origin, { what: 'MERGE that adds rows of another number of columns' })
    return undefined
  }
  return branch.values.map((value, index) => ({
    column: { kind: 'column', path: [alias, names[index] ?? ident('')], origin: value.origin },
    value,
  }))
}

function allColumns(target: Merge['target'], at: DataEnv) {
  const parts = { tables: [target], values: [], orderBy: [] }
  const [leaf] = resolveParts(parts, [], at)?.leaves ?? []
  return leaf ? columnsOf(leaf, at).map(({ name }) => ident(name)) : []
}

const order = ['update', 'remove', 'insert'] as const

const chained = (given: Conditions): Expr | undefined =>
  order
    .flatMap((name) => given[name] ?? [])
    .reduce<Expr | undefined>((left, right) => (left ? binary('and', left, right) : right), undefined)

/** The conditions of a chain again, from its end. */
function unchained(chain: Expr | undefined, given: Conditions): Conditions {
  const named = order.filter((name) => given[name])
  const found: { [K in (typeof order)[number]]?: Expr } = {}
  let rest = chain
  for (const name of named.slice(1).reverse()) {
    if (rest?.kind !== 'binary') return {}
    found[name] = rest.right
    rest = rest.left
  }
  const [first] = named
  if (first && rest) found[first] = rest
  return found
}

/** The condition with columns of the target as they are after the update. */
function seenAfter(condition: Expr, updates: readonly Assignment[], stmt: Merge, at: DataEnv): Expr {
  const replaced = (column: ColumnRef): Expr | undefined => {
    const found = updates.find((each) => each.column.of?.column === column.of?.column)
    if (!found) return undefined
    if (isDefault(found.value) || isVolatile(found.value, at.env.ctx))
      at.env.ctx.report.fail('XW-R0103', column.origin, { column: found.to.name })
    return storedValue(found.value, found.to)
  }
  return replaceColumns(condition, updates[0]?.leaf.alias ?? aliasOf(stmt.target), replaced)
}

function written(
  stmt: Merge,
  conditions: Conditions,
  assignments: readonly Assignment[],
  updated: number,
  processed: Processed,
  at: DataEnv,
): Merge | undefined {
  const { where: _, ...select } = processed.select
  const chain = chained(conditions)
  const ready: Processed = { ...processed, select: chain ? { ...select, where: chain } : select }
  const made = writeParts(ready, valuesOf(assignments), at)
  const [join] = made?.from ?? []
  if (!made || join?.kind !== 'join' || join.left.kind !== 'tableRef' || !join.on) return undefined
  const last = unchained(made.where, conditions)
  const items = setItems(assignments, made.values)
  const changes = items.slice(0, updated)
  const adds = items.slice(updated)
  const remove = [last.update, last.remove].flatMap((each) => each ?? [])
  const branches: MergeBranch[] = [
    ...(last.remove ? [{ kind: 'delete', ...whereOf(all(remove)) } as const] : []),
    ...(changes.length > 0 ? [{ kind: 'update', set: changes, ...whereOf(last.update) } as const] : []),
    ...(adds.length > 0
      ? [
          {
            kind: 'insert',
            columns: columnsAt(adds),
            values: adds.map(({ value }) => value),
            ...whereOf(last.insert),
          } as const,
        ]
      : []),
  ]
  const clause = made.with ? { with: made.with } : {}
  const base = { kind: 'merge', origin: stmt.origin, ignore: false, modifiers: [], returning: [] } as const
  return { ...base, ...clause, target: join.left, using: join.right, on: join.on, branches }
}

const columnsAt = (items: readonly SetItem[]) => items.map(({ column }) => column.path.at(-1) ?? ident(''))

const all = (conditions: readonly Expr[]): Expr | undefined =>
  conditions.reduce<Expr | undefined>(
    (left, right) => (left ? binary('and', left, right, valueTypeOf(bool)) : right),
    undefined,
  )

const whereOf = (where: Expr | undefined) => (where ? { where } : {})
