import type { Snapshot } from '../core/data/connector.js'
import type { RejectCode } from '../core/data/reject.js'
import type { CellWriter, ReadCounts, RowDescription, RowWriter, TableReader } from '../core/data/stream.js'
import { loadedColumns } from '../core/data/stream.js'
import { readView, writeView } from '../core/mapping/derived.js'
import type { TableMapping } from '../core/mapping/mapping.js'
import { Catcher } from '../derived-columns/catcher.js'
import { Deriver, type RowFacts } from '../derived-columns/deriver.js'
import { sendDerived } from '../derived-columns/send.js'

/** Tables as the target has them, and a snapshot that is asked about those and reads what they are made from. */
export class DerivedTables {
  readonly #byWritten = new Map<TableMapping, TableMapping>()
  readonly #derivers = new Map<TableMapping, Deriver>()
  readonly #facts: RowFacts = { operation: 'INSERT', at: Date.now(), position: '', sequence: '' }

  /** The table as it is written. @throws OperationError when its values cannot be made */
  written(table: TableMapping): TableMapping {
    if (!table.derived) return table
    const view = writeView(table)
    this.#byWritten.set(view, table)
    this.#derivers.set(table, new Deriver(table))
    return view
  }

  /** The table as it is read. */
  read(written: TableMapping): TableMapping {
    return readView(this.#byWritten.get(written) ?? written)
  }

  over(snapshot: Snapshot): Snapshot {
    if (this.#byWritten.size === 0) return snapshot
    const { checkChunks, nextValues } = snapshot
    return {
      position: snapshot.position,
      consistent: snapshot.consistent,
      ...(snapshot.inconsistentBecause === undefined ? {} : { inconsistentBecause: snapshot.inconsistentBecause }),
      estimate: (table) => snapshot.estimate(this.read(table)),
      planChunks: (table, rows) => snapshot.planChunks(this.read(table), rows),
      read: (table, chunk, connection) => this.#reader(table, snapshot.read(this.read(table), chunk, connection)),
      ...(checkChunks ? { checkChunks: (table, chunks) => checkChunks.call(snapshot, this.read(table), chunks) } : {}),
      ...(nextValues ? { nextValues: (sequences) => nextValues.call(snapshot, sequences) } : {}),
      ...(snapshot.findings ? { findings: snapshot.findings } : {}),
      close: () => snapshot.close(),
    }
  }

  #reader(written: TableMapping, reader: TableReader): TableReader {
    const table = this.#byWritten.get(written)
    const deriver = table && this.#derivers.get(table)
    if (!table || !deriver) return reader
    return {
      table: reader.table,
      pump: (writer, options): Promise<ReadCounts> =>
        reader.pump(new DerivingWriter(table, deriver, this.#facts, writer), options),
    }
  }
}

/** Stands between a reader and a target: behind the last column of a row it makes the derived ones. */
class DerivingWriter implements RowWriter {
  readonly columns: readonly CellWriter[]
  readonly #table: TableMapping
  readonly #deriver: Deriver
  readonly #facts: RowFacts
  readonly #inner: RowWriter
  readonly #catcher: Catcher
  readonly #plain: number
  readonly #made: readonly CellWriter[]

  constructor(table: TableMapping, deriver: Deriver, facts: RowFacts, inner: RowWriter) {
    this.#table = table
    this.#deriver = deriver
    this.#facts = facts
    this.#inner = inner
    this.#plain = loadedColumns(table).length
    const plain = inner.columns.slice(0, this.#plain)
    this.#made = inner.columns.slice(this.#plain)
    const names = loadedColumns(readView(table)).map(({ source }) => source.name)
    this.#catcher = new Catcher(names, plain, deriver.slots, new Set())
    this.columns = this.#catcher.columns
  }

  begin(): void {
    this.#catcher.begin()
    this.#inner.begin()
  }

  end(): boolean {
    const { values } = this.#catcher.caught
    const made = this.#deriver.derive(values, this.#facts)
    sendDerived(this.#table.derived?.columns ?? [], made, this.#made)
    return this.#inner.end()
  }

  /** Of a derived column the source has no bytes. */
  get refusedColumn(): number {
    const { refusedColumn } = this.#inner
    return refusedColumn < this.#plain ? refusedColumn : -1
  }

  get full(): boolean {
    return this.#inner.full
  }

  drained(): Promise<void> {
    return this.#inner.drained()
  }

  get describeAll(): boolean {
    return this.#inner.describeAll
  }

  describe(row: RowDescription): void {
    this.#inner.describe(row)
  }

  refuseRow(code: RejectCode, row: RowDescription): void {
    this.#inner.refuseRow(code, row)
  }
}
