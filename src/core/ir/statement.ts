import type { FindingCode } from '../findings/codes.generated.js'
import type { CaseStmt, ForStmt, IfStmt, Jump, LoopStmt, RepeatStmt, Return, WhileStmt } from './control-flow.js'
import type { CloseCursor, FetchCursor, FetchGroupRow, OpenCursor } from './cursor.js'
import type { Delete, Insert, Load, Update } from './data-change.js'
import type { Declaration } from './declaration.js'
import type { Definition } from './definition.js'
import type { Catch, ExceptionBranch, GetDiagnostics, Guard, Handler, Signal } from './error-handling.js'
import type { ColumnRef, Element, Expr, Member, Opaque, VariableRef } from './expr.js'
import type { Merge } from './merge.js'
import type { Ident, Origin, QName } from './names.js'
import type { ResultShape } from './program.js'
import type { Query } from './query.js'

export interface StmtBase {
  readonly origin: Origin
  /** What was said in front of it, without the marks of comments. */
  readonly comments?: readonly string[]
  /** Names in the statement that stand for those that values give while the program runs. */
  readonly dynamic?: readonly DynamicName[]
}

/** A name that a value gives. `placeholder` stands in the statement for it. */
export interface DynamicName {
  readonly placeholder: string
  /** `order`: the text of a whole ORDER BY. */
  readonly role: 'table' | 'tables' | 'order'
  /** Of a converted statement: the text that stands there. */
  readonly value: Expr
  /** The text between quotes for names, not the quotes. */
  readonly quoted: boolean
  /** Set by conversion: what may stand there, for those who check the statement before it runs. */
  readonly example?: QName | Expr
}

export type Stmt =
  | Block
  | Assign
  | SelectInto
  | IfStmt
  | CaseStmt
  | LoopStmt
  | WhileStmt
  | RepeatStmt
  | ForStmt
  | Jump
  | Return
  | CallStmt
  | Evaluate
  | OpenCursor
  | FetchCursor
  | CloseCursor
  | FetchGroupRow
  | Signal
  | Tell
  | GetDiagnostics
  | ResultSet
  | Insert
  | Update
  | Delete
  | Merge
  | Load
  | Transaction
  | Savepoint
  | Prepare
  | Execute
  | Deallocate
  | Definition
  | Command
  | Guard
  | Stub
  | Opaque

/** A label names the whole statement; LEAVE and ITERATE speak of it. */
export interface Labelled extends StmtBase {
  readonly label?: Ident
}

export interface Block extends Labelled {
  readonly kind: 'block'
  /** In source order, which is the order in which names come into being. */
  readonly declarations: readonly Declaration[]
  readonly handlers: readonly Handler[]
  readonly statements: readonly Stmt[]
  /** The exception section: errors of the statements leave the block by way of the first branch that fits. */
  readonly exceptions?: readonly ExceptionBranch[]
  /** Set by conversion, in place of `exceptions`. */
  readonly catches?: readonly Catch[]
  /** Comments behind the last statement. */
  readonly closing?: readonly string[]
}

/** A variable, a column of NEW (path of two), a field of a record, or an element of a list. */
export type Target = VariableRef | ColumnRef | Element | Member

export interface Assign extends StmtBase {
  readonly kind: 'assign'
  /** Empty: a statement that does nothing, for what is said in front of it. */
  readonly assignments: readonly { readonly target: Target; readonly value: Expr }[]
}

export interface SelectInto extends StmtBase {
  readonly kind: 'selectInto'
  readonly query: Query
  readonly targets: readonly Target[]
  /** All rows: each target is a list that takes a column. */
  readonly collects?: true
  /** No row, or a second one, is an error. */
  readonly strict?: true
  /** Set by conversion: there is never more than one row, and without one the targets may become null. */
  readonly plain?: boolean
  /** Set by conversion: runs when there is no row. */
  readonly notFound?: readonly Stmt[]
}

export interface CallStmt extends StmtBase {
  readonly kind: 'callStatement'
  readonly routine: QName
  readonly args: readonly Expr[]
  /** Names of the parameters that arguments are given for; undefined: by their place. Absent: all by their place. */
  readonly names?: readonly (Ident | undefined)[]
  /** What stands before a method, where it is more than a name. */
  readonly on?: Target
  /** Set by conversion: what becomes of the results that the routine hands over. */
  readonly hands?: ResultShape['kind']
  /** Set by conversion: the routine is a function of several values; what takes them. */
  readonly gives?: readonly Target[]
  /** Set by conversion: the record that the values go into before what takes them, one of which is a record itself. */
  readonly through?: Ident
  /** Set by conversion: the routine ends the transaction. */
  readonly ends?: true
}

/** Expressions that are computed for what they do; their values are thrown away. */
export interface Evaluate extends StmtBase {
  readonly kind: 'evaluate'
  readonly exprs: readonly Expr[]
}

/** Says something to whoever calls, which is no result. */
export interface Tell extends StmtBase {
  readonly kind: 'tell'
  readonly text: Expr
}

/** A query whose rows go to the caller. */
export interface ResultSet extends StmtBase {
  readonly kind: 'resultSet'
  readonly query: Query
  /** Set by conversion: the rows are read at once, into a list for each column, since what they come from goes away. */
  readonly kept?: readonly KeptColumn[]
  /** Set by conversion: all rows are computed before the program goes on. */
  readonly atOnce?: true
  /** A row that the program hands over by itself; nothing is counted by it. */
  readonly single?: true
}

/** `list`: the type of values that are lists themselves, which are kept as text: no list holds lists of different lengths. */
export interface KeptColumn {
  readonly column: Ident
  readonly values: Ident
  readonly list?: string
}

export interface Transaction extends StmtBase {
  readonly kind: 'transaction'
  readonly action: 'start' | 'commit' | 'rollback'
  /** READ ONLY, AND CHAIN and the like, upper case. */
  readonly modifiers: readonly string[]
}

export interface Savepoint extends StmtBase {
  readonly kind: 'savepoint'
  readonly action: 'set' | 'release' | 'rollback'
  readonly name: Ident
}

export interface Prepare extends StmtBase {
  readonly kind: 'prepare'
  readonly name: Ident
  readonly text: Expr
}

/** `name`: a prepared statement; `text`: an expression that gives the statement. */
export interface Execute extends StmtBase {
  readonly kind: 'execute'
  readonly what: { readonly name: Ident } | { readonly text: Expr }
  readonly using: readonly Expr[]
  /** Rows that it may give go to nobody. */
  readonly silent?: true
  /** What takes the values of the only row that it gives. */
  readonly into?: readonly Target[]
  /** Why its text is not known: it has too many forms, or parts of it may be anything. */
  readonly unknown?: 'forms' | readonly Expr[]
  /** What a text that is run where it stands takes from values; nothing: it is written out. */
  readonly parts?: readonly Expr[]
}

export interface Deallocate extends StmtBase {
  readonly kind: 'deallocate'
  readonly name: Ident
}

/** A statement about the server or the session that has no rows and no objects; known by its first words. */
export interface Command extends StmtBase {
  readonly kind: 'command'
  /** Upper case. */
  readonly words: string
  readonly text: string
}

/** Made by conversion in the place of a statement that has no counterpart: raises an error that names the finding. */
export interface Stub extends StmtBase {
  readonly kind: 'stub'
  readonly code: FindingCode
  /** What the error says. */
  readonly message: string
  /** The statement as it was written, for a comment. */
  readonly text: string
  /** SQLSTATE of the target for what the source says when it comes to the statement; absent: it cannot be done. */
  readonly state?: string
}
