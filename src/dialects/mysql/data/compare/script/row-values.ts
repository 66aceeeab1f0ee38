import type { CanonicalColumn } from '../../../../../core/data/canonical.js'
import { ComparedRow, type Value } from '../../../../../core/data/script/row.js'
import type { DataSegment } from '../../../../../core/data/segment.js'
import type { TableMapping } from '../../../../../core/mapping/mapping.js'
import { token } from '../../script-tokens.js'
import { byPolicy } from './by-policy.js'
import type { Literal } from './literals.js'
import { asciiOf } from './literals.js'
import type { ScannedRow } from './rows.js'
import { absentValue, asksForNumber, expressionValue, nextNumber } from './unsaid.js'
import { type ReadValue, valueReader } from './values.js'

/** Brings the literals of each row into canonical form. */
export class RowValues extends ComparedRow {
  readonly allNames: readonly string[]
  readonly #columns: readonly CanonicalColumn[]
  readonly #readers: readonly ReadValue[]
  readonly #literal: Literal = { kind: 0, bytes: Buffer.alloc(0), start: 0, end: 0 }
  readonly #replaced: number[] = []
  readonly #absent: readonly Value[]
  readonly #segment: DataSegment

  constructor(table: TableMapping, columns: readonly CanonicalColumn[], segment: DataSegment) {
    super(table, columns)
    this.allNames = table.allColumns ?? table.columns.map(({ source }) => source.name)
    this.#columns = columns
    this.#readers = columns.map((column) => valueReader(column, segment))
    this.#absent = columns.map((column) => absentValue(column, segment))
    this.#segment = segment
  }

  /** Undefined: a row whose values the file does not say; all of them count as NULL, as in the load's own record of it. */
  take(row: ScannedRow | undefined): void {
    this.#replaced.length = 0
    for (let at = 0; at < this.#readers.length; at++) this.set(at, row ? this.#read(row, at) : null)
  }

  /** Columns whose value a policy changed. */
  override replaced(): readonly number[] {
    return this.#replaced
  }

  #read(row: ScannedRow, at: number): Value {
    const place = row.places[at] ?? -1
    if (place < 0) return this.#absent[at] ?? null
    const literal = this.#literal
    literal.kind = row.tokens.kinds[place] ?? token.null
    literal.bytes = row.bytes
    literal.start = row.tokens.starts[place] ?? 0
    literal.end = row.tokens.ends[place] ?? 0
    if (literal.kind !== token.expression) return this.#literalValue(at)
    const value = expressionValue(asciiOf(literal))
    return value === 'default' ? (this.#absent[at] ?? null) : value
  }

  #literalValue(at: number): Value {
    const column = this.#columns[at]
    const literal = this.#literal
    const value = literal.kind === token.null ? null : this.#readers[at]?.(literal)
    if (value === undefined || !column) return { unread: asciiOf(literal) }
    if (asksForNumber(column, this.#segment, value)) return nextNumber
    if (!column.replaced || value === null) return value
    const after = byPolicy(column, value)
    if (after !== value) this.#replaced.push(at)
    return after
  }
}
