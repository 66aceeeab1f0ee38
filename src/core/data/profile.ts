import type { Endpoint } from '../dialect/endpoint.js'
import type { Report } from '../findings/finding.js'
import type { PartId } from '../ir/names.js'
import type { Catalog } from '../ir/schema.js'

/** What is known of the values of one column. An absent fact was not asked, or the column holds no value that could answer. */
export interface ColumnProfile {
  /** Only 0, 1 and null. */
  readonly onlyZeroOne?: boolean
  /** Every duration lies from 0 up to 24 hours. */
  readonly timeWithinDay?: boolean
  /** Rows that hold the error value of an enumeration. */
  readonly enumErrors?: number
  /** Rows that hold zero or partial dates. */
  readonly zeroDates?: number
  /** Highest value of an unsigned column, decimal digits. */
  readonly maxUnsigned?: string
  /** Rows whose text ends in blanks; asked for columns of unique keys. */
  readonly trailingBlanks?: number
  /** Rows whose text holds U+0000. */
  readonly nulBytes?: number
  /** Length of the longest value in bytes; asked for types without a small limit. */
  readonly longest?: number
}

/** Facts about the data of a live source, by column part. They decide where a type alone leaves a choice. */
export type DataProfile = ReadonlyMap<PartId, ColumnProfile>

export interface ProfileOptions {
  /** Tables that are thought to hold more rows are passed over, and a finding says so. No limit unless given. */
  readonly maxRows?: number
  readonly signal?: AbortSignal
}

/** Asks a live source for those facts: one aggregate query per table, no row leaves the server. */
export interface DataProfiler {
  profile(endpoint: Endpoint, catalog: Catalog, options?: ProfileOptions): Promise<Report<DataProfile>>
}
