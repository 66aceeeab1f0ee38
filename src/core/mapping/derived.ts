import { createHash } from 'node:crypto'
import type { ColumnMapping, TableMapping } from './mapping.js'

/** Columns of a target whose values mapping rules make from the rows of the source. */
export interface DerivedColumns {
  /** Source columns that the target does not have as they are: only derived values are made from them. */
  readonly inputs: readonly ColumnMapping[]
  readonly columns: readonly DerivedColumn[]
}

export interface DerivedColumn {
  /** Rule-id of the rule that asks for it. */
  readonly rule: string
  readonly target: ColumnMapping['target']
  readonly by: Derivation
}

export type Derivation =
  /** An expression of SQLite. `$name` is a column of the source, `$AR_H_…` and `$AR_M_…` are what is known of the row and its table. */
  | { readonly kind: 'expression'; readonly text: string }
  /** The value of a column of the source, made unrecognizable. */
  | { readonly kind: 'mask'; readonly column: string; readonly mask: Mask }
  /** What a column of the source held in front of the last update; NULL for rows that were loaded or inserted. */
  | { readonly kind: 'before'; readonly column: string }

export type Mask =
  /** Each digit becomes this character. */
  | { readonly kind: 'digits'; readonly by: string }
  /** Each digit becomes another one, which follows from the value and a secret. `print` tells one secret from another. */
  | { readonly kind: 'other-digits'; readonly print: string }
  /** SHA-256 of the text in UTF-8, 64 hexadecimal digits, upper case. */
  | { readonly kind: 'hash' }

/** The table as those see it who read it on the source: with everything from which values are made. */
export function readView(table: TableMapping): TableMapping {
  if (!table.derived) return table
  return { ...table, columns: [...table.columns, ...table.derived.inputs] }
}

/** The table as those see it who write it: derived columns stand behind all others, and are as good as read. */
export function writeView(table: TableMapping): TableMapping {
  if (!table.derived) return table
  const { derived, ...rest } = table
  return { ...rest, columns: [...table.columns, ...derived.columns.map(asRead)] }
}

const asRead = ({ rule, by, target }: DerivedColumn): ColumnMapping => ({
  source: {
    ...{ name: target.name, type: target.type, nullable: true, generated: false },
    native: `rule ${rule} ${createHash('sha256').update(JSON.stringify(by)).digest('hex').slice(0, 16)}`,
  },
  target,
})
