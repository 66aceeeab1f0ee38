import type { Endpoint } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { tableKey } from './catalogue.js'
import type { Control } from './control.js'
import { checkLogged } from './facts.js'
import { nameOf } from './plans.js'
import type { ShapeChange } from './relations.js'
import type { StreamTable } from './row-plan.js'

export interface WatchOptions {
  readonly endpoint: Endpoint
  readonly control: Control
  readonly tables: readonly StreamTable[]
  /** Of the publication. */
  readonly name: string
  /** ms */
  readonly every: number
  /** Partitions that went with their rows. */
  readonly changed: (change: ShapeChange) => void
  /** Changes of a table do not come any more. */
  readonly failed: (error: OperationError) => void
}

/**
 * Looks now and then for what takes rows of a table out of the log, or out of the table, without a word in the log:
 * tables that are dropped, not published or not logged any more, partitions that are detached or dropped.
 */
export function watchTables(options: WatchOptions): { stop(): void } {
  const leaves = new Map<StreamTable, ReadonlySet<string>>()
  let looking = false
  const look = async (): Promise<void> => {
    if (looking) return
    looking = true
    try {
      for (const change of await lookOnce(options, leaves)) options.changed(change)
    } catch (error) {
      // A server that is away is noticed by who reads its log.
      if (error instanceof OperationError && !error.retryable) options.failed(error)
    } finally {
      looking = false
    }
  }
  const timer = setInterval(() => void look(), options.every)
  void look()
  return { stop: () => clearInterval(timer) }
}

async function lookOnce(
  { endpoint, control, tables, name }: WatchOptions,
  leaves: Map<StreamTable, ReadonlySet<string>>,
): Promise<readonly ShapeChange[]> {
  const { found } = await control.ask((client) => checkLogged(client, endpoint, tables, name))
  return tables.flatMap((table) => {
    const { schema, table: own } = table.mapping.source
    const now = new Set(found.get(tableKey(schema, own))?.leaves.map((leaf) => leaf.name))
    const gone = [...(leaves.get(table) ?? [])].filter((leaf) => !now.has(leaf))
    leaves.set(table, now)
    return gone.map((leaf) => ({
      ...{ table: table.index, schema, sql: `ALTER TABLE ${nameOf(table)} DETACH PARTITION ${leaf}` },
    }))
  })
}
