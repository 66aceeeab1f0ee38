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
const keptBytes = 4096

interface KeptRow {
  readonly bytes: Buffer
  description: RowDescription
}

const nameless: RowDescription = { key: {}, bytes: null }

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
  #batch: KeptRow[] = []
  #bytes = 0
  #written = 0
  #refused = false

  private constructor(context: ChunkContext) {
    const encoding = rowEncoding(context)
    this.#context = context
    this.#out = encoding.out
    this.#notes = encoding.notes
    this.columns = encoding.columns
    this.#out.collectRows((bytes) => {
      this.#batch.push({ bytes, description: nameless })
      this.#bytes += bytes.length
    })
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
    return this.#batch.length >= batchRows || this.#bytes >= batchBytes
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
    const last = this.#batch[this.#batch.length - 1]
    if (last) last.description = { key: row.key, bytes: null }
  }

  refuseRow(code: RejectCode, row: RowDescription): void {
    this.#notes.reject(code, -1, row, null)
  }

  async drained(): Promise<void> {
    const rows = this.#batch
    this.#batch = []
    this.#bytes = 0
    try {
      await this.#write(rows)
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

  async #write(rows: readonly KeptRow[]): Promise<void> {
    if (rows.length === 0) return
    const { client, endpoint } = this.#context
    await client.query('SAVEPOINT batch')
    try {
      this.#written += await this.#copy(rows)
      await client.query('RELEASE SAVEPOINT batch')
    } catch (error) {
      const failure = loadFailure(endpoint, error)
      if (!(failure instanceof TargetRefusal)) throw failure
      await client.query('ROLLBACK TO SAVEPOINT batch')
      await client.query('RELEASE SAVEPOINT batch')
      const [only] = rows
      if (rows.length === 1 && only) this.#setAside(only, failure)
      else {
        const half = rows.length >> 1
        await this.#write(rows.slice(0, half))
        await this.#write(rows.slice(half))
      }
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

  /** The bytes kept are those of the row in the target's format: the reader has moved on from the source's. */
  #setAside(row: KeptRow, failure: TargetRefusal): void {
    const name = refusedColumnName(failure)
    const column = this.#context.target.columns.findIndex((candidate) => candidate.name === name)
    const description = { key: row.description.key, bytes: row.description.bytes ?? row.bytes.subarray(0, keptBytes) }
    this.#notes.reject(rejectCode(failure), column, description, failure.message)
  }
}
