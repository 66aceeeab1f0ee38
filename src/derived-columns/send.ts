import { type Cell, createCell, form } from '../core/data/cell.js'
import type { CellWriter } from '../core/data/stream.js'
import type { DerivedColumn } from '../core/mapping/derived.js'
import { fillCell } from './outcome.js'
import type { Derived } from './program.js'

const cell = createCell()
const absent: Cell = { ...createCell(), form: form.absent }

/** Gives derived values to their writers; a value that there is not is refused by its writer. */
export function sendDerived(
  columns: readonly DerivedColumn[],
  values: readonly Derived[],
  writers: readonly CellWriter[],
  before?: ReadonlyMap<string, Cell>,
): void {
  columns.forEach(({ by, target }, at) => {
    const kept = by.kind === 'before' ? before?.get(by.column) : undefined
    writers[at]?.(kept ?? filled(values[at] ?? null, target.type))
  })
}

export const sendAbsent = (writers: readonly CellWriter[]): void => {
  for (const write of writers) write(absent)
}

function filled(value: Derived, type: DerivedColumn['target']['type']): Cell {
  if (value === null) cell.form = form.null
  else if (typeof value === 'object' && 'refused' in value) {
    cell.form = form.bad
    cell.reason = value.refused
  } else fillCell(cell, type, value)
  return cell
}
