import type { Endpoint } from '../dialect/endpoint.js'
import type { TableMapping } from '../mapping/mapping.js'

/** Which side of a mapping an engine holds. */
export type Side = 'source' | 'target'

/** Order-free digest of a set of rows, computed inside the engine from canonical text. Equal sets have equal digests. */
export interface RowSetDigest {
  readonly rows: bigint
  /** Sums of pieces of per-row hashes, as decimal text. */
  readonly sums: readonly string[]
}

/** One row: its key in canonical text, the hash of the row and, when asked for, each column in canonical text. */
export interface CanonicalRow {
  readonly key: readonly (string | null)[]
  readonly hash: string
  readonly values?: readonly (string | null)[]
}

/** A bucket of rows: those whose key hash, modulo `of`, is `number`. Buckets are found by hash, so no engine's ordering matters. */
export interface Bucket {
  readonly of: number
  readonly number: number
}

export interface TableComparer {
  open(endpoint: Endpoint, side: Side, signal?: AbortSignal): Promise<TableComparison>
}

export interface TableComparison {
  /** Digest of every bucket in one scan; `buckets` 1 gives one digest of the whole table. */
  digests(table: TableMapping, buckets: number): Promise<readonly RowSetDigest[]>
  /** Key and hash of each row in a bucket, then, for chosen rows, their values. */
  rows(table: TableMapping, bucket: Bucket): AsyncIterable<CanonicalRow>
  values(table: TableMapping, keyHashes: readonly string[]): Promise<readonly CanonicalRow[]>
  close(): Promise<void>
}
