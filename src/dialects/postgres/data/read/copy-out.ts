import type pg from 'pg'
import { type LongRows, longRow } from '../../../../core/data/long-rows.js'
import type { ValueBytes } from '../binary-base.js'
import { ReceiveBuffer } from './receive-buffer.js'

export interface CopyHandler {
  /** One message of data, `from.bytes[start, end)`: a row, with the head of the file in front of the first. True: stop until `drained`. */
  data(from: ValueBytes, start: number, end: number): boolean
  drained(): Promise<void>
}

/** Type and length in front of every message (manual: Message Formats). */
const head = 5
const copyData = 0x64

/**
 * Runs COPY … TO STDOUT on a connection of the driver. It stands between the socket and the driver for good: messages with
 * rows are handed on where they lie in the receive buffer, all others go to the driver as they came.
 */
export class CopyOut {
  readonly #client: pg.Client
  readonly #longRows: LongRows
  readonly #buffer = new ReceiveBuffer()
  #driver: readonly ((chunk: Buffer) => void)[] = []
  #socket: pg.Connection['stream'] | undefined
  #handler: CopyHandler | undefined
  #running: { resolve(rows: number): void; reject(error: unknown): void } | undefined
  /** A long row is coming in: waits for its turn, or has it. */
  #turn: 'none' | 'waiting' | 'mine' = 'none'
  #paused = false
  #isIdle = true
  /** Bytes received since the connection was taken over. */
  received = 0

  constructor(client: pg.Client, longRows: LongRows) {
    this.#client = client
    this.#longRows = longRows
  }

  /** Resolves with the number of rows that the server says it has sent, when all of them have been handed over. */
  run(sql: string, handler: CopyHandler): Promise<number> {
    return new Promise((resolve, reject) => {
      let rows = 0
      this.#running = { resolve, reject }
      this.#isIdle = false
      // What the driver asks of a query of its own.
      const query = {
        submit: (connection: pg.Connection) => {
          this.#takeOver(connection)
          this.#handler = handler
          connection.query(sql)
        },
        handleCommandComplete: ({ text }: { readonly text: string }) => {
          rows = Number(/^COPY (\d+)/.exec(text)?.[1] ?? 0)
        },
        handleReadyForQuery: () => this.#end(() => resolve(rows)),
        handleError: (error: unknown) => this.#end(() => reject(error)),
      }
      this.#client.query(query)
    })
  }

  get isIdle(): boolean {
    return this.#isIdle
  }

  /** Resolves when nothing is under way any more: the connection is free for statements. */
  async idle(): Promise<void> {
    while (!this.#isIdle) await new Promise((done) => setTimeout(done, 5))
  }

  #end(settle: () => void): void {
    this.#handler = undefined
    this.#isIdle = true
    this.#endTurn()
    if (this.#running) settle()
    this.#running = undefined
  }

  /** Done between two statements, when nothing of a message is on its way. */
  #takeOver(connection: pg.Connection): void {
    if (this.#socket) return
    this.#socket = connection.stream
    this.#driver = this.#socket.listeners('data').map((listener) => (chunk) => void listener(chunk))
    this.#socket.removeAllListeners('data')
    this.#socket.on('data', (chunk: Buffer) => {
      this.received += chunk.length
      this.#buffer.append(chunk)
      if (!this.#paused) this.#parse()
    })
    this.#socket.on('close', () => this.#endTurn())
  }

  #parse(): void {
    try {
      this.#messages()
    } catch (error) {
      const running = this.#running
      this.#running = undefined
      running?.reject(error)
      this.#socket?.destroy()
    }
  }

  #messages(): void {
    const buffer = this.#buffer
    while (buffer.waiting >= head) {
      const start = buffer.at
      const length = 1 + buffer.view.getUint32(start + 1)
      const end = start + length
      if (end > buffer.filled) {
        this.#awaitLong(length)
        return
      }
      buffer.at = end
      if (buffer.view.getUint8(start) !== copyData) this.#forward(start, end)
      else if (this.#row(start + head, end)) return
    }
  }

  #forward(start: number, end: number): void {
    // The driver may keep what it gets.
    const message = Buffer.from(this.#buffer.bytes.subarray(start, end))
    for (const listener of this.#driver) listener(message)
  }

  /** True: parsing must stop here for now. */
  #row(start: number, end: number): boolean {
    const handler = this.#handler
    const full = handler?.data(this.#buffer, start, end) ?? false
    if (full && handler) this.#wait(handler)
    else if (this.#turn === 'mine') this.#endTurn()
    return full
  }

  #wait(handler: CopyHandler): void {
    this.#pause(true)
    const goOn = (): void => {
      this.#pause(false)
      this.#endTurn()
      this.#parse()
    }
    handler.drained().then(goOn, (error: unknown) => {
      // What still comes of this table is thrown away until its end; the caller knows already.
      const running = this.#running
      this.#running = undefined
      this.#handler = undefined
      running?.reject(error)
      goOn()
    })
  }

  /** The bytes that were handed over stay where they are until it goes on. */
  #pause(paused: boolean): void {
    this.#paused = paused
    this.#buffer.held = paused
    if (paused) this.#socket?.pause()
    else this.#socket?.resume()
  }

  /** A message that is not all there yet: a long one waits until no other connection has one. */
  #awaitLong(length: number): void {
    if (length < longRow) {
      this.#buffer.expect(length)
      return
    }
    if (this.#turn === 'mine') return
    this.#turn = 'waiting'
    this.#pause(true)
    void this.#longRows.take().then(() => {
      if (this.#turn !== 'waiting') return this.#longRows.release()
      this.#turn = 'mine'
      this.#pause(false)
      this.#buffer.expect(length, this.#longRows)
      this.#parse()
    })
  }

  #endTurn(): void {
    const mine = this.#turn === 'mine'
    this.#turn = 'none'
    if (!mine) return
    this.#buffer.leaveLong()
    this.#longRows.release()
  }
}
