import { TupleBuffer } from '../../../core/changes/tuple-buffer.js'
import type { Tuple, TupleWriter } from '../../../core/data/changes.js'
import { ChunkNotes } from '../../../core/data/chunk-notes.js'
import type { ChangedValues, RejectCode, ValuePolicies } from '../../../core/data/reject.js'
import type { CellWriter } from '../../../core/data/stream.js'
import type { TableMapping } from '../../../core/mapping/mapping.js'
import { encoderOf } from '../data/encoders.js'
import { type Encoding, fixedReserve, type TargetColumn } from '../data/encoding.js'

/** Writers for all tables of a task. They share one buffer: images are taken one at a time. */
export function tupleWriters(
  tables: readonly { readonly mapping: TableMapping; readonly columns: readonly TargetColumn[] }[],
  policies: ValuePolicies,
): readonly TupleWriter[] {
  const out = new TupleBuffer()
  return tables.map(({ mapping, columns }) => new ImageWriter(out, mapping, columns, policies))
}

/** The encoders are those of the load, so a streamed value is the very bytes that a load would write. */
class ImageWriter implements TupleWriter {
  readonly columns: readonly CellWriter[]
  readonly #out: TupleBuffer
  readonly #reserve: number
  readonly #notes: ChunkNotes

  constructor(out: TupleBuffer, mapping: TableMapping, columns: readonly TargetColumn[], policies: ValuePolicies) {
    this.#out = out
    this.#reserve = (columns.length + 1) * fixedReserve
    this.#notes = new ChunkNotes(mapping)
    const encoding: Encoding = {
      out,
      policies,
      changed: (column, code, became) => this.#notes.change(column, code, became),
    }
    this.columns = columns.map((column) => {
      const writer = encoderOf(column, encoding)
      if (!writer) throw new Error(`no encoder for ${column.type}`)
      return writer
    })
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
