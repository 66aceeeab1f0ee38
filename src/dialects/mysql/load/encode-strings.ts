import { type Cell, cellText, form } from '../../../core/data/cell.js'
import type { ValueBuffer } from '../../../core/data/value-buffer.js'
import type { ValueWriter } from './encoders.js'
import type { Encoding, TargetColumn } from './encoding.js'

const quote = 0x27
const backslash = 0x5c
/** So much is escaped at a time, so that a long value never needs twice its length. */
const pieceSize = 64 * 1024

/**
 * Bytes between quotes, with a backslash in front of quotes and backslashes: what a statement and a file (ESCAPED BY '\\',
 * ENCLOSED BY '\'') read alike. No byte of a character of UTF-8 is one of the two.
 */
export function putQuoted(out: ValueBuffer, bytes: Buffer, start: number, end: number): void {
  out.bytes[out.at++] = quote
  for (let from = start; from < end; from += pieceSize) {
    const stop = Math.min(end, from + pieceSize)
    out.room(2 * (stop - from) + 2)
    const to = out.bytes
    let at = out.at
    for (let next = from; next < stop; next++) {
      const byte = bytes[next] ?? 0
      if (byte === quote || byte === backslash) to[at++] = backslash
      to[at++] = byte
    }
    out.at = at
  }
  out.bytes[out.at++] = quote
}

const hasText = (cell: Cell): boolean =>
  cell.form === form.text || cell.form === form.digits || cell.form === form.labels || cell.form === form.bytes

/** Text in UTF-8. The server converts it to the column's character set, checks it and says what does not fit. */
export function textValue(column: TargetColumn, encoding: Encoding): ValueWriter {
  const { out } = encoding
  return (cell) => {
    if (hasText(cell)) return putQuoted(out, cell.bytes, cell.start, cell.end)
    if (cell.form === form.geometry) return out.refuse('XW-D0113', column.index)
    const text = Buffer.from(cellText(cell) ?? '', 'utf8')
    putQuoted(out, text, 0, text.length)
  }
}

/** Bytes as they are; a geometry has the form that the engine itself stores: SRID and well-known binary, little end first. */
export function bytesValue(column: TargetColumn, encoding: Encoding): ValueWriter {
  const { out } = encoding
  return (cell) => {
    if (cell.form === form.geometry && cell.bytes[cell.start + 4] !== 1) return out.refuse('XW-D0113', column.index)
    if (hasText(cell) || cell.form === form.geometry || cell.form === form.bits)
      return putQuoted(out, cell.bytes, cell.start, cell.end)
    const text = Buffer.from(cellText(cell) ?? '', 'utf8')
    putQuoted(out, text, 0, text.length)
  }
}
