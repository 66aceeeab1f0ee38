import type { Duplex } from 'node:stream'
import { viewOf } from '../../../core/data/cell.js'
import type { ValueBytes } from '../data/binary-decoders.js'

export interface MessageHandler {
  /** One message: its type, and its body in `from.bytes[start, end)`. A promise: the next one waits for it. */
  message(type: number, from: ValueBytes, start: number, end: number): Promise<void> | undefined
  failed(error: unknown): void
}

/** Type and length. */
const headSize = 5
/** Room for some chunks; a longer message gets memory of its own for as long as it lasts. */
const usualSize = 256 * 1024
/** A chunk below this size means that the socket was not full: a short rest lets the next one be larger (see `bench`). */
const smallChunk = 32 * 1024

/**
 * Takes the messages of the protocol off a connection of the driver, whose socket it has for good: bodies are handed on
 * where they lie. (Manual: Message Formats.) The driver must be idle, so that it holds no part of a message.
 */
export class MessageReader {
  readonly #socket: Duplex
  readonly #handler: MessageHandler
  readonly #rests: boolean
  #bytes: Buffer = Buffer.alloc(0)
  #view = viewOf(this.#bytes)
  #at = 0
  #end = 0
  /** What follows the last whole message waits in front of this memory; until `#wanted` bytes are there nothing can be read. */
  #held: Buffer = Buffer.allocUnsafeSlow(usualSize)
  #heldView = viewOf(this.#held)
  #heldEnd = 0
  #wanted = 0
  #early: Buffer[] = []
  #stopped = false
  /** A handler is waiting; nothing is read meanwhile. */
  busy = false
  /** When something last came; ms. */
  heard = Date.now()

  constructor(socket: Duplex, handler: MessageHandler, options: { readonly rests: boolean }) {
    this.#socket = socket
    this.#handler = handler
    this.#rests = options.rests
    socket.removeAllListeners('data')
    socket.on('data', (chunk: Buffer) => this.#receive(chunk))
    socket.on('error', (error) => this.#fail(error))
    socket.on('close', () => this.#fail(new Error('Connection terminated by the server')))
  }

  /** What still comes is thrown away. */
  stop(): void {
    this.#stopped = true
    this.#early = []
    this.#socket.resume()
  }

  #fail(error: unknown): void {
    if (this.#stopped) return
    this.stop()
    this.#handler.failed(error)
  }

  #receive(chunk: Buffer): void {
    this.heard = Date.now()
    if (this.#stopped) return
    if (this.busy) {
      this.#early.push(chunk)
      return
    }
    this.#take(chunk)
    if (!this.#rests || this.busy || chunk.length >= smallChunk) return
    this.#socket.pause()
    setTimeout(() => {
      if (!this.busy) this.#socket.resume()
    }, 1)
  }

  #take(chunk: Buffer): void {
    if (this.#heldEnd === 0) this.#use(chunk, viewOf(chunk), chunk.length)
    else {
      this.#hold(chunk)
      if (this.#heldEnd < this.#wanted) return
      this.#use(this.#held, this.#heldView, this.#heldEnd)
    }
    this.#read()
  }

  #use(bytes: Buffer, view: DataView, end: number): void {
    this.#bytes = bytes
    this.#view = view
    this.#at = 0
    this.#end = end
  }

  #hold(chunk: Buffer): void {
    const needed = this.#heldEnd + chunk.length
    if (needed > this.#held.length) this.#move(Math.max(needed, this.#wanted) + usualSize)
    chunk.copy(this.#held, this.#heldEnd)
    this.#heldEnd = needed
  }

  #move(size: number): void {
    const next = Buffer.allocUnsafeSlow(size)
    this.#held.copy(next, 0, 0, this.#heldEnd)
    this.#held = next
    this.#heldView = viewOf(next)
  }

  #read(): void {
    const from = { bytes: this.#bytes, view: this.#view }
    try {
      while (this.#end - this.#at >= headSize) {
        const start = this.#at
        const size = 1 + this.#view.getUint32(start + 1)
        if (this.#end - start < size) break
        this.#at = start + size
        const wait = this.#handler.message(from.view.getUint8(start), from, start + headSize, start + size)
        if (this.#stopped) return
        if (wait) {
          this.#await(wait)
          return
        }
      }
      this.#keepRest()
    } catch (error) {
      this.#fail(error)
    }
  }

  #keepRest(): void {
    const left = this.#end - this.#at
    this.#wanted = left < headSize ? headSize : 1 + this.#view.getUint32(this.#at + 1)
    if (this.#bytes === this.#held) this.#held.copyWithin(0, this.#at, this.#end)
    this.#heldEnd = this.#bytes === this.#held ? left : 0
    if (this.#held.length > 2 * usualSize && this.#wanted <= usualSize) this.#move(2 * usualSize)
    if (this.#heldEnd === 0 && left > 0) this.#hold(this.#bytes.subarray(this.#at, this.#end))
  }

  #await(wait: Promise<void>): void {
    this.busy = true
    this.#socket.pause()
    wait.then(
      () => this.#goOn(),
      (error: unknown) => this.#fail(error),
    )
  }

  #goOn(): void {
    this.busy = false
    this.heard = Date.now()
    if (this.#stopped) return
    this.#read()
    while (!this.busy && !this.#stopped) {
      const chunk = this.#early.shift()
      if (chunk === undefined) break
      this.#take(chunk)
    }
    if (!this.busy && !this.#stopped) this.#socket.resume()
  }
}
