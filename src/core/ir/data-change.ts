import type { ColumnRef, Expr, OrderItem } from './expr.js'
import type { Ident, QName } from './names.js'
import type { Query, SelectItem, TableExpr, TableRef, With } from './query.js'
import type { StmtBase, Target } from './statement.js'

export interface SetItem {
  readonly column: ColumnRef
  readonly value: Expr
}

/** What all statements that change rows have. */
export interface RowChange extends StmtBase {
  readonly with?: With
  /** Errors become warnings, rows that raise them are left out. */
  readonly ignore: boolean
  /** Words without meaning for the result (priority and the like), upper case. */
  readonly modifiers: readonly string[]
  readonly returning: readonly SelectItem[]
  /** What takes the values of `returning`. */
  readonly into?: readonly Target[]
  /** Set by conversion: other changes that are made with this one, under names; all see the rows as they were before any. */
  readonly changes?: readonly NamedChange[]
}

export interface NamedChange {
  readonly name: Ident
  readonly change: Insert | Update | Delete
}

/**
 * Set by conversion: what becomes of a new row that meets one with the same key. `on` is the key, by name or by its parts;
 * absent: any key. Without `set` the new row is left out. In `set` the table's name stands for the row that is there.
 */
export interface Conflict {
  readonly on?: { readonly constraint: Ident } | { readonly parts: readonly Expr[] }
  readonly set: readonly SetItem[]
}

export interface Insert extends RowChange {
  readonly kind: 'insert'
  /** Rows with the same key are removed first. */
  readonly replace: boolean
  readonly table: QName
  readonly partitions: readonly Ident[]
  /** Empty: all columns in order. */
  readonly columns: readonly Ident[]
  readonly source: { readonly rows: readonly (readonly Expr[])[] } | { readonly query: Query }
  /** Name of the new row and of its columns, for `onDuplicate`. */
  readonly newRow?: { readonly name: Ident; readonly columns: readonly Ident[] }
  /** What happens to the row that is there already; empty: an error, or what `ignore` and `replace` say. */
  readonly onDuplicate: readonly SetItem[]
  /** Set by conversion, in place of `ignore`, `replace` and `onDuplicate`. */
  readonly conflict?: Conflict
}

export interface Update extends RowChange {
  readonly kind: 'update'
  readonly tables: readonly TableExpr[]
  /** Set by conversion: the table that is changed. `tables` are then those that it is joined with, on conditions in `where`. */
  readonly target?: TableRef
  /** Assigned from left to right: a later value sees an earlier one in some engines. */
  readonly set: readonly SetItem[]
  readonly where?: Expr
  readonly orderBy: readonly OrderItem[]
  readonly limit?: Expr
}

export interface Delete extends RowChange {
  readonly kind: 'delete'
  /** Names or aliases of the tables that lose rows; empty: the only table of `tables`. */
  readonly targets: readonly QName[]
  readonly tables: readonly TableExpr[]
  /** Set by conversion: the table that loses rows. `tables` are then those that it is joined with, on conditions in `where`. */
  readonly target?: TableRef
  readonly where?: Expr
  readonly orderBy: readonly OrderItem[]
  readonly limit?: Expr
}

/** Rows from a file; everything but the table is in the text. */
export interface Load extends StmtBase {
  readonly kind: 'load'
  readonly table: QName
  readonly text: string
}
