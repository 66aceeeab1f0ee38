import { inflateRawSync, inflateSync } from 'node:zlib'
import { type Cell, form, viewOf } from '../../../core/data/cell.js'
import type { Decoder } from '../data/binary-decoders.js'
import type { Wire } from '../data/wire.js'

/** Points the cell at a value behind its length of so many bytes, little end first, and moves on. */
export type Slice = (wire: Wire, cell: Cell) => void

const point = (wire: Wire, cell: Cell, start: number, length: number): void => {
  cell.bytes = wire.bytes
  cell.view = wire.view
  cell.start = start
  cell.end = start + length
  wire.at = start + length
}

const slices: readonly Slice[] = [
  (wire, cell) => point(wire, cell, wire.at + 1, wire.view.getUint8(wire.at)),
  (wire, cell) => point(wire, cell, wire.at + 2, wire.view.getUint16(wire.at, true)),
  (wire, cell) =>
    point(wire, cell, wire.at + 3, wire.view.getUint16(wire.at, true) | (wire.view.getUint8(wire.at + 2) << 16)),
  (wire, cell) => point(wire, cell, wire.at + 4, wire.view.getUint32(wire.at, true)),
]

export function countedSlice(bytes: number): Slice {
  const slice = slices[bytes - 1]
  if (!slice) throw new Error(`no value has a length of ${bytes} bytes`)
  return slice
}

export function fixedSlice(length: number): Slice {
  return (wire, cell) => point(wire, cell, wire.at, length)
}

/** What MariaDB keeps compressed: a byte that is 0 for a value as it is, else the method and how its length is written; then the length, big end first. */
export function uncompressed(slice: Slice): Slice {
  return (wire, cell) => {
    slice(wire, cell)
    if (cell.start === cell.end) return
    const head = cell.bytes[cell.start] ?? 0
    cell.start++
    if (head === 0) return
    const count = head & 7
    if (head >> 4 !== 8 || count === 0) throw new Error('a value is compressed in an unknown way')
    const length = cell.bytes.readUIntBE(cell.start, count)
    const inflate = (head & 8) !== 0 ? inflateRawSync : inflateSync
    const whole = inflate(cell.bytes.subarray(cell.start + count, cell.end), { maxOutputLength: Math.max(length, 1) })
    if (whole.length !== length) throw new Error('a compressed value has another length than it says')
    cell.bytes = whole
    cell.view = viewOf(whole)
    cell.start = 0
    cell.end = length
  }
}

export function sliceAs(slice: Slice, as: number): Decoder {
  return (wire, cell) => {
    slice(wire, cell)
    cell.form = as
  }
}

/** BINARY(n): the log leaves out zero bytes at the end. */
export function paddedBytes(slice: Slice, length: number): Decoder {
  const whole = Buffer.alloc(length)
  const view = viewOf(whole)
  return (wire, cell) => {
    slice(wire, cell)
    cell.form = form.bytes
    const present = cell.end - cell.start
    if (present >= length) return
    cell.bytes.copy(whole, 0, cell.start, cell.end)
    whole.fill(0, present)
    cell.bytes = whole
    cell.view = view
    cell.start = 0
    cell.end = length
  }
}

interface Label {
  readonly bytes: Buffer
  readonly view: DataView
}

/** Labels in UTF-8; null where it is not known which one the number means. */
export type Labels = readonly (Buffer | null)[]

const labelOf = (bytes: Buffer): Label => ({ bytes, view: viewOf(bytes) })

const show = (cell: Cell, label: Label): void => {
  cell.bytes = label.bytes
  cell.view = label.view
  cell.start = 0
  cell.end = label.bytes.length
}

/** The number of the label from 1 on; 0 is a refused value, which the server shows as an empty string. */
export function enumeration(size: number, labels: Labels): Decoder {
  const known = labels.map((label) => label && labelOf(label))
  const emptyIsLabel = labels.some((label) => label?.length === 0)
  const nothing = labelOf(Buffer.alloc(0))
  return (wire, cell) => {
    const index = size === 1 ? wire.view.getUint8(wire.at) : wire.view.getUint16(wire.at, true)
    wire.at += size
    const label = index === 0 ? nothing : known[index - 1]
    cell.form = label && (index > 0 || emptyIsLabel) ? form.text : form.bad
    cell.reason = index === 0 ? 'XW-D0105' : 'XW-D0116'
    show(cell, label ?? nothing)
  }
}

/** One bit per label, little end first. */
export function labelSet(size: number, labels: Labels): Decoder {
  const scratch = Buffer.alloc(labels.reduce((sum, label) => sum + (label?.length ?? 0) + 1, 0))
  const whole = labelOf(scratch)
  return (wire, cell) => {
    let to = 0
    let isKnown = true
    for (let bit = 0; bit < size * 8; bit++) {
      if (((wire.view.getUint8(wire.at + (bit >> 3)) >> (bit & 7)) & 1) === 0) continue
      const label = labels[bit]
      if (!label) isKnown = false
      else {
        if (to > 0) scratch[to++] = 0x2c
        to += label.copy(scratch, to)
      }
    }
    wire.at += size
    show(cell, whole)
    cell.end = to
    cell.form = isKnown ? form.labels : form.bad
    cell.reason = 'XW-D0116'
  }
}
