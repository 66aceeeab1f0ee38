import type { Endpoint } from '../dialect/endpoint.js'
import type { TableName } from '../mapping/mapping.js'

/** A row that is not what it should be, as it is kept on the target. */
export interface JournalEntry {
  readonly key: Readonly<Record<string, string>>
  readonly kind: 'differing' | 'missing' | 'extra'
  readonly columns: readonly {
    readonly column: string
    readonly source: string | null
    readonly target: string | null
  }[]
  /** ms since 1970. */
  readonly at: number
}

/** Where people find on the target which rows differ. */
export interface ValidationJournal {
  /** What is known of a table of the source now, in the place of what was known. */
  replace(table: TableName, entries: readonly JournalEntry[]): Promise<void>
  close(): Promise<void>
}

export interface ValidationJournals {
  open(endpoint: Endpoint, task: string): Promise<ValidationJournal>
}
