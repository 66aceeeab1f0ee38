import { binary, nullLiteral } from '../../../core/ir/build.js'
import type { Update } from '../../../core/ir/data-change.js'
import { ident } from '../../../core/ir/names.js'
import type { Stmt } from '../../../core/ir/statement.js'
import { reportCount } from './affected-rows.js'
import {
  type Assignment,
  assignmentsOf,
  canBeRefused,
  changesKey,
  countedChange,
  type Draft,
  finished,
  optionalWhere,
  setItems,
  valuesOf,
  whereChanged,
} from './assignments.js'
import type { DataEnv } from './data-env.js'
import { isDefault, withDefaults } from './default-values.js'
import { unlessRefused } from './ignored-errors.js'
import { pickedTable, pickIdentity, sameRow } from './joins.js'
import { type Leaf, processParts, resolveParts, writeParts } from './prepared.js'
import { returningOf } from './returning.js'
import { rowLoop } from './row-loop.js'
import { mentions, replaceColumns, storedValue } from './sequential.js'
import { identityOf, isPartitionList } from './tables.js'
import { aliasOf, allOf, isVolatile, targetColumn } from './trees.js'
import { joined } from './update-joins.js'

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

const simultaneous = 'SIMULTANEOUS_ASSIGNMENT'

/** One table: a value that reads a column assigned before it sees the new value. */
function oneTable(draft: Draft): Stmt | readonly Stmt[] | undefined {
  const { stmt, at, assignments } = draft
  const leaf = assignments[0]?.leaf
  if (!leaf) return undefined
  if (at.env.ctx.targetCan.assignsInOrder) reportReadsSet(assignments, leaf, at)
  const inOrder = at.modes.includes(simultaneous) ? assignments : afterEachOther(assignments, leaf, at)
  const next = { ...draft, assignments: inOrder }
  const ordered = stmt.orderBy.length > 0 && (changesKey(leaf, inOrder, at) || dependsOnOrder(inOrder, at))
  if (stmt.ignore) at.env.ctx.report.note('XW-R0105', stmt.origin, { statement: 'UPDATE IGNORE' })
  if (ordered || (stmt.ignore && canBeRefused(leaf, inOrder, at))) return oneByOne(next, leaf)
  if (stmt.limit) return limited(next, leaf)
  const counted = countedChange(next, leaf)
  const written = writeParts(draft.processed, [...valuesOf(inOrder), ...counted], at)
  const target = written?.from[0]
  if (!written || target?.kind !== 'tableRef') return undefined
  if (stmt.orderBy.length === 0 && changesKey(leaf, inOrder, at) && inOrder.some((each) => readsOwn(each, leaf)))
    at.env.ctx.report.note('XW-R0102', stmt.origin, { table: leaf.object.name.name.text })
  const returning = returningOf(stmt.returning, leaf.ref, at)
  if (!returning) return undefined
  const where = optionalWhere(whereChanged(written.where, written, inOrder))
  return { ...finished(stmt, { target, tables: [], ...where }, setItems(inOrder, written.values), written), returning }
}

/** What reads a column behind its own assignment would see what that has become. */
function reportReadsSet(assignments: readonly Assignment[], leaf: Leaf, at: DataEnv): void {
  const set = new Set<string>()
  for (const { value, column } of assignments) {
    const read = [...set].find((name) => mentions(value, ({ of }) => of?.relation === leaf.alias && of.column === name))
    if (read !== undefined) at.env.ctx.report.fail('XW-R0089', value.origin, { column: read })
    set.add(column.of?.column ?? '')
  }
}

/** A value that a variable of the session counts, or that a routine gives, is another one for each row. */
const dependsOnOrder = (assignments: readonly Assignment[], { env }: DataEnv): boolean =>
  assignments.some(({ value }) => !isDefault(value) && isVolatile(value, env.ctx))

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

/** Row by row where rows change in an order that matters, or a row may be refused. */
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
