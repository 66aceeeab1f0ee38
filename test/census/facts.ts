/** What both servers are asked about, in one vocabulary. Read with SQL of this folder only, never through the program's own model. */
export interface DatabaseFacts {
  readonly schema: string
  readonly tables: readonly TableFacts[]
  readonly views: readonly { readonly name: string; readonly columns: readonly string[] }[]
  readonly sequences: readonly SequenceFacts[]
}

export interface TableFacts {
  readonly name: string
  readonly comment: string
  readonly columns: readonly ColumnFacts[]
  readonly indexes: readonly IndexFacts[]
  readonly foreignKeys: readonly ForeignKeyFacts[]
  readonly checks: readonly { readonly name: string; readonly column: string | null; readonly text: string }[]
  /** Leaves: subpartitions where there are some. 0: not partitioned. */
  readonly partitions: number
  /** What the counter of the numbered column gives next. */
  readonly next: string | null
}

export interface ColumnFacts {
  readonly name: string
  /** As the server itself prints the type. */
  readonly type: string
  /** The labels of an enumeration. */
  readonly labels: readonly string[] | null
  readonly nullable: boolean
  readonly comment: string
  readonly generated: boolean
  readonly numbered: boolean
  /** Whether an UPDATE that does not name the column sets it. */
  readonly onUpdate: boolean
  /** The value that a row gets which does not name the column, as text; null: none, or NULL. */
  readonly fallback: string | null
  readonly collation: string | null
}

export interface IndexFacts {
  readonly name: string
  readonly primary: boolean
  readonly unique: boolean
  /** `a`, `a desc`, and `?` for what is no plain column. */
  readonly parts: readonly string[]
  readonly method: string
}

export interface ForeignKeyFacts {
  readonly name: string
  readonly columns: readonly string[]
  readonly target: string
  readonly targetColumns: readonly string[]
  readonly onUpdate: string
  readonly onDelete: string
}

export interface SequenceFacts {
  readonly name: string
  readonly increment: string
  readonly cycles: boolean
  readonly next: string
}

/** Stands for a default that the source itself cannot store. */
export const noValue = '(no row can take it)'

/** Rows of one key, in their order. */
export function groupBy<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const name = key(row)
    const list = groups.get(name)
    if (list) list.push(row)
    else groups.set(name, [row])
  }
  return groups
}
