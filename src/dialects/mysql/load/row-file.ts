import { viewOf } from '../../../core/data/cell.js'
import type { RejectCode } from '../../../core/data/reject.js'
import type { ValueBuffer } from '../../../core/data/value-buffer.js'
import { packetHead, type Upload } from '../statement-connection.js'
import type { Frame } from './encoders.js'
import { fixedReserve } from './encoding.js'

const usualSize = 128 * 1024
/** Buffers on their way before the reader has to wait. */
const mostSent = 4

const comma = 0x2c
const newline = 0x0a

/** How the rows stand in the file, for LOAD DATA. NULL is the bare word (manual, "LOAD DATA Statement", field handling). */
export const fileFormat = `CHARACTER SET binary FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '\\'' ESCAPED BY '\\\\' LINES TERMINATED BY '\\n'`

/** Rows of a file for LOAD DATA, filled in place by the encoders. A row can be taken back until `endRow`. */
export class RowFile implements ValueBuffer {
  bytes: Buffer
  view: DataView
  at = packetHead
  /** Set by an encoder that cannot write its value. */
  refusal: RejectCode | undefined
  refusedColumn = -1
  /** Too much is on its way: the next row waits for `drained`. */
  full = false
  rows = 0
  readonly #reserve: number
  readonly #free: Buffer[] = []
  #rowStart = packetHead
  #sent = 0
  #upload: Upload | undefined
  #waiting: { resolve(): void; reject(error: Error): void } | undefined

  constructor(columns: number) {
    this.#reserve = columns * fixedReserve
    this.bytes = this.#take()
    this.view = viewOf(this.bytes)
  }

  /** The rows go to this file from now on. */
  attach(upload: Upload): void {
    this.#upload = upload
    this.at = packetHead
    this.#rowStart = packetHead
    this.rows = 0
  }

  /** What stands around the values of a column. */
  frame(isLast: boolean): Frame {
    const end = isLast ? newline : comma
    return {
      null: () => {
        this.at += this.bytes.write('NULL', this.at, 'latin1')
        this.bytes[this.at++] = end
      },
      absent: () => {
        throw new Error('a row of a load has all its columns')
      },
      value: (write, cell) => {
        write(cell)
        this.bytes[this.at++] = end
      },
    }
  }

  beginRow(): void {
    this.refusal = undefined
    this.refusedColumn = -1
    this.#rowStart = this.at
    this.room(0)
  }

  /** False: a value was refused, and the row is gone. */
  endRow(): boolean {
    if (this.refusal !== undefined) {
      this.at = this.#rowStart
      return false
    }
    this.rows++
    if (this.at > usualSize - this.#reserve) this.#rotate()
    return true
  }

  room(length: number): void {
    const needed = length + this.#reserve
    if (this.at + needed <= this.bytes.length) return
    const row = this.at - this.#rowStart
    const size = packetHead + row + needed
    // A row of unusual length grows by half, so that one of many long values is not moved again for each.
    const next = size <= usualSize ? this.#take() : Buffer.allocUnsafeSlow(size + (size >> 1))
    this.bytes.copy(next, packetHead, this.#rowStart, this.at)
    this.#send(this.bytes, this.#rowStart)
    this.#use(next)
    this.at = packetHead + row
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

  /** Resolves when rows may be written again; rejects when the connection is gone. */
  drained(): Promise<void> {
    const failure = this.#upload?.failure
    if (failure) return Promise.reject(failure)
    if (!this.full) return Promise.resolve()
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
    })
  }

  /** Sends what is left. */
  flush(): void {
    this.#rotate()
  }

  #rotate(): void {
    const next = this.at > packetHead ? this.#take() : this.bytes
    this.#send(this.bytes, this.at)
    this.#use(next)
  }

  #use(next: Buffer): void {
    this.bytes = next
    this.view = viewOf(next)
    this.at = packetHead
    this.#rowStart = packetHead
  }

  #send(buffer: Buffer, end: number): void {
    if (end === packetHead) return
    this.#sent++
    this.full = this.#sent >= mostSent
    const done = (): void => {
      this.#sent--
      if (buffer.length === usualSize) this.#free.push(buffer)
      this.#wake()
    }
    if (this.#upload) this.#upload.send(buffer, packetHead, end, done)
    else done()
  }

  #wake(): void {
    const failure = this.#upload?.failure
    if (this.#sent >= mostSent && !failure) return
    this.full = failure !== undefined
    const waiting = this.#waiting
    this.#waiting = undefined
    if (failure) waiting?.reject(failure)
    else waiting?.resolve()
  }

  #take(): Buffer {
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(usualSize)
  }
}
