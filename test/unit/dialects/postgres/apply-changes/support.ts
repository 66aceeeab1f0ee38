import { createCell, form, viewOf } from '../../../../../src/core/data/cell.js'
import type {
  ApplyException,
  Change,
  ChangeBatch,
  CommitMark,
  Tuple,
  TupleWriter,
} from '../../../../../src/core/data/changes.js'
import type { TableMapping } from '../../../../../src/core/mapping/mapping.js'

/** A value as a log would give it: `undefined` is not in the image, text that looks like a number goes into numbers too. */
export type Value = number | string | Buffer | null | undefined

const cell = createCell()

/** An image of a row, made by a writer as the reader of a log makes it. */
export function tuple(writer: TupleWriter, values: readonly Value[]): Tuple {
  writer.begin()
  writer.columns.forEach((write, column) => {
    fill(values[column])
    write(cell)
  })
  const made = writer.end()
  if (!made) throw new Error(`refused: ${JSON.stringify(writer.refusal)}`)
  return made
}

function fill(value: Value): void {
  if (value === undefined) cell.form = form.absent
  else if (value === null) cell.form = form.null
  else if (typeof value === 'number') {
    cell.form = form.int
    cell.int = value
  } else {
    const bytes = typeof value === 'string' ? Buffer.from(value) : value
    cell.form = typeof value === 'string' ? form.text : form.bytes
    cell.bytes = bytes
    cell.view = viewOf(bytes)
    cell.start = 0
    cell.end = bytes.length
  }
}

/** A mapping of a table onto itself. */
export function mapped(
  table: string,
  columns: readonly string[],
  key: readonly string[],
  schema = 'public',
): TableMapping {
  return {
    source: { schema: 'shop', table },
    target: { schema, table },
    key,
    columns: columns.map((name) => {
      const side = { name, type: { kind: 'text', unit: 'char', padded: false }, native: '', nullable: true } as const
      return { source: { ...side, generated: false }, target: { ...side, generated: false } }
    }),
  }
}

export function batchOf(
  changes: readonly Change[],
  end: CommitMark,
  options: {
    readonly pieceSize?: number
    readonly exceptions?: readonly ApplyException[]
    readonly transactions?: number
  } = {},
): ChangeBatch {
  const size = options.pieceSize ?? Math.max(1, changes.length)
  return {
    async *pieces() {
      for (let at = 0; at < changes.length; at += size) yield changes.slice(at, at + size)
    },
    count: changes.length,
    transactions: options.transactions ?? 1,
    exceptions: options.exceptions ?? [],
    end,
  }
}

/** Numbers from 0 up to 1, the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
