import type { TableName } from '../mapping/mapping.js'
import type { Endpoint } from './endpoint.js'

/** A trigger, or what acts like one: statements in the engine's own words, to be run in their order in one session. */
export interface KeptTrigger {
  readonly schema: string
  readonly name: string
  readonly away: readonly string[]
  readonly back: readonly string[]
}

/**
 * Takes triggers away from tables that are to take the changes of another server, or switches them off where that can be
 * done, and brings them back. What both do is done once, however often they are called.
 */
export interface TriggerKeeper {
  /** In the order in which they act. */
  read(endpoint: Endpoint, tables: readonly TableName[]): Promise<readonly KeptTrigger[]>
  takeAway(endpoint: Endpoint, triggers: readonly KeptTrigger[]): Promise<void>
  bringBack(endpoint: Endpoint, triggers: readonly KeptTrigger[]): Promise<void>
}
