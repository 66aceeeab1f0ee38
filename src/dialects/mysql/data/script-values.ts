import { type Cell, createCell, form, longOf } from '../../../core/data/cell.js'
import type { DataSegment } from '../../../core/data/segment.js'
import { loadedColumns } from '../../../core/data/stream.js'
import type { ColumnMapping, TableMapping } from '../../../core/mapping/mapping.js'
import { absentFiller, computed, putBytes, unhexed } from './script-absent.js'
import { ScriptBytes, type ScriptDecoder } from './script-bytes.js'
import { scriptDecoder } from './script-decoders.js'
import type { RowCounter } from './script-order/counter.js'
import { rulesOf } from './script-rows.js'
import { type RowTokens, token } from './script-tokens.js'

/** The values of one row of a script after the other, as the engine would store them. */
export class RowValues {
  readonly cell: Cell = createCell()
  /** Values that were computed at this moment, such as NOW(). */
  computed = 0
  /** Set when the number of the table's next row is known at this place. */
  counterKnown = false
  readonly names: readonly string[]
  readonly #columns: readonly ColumnMapping[]
  readonly #allNames: readonly string[]
  readonly #decoders: readonly ScriptDecoder[]
  readonly #absent: readonly ReturnType<typeof absentFiller>[]
  readonly #source: ScriptBytes
  readonly #segment: DataSegment
  readonly #now: Date
  readonly #counter: RowCounter
  /** Index of the numbered column; −1 when the table has none. */
  readonly counted: number
  /** Place in the row of each loaded column; −1 when the statement does not name it. */
  #places: readonly number[] = []
  #width = 0
  #named = true
  #bytes: Buffer = Buffer.alloc(0)
  #tokens: RowTokens | undefined
  #number = 0
  #empty = false

  constructor(table: TableMapping, segment: DataSegment, counter: RowCounter, now: Date) {
    const columns = loadedColumns(table)
    this.#columns = columns
    this.#segment = segment
    this.#now = now
    this.#counter = counter
    this.#source = new ScriptBytes(rulesOf(segment))
    this.#decoders = columns.map((column) => scriptDecoder(column, segment))
    this.#absent = columns.map((column) => absentFiller(column, segment, now))
    this.counted = columns.findIndex((column) => column.source.absent?.kind === 'counter')
    this.names = columns.map((column) => column.source.name)
    this.#allNames = table.allColumns ?? table.columns.map((column) => column.source.name)
    if (segment.declaredNext !== undefined) counter.atLeast(Number(segment.declaredNext))
  }

  /** The column list of the statement that begins. */
  begin(list: readonly string[] | null): void {
    const columns = (list ?? this.#allNames).map((name) => name.toLowerCase())
    this.#width = columns.length
    this.#named = list !== null
    this.#places = this.names.map((name) => columns.indexOf(name.toLowerCase()))
    this.#counter.begin()
  }

  end(): void {
    this.#counter.end()
  }

  /**
   * The next row. `yields`: it will not stay, because of an earlier one. `number`: its number cannot be said before the rows
   * in front of it are known.
   */
  row(bytes: Buffer, tokens: RowTokens, yields: boolean): 'ok' | 'width' | 'number' {
    this.#bytes = bytes
    this.#tokens = tokens
    this.#empty = tokens.count === 1 && this.#isBlank(tokens) && !(this.#named && this.#width === 1)
    if (tokens.count !== this.#width && !this.#empty) return 'width'
    this.#source.beginRow()
    return this.counted < 0 || this.#count(yields) ? 'ok' : 'number'
  }

  /** `()` asks for the defaults of all columns. */
  #isBlank(tokens: RowTokens): boolean {
    const [start = 0, end = 0] = [tokens.starts[0], tokens.ends[0]]
    return tokens.kinds[0] === token.expression && start >= end
  }

  #count(yields: boolean): boolean {
    this.#number = 0
    const value = this.#givenNumber()
    if (value === undefined) {
      if (!this.counterKnown) return false
      this.#number = this.#counter.generate(yields)
    } else this.#counter.given(value, yields)
    return true
  }

  /** NaN for a value that is no number; undefined when the table is to make one. */
  #givenNumber(): number | undefined {
    const kind = this.#kindOf(this.counted)
    if (kind === undefined || kind === token.null) return undefined
    if (kind === token.expression) return this.#isDefault(this.counted) ? undefined : Number.NaN
    this.#decodeToken(this.counted, kind)
    const { cell } = this
    const value = cell.form === form.int ? cell.int : cell.form === form.long ? Number(longOf(cell)) : Number.NaN
    return value === 0 && this.#segment.zeroIsValue !== true ? undefined : value
  }

  /** Fills the cell with the value of a loaded column. */
  decode(column: number): void {
    const kind = this.#kindOf(column)
    const { cell } = this
    if (column === this.counted && this.#number > 0) {
      cell.form = form.int
      cell.int = this.#number
    } else if (kind === undefined) this.#fill(column)
    else if (kind === token.null) cell.form = form.null
    else if (kind === token.expression) this.#expression(column)
    else this.#decodeToken(column, kind)
  }

  /** Bytes of the column's value as they stand in the script. */
  written(column: number): Buffer | null {
    const place = this.#empty ? -1 : (this.#places[column] ?? -1)
    if (place < 0 || !this.#tokens) return null
    return this.#bytes.subarray(this.#tokens.starts[place], this.#tokens.ends[place])
  }

  #kindOf(column: number): number | undefined {
    const place = this.#places[column] ?? -1
    return place < 0 || this.#empty ? undefined : this.#tokens?.kinds[place]
  }

  #decodeToken(column: number, kind: number): void {
    if (!this.#tokens) return
    this.#source.load(this.#bytes, this.#tokens, this.#places[column] ?? 0)
    this.#decoders[column]?.(this.#source, kind, this.cell)
  }

  #fill(column: number): void {
    if (this.#absent[column]?.(this.cell)) this.computed++
  }

  #isDefault(column: number): boolean {
    const written = this.written(column)
    return written !== null && written.length < 20 && /^\s*default\s*$/i.test(written.toString('latin1'))
  }

  #expression(column: number): void {
    if (this.#isDefault(column)) {
      this.#fill(column)
      return
    }
    const text = this.written(column)?.toString('latin1') ?? ''
    const bytes = unhexed(text)
    const mapping = this.#columns[column]
    if (bytes) {
      putBytes(this.#source, bytes)
      this.#decoders[column]?.(this.#source, token.hex, this.cell)
    } else if (mapping && computed(text, mapping, this.#segment, this.#now)(this.cell)) this.computed++
  }
}
