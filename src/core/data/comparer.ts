import type { Endpoint } from '../dialect/endpoint.js'
import type { TableMapping } from '../mapping/mapping.js'
import type { CanonicalColumn } from './canonical.js'
import type { ValuePolicies } from './reject.js'
import type { DataSegment } from './segment.js'

/** Which side of a mapping an engine holds. */
export type Side = 'source' | 'target'

export interface CompareOptions {
  /** What the load was told to do with values that have no counterpart; the source side does the same. */
  readonly policies: ValuePolicies
  /** Each question is about its own moment: no state of the database is held. For `keyed` and `page` alone. */
  readonly fresh?: boolean
  readonly signal?: AbortSignal
}

/** Computes canonical forms and digests of table data inside an engine (see canonical.ts). */
export interface TableComparer {
  open(endpoint: Endpoint, side: Side, options: CompareOptions): Promise<TableComparison>
  /** The data statements of a script as the source: computed here, by code that shares as little as it can with the load. */
  openScript?(segments: readonly DataSegment[], options: CompareOptions): Promise<TableComparison>
}

/** Order-free digest of a set of rows. Equal sets have equal digests. */
export interface RowSetDigest {
  readonly rows: number
  /** Sum of the first 60 bits of every row's MD5, decimal digits. */
  readonly sum: string
}

export interface TableDigest extends RowSetDigest {
  /** Values per source column that a policy replaced; only on the source side. */
  readonly replaced: ReadonlyMap<string, number>
  /** Source columns for which some rows do not say a value (a script that leaves it to the server), and why. */
  readonly unsaid?: ReadonlyMap<string, string>
}

/**
 * One row: `match` is the hash of its key, the same on both sides (for a table without a key: of the whole row), `hash`
 * that of all its columns. 32 hexadecimal digits each.
 */
export interface RowHash {
  readonly match: string
  readonly hash: string
}

export interface RowText extends RowHash {
  /** Key columns, then all columns of the mapping, in readable canonical text; long values are cut and carry their MD5. */
  readonly key: readonly (string | null)[]
  readonly values: readonly (string | null)[]
}

/** Values of the columns that are compared outside the engine, in full. */
export interface OutsideValues {
  readonly match: string
  readonly values: readonly (string | null)[]
}

/** Canonical texts of a row's key columns. */
export type RowKey = readonly string[]

export interface KeyedRow {
  readonly key: RowKey
  readonly hash: string
  /** Canonical texts, in full, of the columns that were asked for. */
  readonly values: readonly (string | null)[]
}

/** What is to be done to a row so that it is as the other side has it. */
export interface Repair {
  readonly kind: 'insert' | 'update' | 'delete'
  readonly key: RowKey
  /** Canonical texts, one per column; of a delete none. */
  readonly values: readonly (string | null)[]
}

/** One connection that sees one state of the database. One call at a time. */
export interface TableComparison {
  /** One scan of the table. */
  digest(table: TableMapping): Promise<TableDigest>
  /** Digests of the buckets that hold rows. A row's bucket comes from its hash, so no engine's ordering matters. */
  bucketDigests(table: TableMapping, buckets: number): Promise<ReadonlyMap<number, RowSetDigest>>
  /** Rows of the chosen buckets (null: all rows), ordered by match, then hash. */
  rows(table: TableMapping, buckets: number, chosen: readonly number[] | null): AsyncIterable<RowHash>
  /** Rows with these matches, in any order. */
  texts(table: TableMapping, matches: readonly string[]): Promise<readonly RowText[]>
  /** Ordered by match. */
  outside(table: TableMapping): AsyncIterable<OutsideValues>
  /** Canonical texts of these columns, in full, ordered by match. Absent: the side has no columns but those of the mapping. */
  wholes?(table: TableMapping, columns: readonly CanonicalColumn[]): AsyncIterable<OutsideValues>
  /** The rows with these keys, by the key's index, in any order. For tables that `isKeyed`. */
  keyed?(
    table: TableMapping,
    keys: readonly RowKey[],
    columns: readonly CanonicalColumn[],
  ): Promise<readonly KeyedRow[]>
  /** The next rows in the engine's own order of the key. For tables that `isKeyed`. */
  page?(
    table: TableMapping,
    after: RowKey | null,
    limit: number,
    columns: readonly CanonicalColumn[],
  ): Promise<readonly KeyedRow[]>
  /** A statement that does it on this side; null: this engine has no words for one of the values. */
  /** What is to be run in front of such statements, so that they are read as they are meant. */
  readonly repairHead?: readonly string[]
  repair?(table: TableMapping, columns: readonly CanonicalColumn[], repair: Repair): string | null
  close(): Promise<void>
}
