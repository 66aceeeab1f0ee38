import type { Duplex } from 'node:stream'
import { viewOf } from '../../../core/data/cell.js'
import { joinLongMessage, longMessageEnd, maxPayload } from '../data/long-packet.js'
import type { Wire } from '../data/wire.js'
import { lost } from '../driver-socket.js'

export interface PacketHandler {
  /** One message in `wire.bytes[start, end)`, which stay where they are until the promise settles: until then nothing else comes. */
  packet(wire: Wire, start: number, end: number): Promise<void> | undefined
  /** What the end of the socket means. */
  lost(error: Error): Error
  /** The socket ended, or `packet` threw or rejected. Called once; nothing comes after it. */
  failed(error: unknown): void
}

/** Large enough that packets seldom lie across its end, small enough to stay in the processor's cache. */
const usualSize = 1024 * 1024

const windowOf = (size: number): Wire => {
  const bytes = Buffer.from(new ArrayBuffer(size))
  return { bytes, view: viewOf(bytes), at: 0 }
}

/** Takes a socket over for good and cuts what it sends into messages. While a handler is busy the socket is not read. */
export class PacketReader {
  readonly #socket: Duplex
  readonly #handler: PacketHandler
  readonly #wire = windowOf(usualSize)
  #filled = 0
  #busy = false
  #ended = false
  /** Waits until what came before it has been handled. */
  #failure: unknown
  /** When something came last; ms. */
  heard = Date.now()

  constructor(socket: Duplex, handler: PacketHandler) {
    this.#socket = socket
    this.#handler = handler
    socket.removeAllListeners('data')
    socket.on('data', (chunk: Buffer) => this.#receive(chunk))
    socket.on('error', (error) => this.#lose(error))
    socket.on('close', () => this.#lose(lost('the server closed the connection')))
  }

  /** Sends one message. */
  send(payload: Buffer, sequence = 0): void {
    const head = Buffer.alloc(4)
    head.writeUIntLE(payload.length, 0, 3)
    head[3] = sequence
    this.#socket.write(Buffer.concat([head, payload]))
  }

  /** Whether a handler keeps the socket waiting. */
  get busy(): boolean {
    return this.#busy
  }

  /** Ends the reading once the handler is free. */
  fail(error: unknown): void {
    this.#failure ??= error
    if (this.#busy) return
    this.stop()
    this.#handler.failed(this.#failure)
  }

  /** Nothing comes any more, not even a failure. */
  stop(): void {
    this.#ended = true
  }

  #lose(error: Error): void {
    if (!this.#ended) this.fail(this.#handler.lost(error))
  }

  #receive(chunk: Buffer): void {
    if (this.#ended) return
    this.heard = Date.now()
    this.#room(chunk.length)
    chunk.copy(this.#wire.bytes, this.#filled)
    this.#filled += chunk.length
    if (!this.#busy) this.#parse()
  }

  /** While a handler is busy, what it looks at may be in use: then the bytes go on in another buffer. */
  #room(length: number): void {
    if (this.#filled + length <= this.#wire.bytes.length) return
    const { bytes, at } = this.#wire
    const waiting = this.#filled - at
    if (!this.#busy && waiting + length <= bytes.length) {
      bytes.copyWithin(0, at, this.#filled)
      this.#wire.at = 0
      this.#filled = waiting
    } else this.#use(Math.max(2 * bytes.length, waiting + length))
  }

  #use(size: number): void {
    const wire = this.#wire
    const next = windowOf(size)
    wire.bytes.copy(next.bytes, 0, wire.at, this.#filled)
    this.#filled -= wire.at
    wire.bytes = next.bytes
    wire.view = next.view
    wire.at = 0
  }

  #parse(): void {
    try {
      this.#messages()
    } catch (error) {
      this.fail(error)
    }
    const waiting = this.#filled - this.#wire.at
    if (this.#busy || this.#ended) return
    if (this.#wire.bytes.length > usualSize && waiting < usualSize / 2) this.#use(usualSize)
    else if (waiting === 0) {
      this.#wire.at = 0
      this.#filled = 0
    }
  }

  #messages(): void {
    const wire = this.#wire
    while (!this.#ended) {
      const start = wire.at
      if (this.#filled - start < 4) return
      const length = wire.view.getUint32(start, true) & maxPayload
      let end = start + 4 + length
      if (end > this.#filled) return
      let last = end
      if (length === maxPayload) {
        end = longMessageEnd(wire.view, start, this.#filled)
        if (end < 0) return
        last = start + 4 + joinLongMessage(wire.bytes, wire.view, start, end)
      }
      const busy = this.#handler.packet(wire, start + 4, last)
      wire.at = end
      if (busy) {
        this.#wait(busy)
        return
      }
    }
  }

  #wait(busy: Promise<void>): void {
    this.#busy = true
    this.#socket.pause()
    busy.then(
      () => {
        this.#busy = false
        this.heard = Date.now()
        this.#parse()
        if (this.#busy || this.#ended) return
        if (this.#failure === undefined) this.#socket.resume()
        else this.fail(this.#failure)
      },
      (error: unknown) => {
        this.#busy = false
        this.#failure = error
        if (!this.#ended) this.fail(error)
      },
    )
  }
}
