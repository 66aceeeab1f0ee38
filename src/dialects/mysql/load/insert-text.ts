import { int32At } from '../../../core/changes/tuple.js'
import type { Tuple } from '../../../core/data/changes.js'
import { tupleMark } from '../../../core/data/changes.js'
import { holdsBytes } from './encoders.js'
import type { TargetColumn } from './encoding.js'

const usualSize = 64 * 1024

/** Statements as bytes, one after the other. */
export class StatementText {
  #bytes = Buffer.allocUnsafe(usualSize)
  #at = 0

  get length(): number {
    return this.#at
  }

  /** Text of ours: names may hold any character. */
  text(text: string): this {
    this.#room(text.length * 3)
    this.#at += this.#bytes.write(text, this.#at, 'utf8')
    return this
  }

  put(source: Buffer, start: number, end: number): this {
    this.#room(end - start)
    this.#at += source.copy(this.#bytes, this.#at, start, end)
    return this
  }

  /** Forgets what was written behind a place. */
  cut(length: number): void {
    this.#at = length
  }

  /** What was written; the next begins anew, in other memory. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#at)
    this.#bytes = Buffer.allocUnsafe(Math.max(usualSize, Math.min(this.#bytes.length, 2 * this.#at)))
    this.#at = 0
    return taken
  }

  #room(length: number): void {
    if (this.#at + length <= this.#bytes.length) return
    const next = Buffer.allocUnsafe(Math.max(2 * this.#bytes.length, this.#at + length))
    this.#bytes.copy(next, 0, 0, this.#at)
    this.#bytes = next
  }
}

/** What stands in front of a value of the column in a statement: bytes are no text of the connection. */
export const introducer = (column: TargetColumn): string => (holdsBytes(column) ? '_binary' : '')

/** The value at `at` of a tuple; returns where the next begins. */
export function putValue(out: StatementText, before: string, tuple: Tuple, at: number): number {
  const length = int32At(tuple, at)
  const start = at + 4
  if (length === tupleMark.null) {
    out.text('NULL')
    return start
  }
  if (before !== '') out.text(before)
  out.put(tuple, start, start + length)
  return start + length
}

/** `(…),(…)` for whole rows. */
export function putRows(out: StatementText, introducers: readonly string[], rows: readonly Tuple[]): void {
  for (const [place, row] of rows.entries()) {
    out.text(place === 0 ? '(' : ',(')
    let at = 0
    for (const [column, before] of introducers.entries()) {
      if (column > 0) out.text(',')
      at = putValue(out, before, row, at)
    }
    out.text(')')
  }
}
