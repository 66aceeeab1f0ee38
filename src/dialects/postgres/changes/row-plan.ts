import { type Cell, cellText, createCell, form } from '../../../core/data/cell.js'
import type { Tuple, TupleWriter } from '../../../core/data/changes.js'
import type { RowDescription } from '../../../core/data/stream.js'
import type { ColumnMapping, TableMapping } from '../../../core/mapping/mapping.js'
import type { ValueBytes, ValueDecoder } from '../data/binary-decoders.js'

/** A table of the stream. `index` counts in the order of the stream's tables. */
export interface StreamTable {
  readonly index: number
  readonly mapping: TableMapping
  /** The loaded ones. */
  readonly columns: readonly ColumnMapping[]
  readonly writer: TupleWriter
}

/** A loaded column on its way from the log into the image. */
export interface PlannedColumn {
  /** Its place in the log's row. */
  readonly place: number
  readonly inIdentity: boolean
  readonly binary: { readonly decode: ValueDecoder; readonly write: (cell: Cell) => void } | undefined
  readonly text: { readonly decode: ValueDecoder; readonly write: (cell: Cell) => void } | undefined
  /** For people to read. */
  readonly readable: { readonly binary: ValueDecoder | undefined; readonly text: ValueDecoder }
}

export interface RowPlan {
  readonly table: StreamTable
  /** The rows come under the name of a partition. */
  readonly isPart: boolean
  /** In the order of the loaded columns. */
  readonly columns: readonly PlannedColumn[]
}

/** Marks in front of the values of a row (manual: TupleData). */
const mark = { null: 0x6e, unchanged: 0x75, text: 0x74, binary: 0x62 } as const
const mostColumns = 1700

/** Where the values of one row lie. Used again for row after row. */
export class RowSlots {
  readonly marks = new Uint8Array(mostColumns)
  readonly starts = new Float64Array(mostColumns)
  readonly ends = new Float64Array(mostColumns)

  /** Finds the values of the row at `start`; returns where it ends. */
  find({ view }: ValueBytes, start: number): number {
    const count = view.getUint16(start)
    let at = start + 2
    for (let column = 0; column < count; column++) {
      const kind = view.getUint8(at)
      this.marks[column] = kind
      at += 1
      if (kind === mark.null || kind === mark.unchanged) continue
      const length = view.getUint32(at)
      at += 4
      this.starts[column] = at
      at += length
      this.ends[column] = at
    }
    return at
  }
}

/**
 * What an image is made of. `whole`: the row. `identity`: its replica identity; of other columns nothing is known. Where
 * the row has no value, because it lies apart and was not changed, `behind` may have it: the row before the change.
 */
export interface ImageSource {
  readonly slots: RowSlots
  readonly holds: 'whole' | 'identity'
  readonly behind?: { readonly slots: RowSlots; readonly holds: 'whole' | 'identity' }
}

/** Null: a column refused its value. */
export function makeImage(plan: RowPlan, from: ValueBytes, source: ImageSource, cell: Cell): Tuple | null {
  const { writer } = plan.table
  writer.begin()
  for (const column of plan.columns) writeColumn(column, from, source, cell)
  return writer.end()
}

function writeColumn(column: PlannedColumn, from: ValueBytes, source: ImageSource, cell: Cell): void {
  const slots = slotsOf(column, source)
  const kind = slots === undefined ? mark.unchanged : (slots.marks[column.place] ?? mark.unchanged)
  const way = kind === mark.binary ? column.binary : column.text
  if (slots !== undefined && (kind === mark.binary || kind === mark.text)) {
    if (!way) throw new Error('a value came in a form that was not asked for')
    way.decode(from, slots.starts[column.place] ?? 0, slots.ends[column.place] ?? 0, cell)
    way.write(cell)
    return
  }
  cell.form = kind === mark.null ? form.null : form.absent
  const write = column.binary?.write ?? column.text?.write
  write?.(cell)
}

/** Undefined: the image does not hold the column. */
function slotsOf(column: PlannedColumn, { slots, holds, behind }: ImageSource): RowSlots | undefined {
  if (holds === 'identity' && !column.inIdentity) return undefined
  if (slots.marks[column.place] !== mark.unchanged) return slots
  return behind && (behind.holds === 'whole' || column.inIdentity) ? behind.slots : undefined
}

/** Key of a refused row, and the bytes of the column at fault. */
export function describeImage(plan: RowPlan, from: ValueBytes, source: ImageSource, refused: number): RowDescription {
  const key: Record<string, string | null> = Object.create(null)
  let bytes: Buffer | null = null
  const cell = createCell()
  plan.columns.forEach((column, index) => {
    const name = plan.table.columns[index]?.source.name ?? ''
    const slots = slotsOf(column, source)
    const kind = slots?.marks[column.place]
    if (!slots || kind === mark.unchanged) return
    const [start, end] = [slots.starts[column.place] ?? 0, slots.ends[column.place] ?? 0]
    if (index === refused && kind !== mark.null) bytes = Buffer.from(from.bytes.subarray(start, end))
    if (!plan.table.mapping.key.includes(name)) return
    key[name] = kind === mark.null ? null : readable(column, kind === mark.binary, from, start, end, cell)
  })
  return { key, bytes }
}

function readable(
  { readable: decoders }: PlannedColumn,
  isBinary: boolean,
  from: ValueBytes,
  start: number,
  end: number,
  cell: Cell,
): string | null {
  const decode = isBinary ? decoders.binary : decoders.text
  if (!decode) return `\\x${from.bytes.toString('hex', start, end)}`
  decode(from, start, end, cell)
  return cellText(cell)
}
