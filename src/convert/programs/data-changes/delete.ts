import { binary } from '../../../core/ir/build.js'
import type { Delete } from '../../../core/ir/data-change.js'
import { ident, type QName } from '../../../core/ir/names.js'
import type { Stmt } from '../../../core/ir/statement.js'
import { reportCount } from './affected-rows.js'
import type { DataEnv } from './data-env.js'
import { isHeld, unlessRefused } from './ignored-errors.js'
import {
  isSameTwice,
  type Joined,
  joinTarget,
  pickedRows,
  pickedTable,
  pickIdentity,
  refOf,
  sameRow,
  targetAlias,
  together,
} from './joins.js'
import { type Leaf, processParts, type Resolved, resolveParts, type Written, writeParts } from './prepared.js'
import { returningOf } from './returning.js'
import { rowLoop } from './row-loop.js'
import { changeable, identityOf, isPartitionList } from './tables.js'
import { aliasOf, allOf, targetColumn } from './trees.js'

export function convertDelete(stmt: Delete, at: DataEnv): Stmt | readonly Stmt[] | undefined {
  const { report } = at.env.ctx
  if (isPartitionList(stmt.tables, at)) return undefined
  const parts = { ...stmt, values: [], with: stmt.with, where: stmt.where, limit: stmt.limit }
  const resolved = resolveParts(parts, [], at)
  const processed = resolved && processParts(resolved, at)
  const written = processed && writeParts(processed, [], at)
  if (!resolved || !written) return undefined
  const leaves = targetsOf(stmt, resolved, at)
  if (!leaves?.every((leaf) => changeable(leaf, [], stmt.origin, at))) return undefined
  const [leaf] = leaves
  const held = stmt.ignore && leaves.some((each) => canBeHeld(each, at))
  if (leaf && stmt.tables.length === 1 && stmt.tables[0]?.kind === 'tableRef')
    return held ? oneByOne(stmt, leaf, written, at) : oneTable(stmt, leaf, written, at)
  if (held) {
    report.fail('XW-R0104', stmt.origin, { statement: 'DELETE IGNORE' })
    return undefined
  }
  if (stmt.limit) {
    report.fail('XW-R0106', stmt.origin, { statement: 'DELETE' })
    return undefined
  }
  if (!leaf || leaves.length > 1) return severalTargets(stmt, leaves, written, at)
  const joined = joinTarget(leaf, written, stmt, at)
  return joined && finished(stmt, joined, written)
}

/** The tables that lose rows, by name or alias; the only one where none is named. */
function targetsOf(stmt: Delete, resolved: Resolved, at: DataEnv): readonly Leaf[] | undefined {
  if (stmt.targets.length === 0) return resolved.leaves.slice(0, 1)
  const { fold } = at.env.ctx.sourceNames
  const found = stmt.targets.map((name) => resolved.leaves.find((leaf) => isNamed(leaf, name, fold, at)))
  const missing = stmt.targets[found.indexOf(undefined)]
  if (missing) {
    at.env.ctx.report.fail('XW-R0101', stmt.origin, { name: missing.name.text })
    return undefined
  }
  return found.flatMap((leaf) => leaf ?? [])
}

function isNamed(leaf: Leaf, name: QName, fold: (text: string) => string, at: DataEnv): boolean {
  if (fold(leaf.alias) !== fold(name.name.text)) return false
  if (!name.schema) return true
  const schema = leaf.ref.name.schema?.text ?? at.env.ctx.at.schema
  return fold(schema) === fold(name.schema.text)
}

const canBeHeld = ({ object }: Leaf, at: DataEnv): boolean => object.kind === 'table' && isHeld(object, at)

/** An order alone decides nothing: every row goes. */
function oneTable(stmt: Delete, leaf: Leaf, written: Written, at: DataEnv): Stmt | undefined {
  const target = written.from[0]
  if (target?.kind !== 'tableRef') return undefined
  const returning = returningOf(stmt.returning, leaf.ref, at)
  if (!returning) return undefined
  if (!stmt.limit) {
    const { where } = written
    return { ...finished(stmt, { target, tables: [], ...(where ? { where } : {}) }, written), returning }
  }
  const identity = identityOf(leaf, stmt.origin, at)
  if (!identity) return undefined
  const picked = pickIdentity(target, identity, written)
  const where = sameRow(ident(aliasOf(target)), picked.name, identity, picked.columns)
  const ctes = [...(written.with?.ctes ?? []), { name: picked.name, columns: [], query: picked.query }]
  const joined: Joined = { target, tables: [pickedTable(picked)], ...(where ? { where } : {}) }
  const clause = { recursive: written.with?.recursive ?? false, ctes }
  return { ...finished(stmt, joined, { with: clause }), returning }
}

/** Rows that others refer to stay where they are. */
function oneByOne(stmt: Delete, leaf: Leaf, written: Written, at: DataEnv): readonly Stmt[] | undefined {
  reportCount(stmt, at)
  const target = written.from[0]
  const identity = identityOf(leaf, stmt.origin, at)
  if (target?.kind !== 'tableRef' || !identity) return undefined
  const { lock: _, ...query } = pickIdentity(target, identity, written).query
  const named = written.with ? { ...query, with: written.with } : query
  return rowLoop(leaf.object.name.name.text, named, at, (row) => {
    const own = ident(aliasOf(target))
    const where = allOf(identity.map((column) => binary('eq', targetColumn(own, column), row(column))))
    const one = finished(stmt, { target, tables: [], ...(where ? { where } : {}) }, {})
    return unlessRefused([one], 'old', at)
  })
}

function finished(stmt: Delete, joined: Joined, written: Pick<Written, 'with'>): Delete {
  return {
    kind: 'delete',
    origin: stmt.origin,
    ...(written.with ? { with: written.with } : {}),
    ignore: false,
    modifiers: [],
    returning: [],
    targets: [],
    target: joined.target,
    tables: joined.tables,
    ...(joined.where ? { where: joined.where } : {}),
    orderBy: [],
  }
}

/** All rows are found before the first one goes. */
function severalTargets(stmt: Delete, leaves: readonly Leaf[], written: Written, at: DataEnv): Stmt | undefined {
  if (isSameTwice(leaves.map((leaf) => leaf.id))) {
    at.env.ctx.report.fail('XW-R0107', stmt.origin, { table: leaves[0]?.object.name.name.text ?? '' })
    return undefined
  }
  reportCount(stmt, at)
  const sides = leaves.flatMap((leaf) => {
    const identity = identityOf(leaf, stmt.origin, at)
    const ref = refOf(written.from, targetAlias(leaf, at))
    return identity && ref ? [{ identity, ref }] : []
  })
  if (sides.length < leaves.length) return undefined
  const keys = sides.flatMap(({ ref, identity }) =>
    identity.map((column) => ({
      expr: targetColumn(ident(aliasOf(ref)), column),
      wanted: `${aliasOf(ref)}_${column.text}`,
    })),
  )
  const picked = pickedRows(keys, { from: written.from, where: written.where })
  let used = 0
  const all = sides.map(({ ref, identity }): Delete => {
    const columns = picked.columns.slice(used, used + identity.length)
    used += identity.length
    const where = sameRow(ident(aliasOf(ref)), picked.name, identity, columns)
    return finished(stmt, { target: ref, tables: [pickedTable(picked)], ...(where ? { where } : {}) }, {})
  })
  return together(all, picked.name, picked.query, written)
}
