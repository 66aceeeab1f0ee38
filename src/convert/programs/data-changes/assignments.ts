import { intLiteral } from '../../../core/ir/build.js'
import type { SetItem, Update } from '../../../core/ir/data-change.js'
import type { ColumnRef, Expr } from '../../../core/ir/expr.js'
import { ident } from '../../../core/ir/names.js'
import { changesAnything, reportCount } from './affected-rows.js'
import { assignedValue, type Receiver } from './assigned-values.js'
import type { DataEnv } from './data-env.js'
import { isDefault } from './default-values.js'
import { hasRules, isHeldByKey } from './ignored-errors.js'
import type { Joined } from './joins.js'
import type { Leaf, Processed, Resolved, Written } from './prepared.js'
import { storedValue } from './sequential.js'
import { changeable, keyColumns, receiverOf, triggersOn } from './tables.js'
import { allOf, isVolatile, targetColumn } from './trees.js'

/** One assignment: the table and column it is for, and the value, which may be the column's default. */
export interface Assignment {
  readonly leaf: Leaf
  readonly column: ColumnRef
  readonly to: Receiver
  readonly value: Expr
}

export interface Draft {
  readonly stmt: Update
  readonly resolved: Resolved
  readonly processed: Processed
  readonly assignments: readonly Assignment[]
  readonly at: DataEnv
}

export function assignmentsOf(
  stmt: Update,
  resolved: Resolved,
  processed: Processed,
  at: DataEnv,
): readonly Assignment[] {
  return resolved.columns.flatMap((column, index): readonly Assignment[] => {
    const leaf = resolved.leaves.find((each) => each.alias === column.of?.relation)
    const item = stmt.set[index]
    const value = processed.values[index]
    if (!leaf || !item || !value) {
      at.env.ctx.report.fail('XW-R0101', column.origin, { name: column.of?.relation ?? '' })
      return []
    }
    if (!changeable(leaf, [column.of?.column ?? ''], column.origin, at)) return []
    const to = receiverOf(leaf, column.of?.column ?? '', at)
    if (!to) return []
    return [{ leaf, column, to, value: isDefault(item.value) ? item.value : assignedValue(value, to, at) }]
  })
}

export const optionalWhere = (where: Expr | undefined) => (where ? { where } : {})

/** A default stands alone; in its place goes something that any column takes. */
export const valuesOf = (assignments: readonly Assignment[]): readonly Expr[] =>
  assignments.map(({ value }) => (isDefault(value) ? intLiteral(0) : value))

export const setItems = (assignments: readonly Assignment[], written: readonly Expr[]): readonly SetItem[] =>
  assignments.map(({ column, value }, index) => ({
    column: targetColumn(column.path.at(-1) ?? ident('')),
    value: isDefault(value) ? value : (written[index] ?? value),
  }))

export function finished(
  stmt: Update,
  joined: Joined,
  set: readonly SetItem[],
  written: Pick<Written, 'with'>,
): Update {
  return {
    kind: 'update',
    origin: stmt.origin,
    ...(written.with ? { with: written.with } : {}),
    ignore: false,
    modifiers: [],
    returning: [],
    target: joined.target,
    tables: joined.tables,
    set,
    ...optionalWhere(joined.where),
    orderBy: [],
  }
}

/** What a row must show for the source to count it; nothing when the program does not ask, or it cannot be said. */
export function countedChange({ stmt, at, assignments }: Draft, leaf: Leaf): readonly Expr[] {
  if (!at.counts) return []
  // Triggers run for every row that was found, changed or not.
  const triggers = leaf.object.kind === 'table' ? triggersOn(leaf.object, ['update'], ['before', 'after'], at) : []
  const unclear = assignments.some(({ value }) => isDefault(value) || isVolatile(value, at.env.ctx))
  if (leaf.object.kind === 'view' || triggers.length > 0 || unclear) {
    reportCount(stmt, at)
    return []
  }
  const all = assignments.map(({ column, value, to }) => ({
    column: { ...column, type: to.type },
    value: storedValue(value, to),
  }))
  const changed = changesAnything(all, at)
  return changed ? [changed] : []
}

/** The condition and, behind the values, that of `countedChange`. */
export const whereChanged = (where: Expr | undefined, written: Written, assignments: readonly Assignment[]) =>
  allOf([...(where ? [where] : []), ...written.values.slice(assignments.length)])

export const changesKey = (leaf: Pick<Leaf, 'id'>, assignments: readonly Assignment[], at: DataEnv): boolean => {
  const keys = keyColumns(leaf.id, at)
  return assignments.some(({ column }) => keys.has(column.path.at(-1)?.text ?? ''))
}

/** Whether a row that gets these values can break a rule; under IGNORE the source leaves such rows as they are. */
export function canBeRefused({ object }: Leaf, assignments: readonly Assignment[], at: DataEnv): boolean {
  if (object.kind === 'view') return true
  const columns = assignments.map(({ column }) => column.of?.column ?? '')
  return changesKey({ id: object.id }, assignments, at) || hasRules(object) || isHeldByKey(object, columns, at)
}
