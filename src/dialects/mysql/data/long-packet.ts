/** A packet of this length is followed by one that goes on with the same message (manual: Packets larger than 16 MB). */
export const maxPayload = 0xffffff

/** End of the message that starts at `start` with a packet of full length, or −1 when it is not all there yet. */
export function longMessageEnd(view: DataView, start: number, filled: number): number {
  let end = start
  for (;;) {
    if (end + 4 > filled) return -1
    const length = view.getUint32(end, true) & maxPayload
    end += 4 + length
    if (end > filled) return -1
    if (length < maxPayload) return end
  }
}

/** Moves the parts of a long message together behind its first header; returns their length. */
export function joinLongMessage(bytes: Buffer, view: DataView, start: number, end: number): number {
  let from = start + 4 + maxPayload
  let to = from
  while (from < end) {
    const length = view.getUint32(from, true) & maxPayload
    bytes.copyWithin(to, from + 4, from + 4 + length)
    to += length
    from += 4 + length
  }
  return to - start - 4
}
