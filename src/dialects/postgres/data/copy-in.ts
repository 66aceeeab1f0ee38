import type { Duplex } from 'node:stream'
import type pg from 'pg'

/** What the driver calls on the query that is under way. */
interface ActiveQuery {
  submit(connection: pg.Connection): void
  handleError(error: Error): void
  handleReadyForQuery(): void
  handleCommandComplete(message: { readonly text: string }): void
  handleCopyInResponse(connection: pg.Connection): void
}

/** Bytes before the payload in every buffer: the head of a CopyData message, filled in when the buffer is sent. */
export const messageHead = 5

/** Signature, no flags, no extension (manual: COPY, Binary Format). */
export const fileHead = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')

/** The server takes no message of 1 GB; long values go in pieces. */
export const longestMessage = 64 * 1024 * 1024

/**
 * One COPY … FROM STDIN on a connection of the driver. Buffers go to the socket as they are, and the caller learns when
 * each is free again, so that a few buffers serve a load of any size.
 */
export class CopyIn implements ActiveQuery {
  readonly #sql: string
  #socket: Duplex | undefined
  #ended = false
  #failure: Error | undefined
  #opened: { resolve(): void; reject(error: Error): void } | undefined
  #closed: { resolve(): void; reject(error: Error): void } | undefined
  /** Called once, when the server (or the connection) ends the COPY with an error. */
  onFailure: ((error: Error) => void) | undefined
  rows = 0

  constructor(sql: string) {
    this.#sql = sql
  }

  /** Starts the COPY; resolves when the server is ready for data. */
  static open(client: pg.Client, sql: string): Promise<CopyIn> {
    const copy = new CopyIn(sql)
    return new Promise((resolve, reject) => {
      copy.#opened = { resolve: () => resolve(copy), reject }
      client.query(copy)
    })
  }

  /** Sends `buffer[messageHead, end)`; the head is written here. `sent` is called when the bytes have left us. */
  send(buffer: Buffer, end: number, sent: () => void): void {
    if (this.#failure || !this.#socket) {
      sent()
      return
    }
    buffer[0] = 0x64
    buffer.writeUInt32BE(end - 1, 1)
    this.#socket.write(buffer.subarray(0, end), () => sent())
  }

  /** Sends bytes of somebody else's buffer without copying them. */
  sendLong(bytes: Buffer, sent: () => void): void {
    if (this.#failure || !this.#socket) {
      sent()
      return
    }
    for (let at = 0; at < bytes.length; at += longestMessage) {
      const piece = bytes.subarray(at, at + longestMessage)
      const head = Buffer.allocUnsafe(messageHead)
      head[0] = 0x64
      head.writeUInt32BE(piece.length + 4, 1)
      this.#socket.write(head)
      const last = at + longestMessage >= bytes.length
      this.#socket.write(piece, () => {
        if (last) sent()
      })
    }
  }

  /** Ends the data; resolves when the server has taken all of it. */
  finish(): Promise<void> {
    return this.#close(Buffer.from([0x63, 0, 0, 0, 4]))
  }

  /** Makes the server throw the COPY away; resolves when the connection is free again. */
  async cancel(): Promise<void> {
    const reason = Buffer.from('cancelled\0')
    const message = Buffer.alloc(messageHead + reason.length)
    message[0] = 0x66
    message.writeUInt32BE(4 + reason.length, 1)
    reason.copy(message, messageHead)
    await this.#close(message).catch(() => undefined)
  }

  #close(message: Buffer): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure)
    if (this.#ended) return Promise.resolve()
    return new Promise((resolve, reject) => {
      this.#closed = { resolve, reject }
      this.#socket?.write(message)
    })
  }

  submit(connection: pg.Connection): void {
    connection.query(this.#sql)
  }

  handleCopyInResponse(connection: pg.Connection): void {
    this.#socket = connection.stream
    this.#opened?.resolve()
    this.#opened = undefined
  }

  handleCommandComplete(message: { readonly text: string }): void {
    this.rows = Number(/^COPY (\d+)/.exec(message.text)?.[1] ?? 0)
  }

  handleReadyForQuery(): void {
    this.#ended = true
    this.#closed?.resolve()
    this.#closed = undefined
  }

  /** The server ignores what is still on its way and then waits for the next statement. */
  handleError(error: Error): void {
    if (this.#ended || this.#failure) return
    this.#failure = error
    this.#opened?.reject(error)
    this.#closed?.reject(error)
    this.#opened = undefined
    this.#closed = undefined
    this.onFailure?.(error)
  }
}
