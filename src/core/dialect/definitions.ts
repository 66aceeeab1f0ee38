import type { DescribedTable, TableShape } from '../data/changes.js'
import type { Finding } from '../findings/finding.js'
import type { Expr } from '../ir/expr.js'
import type { Ident, ObjectId, QName } from '../ir/names.js'
import type { Catalog, Column, Table } from '../ir/schema.js'
import type { Mapping, TableMapping } from '../mapping/mapping.js'
import type { SourceText } from '../text/source.js'
import type { Endpoint } from './endpoint.js'

/** A statement of a log that changes definitions, with what it takes to read it. */
export interface LoggedDefinition {
  /** Schema that names without one are in. */
  readonly schema: string
  readonly sql: string
  /** Settings that say how its text is to be read, in the engine's own words. */
  readonly modes?: string
  /** A person has seen to the rows that come or go with it. */
  readonly seenTo?: boolean
}

/**
 * Knows how the tables of a source were defined at any place of its log: from what the server said once, and the
 * statements that came since. The server itself only tells how they are now.
 */
export interface DefinitionReader {
  /** All tables of the schemas as they are now, as text that `open` takes. */
  keep(
    endpoint: Endpoint,
    options: { readonly schemas: readonly string[]; readonly signal?: AbortSignal },
  ): Promise<string>
  /** Throws a RangeError on text that is not of `keep`. */
  open(kept: string): DefinitionHistory
  /** For a target of the same engine, on which the statement is run as it stands. Absent: it cannot be. */
  readonly own?: OwnDefinitions
}

export interface OwnDefinitions {
  /** Every table as its own counterpart. */
  mapping(catalog: Catalog): Mapping
  /** What says in a session of the target what the statement said on the source; or why nothing does. */
  statements(
    change: LoggedDefinition,
    target: { readonly sameVersion: boolean },
  ): readonly string[] | { readonly refused: string }
}

/** Definitions that statements change one after the other; the life of one reading. */
export interface DefinitionHistory {
  readonly catalog: Catalog
  readonly sources: ReadonlyMap<string, SourceText>
  /** Applies a statement. What came before a refusal may be applied: the history is of no use then. */
  apply(change: LoggedDefinition): DefinitionEffect
}

export type DefinitionEffect =
  /** Why nobody can tell from the text what the source has now. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** One after the other; none: tables stay as they are. */
  | { readonly kind: 'steps'; readonly steps: readonly DefinitionStep[] }

export interface DefinitionStep {
  readonly after: Catalog
  readonly findings: readonly Finding[]
  /** The step gives another name to a table, or to parts of it that keep their order, and does nothing else. */
  readonly renames?: { readonly from: ObjectId; readonly to: ObjectId }
}

/** Knows what was done to tables whose log has no statements, for a target of the same engine. */
export interface ShapeReader {
  /** The tables as the catalogue has them now, as text that `compare` takes. */
  keep(endpoint: Endpoint, tables: readonly TableMapping[], signal?: AbortSignal): Promise<string>
  /** One each, in the order of the tables. */
  shapes(kept: string, tables: readonly TableMapping[]): readonly TableShape[]
  /**
   * What has made the described table out of the one that was kept. `seenTo`: a person has brought the target there. Reads
   * the source's catalogue, which may be further already.
   */
  compare(
    endpoint: Endpoint,
    kept: string,
    described: DescribedTable,
    options: { readonly seenTo: boolean; readonly signal?: AbortSignal },
  ): Promise<ShapeEffect>
}

export type ShapeEffect =
  /** Why nobody can tell what its rows have now. */
  | { readonly kind: 'refused'; readonly reason: string }
  | {
      readonly kind: 'changed'
      readonly statements: readonly string[]
      readonly kept: string
      readonly table: TableMapping
    }

/** What is done to a target, so that it becomes what the definitions of its source have become. Names are those of the target. */
export type Alteration =
  /** A statement that the emitter has made, or what undoes it. */
  | { readonly kind: 'run'; readonly sql: string }
  | { readonly kind: 'renameTable'; readonly from: QName; readonly to: QName }
  | { readonly kind: 'renameType'; readonly from: QName; readonly to: QName }
  | { readonly kind: 'renameColumn'; readonly table: QName; readonly from: Ident; readonly to: Ident }
  | {
      readonly kind: 'renameKey'
      readonly what: 'constraint' | 'index'
      readonly table: QName
      readonly from: Ident
      readonly to: Ident
    }
  /** Rows that are there get `fill`, else the column's default. */
  | { readonly kind: 'addColumn'; readonly table: Table; readonly column: Column; readonly fill?: Expr }
  | { readonly kind: 'dropColumn'; readonly table: Table; readonly column: Column }
  /** Every value keeps its meaning. */
  | { readonly kind: 'changeColumn'; readonly table: Table; readonly before: Column; readonly after: Column }
  | { readonly kind: 'comment'; readonly table: Table }
  /** `next`: the label in front of which it stands; absent: it is the last. */
  | { readonly kind: 'addLabel'; readonly type: QName; readonly label: string; readonly next?: string }
