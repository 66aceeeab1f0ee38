import { binary, intLiteral, nullLiteral } from '../../../core/ir/build.js'
import type { ColumnRef, Expr } from '../../../core/ir/expr.js'
import { type Ident, ident, type ObjectId } from '../../../core/ir/names.js'
import type { NamedChange, SetItem, Stmt, Update } from '../../../core/ir/program.js'
import type { TableRef } from '../../../core/ir/query.js'
import { changesAnything, reportCount } from './affected-rows.js'
import { assignedValue, type Receiver } from './assigned-values.js'
import type { DataEnv } from './data-env.js'
import { withDefaults } from './default-values.js'
import { hasRules, isHeldByKey, unlessRefused } from './ignored-errors.js'
import { besideTarget, type Joined, pickedRows, pickedTable, sameRow, withoutTarget } from './joins.js'
import {
  type Leaf,
  type Processed,
  processParts,
  type Resolved,
  resolveParts,
  type Written,
  writeParts,
} from './prepared.js'
import { rowLoop } from './row-loop.js'
import { mentions, replaceColumns, storedValue } from './sequential.js'
import { changeable, identityOf, isPartitionList, keyColumns, receiverOf, triggersOn } from './tables.js'
import { aliasOf, allOf, isVolatile, readsColumns, targetColumn } from './trees.js'

/** One assignment: the table and column it is for, and the value, which may be the column's default. */
interface Assignment {
  readonly leaf: Leaf
  readonly column: ColumnRef
  readonly to: Receiver
  readonly value: Expr
}

export function convertUpdate(stmt: Update, at: DataEnv): Stmt | readonly Stmt[] | undefined {
  const { report } = at.env.ctx
  const values = stmt.set.map((each) => (isDefault(each.value) ? nullLiteral(each.value.origin) : each.value))
  const parts = {
    with: stmt.with,
    tables: stmt.tables,
    values: values.map((value) => withDefaults(value, stmt.tables, at)),
    where: stmt.where,
    orderBy: stmt.orderBy,
    limit: stmt.limit,
  }
  if (isPartitionList(stmt.tables, at)) return undefined
  const resolved = resolveParts(
    parts,
    stmt.set.map((each) => each.column),
    at,
  )
  const processed = resolved && processParts(resolved, at)
  if (!resolved || !processed) return undefined
  const assignments = assignmentsOf(stmt, resolved, processed, at)
  if (report.failed) return undefined
  const draft: Draft = { stmt, resolved, processed, assignments, at }
  return stmt.tables.length === 1 && stmt.tables[0]?.kind === 'tableRef' ? oneTable(draft) : joined(draft)
}

export const isDefault = (expr: Expr): boolean => expr.kind === 'default' && expr.column === undefined

interface Draft {
  readonly stmt: Update
  readonly resolved: Resolved
  readonly processed: Processed
  readonly assignments: readonly Assignment[]
  readonly at: DataEnv
}

function assignmentsOf(stmt: Update, resolved: Resolved, processed: Processed, at: DataEnv): readonly Assignment[] {
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

const simultaneous = 'SIMULTANEOUS_ASSIGNMENT'

/** One table: a value that reads a column assigned before it sees the new value. */
function oneTable(draft: Draft): Stmt | readonly Stmt[] | undefined {
  const { stmt, at, assignments } = draft
  const leaf = assignments[0]?.leaf
  if (!leaf) return undefined
  const inOrder = at.modes.includes(simultaneous) ? assignments : afterEachOther(assignments, leaf, at)
  const next = { ...draft, assignments: inOrder }
  const ordered = stmt.orderBy.length > 0 && changesKey(leaf, inOrder, at)
  if (stmt.ignore) at.env.ctx.report.note('XW-R0105', stmt.origin, { statement: 'UPDATE IGNORE' })
  if (ordered || (stmt.ignore && canBeRefused(leaf, inOrder, at))) return oneByOne(next, leaf)
  if (stmt.limit) return limited(next, leaf)
  const counted = countedChange(next, leaf)
  const written = writeParts(draft.processed, [...valuesOf(inOrder), ...counted], at)
  const target = written?.from[0]
  if (!written || target?.kind !== 'tableRef') return undefined
  if (stmt.orderBy.length === 0 && changesKey(leaf, inOrder, at) && inOrder.some((each) => readsOwn(each, leaf)))
    at.env.ctx.report.note('XW-R0102', stmt.origin, { table: leaf.object.name.name.text })
  return finished(
    stmt,
    { target, tables: [], ...optionalWhere(whereChanged(written.where, written, inOrder)) },
    setItems(inOrder, written.values),
    written,
  )
}

/** What a row must show for the source to count it; nothing when the program does not ask, or it cannot be said. */
function countedChange({ stmt, at, assignments }: Draft, leaf: Leaf): readonly Expr[] {
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
const whereChanged = (where: Expr | undefined, written: Written, assignments: readonly Assignment[]) =>
  allOf([...(where ? [where] : []), ...written.values.slice(assignments.length)])

const optionalWhere = (where: Expr | undefined) => (where ? { where } : {})

/** A default stands alone; in its place goes something that any column takes. */
const valuesOf = (assignments: readonly Assignment[]): readonly Expr[] =>
  assignments.map(({ value }) => (isDefault(value) ? intLiteral(0) : value))

const setItems = (assignments: readonly Assignment[], written: readonly Expr[]): readonly SetItem[] =>
  assignments.map(({ column, value }, index) => ({
    column: targetColumn(column.path.at(-1) ?? ident('')),
    value: isDefault(value) ? value : (written[index] ?? value),
  }))

function finished(stmt: Update, joined: Joined, set: readonly SetItem[], written: Pick<Written, 'with'>): Update {
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

/** Values with the columns that were assigned before them replaced by what was assigned. */
function afterEachOther(assignments: readonly Assignment[], leaf: Leaf, at: DataEnv): readonly Assignment[] {
  const done = new Map<string, Assignment>()
  return assignments.map((each) => {
    const value = replaceColumns(each.value, leaf.alias, (column) => {
      const before = done.get(column.of?.column ?? '')
      if (!before) return undefined
      if (isDefault(before.value) || isVolatile(before.value, at.env.ctx))
        at.env.ctx.report.fail('XW-R0103', each.value.origin, { column: before.to.name })
      return storedValue(before.value, before.to)
    })
    const made = { ...each, value }
    done.set(each.column.of?.column ?? '', made)
    return made
  })
}

const readsOwn = (each: Assignment, leaf: Leaf): boolean =>
  mentions(each.value, (column) => column.of?.relation === leaf.alias)

const changesKey = (leaf: Pick<Leaf, 'id'>, assignments: readonly Assignment[], at: DataEnv): boolean => {
  const keys = keyColumns(leaf.id, at)
  return assignments.some(({ column }) => keys.has(column.path.at(-1)?.text ?? ''))
}

/** Whether a row that gets these values can break a rule; under IGNORE the source leaves such rows as they are. */
function canBeRefused({ object }: Leaf, assignments: readonly Assignment[], at: DataEnv): boolean {
  if (object.kind === 'view') return true
  const columns = assignments.map(({ column }) => column.of?.column ?? '')
  return changesKey({ id: object.id }, assignments, at) || hasRules(object) || isHeldByKey(object, columns, at)
}

/** The rows are chosen first, locked so that no other session chooses them too. */
function limited(draft: Draft, leaf: Leaf): Stmt | undefined {
  const { stmt, at, assignments, processed } = draft
  const identity = identityOf(leaf, stmt.origin, at)
  const counted = countedChange(draft, leaf)
  const written = identity && writeParts(processed, [...valuesOf(assignments), ...counted], at)
  const target = written?.from[0]
  if (!identity || !written || target?.kind !== 'tableRef') return undefined
  const picked = pickIdentity(target, identity, written)
  const found = sameRow(ident(aliasOf(target)), picked.name, identity, picked.columns)
  const where = whereChanged(found, written, assignments)
  const ctes = [...(written.with?.ctes ?? []), { name: picked.name, columns: [], query: picked.query }]
  return finished(
    stmt,
    { target, tables: [pickedTable(picked)], ...optionalWhere(where) },
    setItems(assignments, written.values),
    { with: { recursive: written.with?.recursive ?? false, ctes } },
  )
}

export function pickIdentity(target: TableRef, identity: readonly Ident[], written: Written) {
  const own = ident(aliasOf(target))
  return pickedRows(
    identity.map((column) => ({ expr: targetColumn(own, column), wanted: column.text })),
    {
      from: [target],
      where: written.where,
      orderBy: written.orderBy,
      ...(written.limit ? { limit: written.limit } : {}),
      lock: { strength: 'update', of: [] },
    },
  )
}

/** Row by row where a key is changed in an order, each row making room for the next, or a row may be refused. */
function oneByOne(draft: Draft, leaf: Leaf): readonly Stmt[] | undefined {
  const { stmt, at, assignments, processed } = draft
  reportCount(stmt, at)
  const identity = identityOf(leaf, stmt.origin, at)
  const written = identity && writeParts(processed, valuesOf(assignments), at)
  const target = written?.from[0]
  if (!identity || !written || target?.kind !== 'tableRef') return undefined
  const { lock: _, ...query } = pickIdentity(target, identity, written).query
  const named = written.with ? { ...query, with: written.with } : query
  return rowLoop(leaf.object.name.name.text, named, at, (row) => {
    const own = ident(aliasOf(target))
    const where = allOf(identity.map((column) => binary('eq', targetColumn(own, column), row(column))))
    const set = setItems(assignments, written.values)
    const one = [finished(stmt, { target, tables: [], ...optionalWhere(where) }, set, {})]
    return stmt.ignore ? unlessRefused(one, 'new', at) : one
  })
}

/** Several tables: every value is computed from the rows as they were. */
function joined(draft: Draft): Stmt | undefined {
  const { stmt, at, assignments } = draft
  const { report } = at.env.ctx
  if (stmt.limit) {
    report.fail('XW-R0106', stmt.origin, { statement: 'UPDATE' })
    return undefined
  }
  const ids = [...new Set(assignments.map((each) => each.leaf.alias))]
  const leaves = ids.flatMap((alias) => assignments.find((each) => each.leaf.alias === alias)?.leaf ?? [])
  if (stmt.ignore && leaves.some((leaf) => canBeRefused(leaf, ofLeaf(assignments, leaf), at))) {
    report.fail('XW-R0104', stmt.origin, { statement: 'UPDATE IGNORE' })
    return undefined
  }
  if (stmt.ignore) report.note('XW-R0105', stmt.origin, { statement: 'UPDATE IGNORE' })
  const [leaf] = leaves
  const counted = leaf && leaves.length === 1 ? countedChange(draft, leaf) : []
  const written = writeParts(draft.processed, [...valuesOf(assignments), ...counted], at)
  if (!written) return undefined
  if (leaf && leaves.length === 1) return oneTarget(draft, leaf, written)
  reportCount(stmt, at)
  return severalTargets(draft, leaves, written)
}

const ofLeaf = (assignments: readonly Assignment[], leaf: Leaf) => assignments.filter((each) => each.leaf === leaf)

function oneTarget({ stmt, assignments, at }: Draft, leaf: Leaf, written: Written): Stmt | undefined {
  const joined = joinTarget(leaf, written, stmt, at)
  const where = joined && whereChanged(joined.where, written, assignments)
  return (
    joined && finished(stmt, { ...joined, ...optionalWhere(where) }, setItems(assignments, written.values), written)
  )
}

/** The changed table with all that it is joined with. */
export function joinTarget(leaf: Leaf, written: Written, stmt: { readonly origin: Update['origin'] }, at: DataEnv) {
  const alias = targetAlias(leaf, at)
  const plain = withoutTarget(written.from, alias)
  const where = (joined: Joined): Joined => {
    const { where: own, ...rest } = joined
    const all = allOf([...(own ? [own] : []), ...(written.where ? [written.where] : [])])
    return all ? { ...rest, where: all } : rest
  }
  if (plain) return where(plain)
  const identity = identityOf(leaf, stmt.origin, at)
  const ref = identity && refOf(written.from, alias)
  return identity && ref ? where(besideTarget(written.from, ref, identity)) : undefined
}

export const refOf = (from: Written['from'], alias: string): TableRef | undefined => {
  for (const table of from) {
    if (table.kind === 'tableRef' && aliasOf(table) === alias) return table
    const inside = table.kind === 'join' ? refOf([table.left, table.right], alias) : undefined
    if (inside) return inside
  }
  return undefined
}

/** The name by which the target's columns are qualified. */
export const targetAlias = (leaf: Leaf, { env }: DataEnv): string =>
  leaf.ref.alias
    ? env.ctx.target.alias(leaf.ref.alias.text).text
    : (env.ctx.target.objectName(leaf.id)?.name.text ?? env.ctx.target.alias(leaf.alias).text)

function severalTargets(draft: Draft, leaves: readonly Leaf[], written: Written): Stmt | undefined {
  const { stmt, at, assignments } = draft
  if (isSameTwice(leaves.map((leaf) => leaf.id))) {
    at.env.ctx.report.fail('XW-R0107', stmt.origin, { table: leaves[0]?.object.name.name.text ?? '' })
    return undefined
  }
  const sides = leaves.flatMap((leaf) => {
    const identity = identityOf(leaf, stmt.origin, at)
    const ref = refOf(written.from, targetAlias(leaf, at))
    return identity && ref ? [{ leaf, identity, ref }] : []
  })
  if (sides.length < leaves.length) return undefined
  const keys = sides.flatMap(({ ref, identity }) =>
    identity.map((column) => ({
      expr: targetColumn(ident(aliasOf(ref)), column),
      wanted: `${aliasOf(ref)}_${column.text}`,
    })),
  )
  const computed = assignments.flatMap(({ value, to }, index) => {
    const expr = written.values[index]
    const depends = expr && !isDefault(value) && (readsColumns(expr) || isVolatile(value, at.env.ctx))
    return depends ? [{ index, expr, wanted: `new_${to.name.toLowerCase()}` }] : []
  })
  const picked = pickedRows([...keys, ...computed], { from: written.from, where: written.where })
  let used = 0
  const updates = sides.map(({ leaf, identity, ref }): Update => {
    const columns = picked.columns.slice(used, used + identity.length)
    used += identity.length
    const where = sameRow(ident(aliasOf(ref)), picked.name, identity, columns)
    const set = assignments.flatMap((each, index): readonly SetItem[] => {
      if (each.leaf !== leaf) return []
      const at = computed.findIndex((one) => one.index === index)
      const name = picked.columns[keys.length + at]
      const value = at >= 0 && name ? targetColumn(picked.name, name) : (written.values[index] ?? each.value)
      return [
        {
          column: targetColumn(each.column.path.at(-1) ?? ident('')),
          value: isDefault(each.value) ? each.value : value,
        },
      ]
    })
    return finished(stmt, { target: ref, tables: [pickedTable(picked)], ...optionalWhere(where) }, set, {})
  })
  return together(updates, picked.name, picked.query, written)
}

export const isSameTwice = (ids: readonly ObjectId[]): boolean => new Set(ids).size < ids.length

/** Several changes as one statement: the last is the statement, the others come in front under names. */
export function together<T extends Update | import('../../../core/ir/program.js').Delete>(
  all: readonly T[],
  name: Ident,
  query: import('../../../core/ir/query.js').Query,
  written: Pick<Written, 'with'>,
): T | undefined {
  const last = all[all.length - 1]
  if (!last) return undefined
  const changes = all.slice(0, -1).map((change, index): NamedChange => ({ name: ident(`change_${index + 1}`), change }))
  const ctes = [...(written.with?.ctes ?? []), { name, columns: [], query }]
  return { ...last, with: { recursive: written.with?.recursive ?? false, ctes }, changes }
}
