import type { Duplex } from 'node:stream'
import { viewOf } from '../../../core/data/cell.js'
import type { LongRows } from '../../../core/data/long-rows.js'
import type { Session } from '../connect.js'
import { statementFailure } from '../connect-errors.js'
import { lost, serverError, socketOf } from '../driver-socket.js'
import { watchSession } from '../watch.js'
import { joinLongMessage, longMessageEnd, maxPayload } from './long-packet.js'

/** A window on the bytes of the connection; `at` moves as values are decoded. */
export interface Wire {
  bytes: Buffer
  view: DataView
  at: number
}

/** A result column as the server describes it. */
export interface WireColumn {
  readonly type: number
  readonly flags: number
  readonly charset: number
  readonly decimals: number
}

export interface RowHandler {
  columns(columns: readonly WireColumn[]): void
  /** One row of the binary protocol in `wire.bytes[start, end)`. True: stop until `drained`. */
  row(wire: Wire, start: number, end: number): boolean
  /** Moves `wire.at` over packets that are rows and lie whole before `filled`; stops at others. True: stop until `drained`. */
  rows(wire: Wire, filled: number): boolean
  drained(): Promise<void>
}

const usualSize = 512 * 1024
/** Untouched pages of a buffer cost nothing, so one big step is cheaper than several copies of a long row. */
const bigSteps = [8, 40, 136, 560, 1100].map((megabytes) => megabytes * 1024 * 1024)

type Stage = 'prepare' | 'parameters' | 'prepared-columns' | 'execute' | 'columns' | 'rows' | 'idle'

/**
 * Speaks the prepared-statement part of the protocol on an authenticated connection of the driver, whose socket it takes
 * over for good: rows are handed on where they lie in the receive buffer. (Manual: Client/Server Protocol, COM_STMT_*.)
 */
export class RowStream {
  readonly #session: Session
  readonly #socket: Duplex
  readonly #wire: Wire
  readonly #longRows: LongRows
  /** A long row is coming in: waits for its turn, or has it. */
  #turn: 'none' | 'waiting' | 'mine' = 'none'
  #filled = 0
  #stage: Stage = 'idle'
  #statement = 0
  #left = 0
  #columns: WireColumn[] = []
  #handler: RowHandler | undefined
  #paused = false
  #failure: Error | undefined
  #settle: { resolve(): void; reject(error: unknown): void } | undefined
  /** Bytes received since the connection was taken over. */
  received = 0

  constructor(session: Session, longRows: LongRows) {
    this.#session = session
    this.#longRows = longRows
    this.#socket = socketOf(session.driver)
    this.#wire = windowOf(usualSize)
    this.#socket.removeAllListeners('data')
    this.#socket.on('data', (chunk: Buffer) => this.#receive(chunk))
    this.#socket.on('error', (error) => this.#fail(error))
    this.#socket.on('close', () => this.#fail(lost('the server closed the connection')))
    watchSession(session, () => this.#stage === 'idle')
  }

  /** Runs one SELECT. Resolves when its last row has been handed over. */
  select(sql: string, handler: RowHandler): Promise<void> {
    if (this.#failure) return Promise.reject(statementFailure(this.#session.endpoint, this.#failure))
    if (this.#stage !== 'idle') return Promise.reject(new Error('a statement is already running on this connection'))
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject }
      this.#handler = handler
      this.#columns = []
      this.#stage = 'prepare'
      const text = Buffer.from(sql, 'utf8')
      const packet = Buffer.allocUnsafe(5 + text.length)
      packet.writeUIntLE(text.length + 1, 0, 3)
      packet[3] = 0
      packet[4] = 0x16
      text.copy(packet, 5)
      this.#socket.write(packet)
    })
  }

  /** Ends the connection without a word; a statement under way fails. */
  destroy(): void {
    this.#session.driver.destroy()
    this.#socket.destroy()
  }

  #fail(error: Error): void {
    this.#failure ??= error
    this.#endTurn()
    const settle = this.#settle
    this.#settle = undefined
    this.#handler = undefined
    settle?.reject(statementFailure(this.#session.endpoint, error))
  }

  #receive(chunk: Buffer): void {
    this.received += chunk.length
    this.#room(chunk.length)
    chunk.copy(this.#wire.bytes, this.#filled)
    this.#filled += chunk.length
    if (!this.#paused) this.#parse()
  }

  /**
   * Makes room behind what is there. While a handler waits, the bytes before `at` are still in use and nothing may move.
   * A big buffer is packed early: its pages cost memory only once they have been written to.
   */
  #room(length: number): void {
    const wire = this.#wire
    const waiting = this.#filled - wire.at
    const fits = this.#filled + length <= wire.bytes.length
    const pack = !this.#paused && wire.bytes.length > usualSize && wire.at > 0 && waiting <= 65_536
    if (fits && !pack) return
    const wanted = this.#sizeFor(waiting + length)
    if (this.#paused || wanted > wire.bytes.length) this.#use(wanted)
    else {
      wire.bytes.copyWithin(0, wire.at, this.#filled)
      wire.at = 0
      this.#filled = waiting
    }
  }

  /** Goes on in another buffer with what has not been used up. While a handler waits, the shared one may still be in use. */
  #use(size: number): void {
    const wire = this.#wire
    const shared = this.#turn === 'mine' && !this.#paused && size > usualSize
    const next = shared ? windowIn(this.#longRows.buffer(size)) : windowOf(size)
    wire.bytes.copy(next.bytes, 0, wire.at, this.#filled)
    this.#filled -= wire.at
    wire.bytes = next.bytes
    wire.view = next.view
    wire.at = 0
  }

  /** The size that holds the packet that is coming in; a packet that has a successor is the start of a long row. */
  #sizeFor(needed: number): number {
    const wire = this.#wire
    const head = this.#filled - wire.at >= 4 ? wire.view.getUint32(wire.at, true) & maxPayload : 0
    const whole = Math.max(needed, head + 4 + 65_536)
    if (whole <= usualSize) return usualSize
    const least = head === maxPayload ? Math.max(whole, 100 * 1024 * 1024) : whole
    return bigSteps.find((step) => step >= least) ?? least + maxPayload
  }

  #parse(): void {
    try {
      this.#packets()
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)))
      this.destroy()
    }
  }

  #packets(): void {
    const wire = this.#wire
    for (;;) {
      if (this.#stage === 'rows' && this.#plainRows()) return
      const start = wire.at
      if (this.#filled - start < 4) return
      const length = wire.view.getUint32(start, true) & maxPayload
      const end = start + 4 + length
      if (length === maxPayload && this.#turn === 'none') this.#takeTurn()
      if (this.#turn === 'waiting' || end > this.#filled) return
      if (length === maxPayload) {
        if (!this.#joinLong(start)) return
        continue
      }
      wire.at = end
      if (this.#stage === 'rows') {
        if (this.#row(start + 4, end)) return
      } else this.#control(start + 4, end)
    }
  }

  /** True: parsing must stop here for now. */
  #plainRows(): boolean {
    const handler = this.#handler
    if (!handler || this.#turn !== 'none' || !handler.rows(this.#wire, this.#filled)) return false
    this.#wait(handler)
    return true
  }

  #takeTurn(): void {
    if (this.#longRows.tryTake()) {
      this.#turn = 'mine'
      return
    }
    this.#turn = 'waiting'
    this.#socket.pause()
    void this.#longRows.take().then(() => {
      if (this.#turn !== 'waiting') {
        this.#longRows.release()
        return
      }
      this.#turn = 'mine'
      this.#parse()
      this.#resume()
    })
  }

  /** The row is done with: the big buffer is the next one's. */
  #endTurn(): void {
    const mine = this.#turn === 'mine'
    this.#turn = 'none'
    if (!mine) return
    if (this.#wire.bytes.length > usualSize) this.#use(this.#ownSize(this.#filled - this.#wire.at))
    this.#longRows.release()
  }

  /** A size for bytes that are no long row, or no more than the start of one. */
  #ownSize(waiting: number): number {
    return waiting + 65_536 <= usualSize ? usualSize : waiting * 2
  }

  #resume(): void {
    if (!this.#paused && this.#turn !== 'waiting') this.#socket.resume()
  }

  /** A row of 16 MB or more comes in several packets: takes out the header between the first two that are whole. */
  #joinLong(start: number): boolean {
    const wire = this.#wire
    const end = longMessageEnd(wire.view, start, this.#filled)
    if (end < 0) return false
    const body = joinLongMessage(wire.bytes, wire.view, start, end)
    wire.at = end
    const first = start + 4
    if (this.#stage === 'rows') return !this.#row(first, first + body)
    this.#control(first, first + body)
    return true
  }

  /** True: parsing must stop here for now. */
  #row(start: number, end: number): boolean {
    const first = this.#wire.bytes[start]
    if (first === 0xff) {
      this.#finish(serverError(this.#wire.bytes.subarray(start, end)))
      return false
    }
    if (first === 0xfe) {
      this.#finish(undefined)
      return false
    }
    const handler = this.#handler
    if (!handler) {
      this.#endTurn()
      return false
    }
    const after = this.#wire.at
    const full = handler.row(this.#wire, start, end)
    this.#wire.at = after
    if (full) this.#wait(handler)
    else if (this.#turn !== 'none') this.#endTurn()
    return full
  }

  #wait(handler: RowHandler): void {
    this.#paused = true
    this.#socket.pause()
    handler.drained().then(
      () => {
        this.#paused = false
        this.#endTurn()
        this.#parse()
        this.#resume()
      },
      (error: unknown) => {
        // What still comes of this result is thrown away until its end; the caller knows already.
        const settle = this.#settle
        this.#settle = undefined
        this.#handler = undefined
        this.#paused = false
        this.#endTurn()
        settle?.reject(error)
        this.#parse()
        this.#resume()
      },
    )
  }

  get isIdle(): boolean {
    return this.#stage === 'idle' || this.#failure !== undefined
  }

  /** Resolves once nothing is under way any more, so that the next statement may start. */
  async idle(): Promise<void> {
    while (!this.isIdle) await new Promise((done) => setTimeout(done, 5))
  }

  #finish(error: Error | undefined): void {
    this.#stage = 'idle'
    if (this.#wire.bytes.length > usualSize && this.#filled - this.#wire.at < usualSize) this.#use(usualSize)
    const settle = this.#settle
    this.#settle = undefined
    this.#handler = undefined
    if (this.#statement !== 0) this.#command(0x19, this.#statement)
    this.#statement = 0
    if (error) settle?.reject(statementFailure(this.#session.endpoint, error))
    else settle?.resolve()
  }

  #command(code: number, statement: number): void {
    const packet = Buffer.alloc(code === 0x17 ? 14 : 9)
    packet.writeUIntLE(packet.length - 4, 0, 3)
    packet[4] = code
    packet.writeUInt32LE(statement, 5)
    if (code === 0x17) packet.writeUInt32LE(1, 10)
    this.#socket.write(packet)
  }

  #control(start: number, end: number): void {
    const { bytes, view } = this.#wire
    if (this.#stage === 'idle') return
    const first = bytes[start]
    if (first === 0xff) {
      this.#finish(serverError(bytes.subarray(start, end)))
      return
    }
    switch (this.#stage) {
      case 'prepare': {
        this.#statement = view.getUint32(start + 1, true)
        this.#left = view.getUint16(start + 5, true)
        this.#stage = 'prepared-columns'
        return
      }
      case 'prepared-columns':
        if (first !== 0xfe || end - start > 8) return
        this.#stage = 'execute'
        this.#command(0x17, this.#statement)
        return
      case 'execute':
        this.#stage = 'columns'
        return
      case 'columns':
        if (first === 0xfe && end - start <= 8) {
          if (this.#columns.length !== this.#left) throw new Error('the server described another number of columns')
          this.#handler?.columns(this.#columns)
          this.#stage = 'rows'
        } else this.#columns.push(wireColumn(view, end))
        return
      default:
        return
    }
  }
}

const windowIn = (bytes: Buffer): Wire => ({ bytes, view: viewOf(bytes), at: 0 })

const windowOf = (size: number): Wire => windowIn(Buffer.from(new ArrayBuffer(size)))

/** The fixed part stands at the end: charset, length, type, flags, decimals, two fillers; names before it vary by server. */
function wireColumn(view: DataView, end: number): WireColumn {
  return {
    charset: view.getUint16(end - 12, true),
    type: view.getUint8(end - 6),
    flags: view.getUint16(end - 5, true),
    decimals: view.getUint8(end - 3),
  }
}
