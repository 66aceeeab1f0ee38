import type { Ident } from '../../core/ir/names.js'
import type { TypeRef, ValueType } from '../../core/ir/types.js'
import type { ScopeColumn } from './scope.js'

/** A local variable or parameter under its name on the target. */
export interface Variable {
  readonly target: Ident
  /** Type of its values as code sees them: the target's type, the source's collation. */
  readonly type: ValueType
  /** The target's declaration. */
  readonly declared: TypeRef
}

/** What a name inside a stored program may stand for besides columns. Names are compared as the source folds them. */
export interface VariableScope {
  variable(name: string): Variable | undefined
  /** The row images of a trigger, a row variable: its fields. */
  record(name: string): { readonly target: Ident; readonly fields: readonly ScopeColumn[] } | undefined
}
