import { cellText, createCell, form } from '../../../../core/data/cell.js'
import type { ReadCounts, RowDescription, RowWriter, TableReader } from '../../../../core/data/stream.js'
import type { TableMapping } from '../../../../core/mapping/mapping.js'
import type { DecoderOptions, ValueBytes } from '../binary-decoders.js'
import type { ValueType } from '../value-type.js'
import type { CopyHandler, CopyOut } from './copy-out.js'
import { type RowMover, rowMover } from './row-mover.js'

/** What is to be read: the loaded columns in order, with their types on this server. */
export interface TableRead {
  readonly table: TableMapping
  readonly names: readonly string[]
  readonly types: readonly ValueType[]
  /** A COPY … TO STDOUT (FORMAT binary). */
  readonly sql: string
  readonly options: DecoderOptions
}

/** Rows between two words of progress, less one; a target that keeps up never makes the reader wait, where it speaks too. */
const toldEvery = 1023
/** Signature, flags, length of the extension (manual: COPY, Binary Format). */
const fileHead = 19
const trailer = -1

export function tableReader(read: TableRead, stream: CopyOut, stop: () => Promise<void>): TableReader {
  return {
    table: read.table,
    async pump(writer, options) {
      options?.signal?.throwIfAborted()
      const before = stream.received
      const onRead = (rows: number): void => options?.onRead?.({ rows, bytes: stream.received - before })
      try {
        const rows = new Rows(read, writer, onRead)
        const sent = await stream.run(read.sql, rows)
        rows.check(sent)
        return { rows: sent, bytes: stream.received - before } satisfies ReadCounts
      } catch (error) {
        await stop()
        throw error
      }
    },
  }
}

class Rows implements CopyHandler {
  readonly #read: TableRead
  readonly #writer: RowWriter
  readonly #mover: RowMover
  readonly #onRead: (rows: number) => void
  readonly #cell = createCell()
  #count = 0
  #begun = false
  #ended = false

  constructor(read: TableRead, writer: RowWriter, onRead: (rows: number) => void) {
    this.#read = read
    this.#writer = writer
    this.#onRead = onRead
    this.#mover = rowMover(read.table, read.types, writer, read.options)
  }

  data(from: ValueBytes, start: number, end: number): boolean {
    if (this.#begun) return this.#row(from, start, end)
    this.#begun = true
    const first = start + fileHead + from.view.getInt32(start + fileHead - 4)
    return first < end && this.#row(from, first, end)
  }

  drained(): Promise<void> {
    this.#onRead(this.#count)
    return this.#writer.drained()
  }

  /** A COPY that ends without its trailer, or with another number of rows, has lost some. */
  check(sent: number): void {
    if (!this.#ended || sent !== this.#count) throw new Error(`${this.#count} of ${sent} rows came`)
  }

  #row(from: ValueBytes, start: number, end: number): boolean {
    const width = from.view.getInt16(start)
    if (width === trailer) {
      this.#ended = true
      return false
    }
    if (width !== this.#read.types.length) throw new Error('a row of the server has another number of columns')
    this.#count++
    if ((this.#count & toldEvery) === 0) this.#onRead(this.#count)
    if (this.#mover.move === null) this.#writer.wholeRows?.write(from.bytes, start, end)
    else this.#values(this.#mover.move, from, start, end)
    return this.#writer.full
  }

  #values(move: NonNullable<RowMover['move']>, from: ValueBytes, start: number, end: number): void {
    const writer = this.#writer
    writer.begin()
    if (move(from, start + 2, this.#cell) !== end)
      throw new Error('a row of the server has another length than its values')
    if (!writer.end() || writer.describeAll) writer.describe(this.#describe(from, start + 2))
  }

  /** Decodes the row once more, slowly, for its key and for the bytes that were refused. */
  #describe(from: ValueBytes, first: number): RowDescription {
    const { table, names } = this.#read
    const key: Record<string, string | null> = Object.create(null)
    let bytes: Buffer | null = null
    let at = first
    this.#mover.shown.forEach((decode, column) => {
      const length = from.view.getInt32(at)
      const start = at + 4
      at = start + Math.max(length, 0)
      if (length < 0) this.#cell.form = form.null
      else decode(from, start, at, this.#cell)
      const name = names[column] ?? ''
      if (table.key.includes(name)) key[name] = cellText(this.#cell)
      if (column === this.#writer.refusedColumn) bytes = from.bytes.subarray(start, at)
    })
    return { key, bytes }
  }
}
