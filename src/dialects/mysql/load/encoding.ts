import type { RejectCode, ValuePolicies } from '../../../core/data/reject.js'
import type { ValueBuffer } from '../../../core/data/value-buffer.js'

/** A column of the target as its catalogue has it. */
export interface TargetColumn {
  /** Place among the loaded columns. */
  readonly index: number
  readonly name: string
  /** `DATA_TYPE` of the catalogue: `int`, `varchar`, `longblob`, `point`. */
  readonly type: string
  readonly notNull: boolean
  /** Of text; null for all others. */
  readonly charset: string | null
  readonly collation: string | null
  /** Digits of seconds. */
  readonly precision: number
  /** Of exact numbers: digits behind the point, and in front of it where the server does not look at the range by itself; null for all others. */
  readonly digits: { readonly whole: number; readonly fraction: number } | null
  /** Of FLOAT(M,D) and DOUBLE(M,D): the highest number of so many digits. */
  readonly highest: string | null
}

/** What the encoders of one table share. */
export interface Encoding {
  readonly out: ValueBuffer
  readonly policies: ValuePolicies
  /** Notes that a policy changed a value of the row under way. */
  changed(column: number, code: RejectCode, became: 'null' | '-infinity' | 'stripped'): void
}

/** Most bytes that an encoder writes without asking for room: the longest number, quotes, what stands around a value. */
export const fixedReserve = 64
