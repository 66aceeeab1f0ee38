import type { Expr } from './expr.js'
import type { Ident } from './names.js'
import type { Query } from './query.js'
import type { Stmt, StmtBase, Target } from './statement.js'

/** Set by conversion: rows of a cursor that outlive its transaction, a list for each column, and which row was fetched last. */
export interface RowLists {
  readonly at: Ident
  readonly values: readonly Ident[]
}

export interface OpenCursor extends StmtBase {
  readonly kind: 'openCursor'
  readonly cursor: Ident
  readonly args: readonly Expr[]
  /** A query or an expression that gives its text: said by the statement, or set by conversion from the declaration. */
  readonly reads?:
    | { readonly query: Query }
    | { readonly text: Expr; readonly using?: readonly Expr[]; readonly parts?: readonly Expr[] }
  /** Set by conversion: all rows are computed before the program goes on. */
  readonly atOnce?: true
  readonly lists?: RowLists
}

export interface FetchCursor extends StmtBase {
  readonly kind: 'fetchCursor'
  readonly cursor: Ident
  readonly targets: readonly Target[]
  /** Without a row nothing happens: the program asks. */
  readonly silent?: true
  /** All rows that are left, or so many of them: each target is a list. */
  readonly collects?: 'all' | { readonly limit: Expr }
  /** Set by conversion: runs when there is no row. */
  readonly notFound?: readonly Stmt[]
  /**
   * Set by conversion: the targets must keep their values when there is no row, so that the row goes into this record first;
   * its fields are those of the cursor's query, in the order of the targets.
   */
  readonly through?: { readonly record: Ident; readonly fields: readonly Ident[] }
  readonly lists?: RowLists
}

export interface CloseCursor extends StmtBase {
  readonly kind: 'closeCursor'
  readonly cursor: Ident
  readonly lists?: RowLists
}

/** In an aggregate function: goes to the next row of the group; its values are in the parameters. */
export interface FetchGroupRow extends StmtBase {
  readonly kind: 'fetchGroupRow'
}
