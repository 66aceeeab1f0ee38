import type { Snapshot, SnapshotOptions } from '../../../../core/data/connector.js'
import { checkScript, planScript, rangesOf } from '../../../../core/data/script/plan.js'
import { type DataSegment, isOf } from '../../../../core/data/segment.js'
import type { TableMapping } from '../../../../core/mapping/mapping.js'
import { tableReader } from './table-reader.js'

/** Serves to guess the number of rows. */
const guessedRowBytes = 120

/** The rows of a script: one state by nature. The script's reader has cut it into segments that are chunks already. */
export async function openScript(segments: readonly DataSegment[], _options: SnapshotOptions): Promise<Snapshot> {
  const of = (table: TableMapping): readonly DataSegment[] => segments.filter((segment) => isOf(segment, table))
  return {
    position: null,
    consistent: true,
    async estimate(table) {
      const bytes = of(table).reduce((sum, segment) => sum + segment.to - segment.from, 0)
      return { rows: Math.round(bytes / guessedRowBytes), bytes, guessed: true }
    },
    planChunks: (table) => planScript(of(table), endOf),
    checkChunks: (table, chunks) => checkScript(table, of(table), chunks),
    read: (table, chunk) => tableReader(table, rangesOf(of(table), chunk)),
    async close() {},
  }
}

/** A segment is longer than a chunk only where one statement is. */
async function* endOf({ to }: DataSegment): AsyncIterable<number> {
  yield to
}
