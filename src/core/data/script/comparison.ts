import type { TableMapping } from '../../mapping/mapping.js'
import { type CanonicalColumn, canonicalColumns } from '../canonical.js'
import type {
  CompareOptions,
  OutsideValues,
  RowHash,
  RowSetDigest,
  RowText,
  TableComparison,
  TableDigest,
} from '../comparer.js'
import { type DataSegment, isOf } from '../segment.js'
import { DigestSum } from './digest-sum.js'
import type { ComparedRow } from './row.js'

/** What sorting may hold in memory at once; a larger table is walked several times, a share of its matches each time. */
const sharedBytes = 192 * 1024 * 1024
const bytesPerHash = 160

/** Walks the rows of one segment in their order. */
export type ScanSegment = (
  segment: DataSegment,
  table: TableMapping,
  columns: readonly CanonicalColumn[],
  onRow: (row: ComparedRow) => void,
  signal: AbortSignal | undefined,
) => Promise<void>

/** A script as one side of a comparison: whoever scans it brings every literal into canonical form. */
export class ScriptComparison implements TableComparison {
  readonly #segments: readonly DataSegment[]
  readonly #options: CompareOptions
  readonly #scanSegment: ScanSegment

  constructor(segments: readonly DataSegment[], options: CompareOptions, scanSegment: ScanSegment) {
    this.#segments = segments
    this.#options = options
    this.#scanSegment = scanSegment
  }

  async digest(table: TableMapping): Promise<TableDigest> {
    const sum = new DigestSum()
    const columns = this.#columns(table)
    const replaced = new Map<string, number>()
    const unsaid = new Map<string, string>()
    await this.#scan(table, columns, (row) => {
      sum.add(row.hash())
      for (const column of row.replaced()) {
        const name = columns[column]?.mapping.source.name ?? ''
        replaced.set(name, (replaced.get(name) ?? 0) + 1)
      }
      for (const [at, because] of row.unsaid) unsaid.set(columns[at]?.mapping.source.name ?? '', because)
    })
    return { ...sum.result(), replaced, ...(unsaid.size > 0 ? { unsaid } : {}) }
  }

  async bucketDigests(table: TableMapping, buckets: number): Promise<ReadonlyMap<number, RowSetDigest>> {
    const sums = new Map<number, DigestSum>()
    await this.#scan(table, this.#columns(table), (row) => {
      const rowHash = row.hash()
      const bucket = bucketOf(rowHash, buckets)
      const sum = sums.get(bucket) ?? new DigestSum()
      sums.set(bucket, sum)
      sum.add(rowHash)
    })
    return new Map([...sums].map(([bucket, sum]) => [bucket, sum.result()]))
  }

  async *rows(table: TableMapping, buckets: number, chosen: readonly number[] | null): AsyncIterable<RowHash> {
    const columns = this.#columns(table)
    const wanted = chosen === null ? null : new Set(chosen)
    const guessed = (this.#bytes(table) / 40) * bytesPerHash * (wanted === null ? 1 : wanted.size / buckets)
    for (const isMine of shares(guessed)) {
      const found: RowHash[] = []
      await this.#scan(table, columns, (row) => {
        const rowHash = row.hash()
        if (wanted && !wanted.has(bucketOf(rowHash, buckets))) return
        const match = row.match()
        if (isMine(match)) found.push({ match, hash: rowHash })
      })
      yield* found.sort((a, b) => order(a.match, b.match) || order(a.hash, b.hash))
    }
  }

  async texts(table: TableMapping, matches: readonly string[]): Promise<readonly RowText[]> {
    const wanted = new Set(matches)
    const found: RowText[] = []
    await this.#scan(table, this.#columns(table), (row) => {
      const match = row.match()
      if (wanted.has(match)) found.push({ match, hash: row.hash(), key: row.shownKey(), values: row.shown() })
    })
    return found
  }

  async *outside(table: TableMapping): AsyncIterable<OutsideValues> {
    const columns = this.#columns(table)
    const json = [...columns.keys()].filter((at) => columns[at]?.form.kind === 'json')
    for (const isMine of shares(this.#bytes(table) * 3)) {
      const found: OutsideValues[] = []
      await this.#scan(table, columns, (row) => {
        const match = row.match()
        if (isMine(match)) found.push({ match, values: json.map((at) => row.text(at)) })
      })
      yield* found.sort((a, b) => order(a.match, b.match))
    }
  }

  async close(): Promise<void> {}

  #columns(table: TableMapping): readonly CanonicalColumn[] {
    return canonicalColumns(table, this.#options.policies)
  }

  #of(table: TableMapping): readonly DataSegment[] {
    return this.#segments.filter((segment) => isOf(segment, table))
  }

  #bytes(table: TableMapping): number {
    return this.#of(table).reduce((sum, segment) => sum + segment.to - segment.from, 0)
  }

  async #scan(
    table: TableMapping,
    columns: readonly CanonicalColumn[],
    onRow: (row: ComparedRow) => void,
  ): Promise<void> {
    for (const segment of this.#of(table)) await this.#scanSegment(segment, table, columns, onRow, this.#options.signal)
  }
}

const bucketOf = (rowHash: string, buckets: number): number => Number.parseInt(rowHash.slice(25), 16) % buckets

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Tests that between them take every match once, in ascending order. */
function shares(bytes: number): readonly ((match: string) => boolean)[] {
  const count = Math.max(1, Math.min(4096, Math.ceil(bytes / sharedBytes)))
  return Array.from(
    { length: count },
    (_, at) => (match: string) => Math.floor((Number.parseInt(match.slice(0, 8), 16) / 0x1_0000_0000) * count) === at,
  )
}
