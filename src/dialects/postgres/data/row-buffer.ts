import { viewOf } from '../../../core/data/cell.js'
import type { RejectCode } from '../../../core/data/reject.js'
import type { ValueBuffer } from '../../../core/data/value-buffer.js'
import { type CopyIn, fileHead, messageHead } from './copy-in.js'

const usualSize = 256 * 1024
/** Buffers per connection: one that is being filled and others on their way. */
const usualCount = 4
/** A value of this length goes to the socket from where it lies. */
const longValue = 1024 * 1024

type Piece = { readonly own: Buffer; readonly end: number } | { readonly foreign: Buffer }

/**
 * Rows in COPY BINARY format, filled in place by the encoders. A row can be taken back until `endRow`. Encoders may write
 * up to `reserve` bytes per row without asking; for more they call `room`.
 */
export class RowBuffer implements ValueBuffer {
  bytes: Buffer
  view: DataView
  at = messageHead
  /** Set by an encoder that cannot write its value. */
  refusal: RejectCode | undefined
  refusedColumn = -1
  /** No room for the next row yet, or handed-over bytes are still in use. */
  full = false
  rows = 0
  #collect: ((row: Buffer) => void) | undefined
  /** The last place at which a row may end without more ado; −1 when every end needs a look. */
  #limit = -1
  readonly #reserve: number
  readonly #width: number
  readonly #free: Buffer[] = []
  #rowStart = messageHead
  #pieces: Piece[] = []
  #inFlight = 0
  #copy: CopyIn | undefined
  #failure: Error | undefined
  #waiting: { resolve(): void; reject(error: Error): void } | undefined
  #waitForAll = false

  constructor(width: number, reserve: number) {
    this.#width = width
    this.#reserve = reserve + 2
    this.bytes = this.#take()
    this.view = viewOf(this.bytes)
    this.#setLimit()
  }

  /** From now on finished rows go to `collect`, each in a buffer of its own, and nothing is sent. */
  collectRows(collect: (row: Buffer) => void): void {
    this.#collect = collect
    this.#setLimit()
  }

  /** Connects the buffer to a COPY that has just been opened. */
  attach(copy: CopyIn): void {
    this.#copy = copy
    this.#failure = undefined
    copy.onFailure = (error) => this.fail(error)
    fileHead.copy(this.bytes, this.at)
    this.at += fileHead.length
  }

  fail(error: Error): void {
    this.#failure ??= error
    this.full = true
    this.#waiting?.reject(error)
    this.#waiting = undefined
  }

  beginRow(): void {
    this.#rowStart = this.at
    this.refusal = undefined
    this.refusedColumn = -1
    this.view.setInt16(this.at, this.#width)
    this.at += 2
  }

  /** False: a value was refused, and the row is gone. */
  endRow(): boolean {
    if (this.refusal !== undefined || this.at > this.#limit) return this.#endUnusualRow()
    this.rows++
    return true
  }

  #endUnusualRow(): boolean {
    if (this.refusal !== undefined) {
      if (this.#pieces.length > 0) this.#dropPieces()
      else this.at = this.#rowStart
      return false
    }
    this.rows++
    if (this.#collect) this.#collectRow(this.#collect)
    else if (this.#pieces.length > 0) this.#sendLongRow()
    else this.#rotate()
    return true
  }

  /** Makes sure that `length` bytes and the reserve fit behind `at`; moves the row when they do not. */
  room(length: number): void {
    if (this.at + length + this.#reserve <= this.bytes.length) return
    const row = this.at - this.#rowStart
    const needed = messageHead + row + length + this.#reserve
    const next = needed <= usualSize ? this.#take() : Buffer.from(new ArrayBuffer(needed + (needed >> 1)))
    this.bytes.copy(next, messageHead, this.#rowStart, this.at)
    const old = this.bytes
    const oldEnd = this.#rowStart
    this.#use(next)
    this.#rowStart = messageHead
    this.at = messageHead + row
    if (oldEnd > messageHead) this.#send(old, oldEnd)
    else this.#release(old)
  }

  /** The value's length must have been written. Short values are copied, long ones stay where they are until they are sent. */
  put(source: Buffer, start: number, end: number): void {
    const length = end - start
    if (length < longValue) {
      this.room(length)
      source.copy(this.bytes, this.at, start, end)
      this.at += length
      return
    }
    if (this.#rowStart > messageHead && this.#pieces.length === 0) this.#moveRowToFront()
    this.#pieces.push({ own: this.bytes, end: this.at }, { foreign: source.subarray(start, end) })
    this.#use(this.#take())
    this.#rowStart = messageHead
  }

  /** Sends a whole row that an earlier buffer collected. The row must stay as it is until `drained`. */
  putRow(row: Buffer): void {
    this.putWholeRow(row, 0, row.length)
  }

  /** A row in `bytes[start, end)`, which must stay as it is until `drained`. */
  putWholeRow(bytes: Buffer, start: number, end: number): void {
    this.#rowStart = this.at
    this.put(bytes, start, end)
    this.refusal = undefined
    this.endRow()
  }

  refuse(code: RejectCode, column: number): void {
    if (this.refusal !== undefined) return
    this.refusal = code
    this.refusedColumn = column
  }

  /** Resolves when rows may be written again; rejects when the COPY has failed. */
  drained(): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure)
    if (!this.full) return Promise.resolve()
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
    })
  }

  /** Writes the trailer and sends what is left. */
  async flush(): Promise<void> {
    if (this.full) await this.drained()
    this.view.setInt16(this.at, -1)
    this.at += 2
    this.#rotate()
    if (this.#failure) throw this.#failure
  }

  /** Forgets everything that was not sent. */
  reset(): void {
    if (this.#pieces.length > 0) this.#dropPieces()
    this.at = messageHead
    this.#rowStart = messageHead
    this.rows = 0
  }

  #take(): Buffer {
    const free = this.#free.pop()
    if (free) return free
    return Buffer.from(new ArrayBuffer(usualSize))
  }

  #release(buffer: Buffer): void {
    if (buffer.length === usualSize && this.#free.length < usualCount) this.#free.push(buffer)
  }

  #use(buffer: Buffer): void {
    this.bytes = buffer
    this.view = viewOf(buffer)
    this.at = messageHead
    this.#setLimit()
  }

  /** A row in pieces, a buffer of unusual length and a collected row are dealt with as soon as the row ends. */
  #setLimit(): void {
    const usual = this.#collect === undefined && this.#pieces.length === 0 && this.bytes.length <= usualSize
    this.#limit = usual ? this.bytes.length - this.#reserve : -1
  }

  /** Sends the buffer and takes the next, if there is one. */
  #rotate(): void {
    const old = this.bytes
    const end = this.at
    if (end > messageHead) this.#send(old, end)
    this.#use(end > messageHead ? this.#take() : old)
  }

  #send(buffer: Buffer, end: number): void {
    this.#depart()
    const done = () => {
      this.#inFlight--
      this.#release(buffer)
      this.#afterSent()
    }
    if (this.#copy) this.#copy.send(buffer, end, done)
    else done()
  }

  #depart(): void {
    this.#inFlight++
    if (this.#inFlight >= usualCount - 1) this.full = true
  }

  #afterSent(): void {
    if (this.#failure) return
    if (this.#waitForAll ? this.#inFlight > 0 : this.#inFlight >= usualCount - 1) return
    this.#waitForAll = false
    this.full = false
    this.#waiting?.resolve()
    this.#waiting = undefined
  }

  #moveRowToFront(): void {
    const row = this.at - this.#rowStart
    const needed = messageHead + row + this.#reserve
    const target = needed <= usualSize ? this.#take() : Buffer.from(new ArrayBuffer(needed))
    this.bytes.copy(target, messageHead, this.#rowStart, this.at)
    this.#send(this.bytes, this.#rowStart)
    this.#use(target)
    this.#rowStart = messageHead
    this.at = messageHead + row
  }

  #collectRow(collect: (row: Buffer) => void): void {
    const parts = this.#pieces.map((piece) =>
      'own' in piece ? piece.own.subarray(messageHead, piece.end) : piece.foreign,
    )
    const last = this.bytes.subarray(this.#pieces.length > 0 ? messageHead : this.#rowStart, this.at)
    collect(Buffer.concat([...parts, last]))
    this.#dropPieces()
  }

  /** The reader's bytes are in use until everything has gone out, so it must wait. */
  #sendLongRow(): void {
    const pieces = this.#pieces
    this.#pieces = []
    this.full = true
    this.#waitForAll = true
    for (const piece of pieces) {
      if ('own' in piece) this.#send(piece.own, piece.end)
      else this.#sendForeign(piece.foreign)
    }
    this.#rotate()
    this.full = true
    if (this.#inFlight === 0) this.#afterSent()
  }

  #sendForeign(bytes: Buffer): void {
    this.#depart()
    const done = () => {
      this.#inFlight--
      this.#afterSent()
    }
    if (this.#copy) this.#copy.sendLong(bytes, done)
    else done()
  }

  #dropPieces(): void {
    for (const piece of this.#pieces) if ('own' in piece) this.#release(piece.own)
    this.#pieces = []
    this.at = messageHead
    this.#rowStart = messageHead
    this.#setLimit()
  }
}
