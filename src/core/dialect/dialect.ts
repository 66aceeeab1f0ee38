import type { ChangeSource, ChangeTarget } from '../data/changes.js'
import type { SourceConnector, TableComparer, TargetConnector } from '../data/connector.js'
import type { DataProfiler } from '../data/profile.js'
import type { DataSegment } from '../data/segment.js'
import type { ValidationJournals } from '../data/validation-journal.js'
import type { Finding, Report } from '../findings/finding.js'
import type { Expr } from '../ir/expr.js'
import type { ObjectId, Origin, PartId, QName } from '../ir/names.js'
import type { Catalog, ServerVersion, SupportObject } from '../ir/schema.js'
import type { TypeRef } from '../ir/types.js'
import type { OnProgress } from '../progress/progress.js'
import type { RoutineRunner } from '../prove/runner.js'
import type { SourceText } from '../text/source.js'
import type { Alteration, DefinitionReader, ShapeReader } from './definitions.js'
import type { Endpoint } from './endpoint.js'
import type { GrantsScript } from './grants.js'
import type { SchemaCopier } from './schema-copier.js'
import type { TriggerKeeper } from './trigger-keeper.js'

/**
 * What one engine can do. An absent member is not supported. Heavy members are loaded on demand, so that a command that
 * does not need a grammar or a driver never loads it.
 */
export interface Dialect {
  readonly id: string
  readonly title: string
  /** URL schemes that lead here, without the colon. */
  readonly schemes: readonly string[]
  readonly defaultPort: number
  readonly names: NameRules
  /** A database holds schemas, and this one is there from the start. Absent: a database is a schema. */
  readonly homeSchema?: string
  /** Reads `--target-version` or a server's version string. */
  parseVersion(text: string): ServerVersion
  readonly defaultVersion: ServerVersion
  /** Major versions that statements can be made for, when the engine is a target. */
  readonly targetVersions?: { readonly oldest: number; readonly newest: number }
  /** Asks a server which version it is. */
  readonly serverVersion?: (endpoint: Endpoint, signal?: AbortSignal) => Promise<ServerVersion>
  capabilities(version: ServerVersion): Capabilities
  /** Which rights an account needs. */
  readonly grants?: () => Promise<GrantsScript>
  readonly parser?: () => Promise<ScriptParser>
  readonly reader?: () => Promise<CatalogReader>
  /** Reads a schema for a target of the same engine. */
  readonly copier?: () => Promise<SchemaCopier>
  readonly emitter?: () => Promise<Emitter>
  readonly prover?: () => Promise<Prover>
  readonly applier?: () => Promise<Applier>
  readonly source?: () => Promise<SourceConnector>
  /** Load and comparison leave out the rows that a mapping's filter does not let pass. Absent: no. */
  readonly filtersRows?: boolean
  readonly target?: () => Promise<TargetConnector>
  /** Reads the engine's change log. */
  readonly changeSource?: () => Promise<ChangeSource>
  /** Follows the definitions of tables through the log. */
  readonly definitions?: () => Promise<DefinitionReader>
  /** Follows what a log without statements tells of them, for a target of the same engine. */
  readonly shapes?: () => Promise<ShapeReader>
  /** Applies changes of another engine's log. */
  readonly changeTarget?: () => Promise<ChangeTarget>
  /** Takes triggers away while changes are applied. */
  readonly triggerKeeper?: () => Promise<TriggerKeeper>
  /** Computes canonical forms and digests of table data inside the engine. */
  readonly comparer?: () => Promise<TableComparer>
  readonly validationJournals?: () => Promise<ValidationJournals>
  /** Runs routines, reads views and changes rows for a proof by comparing, and takes it all back. */
  readonly runner?: () => Promise<RoutineRunner>
  /** Asks a live source what its data is like, where a type alone leaves a choice. */
  readonly profiler?: () => Promise<DataProfiler>
  /** Fills a sample database of our own making on an empty server. */
  readonly sample?: () => Promise<SampleDatabase>
  /** Users of a sample database that moved here; by the sample's name. */
  readonly sampleUsers?: Readonly<Record<string, () => Promise<(endpoint: Endpoint) => LiveWriters>>>
  readonly embedded?: () => Promise<EmbeddedServer>
  /** The embedded server is new enough for what is emitted. Absent: no. */
  readonly embeddedAsTarget?: boolean
  /** What emitted text may call besides the engine's own functions. */
  readonly library?: () => Promise<SupportLibrary>
}

/** Runtime functions and extensions that a target brings along. */
export interface SupportLibrary {
  /** The objects behind these names (the `needs` of templates) and all that they need, each after what it needs. */
  objects(names: readonly string[]): readonly SupportObject[]
  /** Names that a node of the catalogue needs when it is printed, besides those of templates. */
  needsOf(node: object): readonly string[]
}

export interface NameRules {
  /** Longest identifier in bytes of UTF-8 (or characters, see `unit`). */
  readonly maxLength: number
  readonly unit: 'bytes' | 'characters'
  /** Names are equal when their folded forms are. */
  fold(text: string): string
  /** As `fold`, for names of columns, aliases and the like where their case counts less than that of tables. */
  foldColumn?(text: string): string
  /** Always quoted: what we emit never depends on a word list. */
  quote(text: string): string
  /** Quotes only when the plain form would not read back as the same name. */
  quoteIfNeeded(text: string): string
  isReserved(word: string): boolean
  /** Names, folded, that no column of a table can have, quoted or not. */
  readonly systemColumns?: ReadonlySet<string>
  /** Names, folded, that stand for something else in the engine's stored programs. */
  readonly programWords?: ReadonlySet<string>
}

/** Facts, not if-statements: what a server of this version can hold. */
export interface Capabilities {
  readonly transactionalDdl: boolean
  readonly identityColumns: boolean
  readonly checkConstraints: boolean
  readonly expressionIndexes: boolean
  readonly partialIndexes: boolean
  readonly invisibleColumns: boolean
  readonly invisibleIndexes: boolean
  readonly storedGenerated: boolean
  readonly virtualGenerated: boolean
  readonly unsignedIntegers: boolean
  readonly inlineEnums: boolean
  readonly namedEnums: boolean
  readonly onUpdateColumns: boolean
  readonly indexNamesPerTable: boolean
  readonly prefixIndexes: boolean
  readonly fulltextIndexes: boolean
  readonly spatialTypes: boolean
  readonly nondeterministicCollations: boolean
  readonly likeOnNondeterministic: boolean
  readonly expressionPartitionKeys: boolean
  readonly subpartitions: boolean
  readonly uniqueNeedsPartitionKey: boolean
  readonly uniqueOnExpressionPartition: boolean
  readonly foreignKeysToPartitioned: boolean
  readonly anyValue: boolean
  readonly jsonBinary: boolean
  readonly zeroDates: boolean
  /** The constant that is before every date. Absent: there is none. */
  readonly dateBeforeAll?: string
  readonly nulInText: boolean
  readonly maxDecimalPrecision: number
  readonly nullsFirstWhenAscending: boolean
  /** A view can run with the rights of who reads it. Absent: no. */
  readonly securityInvokerViews?: boolean
  /** Foreign keys and checks can be declared without being enforced. Absent: no. */
  readonly notEnforcedConstraints?: boolean
  /** A unique key can treat two nulls as equal. Absent: no. */
  readonly nullsNotDistinct?: boolean
  /** A member of a document that is no value of the column of JSON_TABLE is taken as far as it can be read. Absent: it is null. */
  readonly bendsJsonMembers?: boolean
  /** The number after LIMIT has no sign: NULL is zero, and below zero it is larger than any table. Absent: NULL is no limit. */
  readonly limitsWithoutSign?: boolean
  /** Rows of subtotals come behind what they add up, in the order of the groups. Absent: in no order. */
  readonly sortedSubtotals?: boolean
  /** A quotient that is stored as text shows whole words of so many digits; a division adds some to those of its operands. */
  readonly quotientsInWords?: { readonly digits: number; readonly added: number }
  /** Documents are texts: in another document a variable that holds one is a string. Absent: they have a type of their own. */
  readonly documentsAreTexts?: boolean
  /** The largest and smallest of texts and numbers are found among numbers. Absent: among texts. */
  readonly extremesOfTextAreNumbers?: boolean
  /** Strict settings hold for DELETE too: a text that is no number is refused. Absent: only for what stores values. */
  readonly strictDeletes?: boolean
  /** Of a statement that adds one row given as values, a check is an error although errors are to be ignored. Absent: no. */
  readonly checksOfOneRowHold?: boolean
  /** Digits of seconds that a type does not hold are cut off where a value is stored. Absent: it is rounded. */
  readonly cutsFractions?: boolean
  /** Partitions are tables that are attached, with half-open ranges. Absent: no. */
  readonly attachedPartitions?: boolean
  /** A function without parameters, or with defaults for all, is called by its name alone. Absent: no. */
  readonly callsWithoutParentheses?: boolean
  /** Outside of a transaction each statement is kept by itself. Absent: a transaction is always open. */
  readonly keepsEachStatement?: boolean
  /** The row count of UPDATE is that of rows that became others, not of those that were found. Absent: no. */
  readonly countsChangedRows?: boolean
  /** A decimal may round left of its point. Absent: no. */
  readonly negativeScale?: boolean
  /** A number added to a date or a timestamp is a number of days, and so is the difference of two dates. Absent: no. */
  readonly numbersAreDays?: boolean
  /** Text without a collation of its own is compared byte by byte. Absent: nothing tells how. */
  readonly comparesBytes?: boolean
  /** Rows with a null partition key are in the range without an upper bound, or refused. Absent: they are in the lowest one. */
  readonly nullsInLastPartition?: boolean
  /** Rows with a null in a unique key of several columns are equal, unless all of its columns are null. Absent: no two are. */
  readonly nullsCollideInKeys?: boolean
  /** An empty text is null. Absent: it is a text. */
  readonly emptyTextIsNull?: boolean
  /** A quotient has all the digits that the engine computes. Absent: as many as its operands and a setting say. */
  readonly exactQuotients?: boolean
  /** A text that is no number, and a division by zero, are errors wherever they stand. Absent: only where values are stored. */
  readonly refusesBadValues?: boolean
}

/** A file of a script, read by whoever asks; `chunks` may be opened more than once. */
export interface ScriptFile {
  readonly path: string
  readonly size: number
  chunks(): AsyncIterable<Uint8Array>
}

export interface ReadScriptOptions {
  /** Schema for objects that name none and are under no USE. */
  readonly defaultSchema: string
  readonly version?: ServerVersion
  readonly signal?: AbortSignal
}

export interface ReadResult {
  readonly catalog: Catalog
  readonly sources: ReadonlyMap<string, SourceText>
  /** Statements that make no object, for the ledger. `applied`: it changed objects that stand in the catalogue (ALTER, DROP, RENAME). */
  readonly statements: readonly {
    readonly kind: string
    readonly handling: 'data' | 'setting' | 'applied' | 'ignored'
    readonly count: number
  }[]
  /** Where the rows are, in file order. Empty for a live source. */
  readonly data: readonly DataSegment[]
  /** Bytes of text that were read and of those, how many were understood. */
  readonly coverage: { readonly bytes: number; readonly understood: number }
}

export interface ScriptParser {
  readScript(files: readonly ScriptFile[], options: ReadScriptOptions): Promise<Report<ReadResult>>
  /** One expression; with `holes`, `$x` is a hole. Throws a SyntaxError with an offset on bad text: rules are ours. */
  parseExpr(text: string, options?: { readonly holes?: boolean }): Expr
  /** One type as written in a column definition. */
  parseType(text: string): TypeRef
}

export interface CatalogReader {
  /** Least privilege: only what the user of the endpoint may see; what it may not see is a finding. */
  read(
    endpoint: Endpoint,
    options: { readonly schemas: readonly string[]; readonly signal?: AbortSignal },
  ): Promise<Report<ReadResult>>
}

/** In what part of a migration a statement runs. */
export type StatementPhase = 'pre-data' | 'post-data' | 'post-cutover'

export type StatementKind =
  | 'schema'
  | 'extension'
  | 'collation'
  | 'type'
  | 'sequence'
  | 'function'
  | 'table'
  | 'partition'
  | 'primary-key'
  | 'unique'
  | 'check'
  | 'index'
  | 'foreign-key'
  | 'default'
  | 'view'
  | 'procedure'
  | 'trigger'
  | 'comment'
  | 'identity'
  | 'stub'
  /** Anything else that only the engine has a word for: an operator, a rule, the owner of a counter. */
  | 'object'

export type StatementId = string & { readonly __brand: 'StatementId' }

/** One object, one file. `sql` may hold several statements that belong together (a table and its comments), each ended by `;` and a newline. */
export interface EmittedStatement {
  readonly id: StatementId
  readonly kind: StatementKind
  readonly name: QName
  readonly object: ObjectId
  /** Source parts that exist on the target once this has run. */
  readonly sources: readonly PartId[]
  readonly phase: StatementPhase
  /** Part of the minimal form: without it rows cannot be held or identified. */
  readonly minimal: boolean
  readonly sql: string
  readonly undo?: string
  readonly dependsOn: readonly StatementId[]
  /** Which lines of `sql` (0-based, half-open) stand for which source part. */
  readonly lines: readonly { readonly from: number; readonly to: number; readonly part: PartId }[]
  /** Statements and declarations of a program's body, in the order of the lines on which they begin; outer ones first. */
  readonly code?: readonly CodeLines[]
  /** What the engine looks at only when a program runs, for the proof to ask about. */
  readonly probes?: readonly Probe[]
}

/** Lines of `sql` (0-based, half-open) and the statement of the source that they stand for. */
export interface CodeLines {
  readonly from: number
  readonly to: number
  readonly origin: Origin
}

/**
 * One statement or expression of a program's body as the engine can be asked about it without running it: variables are
 * parameters `$1`, `$2` … of the types in `params`.
 */
export interface Probe {
  /** `call`: of a procedure. `made`: not asked about but run before what follows it in the same program, and taken back. */
  readonly how: 'query' | 'call' | 'made'
  readonly sql: string
  readonly params: readonly string[]
  /** A query with the same parameters whose columns have the types of what takes the result, column by column. */
  readonly into?: string
  /** The types must be the very same; else the engine converts as it does for an assignment. */
  readonly exact?: boolean
  /** Of the statement in `sql` of the program, 0-based. */
  readonly line: number
  readonly origin: Origin
}

export interface Emitter {
  /** The catalogue is a target catalogue already: every rewrite has been done by a pass. */
  emit(catalog: Catalog): Report<readonly EmittedStatement[]>
  /** Writes what turns a target into `after`. Absent: the engine's tables cannot be changed while they are followed. */
  readonly alter?: (after: Catalog, alterations: readonly Alteration[]) => AlteredText
}

export type AlteredText =
  | { readonly kind: 'statements'; readonly statements: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: string }

export interface ProofResult {
  readonly statement: StatementId
  readonly outcome: 'accepted' | 'refused' | 'blocked'
  /** The engine's own words, or the statement that this one waits for. */
  readonly reason?: string
  /** Statements of a program that was accepted, and that cannot run. */
  readonly refusals?: readonly BodyRefusal[]
}

export interface BodyRefusal {
  /** The engine's own words. */
  readonly reason: string
  /** Line of the program's `sql`, 0-based. */
  readonly line: number
  /** What was asked. */
  readonly sql: string
  readonly origin: Origin
}

export interface Prover {
  /** A scratch database: in process, or on the given server (made and dropped again). */
  open(options: {
    readonly version: ServerVersion
    readonly endpoint?: Endpoint
    readonly signal?: AbortSignal
  }): Promise<ProofSession>
}

export interface ProofSession {
  /** E.g. `NAME 18.1 (in process)`. */
  readonly engine: string
  prove(statements: readonly EmittedStatement[], onDone?: (done: number) => void): Promise<readonly ProofResult[]>
  /** Empties the scratch database, for a proof that has nothing to do with the last one. */
  reset(): Promise<void>
  close(): Promise<void>
}

export interface PlannedStep {
  readonly statement: StatementId
  readonly phase: StatementPhase
  /** `exists`: the target has it, equal. `drifted`: the target has something else under that name. */
  readonly action: 'create' | 'exists' | 'drifted'
  readonly sql: string
  /** For `drifted`: what differs. */
  readonly difference?: string
  /** The statement itself: what kind it is, what it waits for, how it is undone. */
  readonly emitted?: EmittedStatement
}

/** Creates objects on a live target; knows how to compare with what is there. */
export interface Applier {
  plan(
    endpoint: Endpoint,
    statements: readonly EmittedStatement[],
    signal?: AbortSignal,
  ): Promise<readonly PlannedStep[]>
  /** Runs the steps that create; each is recorded in the target's control schema, so a second run goes on where the first ended. */
  run(
    endpoint: Endpoint,
    steps: readonly PlannedStep[],
    options: {
      readonly workers: number
      readonly signal?: AbortSignal
      readonly onStep?: (step: PlannedStep, error?: Error) => void
    },
  ): Promise<readonly { readonly step: PlannedStep; readonly error?: string }[]>
}

export interface EmbeddedServer {
  /** Starts (or finds running) a server whose files live under `folder`. Works for root too. */
  start(options: {
    readonly folder: string
    readonly database: string
    readonly signal?: AbortSignal
  }): Promise<RunningServer>
}

export interface SampleDatabase {
  readonly name: string
  /** Rows that it will hold. */
  readonly rows: number
  fill(endpoint: Endpoint, onProgress?: OnProgress, signal?: AbortSignal): Promise<void>
  /** Users of the filled database, who read and change it until they are stopped. */
  use(endpoint: Endpoint): LiveWriters
}

export interface LiveWriters {
  /** Transactions so far. */
  readonly committed: number
  /** Rejects when one of them could not go on. */
  stop(): Promise<void>
}

export interface RunningServer {
  readonly endpoint: Endpoint
  readonly version: string
  stop(): Promise<void>
}

export type { Finding }
