import type { ChangeSource, ChangeTarget, DefinitionChange, Position, TableShape } from '../core/data/changes.js'
import type { ValuePolicies } from '../core/data/reject.js'
import type { Endpoint } from '../core/dialect/endpoint.js'
import type { Finding } from '../core/findings/finding.js'
import type { TableMapping, TableName } from '../core/mapping/mapping.js'
import type { OnProgress } from '../core/progress/progress.js'
import type { ChangeObserver } from './changed-keys.js'

export interface ReplicateRequest {
  /** Name of the task: one checkpoint on the target, one folder here. */
  readonly task: string
  readonly folder: string
  /** Tables with the columns that are moved; the same as those that `load` moves. */
  readonly tables: readonly TableMapping[]
  /** Tells the task from one with other tables, whatever becomes of their definitions; by the tables when absent. */
  readonly identity?: string
  readonly source: {
    readonly changes: ChangeSource
    readonly endpoint: Endpoint
    /** Tasks that write to it, and whose changes are not to come back; see `ChangeStreamOptions`. */
    readonly without?: readonly string[]
  }
  readonly target: { readonly changes: ChangeTarget; readonly endpoint: Endpoint }
  /** Tells our reader from all others of the source; the same after a restart. */
  readonly reader: string
  readonly load: Loader
  /** Where the log is read from at the first start; where it ends then, when not given. */
  readonly startAt?: Position
  /**
   * The rows must be loaded in one state, because what changes over several could not be made good: the source does things to
   * them that its log does not hold (foreign keys that act), or they have no key. A load that was interrupted then begins anew.
   */
  readonly oneState?: boolean
  /**
   * Makes what follows the load. `keys`: those by which rows are found, and foreign keys that act, for tables that are not of
   * one state of the source yet; `all`: every index and constraint, once they are. Called again when it was not finished.
   */
  readonly complete: (what: 'keys' | 'all', signal: AbortSignal) => Promise<void>
  /** Gives each table its cached changes as soon as it is loaded. Absent: they wait until all are. */
  readonly handover?: HandoverRequest
  /** Carries changes of definitions over to the target. Absent: the task stops in front of them. */
  readonly definitions?: Definitions
  readonly reloader?: Reloader
  /** Hears of every change; see `ChangedKeys`. */
  readonly observer?: ChangeObserver
  readonly options?: ReplicateOptions
  /** Something of the target was made just now: a checkpoint that is there cannot speak of it. */
  readonly newTarget?: boolean
  readonly onProgress?: OnProgress
  /** Told when it is found; the result has it too. */
  readonly onFinding?: (found: Finding) => void
  readonly signal?: AbortSignal
}

/** What can be read of a change without the tables of a stream. */
export type ReadableDefinition = Pick<
  DefinitionChange,
  'position' | 'before' | 'schema' | 'sql' | 'modes' | 'described'
>

/** Loads tables again while all others are followed. */
export interface Reloader {
  /** Empties the tables and loads them. Where the log stood when their rows were read in one state; null: they were not. */
  load(tables: readonly TableMapping[], signal: AbortSignal): Promise<Position | null>
  /**
   * These tables and those that foreign keys which act bind them to, over others too. What such a key does is not in the log, so
   * they can only be loaded together, in one state. Absent: no key acts.
   */
  together?(tables: readonly TableMapping[], all: readonly TableMapping[]): Promise<readonly TableMapping[]>
  /** Statements that take away the foreign keys from and to these tables, and those that make them again. */
  keys(tables: readonly TableMapping[]): Promise<ReloadedKeys>
}

export interface ReloadedKeys {
  readonly drop: readonly string[]
  readonly add: readonly string[]
  /** Makes those that act, which must be there before the first change behind the rows that were loaded. */
  readonly acting?: readonly string[]
}

/** Tables as they are defined at one place of the log. */
export interface Followed {
  readonly tables: readonly TableMapping[]
  /** One each; absent when only the source itself can tell. */
  readonly shapes?: readonly TableShape[]
  /** The last change of definitions when its rows follow in the same transaction: it is read once more, and is done. */
  readonly done?: Pick<DefinitionChange, 'before' | 'sql'>
}

/** What changes of the source's definitions mean for the target, one after the other. */
export interface Definitions {
  /** The place in the log where the task begins was noted just now: what is known must hold there. @throws OperationError */
  begun(signal: AbortSignal): Promise<void>
  /** Where the task stands: by what the target keeps, else as the task began. */
  restore(memo: string | null): Followed
  /** Changes nothing. */
  carry(change: ReadableDefinition, how: CarryManner, signal: AbortSignal): Promise<Carried>
  /** How the tables are by a memo. Changes nothing. */
  read(memo: string): Followed
  /** The target has it, and keeps this memo. */
  carried(memo: string): Followed
}

export interface CarryManner {
  /** Somebody has seen to the target, so nothing is to be run there. */
  readonly byHand: boolean
  /** Tables by name whose foreign keys, from and to them, are not there now and will be made later. */
  readonly withoutKeys: readonly string[]
}

export type Carried =
  | {
      readonly kind: 'define'
      readonly statements: readonly string[]
      /** See `TargetDefinition`. */
      readonly touches?: readonly TableName[]
      readonly memo: string
      /** Names of tables before, and now. */
      readonly renamed: ReadonlyMap<string, string>
      readonly findings: readonly Finding[]
    }
  /** Why it cannot be carried over exactly. */
  | { readonly kind: 'stop'; readonly reason: string }

/**
 * Moves the rows that are there. `how`: `first` finds rows of an earlier load to be an error, for nobody knows which changes
 * they have; `resume` goes on with what this task began. The result is where the log stood when all rows were read in one
 * state; null when they were not.
 */
export type Loader = (how: LoadManner, signal: AbortSignal, listener: LoadListener) => Promise<Position | null>

/** What a load of a task is to heed, and whom it tells how far it is. */
export interface LoadListener {
  /** Names (`schema.table` on the source) of tables that have their rows, and changes that came since: they are left alone. */
  readonly without: ReadonlySet<string>
  /** Somebody waits for each table: small ones first. */
  readonly eager: boolean
  /** Nothing of an earlier load is there any more; no row was written yet. */
  readonly emptied: () => void
  /** All rows of the table are there, as they were at this place of the log, and none was set aside. */
  readonly loaded: (table: TableMapping, position: Position) => void
}

export interface HandoverRequest {
  /** Not a table that a foreign key acts on, or from: the log may not hold what it does. */
  may(table: TableMapping): boolean
  /** Makes everything of these tables but foreign keys. The result are those of which nothing was refused. */
  complete(tables: readonly TableMapping[], signal: AbortSignal): Promise<readonly TableMapping[]>
}

export type LoadManner = 'first' | 'resume' | 'restart'

export interface ReplicateOptions {
  readonly policies?: ValuePolicies
  /** Ends when everything is applied that the log held when the rows were loaded. */
  readonly untilCaughtUp?: boolean
  readonly mode?: 'net' | 'ordered'
  readonly onRefused?: 'stop' | 'set-aside'
  /**
   * So many appliers work side by side on large batches, each with tables that no foreign key binds to those of another. Each table
   * then only shows states that it had on the source, but two tables may be a batch apart for a moment. 1 unless given.
   */
  readonly appliers?: number
  /** Source tables (`schema.table`) that are loaded again. */
  readonly reload?: readonly string[]
  readonly onDefinition?: 'carry' | 'stop'
  /** The first change of definitions at which the task would stop is passed over: a person has seen to it. */
  readonly passDefinition?: boolean
  /** Forgets the task and begins anew. */
  readonly restart?: boolean
  readonly limits?: Partial<ReplicateLimits>
}

export interface ReplicateLimits {
  /** Bytes of changes in memory in front of the applier. */
  readonly memoryBytes: number
  /** A transaction of more bytes goes through files. */
  readonly transactionBytes: number
  readonly batchChanges: number
  readonly batchBytes: number
  /** A batch of fewer changes is one applier's. */
  readonly sharedChanges: number
  /** Milliseconds that a batch waits for more. */
  readonly linger: number
  /** Milliseconds in front of the first new try when a side is away; each further one waits twice as long, to 15 s. */
  readonly retryWait: number
}

export const defaultLimits: ReplicateLimits = {
  memoryBytes: 32 * 1024 * 1024,
  transactionBytes: 16 * 1024 * 1024,
  batchChanges: 20_000,
  batchBytes: 16 * 1024 * 1024,
  sharedChanges: 1000,
  linger: 5,
  retryWait: 250,
}
