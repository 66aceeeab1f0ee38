import { viewOf } from '../data/cell.js'
import type { Tuple } from '../data/changes.js'
import type { RejectCode } from '../data/reject.js'
import type { ValueBuffer } from '../data/value-buffer.js'

const slabSize = 256 * 1024

/**
 * Images one after the other in slabs. An image is a piece of its slab and nothing is ever written there again, so it is
 * good for as long as somebody holds it; a slab goes when the last of its images does.
 */
export class TupleBuffer implements ValueBuffer {
  bytes: Buffer = newSlab(slabSize)
  view: DataView = viewOf(this.bytes)
  at = 0
  refusal: RejectCode | undefined
  refusedColumn = -1
  #start = 0
  #reserve = 0

  /** `reserve`: what the columns of the row may write without asking for room. */
  begin(reserve: number): void {
    this.refusal = undefined
    this.refusedColumn = -1
    this.#reserve = reserve
    this.#start = this.at
    this.room(0)
  }

  /** Null when a value was refused; the room is used again then. */
  end(): Tuple | null {
    if (this.refusal === undefined) return this.bytes.subarray(this.#start, this.at)
    this.at = this.#start
    return null
  }

  /** Bytes of the image so far, wherever it lies. */
  get written(): number {
    return this.at - this.#start
  }

  room(length: number): void {
    if (this.at + length + this.#reserve <= this.bytes.length) return
    const row = this.at - this.#start
    const needed = row + length + this.#reserve
    // A row of unusual length grows by half, so that one of many long values is not moved again for each.
    const next = newSlab(needed <= slabSize ? slabSize : needed + (needed >> 1))
    this.bytes.copy(next, 0, this.#start, this.at)
    this.bytes = next
    this.view = viewOf(next)
    this.#start = 0
    this.at = row
  }

  put(source: Buffer, start: number, end: number): void {
    this.room(end - start)
    this.at += source.copy(this.bytes, this.at, start, end)
  }

  refuse(code: RejectCode, column: number): void {
    if (this.refusal !== undefined) return
    this.refusal = code
    this.refusedColumn = column
  }
}

/** Memory of its own, never a part of the pool of the runtime. */
const newSlab = (size: number): Buffer => Buffer.allocUnsafeSlow(size)
