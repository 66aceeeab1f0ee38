import type { DeclaredType } from './declared-type.js'
import type { Expr } from './expr.js'
import type { Ident, Origin } from './names.js'
import type { Stmt } from './statement.js'
import type { TypeRef } from './types.js'

/**
 * A stored program read statement by statement: routine, trigger or event. One statement language for all procedural
 * dialects; what a dialect says in words of its own stands in `modifiers`.
 */
export interface Program {
  readonly kind: 'program'
  readonly origin: Origin
  readonly params: readonly Param[]
  readonly returns?: DeclaredType
  readonly characteristics: Characteristics
  /** Of a trigger: the trigger that it follows or precedes. */
  readonly order?: { readonly how: 'follows' | 'precedes'; readonly trigger: Ident }
  /** Of an event. */
  readonly schedule?: Schedule
  readonly body: Stmt
  /** Set on a converted program: temporary tables that it names, for those who check it before they are there. */
  readonly temporaryTables?: readonly TemporaryTable[]
  /** Columns that it says its rows have. */
  readonly rows?: readonly { readonly name: Ident; readonly type: DeclaredType }[]
  /** Set on a converted program: the rows of all its results are put together, and are one result at its end. */
  readonly collects?: RowColumns
  /** Set on a converted program that selects for its caller. */
  readonly results?: ResultShape
  /** How many statements were read and how many of them stayed text, those inside others included. */
  readonly understood: { readonly statements: number; readonly opaque: number }
}

export type RowColumns = readonly { readonly name: Ident; readonly type: TypeRef }[]

export interface TemporaryTable {
  readonly name: Ident
  readonly columns: readonly { readonly name: Ident; readonly type: TypeRef }[]
}

/**
 * How a converted routine hands its caller what it selects. `rows`: it is read like a table, in FROM. `cursors`: its last
 * parameter, in and out, holds a list of open cursors, one for each result in order; they live as long as the transaction.
 */
export type ResultShape =
  | { readonly kind: 'rows'; readonly columns: RowColumns }
  | { readonly kind: 'cursors'; readonly parameter: Ident }

export interface Param {
  readonly name: Ident
  readonly mode: 'in' | 'out' | 'inout'
  readonly type: DeclaredType
  readonly default?: Expr
  readonly origin: Origin
}

export interface Characteristics {
  readonly deterministic?: boolean
  /** Set by conversion, where it is known that nothing is changed: what the result depends on besides the arguments. */
  readonly volatility?: 'immutable' | 'stable'
  readonly dataAccess?: 'none' | 'contains' | 'reads' | 'modifies'
  readonly security?: 'definer' | 'invoker'
  readonly comment?: string
  /** The account whose rights count, as written. */
  readonly definer?: string
  /** Gives one result for many rows. */
  readonly aggregate?: boolean
  /** A routine without a value that the source calls inside of a query. */
  readonly selected?: true
  /** Gives rows one by one. */
  readonly givesRows?: true
  /** Runs in a transaction of its own. */
  readonly autonomous?: true
  /** Settings under which the program was made and always runs, in the dialect's words; upper case, sorted. */
  readonly modes: readonly string[]
}

export interface Schedule {
  readonly at?: Expr
  readonly every?: { readonly amount: Expr; readonly unit: string }
  readonly starts?: Expr
  readonly ends?: Expr
  readonly preserve?: boolean
  readonly enabled?: boolean
}
