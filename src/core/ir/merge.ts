import type { RowChange, SetItem } from './data-change.js'
import type { Expr } from './expr.js'
import type { Ident } from './names.js'
import type { TableExpr, TableRef } from './query.js'

/** Rows of `using` change the rows of the target that `on` finds for them; those without one are added. */
export interface Merge extends RowChange {
  readonly kind: 'merge'
  readonly target: TableRef
  readonly using: TableExpr
  readonly on: Expr
  /** The first one whose condition holds is taken. */
  readonly branches: readonly MergeBranch[]
}

export type MergeBranch =
  | {
      readonly kind: 'update'
      readonly where?: Expr
      readonly set: readonly SetItem[]
      /** Rows that were changed and now fulfil it go. Taken out by conversion. */
      readonly deleteWhere?: Expr
    }
  | {
      readonly kind: 'insert'
      readonly where?: Expr
      /** Empty: all columns in order. */
      readonly columns: readonly Ident[]
      readonly values: readonly Expr[]
    }
  /** Set by conversion. */
  | { readonly kind: 'delete'; readonly where?: Expr }
