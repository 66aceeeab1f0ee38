import { type Cell, cellText, form } from '../core/data/cell.js'
import type { Change, ChangeSink, RefusedChange, Tuple, TupleWriter } from '../core/data/changes.js'
import { type CellWriter, loadedColumns } from '../core/data/stream.js'
import { OperationError } from '../core/findings/operation-error.js'
import { readView } from '../core/mapping/derived.js'
import type { TableMapping } from '../core/mapping/mapping.js'
import { type FilteredColumn, passes, type RowFilter } from '../core/mapping/row-filter.js'

/** By filtered column: whether its value passes; undefined: the image does not say. */
type Verdict = readonly (boolean | undefined)[]

/**
 * Lets only the rows of the filters through, between the reader of a log and what takes its changes. A row that a change
 * moves into a filter is inserted, one that it moves out is deleted: at any time the target has the rows that a load of
 * that moment would give.
 */
export class RowFilters {
  /** In place of those of the target; they look at the values that go by. */
  readonly writers: readonly TupleWriter[]
  readonly #tables: readonly TableMapping[]
  readonly #watching: readonly (WatchingWriter | undefined)[]

  constructor(tables: readonly TableMapping[], writers: readonly TupleWriter[]) {
    this.#tables = tables
    this.#watching = tables.map((table, at) => {
      const writer = writers[at]
      return table.filter && writer ? new WatchingWriter(table, table.filter, writer) : undefined
    })
    this.writers = writers.map((writer, at) => this.#watching[at] ?? writer)
  }

  /** The sink itself when nothing is filtered. */
  in(sink: ChangeSink): ChangeSink {
    if (this.#watching.every((each) => each === undefined)) return sink
    return {
      begin: (mark) => sink.begin(mark),
      change: (change) => {
        const left = this.#filtered(change)
        if (left) sink.change(left)
      },
      refused: (change) => {
        if (!this.#isOutside(change)) sink.refused(change)
      },
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

  /** What is left of a change; undefined: it is about rows of nobody's. */
  #filtered(change: Change): Change | undefined {
    const watching = this.#watching[change.table]
    if (!watching || change.kind === 'truncate') return change
    const { table } = change
    if (change.kind === 'insert') return this.#passes(table, watching.of(change.after)) ? change : undefined
    const before = watching.of(change.before)
    if (change.kind === 'delete') return this.#passes(table, before) ? change : undefined
    // A column that the second image does not hold keeps the value that it had.
    const after = watching.of(change.after).map((verdict, at) => verdict ?? before[at])
    const [was, is] = [this.#passes(table, before), this.#passes(table, after)]
    if (was && is) return change
    if (was) return { kind: 'delete', table, before: change.before }
    return is ? { kind: 'insert', table, after: change.after } : undefined
  }

  #passes(table: number, verdict: Verdict): boolean {
    if (verdict.includes(false)) return false
    if (!verdict.includes(undefined)) return true
    const { schema, table: name } = this.#tables[table]?.source ?? { schema: '', table: '' }
    throw new OperationError('XW-S0717', { table: `${schema}.${name}` })
  }

  /** A refused change has no images; only one that is surely outside is passed over. */
  #isOutside({ kind, table }: RefusedChange): boolean {
    const watching = this.#watching[table]
    if (!watching) return false
    const verdicts = kind === 'update' ? watching.lastTwo : watching.lastTwo.slice(-1)
    return verdicts.length > 0 && verdicts.every((verdict) => verdict.includes(false))
  }
}

/** Looks at the filtered columns of every image, and gives them on. */
class WatchingWriter implements TupleWriter {
  readonly columns: readonly CellWriter[]
  readonly #writer: TupleWriter
  readonly #none: Verdict
  readonly #verdicts = new WeakMap<Tuple, Verdict>()
  #current: (boolean | undefined)[] = []
  /** Of the last images, whether they were refused or not. */
  lastTwo: readonly Verdict[] = []

  constructor(table: TableMapping, filter: RowFilter, writer: TupleWriter) {
    this.#writer = writer
    this.#none = filter.columns.map(() => undefined)
    const places = new Map(filter.columns.map((column, at) => [column.name, at]))
    this.columns = loadedColumns(readView(table)).map(({ source }, at) => {
      const inner = writer.columns[at]
      if (!inner) throw new Error('a writer has fewer columns than its table')
      const place = places.get(source.name)
      const column = place === undefined ? undefined : filter.columns[place]
      return place === undefined || !column ? inner : this.#watched(inner, place, column)
    })
  }

  get refusal(): TupleWriter['refusal'] {
    return this.#writer.refusal
  }

  get changed(): TupleWriter['changed'] {
    return this.#writer.changed
  }

  begin(): void {
    this.#current = [...this.#none]
    this.#writer.begin()
  }

  end(): Tuple | null {
    const tuple = this.#writer.end()
    this.lastTwo = [...this.lastTwo.slice(-1), this.#current]
    if (tuple) this.#verdicts.set(tuple, this.#current)
    return tuple
  }

  of(tuple: Tuple): Verdict {
    return this.#verdicts.get(tuple) ?? this.#none
  }

  #watched(inner: CellWriter, place: number, column: FilteredColumn): CellWriter {
    return (cell) => {
      this.#current[place] = verdictOf(cell, column)
      inner(cell)
    }
  }
}

/** Undefined: the image does not hold it, or has a value that is none of its type or beyond the calendar of the tests. */
function verdictOf(cell: Cell, column: FilteredColumn): boolean | undefined {
  if (cell.form === form.null) return passes(column, null)
  const text = cellText(cell)
  const value = text === null ? null : writtenAs(column, text)
  return value !== null && comparable[column.compare].test(value) ? passes(column, value) : undefined
}

/** As the tests of the filter write theirs: no infinity, no number that is none, years of four digits. */
const comparable = {
  number: /^-?\d+(\.\d+)?$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
  timestamp: /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{6}$/,
  text: /^/,
} as const

function writtenAs({ compare, padded }: FilteredColumn, text: string): string {
  if (compare === 'timestamp') return wallTime(text)
  return padded ? text.replace(/ +$/, '') : text
}

function wallTime(text: string): string {
  const [seconds = '', fraction = ''] = text.split('.')
  return `${seconds.length === 10 ? `${seconds} 00:00:00` : seconds}.${fraction.padEnd(6, '0')}`
}
