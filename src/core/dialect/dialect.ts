import type { ChangeSource, ChangeTarget } from '../data/changes.js'
import type { SourceConnector, TableComparer, TargetConnector } from '../data/connector.js'
import type { DataProfiler } from '../data/profile.js'
import type { ValidationJournals } from '../data/validation-journal.js'
import type { ServerVersion, SupportObject } from '../ir/schema.js'
import type { RoutineRunner } from '../prove/runner.js'
import type { Applier } from './applier.js'
import type { Capabilities, NameRules } from './capabilities.js'
import type { DefinitionReader, ShapeReader } from './definitions.js'
import type { EmbeddedServer, LiveWriters, SampleDatabase } from './embedded.js'
import type { Emitter } from './emitted.js'
import type { Endpoint } from './endpoint.js'
import type { GrantsScript } from './grants.js'
import type { InventoryReader } from './inventory.js'
import type { Prover } from './prover.js'
import type { CatalogReader, ScriptParser } from './reader.js'
import type { SchemaCopier } from './schema-copier.js'
import type { TriggerKeeper } from './trigger-keeper.js'

export type * from './applier.js'
export type * from './capabilities.js'
export type * from './embedded.js'
export type * from './emitted.js'
export type * from './prover.js'
export type * from './reader.js'

/**
 * What one engine can do. An absent member is not supported. Heavy members are loaded on demand, so that a command that
 * does not need a grammar or a driver never loads it.
 */
export interface Dialect {
  readonly id: string
  readonly title: string
  /** URL schemes that lead here, without the colon. */
  readonly schemes: readonly string[]
  /** Endings, without the period, that files of its code have by custom, beside those of all SQL. */
  readonly scriptEndings?: readonly string[]
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
  /** Asks a server what is on it, how large it is and how much it is used. */
  readonly inventory?: () => Promise<InventoryReader>
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
