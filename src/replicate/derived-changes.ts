import { type Cell, cellText } from '../core/data/cell.js'
import type { Change, ChangeSink, CommitMark, Tuple, TupleWriter } from '../core/data/changes.js'
import { type CellWriter, loadedColumns } from '../core/data/stream.js'
import { OperationError } from '../core/findings/operation-error.js'
import { readView } from '../core/mapping/derived.js'
import type { TableMapping } from '../core/mapping/mapping.js'
import { Catcher, type Caught, keptWhole } from '../derived-columns/catcher.js'
import { Deriver, type RowFacts } from '../derived-columns/deriver.js'
import { sendAbsent, sendDerived } from '../derived-columns/send.js'

/**
 * Makes the derived columns of changed rows, between the reader of a log and what takes its changes. Images come without
 * them: only when the change is whole is it known what became of the row, and what it was.
 */
export class DerivedChanges {
  /** In place of those of the target; they take what the read view has. */
  readonly writers: readonly TupleWriter[]
  readonly #tables: readonly TableMapping[]
  readonly #deriving: readonly (DerivingWriter | undefined)[]
  #mark: CommitMark = { position: '', at: 0 }
  #count = 0

  constructor(tables: readonly TableMapping[], writers: readonly TupleWriter[]) {
    this.#tables = tables
    this.#deriving = tables.map((table, at) => {
      const writer = writers[at]
      return table.derived && writer ? new DerivingWriter(table, writer) : undefined
    })
    this.writers = writers.map((writer, at) => this.#deriving[at] ?? writer)
  }

  /** The sink itself when nothing is derived. */
  in(sink: ChangeSink): ChangeSink {
    if (this.#deriving.every((each) => each === undefined)) return sink
    return {
      begin: (mark) => {
        this.#mark = mark ?? { position: '', at: Date.now() }
        sink.begin(mark)
      },
      change: (change) => this.#change(change, sink),
      refused: (change) => sink.refused(change),
      commit: (mark) => sink.commit(mark),
      definition: (change) => sink.definition(change),
      passed: (mark) => sink.passed(mark),
      get full() {
        return sink.full
      },
      drained: () => sink.drained(),
      abandon: () => sink.abandon(),
    }
  }

  #change(change: Change, sink: ChangeSink): void {
    const deriving = this.#deriving[change.table]
    if (!deriving || change.kind === 'truncate') {
      sink.change(change)
      return
    }
    const facts: RowFacts = { operation: operations[change.kind], ...this.#mark, sequence: this.#sequence() }
    const made = deriving.made(change, facts)
    if (made.kind !== 'incomplete') {
      if (made.kind === 'refused') sink.refused({ kind: change.kind, table: change.table, ...made.refusal })
      else sink.change(made.change)
      return
    }
    const { schema = '', table = '' } = this.#tables[change.table]?.source ?? {}
    throw new OperationError('XW-S0721', { table: `${schema}.${table}`, column: made.column })
  }

  /** The time and a number that grows, as AWS DMS has it: 16 and 19 digits. */
  #sequence(): string {
    const time = new Date(this.#mark.at).toISOString().replace(/\D/g, '').slice(0, 16)
    return `${time}${String(++this.#count).padStart(19, '0')}`
  }
}

const operations = { insert: 'INSERT', update: 'UPDATE', delete: 'DELETE' } as const

type Made =
  | { readonly kind: 'made'; readonly change: Change }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** A column of which the change does not say the value. */
  | { readonly kind: 'incomplete'; readonly column: string }

type Refusal = Pick<Parameters<ChangeSink['refused']>[0], 'code' | 'column' | 'row'>

/** An image and what it was made from. */
interface Seen extends Caught {
  readonly key: Readonly<Record<string, string | null>>
}

class DerivingWriter implements TupleWriter {
  readonly columns: readonly CellWriter[]
  readonly #table: TableMapping
  readonly #writer: TupleWriter
  readonly #deriver: Deriver
  readonly #catcher: Catcher
  readonly #plain: readonly CellWriter[]
  readonly #derived: readonly CellWriter[]
  readonly #seen = new WeakMap<Tuple, Seen>()
  #key: Record<string, string | null> = {}

  constructor(table: TableMapping, writer: TupleWriter) {
    this.#table = table
    this.#writer = writer
    this.#deriver = new Deriver(table)
    const count = loadedColumns(table).length
    this.#plain = writer.columns.slice(0, count)
    this.#derived = writer.columns.slice(count)
    const names = loadedColumns(readView(table)).map(({ source }) => source.name)
    const noting = this.#plain.map((inner, at) => this.#noting(names[at] ?? '', inner))
    this.#catcher = new Catcher(names, noting, this.#deriver.slots, keptWhole(table))
    this.columns = this.#catcher.columns
  }

  get refusal(): TupleWriter['refusal'] {
    return this.#writer.refusal
  }

  get changed(): TupleWriter['changed'] {
    return this.#writer.changed
  }

  begin(): void {
    this.#catcher.begin()
    this.#key = {}
    this.#writer.begin()
  }

  end(): Tuple | null {
    sendAbsent(this.#derived)
    const tuple = this.#writer.end()
    if (tuple) this.#seen.set(tuple, { ...this.#catcher.caught, key: this.#key })
    return tuple
  }

  made(change: Exclude<Change, { readonly kind: 'truncate' }>, facts: RowFacts): Made {
    if (change.kind === 'delete') return this.#deleted(change, facts)
    const before = change.kind === 'update' ? this.#seen.get(change.before) : undefined
    const after = this.#whole(this.#seen.get(change.after), before)
    if ('missing' in after) return { kind: 'incomplete', column: after.missing }
    const tuple = this.#filled(change.after, after, facts, before)
    if (!tuple) return { kind: 'refused', refusal: this.#refusal(after) }
    if (change.kind === 'insert') return { kind: 'made', change: { ...change, after: tuple } }
    const old = this.#old(change.before, facts)
    return old ? { kind: 'made', change: { ...change, before: old, after: tuple } } : this.#unfound(before)
  }

  #deleted(change: Extract<Change, { readonly kind: 'delete' }>, facts: RowFacts): Made {
    const old = this.#old(change.before, facts)
    return old ? { kind: 'made', change: { ...change, before: old } } : this.#unfound(this.#seen.get(change.before))
  }

  /** Only a table without a key is told by all of its columns. Null: nobody can say what they were. */
  #old(tuple: Tuple, facts: RowFacts): Tuple | null {
    if (this.#table.key.length > 0) return tuple
    const seen = this.#whole(this.#seen.get(tuple), undefined)
    return 'missing' in seen ? null : this.#filled(tuple, seen, facts, undefined)
  }

  #unfound(seen: Seen | undefined): Made {
    return { kind: 'refused', refusal: this.#refusal(seen) }
  }

  /** What the second image of an update does not hold stays as it was. */
  #whole(seen: Seen | undefined, before: Seen | undefined): Seen | { readonly missing: string } {
    const { slots } = this.#deriver
    const values = slots.map((_, at) => (seen?.values[at] === undefined ? before?.values[at] : seen.values[at]))
    const missing = slots.find((_, at) => values[at] === undefined)
    if (!seen || missing) return { missing: missing?.column ?? 'any column' }
    return { ...seen, values }
  }

  /** The image with its derived columns, in memory of its own; null: one of them was refused. */
  #filled(tuple: Tuple, seen: Seen, facts: RowFacts, before: Seen | undefined): Tuple | null {
    this.#writer.begin()
    sendAbsent(this.#plain)
    const made = this.#deriver.derive(seen.values, facts)
    sendDerived(this.#table.derived?.columns ?? [], made, this.#derived, before?.cells)
    const only = this.#writer.end()
    if (!only) return null
    const [left, added] = [tuple.length - 4 * this.#derived.length, 4 * this.#plain.length]
    return Buffer.concat([tuple.subarray(0, left), only.subarray(added)])
  }

  #refusal(seen: Seen | undefined): Refusal {
    const { refusal } = this.#writer
    const column = this.#table.derived?.columns[(refusal?.column ?? -1) - this.#plain.length]
    return {
      code: refusal?.code ?? 'XW-D0121',
      column: column?.target.name ?? null,
      row: { key: seen?.key ?? {}, bytes: null },
    }
  }

  #noting(name: string, inner: CellWriter): CellWriter {
    if (!this.#table.key.includes(name)) return inner
    return (cell: Cell) => {
      this.#key[name] = cellText(cell)
      inner(cell)
    }
  }
}
