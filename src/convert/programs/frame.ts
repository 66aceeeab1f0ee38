import type { FindingData } from '../../core/findings/codes.generated.js'
import type { FindingSink } from '../../core/findings/finding.js'
import type { RowLists } from '../../core/ir/cursor.js'
import type { CursorDeclaration } from '../../core/ir/declaration.js'
import type { Condition, Handler } from '../../core/ir/error-handling.js'
import type { Expr } from '../../core/ir/expr.js'
import type { Ident, QName } from '../../core/ir/names.js'
import type { Program, ResultShape } from '../../core/ir/program.js'
import type { Routine, ScheduledEvent, Trigger } from '../../core/ir/schema.js'
import type { Stmt } from '../../core/ir/statement.js'
import type { CodeContext } from '../code/code-context.js'
import type { ScopeColumn } from '../code/scope.js'
import type { Variable, VariableScope } from '../code/variables.js'
import type { StatementEnv } from './context.js'
import type { Called } from './reached.js'
import type { UserVariables } from './session/user-variables.js'
import type { Signatures } from './signatures.js'

/** An object of the source that holds a program. */
export type ProgramObject = Routine | Trigger | ScheduledEvent

export type ResultPlan = ResultShape['kind'] | 'none'

/** Figures of the last statement that the program asks for. */
export type Counter = 'rowCount' | 'foundRows' | 'lastNumber'

/** What converting one program shares from its first statement to its last. */
export interface Frame {
  readonly object: ProgramObject
  readonly program: Program
  readonly sink: FindingSink
  readonly signatures: Signatures
  /** Converts statements that others hold. */
  readonly convertAll: (stmts: readonly Stmt[], state: State) => readonly Stmt[]
  readonly targetDialect: string
  readonly results: ResultPlan
  /** Its rows are put together. */
  readonly collects: boolean
  /** What its statements select for the caller, one entry per place. */
  readonly shapes: (readonly ScopeColumn[])[]
  readonly names: Names
  /** Of a function that gives values through its parameters, too: the one for what it returns. */
  readonly result?: Ident
  /** Variables that conversion needs besides those declared; they stand in the outermost block. */
  readonly extra: Map<string, { readonly name: Ident; readonly native: string; readonly start?: Expr }>
  /** Columns of tables that statements so far made by a query, by folded name. */
  readonly made: Map<string, readonly ScopeColumn[]>
  readonly madeNames: Map<string, QName>
  /** Counts that are kept, and those that were asked for. */
  readonly counters: { readonly kept: ReadonlySet<Counter>; readonly asked: Set<Counter> }
  /** Cursors that nothing opens, since what they read is not on the source: what that is, by folded name. */
  readonly neverOpen: Map<string, FindingData['XW-R0096']>
  /** How often handlers were written inside of handlers, and guards were made for savepoints. */
  readonly copies: { ofHandlers: number; ofSavepoints: number }
  /** Exception sections around the statement that is converted, and those that ask where their error was raised. */
  readonly caught: { depth: number; readonly asked: Set<number> }
  /** The SQLSTATE of an error that a program declares, the same whenever it is asked for. */
  readonly ownError: (key: string) => string
  /** Whether calling that runs this program again. */
  readonly callsBack: (called: Called) => boolean
  /** The user variables of all programs. */
  readonly userVariables: UserVariables
}

/** Gives out names of variables and labels, each once in a program: what is declared further in never hides anything. */
export interface Names {
  variable(wanted: string, prefix: 'v' | 'p'): Ident
  label(wanted: string): Ident
}

/** The handlers of one block, while its statements are converted. */
export interface HandlerScope {
  readonly handlers: readonly Handler[]
  /** Label by which the block is left; `used` tells whether anything does. */
  readonly exit: { readonly label: Ident; used: boolean; takesBack: boolean; readonly afterwards: (readonly Stmt[])[] }
  /** Where the handlers stand: their names, and the handlers around the block. */
  readonly at: State
  /** The whole block stands in one guard for its EXIT handlers. */
  readonly whole: boolean
  /** Where the last statement of the block stands. */
  readonly last: Stmt['origin'] | undefined
  /** Cursors that are opened in the block, by folded name. */
  readonly opened: ReadonlySet<string>
  /** What stands in the guard is a part of the block only. */
  readonly part?: true
  /** Savepoints that the guard goes back to when it catches, by folded name. */
  readonly undoes?: ReadonlySet<string>
  /** No handlers, but a savepoint: the error that goes back to it, and whether nothing of the guard around comes after. */
  readonly savepoint?: { readonly name: string; readonly state: string; readonly tail: boolean }
}

/** Where a statement stands. */
export interface State extends StatementEnv {
  readonly frame: Frame
  readonly scope: LocalScope
  /** Innermost first. */
  readonly handlers: readonly HandlerScope[]
  /** Inside a block that catches errors: no transaction can end there. */
  readonly guarded: boolean
  /** Inside a catch: the error at hand can be raised again. */
  readonly catching: boolean
  readonly inHandler?: boolean
  /** Inside a catch: all that the program did is taken back by it. */
  readonly undone?: boolean
  /** Savepoints to which the catch has gone back, by folded name. */
  readonly undoneTo?: ReadonlySet<string>
  /** Savepoints that are not set when the error comes, by folded name. */
  readonly notSet?: ReadonlySet<string>
  /** Cursors that the guard has closed, by folded name. */
  readonly closed?: ReadonlySet<string>
  readonly inLoop: boolean
  /** Nothing of the innermost block that handles errors comes after it. */
  readonly tail: boolean
  /** Names of labels on the target by their folded name on the source. */
  readonly labels: ReadonlyMap<string, { readonly target: Ident; used: boolean }>
}

export interface CursorBinding {
  readonly target: Ident
  readonly declaration: CursorDeclaration
  readonly params: readonly Variable[]
  /** Its rows outlive the transaction. */
  readonly lists?: RowLists
  /** It stands in a package and can be looped over, not opened. */
  readonly shared?: true
  /** A FETCH without a row must leave its variables alone. */
  readonly keeps: boolean
  /** Names in sight where the cursor is declared. */
  readonly scope: LocalScope
}

/** The names of a program that can be seen at one place. */
export interface LocalScope extends VariableScope {
  cursor(name: string): CursorBinding | undefined
  condition(name: string): Condition | undefined
}

export const contextOf = (state: State): CodeContext => state.env.ctx

/** The same place with other names in sight. */
export const withScope = (state: State, scope: LocalScope): State => ({
  ...state,
  scope,
  env: { ...state.env, ctx: { ...state.env.ctx, variables: scope } },
})

/** A variable that conversion needs, made once in a program. */
export function extraVariable(frame: Frame, key: string, native: string, wanted = key): Ident {
  const known = frame.extra.get(key)
  if (known) return known.name
  const name = frame.names.variable(wanted, 'v')
  frame.extra.set(key, { name, native })
  return name
}

export type StmtOf<K extends Stmt['kind']> =
  Extract<Stmt, { kind: K }> extends never ? Stmt & { readonly kind: K } : Extract<Stmt, { kind: K }>

/** What becomes of the statements of some kinds. A failure is reported; what comes back then is not used. */
export type Converters<K extends Stmt['kind']> = {
  readonly [Each in K]: (stmt: StmtOf<Each>, state: State) => readonly Stmt[]
}
