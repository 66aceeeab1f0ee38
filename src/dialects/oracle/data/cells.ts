import { type Cell, form, viewOf } from '../../../core/data/cell.js'
import type { LogicalType } from '../../../core/ir/types.js'
import type { Stored } from './stored.js'

type Said = Exclude<Stored, { readonly kind: 'counter' | 'now' }>

/** Puts a value into the cell. */
export function fillCell(cell: Cell, value: Said, type: LogicalType): void {
  if (value.kind === 'null') cell.form = form.null
  else if (value.kind === 'number') fillNumber(cell, value.digits, type)
  else if (value.kind === 'text') fillBytes(cell, Buffer.from(value.text), form.text)
  else if (value.kind === 'bytes') fillBytes(cell, value.bytes, form.bytes)
  else if (value.kind === 'moment') fillMoment(cell, value.text)
  else {
    cell.form = form.bad
    cell.reason = value.code
  }
}

function fillNumber(cell: Cell, digits: string, type: LogicalType): void {
  if (type.kind !== 'float') {
    fillBytes(cell, Buffer.from(digits), form.digits)
    return
  }
  const value = Number(digits)
  cell.form = type.bits === 32 ? form.single : form.double
  cell.real = type.bits === 32 ? Math.fround(value) : value
  if (Number.isFinite(cell.real)) return
  cell.form = form.bad
  cell.reason = 'XW-D0106'
}

function fillBytes(cell: Cell, bytes: Buffer, as: number): void {
  cell.form = as
  cell.bytes = bytes
  cell.view = viewOf(bytes)
  cell.start = 0
  cell.end = bytes.length
}

function fillMoment(cell: Cell, text: string): void {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = text.split(/[- :.]/).map(Number)
  const micro = Number((text.split('.')[1] ?? '').padEnd(6, '0'))
  cell.form = form.dateTime
  Object.assign(cell, { year, month, day, hour, minute, second, micro })
}

/** A moment as a column of this precision holds it: `YYYY-MM-DD HH:MM:SS[.ffffff]` in UTC. */
export function momentText(now: Date, type: LogicalType): string {
  const [wall = '', fraction = ''] = now.toISOString().replace('T', ' ').replace('Z', '').split('.')
  const kept = fraction.slice(0, type.kind === 'timestamp' ? type.precision : 0)
  return kept === '' ? wall : `${wall}.${kept}`
}
