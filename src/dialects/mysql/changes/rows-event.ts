import { type Cell, viewOf } from '../../../core/data/cell.js'
import type { ChangeSink, Tuple, TupleWriter } from '../../../core/data/changes.js'
import type { Wire } from '../data/wire.js'
import type { RowsKind, RowsShape } from './events.js'
import { inflated } from './log-events.js'
import { packedNumber } from './packed-number.js'
import { describeImage, type ImageMover, imageMover, type RowPlan } from './row-plan.js'

/** Moves images that hold these columns. */
interface Mover {
  readonly present: Buffer
  readonly move: ImageMover
}

const moversOf = new WeakMap<RowPlan, Mover[]>()

/** At `start` is a bitmap of the columns that images hold; images that hold the same ones share a mover. */
function moverFor(plan: RowPlan, bytes: Buffer, start: number, length: number): Mover {
  let movers = moversOf.get(plan)
  if (!movers) {
    movers = []
    moversOf.set(plan, movers)
  }
  for (const mover of movers) if (isSame(mover.present, bytes, start)) return mover
  const present = Buffer.from(bytes.subarray(start, start + length))
  const made = { present, move: imageMover(plan, present) }
  movers.unshift(made)
  return made
}

function isSame(present: Buffer, bytes: Buffer, start: number): boolean {
  for (let at = 0; at < present.length; at++) if (present[at] !== bytes[start + at]) return false
  return true
}

/** Stands on events that only end a statement. */
export const dummyTableId = 0xffffff

/** Takes six bytes. */
export function readTableId(view: DataView, start: number): number {
  return view.getUint32(start, true) + view.getUint16(start + 4, true) * 0x100000000
}

/** Rows of one event on their way. */
interface Rows {
  readonly plan: RowPlan
  readonly kind: RowsKind
  readonly wire: Wire
  readonly cell: Cell
  readonly sink: ChangeSink
  /** Of the only image of inserts and deletes, and of the one before an update. */
  readonly first: Mover
  /** Of the image behind an update. */
  readonly second: Mover
}

/** Sends each row of the event whose body is `wire.bytes[start, end)` (manual: Rows_event). */
export function sendRows(
  event: { readonly shape: RowsShape; readonly wire: Wire; readonly start: number; readonly end: number },
  plan: RowPlan,
  cell: Cell,
  sink: ChangeSink,
): void {
  const { shape, start, end } = event
  const { kind } = shape
  const { bytes, view } = event.wire
  const head = start + 8 + (shape.extra ? view.getUint16(start + 8, true) : 0)
  const [width, bitmaps] = packedNumber(view, head)
  if (width !== plan.columns.length) throw new Error('rows in the log have another number of columns than their table')
  const length = (width + 7) >> 3
  const first = moverFor(plan, bytes, bitmaps, length)
  const second = kind === 'update' ? moverFor(plan, bytes, bitmaps + length, length) : first
  const rowsAt = bitmaps + (kind === 'update' ? 2 : 1) * length
  const wire = shape.compressed ? unpacked(event.wire, rowsAt, end) : event.wire
  const last = shape.compressed ? wire.bytes.length : end
  wire.at = shape.compressed ? 0 : rowsAt
  const rows: Rows = { plan, kind, wire, cell, sink, first, second }
  while (wire.at < last) {
    if (kind === 'update') sendUpdate(rows)
    else sendRow(rows, kind)
  }
  if (wire.at !== last) throw new Error('rows in the log are longer than their event')
}

function unpacked(wire: Wire, start: number, end: number): Wire {
  const bytes = inflated(wire.bytes.subarray(start, end))
  return { bytes, view: viewOf(bytes), at: 0 }
}

function image({ plan, wire, cell }: Rows, mover: Mover): Tuple | null {
  const { writer } = plan.table
  writer.begin()
  mover.move(wire, cell)
  return writer.end()
}

const keyPlans = new WeakMap<RowPlan, RowPlan>()

/** The plan for images that hold nothing but the key; undefined for a table without one. */
function keyPlanOf(plan: RowPlan): RowPlan | undefined {
  const { mapping, columns } = plan.table
  if (mapping.key.length === 0) return undefined
  const known = keyPlans.get(plan)
  if (known) return known
  const isKey = (place: number): boolean => mapping.key.includes(columns[place]?.source.name ?? '')
  const made = { ...plan, columns: plan.columns.map((each) => (isKey(each.place) ? each : { ...each, place: -1 })) }
  keyPlans.set(plan, made)
  return made
}

/**
 * The image of a row that is changed or goes, for which the key is enough: a value that the target could not take, and
 * so never had, must not keep the row from being put right.
 */
function imageBefore(rows: Rows): Tuple | null {
  const { plan, wire, first } = rows
  const start = wire.at
  const tuple = image(rows, first)
  const keyPlan = tuple ? undefined : keyPlanOf(plan)
  if (!keyPlan) return tuple
  wire.at = start
  return image(rows, moverFor(keyPlan, first.present, 0, first.present.length))
}

function sendRow(rows: Rows, kind: 'insert' | 'delete'): void {
  const { plan, wire, sink } = rows
  const table = plan.table.index
  const start = wire.at
  const tuple = kind === 'insert' ? image(rows, rows.first) : imageBefore(rows)
  if (!tuple) refuse(rows, start, 'first', plan.table.writer.refusal)
  else if (kind === 'insert') sink.change({ kind, table, after: tuple })
  else sink.change({ kind, table, before: tuple })
}

function sendUpdate(rows: Rows): void {
  const { plan, wire, sink } = rows
  const { writer, index: table } = plan.table
  const start = wire.at
  const before = imageBefore(rows)
  const refusal = before ? null : writer.refusal
  const after = image(rows, rows.second)
  if (before && after) sink.change({ kind: 'update', table, before, after })
  else refuse(rows, start, before ? 'second' : 'first', refusal ?? writer.refusal)
}

/** The key is that of the first image: by it the row is found on the target. */
function refuse(rows: Rows, start: number, which: 'first' | 'second', refusal: TupleWriter['refusal']): void {
  const { plan, kind, wire, cell, sink, first, second } = rows
  const end = wire.at
  const column = refusal?.column ?? -1
  wire.at = start
  const row = describeImage(plan, first.present, wire, cell, which === 'first' ? column : -1)
  const bytes = which === 'first' ? row.bytes : describeImage(plan, second.present, wire, cell, column).bytes
  wire.at = end
  sink.refused({
    ...{ kind, table: plan.table.index, code: refusal?.code ?? 'XW-D0115' },
    ...{ column: plan.table.columns[column]?.source.name ?? null, row: { key: row.key, bytes } },
  })
}
