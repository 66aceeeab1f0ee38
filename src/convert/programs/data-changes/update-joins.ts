import type { SetItem, Update } from '../../../core/ir/data-change.js'
import { ident } from '../../../core/ir/names.js'
import type { Stmt } from '../../../core/ir/statement.js'
import { reportCount } from './affected-rows.js'
import {
  type Assignment,
  canBeRefused,
  countedChange,
  type Draft,
  finished,
  optionalWhere,
  setItems,
  valuesOf,
  whereChanged,
} from './assignments.js'
import { isDefault } from './default-values.js'
import { isSameTwice, joinTarget, pickedRows, pickedTable, refOf, sameRow, targetAlias, together } from './joins.js'
import { type Leaf, type Written, writeParts } from './prepared.js'
import { identityOf } from './tables.js'
import { aliasOf, isVolatile, readsColumns, targetColumn } from './trees.js'

/** Several tables: every value is computed from the rows as they were. */
export function joined(draft: Draft): Stmt | undefined {
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
