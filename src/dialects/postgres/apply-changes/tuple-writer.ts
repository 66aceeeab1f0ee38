import { ImageWriter } from '../../../core/changes/image-writer.js'
import { TupleBuffer } from '../../../core/changes/tuple-buffer.js'
import type { TupleWriter } from '../../../core/data/changes.js'
import type { ValuePolicies } from '../../../core/data/reject.js'
import type { TableMapping } from '../../../core/mapping/mapping.js'
import { encoderOf } from '../data/encoders.js'
import { fixedReserve, type TargetColumn } from '../data/encoding.js'

/** Writers for all tables of a task. They share one buffer: images are taken one at a time. */
export function tupleWriters(
  tables: readonly { readonly mapping: TableMapping; readonly columns: readonly TargetColumn[] }[],
  policies: ValuePolicies,
): readonly TupleWriter[] {
  const out = new TupleBuffer()
  return tables.map(({ mapping, columns }) => {
    const reserve = (columns.length + 1) * fixedReserve
    return new ImageWriter({ out, mapping, reserve }, (changed) =>
      columns.map((column) => {
        const writer = encoderOf(column, { out, policies, changed })
        if (!writer) throw new Error(`no encoder for ${column.type}`)
        return writer
      }),
    )
  })
}
