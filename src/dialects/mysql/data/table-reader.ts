import { cellText, createCell, form } from '../../../core/data/cell.js'
import {
  loadedColumns,
  type ReadCounts,
  type RowDescription,
  type RowWriter,
  type TableReader,
} from '../../../core/data/stream.js'
import type { TableMapping } from '../../../core/mapping/mapping.js'
import type { Decoder } from './binary-decoders.js'
import { maxPayload } from './long-packet.js'
import { type RowFunction, rowMover } from './row-function.js'
import type { RowHandler, RowStream, Wire, WireColumn } from './wire.js'

/** First byte of a row; the end of the rows and an error have others (manual: Binary Protocol Resultset Row). */
const rowMark = 0

/** Rows between two words of progress, less one; a target that keeps up never makes the reader wait, where it speaks too. */
const toldEvery = 1023

/** Reads the rows of one SELECT, whose columns are the loaded ones in order, into a writer. */
export function tableReader(
  table: TableMapping,
  sql: string,
  stream: RowStream,
  stop: () => Promise<void>,
): TableReader {
  return {
    table,
    async pump(writer, options) {
      options?.signal?.throwIfAborted()
      const before = stream.received
      const rows = rowsInto(writer, table, (count) =>
        options?.onRead?.({ rows: count, bytes: stream.received - before }),
      )
      try {
        await stream.select(sql, rows.handler)
      } catch (error) {
        await stop()
        throw error
      }
      return { rows: rows.count(), bytes: stream.received - before } satisfies ReadCounts
    },
  }
}

function rowsInto(
  writer: RowWriter,
  table: TableMapping,
  onRead: (rows: number) => void,
): { handler: RowHandler; count(): number } {
  const columns = loadedColumns(table)
  const writers = writer.columns
  const width = columns.length
  const firstValue = 1 + ((width + 9) >> 3)
  const cell = createCell()
  let decoders: readonly Decoder[] = []
  let move: RowFunction = () => undefined
  let count = 0

  const row = (wire: Wire, start: number, end: number): boolean => {
    count++
    if ((count & toldEvery) === 0) onRead(count)
    writer.begin()
    wire.at = start + firstValue
    move(wire, start, cell)
    if (wire.at !== end) throw new Error('a row of the server has another length than its columns')
    if (!writer.end()) writer.describe(describe(wire, start))
    else if (writer.describeAll) writer.describe(describe(wire, start))
    return writer.full
  }

  // A loop of its own: what a call per packet costs is more than a short row does.
  const rows = (wire: Wire, filled: number): boolean => {
    const { view } = wire
    for (let at = wire.at; filled - at > 4; ) {
      const end = at + 4 + (view.getUint32(at, true) & maxPayload)
      if (end > filled || end - at >= maxPayload || view.getUint8(at + 4) !== rowMark) return false
      const full = row(wire, at + 4, end)
      wire.at = end
      if (full) return true
      at = end
    }
    return false
  }

  /** Decodes the row once more, slowly, for its key and for the bytes that were refused. */
  const describe = (wire: Wire, start: number): RowDescription => {
    const key: Record<string, string | null> = Object.create(null)
    let bytes: Buffer | null = null
    wire.at = start + firstValue
    for (let at = 0; at < width; at++) {
      const bit = at + 2
      const from = wire.at
      if (((wire.view.getUint8(start + 1 + (bit >> 3)) >> (bit & 7)) & 1) === 1) cell.form = form.null
      else decoders[at]?.(wire, cell)
      const name = columns[at]?.source.name ?? ''
      if (table.key.includes(name)) key[name] = cellText(cell)
      if (at === writer.refusedColumn) bytes = wire.bytes.subarray(from, wire.at)
    }
    return { key, bytes }
  }

  const handler: RowHandler = {
    columns(found: readonly WireColumn[]) {
      if (found.length !== width) throw new Error('the server sends another number of columns than were asked for')
      const mover = rowMover(columns, found, writers)
      decoders = mover.decoders
      move = mover.move
    },
    row,
    rows,
    drained: () => {
      onRead(count)
      return writer.drained()
    },
  }
  return { handler, count: () => count }
}
