import type { Endpoint } from '../dialect/endpoint.js'
import type { ColumnMapping, SequenceMapping, TableMapping } from '../mapping/mapping.js'
import type { Cell } from './cell.js'
import type { Chunk } from './connector.js'
import type { InlineEncoder } from './inline.js'
import type { ChangedValues, RejectCode, RejectRecord, ValuePolicies } from './reject.js'

/** Takes one value out of the cell; must be done with the cell's bytes (or hold the row, see `full`) when it returns. */
export interface CellWriter {
  (cell: Cell): void
  /** The way for values that need no translation, because source and target are the same type of the same engine. */
  readonly verbatim?: VerbatimWriter
  /** How it does what nearly every row has, for functions that are compiled per table. */
  readonly inline?: InlineEncoder
}

export interface VerbatimWriter {
  /** Names engine and type. Equal names: equal binary forms, and the target's type takes every value of the source's. */
  readonly takes: (typeForm: string) => boolean
  /** Nothing but verbatim values (and none at all) can be written: the engine's other forms have no encoder. */
  readonly only: boolean
  /** Takes cells of the forms `verbatim`, `null` and `absent`. */
  readonly write: (cell: Cell) => void
  /** The bytes go as they came: nothing in them is put right for the target. */
  readonly unchanged: boolean
}

/** The way for rows that need no translation at all: they go in the engine's own bulk form, as they came. */
export interface WholeRowWriter {
  /** Whether it takes rows whose columns have these forms (see `VerbatimWriter.takes`), in this order. */
  takes(typeForms: readonly (string | null)[]): boolean
  /** One row in `bytes[start, end)`, in place of `begin`, the columns' writers and `end`. */
  write(bytes: Buffer, start: number, end: number): void
}

/** The columns that a load moves, in the order in which readers and writers speak of them. */
export const loadedColumns = (table: TableMapping): readonly ColumnMapping[] =>
  table.columns.filter((column) => !column.source.generated && !column.target.generated)

/**
 * Where a reader sends rows. Per row: `begin`, each column's writer once in order, `end`. A row that cannot be written is
 * refused by `end`, and the reader then describes it. When `full` is set after `end`, the reader waits for `drained`
 * before it touches the bytes it has handed over.
 */
export interface RowWriter {
  readonly columns: readonly CellWriter[]
  /** Absent where rows must be looked at value by value. */
  readonly wholeRows?: WholeRowWriter
  begin(): void
  /** False: the row was refused; `describe` is wanted. */
  end(): boolean
  /** The column that refused the last row; −1 when no single one did. */
  readonly refusedColumn: number
  readonly full: boolean
  drained(): Promise<void>
  /** Every row is to be described, because the target may refuse it later. */
  readonly describeAll: boolean
  describe(row: RowDescription): void
  /** Refuses a row that the reader itself could not take apart. */
  refuseRow(code: RejectCode, row: RowDescription): void
}

export interface RowDescription {
  readonly key: Readonly<Record<string, string | null>>
  /** Bytes of the refused column as the source sent them, or of the row. */
  readonly bytes: Buffer | null
}

/** Bulk rows of one chunk on their way out of an engine. */
export interface TableReader {
  readonly table: TableMapping
  /** Sends every row of the chunk. Rejects when the source fails, when the writer does, or on abort. */
  pump(writer: RowWriter, options?: PumpOptions): Promise<ReadCounts>
}

export interface PumpOptions {
  readonly signal?: AbortSignal
  /** Called now and then with what was read so far of this chunk. */
  readonly onRead?: (counts: ReadCounts) => void
}

export interface ReadCounts {
  readonly rows: number
  /** As they came from the source. */
  readonly bytes: number
}

/** Writes bulk data into an engine. */
export interface TargetConnector {
  open(endpoint: Endpoint, options: TargetOptions): Promise<LoadTarget>
}

export interface TargetOptions {
  readonly connections: number
  readonly policies: ValuePolicies
  /** Whether statistics are gathered after each table; true unless given. */
  readonly analyze?: boolean
  /** Foreign keys that are on the tables are neither looked at nor followed; whoever asks for it sees to it that they hold later. */
  readonly ignoreKeys?: boolean
  readonly signal?: AbortSignal
}

export interface LoadTarget {
  /** What earlier runs did with the table. Throws when the target table is missing or cannot hold the columns. */
  tableState(table: TableMapping): Promise<TargetTableState>
  /** Empties the table and forgets what earlier runs did. */
  restart(table: TableMapping): Promise<void>
  /** Keeps the chunk bounds, so that a later run uses the same ones. `position` is the source's, at the snapshot. */
  savePlan(table: TableMapping, chunks: readonly Chunk[], position: string | null): Promise<void>
  /** Starts a transaction that loads one chunk. `careful` writes small batches and finds the rows that the target refuses. */
  openChunk(table: TableMapping, chunk: Chunk, connection: number, careful: boolean): Promise<ChunkWriter>
  /** Statistics, and the mark that the table is done. */
  finishTable(table: TableMapping): Promise<void>
  setSequences(sequences: readonly SequenceMapping[]): Promise<void>
  close(): Promise<void>
}

export type TargetTableState =
  | { readonly kind: 'empty' }
  /** Rows that no load of ours wrote. */
  | { readonly kind: 'occupied' }
  /** A load of another mapping is under way. */
  | { readonly kind: 'other-plan' }
  | {
      readonly kind: 'started'
      readonly chunks: readonly KnownChunk[]
      readonly finished: boolean
      readonly position: string | null
    }

export interface KnownChunk extends Chunk {
  readonly done: boolean
  readonly counts: ChunkCounts
}

export interface ChunkCounts {
  readonly read: number
  readonly written: number
  readonly rejected: number
  readonly bytes: number
}

export interface ChunkResult extends ChunkCounts {
  readonly rejects: readonly RejectRecord[]
  /** Rejects beyond the first 10,000 of a chunk are counted, not kept. */
  readonly rejectsNotKept: number
  readonly changed: readonly ChangedValues[]
}

export interface ChunkWriter extends RowWriter {
  /**
   * Writes the chunk's mark in the transaction of its rows and commits. `keep` gets the rejects before that, so that none
   * is lost when we die in between. Throws TargetRefusal when a row may be at fault.
   */
  commit(counts: ReadCounts, keep: (rejects: readonly RejectRecord[]) => Promise<void>): Promise<ChunkResult>
  /** Undoes the chunk. Never throws. */
  rollback(): Promise<void>
}

/** The target refused data of the chunk, not the chunk: a careful second try can find the row. */
export class TargetRefusal extends Error {
  override readonly name = 'TargetRefusal'
}

/** The reader has learnt something that changes rows it has handed over already: the chunk is to be read once more. */
export class ReadAgain extends Error {
  override readonly name = 'ReadAgain'
}
