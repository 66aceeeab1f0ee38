import type { Literal } from '../ir/expr.js'
import type { Collation, LogicalType } from '../ir/types.js'
import type { DerivedColumns } from './derived.js'
import type { RowFilter } from './row-filter.js'

/**
 * The one mapping from source tables to target tables. Schema, load, change stream and validation all read it, so a
 * rename or a type decision is made once.
 */
export interface Mapping {
  readonly tables: readonly TableMapping[]
  readonly sequences: readonly SequenceMapping[]
}

export interface TableName {
  readonly schema: string
  readonly table: string
}

export interface TableMapping {
  readonly source: TableName
  readonly target: TableName
  readonly columns: readonly ColumnMapping[]
  /** Every column of the source in its order, where `columns` leaves some out: a data statement without a list means them all. */
  readonly allColumns?: readonly string[]
  /** Source columns of the key by which chunks are cut and rows compared: the primary key, else a unique not-null key, else empty. */
  readonly key: readonly string[]
  /** Source columns of every unique key, the primary key among them: by these a script's rows may replace each other. */
  readonly uniques?: readonly (readonly string[])[]
  /** Which of its rows are moved; absent: all. */
  readonly filter?: RowFilter
  /** Columns of the target that are not among `columns`, because their values are made. */
  readonly derived?: DerivedColumns
  /** Tables with a higher number are loaded first; absent: 0. */
  readonly loadOrder?: number
}

export interface ColumnMapping {
  readonly source: {
    readonly name: string
    readonly type: LogicalType
    /** As the source wrote the type. */
    readonly native: string
    readonly nullable: boolean
    /** Computed by the engine: read for validation, and moved only where the target does not compute it. */
    readonly generated: boolean
    /** Computed by the source and moved as data, because the target does not compute it. */
    readonly computed?: true
    /** What the source puts in where a data statement says nothing; without it NULL, or nothing for a column that takes no NULL. */
    readonly absent?: AbsentValue
  }
  readonly target: {
    readonly name: string
    readonly type: LogicalType
    /** Target's own type text, e.g. `numeric(20,0)`, `"shop"."colour"`. */
    readonly native: string
    readonly nullable: boolean
    readonly generated: boolean
    readonly collation?: Collation
  }
  /** The same type of the same engine on both sides: values are equal when the engine prints them the same. */
  readonly verbatim?: true
}

export type AbsentValue =
  /** `of` and `text` as in a literal of the IR. */
  | { readonly kind: 'literal'; readonly of: Literal['of']; readonly text: string }
  /** The next number of the table. */
  | { readonly kind: 'counter' }
  /** A call of one of the engine's own functions: its name, and its arguments when they are literals. */
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly string[] }
  /** Something that only the engine could compute. */
  | { readonly kind: 'expression' }

/** A target sequence (or identity column) whose next value must be set after the load. */
export interface SequenceMapping {
  readonly target:
    | {
        readonly kind: 'sequence'
        readonly schema: string
        readonly name: string
        /** The table whose statement makes it; absent when it has one of its own. */
        readonly madeWith?: { readonly schema: string; readonly table: string }
      }
    | { readonly kind: 'identity'; readonly schema: string; readonly table: string; readonly column: string }
  readonly source:
    | { readonly kind: 'sequence'; readonly schema: string; readonly name: string }
    | { readonly kind: 'identity'; readonly schema: string; readonly table: string; readonly column: string }
  /** Next value as the source declared it, if it did. The value set is never below one past the column's highest. */
  readonly next?: string
}
