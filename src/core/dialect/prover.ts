import type { Origin } from '../ir/names.js'
import type { ServerVersion } from '../ir/schema.js'
import type { EmittedStatement, StatementId } from './emitted.js'
import type { Endpoint } from './endpoint.js'

export interface ProofResult {
  readonly statement: StatementId
  /** `untried`: the engine that stands in does not know what the statement is about. */
  readonly outcome: 'accepted' | 'refused' | 'blocked' | 'untried'
  /** The engine's own words, or the statement that this one waits for. */
  readonly reason?: string
  /** Statements of a program that was accepted, and that cannot run. */
  readonly refusals?: readonly BodyRefusal[]
}

export interface BodyRefusal {
  /** The engine's own words. */
  readonly reason: string
  /** Line of the program's `sql`, 0-based. */
  readonly line: number
  /** What was asked. */
  readonly sql: string
  readonly origin: Origin
}

export interface Prover {
  /** A scratch database: in process, or on the given server (made and dropped again). */
  open(options: {
    readonly version: ServerVersion
    readonly endpoint?: Endpoint
    readonly signal?: AbortSignal
  }): Promise<ProofSession>
}

export interface ProofSession {
  /** E.g. `NAME 18.1 (in process)`. */
  readonly engine: string
  /** It is not what was asked for but comes near it: another member of the family, or an older version. Absent: no. */
  readonly standsIn?: boolean
  prove(statements: readonly EmittedStatement[], onDone?: (done: number) => void): Promise<readonly ProofResult[]>
  /** Empties the scratch database, for a proof that has nothing to do with the last one. */
  reset(): Promise<void>
  close(): Promise<void>
}
