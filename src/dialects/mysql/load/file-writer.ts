import { ChunkNotes } from '../../../core/data/chunk-notes.js'
import type { RejectCode } from '../../../core/data/reject.js'
import type { CellWriter, ChunkResult, ChunkWriter, ReadCounts, RowDescription } from '../../../core/data/stream.js'
import { quoteName } from '../connect.js'
import type { Upload } from '../statement-connection.js'
import {
  beginChunk,
  type ChunkContext,
  checkAnswer,
  commitChunk,
  type KeepRejects,
  rollbackChunk,
} from './chunk-commit.js'
import { columnWriter, holdsBytes, isBit } from './encoders.js'
import type { Encoding, TargetColumn } from './encoding.js'
import { loadFailure } from './load-errors.js'
import { fileFormat, RowFile } from './row-file.js'
import type { TargetTable } from './target-table.js'

/** One LOAD DATA LOCAL for the whole chunk, in one transaction with the chunk's mark. The file is a stream of ours. */
export class FileWriter implements ChunkWriter {
  readonly describeAll = false
  readonly columns: readonly CellWriter[]
  readonly #context: ChunkContext
  readonly #file: RowFile
  readonly #notes: ChunkNotes
  readonly #upload: Upload
  #ended = false

  private constructor(context: ChunkContext, upload: Upload) {
    this.#context = context
    this.#upload = upload
    this.#notes = new ChunkNotes(context.table)
    const { columns } = context.target
    this.#file = new RowFile(columns.length)
    const encoding: Encoding = {
      out: this.#file,
      policies: context.policies,
      changed: (column, code, became) => this.#notes.change(column, code, became),
    }
    this.columns = columns.map((column, at) =>
      columnWriter(column, encoding, this.#file.frame(at === columns.length - 1)),
    )
    this.#file.attach(upload)
  }

  static async open(context: ChunkContext): Promise<FileWriter> {
    await beginChunk(context)
    try {
      return new FileWriter(context, await context.connection.upload(loadSql(context.target)))
    } catch (error) {
      await rollbackChunk(context)
      throw loadFailure(context.endpoint, error)
    }
  }

  get full(): boolean {
    return this.#file.full
  }

  get refusedColumn(): number {
    return this.#file.refusedColumn
  }

  begin(): void {
    this.#file.beginRow()
  }

  end(): boolean {
    const written = this.#file.endRow()
    this.#notes.rowEnded(written)
    return written
  }

  async drained(): Promise<void> {
    try {
      await this.#file.drained()
    } catch (error) {
      throw loadFailure(this.#context.endpoint, error)
    }
  }

  describe(row: RowDescription): void {
    this.#notes.reject(this.#file.refusal ?? 'XW-D0111', this.#file.refusedColumn, row, null)
  }

  refuseRow(code: RejectCode, row: RowDescription): void {
    this.#notes.reject(code, -1, row, null)
  }

  async commit(counts: ReadCounts, keep: KeepRejects): Promise<ChunkResult> {
    const { rows } = this.#file
    try {
      this.#file.flush()
      this.#ended = true
      await checkAnswer(this.#context, await this.#upload.finish(), rows)
    } catch (error) {
      throw loadFailure(this.#context.endpoint, error)
    }
    return commitChunk(this.#context, this.#notes, counts, rows, keep)
  }

  /** The server takes what it has until the file ends; then it takes all back. */
  async rollback(): Promise<void> {
    if (!this.#ended) await this.#upload.finish().catch(() => undefined)
    await rollbackChunk(this.#context)
  }
}

/**
 * The bytes of the file are taken as they are. Text of UTF-8 needs no more; for every other type that would mean something
 * else, an expression says what the bytes are (a set of bits: the digits of its number).
 */
export function loadSql({ name, columns }: TargetTable): string {
  const fields = columns.map((column) => (expression(column) ? `@v${column.index}` : quoteName(column.name)))
  const sets = columns.flatMap((column) => {
    const value = expression(column)
    return value ? [`${quoteName(column.name)} = ${value}`] : []
  })
  const set = sets.length === 0 ? '' : ` SET ${sets.join(', ')}`
  return `LOAD DATA LOCAL INFILE 'crosswalk' INTO TABLE ${name} ${fileFormat} (${fields.join(', ')})${set}`
}

const utf8 = new Set(['utf8mb4', 'utf8mb3', 'utf8'])

function expression(column: TargetColumn): string | undefined {
  const variable = `@v${column.index}`
  if (isBit(column)) return `CAST(${variable} AS UNSIGNED)`
  const isText = column.charset !== null ? !utf8.has(column.charset) : /^(json|uuid|inet)/.test(column.type)
  return isText && !holdsBytes(column) ? `CONVERT(${variable} USING utf8mb4)` : undefined
}
