import { type Cell, cellText, form } from '../../src/core/data/cell.js'
import {
  type Change,
  type ChangeSink,
  type CommitMark,
  type DefinitionChange,
  type RefusedChange,
  type Tuple,
  type TupleWriter,
  tupleMark,
} from '../../src/core/data/changes.js'
import type { RejectCode } from '../../src/core/data/reject.js'
import { loadedColumns } from '../../src/core/data/stream.js'
import type { TableMapping } from '../../src/core/mapping/mapping.js'

/** Writes each value as its form and its text, so that a test sees both. */
export class PlainWriter implements TupleWriter {
  readonly columns
  refusal: { column: number; code: RejectCode } | null = null
  readonly changed = []
  #parts: Buffer[] = []

  constructor(table: TableMapping) {
    this.columns = loadedColumns(table).map((_, column) => (cell: Cell) => this.#write(column, cell))
  }

  #write(column: number, cell: Cell): void {
    if (cell.form === form.bad) {
      this.refusal ??= { column, code: cell.reason }
      return
    }
    const length = Buffer.alloc(4)
    this.#parts.push(length)
    if (cell.form === form.null) length.writeInt32BE(tupleMark.null)
    else if (cell.form === form.absent) length.writeInt32BE(tupleMark.absent)
    else {
      const bytes = Buffer.from(`${names[cell.form]}:${cellText(cell)}`)
      length.writeInt32BE(bytes.length)
      this.#parts.push(bytes)
    }
  }

  begin(): void {
    this.#parts = []
    this.refusal = null
  }

  end(): Tuple | null {
    return this.refusal ? null : Buffer.concat(this.#parts)
  }
}

const names: readonly string[] = Object.entries(form).reduce<string[]>((all, [name, at]) => {
  all[at] = name
  return all
}, [])

/** The values in a tuple of the plain writer; `absent` is undefined. */
export function valuesOf(tuple: Tuple): (string | null | undefined)[] {
  const values: (string | null | undefined)[] = []
  for (let at = 0; at < tuple.length; ) {
    const length = tuple.readInt32BE(at)
    at += 4
    if (length < 0) values.push(length === tupleMark.null ? null : undefined)
    else values.push(tuple.toString('utf8', at, at + length))
    at += Math.max(length, 0)
  }
  return values
}

/** `int:1` is 1 and `text:x` is x: for tests that look at rows, not at forms. */
export const plain = (value: string | null | undefined): string | null | undefined =>
  value?.replace(/^\w+:/, '') ?? value

export type Seen =
  | { readonly kind: 'begin' }
  | { readonly kind: 'change'; readonly change: Change }
  | { readonly kind: 'refused'; readonly refused: RefusedChange }
  | { readonly kind: 'commit'; readonly mark: CommitMark }
  | { readonly kind: 'definition'; readonly definition: DefinitionChange }

/** Keeps what comes, and checks that calls come in an order that the port allows. */
export class Recorder implements ChangeSink {
  readonly seen: Seen[] = []
  passedUpTo: CommitMark | null = null
  full = false
  /** Called after each change; may set `full`. */
  onChange: (() => void) | undefined
  release: (() => void) | undefined
  #inside = false

  begin(): void {
    this.#expect(false)
    this.#inside = true
    this.seen.push({ kind: 'begin' })
  }

  change(change: Change): void {
    this.#expect(true)
    this.seen.push({ kind: 'change', change })
    this.onChange?.()
  }

  refused(refused: RefusedChange): void {
    this.#expect(true)
    this.seen.push({ kind: 'refused', refused })
  }

  commit(mark: CommitMark): void {
    this.#expect(true)
    this.#inside = false
    this.seen.push({ kind: 'commit', mark })
  }

  abandon(): void {
    this.#expect(true)
    this.#inside = false
    this.seen.splice(this.seen.findLastIndex((one) => one.kind === 'begin'))
  }

  definition(definition: DefinitionChange): void {
    this.#expect(false)
    this.seen.push({ kind: 'definition', definition })
  }

  passed(mark: CommitMark): void {
    this.#expect(false)
    this.passedUpTo = mark
  }

  async drained(): Promise<void> {
    if (!this.full) return
    await new Promise<void>((resolve) => {
      this.release = resolve
    })
    this.full = false
  }

  #expect(inside: boolean): void {
    if (this.#inside !== inside) throw new Error(inside ? 'outside of a transaction' : 'inside of a transaction')
  }

  /** What came, in short: `+ 1,x`, `~ 1,x > 1,y`, `- 1,y`, `0`, with [ and ] around transactions. */
  get story(): string[] {
    return this.seen.map(storyOf)
  }
}

const row = (tuple: Tuple): string =>
  valuesOf(tuple)
    .map((value) => (value === undefined ? '?' : (plain(value) ?? 'NULL')))
    .join(',')

function storyOf(seen: Seen): string {
  switch (seen.kind) {
    case 'begin':
      return '['
    case 'commit':
      return ']'
    case 'definition':
      return `! ${seen.definition.tables.join()} ${seen.definition.sql}`
    case 'refused':
      return `x ${seen.refused.kind} ${seen.refused.table} ${seen.refused.code} ${seen.refused.column} ${JSON.stringify(seen.refused.row.key)}`
    case 'change':
      return `${seen.change.table} ${changeText(seen.change)}`
  }
}

function changeText(change: Change): string {
  switch (change.kind) {
    case 'insert':
      return `+ ${row(change.after)}`
    case 'update':
      return `~ ${row(change.before)} > ${row(change.after)}`
    case 'delete':
      return `- ${row(change.before)}`
    case 'truncate':
      return 'truncate'
  }
}
