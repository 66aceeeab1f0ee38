import type { Cell } from '../../../core/data/cell.js'
import { compileMover, type MovedColumn } from '../../../core/data/inline.js'
import type { CellWriter } from '../../../core/data/stream.js'
import type { ColumnMapping } from '../../../core/mapping/mapping.js'
import { type Decoder, decoderOf } from './binary-decoders.js'
import type { Wire, WireColumn } from './wire.js'

/** Moves the values of the row at `start` (the packet's mark) through the cell, column by column; `wire.at` is at the first. */
export type RowFunction = (wire: Wire, start: number, cell: Cell) => void

export interface RowMover {
  readonly decoders: readonly Decoder[]
  readonly move: RowFunction
  readonly found: readonly WireColumn[]
}

const movers = new WeakMap<readonly CellWriter[], RowMover>()

/** The mover for columns as the server describes them; writers that come again (chunks of one table) get theirs again. */
export function rowMover(
  columns: readonly ColumnMapping[],
  found: readonly WireColumn[],
  writers: readonly CellWriter[],
): RowMover {
  const known = movers.get(writers)
  if (known && isSame(known.found, found)) return known
  const decoders = found.map((wire, at) => {
    const column = columns[at]
    if (!column) throw new Error('more columns than were asked for')
    return decoderOf(wire, column)
  })
  const mover = { decoders, move: rowFunction(decoders, writers), found: [...found] }
  movers.set(writers, mover)
  return mover
}

const isSame = (before: readonly WireColumn[], now: readonly WireColumn[]): boolean =>
  before.length === now.length &&
  before.every((column, at) => column.type === now[at]?.type && column.flags === now[at]?.flags)

/** The bitmap of nulls begins behind the packet's mark, and its first two bits are not used. */
const bitsBefore = 2

function rowFunction(decoders: readonly Decoder[], writers: readonly CellWriter[]): RowFunction {
  const columns = decoders.map((decode, at): MovedColumn<Wire> => {
    const bit = at + bitsBefore
    const load = at === 0 || (bit & 7) === 0 ? `bits = view.getUint8(start + ${1 + (bit >> 3)})` : ''
    const write = writers[at]
    return { before: load, isNull: `(bits & ${1 << (bit & 7)}) !== 0`, decode, ...(write ? { write } : {}) }
  })
  return compileMover<Wire, RowFunction>(columns, 'wire, start, cell', '')
}
