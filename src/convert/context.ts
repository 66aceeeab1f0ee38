import type { DataProfile } from '../core/data/profile.js'
import type { Capabilities, NameRules } from '../core/dialect/dialect.js'
import type { Finding, FindingSink } from '../core/findings/finding.js'
import type { Expr } from '../core/ir/expr.js'
import type { Ident, ObjectId, PartId, QName } from '../core/ir/names.js'
import type { Catalog, SchemaObject, ServerVersion, Table } from '../core/ir/schema.js'
import type { ConstructTable } from '../rules/constructs/constructs.js'
import type { CodePort } from './code-port.js'
import type { NameAllocator } from './naming/allocator.js'
import type { ConvertOptions } from './options.js'
import type { Finish } from './printed.js'
import type { TargetTables } from './programs/data-changes/target-tables.js'

/** One side of a conversion: which engine, which version, what it can do. */
export interface Side {
  readonly dialect: string
  readonly version: ServerVersion
  readonly names: NameRules
  readonly can: Capabilities
  readonly constructs: ConstructTable
}

/** Names that were given out, by what they stand for. */
export interface NameBook {
  readonly schemas: Map<string, string>
  readonly objects: Map<ObjectId, QName>
  readonly columns: Map<ObjectId, Map<string, Ident>>
  /** Collations by their name on the source. */
  readonly collations: Map<string, string>
}

/** What all passes of one conversion share. */
export interface PassContext {
  readonly source: Catalog
  /** Objects of the source by id. */
  readonly objects: ReadonlyMap<ObjectId, SchemaObject>
  readonly from: Side
  readonly to: Side
  readonly options: ConvertOptions
  readonly profile: DataProfile
  readonly findings: FindingSink
  /** What the reader found; a pass does not repeat it. */
  readonly earlier: readonly Finding[]
  /** Source parts that a pass used up without a counterpart of their own, e.g. the option with a counter's next value. */
  readonly consumed: Map<PartId, PartId>
  /** Tables that only exist while a program runs. */
  readonly local: ReadonlyMap<ObjectId, Table>
  readonly allocator: NameAllocator
  readonly names: NameBook
  readonly code: CodePort
  /** Expressions that a pass made: they speak the target's language already. */
  readonly made: WeakSet<Expr>
  /** Known from the pass on that converts programs. */
  readonly late: { tables?: TargetTables }
  /** Told by the emitter: what is kept of each converted object of a catalogue. Absent: all of it. */
  readonly finisher?: ((target: Catalog) => Finish) | undefined
}

/** One named rewrite of the whole catalogue. It reports what it changed in meaning, and nothing else. */
export interface Pass {
  readonly name: string
  run(catalog: Catalog, context: PassContext): Catalog
}
