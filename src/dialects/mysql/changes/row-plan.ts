import { type Cell, cellText, form } from '../../../core/data/cell.js'
import type { TableShape, TupleWriter } from '../../../core/data/changes.js'
import { compileMover, type MovedColumn } from '../../../core/data/inline.js'
import type { CellWriter, RowDescription } from '../../../core/data/stream.js'
import type { ColumnMapping, TableMapping } from '../../../core/mapping/mapping.js'
import type { Decoder } from '../data/binary-decoders.js'
import type { Wire } from '../data/wire.js'

/** A table of the stream. `index` counts in the order of the stream's tables. */
export interface StreamTable {
  readonly index: number
  readonly mapping: TableMapping
  /** The loaded ones. */
  readonly columns: readonly ColumnMapping[]
  readonly writer: TupleWriter
  /** Its definition at the place from which the log is read; absent: as the server says now. */
  readonly shape?: TableShape
}

/** A column of the log on its way into the tuple. */
export interface PlannedColumn {
  /** Place among the loaded columns; −1: nobody wants it. */
  readonly place: number
  /** Reads the value; for columns that nobody wants it only moves on. */
  readonly decode: Decoder
}

/** How rows of one table map become tuples. */
export interface RowPlan {
  readonly table: StreamTable
  /** In the order of the log. */
  readonly columns: readonly PlannedColumn[]
}

/** Moves the image at `wire.at` (its bitmap of nulls) through the cell and behind it. */
export type ImageMover = (wire: Wire, cell: Cell) => void

/** `present` has a bit for each column of the log: those that the image holds. */
export function imageMover(plan: RowPlan, present: Buffer): ImageMover {
  const held = plan.columns.filter((_, at) => ((present[at >> 3] ?? 0) & (1 << (at & 7))) !== 0)
  const places = held.map((column) => column.place).filter((place) => place >= 0)
  const inOrder = places.every((place, at) => at === 0 || place > (places[at - 1] ?? 0))
  return inOrder ? compiledMover(held, plan.table.writer.columns) : scatteredMover(held, plan.table.writer.columns)
}

/** In the order of the target, with what the image does not hold in between. */
function compiledMover(held: readonly PlannedColumn[], writers: readonly CellWriter[]): ImageMover {
  const columns: MovedColumn<Wire>[] = []
  let written = 0
  const absentBefore = (place: number): void => {
    for (; written < place; written++) columns.push({ isNull: 'false', ...writerAt(writers, written) })
  }
  held.forEach(({ place, decode }, bit) => {
    const before = (bit & 7) === 0 ? `bits = view.getUint8(nulls + ${bit >> 3})` : ''
    const isNull = `(bits & ${1 << (bit & 7)}) !== 0`
    absentBefore(place)
    columns.push({ before, isNull, decode, ...writerAt(writers, place) })
    if (place >= 0) written++
  })
  absentBefore(writers.length)
  return compileMover(columns, 'wire, cell', `const nulls = wire.at\nwire.at += ${(held.length + 7) >> 3}`)
}

const writerAt = (writers: readonly CellWriter[], place: number): { readonly write?: CellWriter } => {
  const write = writers[place]
  return write ? { write } : {}
}

/** For columns that lie in another order in the log: finds all values first. */
function scatteredMover(held: readonly PlannedColumn[], writers: readonly CellWriter[]): ImageMover {
  const starts = held.map(() => 0)
  const byPlace = writers.map((_, place) => held.findIndex((column) => column.place === place))
  return (wire, cell) => {
    findValues(held, starts, wire, cell)
    const end = wire.at
    for (let place = 0; place < writers.length; place++) {
      const at = byPlace[place] ?? -1
      decodeAt(held, starts, at, wire, cell)
      writers[place]?.(cell)
    }
    wire.at = end
  }
}

const isNullStart = -1

function findValues(held: readonly PlannedColumn[], starts: number[], wire: Wire, cell: Cell): void {
  const nulls = wire.at
  wire.at += (held.length + 7) >> 3
  held.forEach((column, at) => {
    const isNull = ((wire.view.getUint8(nulls + (at >> 3)) >> (at & 7)) & 1) === 1
    starts[at] = isNull ? isNullStart : wire.at
    if (!isNull) column.decode(wire, cell)
  })
}

function decodeAt(held: readonly PlannedColumn[], starts: readonly number[], at: number, wire: Wire, cell: Cell): void {
  const start = starts[at] ?? isNullStart
  if (at < 0) cell.form = form.absent
  else if (start === isNullStart) cell.form = form.null
  else {
    wire.at = start
    held[at]?.decode(wire, cell)
  }
}

/** Decodes the image once more, slowly, for its key and for the bytes of a refused column. */
export function describeImage(plan: RowPlan, present: Buffer, wire: Wire, cell: Cell, refused: number): RowDescription {
  const held = plan.columns.filter((_, at) => ((present[at >> 3] ?? 0) & (1 << (at & 7))) !== 0)
  const key: Record<string, string | null> = Object.create(null)
  let bytes: Buffer | null = null
  const starts = held.map(() => 0)
  findValues(held, starts, wire, cell)
  const end = wire.at
  held.forEach(({ place }, at) => {
    const name = plan.table.columns[place]?.source.name ?? ''
    decodeAt(held, starts, at, wire, cell)
    if (place >= 0 && plan.table.mapping.key.includes(name)) key[name] = cellText(cell)
    if (place === refused && refused >= 0 && starts[at] !== isNullStart)
      bytes = Buffer.from(wire.bytes.subarray(starts[at], wire.at))
  })
  wire.at = end
  return { key, bytes }
}
