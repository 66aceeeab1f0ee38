import { cellText, createCell } from '../../../core/data/cell.js'
import type { RejectCode } from '../../../core/data/reject.js'
import type { ScriptRange } from '../../../core/data/segment.js'
import {
  loadedColumns,
  type PumpOptions,
  type RowDescription,
  type RowWriter,
  type TableReader,
} from '../../../core/data/stream.js'
import type { TableMapping } from '../../../core/mapping/mapping.js'
import type { RowsClause, WrittenRow } from '../parse/rows/statements.js'
import { type RowHandler, walkRows } from '../parse/rows/walk.js'
import { fillCell, momentText } from './cells.js'
import { RowValues } from './row-values.js'
import type { Stored } from './stored.js'

/** What a table's rows leave open, and what was put there. */
export interface Notes {
  readonly now: Date
  /** Values that are the time of the load, by chunk. */
  readonly computed: Map<number, number>
  /** Moments whose zone nothing says were taken as UTC. */
  assumedUtc: boolean
}

export function tableReader(
  table: TableMapping,
  ranges: readonly ScriptRange[],
  notes: Notes,
  chunk: number,
): TableReader {
  return {
    table,
    async pump(writer, options) {
      notes.computed.delete(chunk)
      const run = { table, writer, options, notes, chunk, rows: 0, bytes: 0, next: undefined }
      for (const range of ranges) {
        await walkRows(range, new LoadRows(run, range), options?.signal)
        run.bytes += range.to - range.from
      }
      return { rows: run.rows, bytes: run.bytes }
    },
  }
}

/** What the ranges of one chunk share. */
interface Run {
  readonly table: TableMapping
  readonly writer: RowWriter
  readonly options: PumpOptions | undefined
  readonly notes: Notes
  readonly chunk: number
  rows: number
  bytes: number
  /** The next number of the identity column. */
  next: bigint | undefined
}

const keptBytes = 4096

/** Writes the rows of a range. */
class LoadRows implements RowHandler {
  readonly #cell = createCell()
  readonly #values: RowValues
  /** The number of the row under way. */
  #number: bigint | undefined

  constructor(
    private readonly run: Run,
    private readonly range: ScriptRange,
  ) {
    this.#values = new RowValues(run.table, loadedColumns(run.table), range.segment)
  }

  get full(): boolean {
    return this.run.writer.full
  }

  ready(): Promise<void> {
    return this.run.writer.drained()
  }

  onRead(bytes: number): void {
    const { options, rows, bytes: before } = this.run
    options?.onRead?.({ rows, bytes: before + bytes })
  }

  clause(columns: RowsClause['columns']): void {
    this.#values.begin(columns)
  }

  row(row: WrittenRow): void {
    if (this.#values.take(row)) this.#write()
    else this.broken('XW-D0115', row.text)
  }

  #write(): void {
    const { writer } = this.run
    this.run.rows++
    this.#number = undefined
    writer.begin()
    for (const [at, write] of writer.columns.entries()) {
      this.#fill(at, true)
      write(this.#cell)
    }
    if (!writer.end() || writer.describeAll) writer.describe(this.#describe())
  }

  broken(code: RejectCode, text: string): void {
    this.run.rows++
    this.run.writer.refuseRow(code, { key: {}, bytes: Buffer.from(text.slice(0, keptBytes), 'latin1') })
  }

  /** `counts`: what the value leaves open is noted. */
  #fill(at: number, counts: boolean): void {
    const type = this.#values.columns[at]?.source.type ?? { kind: 'opaque' as const }
    const value = this.#values.value(at)
    if (value.kind === 'moment' && value.assumed) this.run.notes.assumedUtc = true
    if (value.kind === 'counter') fillCell(this.#cell, this.#counted(), type)
    else if (value.kind === 'now') {
      const { notes, chunk } = this.run
      if (counts) notes.computed.set(chunk, (notes.computed.get(chunk) ?? 0) + 1)
      fillCell(this.#cell, { kind: 'moment', text: momentText(notes.now, type) }, type)
    } else fillCell(this.#cell, value, type)
  }

  /** Rows are numbered in their order, from where the column's definition begins. */
  #counted(): Extract<Stored, { readonly kind: 'number' | 'refused' }> {
    const first = this.range.segment.declaredNext
    if (first === undefined) return { kind: 'refused', code: 'XW-D0112' }
    if (this.#number === undefined) {
      this.#number = this.run.next ?? BigInt(first)
      this.run.next = this.#number + 1n
    }
    return { kind: 'number', digits: String(this.#number) }
  }

  #describe(): RowDescription {
    const { writer, table } = this.run
    const key: Record<string, string | null> = Object.create(null)
    for (const name of table.key) {
      const at = this.#values.columns.findIndex(({ source }) => source.name === name)
      if (at < 0) continue
      this.#fill(at, false)
      key[name] = cellText(this.#cell)
    }
    const written = writer.refusedColumn < 0 ? null : this.#values.written(writer.refusedColumn)
    return { key, bytes: written === null ? null : Buffer.from(written, 'latin1') }
  }
}
