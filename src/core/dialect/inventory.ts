import type { Endpoint } from './endpoint.js'

/** What a server's own catalogue and counters say of it. Sizes are bytes; a figure that the engine does not keep is null. */
export interface ServerMeasures {
  /** The maker's name, and the series by which lifecycles are listed. */
  readonly product: string
  readonly series: string
  readonly version: string
  readonly uptimeSeconds: number | null
  readonly connections: { readonly now: number; readonly most: number | null; readonly allowed: number }
  readonly activity: Activity | null
  readonly databases: readonly DatabaseMeasures[]
}

/** Rows and transactions since the engine began to count. */
export interface Activity {
  readonly seconds: number
  readonly transactions: number | null
  readonly inserted: number
  readonly updated: number
  readonly deleted: number
  readonly read: number
}

/** What one connection sees: where a database is a schema it has one of its own name. */
export interface DatabaseMeasures {
  readonly name: string
  readonly schemas: readonly SchemaMeasures[]
}

export interface SchemaMeasures {
  readonly name: string
  readonly tables: number
  /** As the engine estimates them. */
  readonly rows: number
  readonly dataBytes: number
  readonly indexBytes: number
  readonly activity: Activity | null
}

/** Asks a server what is on it: its users' databases that the account may enter; only the endpoint's own when it names one. */
export interface InventoryReader {
  measure(endpoint: Endpoint, signal: AbortSignal): Promise<ServerMeasures>
}
