import { LongRows } from '../../../../core/data/long-rows.js'
import type { DataSegment, ScriptRange } from '../../../../core/data/segment.js'
import { ReadAgain } from '../../../../core/data/stream.js'
import type { TableMapping } from '../../../../core/mapping/mapping.js'
import { type RowHandler, walkRows } from '../script-rows.js'
import { RowValues } from '../script-values.js'
import { RowCounter } from './counter.js'
import { type DroppedRows, findRepeated, yields } from './repeats.js'

interface Checkpoint {
  readonly segment: number
  readonly at: number
  readonly next: number
}

const noRows: DroppedRows = new Map()

/**
 * What the rows of one table mean because of the rows in front of them: numbers that the table makes, and rows that
 * replace or yield to others. Found only when a row asks, by reading the table's statements in their order, so that chunks
 * may be loaded in any order and a load may be stopped and go on.
 */
export class ScriptOrder {
  readonly now: Date
  readonly longRows: LongRows
  readonly #table: TableMapping
  readonly #segments: readonly DataSegment[]
  readonly #checkpoints: Checkpoint[] = []
  #scan: Promise<unknown> = Promise.resolve()
  #merges: boolean
  #repeats: Promise<ReadonlyMap<string, DroppedRows>> | undefined

  constructor(table: TableMapping, segments: readonly DataSegment[], now: Date, longRows = new LongRows()) {
    this.now = now
    this.longRows = longRows
    this.#table = table
    this.#segments = segments
    this.#merges = segments.some((segment) => segment.merges === true)
  }

  /** The number of the table's next row at the beginning of a range. */
  nextAt(range: ScriptRange): Promise<number> {
    const found = this.#scan.then(() => this.#scanTo(range))
    this.#scan = found.catch(() => undefined)
    return found
  }

  /** Rows of a file that the engine would not keep, by the place of their `(`. */
  async dropped(path: string): Promise<DroppedRows> {
    if (!this.#merges) return noRows
    this.#repeats ??= findRepeated(this.#table, this.#segments, this.now)
    return (await this.#repeats).get(path) ?? noRows
  }

  /** ON DUPLICATE KEY UPDATE stands behind the rows it speaks of. */
  checkTail(tail: Buffer): void {
    if (this.#merges || tail.length < 12 || !/\bduplicate\b/i.test(tail.toString('latin1', 0, 4096))) return
    this.#merges = true
    throw new ReadAgain('the statement says what becomes of rows whose key is there already')
  }

  async #scanTo({ segment, from }: ScriptRange): Promise<number> {
    const last = this.#segments.indexOf(segment)
    const start = this.#checkpoints.findLast(
      (point) => point.segment < last || (point.segment === last && point.at <= from),
    ) ?? { segment: 0, at: this.#segments[0]?.from ?? 0, next: 1 }
    const counter = new RowCounter()
    counter.atLeast(start.next)
    for (let at = start.segment; at <= last; at++) {
      const one = this.#segments[at]
      if (!one) continue
      const values = new RowValues(this.#table, one, counter, this.now)
      const range = { segment: one, from: at === start.segment ? start.at : one.from, to: at === last ? from : one.to }
      if (range.from < range.to) await walkRows(range, countRows(values, await this.dropped(one.path)))
    }
    this.#checkpoints.push({ segment: last, at: from, next: counter.next })
    this.#checkpoints.sort((a, b) => a.segment - b.segment || a.at - b.at)
    return counter.next
  }
}

/** Lets the counter see every row, and nothing else. */
function countRows(values: RowValues, dropped: DroppedRows): RowHandler {
  values.counterKnown = true
  return {
    full: false,
    ready: () => Promise.resolve(),
    header: (header) => values.begin(header.columns),
    row: (bytes, _start, _end, tokens, position) => {
      values.row(bytes, tokens, yields(dropped.get(position)))
      return 'done'
    },
    statementEnd: () => values.end(),
    broken: () => undefined,
  }
}
