import type { CanonicalColumn } from '../core/data/canonical.js'
import type { OutsideValues, RowHash, RowText, TableComparison } from '../core/data/comparer.js'
import type { RejectRecord, ValuePolicies } from '../core/data/reject.js'
import type { TableMapping } from '../core/mapping/mapping.js'
import type { DerivedComparison } from './derived.js'
import { canonicalJson } from './json.js'
import { differences, type MatchDifference } from './merge.js'
import type { ColumnDifference, RowDifference } from './result.js'

/** Rows that a load set aside, so that their absence is explained. `records` may hold fewer than `count`. */
export interface RejectedRows {
  readonly count: number
  readonly records: readonly RejectRecord[]
}

export interface TableTask {
  readonly table: TableMapping
  readonly source: TableComparison
  readonly target: TableComparison
  readonly policies: ValuePolicies
  /** Whether the source knows the values of columns that it computes. */
  readonly computed: boolean
  readonly rejected: RejectedRows
  readonly maxDifferences: number
}

/** Matches that are looked at one by one; the rest is only counted. */
const maxLookedAt = 10_000
const rowsPerBucket = 1_000
const maxBuckets = 8_192

/** Collects what differs in one table while both sides are read. */
export class Differences {
  readonly #task: TableTask
  readonly #columns: readonly CanonicalColumn[]
  readonly #rejectedKeys: Set<string>
  #rejectedLeft: number
  /** Rejected rows of which no key is known, because they were refused as a whole. */
  #keylessLeft: number
  /** Matches of rows that were looked at and differ: a row with two differences is one row. */
  readonly #counted = new Set<string>()
  readonly list: RowDifference[] = []
  differing = 0
  missing = 0
  extra = 0
  explainedRows = 0

  constructor(task: TableTask, columns: readonly CanonicalColumn[]) {
    this.#task = task
    this.#columns = columns
    this.#rejectedLeft = task.rejected.count
    const keyed = task.rejected.records.filter((record) => Object.keys(record.key).length > 0)
    this.#keylessLeft = task.rejected.records.length - keyed.length
    this.#rejectedKeys = new Set(keyed.map((record) => this.#keyText(record.key)))
  }

  async compareRows(rows: number): Promise<void> {
    const { table, source, target } = this.#task
    const buckets = Math.min(maxBuckets, Math.ceil(rows / rowsPerBucket))
    const chosen = buckets > 1 ? await this.#differingBuckets(buckets) : null
    // The row streams hold their connections, so the rows themselves are read when the streams have ended.
    const waiting: MatchDifference[] = []
    for await (const found of differences(source.rows(table, buckets, chosen), target.rows(table, buckets, chosen))) {
      if (waiting.length < this.#lookAtMost()) waiting.push(found)
      else this.#countOnly(found)
    }
    for (let at = 0; at < waiting.length; at += 200) await this.#lookAt(waiting.slice(at, at + 200))
  }

  /** All candidates are looked at when looking may clear them; else only as many as are shown. */
  #lookAtMost(): number {
    const mayClear = this.#task.rejected.count > 0 || this.#columns.some(({ form }) => form.kind === 'float')
    return mayClear ? maxLookedAt : this.#task.maxDifferences
  }

  async #differingBuckets(buckets: number): Promise<readonly number[] | null> {
    const { table, source, target } = this.#task
    const [ours, theirs] = await Promise.all([
      source.bucketDigests(table, buckets),
      target.bucketDigests(table, buckets),
    ])
    const all = [...new Set([...ours.keys(), ...theirs.keys()])]
    const chosen = all.filter((bucket) => {
      const [a, b] = [ours.get(bucket), theirs.get(bucket)]
      return a?.rows !== b?.rows || a?.sum !== b?.sum
    })
    return chosen.length > buckets / 2 ? null : chosen
  }

  #countOnly(found: MatchDifference): void {
    this.differing += found.differing
    this.extra += found.extra
    const explained = Math.min(found.missing, this.#rejectedLeft)
    this.#rejectedLeft -= explained
    this.explainedRows += explained
    this.missing += found.missing - explained
  }

  async #lookAt(batch: readonly MatchDifference[]): Promise<void> {
    const { table, source, target } = this.#task
    const matches = batch.map(({ match }) => match)
    const [ours, theirs] = await Promise.all([source.texts(table, matches), target.texts(table, matches)])
    const [sourceRows, targetRows] = [byMatch(ours), byMatch(theirs)]
    for (const { match } of batch) this.#pair(sourceRows.get(match) ?? [], targetRows.get(match) ?? [])
  }

  /** Rows of one match: equal ones go, the others are paired in order of their hashes. */
  #pair(ours: readonly RowText[], theirs: readonly RowText[]): void {
    const [left, right] = withoutCommon(ours, theirs)
    const pairs = Math.max(left.length, right.length)
    for (let at = 0; at < pairs; at++) this.#judge(left[at], right[at])
  }

  #judge(ours: RowText | undefined, theirs: RowText | undefined): void {
    const row = ours ?? theirs
    if (!row) return
    const key = this.#keyOf(row)
    if (ours && !theirs) {
      if (this.#isRejected(key)) this.explainedRows += 1
      else this.#add('missing', key, ours, undefined)
    } else if (!ours) this.#add('extra', key, undefined, theirs)
    else this.#add('differing', key, ours, theirs)
  }

  #add(
    kind: RowDifference['kind'],
    key: RowDifference['key'],
    ours: RowText | undefined,
    theirs: RowText | undefined,
  ): void {
    const columns = this.#columns.flatMap((column, at): ColumnDifference[] => {
      const [source, target] = [ours?.values[at] ?? null, theirs?.values[at] ?? null]
      if (column.form.kind === 'none' || column.form.kind === 'json') return []
      if (ours && theirs && sameValue(column, source, target)) return []
      return [{ column: column.mapping.source.name, source, target }]
    })
    if (kind === 'differing' && columns.length === 0) return
    this[kind] += 1
    if (ours) this.#counted.add(ours.match)
    this.#show({ kind, key, columns })
  }

  #show(difference: RowDifference): void {
    if (this.list.length < this.#task.maxDifferences) this.list.push(difference)
  }

  #keyOf(row: RowText): Record<string, string | null> {
    return Object.fromEntries(this.#task.table.key.map((name, at) => [name, row.key[at] ?? null]))
  }

  #keyText(key: Readonly<Record<string, string | null>>): string {
    return JSON.stringify(this.#task.table.key.map((name) => withoutFractionZeros(key[name] ?? null)))
  }

  #isRejected(key: Readonly<Record<string, string | null>>): boolean {
    if (this.#rejectedLeft === 0) return false
    const hasKey = this.#task.table.key.length > 0
    // Only so many records are kept, and a table without a key has nothing to tell its rows by: there the count decides.
    const complete = this.#task.rejected.records.length >= this.#task.rejected.count
    if (hasKey && complete && !this.#rejectedKeys.has(this.#keyText(key))) {
      if (this.#keylessLeft === 0) return false
      this.#keylessLeft -= 1
    }
    this.#rejectedLeft -= 1
    return true
  }

  /** Columns that no engine brings into one form, row by row in order of their matches. */
  compareOutside(): Promise<void> {
    const { table, source, target } = this.#task
    const columns = this.#columns.filter(({ form }) => form.kind === 'json')
    return this.#compareBeside({
      names: columns.map(({ mapping }) => mapping.source.name),
      normal: canonicalJson,
      sides: [() => source.outside(table), () => target.outside(table)],
    })
  }

  /** Columns that the source does not have, against what is to stand in them. */
  compareDerived({ columns, expected, found }: DerivedComparison): Promise<void> {
    const isFloat = columns.map(({ form }) => form.kind === 'float')
    return this.#compareBeside({
      names: columns.map(({ mapping }) => mapping.target.name),
      normal: (text, at) => (isFloat[at] ? String(Number(text)) : text),
      sides: [expected, found],
    })
  }

  async #compareBeside({ names, normal, sides }: Beside): Promise<void> {
    const { table, source } = this.#task
    const [ours, theirs] = sides
    const shown: MatchDifference[] = []
    for await (const found of differences(normalRows(ours(), normal), normalRows(theirs(), normal))) {
      if (this.#counted.has(found.match)) continue
      // Missing and extra rows have been counted by the hashes of their other columns.
      this.differing += found.differing
      if (found.differing > 0 && shown.length < this.#task.maxDifferences) shown.push(found)
    }
    if (shown.length === 0) return
    const matches = shown.map(({ match }) => match)
    const texts = await Promise.all(sides.map((side) => valuesOf(side(), new Set(matches))))
    const rows = byMatch(await source.texts(table, matches))
    for (const match of matches) {
      const row = rows.get(match)?.[0]
      const [a, b] = [texts[0]?.get(match), texts[1]?.get(match)]
      const different = names.flatMap((column, at): ColumnDifference[] => {
        const [ofSource, ofTarget] = [a?.[at] ?? null, b?.[at] ?? null]
        const isSame = normalized(ofSource, normal, at) === normalized(ofTarget, normal, at)
        return isSame ? [] : [{ column, source: cut(ofSource), target: cut(ofTarget) }]
      })
      if (row) this.#show({ kind: 'differing', key: this.#keyOf(row), columns: different })
    }
  }
}

/** Values that are compared here and not in the engines. */
interface Beside {
  readonly names: readonly string[]
  /** One text for all that mean the same, by column. */
  readonly normal: Normal
  readonly sides: readonly [() => AsyncIterable<OutsideValues>, () => AsyncIterable<OutsideValues>]
}

type Normal = (text: string, column: number) => string

const normalized = (text: string | null, normal: Normal, at: number): string | null =>
  text === null ? null : normal(text, at)

async function* normalRows(rows: AsyncIterable<OutsideValues>, normal: Normal): AsyncIterable<RowHash> {
  for await (const { match, values } of rows)
    yield { match, hash: JSON.stringify(values.map((value, at) => normalized(value, normal, at))) }
}

async function valuesOf(
  rows: AsyncIterable<OutsideValues>,
  wanted: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly (string | null)[]>> {
  const found = new Map<string, readonly (string | null)[]>()
  for await (const { match, values } of rows) if (wanted.has(match)) found.set(match, values)
  return found
}

const cut = (text: string | null): string | null =>
  text === null || text.length <= 200 ? text : `${text.slice(0, 200)}… (${text.length} characters)`

/**
 * Two engines may print other digits for a double that lies exactly between two shortest texts; both read back as the
 * same number, and a JS number is such a double.
 */
export function sameValue(column: CanonicalColumn, source: string | null, target: string | null): boolean {
  if (source === target) return true
  return column.form.kind === 'float' && source !== null && target !== null && Object.is(Number(source), Number(target))
}

function withoutCommon(
  ours: readonly RowText[],
  theirs: readonly RowText[],
): readonly [readonly RowText[], readonly RowText[]] {
  const right = [...theirs]
  const left = ours.filter((row) => {
    const twin = right.findIndex((other) => other.hash === row.hash)
    if (twin >= 0) right.splice(twin, 1)
    return twin < 0
  })
  return [left, right]
}

function byMatch(rows: readonly RowText[]): ReadonlyMap<string, readonly RowText[]> {
  const found = new Map<string, RowText[]>()
  for (const row of rows) {
    const group = found.get(row.match)
    if (group) group.push(row)
    else found.set(row.match, [row])
  }
  return found
}

const withoutFractionZeros = (text: string | null): string | null =>
  text !== null && /^\d{4}-\d\d-\d\d .*\./.test(text) ? text.replace(/\.?0+$/, '') : text
