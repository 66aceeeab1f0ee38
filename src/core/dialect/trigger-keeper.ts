import type { TableName } from '../mapping/mapping.js'
import type { Endpoint } from './endpoint.js'

/** A trigger, and what brings it back: statements in the engine's own words, to be run in their order in one session. */
export interface KeptTrigger {
  readonly schema: string
  readonly name: string
  readonly statements: readonly string[]
}

/**
 * Takes triggers away from tables that are to take the changes of another server, in an engine where they cannot be switched
 * off, and brings them back. What both do is done once, however often they are called.
 */
export interface TriggerKeeper {
  /** In the order in which they act. */
  read(endpoint: Endpoint, tables: readonly TableName[]): Promise<readonly KeptTrigger[]>
  drop(endpoint: Endpoint, triggers: readonly KeptTrigger[]): Promise<void>
  make(endpoint: Endpoint, triggers: readonly KeptTrigger[]): Promise<void>
}
