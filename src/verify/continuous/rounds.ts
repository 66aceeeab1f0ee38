import type { Position } from '../../core/data/changes.js'
import type { KeyedRow, RowKey, TableComparison } from '../../core/data/comparer.js'
import type { RowForm } from './row-form.js'
import type { FailedRow, PendingRow, TableWatch } from './table-watch.js'

/** Both sides, each question about its own moment. */
export interface Sides {
  readonly source: TableComparison
  readonly target: TableComparison
}

/** How often a row must differ, each time with everything on the target that the source had, until it is told. */
const timesSame = 2
/** How often a row may have changed each time, until it is left alone. */
const mostTries = 20

/**
 * Looks at rows. One that differs may only be on its way: it is looked at again when the target has all that the source had
 * at that moment. When the source still has what it had, and the target still has something else, the row is wrong.
 */
export async function lookAt(
  watch: TableWatch,
  form: RowForm,
  rows: readonly PendingRow[],
  { source, target }: Sides,
  { head, isExplained }: { readonly head: () => Promise<Position>; readonly isExplained: (key: RowKey) => boolean },
): Promise<void> {
  const keys = rows.map(({ key }) => key)
  const theirs = byKey((await target.keyed?.(watch.table, keys, form.target)) ?? [])
  const ours = byKey((await source.keyed?.(watch.table, keys, form.source)) ?? [])
  const differing: { readonly row: PendingRow; readonly seen: string; readonly same: number }[] = []
  for (const row of rows) {
    const [a, b] = [ours.get(textOf(row.key)), theirs.get(textOf(row.key))]
    const isEqual = a && b ? form.equal(a, b) : !a && !b
    if (isEqual || (a && !b && isExplained(row.key))) watch.settle(row.key)
    else {
      const seen = a ? JSON.stringify([a.hash, a.values]) : 'none'
      differing.push({ row, seen, same: row.seen === seen ? row.same + 1 : 0 })
    }
  }
  if (differing.length === 0) return
  const after = await head()
  for (const { row, seen, same } of differing) {
    if (same >= timesSame) await tell(watch, form, row.key, { source, target })
    else if (row.tries >= mostTries) watch.suspend(row.key)
    else watch.want({ key: row.key, after, seen, same, tries: row.tries + 1 })
  }
}

async function tell(watch: TableWatch, form: RowForm, key: RowKey, { source, target }: Sides): Promise<void> {
  const [theirs] = (await target.keyed?.(watch.table, [key], form.all.target)) ?? []
  const [ours] = (await source.keyed?.(watch.table, [key], form.all.source)) ?? []
  const columns = form.differences(ours, theirs)
  if (columns.length === 0) {
    watch.settle(key)
    return
  }
  const kind: FailedRow['kind'] = ours && theirs ? 'differing' : ours ? 'missing' : 'extra'
  const named = Object.fromEntries(watch.table.key.map((name, at) => [name, key[at] ?? '']))
  watch.fail(key, { key: named, kind, columns: columns.map(cut), at: Date.now() })
}

const cut = ({ column, source, target }: FailedRow['columns'][number]): FailedRow['columns'][number] => ({
  column,
  source: source?.slice(0, 200) ?? null,
  target: target?.slice(0, 200) ?? null,
})

/** One page of the whole table; rows that differ are to be looked at. False: the side has no more. */
export async function passOn(
  watch: TableWatch,
  form: RowForm,
  limit: number,
  sides: Sides,
): Promise<{ readonly rows: number; readonly more: boolean }> {
  const { side, after } = watch.place
  const other = side === 'source' ? 'target' : 'source'
  const page = (await sides[side].page?.(watch.table, after, limit, form[side])) ?? []
  const last = page.at(-1)
  if (last) {
    const found = byKey(
      (await sides[other].keyed?.(
        watch.table,
        page.map(({ key }) => key),
        form[other],
      )) ?? [],
    )
    for (const row of page) {
      const twin = found.get(textOf(row.key))
      const [ours, theirs] = side === 'source' ? [row, twin] : [twin, row]
      if (ours && theirs && form.equal(ours, theirs)) watch.settle(row.key)
      else if (!watch.failed.has(textOf(row.key)))
        watch.want({ key: row.key, after: null, same: 0, tries: 0, ...watch.pending.get(textOf(row.key)) })
    }
    watch.place = { side, after: last.key }
  }
  return { rows: page.length, more: page.length === limit }
}

const textOf = (key: RowKey): string => JSON.stringify(key)

const byKey = (rows: readonly KeyedRow[]): ReadonlyMap<string, KeyedRow> =>
  new Map(rows.map((row) => [textOf(row.key), row]))
