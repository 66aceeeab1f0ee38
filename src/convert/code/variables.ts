import type { Call, Expr, VariableRef } from '../../core/ir/expr.js'
import type { Ident } from '../../core/ir/names.js'
import type { TypeRef, ValueType } from '../../core/ir/types.js'
import type { CodeContext } from './code-context.js'
import type { ScopeColumn } from './scope.js'

/** A local variable or parameter under its name on the target. */
export interface Variable {
  readonly target: Ident
  /** Type of its values as code sees them: the target's type, the source's collation. */
  readonly type: ValueType
  /** The target's declaration. */
  readonly declared: TypeRef
}

export interface RecordVariable {
  readonly target: Ident
  readonly fields: readonly ScopeColumn[]
  /** Each field is a variable of its own, in the order of the fields. */
  readonly parts?: readonly Variable[]
}

/** What a name inside a stored program may stand for besides columns. Names are compared as the source folds them. */
export interface VariableScope {
  variable(name: string): Variable | undefined
  /** The row images of a trigger, a row variable: its fields. */
  record(name: string): RecordVariable | undefined
  /** What the program knows of its session. Absent: its variables cannot be named. */
  readonly session?: SessionScope
}

export interface SessionScope {
  /** What stands for a variable of the user or of the server. Undefined, with a finding: nothing does. */
  variable(ref: VariableRef, ctx: CodeContext): Expr | undefined
  /** What stands for a core call about the session or the statement before. Undefined: the call stays. */
  call(call: Call, ctx: CodeContext): Expr | undefined
  /** The session as a handler sees it, which knows the error at hand. */
  readonly whileCatching?: SessionScope
}
