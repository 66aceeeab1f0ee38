import { type Cell, form, viewOf } from '../../../core/data/cell.js'
import type { CellWriter, VerbatimWriter } from '../../../core/data/stream.js'
import { rangeFlag } from './binary-text.js'
import { absent, type Encoding, type TargetColumn } from './encoding.js'
import { takesForm, typeForm, type ValueType } from './value-type.js'

/** Adds the way for values of the same type of the same engine; undefined when there is neither it nor an encoder. */
export function withVerbatim(
  encoder: CellWriter | undefined,
  column: TargetColumn,
  encoding: Encoding,
): CellWriter | undefined {
  const type = column.valueType
  if (type === undefined || typeForm(type) === null) return encoder
  const verbatim: VerbatimWriter = {
    takes: (form) => takesForm(type, form),
    only: encoder === undefined,
    write: verbatimWriter(type, column, encoding),
    unchanged: !hasNumbers(type),
  }
  return Object.assign(encoder ?? refuser(column, encoding), { verbatim })
}

function refuser(column: TargetColumn, encoding: Encoding): CellWriter {
  return (cell) => {
    if (!absent(cell, column, encoding)) encoding.out.refuse('XW-D0113', column.index)
  }
}

function verbatimWriter(type: ValueType, column: TargetColumn, encoding: Encoding): (cell: Cell) => void {
  const { out } = encoding
  const isRenumbered = hasNumbers(type)
  return (cell) => {
    if (cell.form !== form.verbatim) {
      if (!absent(cell, column, encoding)) out.refuse('XW-D0113', column.index)
      return
    }
    let { bytes, start, end } = cell
    if (isRenumbered) {
      bytes = Buffer.from(bytes.subarray(start, end))
      start = 0
      end = bytes.length
      renumber(type, viewOf(bytes), 0)
    }
    out.room(4)
    out.view.setInt32(out.at, end - start)
    out.at += 4
    out.put(bytes, start, end)
  }
}

/** Numbers of types below this one are the same on all servers (manual: System Catalog Initial Data, OID Assignment). */
const firstOfOwn = 10_000

/** Whether values name types that another server knows by other numbers. */
function hasNumbers(type: ValueType): boolean {
  switch (type.kind) {
    case 'record':
      return type.fields.some((field) => field.oid >= firstOfOwn || hasNumbers(field))
    case 'array':
      return type.of.oid >= firstOfOwn || hasNumbers(type.of)
    case 'range':
    case 'multirange':
      return hasNumbers(type.of)
    default:
      return false
  }
}

/** Writes the numbers that this server has for the types in a value (see `binary-text.ts` for the forms). */
function renumber(type: ValueType, view: DataView, start: number): void {
  switch (type.kind) {
    case 'array': {
      const dimensions = view.getInt32(start)
      view.setUint32(start + 8, type.of.oid)
      let count = dimensions === 0 ? 0 : 1
      for (let at = 0; at < dimensions; at++) count *= view.getInt32(start + 12 + at * 8)
      renumberEach(type.of, view, start + 12 + dimensions * 8, count)
      return
    }
    case 'record': {
      let at = start + 4
      for (const field of type.fields) {
        view.setUint32(at, field.oid)
        at = renumberEach(field, view, at + 4, 1)
      }
      return
    }
    case 'range':
      renumberRange(type.of, view, start)
      return
    case 'multirange': {
      let at = start + 4
      for (let left = view.getInt32(start); left > 0; left--) {
        renumberRange(type.of, view, at + 4)
        at += 4 + view.getInt32(at)
      }
      return
    }
    default:
  }
}

/** Values one behind the other, each with its length; where they end. */
function renumberEach(type: ValueType, view: DataView, start: number, count: number): number {
  let at = start
  for (let left = count; left > 0; left--) {
    const length = view.getInt32(at)
    if (length >= 0) renumber(type, view, at + 4)
    at += 4 + Math.max(length, 0)
  }
  return at
}

function renumberRange(of: ValueType, view: DataView, start: number): void {
  const flags = view.getUint8(start)
  const { empty, fromEndless, toEndless } = rangeFlag
  if ((flags & empty) !== 0) return
  renumberEach(of, view, start + 1, ((flags & fromEndless) === 0 ? 1 : 0) + ((flags & toEndless) === 0 ? 1 : 0))
}
