import { OperationError } from '../../../core/findings/operation-error.js'
import type { Wire } from '../data/wire.js'
import { type Known, planRows } from './plans.js'
import type { RowPlan, StreamTable } from './row-plan.js'
import { readTableMap, type TableMap } from './table-map.js'

interface KnownMap {
  /** Body of the table map. */
  readonly bytes: Buffer
  /** Null: not a table of the stream. */
  readonly plan: RowPlan | null
}

export interface TablePlansOptions {
  readonly find: (schema: string, table: string) => StreamTable | undefined
  /** Asks the server how the tables are defined now. */
  readonly define: () => Promise<Known>
  /** Where the log is being read, for messages. */
  readonly place: () => string
}

/** Knows how to read the rows behind each table map. The same map comes again with every statement, so it is read once. */
export class TablePlans {
  readonly #options: TablePlansOptions
  readonly #known = new Map<number, KnownMap>()
  #server: Known | null = null
  #lastId = -1
  #lastPlan: RowPlan | null | undefined

  constructor(options: TablePlansOptions) {
    this.#options = options
  }

  /** Undefined: no map of that number was seen. */
  planOf(tableId: number): RowPlan | null | undefined {
    if (tableId !== this.#lastId) {
      this.#lastId = tableId
      this.#lastPlan = this.#known.get(tableId)?.plan
    }
    return this.#lastPlan
  }

  /** Numbers of tables begin anew when the server does. */
  forgetIds(): void {
    this.#known.clear()
    this.#lastId = -1
  }

  /** A definition has changed. */
  forgetDefinitions(): void {
    this.forgetIds()
    this.#server = null
  }

  /** A table map, `wire.bytes[start, end)`. The promise settles when its rows may come. */
  map(tableId: number, wire: Wire, start: number, end: number): Promise<void> | undefined {
    const known = this.#known.get(tableId)
    if (known && isSame(known.bytes, wire.bytes, start, end)) return undefined
    const bytes = Buffer.from(wire.bytes.subarray(start, end))
    const map = readTableMap(wire, start, end)
    const table = this.#options.find(map.schema, map.table)
    if (!table) return this.#keep(tableId, { bytes, plan: null })
    if (this.#server) {
      const plan = this.#tryPlan(map, table, this.#server)
      if (plan) return this.#keep(tableId, { bytes, plan })
    }
    // What is known of the definition is old, or is nothing.
    return this.#options.define().then((server) => {
      this.#server = server
      this.#keep(tableId, { bytes, plan: this.#plan(map, table, server) })
    })
  }

  #keep(tableId: number, known: KnownMap): undefined {
    this.#known.set(tableId, known)
    this.#lastId = -1
  }

  #plan(map: TableMap, table: StreamTable, server: Known): RowPlan {
    return planRows(map, table, server, this.#options.place())
  }

  #tryPlan(map: TableMap, table: StreamTable, server: Known): RowPlan | undefined {
    try {
      return this.#plan(map, table, server)
    } catch (error) {
      if (error instanceof OperationError) return undefined
      throw error
    }
  }
}

function isSame(known: Buffer, bytes: Buffer, start: number, end: number): boolean {
  if (known.length !== end - start) return false
  for (let at = 0; at < known.length; at++) if (known[at] !== bytes[start + at]) return false
  return true
}
