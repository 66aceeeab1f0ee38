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

const cell = createCell()
const text = Buffer.alloc(256)
cell.bytes = text
cell.view = viewOf(text)
cell.year = 2024
cell.month = 1
cell.day = 1

/** Makes an image as the reader of a log does: numbers, text (decimals with a leading `=`), moments. */
export function image(writer: TupleWriter | undefined, values: readonly (number | string | Moment | null)[]): Tuple {
  writer?.begin()
  for (const [at, value] of values.entries()) {
    fill(value)
    writer?.columns[at]?.(cell)
  }
  const tuple = writer?.end()
  if (!tuple) throw new Error('an image was refused')
  return tuple
}

function fill(value: number | string | Moment | null): void {
  if (value === null) cell.form = form.null
  else if (typeof value === 'number') {
    cell.form = form.int
    cell.int = value
  } else if (typeof value === 'string') {
    cell.form = value.startsWith('=') ? form.digits : form.text
    cell.start = value.startsWith('=') ? 1 : 0
    cell.end = text.write(value, 'latin1')
  } else {
    cell.form = form.dateTime
    cell.hour = Math.floor(value.seconds / 3600)
    cell.minute = Math.floor(value.seconds / 60) % 60
    cell.second = value.seconds % 60
  }
}
