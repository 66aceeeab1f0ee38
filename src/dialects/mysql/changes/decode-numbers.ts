import { form, viewOf } from '../../../core/data/cell.js'
import type { Decoder } from '../data/binary-decoders.js'
import { leftoverBytes } from './column-types.js'

const { int: intForm, digits: digitsForm } = form

export const int24: Decoder = (wire, cell) => {
  cell.form = intForm
  cell.int = wire.view.getUint16(wire.at, true) | (wire.view.getInt8(wire.at + 2) << 16)
  wire.at += 3
}

export const uint24: Decoder = (wire, cell) => {
  cell.form = intForm
  cell.int = wire.view.getUint16(wire.at, true) | (wire.view.getUint8(wire.at + 2) << 16)
  wire.at += 3
}

const zero = 0x30

/**
 * A packed decimal as the server prints it: groups of nine digits in four bytes, big end first, counted from the point;
 * the outer groups may be shorter. The first bit is set for numbers that are not negative; all bits of others are turned.
 * `filled`: ZEROFILL, zeros in front are kept.
 */
export function decimal(precision: number, scale: number, filled: boolean): Decoder {
  const wholeDigits = precision - scale
  const groups = [...groupsOf(wholeDigits).reverse(), ...groupsOf(scale)]
  const width = groups.reduce((sum, digits) => sum + (digits === 9 ? 4 : (leftoverBytes[digits] ?? 0)), 0)
  const text = Buffer.alloc(precision + 3)
  const view = viewOf(text)
  const point = 1 + Math.max(wholeDigits, 1)
  return (wire, cell) => {
    const { bytes } = wire
    const negative = (bytes[wire.at] ?? 0) < 128
    const mask = negative ? 255 : 0
    let at = wire.at
    let flip = 0x80
    // Room for the sign, and a zero in front of the point where there are no whole digits.
    let to = wholeDigits === 0 ? 2 : 1
    text[1] = zero
    for (let index = 0; index < groups.length; index++) {
      const digits = groups[index] ?? 0
      const end = at + (digits === 9 ? 4 : (leftoverBytes[digits] ?? 0))
      let value = 0
      for (; at < end; at++) {
        value = value * 256 + ((bytes[at] ?? 0) ^ mask ^ flip)
        flip = 0
      }
      if (to === point) to++
      for (let place = to + digits - 1; place >= to; place--) {
        const next = Math.trunc(value / 10)
        text[place] = zero + (value - next * 10)
        value = next
      }
      to += digits
    }
    wire.at += width
    let start = 1
    while (!filled && start < point - 1 && text[start] === zero) start++
    if (scale > 0) text[point] = 0x2e
    if (negative) text[--start] = 0x2d
    cell.form = digitsForm
    cell.bytes = text
    cell.view = view
    cell.start = start
    cell.end = to
  }
}

/** Digits of each group from the point outwards. */
function groupsOf(digits: number): number[] {
  const groups = Array.from({ length: Math.floor(digits / 9) }, () => 9)
  return digits % 9 === 0 ? groups : [...groups, digits % 9]
}
