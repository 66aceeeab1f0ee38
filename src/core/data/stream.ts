import type { Endpoint } from '../dialect/endpoint.js'
import type { SequenceMapping, TableMapping } from '../mapping/mapping.js'

/** Bulk rows of one chunk on their way out of an engine. Defined in full by the data plane. */
export interface TableReader {
  readonly table: TableMapping
}

/** Writes bulk data into an engine. Defined in full by the data plane. */
export interface TargetConnector {
  open(
    endpoint: Endpoint,
  ): Promise<{ setSequences(sequences: readonly SequenceMapping[]): Promise<void>; close(): Promise<void> }>
}
