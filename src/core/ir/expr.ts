import type { FindingCode } from '../findings/codes.generated.js'
import type { Span } from '../text/source.js'
import type { Ident, ObjectId, Origin, QName } from './names.js'
import type { Query } from './query.js'
import type { Collation, LogicalType, TypeRef, ValueType } from './types.js'

/** What every node of code carries. `type` is filled by inference; a reader leaves it out. */
export interface ExprBase {
  readonly origin: Origin
  readonly type?: ValueType
  /** The whole of it in the source, where its origin is only where it begins. */
  readonly written?: Span
}

export type Expr =
  | Literal
  | ColumnRef
  | VariableRef
  | Hole
  | Call
  | Binary
  | Unary
  | Case
  | Cast
  | Collate
  | Between
  | InList
  | InQuery
  | Like
  | Test
  | SubqueryExpr
  | Exists
  | Quantified
  | IntervalExpr
  | RowExpr
  | Element
  | Member
  | Star
  | DefaultKeyword
  | Template
  | Opaque

export interface Literal extends ExprBase {
  readonly kind: 'literal'
  /**
   * `text` is the value without quotes and with escapes decoded; `integer`, `decimal` and `float` are the digits as
   * written; `binary` and `bits` are hex and binary digits without prefix; temporal literals are ISO text.
   */
  readonly of:
    | 'null'
    | 'boolean'
    | 'integer'
    | 'decimal'
    | 'float'
    | 'text'
    | 'binary'
    | 'bits'
    | 'date'
    | 'time'
    | 'timestamp'
  readonly text: string
  /** Character set introducer or national prefix, as written (`_utf8mb4`). */
  readonly charset?: string
}

/** One to three names, the column last. Resolution fills `of`. */
export interface ColumnRef extends ExprBase {
  readonly kind: 'column'
  readonly path: readonly Ident[]
  /** The range variable (table alias) it was bound to and the name of its column. */
  readonly of?: { readonly relation: string; readonly column: string }
}

/** `@x`, `@@session.x`, a routine's local or parameter. */
export interface VariableRef extends ExprBase {
  readonly kind: 'variable'
  readonly scope: 'user' | 'system' | 'session' | 'global' | 'local'
  readonly name: Ident
  /** A field of the record that the name stands for (a column of NEW). Set by conversion. */
  readonly field?: Ident
  /** It was a variable of the session that only one program uses. Set by conversion. */
  readonly wasSession?: true
}

/** `$x` in a rule pattern: matches any expression. `rest` (`$$$x`) matches any number of arguments. */
export interface Hole extends ExprBase {
  readonly kind: 'hole'
  readonly name: string
  readonly rest: boolean
}

/** A function by its meaning (`core`), by the name in its own dialect (`native`), or made by the user (`routine`). */
export type FunctionRef =
  | { readonly core: string }
  | { readonly native: string; readonly schema?: Ident }
  /** `id`: the one of several of that name that was chosen. */
  | { readonly routine: QName; readonly id?: ObjectId }

export interface Call extends ExprBase {
  readonly kind: 'call'
  readonly fn: FunctionRef
  readonly args: readonly Expr[]
  /** Names of the parameters that arguments are given for; undefined: by their place. Absent: all by their place. */
  readonly names?: readonly (Ident | undefined)[]
  readonly distinct?: boolean
  /** ORDER BY inside an aggregate. */
  readonly orderBy?: readonly OrderItem[]
  readonly separator?: Expr
  readonly filter?: Expr
  readonly over?: Window | { readonly named: Ident }
  /** FROM FIRST/LAST, RESPECT/IGNORE NULLS as written. */
  readonly nulls?: 'respect' | 'ignore'
  /** Keyword arguments that have no place in the list: the unit of TIMESTAMPDIFF or EXTRACT, the charset of CONVERT … USING. */
  readonly keywords?: Readonly<Record<string, string>>
  /** Set by conversion: computing it twice is something else than computing it once. */
  readonly effects?: true
}

export interface Window {
  readonly base?: Ident
  readonly partitionBy: readonly Expr[]
  readonly orderBy: readonly OrderItem[]
  readonly frame?: Frame
}

export interface Frame {
  readonly unit: 'rows' | 'range' | 'groups'
  readonly start: FrameBound
  readonly end?: FrameBound
}

export type FrameBound =
  | { readonly kind: 'unboundedPreceding' | 'currentRow' | 'unboundedFollowing' }
  | { readonly kind: 'preceding' | 'following'; readonly offset: Expr }

export interface OrderItem {
  readonly expr: Expr
  readonly descending: boolean
  /** Absent: the engine's default. A reader whose engine differs from others leaves it out; a pass makes it explicit. */
  readonly nulls?: 'first' | 'last'
}

/**
 * Operators by meaning. `div` keeps the fraction (3/2 = 1.5, and division by zero is null where `nullOnZero` rules say so),
 * `intDiv` cuts it toward zero. `concat` is null when one side is null; `concatNullAsEmpty` is not. `nullSafeEq` is never null.
 */
export type BinaryOp =
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'intDiv'
  | 'mod'
  | 'concat'
  | 'concatNullAsEmpty'
  | 'eq'
  | 'ne'
  | 'lt'
  | 'le'
  | 'gt'
  | 'ge'
  | 'nullSafeEq'
  | 'and'
  | 'or'
  | 'xor'
  | 'bitAnd'
  | 'bitOr'
  | 'bitXor'
  | 'shiftLeft'
  | 'shiftRight'
  | 'jsonGet'
  | 'jsonGetText'
  | 'memberOf'

export interface Binary extends ExprBase {
  readonly kind: 'binary'
  readonly op: BinaryOp
  readonly left: Expr
  readonly right: Expr
}

export interface Unary extends ExprBase {
  readonly kind: 'unary'
  readonly op: 'neg' | 'plus' | 'not' | 'bitNot' | 'binaryBytes'
  readonly operand: Expr
}

export interface Case extends ExprBase {
  readonly kind: 'case'
  readonly subject?: Expr
  readonly whens: readonly { readonly when: Expr; readonly then: Expr }[]
  readonly else?: Expr
}

export interface Cast extends ExprBase {
  readonly kind: 'cast'
  readonly operand: Expr
  readonly to: TypeRef
  /** Written by the user, or put in by a pass because the target does not convert by itself. */
  readonly implicit?: boolean
}

export interface Collate extends ExprBase {
  readonly kind: 'collate'
  readonly operand: Expr
  readonly collation: string
  /** What the collation compares, where the reader knows it. */
  readonly known?: Collation
}

export interface Between extends ExprBase {
  readonly kind: 'between'
  readonly negated: boolean
  readonly operand: Expr
  readonly low: Expr
  readonly high: Expr
}

export interface InList extends ExprBase {
  readonly kind: 'inList'
  readonly negated: boolean
  readonly operand: Expr
  readonly items: readonly Expr[]
}

export interface InQuery extends ExprBase {
  readonly kind: 'inQuery'
  readonly negated: boolean
  readonly operand: Expr
  readonly query: Query
}

export interface Like extends ExprBase {
  readonly kind: 'like'
  readonly negated: boolean
  /** `regexp`: the pattern is a regular expression; `sounds`: SOUNDS LIKE. */
  readonly how: 'like' | 'regexp' | 'sounds'
  readonly operand: Expr
  readonly pattern: Expr
  readonly escape?: Expr
}

export interface Test extends ExprBase {
  readonly kind: 'test'
  readonly negated: boolean
  readonly is: 'null' | 'true' | 'false' | 'unknown' | 'json'
  readonly operand: Expr
}

export interface SubqueryExpr extends ExprBase {
  readonly kind: 'subquery'
  readonly query: Query
}

export interface Exists extends ExprBase {
  readonly kind: 'exists'
  readonly negated: boolean
  readonly query: Query
}

/** `a = ANY (…)`, `a > ALL (…)`. */
export interface Quantified extends ExprBase {
  readonly kind: 'quantified'
  readonly op: BinaryOp
  readonly left: Expr
  readonly all: boolean
  readonly query: Query
}

/** `INTERVAL expr unit`. */
export interface IntervalExpr extends ExprBase {
  readonly kind: 'interval'
  readonly amount: Expr
  /** Upper case, as in the manual: `DAY`, `DAY_SECOND`. */
  readonly unit: string
}

export interface RowExpr extends ExprBase {
  readonly kind: 'row'
  readonly items: readonly Expr[]
}

/** One element of a list: `list(index)`. */
export interface Element extends ExprBase {
  readonly kind: 'element'
  readonly list: Expr
  readonly index: Expr
}

/** A field of what is no plain name, `list(index).a`, or a method of it where there are arguments. */
export interface Member extends ExprBase {
  readonly kind: 'member'
  readonly object: Expr
  readonly field: Ident
  readonly args?: readonly Expr[]
}

/** `*` as an argument, as in COUNT(*). */
export interface Star extends ExprBase {
  readonly kind: 'star'
}

/** `DEFAULT` or `DEFAULT(col)` standing for a value. */
export interface DefaultKeyword extends ExprBase {
  readonly kind: 'default'
  readonly column?: Ident
}

/**
 * Target text with holes, made by a write rule and printed as it stands. `parts` alternate text and arguments; a printer
 * puts parentheses around an argument that is not atomic, unless the text on both sides already separates it.
 */
export interface Template extends ExprBase {
  readonly kind: 'template'
  readonly rule: string
  readonly parts: readonly (string | Expr)[]
  /** A call, a literal or a parenthesised text: needs no parentheses around it. */
  readonly atomic: boolean
  /** Names of runtime functions and extensions that the text uses. */
  readonly needs?: readonly string[]
  /** What is to be said where it is used. */
  readonly says?: 'XW-F0027'
}

/** What could not be understood, with its text and the finding that says why. */
export interface Opaque extends ExprBase {
  readonly kind: 'opaque'
  readonly text: string
  /** As a statement: what was said in front of it. */
  readonly comments?: readonly string[]
  readonly why: FindingCode
  /** The reader has said so, with these values: nobody says it again. */
  readonly said?: Readonly<Record<string, string>>
}

export type { LogicalType }
