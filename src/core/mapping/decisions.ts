import type { Finding } from '../findings/finding.js'
import type { Ident, ObjectId, PartId } from '../ir/names.js'
import type { Column } from '../ir/schema.js'
import type { LogicalType } from '../ir/types.js'
import type { Derivation } from './derived.js'
import type { RowFilter } from './row-filter.js'

/**
 * What a person decided about single objects of one source: made from mapping rules and the source's catalogue, read by the
 * conversion, and through the mapping that comes of it by load, change stream and validation. Ids are those of the source.
 */
export interface MappingDecisions {
  /** Objects and columns that the target shall not have. `findings` say why. */
  readonly left: ReadonlySet<PartId>
  /** Target schema of source schemas. */
  readonly schemas: Readonly<Record<string, string>>
  /** Names of tables, views and columns, to be taken as they are: they are not folded. */
  readonly names: ReadonlyMap<PartId, string>
  /** Types of columns in place of the source's; each holds every value of the source's. */
  readonly types: ReadonlyMap<PartId, LogicalType>
  readonly keys: ReadonlyMap<ObjectId, DefinedKey>
  /** Which rows of a table are moved. */
  readonly filters: ReadonlyMap<ObjectId, RowFilter>
  /** Columns of the target whose values are made, in their order. */
  readonly derived: ReadonlyMap<ObjectId, readonly DecidedColumn[]>
  /** Tables with a higher number are loaded first; those without one have 0. */
  readonly loadOrder: ReadonlyMap<ObjectId, number>
  readonly findings: readonly Finding[]
}

/** A key that the target gets besides the source's; a primary key takes the place of the source's, which stays unique. */
export interface DefinedKey {
  readonly kind: 'primaryKey' | 'unique'
  readonly name: string
  /** Columns of the source. */
  readonly columns: readonly Ident[]
}

export interface DecidedColumn {
  readonly rule: string
  /** Which column of the target it is: that of a column of the source, or one that a rule adds. */
  readonly part: PartId
  /** What is added; absent for a column that the source has. */
  readonly added?: Column
  readonly by: Derivation
}

export const noDecisions: MappingDecisions = {
  left: new Set(),
  schemas: {},
  names: new Map(),
  types: new Map(),
  keys: new Map(),
  filters: new Map(),
  derived: new Map(),
  loadOrder: new Map(),
  findings: [],
}
