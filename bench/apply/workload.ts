import { createCell, form, viewOf } from '../../src/core/data/cell.js'
import type { Change, Tuple, TupleWriter } from '../../src/core/data/changes.js'
import type { TableMapping } from '../../src/core/mapping/mapping.js'

/** The same changes as formulas in SQL, for the server that the peer reads from, and as images of a log. */
export interface Workload {
  readonly id: string
  readonly name: string
  readonly transactions: number
  readonly changes: number
  /** Tables with their first rows, and a procedure `work(count)` that makes so many transactions. */
  readonly sql: string
  /** One text that tells the contents of all tables. */
  readonly digestSql: string
  readonly tables: readonly TableMapping[]
  /** Changes in their order, `count` at a time. */
  open(writers: readonly TupleWriter[]): { take(count: number): readonly Change[] }
}

export function mapped(table: string, columns: readonly string[], key: readonly string[]): TableMapping {
  const name = { schema: 'public', table }
  return {
    ...{ source: name, target: name, key },
    columns: columns.map((column) => {
      const type = { kind: 'text', unit: 'char', padded: false } as const
      const side = { name: column, type, native: '', nullable: true, generated: false }
      return { source: side, target: side }
    }),
  }
}

export const digestOf = (tables: readonly string[]): string =>
  `SELECT concat_ws(' ', ${tables.map((table) => `(SELECT concat(count(*), ' ', sum(hashtext(t::text))) FROM ${table} t)`)})`

/** A moment by its seconds since 2024-01-01 00:00:00, of one day. */
export interface Moment {
  readonly seconds: number
}

/** Bytes of the log: a text, or a decimal number written out. */
export interface Written {
  readonly start: number
  readonly end: number
  readonly form: typeof form.text | typeof form.digits
}

const cell = createCell()
const pool = Buffer.alloc(4 * 1024 * 1024)
let used = 0
cell.bytes = pool
cell.view = viewOf(pool)
cell.year = 2024
cell.month = 1
cell.day = 1

/** Puts a value where the reader of a log would find it: its bytes are there, no text is made of them. */
export function written(value: string, as: Written['form'] = form.text): Written {
  const start = used
  used += pool.write(value, used, 'latin1')
  if (pool.length - used < 1024) throw new Error('too many values')
  return { start, end: used, form: as }
}

/** Writes a number into a text, in `width` digits. */
export function renumbered(text: Written, at: number, width: number, number: number): Written {
  let rest = number
  for (let digit = text.start + at + width - 1; digit >= text.start + at; digit--) {
    pool[digit] = 48 + (rest % 10)
    rest = Math.floor(rest / 10)
  }
  return text
}

/** Makes an image as the reader of a log does. */
export function image(writer: TupleWriter | undefined, values: readonly (number | Written | Moment | null)[]): Tuple {
  writer?.begin()
  for (let at = 0; at < values.length; at++) {
    fill(values[at] ?? null)
    writer?.columns[at]?.(cell)
  }
  const tuple = writer?.end()
  if (!tuple) throw new Error('an image was refused')
  return tuple
}

function fill(value: number | Written | Moment | null): void {
  if (value === null) cell.form = form.null
  else if (typeof value === 'number') {
    cell.form = form.int
    cell.int = value
  } else if ('form' in value) {
    cell.form = value.form
    cell.start = value.start
    cell.end = value.end
  } else {
    cell.form = form.dateTime
    cell.hour = Math.floor(value.seconds / 3600)
    cell.minute = Math.floor(value.seconds / 60) % 60
    cell.second = value.seconds % 60
  }
}
