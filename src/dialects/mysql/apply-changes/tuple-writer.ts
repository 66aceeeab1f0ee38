import { ImageWriter } from '../../../core/changes/image-writer.js'
import { TupleBuffer } from '../../../core/changes/tuple-buffer.js'
import type { TupleWriter } from '../../../core/data/changes.js'
import type { ValuePolicies } from '../../../core/data/reject.js'
import { columnWriter } from '../load/encoders.js'
import { fixedReserve } from '../load/encoding.js'
import { tupleFrame } from '../load/tuple-frame.js'
import type { ApplyTable } from './tables.js'

/** Writers for all tables of a task. They share one buffer: images are taken one at a time. */
export function tupleWriters(tables: readonly ApplyTable[], policies: ValuePolicies): readonly TupleWriter[] {
  const out = new TupleBuffer()
  const frame = tupleFrame(out)
  return tables.map(({ mapping, columns }) => {
    const reserve = (columns.length + 1) * fixedReserve
    return new ImageWriter({ out, mapping, reserve }, (changed) =>
      columns.map((column) => columnWriter(column, { out, policies, changed }, frame)),
    )
  })
}
