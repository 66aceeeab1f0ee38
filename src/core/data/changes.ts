import type { Endpoint } from '../dialect/endpoint.js'
import type { Finding } from '../findings/finding.js'
import type { LogicalType } from '../ir/types.js'
import type { TableMapping, TableName } from '../mapping/mapping.js'
import type { ChangedValues, RejectCode, ValuePolicies } from './reject.js'
import type { CellWriter, RowDescription } from './stream.js'

/** A place in a source's change log, in the engine's own notation. Only the connector that made it can compare two of them. */
export type Position = string

/**
 * A row image in the wire form of the target's bulk format: per loaded column, in the mapping's order, the length of the
 * value (int32, big end first) and its bytes. −1: NULL. −2: not in the image, the row keeps what it has.
 */
export type Tuple = Buffer

export const tupleMark = { null: -1, absent: -2 } as const

/** Takes one image out of the cell, column by column. The cell's form is `absent` for a column that the log does not hold. */
export interface TupleWriter {
  readonly columns: readonly CellWriter[]
  begin(): void
  /** The image, in memory of its own; null when a column refused its value. */
  end(): Tuple | null
  /** Why the last image was refused. */
  readonly refusal: { readonly column: number; readonly code: RejectCode } | null
  /** Values that a policy changed so far, in all images. */
  readonly changed: readonly ChangedValues[]
}

/** What happened to one row or one table. `table` counts in the order of the tables that the stream was opened with. */
export type Change =
  | { readonly kind: 'insert'; readonly table: number; readonly after: Tuple }
  | { readonly kind: 'update'; readonly table: number; readonly before: Tuple; readonly after: Tuple }
  | { readonly kind: 'delete'; readonly table: number; readonly before: Tuple }
  | { readonly kind: 'truncate'; readonly table: number }

/** A change with a value that the target's type cannot hold. */
export interface RefusedChange {
  readonly kind: Exclude<Change['kind'], 'truncate'>
  readonly table: number
  readonly code: RejectCode
  /** Source column; null when it is the row as a whole. */
  readonly column: string | null
  readonly row: RowDescription
}

/** A statement in the log that changes definitions. What follows it in the log may have another shape. */
export interface DefinitionChange {
  /** Where the log goes on behind it, and where it would be read again. */
  readonly position: Position
  readonly before: Position
  /** Schema that names without one are in. */
  readonly schema: string
  readonly sql: string
  /** Tables of the stream that it names, as far as a look at the text tells. Empty: none, or not known. */
  readonly tables: readonly number[]
  /** The table that it makes in a schema of the stream, if that can be told: nobody asked for its rows. */
  readonly creates?: { readonly schema: string; readonly table: string }
  /** It speaks of tables in a schema of the stream, or of what they inherit from it; not only of code and views. */
  readonly ofTables?: boolean
  /** Settings that say how its text is to be read, in the engine's own words. */
  readonly modes?: string
  /** What a log without statements says instead; `sql` is of our making then. */
  readonly described?: DescribedTable | undefined
}

/** A table as the log describes it from a place on. */
export interface DescribedTable {
  readonly schema: string
  readonly table: string
  /** Types as the engine prints them. */
  readonly columns: readonly { readonly name: string; readonly native: string }[]
}

/** All columns of a table in the order of the log. */
export interface TableShape {
  /** `number`: the engine's own for this column, never another one's. */
  readonly columns: readonly { readonly name: string; readonly type: LogicalType; readonly number?: number }[]
}

/** Where a transaction ended in the log, and when (ms since 1970, by the source's clock). */
export interface CommitMark {
  readonly position: Position
  readonly at: number
}

/**
 * Where a stream sends what it reads: transactions in commit order, whole, `begin` and `commit` around each. Calls are
 * synchronous; when `full` is set the stream waits for `drained` before it reads on.
 */
export interface ChangeSink {
  /** Where and when, as far as the log says so at its beginning; the end may say it otherwise. */
  begin(mark?: CommitMark): void
  change(change: Change): void
  refused(change: RefusedChange): void
  commit(mark: CommitMark): void
  /** What came since `begin` is to be forgotten: the transaction begins anew later, with `begin`. */
  abandon(): void
  /** Never inside of a transaction. The stream waits for `drained` behind it, which may reject: then it ends. */
  definition(change: DefinitionChange): void
  /** The log was read up to here, outside of a transaction, and what was in between is not for us. */
  passed(mark: CommitMark): void
  readonly full: boolean
  drained(): Promise<void>
}

/** Reads the change log of an engine. */
export interface ChangeSource {
  /** What foreign keys did on their own (ON DELETE CASCADE, SET NULL and their kind) stands in the log, as changes behind those that caused them. */
  readonly logsCascades: boolean
  /** What keeps changes from being read, or from being exact: settings, rights, what the log has forgotten. Errors stop a task. */
  check(
    endpoint: Endpoint,
    options: { readonly tables: readonly TableMapping[]; readonly from?: Position },
  ): Promise<readonly Finding[]>
  /** Makes tables that are ours log whole rows, where they would not log what tells a row. Absent: that is not the tables' own matter. */
  logWholeRows?(endpoint: Endpoint, tables: readonly TableMapping[]): Promise<void>
  /**
   * A task begins: makes what the source needs to keep its log for the reader, in the place of what an earlier beginning
   * made. The result is where it begins to be kept. Absent: nothing needs to be made, `head` will do.
   */
  prepare?(endpoint: Endpoint, options: PrepareOptions): Promise<Position>
  /** The reader will not come back: the source may forget what it keeps for it. */
  forget?(endpoint: Endpoint, reader: string): Promise<void>
  open(endpoint: Endpoint, options: ChangeStreamOptions): Promise<ChangeStream>
  /** Where the log ends now: everything committed before the call is in front of it. */
  head(endpoint: Endpoint, signal?: AbortSignal): Promise<Position>
  /** Whether `position` is at `goal` or behind it. Takes positions of streams, of `head` and of snapshots alike. */
  reached(position: Position, goal: Position): boolean
}

export interface PrepareOptions {
  readonly tables: readonly TableMapping[]
  /** As in the options of a stream. */
  readonly reader: string
  readonly signal?: AbortSignal
}

export interface ChangeStreamOptions {
  readonly tables: readonly TableMapping[]
  /** One per table, in the same order. */
  readonly writers: readonly TupleWriter[]
  /** How the tables are defined behind `from`, one each, in the same order. Absent: as the source says now. */
  readonly shapes?: readonly TableShape[]
  /** The first event that is sent is the one behind it. */
  readonly from: Position
  /** Tells this reader from all others of the source; the same after a restart. */
  readonly reader: string
  /** Tasks that write to these tables; what the log says is theirs is not sent. An engine whose log does not say it sends all. */
  readonly without?: readonly string[]
  readonly policies: ValuePolicies
  /** Asked in front of each connection to the log; when it rejects, the stream ends with that: another reader may have our name by right. */
  readonly permit?: (signal: AbortSignal) => Promise<void>
  readonly signal?: AbortSignal
}

export interface ChangeStream {
  /**
   * Sends what the log holds and goes on as it grows, until the signal aborts or everything up to `until` was sent.
   * Rejects with an OperationError when the log cannot be read on without a gap. Called once per stream.
   */
  pump(sink: ChangeSink, options?: { readonly signal?: AbortSignal; readonly until?: Position }): Promise<void>
  /** Everything up to here is durable on the target: the source may forget it. */
  confirm(position: Position): void
  close(): Promise<void>
}

/** Applies changes to an engine. */
export interface ChangeTarget {
  open(endpoint: Endpoint, options: ChangeTargetOptions): Promise<ChangeApplier>
  /** What a task has kept by `define`; null: nothing. It looks, and takes nothing over. */
  readonly recall?: (endpoint: Endpoint, task: string) => Promise<string | null>
  /** Number of the run that has opened a task last; null: nobody has. It looks, and takes nothing over. */
  readonly holder?: (endpoint: Endpoint, task: string) => Promise<number | null>
}

/** One life of a task in one process. */
export interface TargetRun {
  /** Tells it from all others: at random, from 1 to 2³² − 1. */
  readonly number: number
  /** It has opened the task before, so it may have it only as long as nobody else has opened it since. */
  readonly again: boolean
}

export interface ChangeTargetOptions {
  /** Name of the task: one checkpoint each. */
  readonly task: string
  /** Who opens it. `open` rejects with XW-S0121 when the task is another run's by now. */
  readonly run?: TargetRun
  readonly tables: readonly TableMapping[]
  readonly policies: ValuePolicies
  /** The changes hold what foreign keys of the source did on their own, so those of the target need not do it. */
  readonly cascadesLogged?: boolean
  /**
   * Tables of the target that are loaded again meanwhile. An engine that cannot take foreign keys away together with rows
   * (`definesApart`) leaves those from and to them, and looks at none and follows none until this is over.
   * `open` rejects with XW-S0623 or XW-S0631 when rows would be missed for that.
   */
  readonly reloaded?: readonly TableName[]
  readonly signal?: AbortSignal
}

/** What a task has written on the target, in the same transaction as its rows. */
export interface Checkpoint {
  readonly position: Position
  /** Commit time on the source of the last transaction applied; ms since 1970. */
  readonly at: number
  /** Source transactions and row changes applied since the task began. */
  readonly transactions: number
  readonly changes: number
}

/** Changes of whole source transactions, in commit order. */
export interface ChangeBatch {
  /**
   * The changes piece by piece, so that a transaction of any size passes in little memory; they may be gone through again.
   * A piece may end inside of a source transaction. Most batches are one piece.
   */
  pieces(): AsyncIterable<readonly Change[]>
  /** Changes in all pieces. */
  readonly count: number
  readonly transactions: number
  /** Changes of these transactions that are not among the pieces: kept where people find them, in the same transaction. */
  readonly exceptions: readonly ApplyException[]
  readonly end: CommitMark
}

export interface ApplyOptions {
  /**
   * `net`: only what is left of each row's changes, in sets. `ordered`: every change in its order. Either way the batch is
   * one transaction of the target.
   */
  readonly mode: 'net' | 'ordered'
  /**
   * The rows may hold some of these changes already (a load saw them): a row that is there is overwritten, one that is
   * missing is no mistake. Off: each change must find exactly the row it says.
   */
  readonly overlapping: boolean
  /**
   * Other appliers work on other groups of tables meanwhile. Keys that have come or gone since the tables were looked at are a
   * refusal then, for the groups may be others.
   */
  readonly apart?: boolean
}

export interface BatchOutcome {
  readonly inserted: number
  readonly updated: number
  readonly deleted: number
}

/**
 * Opening takes the task over: an applier that was opened before for the same task cannot write any more
 * (its next `apply` rejects with an OperationError).
 */
export interface ChangeApplier {
  /** Null: this task has never written here. */
  readonly checkpoint: Checkpoint | null
  /**
   * One per table, in the order of the options. Reading and applying may overlap: a tuple stands on its own, and a writer
   * goes on working when its applier is closed.
   */
  readonly writers: readonly TupleWriter[]
  /**
   * Per table the number of its group, as the keys are that are known now. Between tables of different groups the order of
   * changes does not matter. Absent: it does.
   */
  readonly groups?: readonly number[]
  /** The first checkpoint, before any change. */
  begin(mark: CommitMark): Promise<void>
  /** The task begins anew: there is no checkpoint any more. */
  forget(): Promise<void>
  /**
   * Tells which batch is applied next, while the one in front of it still is: what can be done with it before is done then.
   * `apply` is to be called with the same object. Absent: nothing can.
   */
  ahead?(batch: ChangeBatch, options: ApplyOptions): Promise<void>
  /** Rows, exceptions and checkpoint in one transaction. Rejects with a RefusedBatch when the rows are at fault, and has then written nothing. */
  apply(batch: ChangeBatch, options: ApplyOptions): Promise<BatchOutcome>
  /** Moves the checkpoint where there was nothing for us. */
  pass(mark: CommitMark): Promise<void>
  /** As `recall`, at the moment of opening. */
  readonly memo?: string | null
  /**
   * Changes definitions; statements, memo and checkpoint in one transaction. The tables are others then: the next thing is to
   * open anew. Rejects with a RefusedBatch when the engine refuses a statement, and has then changed nothing. Absent: the
   * engine cannot.
   */
  readonly define?: (definition: TargetDefinition) => Promise<void>
  /**
   * The engine commits with every statement that changes a definition. So `define` takes rows or one such statement, not
   * both, and what `touches` names tells the next `recall` and `open` whether it was done when nobody has heard of its end.
   */
  readonly definesApart?: boolean
  close(): Promise<void>
}

export interface TargetDefinition {
  /** Run in front of the rows; what they make is known when rows are applied. */
  readonly before?: readonly string[]
  /** Applied in front of the statements, exactly. */
  readonly rows?: Pick<ChangeBatch, 'pieces' | 'count'>
  /** The last one changes definitions; those in front of it may be settings. */
  readonly statements: readonly string[]
  /** The foreign keys that were not looked at must hold behind the rows, else it is refused. */
  readonly provesKeys?: boolean
  /** Tables whose definitions are others afterwards, each of them. */
  readonly touches?: readonly TableName[]
  /** Kept until the next one; `forget` takes it away. */
  readonly memo: string
  readonly mark: CommitMark
}

/** A change that was not applied: a row of the exceptions table of the target. */
export interface ApplyException {
  readonly table: number
  readonly kind: Change['kind']
  readonly position: Position
  /** Readable key of the row. */
  readonly key: Readonly<Record<string, string | null>>
  readonly code: string
  readonly reason: string
}

/** The target refused a batch because of what is in it, or a change did not find its row. */
export class RefusedBatch extends Error {
  override readonly name = 'RefusedBatch'
  /** The change at fault where it is known, by its place in the batch. */
  readonly at: number | null
  /** Why, as a code of the findings catalogue. */
  readonly code: string
  /** Readable key of its row; empty where it is not known. */
  readonly key: Readonly<Record<string, string | null>>

  constructor(
    reason: string,
    fault: {
      readonly at: number | null
      readonly code: string
      readonly key?: Readonly<Record<string, string | null>>
    },
    options?: ErrorOptions,
  ) {
    super(reason, options)
    this.at = fault.at
    this.code = fault.code
    this.key = fault.key ?? {}
  }
}
