import { type Cell, cellText } from '../core/data/cell.js'
import type { Change, ChangeSink, CommitMark, Position, Tuple, TupleWriter } from '../core/data/changes.js'
import { type CellWriter, loadedColumns } from '../core/data/stream.js'
import { readView } from '../core/mapping/derived.js'
import type { TableMapping } from '../core/mapping/mapping.js'

/** Texts of a row's key, as cells show them, in the order of the table's key; null where one is NULL. */
export type ChangedKey = readonly (string | null)[]

/** Hears what changes, and what of it is on the target. */
export interface ChangeObserver {
  /** The tables that are followed from now on. */
  follows(tables: readonly TableMapping[]): void
  /** Rows that a transaction has changed, by table; it is not on the target yet. */
  changed(rows: readonly { readonly table: number; readonly key: ChangedKey }[], mark: CommitMark): void
  /** Everything up to here is on the target. */
  durable(position: Position): void
}

/** Notes the keys of changed rows on their way from a log to what takes its changes. */
export class ChangedKeys {
  readonly writers: readonly TupleWriter[]
  readonly #observer: ChangeObserver
  readonly #noting: readonly (NotingWriter | undefined)[]
  #rows: { table: number; key: ChangedKey }[] = []

  constructor(tables: readonly TableMapping[], writers: readonly TupleWriter[], observer: ChangeObserver) {
    this.#observer = observer
    this.#noting = tables.map((table, at) => {
      const writer = writers[at]
      return writer && table.key.length > 0 ? new NotingWriter(table, writer) : undefined
    })
    this.writers = writers.map((writer, at) => this.#noting[at] ?? writer)
    observer.follows(tables)
  }

  in(sink: ChangeSink): ChangeSink {
    return {
      begin: (mark) => {
        this.#rows = []
        sink.begin(mark)
      },
      change: (change) => {
        this.#note(change)
        sink.change(change)
      },
      refused: (change) => sink.refused(change),
      commit: (mark) => {
        sink.commit(mark)
        this.#observer.changed(this.#rows, mark)
        this.#rows = []
      },
      definition: (change) => sink.definition(change),
      passed: (mark) => sink.passed(mark),
      get full() {
        return sink.full
      },
      drained: () => sink.drained(),
      abandon: () => sink.abandon(),
    }
  }

  /** Of a transaction of any size only so many rows are kept: the others are met when whole tables are gone through. */
  #note(change: Change): void {
    const noting = this.#noting[change.table]
    if (!noting || change.kind === 'truncate' || this.#rows.length >= mostRows) return
    for (const tuple of [
      ...('before' in change ? [change.before] : []),
      ...('after' in change ? [change.after] : []),
    ]) {
      const key = noting.keyOf(tuple)
      if (key) this.#rows.push({ table: change.table, key })
    }
  }
}

const mostRows = 10_000

class NotingWriter implements TupleWriter {
  readonly columns: readonly CellWriter[]
  readonly #writer: TupleWriter
  readonly #keys = new WeakMap<Tuple, ChangedKey>()
  readonly #size: number
  #key: (string | null)[] = []

  constructor(table: TableMapping, writer: TupleWriter) {
    this.#writer = writer
    this.#size = table.key.length
    this.columns = loadedColumns(readView(table)).map(({ source }, at) => {
      const inner = writer.columns[at]
      if (!inner) throw new Error('a writer has fewer columns than its table')
      const place = table.key.indexOf(source.name)
      return place < 0 ? inner : this.#noted(inner, place)
    })
  }

  get refusal(): TupleWriter['refusal'] {
    return this.#writer.refusal
  }

  get changed(): TupleWriter['changed'] {
    return this.#writer.changed
  }

  begin(): void {
    this.#key = []
    this.#writer.begin()
  }

  end(): Tuple | null {
    const tuple = this.#writer.end()
    if (tuple && this.#key.length === this.#size) this.#keys.set(tuple, this.#key)
    return tuple
  }

  keyOf(tuple: Tuple): ChangedKey | undefined {
    return this.#keys.get(tuple)
  }

  #noted(inner: CellWriter, place: number): CellWriter {
    return (cell: Cell) => {
      this.#key[place] = cellText(cell)
      inner(cell)
    }
  }
}
