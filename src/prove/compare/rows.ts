import type { CellKind, CellRow, ResultColumn, ResultRows } from '../../core/prove/runner.js'
import { type Clock, comparable } from './cells.js'

/** What differs, in words that a person reads beside the two scripts. */
export interface Difference {
  readonly what: 'error' | 'result' | 'parameter' | 'rows' | 'order' | 'changes' | 'results'
  readonly detail: string
  /** The query leaves this open: rows of one place in its order may come in any. */
  readonly open?: true
}

/** In what order the source's query says its rows come. */
export type RowOrder =
  | { readonly kind: 'none' }
  /** Places of the result's columns that it orders by; `whole`: nothing else decides; `cut`: not all of its rows are taken. */
  | { readonly kind: 'by'; readonly keys: readonly number[]; readonly whole: boolean; readonly cut?: boolean }
  /** A LIMIT without an order: which rows come is open. */
  | { readonly kind: 'some' }

export interface Clocks {
  readonly source: Clock
  readonly target: Clock
}

/** Compares two results; undefined when they are equal. */
export function compareRows(
  source: ResultRows,
  target: ResultRows,
  order: RowOrder,
  clocks: Clocks,
): Difference | undefined {
  if (source.columns.length !== target.columns.length)
    return {
      what: 'rows',
      detail: `${source.columns.length} columns on the source, ${target.columns.length} on the target`,
    }
  if (source.count !== target.count)
    return { what: 'rows', detail: `${source.count} rows on the source, ${target.count} on the target` }
  if (order.kind === 'some') return undefined
  if (source.digest !== undefined || target.digest !== undefined)
    return source.digest === target.digest ? undefined : { what: 'rows', detail: `the ${source.count} rows differ` }
  const ours = texts(source, target.columns, clocks.source)
  const theirs = texts(target, source.columns, clocks.target)
  const unequal = firstMissing(ours, theirs)
  if (unequal) return { what: 'rows', detail: unequal, ...(tiedAtTheEnd(ours, theirs, order) ? { open: true } : {}) }
  return order.kind === 'by' ? compareOrder(ours, theirs, order) : undefined
}

/** The rows in comparable form. */
export function texts(result: ResultRows, others: readonly ResultColumn[], clock: Clock): readonly CellRow[] {
  return result.rows.map((row) =>
    row.map((cell, at) => comparable(cell, kindAt(result.columns, at), kindAt(others, at), clock)),
  )
}

const kindAt = (columns: readonly ResultColumn[], at: number): CellKind => columns[at]?.kind ?? 'text'

/** Rows of one list that the other does not have; order does not count. */
export function firstMissing(ours: readonly CellRow[], theirs: readonly CellRow[]): string | undefined {
  const [left, right] = withoutCommon(ours, theirs)
  if (left.length + right.length === 0) return undefined
  const parts = [
    ...(left[0] ? [`only on the source: ${rowText(left[0])}`] : []),
    ...(right[0] ? [`only on the target: ${rowText(right[0])}`] : []),
  ]
  return `${parts.join('; ')} (${left.length} and ${right.length} such rows)`
}

export function withoutCommon(
  ours: readonly CellRow[],
  theirs: readonly CellRow[],
): readonly [readonly CellRow[], readonly CellRow[]] {
  const counts = new Map<string, number>()
  for (const row of theirs) counts.set(JSON.stringify(row), (counts.get(JSON.stringify(row)) ?? 0) + 1)
  const left: CellRow[] = []
  for (const row of ours) {
    const key = JSON.stringify(row)
    const count = counts.get(key) ?? 0
    if (count > 0) counts.set(key, count - 1)
    else left.push(row)
  }
  const right: CellRow[] = []
  for (const row of theirs) {
    const key = JSON.stringify(row)
    const count = counts.get(key) ?? 0
    if (count === 0) continue
    counts.set(key, count - 1)
    right.push(row)
  }
  return [left, right]
}

/** Both sides have the same rows. Rows with the same values to order by may stand in any order. */
function compareOrder(
  ours: readonly CellRow[],
  theirs: readonly CellRow[],
  order: Extract<RowOrder, { kind: 'by' }>,
): Difference | undefined {
  const key = keyBy(order.keys)
  const first = (of: (row: CellRow) => string): number =>
    ours.findIndex((row, index) => of(row) !== of(theirs[index] ?? []))
  const known = first(key)
  const at = known >= 0 || order.whole ? known : first((row) => JSON.stringify(row))
  if (at < 0) return undefined
  return {
    what: 'order',
    detail: `row ${at + 1} is ${rowText(ours[at] ?? [])} on the source, ${rowText(theirs[at] ?? [])} on the target`,
    ...(known < 0 ? { open: true } : {}),
  }
}

const keyBy =
  (keys: readonly number[]) =>
  (row: CellRow): string =>
    JSON.stringify(keys.map((at) => folded(row[at] ?? null)))

/** Of rows that stand at one place of the order a LIMIT takes any: those that differ all stand at the last place. */
function tiedAtTheEnd(ours: readonly CellRow[], theirs: readonly CellRow[], order: RowOrder): boolean {
  if (order.kind !== 'by' || !order.cut || !order.whole) return false
  const key = keyBy(order.keys)
  const last = key(ours.at(-1) ?? [])
  return withoutCommon(ours, theirs).every((rows) => rows.every((row) => key(row) === last))
}

/** Texts that differ in case, accents or blanks behind them may be one value of the order. */
const folded = (text: string | null): string | null =>
  text === null ? null : text.normalize('NFD').replace(/\p{M}/gu, '').trimEnd().toLowerCase()

export const rowText = (row: CellRow): string => `(${row.map(cellText).join(', ')})`

export function cellText(text: string | null): string {
  if (text === null) return 'NULL'
  const shown = text.length > 120 ? `${text.slice(0, 120)}… (${text.length} characters)` : text
  return `'${shown.replace(/[\u0000-\u001f\u007f]/g, (char) => `\\u{${char.codePointAt(0)?.toString(16) ?? ''}}`)}'`
}
