import type { Expr } from './expr.js'
import type { Ident } from './names.js'
import type { Stmt, StmtBase, Target } from './statement.js'

export type Condition =
  | { readonly kind: 'sqlstate'; readonly value: string }
  | { readonly kind: 'errorNumber'; readonly value: string }
  | { readonly kind: 'named'; readonly name: Ident }
  | { readonly kind: 'warning' | 'notFound' | 'exception' }

export interface Handler extends StmtBase {
  readonly kind: 'handler'
  /** After the body: `continue` goes on behind the statement that raised, `exit` leaves the block. */
  readonly action: 'continue' | 'exit' | 'undo'
  readonly conditions: readonly Condition[]
  readonly body: Stmt
}

/** WHEN … THEN of an exception section. What the block did before the error stays, in engines where only the statement fails. */
export interface ExceptionBranch extends StmtBase {
  readonly conditions: readonly Condition[]
  readonly body: readonly Stmt[]
}

/** A RESIGNAL without condition raises again what a handler caught. */
export interface Signal extends StmtBase {
  readonly kind: 'signal' | 'resignal'
  readonly condition?: Condition
  /** In place of a condition: the number of the program's own error. */
  readonly number?: Expr
  readonly items: readonly { readonly name: string; readonly value: Expr }[]
}

export interface GetDiagnostics extends StmtBase {
  readonly kind: 'getDiagnostics'
  readonly area: 'current' | 'stacked'
  /** Number of the condition; absent: facts of the statement. */
  readonly condition?: Expr
  readonly items: readonly { readonly target: Target; readonly name: string }[]
}

/**
 * Made by conversion, for engines that catch errors by taking back what the block did: what `body` changed before the error
 * is undone, then the first fitting catch runs, then what stands behind the guard. Variables keep their values.
 */
export interface Guard extends StmtBase {
  readonly kind: 'guard'
  readonly body: readonly Stmt[]
  readonly catches: readonly Catch[]
}

export interface Catch {
  /** SQLSTATE values of the target, or its error numbers (four digits), or every error. */
  readonly states: readonly string[] | 'any'
  readonly body: readonly Stmt[]
}
