import type { RejectCode } from './reject.js'

/** Where encoders put values: lengths and bytes, one after the other. */
export interface ValueBuffer {
  readonly bytes: Buffer
  readonly view: DataView
  /** Where the next byte goes. */
  at: number
  /** Makes sure that so many bytes and the reserve of the row fit behind `at`; `bytes` and `view` may be others then. */
  room(length: number): void
  /** The value's length must have been written. */
  put(source: Buffer, start: number, end: number): void
  refuse(code: RejectCode, column: number): void
}
