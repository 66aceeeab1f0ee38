import type { Report } from '../findings/finding.js'
import type { PartId } from '../ir/names.js'
import type { Catalog, ServerVersion } from '../ir/schema.js'
import type { Mapping } from '../mapping/mapping.js'
import type { SourceText } from '../text/source.js'
import type { EmittedStatement } from './dialect.js'
import type { Endpoint } from './endpoint.js'

/** Reads the schema of a server in the engine's own words, for a target of the same engine: nothing is converted. */
export interface SchemaCopier {
  /** Findings speak of what the statements do not make, or make otherwise. */
  read(endpoint: Endpoint, options: SchemaCopyOptions): Promise<Report<SchemaCopy>>
}

export interface SchemaCopyOptions {
  /** Empty: those that a person means who names the endpoint. */
  readonly schemas: readonly string[]
  readonly targetVersion: ServerVersion
  readonly signal?: AbortSignal
}

export interface SchemaCopy {
  /** What wrote the statements, with its version: the engine's own tool, or the engine itself. */
  readonly by: string
  /**
   * All that the source holds, found without the tool that wrote the statements: the census of the ledger. Objects are
   * tables with columns, constraints and indexes, or unmodelled. What no statement names in `sources` is a finding.
   */
  readonly catalog: Catalog
  /** The source's own text of objects, where their origins lead to one. */
  readonly sources: ReadonlyMap<string, SourceText>
  /** In an order in which they can run within their phases. */
  readonly statements: readonly EmittedStatement[]
  /** The same names and types on both sides. */
  readonly mapping: Mapping
  /** Parts that come with another part, by that part. */
  readonly consumed: ReadonlyMap<PartId, PartId>
}
