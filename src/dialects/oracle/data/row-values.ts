import type { DataSegment } from '../../../core/data/segment.js'
import type { ColumnMapping, TableMapping } from '../../../core/mapping/mapping.js'
import { writtenValue } from '../parse/rows/literals.js'
import type { RowsClause, WrittenRow } from '../parse/rows/statements.js'
import type { Written } from '../parse/rows/written.js'
import { absentValue } from './absent.js'
import { type Stored, storedIn } from './stored.js'

/** The values of one row after the other, as the columns hold them. */
export class RowValues {
  readonly columns: readonly ColumnMapping[]
  readonly #all: readonly string[]
  readonly #absent: readonly Written[]
  readonly #segment: DataSegment
  /** Place in the row of each column; −1 when the statement does not name it. */
  #places: readonly number[] = []
  #width = 0
  #row: WrittenRow | undefined

  constructor(table: TableMapping, columns: readonly ColumnMapping[], segment: DataSegment) {
    this.columns = columns
    this.#all = table.allColumns ?? table.columns.map(({ source }) => source.name)
    this.#absent = columns.map(({ source }) => absentValue(source))
    this.#segment = segment
  }

  /** The column list of the rows that follow. */
  begin(list: RowsClause['columns']): void {
    const named = list ?? this.#all
    // A column that the table has lost, or had under another name: the rows are none of this table.
    this.#width = named.every((name) => this.#all.includes(name)) ? named.length : -1
    this.#places = this.columns.map(({ source }) => named.indexOf(source.name))
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
    return mapping && meant ? storedIn(mapping.source, meant, this.#segment) : { kind: 'null' }
  }

  /** The value as it stands in the script. */
  written(column: number): string | null {
    const place = this.#places[column] ?? -1
    const tokens = place < 0 ? undefined : this.#row?.values[place]
    return tokens ? tokens.map(({ image }) => image).join(' ') : null
  }
}
