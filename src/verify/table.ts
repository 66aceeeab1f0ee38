import { type CanonicalColumn, canonicalColumns } from '../core/data/canonical.js'
import type { ColumnMapping, TableMapping } from '../core/mapping/mapping.js'
import { derivedComparison, notCompared } from './derived.js'
import { Differences, type TableTask } from './differences.js'
import type { TableVerdict } from './result.js'

/**
 * Compares one table: one scan on each side when they are equal. When they are not, only buckets whose digests differ
 * are read row by row, and only rows whose hashes differ are read value by value.
 */
export async function validateTable(whole: TableTask): Promise<TableVerdict> {
  const began = Date.now()
  const { source, target } = whole
  let left: ReadonlyMap<string, string> = whole.computed ? new Map() : computedColumns(whole.table)
  let table = withoutColumns(whole.table, left)
  let [ours, theirs] = await Promise.all([source.digest(table), target.digest(table)])
  if (ours.unsaid) {
    left = new Map([...left, ...ours.unsaid])
    table = withoutColumns(whole.table, left)
    ;[ours, theirs] = await Promise.all([source.digest(table), target.digest(table)])
  }
  const task = { ...whole, table }
  const columns = canonicalColumns(table, task.policies)
  const found = new Differences(task, columns)
  if (ours.rows !== theirs.rows || ours.sum !== theirs.sum) {
    await found.compareRows(Math.max(ours.rows, theirs.rows))
  }
  if (columns.some(({ form }) => form.kind === 'json')) await found.compareOutside()
  const derived = derivedComparison(table, task)
  if (derived) await found.compareDerived(derived)
  const replaced = [...ours.replaced.values()].reduce((sum, count) => sum + count, 0)
  const { differing, missing, extra, explainedRows, list } = found
  const different = differing + missing + extra > 0
  return {
    source: dotted(table.source),
    target: dotted(table.target),
    state: different ? 'different' : explainedRows + replaced > 0 ? 'explained' : 'equal',
    reason: null,
    ...{ sourceRows: ours.rows, targetRows: theirs.rows, differing, missing, extra },
    explained: { rows: explainedRows, values: replaced },
    ...withDerived(scopeOf(columns, left), derived?.columns.length ?? 0, notCompared(table, task)),
    differences: list,
    seconds: (Date.now() - began) / 1000,
  }
}

/** The verdict on a table that one side could not be asked about. */
export function failedTable(table: TableMapping, reason: string): TableVerdict {
  return {
    ...{ source: dotted(table.source), target: dotted(table.target), state: 'failed', reason },
    ...{ sourceRows: 0, targetRows: 0, differing: 0, missing: 0, extra: 0, explained: { rows: 0, values: 0 } },
    ...{ columns: 0, unverified: [], byMeaning: [], differences: [], seconds: 0 },
  }
}

export const dotted = (name: { readonly schema: string; readonly table: string }): string =>
  `${name.schema}.${name.table}`

const computedColumns = (table: TableMapping): ReadonlyMap<string, string> =>
  new Map(
    table.columns.flatMap(({ source }) =>
      source.generated ? [[source.name, 'the source computes it, so a script has no value']] : [],
    ),
  )

/** Columns keep their places, for a script may speak of them by place; one without a type has no canonical form. */
function withoutColumns(table: TableMapping, left: ReadonlyMap<string, string>): TableMapping {
  if (left.size === 0) return table
  const untyped = (column: ColumnMapping): ColumnMapping =>
    left.has(column.source.name) ? { ...column, source: { ...column.source, type: { kind: 'opaque' } } } : column
  return {
    ...table,
    columns: table.columns.map(untyped),
    key: table.key.some((name) => left.has(name)) ? [] : table.key,
  }
}

type Scope = Pick<TableVerdict, 'columns' | 'unverified' | 'byMeaning'>

const withDerived = (scope: Scope, compared: number, others: TableVerdict['unverified']): Scope => ({
  ...scope,
  columns: scope.columns + compared,
  unverified: [...scope.unverified, ...others],
})

function scopeOf(columns: readonly CanonicalColumn[], left: ReadonlyMap<string, string>): Scope {
  const unverified = columns.flatMap(({ mapping: { source }, form }) =>
    form.kind === 'none' ? [{ column: source.name, because: left.get(source.name) ?? form.because }] : [],
  )
  const byMeaning = columns.filter(({ form }) => form.kind === 'json').map(({ mapping }) => mapping.source.name)
  return { columns: columns.length - unverified.length, unverified, byMeaning }
}
