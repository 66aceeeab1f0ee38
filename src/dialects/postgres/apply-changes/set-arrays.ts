import { int32At } from '../../../core/changes/tuple.js'
import type { Tuple } from '../../../core/data/changes.js'
import type { MessageBuffer } from './messages.js'
import type { ApplyTable } from './tables.js'

const nothing = Buffer.alloc(0)

/** Bytes of one statement. */
const setBytes = 16 * 1024 * 1024

/**
 * A parameter per column: an array of one dimension (manual: array_recv). Its elements are values with their lengths, as
 * tuples hold them. `columns` go up, so that every image is gone through once.
 */
export function writeArrays(
  out: MessageBuffer,
  table: ApplyTable,
  images: readonly Tuple[],
  columns: readonly number[],
): void {
  const reached = new Int32Array(images.length)
  let next = 0
  for (const column of columns) {
    const open = out.beginValue()
    for (const word of [1, 1, table.columns[column]?.typeOid ?? 0, images.length, 1]) out.int32(word)
    for (let row = 0; row < images.length; row++) {
      const image = images[row] ?? nothing
      let at = reached[row] ?? 0
      for (let passed = next; passed < column; passed++) at = endOfValue(image, at)
      const end = endOfValue(image, at)
      out.put(image, at, end)
      reached[row] = end
    }
    next = column + 1
    out.endValue(open)
  }
}

export function endOfValue(image: Tuple, at: number): number {
  const length = int32At(image, at)
  return at + 4 + (length > 0 ? length : 0)
}

/** Rows for one statement each: at most so many, and not more bytes than a statement should have. */
export function* setsOf<T>(rows: readonly T[], most: number, sizeOf: (row: T) => number): Generator<readonly T[]> {
  let from = 0
  let bytes = 0
  for (let at = 0; at < rows.length; at++) {
    bytes += sizeOf(rows[at] as T)
    if (at - from + 1 < most && bytes < setBytes) continue
    yield rows.slice(from, at + 1)
    from = at + 1
    bytes = 0
  }
  if (from < rows.length) yield from === 0 ? rows : rows.slice(from)
}
