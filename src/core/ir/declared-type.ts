import type { Expr } from './expr.js'
import type { Ident } from './names.js'
import type { TypeRef } from './types.js'

/** A type that is said, or taken from a column, a row or a cursor. */
export type DeclaredType =
  | { readonly kind: 'type'; readonly type: TypeRef }
  | { readonly kind: 'typeOf' | 'rowTypeOf'; readonly path: readonly Ident[] }
  | { readonly kind: 'row'; readonly fields: readonly { readonly name: Ident; readonly type: DeclaredType }[] }
  /** A type of the user by its name. */
  | { readonly kind: 'named'; readonly path: readonly Ident[]; readonly native: string }

export interface RecordField {
  readonly name: Ident
  readonly type: DeclaredType
  readonly default?: Expr
}
