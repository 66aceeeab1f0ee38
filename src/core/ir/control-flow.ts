import type { Expr } from './expr.js'
import type { Ident } from './names.js'
import type { Query } from './query.js'
import type { Labelled, Stmt, StmtBase } from './statement.js'

export interface Branch {
  readonly when: Expr
  readonly body: readonly Stmt[]
}

export interface IfStmt extends StmtBase {
  readonly kind: 'if'
  readonly branches: readonly Branch[]
  readonly else?: readonly Stmt[]
}

/** Without `else`, a subject that no branch takes raises an error. */
export interface CaseStmt extends StmtBase {
  readonly kind: 'caseStatement'
  readonly subject?: Expr
  readonly branches: readonly Branch[]
  readonly else?: readonly Stmt[]
}

export interface LoopStmt extends Labelled {
  readonly kind: 'loop'
  readonly body: readonly Stmt[]
}

export interface WhileStmt extends Labelled {
  readonly kind: 'while'
  readonly condition: Expr
  readonly body: readonly Stmt[]
}

export interface RepeatStmt extends Labelled {
  readonly kind: 'repeat'
  readonly body: readonly Stmt[]
  readonly until: Expr
}

export interface ForStmt extends Labelled {
  readonly kind: 'for'
  readonly variable: Ident
  readonly over:
    | { readonly kind: 'range'; readonly from: Expr; readonly to: Expr; readonly reverse: boolean }
    /** `atOnce`: all rows are computed before the first goes through the loop. */
    | { readonly kind: 'rows'; readonly query: Query; readonly atOnce?: true }
    | { readonly kind: 'cursor'; readonly name: Ident; readonly args: readonly Expr[] }
  readonly body: readonly Stmt[]
  /** It stands for one statement, whose count of rows is that of all rounds. */
  readonly sumsCounts?: true
}

export interface Jump extends StmtBase {
  readonly kind: 'leave' | 'iterate'
  /** Absent: the innermost loop. */
  readonly label?: Ident
  /** Absent: always. */
  readonly when?: Expr
}

export interface Return extends StmtBase {
  readonly kind: 'return'
  readonly value?: Expr
}
