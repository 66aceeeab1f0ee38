import type { Role } from './rights.js'

/** Who asks. */
export interface Caller {
  readonly role: Role
  readonly by: 'token' | 'session'
  /** Of a session: what writes must repeat. */
  readonly csrf?: string
  readonly session?: string
  readonly from: string
}
