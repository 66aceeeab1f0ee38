import type { Expr } from './expr.js'
import type { Ident, Origin, QName } from './names.js'
import type { Query } from './query.js'
import type { Table } from './schema.js'
import type { StmtBase } from './statement.js'

/**
 * A change of a table. Columns and keys that come new stand in `Definition.table`. `guarded`: it is no error when there is
 * nothing to do.
 */
export type TableAction =
  | {
      readonly kind: 'addColumn'
      readonly name: Ident
      readonly guarded: boolean
      /** Set by conversion: what rows that are there get, in a column that may not be null and has no default. */
      readonly fill?: Expr
    }
  /** The definition is replaced as a whole; `name` is the new one. */
  | {
      readonly kind: 'changeColumn'
      readonly from: Ident
      readonly name: Ident
      readonly guarded: boolean
      /** Set by conversion: the type stays, values have it by themselves, or must be cast. */
      readonly values?: 'same' | 'fit' | 'cast'
      /** Set by conversion: the column gives numbers by itself until now. */
      readonly identity?: 'kept' | 'dropped'
    }
  | { readonly kind: 'setDefault'; readonly name: Ident; readonly guarded: boolean }
  | { readonly kind: 'renameColumn'; readonly name: Ident; readonly to: Ident; readonly guarded: boolean }
  /** The constraints and indexes of this origin. */
  | { readonly kind: 'addKey'; readonly origin: Origin; readonly guarded: boolean }
  | {
      readonly kind: 'drop'
      readonly what: 'column' | 'index' | 'primaryKey' | 'foreignKey' | 'check' | 'constraint'
      readonly name: Ident
      readonly guarded: boolean
      /** Set by conversion: what a key is on the target; `either` where nobody knows. */
      readonly as?: 'constraint' | 'index' | 'either'
    }
  | { readonly kind: 'renameKey'; readonly name: Ident; readonly to: Ident }
  | { readonly kind: 'renameTable'; readonly to: QName }
  /** The least number that the engine gives next; the column is set by conversion. */
  | { readonly kind: 'nextNumber'; readonly value: bigint; readonly column?: Ident }
  /** Says something that a target without the like can do without. */
  | { readonly kind: 'facet'; readonly text: string }
  /** Not understood, or without a form of its own here. */
  | { readonly kind: 'other'; readonly text: string }

/** A statement that makes, changes or drops an object, kept as text with what it speaks of. */
export interface Definition extends StmtBase {
  readonly kind: 'definition'
  readonly verb: 'create' | 'alter' | 'drop' | 'rename' | 'truncate'
  /** Lower case: `table`, `temporary table`, `view`. */
  readonly object: string
  readonly names: readonly QName[]
  /** The query of CREATE … SELECT. */
  readonly query?: Query
  /**
   * The table that CREATE TABLE makes, as far as it says so by columns. With `actions`: a table under a name of its own that
   * holds what they add, and the columns that this names.
   */
  readonly table?: Table
  /** What is changed of the table that `names` begins with, as far as that was read. */
  readonly actions?: readonly TableAction[]
  /** IF EXISTS or IF NOT EXISTS. */
  readonly guarded?: boolean
  readonly text: string
}
