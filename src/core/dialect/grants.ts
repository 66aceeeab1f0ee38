import type { ServerVersion } from '../ir/schema.js'

/** For whom rights are asked, and for what. */
export interface GrantsRequest {
  readonly role: 'source' | 'target'
  /** Changes are followed too, not only rows read or written. */
  readonly changes: boolean
  readonly user: string
  /** Where the account comes from, for engines that tell accounts apart by it. */
  readonly host: string
  readonly database: string
  readonly version: ServerVersion
}

/** A script for an administrator: the least that the account needs, one statement a line, each with its reason. */
export type GrantsScript = (request: GrantsRequest) => string
