import { findPlaces, int32At, newPlaces } from '../../../core/changes/tuple.js'
import type { Tuple } from '../../../core/data/changes.js'
import { holdsBytes } from '../load/encoders.js'
import type { RowChange } from './row-writer.js'
import type { ApplyTable } from './tables.js'

/** The key of a change's row as people read it, by the names of the source; empty for a table without a key. */
export function readableKey(table: ApplyTable | undefined, change: RowChange): Readonly<Record<string, string | null>> {
  if (!table?.key) return {}
  const tuple = change.kind === 'insert' ? change.after : change.before
  const places = newPlaces(table.columns.length)
  findPlaces(tuple, table.columns.length, places)
  return Object.fromEntries(
    table.key.columns.map((place) => {
      const column = table.columns[place]
      const source = table.mapping.columns.find((each) => each.target.name.toLowerCase() === column?.name.toLowerCase())
      const value = valueAt(tuple, places[place] ?? 0)
      return [
        source?.source.name ?? '',
        value && (column && holdsBytes(column) ? `\\x${value.toString('hex')}` : value.toString('utf8')),
      ]
    }),
  )
}

/** A value without quotes, and without the backslashes in front of quotes and backslashes. */
function valueAt(tuple: Tuple, at: number): Buffer | null {
  const length = int32At(tuple, at)
  if (length < 0) return null
  const text = tuple.subarray(at + 4, at + 4 + length)
  if (text[0] !== 0x27) return text
  const plain: number[] = []
  for (let from = 1; from < text.length - 1; from++) {
    if (text[from] === 0x5c) from++
    plain.push(text[from] ?? 0)
  }
  return Buffer.from(plain)
}
