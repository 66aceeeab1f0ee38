import type { Finding } from '../core/findings/finding.js'

/** What is known about one table after both sides were compared. */
export interface TableVerdict {
  /** Dotted names. */
  readonly source: string
  readonly target: string
  /** `explained`: all differences are ones that the load has reported. `failed`: one side could not be asked. */
  readonly state: 'equal' | 'explained' | 'different' | 'failed'
  readonly reason: string | null
  readonly sourceRows: number
  readonly targetRows: number
  /** Rows that are on both sides with other values. */
  readonly differing: number
  readonly missing: number
  readonly extra: number
  /** Rows that are missing because the load set them aside, and values that a policy replaced. */
  readonly explained: { readonly rows: number; readonly values: number }
  /** Columns whose values were compared. */
  readonly columns: number
  readonly unverified: readonly { readonly column: string; readonly because: string }[]
  /** Columns compared by meaning and not by text. */
  readonly byMeaning: readonly string[]
  /** The first differences, at most as many as asked for. */
  readonly differences: readonly RowDifference[]
  readonly seconds: number
}

export interface RowDifference {
  readonly kind: 'differing' | 'missing' | 'extra'
  /** Key columns of the source by name; empty for a table without a key. */
  readonly key: Readonly<Record<string, string | null>>
  /** The columns that differ; of a missing or extra row all of them. */
  readonly columns: readonly ColumnDifference[]
}

export interface ColumnDifference {
  readonly column: string
  readonly source: string | null
  readonly target: string | null
}

export interface ValidationResult {
  readonly tables: readonly TableVerdict[]
  readonly totals: {
    readonly tables: number
    readonly rows: number
    /** Compared cells: rows times compared columns. */
    readonly values: number
    readonly differing: number
    readonly missing: number
    readonly extra: number
    readonly explainedRows: number
    readonly explainedValues: number
    readonly failedTables: number
    readonly unverifiedColumns: number
  }
  /** True when nothing differs but what the load has reported, and every table could be asked. */
  readonly equal: boolean
  readonly findings: readonly Finding[]
  readonly seconds: number
}
