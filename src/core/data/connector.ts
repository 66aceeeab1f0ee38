import type { Endpoint } from '../dialect/endpoint.js'
import type { Finding } from '../findings/finding.js'
import type { ColumnMapping, SequenceMapping, TableMapping } from '../mapping/mapping.js'
import type { ValuePolicies } from './reject.js'
import type { DataSegment } from './segment.js'
import type { TableReader } from './stream.js'

/** Reads bulk data out of an engine. */
export interface SourceConnector {
  /** One consistent state of the whole source, seen by several connections. */
  openSnapshot(endpoint: Endpoint, options: SnapshotOptions): Promise<Snapshot>
  /** The data statements of a script as a snapshot: consistent, without connections. */
  openScript?(segments: readonly DataSegment[], options: SnapshotOptions): Promise<Snapshot>
}

export interface SnapshotOptions {
  readonly connections: number
  readonly tables: readonly TableMapping[]
  readonly policies?: ValuePolicies
  /** The place of the snapshot in the log is wanted, where that costs the source something. */
  readonly positioned?: boolean
  readonly signal?: AbortSignal
}

export interface Snapshot {
  /** Where the change log stood when the snapshot was taken, in the engine's own notation; null when it keeps none. */
  readonly position: string | null
  /** False when the engine or the rights did not allow one state for all connections; the reason goes into a finding. */
  readonly consistent: boolean
  readonly inconsistentBecause?: string
  /** Rows and bytes; estimates. */
  estimate(table: TableMapping): Promise<SizeEstimate>
  /** Cuts a table into key ranges; the server finds and compares the bounds. One chunk with no bounds for a table without a key. */
  planChunks(table: TableMapping, rowsPerChunk: number): Promise<readonly Chunk[]>
  /** Streams one chunk on one of the snapshot's connections (0 to connections − 1). */
  read(table: TableMapping, chunk: Chunk, connection: number): TableReader
  /** Throws an OperationError when chunks that an earlier run planned are not those of this source any more. */
  checkChunks?(table: TableMapping, chunks: readonly Chunk[]): Promise<void>
  /** Next values of identity columns and sequences, for those of the tables that have them. Digits. */
  nextValues?(sequences: readonly SequenceMapping[]): Promise<readonly SequenceMapping[]>
  /** What else a person must know of how the source was read. */
  readonly findings?: readonly Finding[]
  close(): Promise<void>
}

export interface SizeEstimate {
  readonly rows: number
  readonly bytes: number
  /** The rows are only guessed from the bytes: those that are read tell better how many there are. */
  readonly guessed?: boolean
}

/** A half-open range of the key, with bounds in the engine's own literal text; null is unbounded. */
export interface Chunk {
  readonly index: number
  readonly from: readonly string[] | null
  readonly to: readonly string[] | null
}

export type { TableComparer } from './comparer.js'
export type { TargetConnector } from './stream.js'
export type { ColumnMapping, Endpoint, SequenceMapping, TableMapping }
