import type { ProjectStore } from '../project/store.js'
import type { Audit } from './audit.js'
import type { Conversions } from './conversions.js'
import type { Hub } from './hub.js'
import type { KnownMoves } from './moves.js'
import type { Operations } from './operations.js'
import type { Samples } from './samples.js'
import type { Sessions } from './sessions.js'
import type { Supervisor } from './supervisor.js'
import type { Tokens } from './tokens.js'

/** What handlers work with. */
export interface Context {
  readonly project: string
  /** Of the server, in the project's. */
  readonly folder: string
  readonly version: string
  /** Dialects by name. */
  readonly engines: readonly string[]
  readonly store: ProjectStore
  readonly tokens: Tokens
  readonly sessions: Sessions
  readonly operations: Operations
  readonly conversions: Conversions
  readonly supervisor: Supervisor
  readonly samples: Samples
  readonly moves: KnownMoves
  readonly audit: Audit
  readonly hub: Hub
  readonly isSecure: boolean
  readonly isStopping: () => boolean
}
