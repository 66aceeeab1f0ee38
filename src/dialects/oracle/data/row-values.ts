import type { DataSegment, PastColumn } from '../../../core/data/segment.js'
import type { LogicalType } from '../../../core/ir/types.js'
import type { ColumnMapping, TableMapping } from '../../../core/mapping/mapping.js'
import { writtenValue } from '../parse/rows/literals.js'
import type { RowsClause, WrittenRow } from '../parse/rows/statements.js'
import { expression, textOf, type Written } from '../parse/rows/written.js'
import { absentValue } from './absent.js'
import { type Stored, storedIn } from './stored.js'

/** The values of one row after the other, as the columns hold them. */
export class RowValues {
  readonly columns: readonly ColumnMapping[]
  readonly #all: readonly string[]
  readonly #absent: readonly Written[]
  /** What the columns were where the rows stand; undefined: what they are. */
  readonly #past: readonly (PastColumn | undefined)[]
  readonly #segment: DataSegment
  /** Place in the row of each column; −1 when the statement does not name it. */
  #places: readonly number[] = []
  #width = 0
  #row: WrittenRow | undefined

  constructor(table: TableMapping, columns: readonly ColumnMapping[], segment: DataSegment) {
    this.columns = columns
    const { was } = segment
    this.#all =
      was?.flatMap(({ name }) => name ?? []) ?? table.allColumns ?? table.columns.map(({ source }) => source.name)
    this.#past = columns.map(({ source }) => was?.find(({ now }) => now === source.name))
    this.#absent = columns.map(({ source }, at) =>
      absentValue(was ? { ...source, absent: this.#past[at]?.absent } : source),
    )
    this.#segment = segment
  }

  /** The column list of the rows that follow. */
  begin(list: RowsClause['columns']): void {
    const named = list ?? this.#all
    // A column that the table has lost, or had under another name: the rows are none of this table.
    this.#width = named.every((name) => this.#all.includes(name)) ? named.length : -1
    this.#places = this.columns.map(({ source }, at) =>
      named.indexOf(this.#segment.was ? (this.#past[at]?.name ?? '') : source.name),
    )
  }

  /** False: the row has another number of values than columns, or other columns than the table. */
  take(row: WrittenRow): boolean {
    this.#row = row
    return row.values.length === this.#width
  }

  value(column: number): Stored {
    const mapping = this.columns[column]
    const place = this.#places[column] ?? -1
    const tokens = place < 0 ? undefined : this.#row?.values[place]
    const written = tokens ? writtenValue(tokens, this.#segment) : ({ kind: 'default' } as const)
    const meant = written.kind === 'default' ? this.#absent[column] : written
    if (!mapping || !meant) return { kind: 'null' }
    const { type, native } = this.#past[column] ?? {}
    const first = type && native ? atFirst(storedIn({ type, native }, meant, this.#segment), type) : meant
    return storedIn(mapping.source, first, this.#segment)
  }

  /** The value as it stands in the script. */
  written(column: number): string | null {
    const place = this.#places[column] ?? -1
    const tokens = place < 0 ? undefined : this.#row?.values[place]
    return tokens ? tokens.map(({ image }) => image).join(' ') : null
  }
}

/** A value that a column of another type took first: what became of it is what the type of the end is made from. */
function atFirst(stored: Stored, type: LogicalType): Written {
  const zoned = type.kind === 'timestamp' && type.zone !== 'none'
  switch (stored.kind) {
    case 'moment':
      if (stored.assumed) return expression
      return { kind: 'moment', text: stored.text, ...(zoned ? { offset: '+00:00' } : {}) }
    case 'bytes':
      return { kind: 'bytes', hex: stored.bytes.toString('hex') }
    case 'text':
      return textOf(stored.text)
    default:
      return stored
  }
}
