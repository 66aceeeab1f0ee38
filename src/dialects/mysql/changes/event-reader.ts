import { createCell } from '../../../core/data/cell.js'
import type { ChangeSink } from '../../../core/data/changes.js'
import { OperationError } from '../../../core/findings/operation-error.js'
import type { Wire } from '../data/wire.js'
import { checksumOf } from './checksum.js'
import type { Cursor } from './cursor.js'
import { createHead, type EventHead, eventType as e, eventFlag, headerLength, readHead, rowsShapes } from './events.js'
import {
  type GtidEvent,
  type QueryEvent,
  readFormat,
  readMariadbGtid,
  readMysqlGtid,
  readQuery,
  readRotate,
} from './log-events.js'
import { type EventHandler, readPayload, unpack } from './payload.js'
import type { StreamTable } from './row-plan.js'
import { dummyTableId, readTableId, sendRows } from './rows-event.js'
import { type LoggedStatement, readStatement, type TableName } from './statements.js'
import type { TablePlans } from './table-plans.js'

export interface ReaderOptions {
  /** How messages name the server. */
  readonly server: string
  readonly tables: readonly StreamTable[]
  readonly find: (schema: string, table: string) => StreamTable | undefined
  readonly plans: TablePlans
  readonly cursor: Cursor
  readonly sink: ChangeSink
  /** Ends the reading. */
  readonly signal: AbortSignal
}

/** Events that stand outside of transactions and are none. */
const asideTypes: ReadonlySet<number> = new Set([
  ...[e.format, e.rotate, e.stop, e.heartbeat, e.heartbeat2, e.previousGtids, e.ignorable],
  ...[e.mariadbGtidList, e.binlogCheckpoint, e.startEncryption, e.transactionContext, e.viewChange],
])

type Definition = Extract<LoggedStatement, { readonly kind: 'definition' }>

/** How far an interrupted transaction was read: so many events, with this digest of them. */
interface Progress {
  events: number
  digest: number
}

/** Follows the events of the log and sends the transactions in them to the sink. */
export class EventReader {
  readonly #options: ReaderOptions
  readonly #head: EventHead = createHead()
  readonly #cell = createCell()
  #checksums = false
  /** Between the start and the end of a transaction. */
  #open = false
  /** The sink knows of the transaction. */
  #begun = false
  #gtid: { readonly event: GtidEvent; readonly server: number } | null = null
  /** The transaction is only prepared in the log. */
  #prepared = false
  /** Of the transaction under way. */
  #progress: Progress = { events: 0, digest: 0 }
  /** Most events behind the boundary that were ever read. */
  #furthest = 0
  /** What of a transaction was sent already when the connection was lost. */
  #replay: Progress | null = null

  constructor(options: ReaderOptions) {
    this.#options = options
  }

  /** The log is read again from the cursor's boundary. What the sink has of the transaction under way is not sent twice. */
  restart(checksums: boolean): void {
    this.#checksums = checksums
    // A second loss while skipping: what the sink has is still what it had.
    if (this.#begun) this.#replay ??= this.#progress
    this.#progress = { events: 0, digest: 0 }
    this.#open = false
    this.#gtid = null
    this.#prepared = false
    this.#options.cursor.rewind()
  }

  /** Differs once something was read that had not been read before. */
  get furthest(): string {
    return `${this.#options.cursor.boundaryText} ${this.#furthest}`
  }

  /** Not inside of a transaction. */
  get isOutside(): boolean {
    return !this.#open && !this.#begun && this.#gtid === null
  }

  /** One event, `wire.bytes[start, end)`. The promise settles when the next may come. */
  event(wire: Wire, start: number, end: number): Promise<void> | undefined {
    const head = this.#head
    if (end - start < headerLength) throw this.#damaged('an event is shorter than its header')
    readHead(wire.view, start, head)
    if (head.size !== end - start) throw this.#damaged('an event has another length than it says')
    const body = this.#checked(wire, start, end)
    const stands = head.next !== 0 && (head.flags & eventFlag.artificial) === 0
    if (stands && head.type !== e.heartbeat) this.#options.cursor.advance(head.next)
    if (stands && !asideTypes.has(head.type)) this.#count(wire, end)
    const busy = this.#dispatch(wire, start + headerLength, body, stands)
    if (this.#replay && stands) this.#compareReplay(this.#replay)
    return busy
  }

  /** Where the event's body ends. Every event has a checksum when the file has them; that of a format event decides. */
  #checked(wire: Wire, start: number, end: number): number {
    const { type } = this.#head
    if (type === e.format) this.#checksums = readFormat(wire, start + headerLength, end).checksums
    else if (!this.#checksums) return end
    const stated = wire.view.getInt32(end - 4, true)
    if (this.#checksums && checksumOf(wire.bytes, start, end - 4) !== stated)
      throw this.#damaged('the checksum of an event is wrong', true)
    return end - 4
  }

  #count(wire: Wire, end: number): void {
    const { timestamp, type, size } = this.#head
    const sum = this.#checksums ? wire.view.getInt32(end - 4, true) : 0
    if (++this.#progress.events > this.#furthest) this.#furthest = this.#progress.events
    this.#progress.digest = (Math.imul(this.#progress.digest, 31) + (sum ^ timestamp ^ (type << 24) ^ size)) | 0
  }

  #compareReplay(replay: Progress): void {
    const { events, digest } = this.#progress
    if (events < replay.events) return
    if (events > replay.events || digest !== replay.digest) throw this.#notTheSame()
    this.#replay = null
  }

  #notTheSame(): OperationError {
    return this.#damaged('a transaction that was read in part is another one now')
  }

  #dispatch(wire: Wire, start: number, end: number, stands: boolean): Promise<void> | undefined {
    const head = this.#head
    const shape = rowsShapes[head.type]
    if (shape) return this.#rows(wire, start, end)
    switch (head.type) {
      case e.tableMap:
        return this.#options.plans.map(readTableId(wire.view, start), wire, start + 8, end)
      case e.xid:
        return this.#end()
      case e.query:
        return this.#query(readQuery(wire, start, end, false))
      case e.queryCompressed:
        return this.#query(readQuery(wire, start, end, true))
      case e.mariadbGtid: {
        const event = readMariadbGtid(wire, start)
        this.#transaction(event)
        this.#open = !event.alone
        return undefined
      }
      case e.gtid:
        this.#transaction(readMysqlGtid(wire, start))
        return undefined
      case e.anonymousGtid:
        this.#transaction(null)
        return undefined
      case e.rotate:
        return this.#rotate(wire, start, end, stands)
      case e.format:
        this.#options.plans.forgetIds()
        this.#options.cursor.begins(head.timestamp)
        return stands ? this.#aside() : undefined
      case e.heartbeat:
        this.#options.cursor.hear(wire.bytes.toString('latin1', start, end), head.next)
        return this.#aside()
      case e.transactionPayload:
        return this.#payload(wire, start, end)
      default:
        return this.#unusual()
    }
  }

  async #payload(wire: Wire, start: number, end: number): Promise<void> {
    try {
      const handle: EventHandler = (inner, from, to) => {
        readHead(inner.view, from, this.#head)
        return this.#dispatch(inner, from + headerLength, to, false)
      }
      await unpack(wire, readPayload(wire, start, end), handle, this.#options.signal)
    } catch (error) {
      throw error instanceof OperationError ? error : this.#damaged(String(error))
    }
  }

  /** Events that mean nothing to us, and those that must not be passed over. */
  #unusual(): Promise<void> | undefined {
    const { type, flags } = this.#head
    if (asideTypes.has(type)) return this.#aside()
    switch (type) {
      case e.intVar:
      case e.rand:
      case e.userVar:
      case e.annotateRows:
      case e.rowsQuery:
        return undefined
      case e.incident:
        throw this.#damaged('the server notes that changes are missing from its log')
      case e.partialUpdateRows:
        throw this.#unsupported('parts of JSON documents (binlog_row_value_options)')
      case e.taggedGtid:
        throw this.#unsupported('a GTID with a tag')
      case e.xaPrepare:
        if (this.#begun) throw this.#unsupported('a prepared transaction (XA PREPARE)')
        return this.#end()
      case e.beginLoadQuery:
      case e.executeLoadQuery:
        throw this.#statementLogged('LOAD DATA')
      default:
        if ((flags & eventFlag.ignorable) !== 0) return undefined
        throw this.#damaged(`an event has the unknown type ${type}`)
    }
  }

  #transaction(event: GtidEvent | null): void {
    if (this.#open) throw this.#damaged('a transaction begins inside of another')
    this.#gtid = event && { event, server: this.#head.server }
    this.#prepared = event?.prepared ?? false
  }

  #rotate(wire: Wire, start: number, end: number, stands: boolean): Promise<void> | undefined {
    const { file, offset } = readRotate(wire, start, end)
    const { cursor } = this.#options
    if (this.#open && this.#begun && !this.#replay) throw this.#damaged('the log ends in the middle of a transaction')
    this.#open = false
    cursor.move(file, offset)
    return stands ? this.#aside() : undefined
  }

  #rows(wire: Wire, start: number, end: number): Promise<void> | undefined {
    const tableId = readTableId(wire.view, start)
    if (tableId === dummyTableId) return undefined
    const plan = this.#options.plans.planOf(tableId)
    if (plan === undefined) throw this.#damaged('rows of a table that was not described')
    const shape = rowsShapes[this.#head.type]
    if (plan === null || this.#replay || !shape) return undefined
    if (this.#prepared) throw this.#unsupported('a prepared transaction (XA PREPARE)')
    const { sink } = this.#options
    this.#begin()
    sendRows({ shape, wire, start, end }, plan, this.#cell, sink)
    return sink.full ? sink.drained() : undefined
  }

  #begin(): void {
    if (this.#begun) return
    this.#begun = true
    const { sink, cursor } = this.#options
    sink.begin({ position: cursor.boundaryText, at: this.#head.timestamp * 1000 })
  }

  #query(query: QueryEvent): Promise<void> | undefined {
    const { sql } = query
    if (sql === 'BEGIN') {
      this.#open = true
      return undefined
    }
    if (sql === 'COMMIT') return this.#end()
    const statement = readStatement(sql, query.schema)
    switch (statement.kind) {
      case 'begin':
        this.#open = true
        return undefined
      case 'commit':
        return this.#end()
      case 'rollback':
        if (this.#begun) throw this.#unsupported('a transaction that is taken back (ROLLBACK)')
        return this.#end()
      case 'rollback-to':
        if (this.#begun) throw this.#unsupported('a transaction that is taken back in part (ROLLBACK TO SAVEPOINT)')
        return undefined
      case 'savepoint':
        return undefined
      case 'xa':
        return this.#xa(statement.verb)
      case 'rows':
        if (query.schema === 'mysql' && /\bmysql\b/.test(sql)) return this.#endAlone()
        throw this.#statementLogged(sql)
      case 'truncate':
        return this.#truncate(statement.name)
      case 'definition':
        return this.#definition(query, statement)
      case 'other':
        return this.#endAlone()
    }
  }

  #xa(verb: string): Promise<void> | undefined {
    if (verb === 'START' || verb === 'BEGIN') {
      this.#open = true
      this.#prepared = true
    } else if (verb === 'COMMIT' || verb === 'ROLLBACK') return this.#end()
    return undefined
  }

  #truncate(name: TableName): Promise<void> | undefined {
    const table = this.#options.find(name.schema, name.table)
    if (table && !this.#replay) {
      this.#begin()
      this.#options.sink.change({ kind: 'truncate', table: table.index })
    }
    return this.#end()
  }

  #definition(query: QueryEvent, statement: Definition): Promise<void> | undefined {
    const { cursor, sink, plans } = this.#options
    const tables = this.#tablesOf(statement.names, statement.schemas)
    const created = statement.creates === true ? statement.names[0] : undefined
    const named = [...statement.names.map((name) => name.schema), ...statement.schemas, statement.alters ?? '']
    const ofTables = named.some((each) => this.#holds(each))
    if (!ofTables && !this.#holds(query.schema)) return this.#endAlone()
    if (this.#begun) {
      if (tables.length > 0) throw this.#unsupported('a change of a definition inside of a transaction')
      return undefined
    }
    const before = cursor.boundaryText
    const position = this.#open ? before : this.#close()
    plans.forgetDefinitions()
    const creates = created && this.#holds(created.schema) ? { creates: created } : {}
    const { schema, sql, modes } = query
    sink.definition({ position, before, schema, sql, modes, tables, ofTables, ...creates })
    return sink.drained()
  }

  #holds(schema: string): boolean {
    return this.#options.tables.some((table) => table.mapping.source.schema === schema)
  }

  #tablesOf(names: readonly TableName[], schemas: readonly string[]): readonly number[] {
    const found = new Set<number>()
    for (const { schema, table } of names) {
      const known = this.#options.find(schema, table)
      if (known) found.add(known.index)
    }
    for (const { index, mapping } of this.#options.tables) if (schemas.includes(mapping.source.schema)) found.add(index)
    return [...found]
  }

  /** The end of a statement that is a transaction by itself; inside of one it is nothing. */
  #endAlone(): Promise<void> | undefined {
    return this.#open ? undefined : this.#end()
  }

  #close(): string {
    const { cursor } = this.#options
    const gtid = this.#gtid
    if (gtid?.event.source != null) cursor.addGtid(gtid.event.source, gtid.server, gtid.event.sequence)
    this.#gtid = null
    this.#open = false
    this.#prepared = false
    if (this.#replay) this.#compareReplay(this.#replay)
    if (this.#replay) throw this.#notTheSame()
    this.#progress = { events: 0, digest: 0 }
    this.#furthest = 0
    return cursor.mark()
  }

  #end(): Promise<void> | undefined {
    const { sink } = this.#options
    const mark = { position: this.#close(), at: this.#head.timestamp * 1000 }
    if (this.#begun) {
      this.#begun = false
      sink.commit(mark)
    } else sink.passed(mark)
    return sink.full ? sink.drained() : undefined
  }

  /** An event outside of transactions. The head of a file comes again when its middle is read. */
  #aside(): Promise<void> | undefined {
    const { sink, cursor } = this.#options
    if (!this.isOutside || cursor.isBehind) return undefined
    this.#progress = { events: 0, digest: 0 }
    const at = this.#head.timestamp > 0 ? this.#head.timestamp * 1000 : Date.now()
    sink.passed({ position: cursor.mark(), at })
    return sink.full ? sink.drained() : undefined
  }

  get #place(): { readonly endpoint: string; readonly position: string } {
    const { server, cursor } = this.#options
    return { endpoint: server, position: `${cursor.file}:${cursor.offset}` }
  }

  #damaged(reason: string, retryable = false): OperationError {
    return new OperationError('XW-S0416', { ...this.#place, reason }, { retryable })
  }

  #unsupported(what: string): OperationError {
    return new OperationError('XW-S0419', { what, position: this.#place.position })
  }

  #statementLogged(sql: string): OperationError {
    const statement = sql.length > 200 ? `${sql.slice(0, 200)}…` : sql
    return new OperationError('XW-S0417', { statement, position: this.#place.position })
  }
}
