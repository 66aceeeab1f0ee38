import type { Activity, ServerMeasures } from '../dialect/inventory.js'
import type { Severity } from '../findings/finding.js'

/**
 * What is known of many servers at one moment: `fleet.json`. Effort is in minutes, sizes in bytes. Servers have the names
 * of the configuration, schemas are `server/database` or `server/database/schema`.
 */
export interface Fleet {
  readonly format: 1
  readonly tool: string
  /** ISO 8601. */
  readonly madeAt: string
  readonly servers: readonly FleetServer[]
  readonly schemas: readonly FleetSchema[]
  readonly families: readonly SchemaFamily[]
  readonly waves: readonly Wave[]
  /** What could not be read, with the reason. */
  readonly failures: readonly FleetFailure[]
}

export interface FleetServer extends Omit<ServerMeasures, 'databases'> {
  readonly name: string
  readonly engine: string
  readonly product: string
  /** `host:port` */
  readonly place: string
  readonly endOfSupport: string | null
  /** What keeps its changes from being followed; empty: nothing. */
  readonly log: readonly { readonly code: string; readonly severity: Severity; readonly message: string }[]
  readonly sizing: Sizing
}

/** A machine that carries what was measured, in no vendor's words. */
export interface Sizing {
  readonly vcpus: number
  readonly memoryBytes: number
  readonly storageBytes: number
  readonly connections: number
}

export interface FleetSchema {
  readonly id: string
  readonly server: string
  readonly database: string
  readonly schema: string
  readonly rows: number
  readonly dataBytes: number
  readonly indexBytes: number
  /** Against the inventory before this one. null: there is none. */
  readonly bytesPerDay: number | null
  readonly activity: Activity | null
  readonly objects: Readonly<Record<string, number>>
  /** Lines with text in programs: routines, triggers, events. */
  readonly codeLines: number
  readonly features: readonly string[]
  /** Schemas that its objects name. */
  readonly dependsOn: readonly string[]
  /** Hash of all definitions: equal ones are copies. */
  readonly hash: string
  readonly assessments: readonly Assessment[]
}

export interface Assessment {
  readonly to: string
  readonly status: 'recommended' | 'alternate' | 'not viable'
  readonly objects: Readonly<Record<'converted' | 'approximated' | 'partial' | 'flagged', number>>
  readonly effortMinutes: number
  readonly limitations: readonly Limitation[]
  /** Folder of its own report, below that of the fleet. */
  readonly report: string
}

/** One kind of finding, as often as it was made. */
export interface Limitation {
  readonly code: string
  readonly name: string
  readonly impact: 'blocker' | 'high' | 'medium' | 'low'
  readonly places: number
  readonly effortMinutes: number
}

/** Schemas that are one application's. `likeness`: the least share of definitions that two neighbours have in common, 0 to 1. */
export interface SchemaFamily {
  readonly kind: 'copies' | 'near copies'
  readonly members: readonly string[]
  readonly likeness: number
}

export interface Wave {
  readonly number: number
  readonly members: readonly WaveMember[]
  readonly effortMinutes: number
  readonly bytes: number
}

export interface WaveMember {
  readonly id: string
  /** What is left of its effort when those before it are done. */
  readonly effortMinutes: number
  readonly because: readonly string[]
}

export interface FleetFailure {
  readonly what: string
  readonly code: string
  readonly message: string
}
