import type { Side } from '../data/comparer.js'
import type { Endpoint } from '../dialect/endpoint.js'
import type { LogicalType } from '../ir/types.js'
import type { SequenceMapping, TableMapping } from '../mapping/mapping.js'

/**
 * Runs routines, reads views and changes rows on one side of a proof. Values travel as text that means the same on both
 * sides (see `CellKind`); nothing passes through a JS number or Date.
 */
export interface RoutineRunner {
  open(endpoint: Endpoint, options: RunnerOptions): Promise<RunnerSession>
  /** What this engine's code may do that a proof must not run, or that is different at every call. */
  readonly hazards: CodeHazards
}

export interface RunnerOptions {
  readonly side: Side
  /** Milliseconds that one step may take. */
  readonly timeout: number
  /** Schema in which names without one are looked up. */
  readonly schema: string
  /** Rows of one result that are kept; of a larger one only its number of rows and its digest. */
  readonly maxRows: number
  readonly signal?: AbortSignal
}

/** Lower-case names of functions; `outside` says what they touch. */
export interface CodeHazards {
  readonly outside: Readonly<Record<string, string>>
  readonly unstable: ReadonlySet<string>
  /** Read or leave something in the session that a rollback does not take back. */
  readonly session: ReadonlySet<string>
  /** First words of commands (see `Command` in the IR) that change the session alone. */
  readonly harmlessCommands: readonly string[]
  /** Words of commands that are only possible where no transaction has begun. */
  readonly openCommands: readonly string[]
}

/** A name on both sides. */
export interface SideNames {
  readonly source: { readonly schema: string; readonly name: string }
  readonly target: { readonly schema: string; readonly name: string }
}

/**
 * How a value's text is read. `integer`, `decimal`, `float`, `single`: digits as the engine prints them; `bytes`: lower-case
 * hexadecimal; `date`, `timestamp`: ISO without trailing zeros of a fraction; `duration`: `[-]HH:MM:SS[.f]`; `uuid`: 32
 * hexadecimal digits; `labels`: commas between; `geometry`: SRID and well-known binary in hexadecimal.
 */
export type CellKind =
  | 'integer'
  | 'decimal'
  | 'float'
  | 'single'
  | 'text'
  | 'bytes'
  | 'date'
  | 'timestamp'
  | 'duration'
  | 'json'
  | 'uuid'
  | 'labels'
  | 'geometry'
  | 'null'

export interface ResultColumn {
  readonly name: string
  readonly kind: CellKind
}

export type CellRow = readonly (string | null)[]

export interface ResultRows {
  readonly columns: readonly ResultColumn[]
  /** Empty when `count` is beyond the limit. */
  readonly rows: readonly CellRow[]
  readonly count: number
  /** Sum of the rows' hashes, for results beyond the limit. */
  readonly digest?: string
}

/** A value for a parameter or a column: text as `CellKind` has it. */
export interface ProofValue {
  readonly type: LogicalType
  readonly text: string | null
}

export interface CallArgument extends ProofValue {
  readonly name: string
  readonly mode: 'in' | 'out' | 'inout'
}

/** One thing to do, said in the source's words; each side knows its own names. */
export type ProofStep =
  | {
      readonly kind: 'call'
      readonly form: 'function' | 'procedure'
      /** What it became, where that is something else. */
      readonly targetForm?: 'function' | 'procedure'
      readonly name: SideNames
      readonly args: readonly CallArgument[]
      readonly returns?: LogicalType
    }
  | { readonly kind: 'view'; readonly name: SideNames }
  /** A variable of the session, as the source names it. */
  | { readonly kind: 'variable'; readonly name: string; readonly value: ProofValue }
  | { readonly kind: 'insert'; readonly table: TableMapping; readonly values: RowValues }
  | { readonly kind: 'update'; readonly table: TableMapping; readonly key: RowValues; readonly values: RowValues }
  | { readonly kind: 'delete'; readonly table: TableMapping; readonly key: RowValues }

/** By source column. */
export type RowValues = Readonly<Record<string, string | null>>

export interface RaisedError {
  /** SQLSTATE. */
  readonly state: string
  /** The engine's own number, where it has one. */
  readonly number?: string
  readonly message: string
  /** The code itself cannot run here, whatever its values are: it speaks of what is not there, or mixes what cannot be compared. */
  readonly unusable?: true
}

export interface StepOutcome {
  /** OUT and INOUT parameters in order; of a function its result; of a change the number of rows. */
  readonly outs: { readonly columns: readonly ResultColumn[]; readonly row: CellRow }
  readonly results: readonly ResultRows[]
  /** It is called as a query: a way through it that gives no result looks like one without rows. */
  readonly asQuery?: true
  readonly error?: RaisedError
  /** It took too long and was stopped. */
  readonly timedOut?: boolean
  /** It wanted to end the transaction or to define something, and the engine refused. */
  readonly endsTransaction?: boolean
}

export interface TableContent {
  readonly count: number
  /** Order-free digest; sums of two contents can be subtracted. */
  readonly sum: bigint
  /** All rows, when they are not more than asked for: readable canonical text by column of the mapping. */
  readonly rows?: readonly CellRow[]
}

/** A place in the data that a branch of the code asks about. */
export interface Focus {
  readonly column: string
  readonly text: string
}

/** One connection. Steps run between `begin` and `rollback`; one call at a time. */
export interface RunnerSession {
  /** Name and version of the engine. */
  readonly engine: string
  /** Its clock in UTC: `YYYY-MM-DD HH:MM:SS.ffffff`. */
  clock(): Promise<string>
  begin(): Promise<void>
  rollback(): Promise<void>
  /** For steps that end transactions themselves: there is none around them, and nothing is taken back. */
  beginOpen(): Promise<void>
  /** A session that knows nothing of the steps before. */
  renew(): Promise<void>
  run(step: ProofStep): Promise<StepOutcome>
  /** Content of a table as this transaction sees it. With more than `maxRows` rows: number and digest alone. */
  readTable(table: TableMapping, maxRows: number): Promise<TableContent>
  /** Estimate of a table's rows. */
  sizeOf(table: TableMapping): Promise<number>
  /** Tables whose changes cannot be taken back, by dotted source name. */
  lasting(tables: readonly TableMapping[]): Promise<ReadonlySet<string>>
  /** Some rows, those near a focus first, in a fixed order; columns of the mapping by source name. */
  sample(table: TableMapping, focus: readonly Focus[], limit: number): Promise<readonly RowValues[]>
  /** Next number of an identity column or sequence; undefined: not known. */
  nextNumber(sequence: SequenceMapping): Promise<string | undefined>
  setNextNumber(sequence: SequenceMapping, next: string): Promise<void>
  /** The steps as a script that a person can run; nothing stays of it. */
  script(steps: readonly ProofStep[]): Promise<string>
  close(): Promise<void>
}
