import type { NamedChange } from './data-change.js'
import type { Expr, Opaque, OrderItem, Window } from './expr.js'
import type { Ident, Origin, QName } from './names.js'
import type { TypeRef } from './types.js'

export interface Query {
  readonly kind: 'query'
  readonly origin: Origin
  readonly with?: With
  readonly body: QueryBody
  readonly orderBy: readonly OrderItem[]
  readonly limit?: Expr
  readonly offset?: Expr
  /** FOR UPDATE, FOR SHARE, with NOWAIT or SKIP LOCKED. */
  readonly lock?: {
    readonly strength: 'update' | 'share'
    readonly wait?: 'nowait' | 'skipLocked'
    readonly of: readonly QName[]
  }
}

export interface With {
  readonly recursive: boolean
  readonly ctes: readonly Cte[]
  /** Set by conversion: changes whose RETURNING the query reads. They are in the target's terms; walks stay out of them. */
  readonly changes?: readonly NamedChange[]
}

export interface Cte {
  readonly name: Ident
  readonly columns: readonly Ident[]
  readonly query: Query
  /** A recursive one: `into` orders its rows as a walk that goes down before it goes on, siblings by `by`. */
  readonly search?: { readonly by: readonly Ident[]; readonly into: Ident }
  /** A recursive one: a row whose `columns` an ancestor has too is marked, and is the last on its way. */
  readonly cycle?: { readonly columns: readonly Ident[]; readonly mark: Ident; readonly path: Ident }
}

export type QueryBody = Select | SetOperation | Values | NestedQuery

/** A parenthesised query with its own ORDER BY or LIMIT inside a set operation. */
export interface NestedQuery {
  readonly kind: 'nested'
  readonly query: Query
}

export interface SetOperation {
  readonly kind: 'setOperation'
  readonly op: 'union' | 'intersect' | 'except'
  readonly all: boolean
  readonly left: QueryBody
  readonly right: QueryBody
}

export interface Values {
  readonly kind: 'values'
  readonly rows: readonly (readonly Expr[])[]
}

export interface Select {
  readonly kind: 'select'
  readonly origin: Origin
  readonly distinct: boolean
  readonly items: readonly SelectItem[]
  /** Empty: no FROM, or FROM DUAL. */
  readonly from: readonly TableExpr[]
  readonly where?: Expr
  readonly groupBy: readonly OrderItem[]
  readonly rollup: boolean
  /** How the keys of `groupBy` make groups when it is more than all of them, or ROLLUP of all of them. `rollup` is set too. */
  readonly grouping?: readonly Grouping[]
  readonly hierarchy?: Hierarchy
  readonly having?: Expr
  readonly windows: readonly { readonly name: Ident; readonly window: Window }[]
  /** Hints and modifiers that name no meaning (SQL_NO_CACHE, optimizer hints), as written. */
  readonly hints: readonly string[]
}

/**
 * The rows of FROM that conditions between tables let pass become trees; the other conditions of WHERE choose among what is
 * found. Expressions of the select ask about a row's place by `core.hierarchy_level`, `_leaf`, `_cycle`, `_path`, `_root`
 * and `_prior`, which is the row above.
 */
export interface Hierarchy {
  /** Absent: every row is a root. */
  readonly startWith?: Expr
  readonly connectBy: Expr
  /** What is said about a row that is its own ancestor; absent: the way ends there. */
  readonly loop?: string
  readonly siblings: readonly OrderItem[]
}

/** A part of GROUP BY; `at` is the place of a key in `groupBy`. */
export type Grouping =
  | { readonly kind: 'key'; readonly at: number }
  | { readonly kind: 'list' | 'rollup' | 'cube' | 'sets'; readonly of: readonly Grouping[] }

export type SelectItem =
  | {
      readonly kind: 'expr'
      readonly expr: Expr
      readonly alias?: Ident
      /** The name the source engine gives the column when there is no alias. */
      readonly impliedName?: string
    }
  | { readonly kind: 'star'; readonly table?: QName; readonly origin: Origin }

export type TableExpr = TableRef | DerivedTable | Join | JsonTable | ListTable | OpaqueTable

export interface TableRef {
  readonly kind: 'tableRef'
  readonly origin: Origin
  readonly name: QName
  readonly alias?: Ident
  readonly partitions: readonly Ident[]
  /** Index hints, as written. */
  readonly hints: readonly string[]
  /** Set by conversion: a call that gives the rows, in place of the name. */
  readonly rows?: Expr
}

export interface DerivedTable {
  readonly kind: 'derived'
  readonly origin: Origin
  readonly query: Query
  readonly alias: Ident
  readonly columns: readonly Ident[]
  readonly lateral: boolean
}

export interface Join {
  readonly kind: 'join'
  readonly origin: Origin
  readonly join: 'inner' | 'left' | 'right' | 'full' | 'cross'
  readonly natural: boolean
  readonly left: TableExpr
  readonly right: TableExpr
  readonly on?: Expr
  readonly using: readonly Ident[]
  /** Words of the join that steer the optimizer alone (STRAIGHT_JOIN), as written. Absent: none. */
  readonly hints?: readonly string[]
}

export interface JsonTable {
  readonly kind: 'jsonTable'
  readonly origin: Origin
  readonly input: Expr
  readonly path: Expr
  readonly columns: readonly JsonTableColumn[]
  readonly alias: Ident
}

export type JsonTableColumn =
  | { readonly kind: 'ordinality'; readonly name: Ident }
  | {
      readonly kind: 'value'
      readonly name: Ident
      readonly type: TypeRef
      readonly path: Expr
      readonly exists: boolean
      readonly onEmpty?: JsonTableAction
      readonly onError?: JsonTableAction
    }
  | { readonly kind: 'nested'; readonly path: Expr; readonly columns: readonly JsonTableColumn[] }

export type JsonTableAction = { readonly kind: 'null' | 'error' } | { readonly kind: 'default'; readonly value: Expr }

/** The elements of a list as rows: their fields where they are records, else one column. */
export interface ListTable {
  readonly kind: 'listTable'
  readonly origin: Origin
  readonly list: Expr
  readonly alias: Ident
  /** Set by conversion: the name of the one column of what are no records. */
  readonly column?: Ident
}

export interface OpaqueTable {
  readonly kind: 'opaqueTable'
  readonly origin: Origin
  readonly opaque: Opaque
  readonly alias?: Ident
}
