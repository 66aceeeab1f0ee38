import type { ValueBytes } from './binary-base.js'

// Values whose text is made from their binary form, as the server would print it.

const digits = Array.from({ length: 10_000 }, (_, group) => String(group).padStart(4, '0'))

/** numeric_send: groups of four digits, the weight of the first, sign, digits behind the point. */
export function numericText({ view }: ValueBytes, start: number): string {
  const count = view.getUint16(start)
  const weight = view.getInt16(start + 2)
  const sign = view.getUint16(start + 4)
  const scale = view.getUint16(start + 6)
  if (sign >= 0xc000) return sign === 0xc000 ? 'NaN' : sign === 0xd000 ? 'Infinity' : '-Infinity'
  const group = (at: number): string =>
    at >= 0 && at < count ? (digits[view.getUint16(start + 8 + at * 2)] ?? '') : '0000'
  let whole = ''
  for (let at = 0; at <= weight; at++) whole += at === 0 ? String(Number(group(0))) : group(at)
  let fraction = ''
  for (let at = weight + 1; fraction.length < scale; at++) fraction += group(at)
  return `${sign === 0x4000 ? '-' : ''}${whole || '0'}${scale > 0 ? `.${fraction.slice(0, scale)}` : ''}`
}

export function uuidText({ bytes }: ValueBytes, start: number): string {
  const hex = bytes.toString('hex', start, start + 16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** pg_lsn: two halves in hexadecimal. */
export const pointerText = ({ view }: ValueBytes, start: number): string =>
  `${view.getUint32(start).toString(16).toUpperCase()}/${view
    .getUint32(start + 4)
    .toString(16)
    .toUpperCase()}`

/** macaddr and macaddr8. */
export const hardwareAddressText = ({ bytes }: ValueBytes, start: number, end: number): string =>
  bytes.toString('hex', start, end).replace(/..(?!$)/g, '$&:')

/** network_send: family (2, or 3 for the longer), bits of the prefix, whether it is a cidr, length, address. */
export function addressText({ bytes, view }: ValueBytes, start: number, end: number): string {
  const address = bytes.subarray(start + 4, end)
  const isOld = view.getUint8(start) === 2
  const prefix = view.getUint8(start + 1)
  const text = isOld ? address.join('.') : longAddressText(address)
  return view.getUint8(start + 2) === 1 || prefix !== (isOld ? 32 : 128) ? `${text}/${prefix}` : text
}

/** The first of the longest runs of two or more zero words is left out; an address of the old kind in it is dotted. */
function longAddressText(bytes: Buffer): string {
  const words = Array.from({ length: 8 }, (_, at) => bytes.readUInt16BE(2 * at))
  const gap = longestGap(words)
  const holdsOld =
    gap.start === 0 &&
    (gap.length === 6 || (gap.length === 7 && words[7] !== 1) || (gap.length === 5 && words[5] === 0xffff))
  const hex = (from: number, to: number): string[] => words.slice(from, to).map((word) => word.toString(16))
  const tail = (from: number): string =>
    (holdsOld ? [...hex(from, 6), bytes.subarray(12).join('.')] : hex(from, 8)).join(':')
  return gap.length < 2 ? tail(0) : `${hex(0, gap.start).join(':')}::${tail(gap.start + gap.length)}`
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

/** A count of bits and the bits, filled up on the right. */
export function bitsText({ view }: ValueBytes, start: number, end: number): string {
  let text = ''
  for (let at = start + 4; at < end; at++) text += view.getUint8(at).toString(2).padStart(8, '0')
  return text.slice(0, view.getInt32(start))
}
