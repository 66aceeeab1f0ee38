import { viewOf } from '../../../../core/data/cell.js'
import type { LongRows } from '../../../../core/data/long-rows.js'

const usualSize = 512 * 1024
/** Room behind a message that is longer than the buffer, so that what follows it does not make it move. */
const spare = 64 * 1024

const ownBuffer = (needed: number): Buffer => Buffer.from(new ArrayBuffer(Math.max(usualSize, needed)))

/**
 * Bytes that have come and are not used up: `bytes[at, filled)`. While somebody still reads what is in front of `at`
 * (`held`), nothing there is moved or written over.
 */
export class ReceiveBuffer {
  bytes: Buffer = ownBuffer(usualSize)
  view = viewOf(this.bytes)
  at = 0
  filled = 0
  held = false

  get waiting(): number {
    return this.filled - this.at
  }

  append(chunk: Buffer): void {
    if (this.filled + chunk.length > this.bytes.length) this.#makeRoom(this.waiting + chunk.length)
    chunk.copy(this.bytes, this.filled)
    this.filled += chunk.length
  }

  /** A message of `length` bytes has begun at `at`. `shared`: it is a long row, and its turn is ours. */
  expect(length: number, shared?: LongRows): void {
    const needed = length + spare
    if (needed > this.bytes.length) this.#use(shared ? shared.buffer(needed) : ownBuffer(needed))
  }

  /** The buffer of the long row is the next one's. */
  leaveLong(): void {
    if (this.bytes.length > usualSize) this.#use(ownBuffer(this.waiting + spare))
  }

  #makeRoom(needed: number): void {
    if (needed > this.bytes.length || this.held) this.#use(ownBuffer(needed + spare))
    else {
      this.bytes.copyWithin(0, this.at, this.filled)
      this.filled -= this.at
      this.at = 0
    }
  }

  #use(next: Buffer): void {
    this.bytes.copy(next, 0, this.at, this.filled)
    this.filled -= this.at
    this.at = 0
    this.bytes = next
    this.view = viewOf(next)
  }
}
