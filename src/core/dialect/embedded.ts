import type { OnProgress } from '../progress/progress.js'
import type { Endpoint } from './endpoint.js'

export interface EmbeddedServer {
  /** Starts (or finds running) a server whose files live under `folder`. Works for root too. */
  start(options: {
    readonly folder: string
    readonly database: string
    readonly signal?: AbortSignal
  }): Promise<RunningServer>
}

export interface SampleDatabase {
  readonly name: string
  /** Rows that it will hold. */
  readonly rows: number
  fill(endpoint: Endpoint, onProgress?: OnProgress, signal?: AbortSignal): Promise<void>
  /** Users of the filled database, who read and change it until they are stopped. */
  use(endpoint: Endpoint): LiveWriters
}

export interface LiveWriters {
  /** Transactions so far. */
  readonly committed: number
  /** Rejects when one of them could not go on. */
  stop(): Promise<void>
}

export interface RunningServer {
  readonly endpoint: Endpoint
  readonly version: string
  stop(): Promise<void>
}
