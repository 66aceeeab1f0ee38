import type { DeclaredType, RecordField } from './declared-type.js'
import type { Condition } from './error-handling.js'
import type { Expr, Opaque } from './expr.js'
import type { Ident } from './names.js'
import type { Program } from './program.js'
import type { Query } from './query.js'
import type { StmtBase } from './statement.js'

export type Declaration =
  | VariableDeclaration
  | ConditionDeclaration
  | CursorDeclaration
  | TypeDeclaration
  | RoutineDeclaration
  | Opaque

/** A type that lives in the program or package that declares it. */
export interface TypeDeclaration extends StmtBase {
  readonly kind: 'declareType'
  readonly name: Ident
  readonly is:
    | { readonly kind: 'record'; readonly fields: readonly RecordField[] }
    /** `index`: by what its elements are found when they have no numbers in a row. `limit`: it takes no more elements. */
    | { readonly kind: 'list'; readonly of: DeclaredType; readonly index?: DeclaredType; readonly limit?: number }
    | { readonly kind: 'alias'; readonly of: DeclaredType }
}

/** A program inside of another one, or a member of a package. */
export interface RoutineDeclaration extends StmtBase {
  readonly kind: 'declareRoutine'
  readonly form: 'function' | 'procedure'
  readonly name: Ident
  /** Of an object type: what it is to it. */
  readonly method?: Method
  /** The head alone stands without its body. */
  readonly headOnly?: true
  readonly program: Program
}

/** A program of an object type: called with an object, with the type alone, or to make an object. */
export interface Method {
  readonly of: 'member' | 'static' | 'constructor'
  /** Types under it have to bring the body. */
  readonly abstract?: true
  /** Objects are compared by it. */
  readonly compares?: 'map' | 'order'
}

export interface VariableDeclaration extends StmtBase {
  readonly kind: 'declareVariables'
  /** Several names share type and default; the default is computed once. */
  readonly names: readonly Ident[]
  readonly type: DeclaredType
  readonly default?: Expr
  /** Its value never changes. */
  readonly constant?: true
  /** No value is an error. */
  readonly required?: true
}

export interface CursorDeclaration extends StmtBase {
  readonly kind: 'declareCursor'
  readonly name: Ident
  readonly params: readonly { readonly name: Ident; readonly type: DeclaredType }[]
  /** A query, or the name of a statement that is prepared elsewhere. */
  readonly source:
    | { readonly query: Query }
    | { readonly prepared: Ident }
    | { readonly opaque: Opaque }
    /** Set by conversion: OPEN says what the cursor reads. */
    | { readonly atOpen: true }
}

export interface ConditionDeclaration extends StmtBase {
  readonly kind: 'declareCondition'
  readonly name: Ident
  /** Absent: an error of the program's own, unlike every other. */
  readonly condition?: Condition
}
