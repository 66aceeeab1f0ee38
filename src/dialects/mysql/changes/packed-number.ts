import { longNumber } from './log-events.js'

/** A length-encoded integer and where it ends (manual: Protocol::LengthEncodedInteger). */
export function packedNumber(view: DataView, at: number): [number, number] {
  const first = view.getUint8(at)
  if (first < 251) return [first, at + 1]
  if (first === 0xfc) return [view.getUint16(at + 1, true), at + 3]
  if (first === 0xfd) return [view.getUint16(at + 1, true) + view.getUint8(at + 3) * 65_536, at + 4]
  return [longNumber(view, at + 1), at + 9]
}
