import type { Duplex } from 'node:stream'
import type { Answered, AnswerReader, StatementAnswer } from './answers.js'

/** Bytes before the payload of every packet: length and number (manual: Protocol::Packet). */
export const packetHead = 4

/** A server takes no packet that is longer than its `max_allowed_packet`; the least default of old ones is 1 MB. */
const longestPacket = 256 * 1024

/** A file that the server has asked for. Its name means nothing: the bytes are ours. */
export interface Upload {
  /** Sends `buffer[start, end)`; the `packetHead` bytes before `start` are written over. `sent` is called when all have left us. */
  send(buffer: Buffer, start: number, end: number, sent: () => void): void
  /** Ends the file; what the statement did. */
  finish(): Promise<StatementAnswer>
  readonly failure: Error | undefined
}

/** Who waits for an answer, and what there is of it. */
export interface Waiting {
  readonly reader: AnswerReader
  resolve(answered: Answered): void
  reject(error: Error): void
}

interface Owner {
  failure(): Error | undefined
  wait(next: Waiting): void
}

/** Manual: LOCAL INFILE Request: packets with the bytes of the file, numbered on from the request, and an empty one. */
export class FileUpload implements Upload {
  readonly #socket: Duplex
  readonly #reader: AnswerReader
  readonly #owner: Owner
  #number: number

  constructor(socket: Duplex, number: number, reader: AnswerReader, owner: Owner) {
    this.#socket = socket
    this.#number = number
    this.#reader = reader
    this.#owner = owner
  }

  get failure(): Error | undefined {
    return this.#owner.failure()
  }

  send(buffer: Buffer, start: number, end: number, sent: () => void): void {
    if (this.failure) {
      sent()
      return
    }
    for (let from = start; from < end; from += longestPacket) {
      const stop = Math.min(end, from + longestPacket)
      // What is before the first piece is free; before the others is what has not left us yet.
      const inPlace = from === start
      const head = inPlace ? buffer.subarray(start - packetHead, start) : Buffer.allocUnsafe(packetHead)
      this.#head(head, stop - from)
      if (!inPlace) this.#socket.write(head)
      const piece = buffer.subarray(inPlace ? start - packetHead : from, stop)
      this.#socket.write(piece, stop === end ? () => sent() : undefined)
    }
  }

  finish(): Promise<StatementAnswer> {
    return new Promise((resolve, reject) => {
      if (this.failure) return reject(this.failure)
      this.#owner.wait({
        reader: this.#reader,
        resolve: ({ answers: [answer] }) => (answer ? resolve(answer) : reject(new Error('no answer to the file'))),
        reject,
      })
      const empty = Buffer.allocUnsafe(packetHead)
      this.#head(empty, 0)
      this.#socket.write(empty)
    })
  }

  #head(head: Buffer, length: number): void {
    this.#number = (this.#number + 1) & 255
    head.writeUIntLE(length, 0, 3)
    head[3] = this.#number
  }
}
