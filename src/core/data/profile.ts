import type { PartId } from '../ir/names.js'

/** What is known of the values of one column. An absent fact was not asked. */
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
  /** Rows whose text ends in blanks. */
  readonly trailingBlanks?: number
}

/** Facts about the data of a live source, by column part. They decide where a type alone leaves a choice. */
export type DataProfile = ReadonlyMap<PartId, ColumnProfile>
