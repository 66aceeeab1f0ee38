import type { Report } from '../findings/finding.js'
import type { ObjectId, Origin, PartId, QName } from '../ir/names.js'
import type { Catalog, PrintedText, Routine } from '../ir/schema.js'
import type { Alteration } from './definitions.js'

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
  /** Writes routines of a catalogue whose tables and collations are final, each by itself; `emit` knows the text again. */
  readonly routines?: (catalog: Catalog) => (routine: Routine) => PrintedText
  /** Writes what turns a target into `after`. Absent: the engine's tables cannot be changed while they are followed. */
  readonly alter?: (after: Catalog, alterations: readonly Alteration[]) => AlteredText
}

export type AlteredText =
  | { readonly kind: 'statements'; readonly statements: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: string }
