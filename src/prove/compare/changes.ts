import { type CanonicalColumn, canonicalColumns } from '../../core/data/canonical.js'
import { defaultPolicies } from '../../core/data/reject.js'
import type { TableMapping } from '../../core/mapping/mapping.js'
import type { CellKind, CellRow, TableContent } from '../../core/prove/runner.js'
import { type Clock, comparable } from './cells.js'
import { type Clocks, type Difference, firstMissing, withoutCommon } from './rows.js'

/** A table before and after a case. */
export interface TableChange {
  readonly before: TableContent
  readonly after: TableContent
}

/** Compares what a case did to one table: rows that came and rows that went, whatever else is in it. */
export function compareChange(
  table: TableMapping,
  source: TableChange,
  target: TableChange,
  clocks: Clocks,
): Difference | undefined {
  const name = `${table.source.schema}.${table.source.table}`
  const columns = canonicalColumns(table, defaultPolicies)
  const ours = changeOf(source, columns, clocks.source)
  const theirs = changeOf(target, columns, clocks.target)
  if (ours && theirs) {
    const added = firstMissing(ours.added, theirs.added)
    if (added) return { what: 'changes', detail: `${name}, rows that came: ${added}` }
    const removed = firstMissing(ours.removed, theirs.removed)
    return removed ? { what: 'changes', detail: `${name}, rows that went: ${removed}` } : undefined
  }
  const counts = [source, target].map(({ before, after }) => after.count - before.count)
  if (counts[0] !== counts[1])
    return { what: 'changes', detail: `${name}: ${counts[0]} rows more on the source, ${counts[1]} on the target` }
  const sums = [source, target].map(({ before, after }) => after.sum - before.sum)
  return sums[0] === sums[1] ? undefined : { what: 'changes', detail: `${name}: the changed rows differ` }
}

function changeOf(
  { before, after }: TableChange,
  columns: readonly CanonicalColumn[],
  clock: Clock,
): { readonly added: readonly CellRow[]; readonly removed: readonly CellRow[] } | undefined {
  if (before.rows === undefined || after.rows === undefined) return undefined
  const [removed, added] = withoutCommon(before.rows, after.rows)
  const kinds = columns.map(({ form }): CellKind => kindsOfForms[form.kind] ?? 'text')
  const shown = (rows: readonly CellRow[]): readonly CellRow[] =>
    rows.map((row) => row.map((cell, at) => comparable(cell, kinds[at] ?? 'text', kinds[at] ?? 'text', clock)))
  return { added: shown(added), removed: shown(removed) }
}

/** Forms whose text needs more than to be the same. */
const kindsOfForms: Readonly<Record<string, CellKind>> = {
  timestamp: 'timestamp',
  float: 'float',
  json: 'json',
  decimal: 'decimal',
}
