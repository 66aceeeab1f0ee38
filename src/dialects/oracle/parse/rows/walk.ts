import { createReadStream } from 'node:fs'
import { splitScript } from '../../../../../grammars/oracle/split.js'
import type { RejectCode } from '../../../../core/data/reject.js'
import type { DataSegment, ScriptRange } from '../../../../core/data/segment.js'
import { type RowsClause, rowsOf, type WrittenRow } from './statements.js'

/** A statement of more bytes is not taken apart: it is set aside as a whole. */
const largestStatement = 64 * 1024 * 1024

/** What takes the rows of a range, in their order. */
export interface RowHandler {
  /** No more rows until `ready` has come back. */
  readonly full: boolean
  ready(): Promise<void>
  clause(columns: RowsClause['columns']): void
  row(row: WrittenRow): void
  /** A statement whose rows cannot be told; `text`: one character for each byte. */
  broken(code: RejectCode, text: string): void
  /** Called now and then with the bytes that are done. */
  onRead?(bytes: number): void
}

/** Hands the rows of a range to a handler. Memory is that of the longest statement. */
export async function walkRows(range: ScriptRange, handler: RowHandler, signal?: AbortSignal): Promise<void> {
  for await (const piece of piecesOf(range)) {
    signal?.throwIfAborted()
    if (piece.kind === 'oversized' || (piece.kind === 'data' && piece.cut)) handler.broken('XW-D0113', piece.head)
    else if (piece.kind === 'data') await walkStatement(piece.head, range.segment, handler)
    else if (piece.kind === 'sql' && /^INTO\b/i.test(piece.text))
      await walkStatement(piece.text, range.segment, handler)
    handler.onRead?.(piece.endByte)
  }
}

async function walkStatement(text: string, segment: DataSegment, handler: RowHandler): Promise<void> {
  const clauses = rowsOf(text, segment)
  if ('broken' in clauses) {
    handler.broken(clauses.broken, text)
    return
  }
  for (const { columns, rows } of clauses) {
    handler.clause(columns)
    for (const row of rows) {
      handler.row(row)
      if (handler.full) await handler.ready()
    }
  }
}

function piecesOf({ segment, from, to }: ScriptRange) {
  const bytes = to > from ? createReadStream(segment.path, { start: from, end: to - 1, highWaterMark: 1 << 18 }) : []
  const decode = (raw: Uint8Array): string => Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('latin1')
  return splitScript(bytes, { decode, keepsRows: true, maxPieceBytes: largestStatement })
}

/** Offsets behind each statement of a segment. */
export async function* statementEnds(segment: DataSegment): AsyncIterable<number> {
  for await (const { endByte } of piecesOf({ segment, from: segment.from, to: segment.to }))
    yield segment.from + endByte
}
