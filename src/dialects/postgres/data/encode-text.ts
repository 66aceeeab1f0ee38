import { isUtf8 } from 'node:buffer'
import { type Cell, cellText, form, viewOf } from '../../../core/data/cell.js'
import type { CellWriter } from '../../../core/data/stream.js'
import { absent, type Encoding, fixedReserve, inlined, refuseOrNull, type TargetColumn } from './encoding.js'

const { text: textForm } = form

/** Above this length the engine's own copy and search are faster than a loop. */
const loopLimit = 400
/** Texts of this length need no more than the reserve of a column. */
const inlineLimit = fixedReserve - 4

/** text, varchar, bpchar, json and their kin: UTF-8 without U+0000, not longer than declared. */
export function textEncoder(column: TargetColumn, encoding: Encoding, limit: number): CellWriter {
  const { out } = encoding

  const short = (bytes: Buffer, view: DataView, start: number, end: number): void => {
    out.room(end - start + 4)
    const to = copyText(view, start, end, out.view, out.at)
    if (to === 0) {
      withNul(bytes, start, end)
      return
    }
    if (to < 0 && !isUtf8(bytes.subarray(start, end))) {
      out.refuse('XW-D0104', column.index)
      return
    }
    if (end - start > limit && characters(bytes, start, end) > limit) {
      out.refuse('XW-D0108', column.index)
      return
    }
    out.at = Math.abs(to)
  }

  const long = (bytes: Buffer, start: number, end: number): void => {
    const value = bytes.subarray(start, end)
    if (value.includes(0)) {
      withNul(bytes, start, end)
      return
    }
    if (!isUtf8(value)) {
      out.refuse('XW-D0104', column.index)
      return
    }
    if (value.length > limit && characters(bytes, start, end) > limit) {
      out.refuse('XW-D0108', column.index)
      return
    }
    out.room(4)
    out.view.setInt32(out.at, value.length)
    out.at += 4
    out.put(bytes, start, end)
  }

  const withNul = (bytes: Buffer, start: number, end: number): void => {
    if (encoding.policies.nulBytes !== 'strip') {
      out.refuse('XW-D0103', column.index)
      return
    }
    encoding.changed(column.index, 'XW-D0103', 'stripped')
    const left = Buffer.from(bytes.subarray(start, end).filter((byte) => byte !== 0))
    write(left, viewOf(left), 0, left.length)
  }

  const write = (bytes: Buffer, view: DataView, start: number, end: number): void => {
    if (end - start <= loopLimit) short(bytes, view, start, end)
    else long(bytes, start, end)
  }

  const writer: CellWriter = (cell) => {
    if (cell.form === textForm) write(cell.bytes, cell.view, cell.start, cell.end)
    else if (!absent(cell, column, encoding)) {
      if (cell.form === form.digits || cell.form === form.labels || cell.form === form.bytes)
        return write(cell.bytes, cell.view, cell.start, cell.end)
      const text = Buffer.from(cellText(cell) ?? '', 'utf8')
      write(text, viewOf(text), 0, text.length)
    }
  }
  const texts = { [form.text]: shortText(Math.min(limit, inlineLimit)) }
  return inlined(writer, column, encoding, texts, { copyText, isUtf8 })
}

const shortText = (limit: number): string => `if (end - start > ${limit}) break slow
let past = copyText(view, start, end, dst, to)
if (past <= 0) {
if (past === 0 || !isUtf8(bytes.subarray(start, end))) break slow
past = -past
}
to = past`

/**
 * Writes length and bytes at `to`, eight bytes at a time. Returns where they end: below zero when there is more than ASCII
 * among them, 0 when there is a U+0000.
 */
function copyText(view: DataView, start: number, end: number, target: DataView, to: number): number {
  target.setInt32(to, end - start)
  let next = to + 4
  let from = start
  let seen = 0
  let nul = 0
  for (; from + 8 <= end; from += 8) {
    const four = view.getInt32(from, true)
    const more = view.getInt32(from + 4, true)
    seen |= four | more
    // The highest bit of a byte is set in here when the byte is zero, and never when no byte is.
    nul |= ((four - 0x01010101) & ~four) | ((more - 0x01010101) & ~more)
    target.setInt32(next, four, true)
    target.setInt32(next + 4, more, true)
    next += 8
  }
  if (from + 4 <= end) {
    const four = view.getInt32(from, true)
    seen |= four
    nul |= (four - 0x01010101) & ~four
    target.setInt32(next, four, true)
    next += 4
    from += 4
  }
  for (; from < end; from++) {
    const byte = view.getUint8(from)
    seen |= byte
    nul |= (byte - 1) & ~byte
    target.setUint8(next++, byte)
  }
  if ((nul & -0x7f7f7f80) !== 0) return 0
  return (seen & -0x7f7f7f80) === 0 ? next : -next
}

function characters(bytes: Buffer, start: number, end: number): number {
  let count = 0
  for (let at = start; at < end; at++) if (((bytes[at] ?? 0) & 0xc0) !== 0x80) count++
  return count
}

/** jsonb: version 1, then the text (manual: jsonb_recv). The server checks the text. */
export function jsonbEncoder(column: TargetColumn, encoding: Encoding): CellWriter {
  const { out } = encoding
  return (cell) => {
    if (absent(cell, column, encoding)) return
    let { bytes, start, end } = cell
    if (cell.form !== form.text) {
      bytes = Buffer.from(cellText(cell) ?? '', 'utf8')
      start = 0
      end = bytes.length
    }
    if (!isUtf8(bytes.subarray(start, end))) return out.refuse('XW-D0104', column.index)
    out.room(5)
    out.view.setInt32(out.at, end - start + 1)
    out.view.setUint8(out.at + 4, 1)
    out.at += 5
    out.put(bytes, start, end)
  }
}

/** An enum: one of its labels, as text. */
export function enumEncoder(column: TargetColumn, encoding: Encoding): CellWriter {
  const { out } = encoding
  const known = new Set(column.labels.map((label) => Buffer.from(label, 'utf8').toString('latin1')))
  return (cell) => {
    if (cell.form !== textForm) {
      if (absent(cell, column, encoding)) return
      if (cell.form !== form.labels) return out.refuse('XW-D0116', column.index)
    }
    const length = cell.end - cell.start
    if (!known.has(cell.bytes.toString('latin1', cell.start, cell.end))) {
      // Only the empty string marks a value that the source has refused; any other text would be lost as NULL.
      if (length === 0) refuseOrNull(column, encoding, 'XW-D0105')
      else out.refuse('XW-D0116', column.index)
      return
    }
    out.room(length + 4)
    out.view.setInt32(out.at, length)
    out.at += 4
    out.put(cell.bytes, cell.start, cell.end)
  }
}

/** A one-dimensional array of text or of an enum, from labels with commas between (manual: array_recv). */
export function labelArrayEncoder(column: TargetColumn, encoding: Encoding): CellWriter {
  const { out } = encoding
  const known = new Set(column.elementLabels)
  return (cell: Cell) => {
    if (absent(cell, column, encoding)) return
    const text = cellText(cell) ?? ''
    const labels = text === '' ? [] : text.split(',')
    if (known.size > 0 && labels.some((label) => !known.has(label))) return out.refuse('XW-D0116', column.index)
    const parts = labels.map((label) => Buffer.from(label, 'utf8'))
    if (parts.some((part) => part.includes(0))) return out.refuse('XW-D0103', column.index)
    const size = parts.reduce((sum, part) => sum + 4 + part.length, labels.length === 0 ? 12 : 20)
    out.room(size + 4)
    const { view } = out
    view.setInt32(out.at, size)
    view.setInt32(out.at + 4, labels.length === 0 ? 0 : 1)
    view.setInt32(out.at + 8, 0)
    view.setInt32(out.at + 12, column.elementOid)
    out.at += 16
    if (labels.length === 0) return
    view.setInt32(out.at, labels.length)
    view.setInt32(out.at + 4, 1)
    out.at += 8
    for (const part of parts) {
      view.setInt32(out.at, part.length)
      out.at += 4 + part.copy(out.bytes, out.at + 4)
    }
  }
}
