import type { TupleBuffer } from '../../../core/changes/tuple-buffer.js'
import { tupleMark } from '../../../core/data/changes.js'
import type { Frame } from './encoders.js'

/** Values of a tuple: their lengths in front of them. */
export const tupleFrame = (out: TupleBuffer): Frame => {
  const mark = (length: number): void => {
    out.view.setInt32(out.at, length)
    out.at += 4
  }
  return {
    null: () => mark(tupleMark.null),
    absent: () => mark(tupleMark.absent),
    value: (write, cell) => {
      out.at += 4
      // The row may move to other memory while its value is written.
      const from = out.written
      write(cell)
      const length = out.written - from
      out.view.setInt32(out.at - length - 4, length)
    },
  }
}
