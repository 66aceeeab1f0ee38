import type { QName } from '../../ir/names.js'
import type { DataSegment } from '../segment.js'

const same = (a: QName, b: QName): boolean => a.name.text === b.name.text && a.schema?.text === b.schema?.text

/** What a list had at a place of the script. */
export interface SegmentMark {
  readonly segments: readonly DataSegment[]
  readonly count: number
  readonly last: DataSegment | undefined
}

/** Collects where the rows of a script are; neighbouring statements of one table become one segment. */
export class SegmentList {
  private segments: DataSegment[] = []
  /** Whether the last statement of the script was the last segment's. */
  private open = false

  add(segment: Omit<DataSegment, 'statements'>): void {
    const last = this.segments.at(-1)
    if (this.open && last && continues(last, segment)) {
      this.segments[this.segments.length - 1] = { ...last, to: segment.to, statements: last.statements + 1 }
    } else this.segments.push({ ...segment, statements: 1 })
    this.open = true
  }

  /** Some other statement came. */
  interrupt(): void {
    this.open = false
  }

  /** The table is gone or empty: rows before this place are no rows of the result. */
  forget(table: QName): void {
    this.segments = this.segments.filter((segment) => !same(segment.table, table))
    this.open = false
  }

  /** A list only grows at its end, so that a mark needs no copy. */
  mark(): SegmentMark {
    return { segments: this.segments, count: this.segments.length, last: this.segments.at(-1) }
  }

  /** What came behind the mark is no part of the result; gives the tables whose rows went. */
  backTo({ segments, count, last }: SegmentMark): readonly QName[] {
    const before = this.segments
    this.segments = last ? [...segments.slice(0, count - 1), last] : []
    this.open = false
    const kept = new Set(this.segments)
    return before.filter((segment) => !kept.has(segment)).map(({ table }) => table)
  }

  /** Whether rows came behind the mark. */
  grewSince({ segments, count, last }: SegmentMark): boolean {
    return this.segments !== segments || this.segments.length !== count || this.segments.at(-1) !== last
  }

  /** Replaces the segments of a table. */
  change(table: QName, make: (segment: DataSegment) => DataSegment): void {
    this.segments = this.segments.map((segment) => (same(segment.table, table) ? make(segment) : segment))
    this.open = false
  }

  rename(from: QName, to: QName): void {
    this.segments = this.segments.map((segment) => (same(segment.table, from) ? { ...segment, table: to } : segment))
    this.open = false
  }

  get all(): readonly DataSegment[] {
    return this.segments
  }
}

const continues = (last: DataSegment, next: Omit<DataSegment, 'statements'>): boolean =>
  last.path === next.path &&
  same(last.table, next.table) &&
  last.charset === next.charset &&
  last.noBackslashEscapes === next.noBackslashEscapes &&
  last.ansiQuotes === next.ansiQuotes &&
  last.timeZone === next.timeZone &&
  last.declaredNext === next.declaredNext &&
  last.zeroIsValue === next.zeroIsValue &&
  last.merges === next.merges &&
  last.variables === next.variables &&
  last.formats === next.formats
