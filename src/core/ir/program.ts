import type { Merge } from './merge.js'

export type { Merge, MergeBranch } from './merge.js'

import type { FindingCode } from '../findings/codes.generated.js'
import type { DeclaredType, RecordField } from './declared-type.js'
import type { Definition, TableAction } from './definition.js'
import type { ColumnRef, Element, Expr, Member, Opaque, OrderItem, VariableRef } from './expr.js'
import type { Ident, Origin, QName } from './names.js'
import type { Query, SelectItem, TableExpr, TableRef, With } from './query.js'
import type { TypeRef } from './types.js'

export type { DeclaredType, Definition, RecordField, TableAction }

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
  /** Set on a converted program that selects for its caller. */
  readonly results?: ResultShape
  /** How many statements were read and how many of them stayed text, those inside others included. */
  readonly understood: { readonly statements: number; readonly opaque: number }
}

export interface TemporaryTable {
  readonly name: Ident
  readonly columns: readonly { readonly name: Ident; readonly type: TypeRef }[]
}

/**
 * How a converted routine hands its caller what it selects. `rows`: it is read like a table, in FROM. `cursors`: its last
 * parameter, in and out, holds a list of open cursors, one for each result in order; they live as long as the transaction.
 */
export type ResultShape =
  | { readonly kind: 'rows'; readonly columns: readonly { readonly name: Ident; readonly type: TypeRef }[] }
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
    /** `index`: by what its elements are found when they have no numbers in a row. */
    | { readonly kind: 'list'; readonly of: DeclaredType; readonly index?: DeclaredType }
    | { readonly kind: 'alias'; readonly of: DeclaredType }
}

/** A program inside of another one, or a member of a package. */
export interface RoutineDeclaration extends StmtBase {
  readonly kind: 'declareRoutine'
  readonly form: 'function' | 'procedure'
  readonly name: Ident
  /** The head alone stands without its body. */
  readonly headOnly?: true
  readonly program: Program
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

/** WHEN … THEN of an exception section. What the block did before the error stays, in engines where only the statement fails. */
export interface ExceptionBranch extends StmtBase {
  readonly conditions: readonly Condition[]
  readonly body: readonly Stmt[]
}

export interface ConditionDeclaration extends StmtBase {
  readonly kind: 'declareCondition'
  readonly name: Ident
  /** Absent: an error of the program's own, unlike every other. */
  readonly condition?: Condition
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

export interface Branch {
  readonly when: Expr
  readonly body: readonly Stmt[]
}

export interface IfStmt extends StmtBase {
  readonly kind: 'if'
  readonly branches: readonly Branch[]
  readonly else?: readonly Stmt[]
}

/** Without `else`, a subject that no branch takes raises an error. */
export interface CaseStmt extends StmtBase {
  readonly kind: 'caseStatement'
  readonly subject?: Expr
  readonly branches: readonly Branch[]
  readonly else?: readonly Stmt[]
}

export interface LoopStmt extends Labelled {
  readonly kind: 'loop'
  readonly body: readonly Stmt[]
}

export interface WhileStmt extends Labelled {
  readonly kind: 'while'
  readonly condition: Expr
  readonly body: readonly Stmt[]
}

export interface RepeatStmt extends Labelled {
  readonly kind: 'repeat'
  readonly body: readonly Stmt[]
  readonly until: Expr
}

export interface ForStmt extends Labelled {
  readonly kind: 'for'
  readonly variable: Ident
  readonly over:
    | { readonly kind: 'range'; readonly from: Expr; readonly to: Expr; readonly reverse: boolean }
    /** `atOnce`: all rows are computed before the first goes through the loop. */
    | { readonly kind: 'rows'; readonly query: Query; readonly atOnce?: true }
    | { readonly kind: 'cursor'; readonly name: Ident; readonly args: readonly Expr[] }
  readonly body: readonly Stmt[]
}

export interface Jump extends StmtBase {
  readonly kind: 'leave' | 'iterate'
  /** Absent: the innermost loop. */
  readonly label?: Ident
  /** Absent: always. */
  readonly when?: Expr
}

export interface Return extends StmtBase {
  readonly kind: 'return'
  readonly value?: Expr
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

/** Set by conversion: rows of a cursor that outlive its transaction, a list for each column, and which row was fetched last. */
export interface RowLists {
  readonly at: Ident
  readonly values: readonly Ident[]
}

export interface OpenCursor extends StmtBase {
  readonly kind: 'openCursor'
  readonly cursor: Ident
  readonly args: readonly Expr[]
  /** A query or an expression that gives its text: said by the statement, or set by conversion from the declaration. */
  readonly reads?:
    | { readonly query: Query }
    | { readonly text: Expr; readonly using?: readonly Expr[]; readonly parts?: readonly Expr[] }
  /** Set by conversion: all rows are computed before the program goes on. */
  readonly atOnce?: true
  readonly lists?: RowLists
}

export interface FetchCursor extends StmtBase {
  readonly kind: 'fetchCursor'
  readonly cursor: Ident
  readonly targets: readonly Target[]
  /** Without a row nothing happens: the program asks. */
  readonly silent?: true
  /** All rows that are left, or so many of them: each target is a list. */
  readonly collects?: 'all' | { readonly limit: Expr }
  /** Set by conversion: runs when there is no row. */
  readonly notFound?: readonly Stmt[]
  /**
   * Set by conversion: the targets must keep their values when there is no row, so that the row goes into this record first;
   * its fields are those of the cursor's query, in the order of the targets.
   */
  readonly through?: { readonly record: Ident; readonly fields: readonly Ident[] }
  readonly lists?: RowLists
}

export interface CloseCursor extends StmtBase {
  readonly kind: 'closeCursor'
  readonly cursor: Ident
  readonly lists?: RowLists
}

/** In an aggregate function: goes to the next row of the group; its values are in the parameters. */
export interface FetchGroupRow extends StmtBase {
  readonly kind: 'fetchGroupRow'
}

/** A RESIGNAL without condition raises again what a handler caught. */
export interface Signal extends StmtBase {
  readonly kind: 'signal' | 'resignal'
  readonly condition?: Condition
  /** In place of a condition: the number of the program's own error. */
  readonly number?: Expr
  readonly items: readonly { readonly name: string; readonly value: Expr }[]
}

/** Says something to whoever calls, which is no result. */
export interface Tell extends StmtBase {
  readonly kind: 'tell'
  readonly text: Expr
}

export interface GetDiagnostics extends StmtBase {
  readonly kind: 'getDiagnostics'
  readonly area: 'current' | 'stacked'
  /** Number of the condition; absent: facts of the statement. */
  readonly condition?: Expr
  readonly items: readonly { readonly target: Target; readonly name: string }[]
}

/** `list`: the type of values that are lists themselves, which are kept as text: no list holds lists of different lengths. */
export interface KeptColumn {
  readonly column: Ident
  readonly values: Ident
  readonly list?: string
}

/** A query whose rows go to the caller. */
export interface ResultSet extends StmtBase {
  readonly kind: 'resultSet'
  readonly query: Query
  /** Set by conversion: the rows are read at once, into a list for each column, since what they come from goes away. */
  readonly kept?: readonly KeptColumn[]
  /** Set by conversion: all rows are computed before the program goes on. */
  readonly atOnce?: true
}

export interface SetItem {
  readonly column: ColumnRef
  readonly value: Expr
}

/** What all statements that change rows have. */
export interface RowChange extends StmtBase {
  readonly with?: With
  /** Errors become warnings, rows that raise them are left out. */
  readonly ignore: boolean
  /** Words without meaning for the result (priority and the like), upper case. */
  readonly modifiers: readonly string[]
  readonly returning: readonly SelectItem[]
  /** What takes the values of `returning`. */
  readonly into?: readonly Target[]
  /** Set by conversion: other changes that are made with this one, under names; all see the rows as they were before any. */
  readonly changes?: readonly NamedChange[]
}

export interface NamedChange {
  readonly name: Ident
  readonly change: Insert | Update | Delete
}

/**
 * Set by conversion: what becomes of a new row that meets one with the same key. `on` is the key, by name or by its parts;
 * absent: any key. Without `set` the new row is left out. In `set` the table's name stands for the row that is there.
 */
export interface Conflict {
  readonly on?: { readonly constraint: Ident } | { readonly parts: readonly Expr[] }
  readonly set: readonly SetItem[]
}

export interface Insert extends RowChange {
  readonly kind: 'insert'
  /** Rows with the same key are removed first. */
  readonly replace: boolean
  readonly table: QName
  readonly partitions: readonly Ident[]
  /** Empty: all columns in order. */
  readonly columns: readonly Ident[]
  readonly source: { readonly rows: readonly (readonly Expr[])[] } | { readonly query: Query }
  /** Name of the new row and of its columns, for `onDuplicate`. */
  readonly newRow?: { readonly name: Ident; readonly columns: readonly Ident[] }
  /** What happens to the row that is there already; empty: an error, or what `ignore` and `replace` say. */
  readonly onDuplicate: readonly SetItem[]
  /** Set by conversion, in place of `ignore`, `replace` and `onDuplicate`. */
  readonly conflict?: Conflict
}

export interface Update extends RowChange {
  readonly kind: 'update'
  readonly tables: readonly TableExpr[]
  /** Set by conversion: the table that is changed. `tables` are then those that it is joined with, on conditions in `where`. */
  readonly target?: TableRef
  /** Assigned from left to right: a later value sees an earlier one in some engines. */
  readonly set: readonly SetItem[]
  readonly where?: Expr
  readonly orderBy: readonly OrderItem[]
  readonly limit?: Expr
}

export interface Delete extends RowChange {
  readonly kind: 'delete'
  /** Names or aliases of the tables that lose rows; empty: the only table of `tables`. */
  readonly targets: readonly QName[]
  readonly tables: readonly TableExpr[]
  /** Set by conversion: the table that loses rows. `tables` are then those that it is joined with, on conditions in `where`. */
  readonly target?: TableRef
  readonly where?: Expr
  readonly orderBy: readonly OrderItem[]
  readonly limit?: Expr
}

/** Rows from a file; everything but the table is in the text. */
export interface Load extends StmtBase {
  readonly kind: 'load'
  readonly table: QName
  readonly text: string
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
