import { isAscii } from 'node:buffer'
import { type Cell, createCell, form, viewOf } from '../../../core/data/cell.js'
import type { Decoder } from '../data/binary-decoders.js'
import type { Charset, CharsetTable, Codes } from './charsets.js'
import { fixedSlice, type Slice } from './decode-strings.js'

/** Memory of a column for texts that it had to write anew. */
class Scratch {
  bytes = Buffer.alloc(256)
  view = viewOf(this.bytes)

  room(length: number): void {
    if (length <= this.bytes.length) return
    this.bytes = Buffer.from(new ArrayBuffer(Math.max(length, 2 * this.bytes.length)))
    this.view = viewOf(this.bytes)
  }
}

/** Bytes of a character set in UTF-8; null when they are no text in it. */
export function inUtf8(bytes: Buffer, charset: Charset): Buffer | null {
  const cell = createCell()
  const slice = fixedSlice(bytes.length)
  textDecoder(slice, charset)({ bytes, view: viewOf(bytes), at: 0 }, cell)
  return cell.form === form.text ? Buffer.from(cell.bytes.subarray(cell.start, cell.end)) : null
}

/** Text of any character set in UTF-8; text that is none in its set is bad. */
export function textDecoder(slice: Slice, charset: Charset): Decoder {
  if (charset.kind === 'utf8')
    return (wire, cell) => {
      slice(wire, cell)
      cell.form = form.text
    }
  const scratch = new Scratch()
  const transcode = charset.kind === 'wide' ? wideTo(charset) : tableTo(charset)
  const sharesAscii = charset.kind === 'table' && keepsAscii(charset)
  return (wire, cell) => {
    slice(wire, cell)
    if (sharesAscii && isPlain(cell)) {
      cell.form = form.text
      return
    }
    // No set makes more than three bytes of UTF-8 of one of its own; two of its bytes make at most four.
    scratch.room((cell.end - cell.start) * 3)
    const length = transcode(cell, scratch.bytes)
    cell.form = length < 0 ? form.bad : form.text
    cell.reason = 'XW-D0104'
    if (length < 0) return
    cell.bytes = scratch.bytes
    cell.view = scratch.view
    cell.start = 0
    cell.end = length
  }
}

/** Most sets begin with ASCII; those in which it reads differently do not. */
const keepsAscii = ({ single }: CharsetTable): boolean =>
  single.lengths.subarray(0, 128).every((length, code) => length === 1 && single.bytes[code] === code)

/** Beyond this many bytes the call of the library costs less than a loop. */
const short = 128

function isPlain({ bytes, start, end }: Cell): boolean {
  if (end - start > short) return isAscii(bytes.subarray(start, end))
  let all = 0
  for (let at = start; at < end; at++) all |= bytes[at] ?? 0
  return all < 128
}

/** Writes the cell's text in UTF-8; returns its length, or −1. */
type Transcode = (cell: Cell, to: Buffer) => number

function tableTo(table: CharsetTable): Transcode {
  const { single, double, triple } = table
  return ({ bytes, start, end }, to) => {
    let length = 0
    for (let at = start; at < end; ) {
      const first = bytes[at] ?? 0
      let codes: Codes | undefined = single
      let code = first
      let step = 1
      if ((single.lengths[first] ?? 0) === 0) {
        const isTriple = triple !== undefined && first === 0x8f
        codes = isTriple ? triple : double
        step = isTriple ? 3 : 2
        code = isTriple ? ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0) : (first << 8) | (bytes[at + 1] ?? 0)
      }
      const count = codes?.lengths[code] ?? 0
      if (count === 0 || at + step > end) return -1
      let packed = codes?.bytes[code] ?? 0
      for (let index = 0; index < count; index++) {
        to[length++] = packed & 255
        packed >>>= 8
      }
      at += step
    }
    return length
  }
}

function wideTo(wide: Extract<Charset, { readonly kind: 'wide' }>): Transcode {
  return ({ view, start, end }, to) => {
    if ((end - start) % wide.bytes !== 0) return -1
    let length = 0
    for (let at = start; at < end; at += wide.bytes) {
      let point = wide.bytes === 4 ? view.getUint32(at) : view.getUint16(at, wide.littleEnd)
      if (wide.pairs && point >= 0xd800 && point < 0xdc00 && at + 4 <= end) {
        const low = view.getUint16(at + 2, wide.littleEnd)
        if (low < 0xdc00 || low > 0xdfff) return -1
        point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00)
        at += 2
      }
      if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return -1
      length = putPoint(to, length, point)
    }
    return length
  }
}

function putPoint(to: Buffer, at: number, point: number): number {
  let next = at
  if (point < 0x80) {
    to[next++] = point
    return next
  }
  if (point < 0x800) to[next++] = 0xc0 | (point >> 6)
  else {
    if (point < 0x10000) to[next++] = 0xe0 | (point >> 12)
    else {
      to[next++] = 0xf0 | (point >> 18)
      to[next++] = 0x80 | ((point >> 12) & 63)
    }
    to[next++] = 0x80 | ((point >> 6) & 63)
  }
  to[next++] = 0x80 | (point & 63)
  return next
}
