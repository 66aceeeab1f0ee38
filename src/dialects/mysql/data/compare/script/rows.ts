import type { ScanSegment } from '../../../../../core/data/script/comparison.js'
import type { DataSegment } from '../../../../../core/data/segment.js'
import { walkRows } from '../../script-rows.js'
import type { RowTokens } from '../../script-tokens.js'
import { RowValues } from './row-values.js'

/** One row of VALUES as it stands in the file; valid until the callback returns. */
export interface ScannedRow {
  readonly bytes: Buffer
  readonly tokens: RowTokens
  /** Place in the row of each wanted column; −1 when the statement does not name it. */
  readonly places: readonly number[]
}

export interface ScanRequest {
  readonly segment: DataSegment
  /** Columns whose values are asked for. */
  readonly wanted: readonly string[]
  /** All columns of the table in its order: what a statement without a list of columns means. */
  readonly all: readonly string[]
  /** Undefined: a row, or a statement, that cannot be taken apart. */
  readonly onRow: (row: ScannedRow | undefined) => void
  readonly signal?: AbortSignal
}

/** Walks the statements of a segment once. Memory is that of the longest row. */
export function scanRows({ segment, wanted, all, onRow, signal }: ScanRequest): Promise<void> {
  let places: readonly number[] = []
  let width = 0
  return walkRows(
    { segment, from: segment.from, to: segment.to },
    {
      full: false,
      ready: async () => undefined,
      header: ({ columns }) => {
        const named = (columns ?? all).map((name) => name.toLowerCase())
        width = named.length
        places = wanted.map((name) => named.indexOf(name.toLowerCase()))
      },
      row: (bytes, _start, _end, tokens) => {
        onRow(tokens.count === width ? { bytes, tokens, places } : undefined)
        return 'done'
      },
      statementEnd: () => undefined,
      broken: () => onRow(undefined),
    },
    signal,
  )
}

/** The side of a script in a comparison; it shares nothing with the load but the cutting into tokens. */
export const scanSegment: ScanSegment = (segment, table, columns, onRow, signal) => {
  const values = new RowValues(table, columns, segment)
  return scanRows({
    segment,
    wanted: columns.map(({ mapping }) => mapping.source.name),
    all: values.allNames,
    onRow: (row) => {
      values.take(row)
      onRow(values)
    },
    ...(signal ? { signal } : {}),
  })
}
