import type pg from 'pg'
import { ChunkNotes } from '../../../core/data/chunk-notes.js'
import type { Chunk } from '../../../core/data/connector.js'
import type { RejectCode, ValuePolicies } from '../../../core/data/reject.js'
import type {
  CellWriter,
  ChunkResult,
  ChunkWriter,
  ReadCounts,
  RowDescription,
  WholeRowWriter,
} from '../../../core/data/stream.js'
import { type Endpoint, endpointName } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import type { TableMapping } from '../../../core/mapping/mapping.js'
import type { CopyIn } from './copy-in.js'
import { encoderOf } from './encoders.js'
import { type Encoding, fixedReserve } from './encoding.js'
import { loadFailure } from './load-errors.js'
import { markChunk } from './load-ledger.js'
import { RowBuffer } from './row-buffer.js'
import { finishCopy, openCopy } from './stage.js'
import type { TargetTable } from './target-table.js'

/** What every writer of a chunk needs. */
export interface ChunkContext {
  readonly client: pg.Client
  readonly endpoint: Endpoint
  readonly table: TableMapping
  readonly target: TargetTable
  readonly chunk: Chunk
  readonly policies: ValuePolicies
  readonly encodings: LastEncoding
}

export type KeepRejects = Parameters<ChunkWriter['commit']>[1]

/** The encoders of one table and the buffer they fill. */
export interface RowEncoding {
  readonly out: RowBuffer
  readonly columns: readonly CellWriter[]
  /** Of the chunk under way. */
  notes: ChunkNotes
}

export function rowEncoding({ table, target, policies }: ChunkContext): RowEncoding {
  const { columns } = target
  const out = new RowBuffer(columns.length, columns.length * fixedReserve)
  const encoding: Encoding = {
    out,
    policies,
    changed: (column, code, became) => made.notes.change(column, code, became),
  }
  const writers = columns.map((column) => {
    const writer = encoderOf(column, encoding)
    if (!writer) throw new Error(`no encoder for ${column.type}`)
    return writer
  })
  const made: RowEncoding = { out, columns: writers, notes: new ChunkNotes(table) }
  return made
}

/**
 * The encoding of the chunk before, on the same connection. Chunks of one table take it over from each other: what the
 * engine has learnt of its functions, and its buffers, are worth more than the work of making it. A chunk that fails
 * leaves none, because its bytes may still be on their way.
 */
export interface LastEncoding {
  last: { readonly target: TargetTable; readonly encoding: RowEncoding } | undefined
}

function takeEncoding(context: ChunkContext): RowEncoding {
  const { last } = context.encodings
  context.encodings.last = undefined
  if (last?.target !== context.target) return rowEncoding(context)
  last.encoding.notes = new ChunkNotes(context.table)
  return last.encoding
}

/** One COPY for the whole chunk, in one transaction with the chunk's mark. */
export class BulkWriter implements ChunkWriter {
  readonly describeAll = false
  readonly columns: readonly CellWriter[]
  readonly wholeRows: WholeRowWriter
  readonly #context: ChunkContext
  readonly #encoding: RowEncoding
  readonly #out: RowBuffer
  readonly #notes: ChunkNotes
  readonly #copy: CopyIn

  private constructor(context: ChunkContext, encoding: RowEncoding, copy: CopyIn) {
    this.#context = context
    this.#encoding = encoding
    this.#out = encoding.out
    this.#notes = encoding.notes
    this.columns = encoding.columns
    this.wholeRows = wholeRowsOf(encoding)
    this.#copy = copy
    this.#out.attach(copy)
  }

  static async open(context: ChunkContext): Promise<BulkWriter> {
    try {
      await context.client.query('BEGIN')
      const copy = await openCopy(context.client, context.target)
      return new BulkWriter(context, takeEncoding(context), copy)
    } catch (error) {
      await context.client.query('ROLLBACK').catch(() => undefined)
      throw loadFailure(context.endpoint, error)
    }
  }

  get full(): boolean {
    return this.#out.full
  }

  get refusedColumn(): number {
    return this.#out.refusedColumn
  }

  begin(): void {
    this.#out.beginRow()
  }

  end(): boolean {
    const written = this.#out.endRow()
    this.#notes.rowEnded(written)
    return written
  }

  async drained(): Promise<void> {
    try {
      await this.#out.drained()
    } catch (error) {
      throw loadFailure(this.#context.endpoint, error)
    }
  }

  describe(row: RowDescription): void {
    this.#notes.reject(this.#out.refusal ?? 'XW-D0111', this.#out.refusedColumn, row, null)
  }

  refuseRow(code: RejectCode, row: RowDescription): void {
    this.#notes.reject(code, -1, row, null)
  }

  async commit(counts: ReadCounts, keep: KeepRejects): Promise<ChunkResult> {
    const written = await this.#finish()
    const result = await commitChunk(this.#context, this.#notes, counts, written, keep)
    this.#context.encodings.last = { target: this.#context.target, encoding: this.#encoding }
    return result
  }

  async #finish(): Promise<number> {
    try {
      await this.#out.flush()
      return await finishCopy(this.#context.client, this.#context.target, this.#copy)
    } catch (error) {
      throw loadFailure(this.#context.endpoint, error)
    }
  }

  async rollback(): Promise<void> {
    await this.#copy.cancel()
    await this.#context.client.query('ROLLBACK').catch(() => undefined)
  }
}

/** The server checks what comes; what it refuses is found by a careful writer, which takes values one by one. */
const wholeRowsOf = ({ out, columns }: RowEncoding): WholeRowWriter => ({
  takes: (typeForms) =>
    columns.length === typeForms.length &&
    columns.every(({ verbatim }, at) => {
      const typeForm = typeForms[at] ?? null
      return typeForm !== null && verbatim?.unchanged === true && verbatim.takes(typeForm)
    }),
  write: (bytes, start, end) => out.putWholeRow(bytes, start, end),
})

export async function commitChunk(
  context: ChunkContext,
  notes: ChunkNotes,
  counts: ReadCounts,
  written: number,
  keep: KeepRejects,
): Promise<ChunkResult> {
  const { client, table, chunk, endpoint } = context
  const result = { read: counts.rows, bytes: counts.bytes, written, rejected: notes.rejected }
  if (result.written + result.rejected !== result.read)
    throw new OperationError('XW-S0002', {
      problem: `chunk ${chunk.index} of ${table.source.schema}.${table.source.table}: ${result.read} rows read, ${written} written, ${notes.rejected} rejected`,
    })
  if (notes.rejects.length > 0) await keep(notes.rejects)
  try {
    if (!(await markChunk(client, table, chunk, result)))
      throw new OperationError('XW-S0206', {
        endpoint: endpointName(endpoint),
        reason: `chunk ${chunk.index} of ${table.target.schema}.${table.target.table} was loaded by another run`,
      })
    await client.query('COMMIT')
  } catch (error) {
    throw loadFailure(endpoint, error)
  }
  return {
    ...result,
    rejects: notes.rejects,
    rejectsNotKept: notes.rejected - notes.rejects.length,
    changed: notes.changed,
  }
}
