import { cellText, createCell, form } from '../../../../core/data/cell.js'
import type { RejectCode } from '../../../../core/data/reject.js'
import type { ScriptRange } from '../../../../core/data/segment.js'
import {
  loadedColumns,
  type PumpOptions,
  type RowDescription,
  type RowWriter,
  type TableReader,
} from '../../../../core/data/stream.js'
import { OperationError } from '../../../../core/findings/operation-error.js'
import type { TableMapping } from '../../../../core/mapping/mapping.js'
import { cellFiller } from './cells.js'
import { rowsOf, type ScannedRow } from './rows.js'
import { absentValue, castFits, type Written } from './written.js'

const keptBytes = 4096

/** Writes the rows of some ranges of a script. */
export function tableReader(table: TableMapping, ranges: readonly ScriptRange[]): TableReader {
  return {
    table,
    async pump(writer, options) {
      const rows = new Rows(table, writer)
      let bytes = 0
      for (const range of ranges) {
        await pumpRange(range, rows, options)
        bytes += range.to - range.from
        options?.onRead?.({ rows: rows.count, bytes })
      }
      return { rows: rows.count, bytes }
    },
  }
}

async function pumpRange(range: ScriptRange, rows: Rows, options: PumpOptions | undefined): Promise<void> {
  for await (const batch of rowsOf(range, options?.signal)) {
    options?.signal?.throwIfAborted()
    for (const row of batch) {
      rows.put(row)
      if (rows.writer.full) await rows.writer.drained()
    }
  }
}

class Rows {
  readonly writer: RowWriter
  count = 0
  readonly #table: TableMapping
  readonly #columns
  readonly #fill
  readonly #all: readonly string[]
  readonly #cell = createCell()
  #list: readonly string[] | null | undefined
  #places: readonly number[] = []
  #width = 0

  constructor(table: TableMapping, writer: RowWriter) {
    this.#table = table
    this.writer = writer
    this.#columns = loadedColumns(table)
    this.#fill = this.#columns.map(cellFiller)
    this.#all = table.allColumns ?? table.columns.map(({ source }) => source.name)
    for (const [at, column] of writer.columns.entries()) this.#check(column.verbatim?.only === true, at)
  }

  put(row: ScannedRow): void {
    this.count++
    if (row.kind === 'row' && row.columns !== this.#list) this.#begin(row.columns)
    if (row.kind === 'broken') this.#refuse(row.code, row.text)
    else if (row.values.length !== this.#width) this.#refuse('XW-D0115', row.text)
    else this.#write(row.values)
  }

  #write(values: readonly Written[]): void {
    const { writer } = this
    writer.begin()
    for (let at = 0; at < this.#columns.length; at++) {
      this.#read(values, at)
      writer.columns[at]?.(this.#cell)
    }
    if (!writer.end() || writer.describeAll) writer.describe(this.#describe(values))
  }

  #begin(columns: readonly string[] | null): void {
    const names = columns ?? this.#all
    this.#list = columns
    this.#width = names.length
    this.#places = this.#columns.map(({ source }) => names.indexOf(source.name))
  }

  #read(values: readonly Written[], at: number): void {
    const source = this.#columns[at]?.source
    const given = values[this.#places[at] ?? -1]
    const value = source && (given === undefined || given.kind === 'default') ? absentValue(source) : given
    if (value === undefined) this.#bad('XW-D0120')
    else if (value.kind === 'null') this.#cell.form = form.null
    else if (value.kind !== 'text' || (value.cast !== undefined && !castFits(value.cast, source?.native ?? '')))
      this.#bad('XW-D0112')
    else this.#fill[at]?.(value.bytes, this.#cell)
  }

  #bad(reason: RejectCode): void {
    this.#cell.form = form.bad
    this.#cell.reason = reason
  }

  #describe(values: readonly Written[]): RowDescription {
    const key: Record<string, string | null> = Object.create(null)
    for (const name of this.#table.key) {
      const at = this.#columns.findIndex(({ source }) => source.name === name)
      if (at < 0) continue
      this.#read(values, at)
      key[name] = cellText(this.#cell)
    }
    const refused = values[this.#places[this.writer.refusedColumn] ?? -1]
    return { key, bytes: refused?.kind === 'text' ? refused.bytes : null }
  }

  #refuse(code: RejectCode, bytes: Buffer): void {
    this.writer.refuseRow(code, { key: {}, bytes: bytes.subarray(0, keptBytes) })
  }

  /** @throws OperationError XW-D0030 where the target takes nothing but what a server of its own kind sends */
  #check(isVerbatim: boolean, at: number): void {
    const column = this.#columns[at]
    if (!isVerbatim || !column) return
    const { schema, table } = this.#table.source
    const reason = `text of the type ${column.source.native} has no form that the target takes`
    throw new OperationError('XW-D0030', { table: `${schema}.${table}`, column: column.source.name, reason })
  }
}
