import type { Tuple, TupleWriter } from '../data/changes.js'
import { ChunkNotes } from '../data/chunk-notes.js'
import type { ChangedValues, RejectCode } from '../data/reject.js'
import type { CellWriter } from '../data/stream.js'
import type { TableMapping } from '../mapping/mapping.js'
import type { TupleBuffer } from './tuple-buffer.js'

/** Notes that a policy changed a value of the image under way. */
export type NoteChange = ChunkNotes['change']

/** Writes the images of one table with the encoders of the load, so that a streamed value is what a load would write. */
export class ImageWriter implements TupleWriter {
  readonly columns: readonly CellWriter[]
  readonly #out: TupleBuffer
  readonly #reserve: number
  readonly #notes: ChunkNotes

  /** `reserve`: most bytes that the columns together write without asking for room. */
  constructor(
    { out, mapping, reserve }: { readonly out: TupleBuffer; readonly mapping: TableMapping; readonly reserve: number },
    columnsOf: (changed: NoteChange) => readonly CellWriter[],
  ) {
    this.#out = out
    this.#reserve = reserve
    const notes = new ChunkNotes(mapping)
    this.#notes = notes
    this.columns = columnsOf((column, code, became) => notes.change(column, code, became))
  }

  begin(): void {
    this.#out.begin(this.#reserve)
  }

  end(): Tuple | null {
    const tuple = this.#out.end()
    this.#notes.rowEnded(tuple !== null)
    return tuple
  }

  get refusal(): { readonly column: number; readonly code: RejectCode } | null {
    const { refusal, refusedColumn } = this.#out
    return refusal === undefined ? null : { column: refusedColumn, code: refusal }
  }

  get changed(): readonly ChangedValues[] {
    return this.#notes.changed
  }
}
