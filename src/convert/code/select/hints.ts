import type { Join, Select, TableExpr } from '../../../core/ir/query.js'
import type { CodeContext } from '../code-context.js'

/** Hints steer the source's optimizer and mean nothing elsewhere: dropped, with one note for the object. */
export function withoutHints(select: Select, ctx: CodeContext): Select {
  const [hint] = select.hints
  if (hint !== undefined) ctx.report.noteOnce('XW-C0307', select.origin, { hint })
  return select.hints.length === 0 ? select : { ...select, hints: [] }
}

/** The order of a join is the optimizer's on the target. */
export function withoutJoinHints(join: Join, ctx: CodeContext): Join {
  const { hints = [], ...rest } = join
  const [hint] = hints
  if (hint !== undefined) ctx.report.noteOnce('XW-C0307', join.origin, { hint })
  return rest
}

/** Index hints go; reading from named partitions would change the rows, so it stops the conversion. */
export function withoutTableHints<T extends TableExpr>(table: T, ctx: CodeContext): T {
  if (table.kind !== 'tableRef') return table
  const [hint] = table.hints
  if (hint !== undefined) ctx.report.noteOnce('XW-C0307', table.origin, { hint })
  const [partition] = table.partitions
  if (partition !== undefined) ctx.report.fail('XW-C0308', table.origin, { name: partition.text })
  return table.hints.length === 0 ? table : { ...table, hints: [] }
}
