import { TupleBuffer } from '../../../core/changes/tuple-buffer.js'
import { type KeptRow, KeptRows, writeCarefully } from '../../../core/data/careful-rows.js'
import { ChunkNotes } from '../../../core/data/chunk-notes.js'
import type { RejectCode } from '../../../core/data/reject.js'
import {
  type CellWriter,
  type ChunkResult,
  type ChunkWriter,
  type ReadCounts,
  type RowDescription,
  TargetRefusal,
} from '../../../core/data/stream.js'
import { quoteName } from '../connect.js'
import {
  beginChunk,
  type ChunkContext,
  checkAnswer,
  commitChunk,
  type KeepRejects,
  rollbackChunk,
} from './chunk-commit.js'
import { columnWriter } from './encoders.js'
import { type Encoding, fixedReserve } from './encoding.js'
import { introducer, putRows, StatementText } from './insert-text.js'
import { loadFailure, refusedColumnName, rejectCode } from './load-errors.js'
import { tupleFrame } from './tuple-frame.js'

const batchRows = 1000
const batchBytes = 1024 * 1024

/**
 * Rows in statements of many rows each: where files are not allowed, and as the second try for a chunk that the target has
 * refused. Then each statement is under a savepoint, and one that is refused is halved until the bad row stands alone and is
 * set aside. Memory is bounded by the batch.
 */
export class InsertWriter implements ChunkWriter {
  readonly describeAll: boolean
  readonly columns: readonly CellWriter[]
  readonly #context: ChunkContext
  readonly #out = new TupleBuffer()
  readonly #reserve: number
  readonly #notes: ChunkNotes
  readonly #introducers: readonly string[]
  readonly #into: string
  readonly #batch = new KeptRows()
  #written = 0
  #refused = false

  private constructor(context: ChunkContext, careful: boolean) {
    this.describeAll = careful
    this.#context = context
    this.#notes = new ChunkNotes(context.table)
    const { columns, name } = context.target
    this.#reserve = columns.length * fixedReserve
    const encoding: Encoding = {
      out: this.#out,
      policies: context.policies,
      changed: (column, code, became) => this.#notes.change(column, code, became),
    }
    const frame = tupleFrame(this.#out)
    this.columns = columns.map((column) => columnWriter(column, encoding, frame))
    this.#introducers = columns.map(introducer)
    this.#into = `INSERT INTO ${name} (${columns.map((column) => quoteName(column.name)).join(', ')}) VALUES `
  }

  static async open(context: ChunkContext, careful: boolean): Promise<InsertWriter> {
    await beginChunk(context)
    return new InsertWriter(context, careful)
  }

  get full(): boolean {
    return this.#batch.count >= batchRows || this.#batch.bytes >= Math.min(batchBytes, this.#context.longest / 2)
  }

  get refusedColumn(): number {
    return this.#out.refusedColumn
  }

  begin(): void {
    this.#out.begin(this.#reserve)
  }

  end(): boolean {
    const bytes = this.#out.end()
    this.#refused = bytes === null
    this.#notes.rowEnded(!this.#refused)
    if (bytes === null) return false
    this.#batch.push(bytes)
    return true
  }

  describe(row: RowDescription): void {
    if (this.#refused) {
      this.#notes.reject(this.#out.refusal ?? 'XW-D0111', this.#out.refusedColumn, row, null)
      return
    }
    this.#batch.describe(row)
  }

  refuseRow(code: RejectCode, row: RowDescription): void {
    this.#notes.reject(code, -1, row, null)
  }

  async drained(): Promise<void> {
    const rows = this.#batch.take()
    try {
      this.#written += await (this.describeAll ? this.#carefully(rows) : this.#insert(rows))
    } catch (error) {
      throw loadFailure(this.#context.endpoint, error)
    }
  }

  async commit(counts: ReadCounts, keep: KeepRejects): Promise<ChunkResult> {
    await this.drained()
    return commitChunk(this.#context, this.#notes, counts, this.#written, keep)
  }

  rollback(): Promise<void> {
    return rollbackChunk(this.#context)
  }

  #carefully(rows: readonly KeptRow[]): Promise<number> {
    return writeCarefully(rows, {
      write: (some) => this.#insertOrNone(some),
      setAside: (row, refusal) => this.#setAside(row, refusal),
    })
  }

  async #insertOrNone(rows: readonly KeptRow[]): Promise<number> {
    const { connection, endpoint } = this.#context
    await connection.run('SAVEPOINT batch')
    try {
      return await this.#insert(rows)
    } catch (error) {
      const failure = loadFailure(endpoint, error)
      if (failure instanceof TargetRefusal) await connection.run('ROLLBACK TO SAVEPOINT batch')
      throw failure
    }
  }

  async #insert(rows: readonly KeptRow[]): Promise<number> {
    if (rows.length === 0) return 0
    const out = new StatementText().text(this.#into)
    putRows(
      out,
      this.#introducers,
      rows.map((row) => row.bytes),
    )
    if (out.length > this.#context.longest)
      throw new TargetRefusal(`a statement of ${out.length} bytes is longer than the server's max_allowed_packet`)
    const [answer] = await this.#context.connection.run(out.take())
    if (answer) await checkAnswer(this.#context, answer, rows.length)
    return rows.length
  }

  #setAside(row: RowDescription, refusal: TargetRefusal): void {
    const name = refusedColumnName(refusal)
    const column = this.#context.target.columns.findIndex((candidate) => candidate.name === name)
    this.#notes.reject(rejectCode(refusal), column, row, refusal.message)
  }
}
