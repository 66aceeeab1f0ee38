import { type Cell, form, viewOf } from '../../../core/data/cell.js'
import type { Decoder } from '../data/binary-decoders.js'
import type { Slice } from './decode-strings.js'

/** A value that MariaDB keeps in a fixed number of bytes and shows as text; the log leaves out zero bytes at the end. */
function fixedText(slice: Slice, length: number, text: (bytes: Buffer) => string): Decoder {
  const whole = Buffer.alloc(length)
  const shown = Buffer.alloc(64)
  const view = viewOf(shown)
  return (wire, cell) => {
    slice(wire, cell)
    whole.fill(0)
    cell.bytes.copy(whole, 0, cell.start, cell.end)
    show(cell, shown, view, shown.write(text(whole), 'latin1'))
  }
}

function show(cell: Cell, bytes: Buffer, view: DataView, length: number): void {
  cell.form = form.text
  cell.bytes = bytes
  cell.view = view
  cell.start = 0
  cell.end = length
}

/** The log has its bytes in the order of the text, whatever the order in which the table keeps them. */
export const uuid = (slice: Slice): Decoder =>
  fixedText(slice, 16, (bytes) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'))

export const inet4 = (slice: Slice): Decoder => fixedText(slice, 4, (bytes) => bytes.join('.'))

export const inet6 = (slice: Slice): Decoder => fixedText(slice, 16, inet6Text)

/** As the server prints it: the first of the longest runs of zero words is left out, be it one word; the last two words are dotted where they hold an old address. */
export function inet6Text(bytes: Buffer): string {
  const words = Array.from({ length: 8 }, (_, at) => bytes.readUInt16BE(2 * at))
  const gap = longestGap(words)
  let text = ''
  for (let at = 0; at < 8; at++) {
    if (at === gap.start) {
      text += at === 0 ? '::' : ':'
      at += gap.length - 1
    } else if (at === 6 && gap.start === 0 && (gap.length === 6 || (gap.length === 5 && words[5] === 0xffff)))
      return text + bytes.subarray(12).join('.')
    else text += (words[at] ?? 0).toString(16) + (at < 7 ? ':' : '')
  }
  return text
}

function longestGap(words: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: -1, length: 0 }
  for (let at = 0; at < words.length; at++) {
    let length = 0
    while (words[at + length] === 0) length++
    if (length > best.length) best = { start: at, length }
    at += length
  }
  return best
}
