import { type KeptRow, KeptRows, writeCarefully } from '../../../core/data/careful-rows.js'
import type { ChunkNotes } from '../../../core/data/chunk-notes.js'
import type { RejectCode } from '../../../core/data/reject.js'
import {
  type CellWriter,
  type ChunkResult,
  type ChunkWriter,
  type ReadCounts,
  type RowDescription,
  TargetRefusal,
} from '../../../core/data/stream.js'
import { type ChunkContext, commitChunk, type KeepRejects, rowEncoding } from './chunk-writer.js'
import { loadFailure, refusedColumnName, rejectCode } from './load-errors.js'
import { RowBuffer } from './row-buffer.js'
import { finishCopy, openCopy } from './stage.js'

const batchRows = 2000
const batchBytes = 4 * 1024 * 1024

/**
 * The second try for a chunk that the target refused: rows go in small batches, each under a savepoint; a batch that is
 * refused is halved until the bad row stands alone and is set aside. Memory is bounded by the batch.
 */
export class CarefulWriter implements ChunkWriter {
  readonly describeAll = true
  readonly columns: readonly CellWriter[]
  readonly #context: ChunkContext
  readonly #out: RowBuffer
  readonly #notes: ChunkNotes
  readonly #batch = new KeptRows()
  #written = 0
  #refused = false

  private constructor(context: ChunkContext) {
    const encoding = rowEncoding(context)
    this.#context = context
    this.#out = encoding.out
    this.#notes = encoding.notes
    this.columns = encoding.columns
    this.#out.collectRows((bytes) => this.#batch.push(bytes))
  }

  static async open(context: ChunkContext): Promise<CarefulWriter> {
    try {
      await context.client.query('BEGIN')
    } catch (error) {
      throw loadFailure(context.endpoint, error)
    }
    return new CarefulWriter(context)
  }

  get full(): boolean {
    return this.#batch.count >= batchRows || this.#batch.bytes >= batchBytes
  }

  get refusedColumn(): number {
    return this.#out.refusedColumn
  }

  begin(): void {
    this.#out.beginRow()
  }

  end(): boolean {
    this.#refused = !this.#out.endRow()
    this.#notes.rowEnded(!this.#refused)
    return !this.#refused
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
    try {
      this.#written += await writeCarefully(this.#batch.take(), {
        write: (rows) => this.#copyOrNone(rows),
        setAside: (row, refusal) => this.#setAside(row, refusal),
      })
    } catch (error) {
      throw loadFailure(this.#context.endpoint, error)
    }
  }

  async commit(counts: ReadCounts, keep: KeepRejects): Promise<ChunkResult> {
    await this.drained()
    return commitChunk(this.#context, this.#notes, counts, this.#written, keep)
  }

  async rollback(): Promise<void> {
    await this.#context.client.query('ROLLBACK').catch(() => undefined)
  }

  async #copyOrNone(rows: readonly KeptRow[]): Promise<number> {
    const { client, endpoint } = this.#context
    await client.query('SAVEPOINT batch')
    try {
      const written = await this.#copy(rows)
      await client.query('RELEASE SAVEPOINT batch')
      return written
    } catch (error) {
      const failure = loadFailure(endpoint, error)
      if (failure instanceof TargetRefusal) {
        await client.query('ROLLBACK TO SAVEPOINT batch')
        await client.query('RELEASE SAVEPOINT batch')
      }
      throw failure
    }
  }

  async #copy(rows: readonly KeptRow[]): Promise<number> {
    const { client, target } = this.#context
    const copy = await openCopy(client, target)
    const out = new RowBuffer(0, 0)
    out.attach(copy)
    for (const row of rows) {
      out.putRow(row.bytes)
      if (out.full) await out.drained()
    }
    await out.flush()
    return finishCopy(client, target, copy)
  }

  #setAside(row: RowDescription, refusal: TargetRefusal): void {
    const name = refusedColumnName(refusal)
    const column = this.#context.target.columns.findIndex((candidate) => candidate.name === name)
    this.#notes.reject(rejectCode(refusal), column, row, refusal.message)
  }
}
