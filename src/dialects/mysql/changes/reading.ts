import type { ChangeSink } from '../../../core/data/changes.js'
import { type Endpoint, endpointName } from '../../../core/dialect/endpoint.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import { query, queryValue, type Session } from '../connect.js'
import type { Wire } from '../data/wire.js'
import { type LogPosition, positionText, serverIdentity } from '../log-position.js'
import { type Charset, readCharset, unreadableCharsets } from './charsets.js'
import type { Control } from './control.js'
import { Cursor } from './cursor.js'
import { definedBy } from './defined-by.js'
import { type DefinedColumn, readDefinitions, tableKey } from './definitions.js'
import type { DumpStart } from './dump.js'
import { EventReader } from './event-reader.js'
import { domainGtids, type GtidSet, uuidGtids } from './gtids.js'
import { type Known, tableFinder } from './plans.js'
import type { StreamTable } from './row-plan.js'
import { TablePlans } from './table-plans.js'

/** Facts of the server that hold while a stream is open. */
export interface ServerFacts {
  readonly flavour: Session['flavour']
  /** Names of tables are equal whatever their case. */
  readonly foldsCase: boolean
}

export interface ReadingOptions {
  readonly endpoint: Endpoint
  readonly server: ServerFacts
  readonly tables: readonly StreamTable[]
  readonly control: Control
  readonly from: LogPosition
  readonly sink: ChangeSink
  readonly signal: AbortSignal
}

/** One pump's way through the log, over all connections that it takes. */
export class Reading {
  readonly #options: ReadingOptions
  readonly #cursor: Cursor
  readonly #reader: EventReader

  constructor(options: ReadingOptions) {
    const { endpoint, server, tables, control, from, sink, signal } = options
    this.#options = options
    const name = endpointName(endpoint)
    // MariaDB tells its own places apart (`checkPosition`).
    const known = server.flavour === 'mysql' ? { filesOf: name } : {}
    this.#cursor = new Cursor(from, from.gtids === '' ? null : gtidSet(server, from.gtids), known)
    const charsets = new Map<string, Charset>()
    const find = tableFinder(tables, server.foldsCase)
    const plans = new TablePlans({
      find,
      define: () => control.ask((session) => knownOf(session, tables, charsets)),
      place: () => `${this.#cursor.file}:${this.#cursor.offset}`,
    })
    const reader = { server: name, tables, find, plans, cursor: this.#cursor, sink, signal }
    this.#reader = new EventReader(reader)
  }

  /** Differs once something was read that had not been read before. */
  get furthest(): string {
    return this.#reader.furthest
  }

  /** The last place outside of a transaction; everything up to it was sent. */
  get boundary(): LogPosition {
    return this.#cursor.boundary
  }

  /** Null inside of a transaction. */
  get place(): LogPosition | null {
    return this.#reader.isOutside ? this.#cursor.boundary : null
  }

  event(wire: Wire, start: number, end: number): Promise<void> | undefined {
    return this.#reader.event(wire, start, end)
  }

  /** By its transactions where they are known: then the server checks that none is missing. By its place only on the same server. */
  async start(session: Session): Promise<DumpStart> {
    const from = this.#cursor.boundary
    const server = await serverIdentity(session)
    if (from.gtids !== '' && (await hasGtids(session, from.gtids))) {
      this.#cursor.adopt(server)
      return { kind: 'gtids', gtids: from.gtids }
    }
    if (from.server !== '' && server !== '' && from.server !== server)
      throw new OperationError('XW-S0408', {
        ...{ endpoint: endpointName(this.#options.endpoint), position: positionText(from) },
      })
    return { kind: 'place', from }
  }

  async began(session: Session): Promise<void> {
    this.#reader.restart((await queryValue(session, 'SELECT @master_binlog_checksum')) === 'CRC32')
  }
}

const gtidSet = (server: ServerFacts, text: string): GtidSet =>
  server.flavour === 'mariadb' ? domainGtids(text) : uuidGtids(text)

/** A server of the other kind may know transactions and still number new ones not at all; a tag is not part of what we send. */
async function hasGtids(session: Session, gtids: string): Promise<boolean> {
  if (session.flavour === 'mariadb') return true
  const mode = (await query(session, "SHOW GLOBAL VARIABLES LIKE 'gtid_mode'"))[0]?.[1]
  return mode === 'ON' && !/:[a-z_]/i.test(gtids)
}

/** Character sets are asked for once: what their characters are does not change. */
async function knownOf(
  session: Session,
  tables: readonly StreamTable[],
  charsets: Map<string, Charset>,
): Promise<Known> {
  const asked = tables.filter((table) => table.shape === undefined).map((table) => table.mapping)
  const found = await readDefinitions(session, asked)
  const definitions = new Map<StreamTable, readonly DefinedColumn[]>()
  for (const table of tables) {
    const { source } = table.mapping
    const columns = table.shape ? definedBy(table.shape) : found.get(tableKey(source.schema, source.table))
    if (columns) definitions.set(table, columns)
  }
  for (const name of new Set([...definitions.values()].flat().flatMap((column) => column.charset ?? []))) {
    if (!charsets.has(name) && !unreadableCharsets.has(name)) charsets.set(name, await readCharset(session, name))
  }
  return { definitions, charsets }
}
