import { Decompress } from 'fzstd'
import { viewOf } from '../../../core/data/cell.js'
import type { Wire } from '../data/wire.js'
import { headerLength } from './events.js'
import { packedNumber } from './packed-number.js'

/** A whole transaction in one event (manual: Transaction_payload_event). */
export interface Payload {
  readonly compression: 'zstd' | 'none'
  /** Bytes of its events. */
  readonly size: number
  /** Where they are, in the form that `compression` says. */
  readonly start: number
  readonly end: number
}

/** The head is a list of fields: number, length, value; 0 ends it. All of them are packed numbers. */
const field = { end: 0, payloadSize: 1, compression: 2, wholeSize: 3 } as const
const compressions: ReadonlyMap<number | undefined, Payload['compression']> = new Map([
  [0, 'zstd'],
  [255, 'none'],
])

export function readPayload({ view }: Wire, start: number, end: number): Payload {
  const fields = new Map<number, number>()
  let at = start
  const next = (): number => {
    const [value, behind] = packedNumber(view, at)
    if (behind > end) throw new Error('a transaction is cut off')
    at = behind
    return value
  }
  for (let type = next(); type !== field.end; type = next()) {
    const behind = next() + at
    fields.set(type, next())
    at = behind
  }
  const compression = compressions.get(fields.get(field.compression))
  if (!compression) throw new Error('a transaction is compressed in an unknown way')
  const length = fields.get(field.payloadSize) ?? 0
  if (at + length !== end) throw new Error('a transaction has another length than it says')
  return { compression, size: fields.get(field.wholeSize) ?? length, start: at, end }
}

/** So much is taken at once: each byte may stand for thousands. */
const step = 16 * 1024

/** One event in `wire.bytes[start, end)`, which stay where they are until the promise settles. */
export type EventHandler = (wire: Wire, start: number, end: number) => Promise<void> | undefined

/**
 * Sends the events of a transaction as they come out of it, so that its size takes no memory. They have no checksums of
 * their own. Ends early when the signal aborts.
 */
export async function unpack(
  { bytes }: Wire,
  payload: Payload,
  handle: EventHandler,
  signal: AbortSignal,
): Promise<void> {
  const events = new EventCutter()
  let size = 0
  const take = (chunk: Uint8Array): void => {
    size += chunk.length
    if (size > payload.size) throw new Error('a transaction is larger than it says')
    events.add(chunk)
  }
  const stream = payload.compression === 'zstd' ? new Decompress(take) : { push: take }
  for (let at = payload.start; at < payload.end; at += step) {
    const next = Math.min(at + step, payload.end)
    const isLast = next === payload.end
    stream.push(bytes.subarray(at, next), isLast)
    if (isLast && size !== payload.size) throw new Error('a transaction is cut off')
    for (const [wire, start, end] of events.whole()) {
      if (signal.aborted) return
      await handle(wire, start, end)
    }
  }
  if (!events.isEmpty) throw new Error('a transaction is cut off')
}

/** Cuts bytes that come in pieces into events. */
class EventCutter {
  #chunks: Buffer[] = []
  #length = 0
  #needed = headerLength

  get isEmpty(): boolean {
    return this.#length === 0
  }

  /** The chunk's memory may be used again behind the call. */
  add(chunk: Uint8Array): void {
    if (chunk.length === 0) return
    this.#chunks.push(Buffer.from(chunk))
    this.#length += chunk.length
  }

  *whole(): Generator<readonly [wire: Wire, start: number, end: number]> {
    if (this.#length < this.#needed) return
    const bytes = Buffer.concat(this.#chunks)
    const wire: Wire = { bytes, view: viewOf(bytes), at: 0 }
    let start = 0
    this.#needed = headerLength
    while (start + headerLength <= bytes.length) {
      const size = wire.view.getUint32(start + 9, true)
      if (size < headerLength) throw new Error('an event is shorter than its header')
      this.#needed = size
      if (start + size > bytes.length) break
      yield [wire, start, start + size]
      this.#needed = headerLength
      start += size
    }
    this.#chunks = [bytes.subarray(start)]
    this.#length = bytes.length - start
  }
}
