import type { PartId } from '../core/ir/names.js'
import { type MappingDecisions, noDecisions } from '../core/mapping/decisions.js'

/** What the user may decide. Every choice has a default that loses nothing. */
export interface ConvertOptions {
  /** Target schema of each source schema; a schema that is not named keeps its name. */
  readonly schemas: Readonly<Record<string, string>>
  /** `lower`: names are folded as the target folds them, unless two would become one. `keep`: as the source wrote them. */
  readonly names: 'lower' | 'keep'
  /** One-digit small integers as booleans: where the data says so, always, or never. */
  readonly booleans: 'data' | 'always' | 'never'
  /** Single bits as booleans. */
  readonly bits: 'bits' | 'boolean'
  /** Durations as times of day: where the data says so, always, or never. */
  readonly times: 'data' | 'always' | 'never'
  readonly json: 'jsonb' | 'json'
  /** Unsigned 64-bit integers: exact decimals, integers where the data fits, or integers always. */
  readonly bigUnsigned: 'decimal' | 'data' | 'integer'
  readonly enums: 'type' | 'text'
  /** `icu`: text keeps comparing as the source does. `binary`: byte for byte. */
  readonly collations: 'icu' | 'binary'
  /** Names of type variants for single columns, over everything else. */
  readonly columns: Readonly<Record<PartId, readonly string[]>>
  /** What mapping rules say of single objects of this source. */
  readonly decisions: MappingDecisions
}

export const defaultOptions: ConvertOptions = {
  schemas: {},
  names: 'lower',
  booleans: 'data',
  bits: 'bits',
  times: 'data',
  json: 'jsonb',
  bigUnsigned: 'decimal',
  enums: 'type',
  collations: 'icu',
  columns: {},
  decisions: noDecisions,
}
