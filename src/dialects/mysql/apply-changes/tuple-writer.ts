import { TupleBuffer } from '../../../core/changes/tuple-buffer.js'
import type { Tuple, TupleWriter } from '../../../core/data/changes.js'
import { ChunkNotes } from '../../../core/data/chunk-notes.js'
import type { ChangedValues, RejectCode, ValuePolicies } from '../../../core/data/reject.js'
import type { CellWriter } from '../../../core/data/stream.js'
import { columnWriter } from '../load/encoders.js'
import { type Encoding, fixedReserve } from '../load/encoding.js'
import { tupleFrame } from '../load/tuple-frame.js'
import type { ApplyTable } from './tables.js'

/** Writers for all tables of a task. They share one buffer: images are taken one at a time. */
export function tupleWriters(tables: readonly ApplyTable[], policies: ValuePolicies): readonly TupleWriter[] {
  const out = new TupleBuffer()
  return tables.map((table) => new ImageWriter(out, table, policies))
}

/** The encoders are those of the load, so a streamed value is the very text that a load would write. */
class ImageWriter implements TupleWriter {
  readonly columns: readonly CellWriter[]
  readonly #out: TupleBuffer
  readonly #reserve: number
  readonly #notes: ChunkNotes

  constructor(out: TupleBuffer, { mapping, columns }: ApplyTable, policies: ValuePolicies) {
    this.#out = out
    this.#reserve = (columns.length + 1) * fixedReserve
    this.#notes = new ChunkNotes(mapping)
    const encoding: Encoding = {
      out,
      policies,
      changed: (column, code, became) => this.#notes.change(column, code, became),
    }
    const frame = tupleFrame(out)
    this.columns = columns.map((column) => columnWriter(column, encoding, frame))
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
