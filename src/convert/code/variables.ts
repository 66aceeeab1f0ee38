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
  /** Of a package: the name under which the session keeps its value. */
  readonly kept?: string
  /** The package that a kept one belongs to, in lower case. */
  readonly keptBy?: string
  /** It lives as long as a statement that fires triggers: each statement inside another one has its own. */
  readonly perStatement?: true
  /** An attribute of the object that a method is called with, by its name. */
  readonly ofSelf?: string
  /** Of a constant: what stands in its place, with the names that are in sight where it is declared. */
  readonly value?: { readonly expr: Expr; readonly scope: VariableScope }
}

/** A type of the user that a program or package declares. */
export type NamedType =
  | {
      readonly kind: 'value'
      readonly type: Pick<Variable, 'type' | 'declared'>
      /** Of a record: what its fields start as, where one of them says so. */
      readonly defaults?: readonly (Expr | undefined)[]
    }
  | { readonly kind: 'record'; readonly fields: readonly NamedField[] }

export interface NamedField extends Pick<Variable, 'type' | 'declared'> {
  readonly name: string
  readonly default?: Expr
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
  /** A type by its name, with that of its package where it has one. Absent: none is declared. */
  named?(name: string): NamedType | undefined
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
