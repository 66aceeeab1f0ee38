import type { Duplex } from 'node:stream'
import type { Endpoint } from '../../core/dialect/endpoint.js'
import { type Answered, answerReader, type StatementAnswer } from './answers.js'
import { PacketReader } from './changes/packets.js'
import { type ConnectOptions, connect, type Row, type Session } from './connect.js'
import { connectionFailure, statementFailure } from './connect-errors.js'
import { maxPayload } from './data/long-packet.js'
import type { Wire } from './data/wire.js'
import { lost, serverError, socketOf } from './driver-socket.js'
import { FileUpload, packetHead, type Upload, type Waiting } from './file-upload.js'
import { watchSession } from './watch.js'

export type { StatementAnswer } from './answers.js'
export type { Upload } from './file-upload.js'
export { packetHead } from './file-upload.js'

/** A statement that the server refused, after others of the same message that it had answered. */
export class StatementError extends Error {
  override readonly name = 'StatementError'
  readonly answers: readonly StatementAnswer[]

  constructor(cause: Error, answers: readonly StatementAnswer[]) {
    super(cause.message, { cause })
    this.answers = answers
  }
}

interface Pending extends Waiting {
  readonly upload?: (upload: Upload) => void
}

const queryCommand = Buffer.from([0x03])

/**
 * Sends statements as the bytes they are, on an authenticated connection of the driver whose socket it takes over for good.
 * One call at a time. (Manual: Client/Server Protocol, COM_QUERY, LOCAL INFILE Request.)
 */
export class StatementConnection {
  readonly session: Session
  readonly #socket: Duplex
  readonly #packets: PacketReader
  #pending: Pending | undefined
  #failure: Error | undefined
  /** Number of the last packet that the server sent. */
  #number = 0

  private constructor(session: Session) {
    this.session = session
    this.#socket = socketOf(session.driver)
    this.#packets = new PacketReader(this.#socket, {
      packet: (wire, start, end) => this.#packet(wire, start, end),
      lost: (error) => error,
      failed: (error) => this.#fail(error instanceof Error ? error : new Error(String(error))),
    })
    watchSession(session, () => this.#pending === undefined)
  }

  /** @throws OperationError */
  static async open(endpoint: Endpoint, options: ConnectOptions): Promise<StatementConnection> {
    return new StatementConnection(await connect(endpoint, { ...options, statements: true }))
  }

  /** Rows of one statement, as text. */
  async query(sql: string | Buffer): Promise<readonly Row[]> {
    return (await this.#send([typeof sql === 'string' ? Buffer.from(sql, 'utf8') : sql])).rows
  }

  /** One statement or several with `;` between: an answer each. @throws StatementError when the server refuses one of them */
  async run(...text: readonly (Buffer | string)[]): Promise<readonly StatementAnswer[]> {
    const parts = text.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : part))
    return (await this.#send(parts)).answers
  }

  /** Starts a LOAD DATA LOCAL; resolves when the server asks for the file, with any name. */
  upload(sql: string): Promise<Upload> {
    return new Promise((resolve, reject) => {
      this.#send([Buffer.from(sql, 'utf8')], resolve).then(
        () => reject(new Error('the server did not ask for the file')),
        reject,
      )
    })
  }

  /** Ends the connection; the server takes back what is not committed. Never throws. */
  close(): void {
    this.#packets.stop()
    if (this.#pending) this.session.driver.destroy()
    else this.#packets.send(Buffer.from([0x01]))
    this.#socket.end()
    this.#failure ??= lost('the connection was closed')
    this.#settle()?.reject(this.#failure)
  }

  /** An OperationError for what `query`, `run` or `upload` rejected with. */
  failure(error: unknown): Error {
    return statementFailure(this.session.endpoint, error instanceof StatementError ? error.cause : error)
  }

  #send(parts: readonly Buffer[], upload?: (upload: Upload) => void): Promise<Answered> {
    if (this.#failure) return Promise.reject(this.#failure)
    if (this.#pending) return Promise.reject(new Error('a statement is already running on this connection'))
    return new Promise((resolve, reject) => {
      this.#pending = { reader: answerReader(), resolve, reject, ...(upload ? { upload } : {}) }
      for (const packet of packetsOf([queryCommand, ...parts])) this.#socket.write(packet)
    })
  }

  #packet(wire: Wire, start: number, end: number): undefined {
    const pending = this.#pending
    this.#number = wire.view.getUint8(start - 1)
    const first = wire.bytes[start]
    if (!pending)
      throw first === 0xff ? serverError(wire.bytes.subarray(start, end)) : lost('an answer nobody asked for')
    if (pending.reader.atHead && first === 0xfb) this.#asked(pending)
    else if (pending.reader.packet(wire, start, end)) {
      const { error, answers, rows } = pending.reader
      this.#settle()
      if (error) pending.reject(new StatementError(error, answers))
      else pending.resolve({ answers, rows })
    }
    return undefined
  }

  /** Only a statement that means it gets a file, and only our bytes; any other server is a hostile one. */
  #asked(pending: Pending): void {
    if (!pending.upload) throw connectionFailure(this.session.endpoint, new Error('the server asked for a local file'))
    const file = new FileUpload(this.#socket, this.#number, pending.reader, {
      failure: () => this.#failure,
      wait: (next) => {
        this.#pending = next
      },
    })
    pending.upload(file)
  }

  #settle(): Pending | undefined {
    const pending = this.#pending
    this.#pending = undefined
    return pending
  }

  #fail(error: Error): void {
    this.#failure ??= error
    this.session.driver.destroy()
    this.#settle()?.reject(this.#failure)
  }
}

/** One message in packets; the last is shorter than the longest, and may be empty (manual: Sending More Than 16MB). */
function* packetsOf(parts: readonly Buffer[]): Iterable<Buffer> {
  const total = parts.reduce((sum, part) => sum + part.length, 0)
  const whole = total < maxPayload ? undefined : Buffer.concat(parts)
  for (let at = 0, number = 0; at <= total; at += maxPayload, number++) {
    const length = Math.min(maxPayload, total - at)
    const head = Buffer.alloc(packetHead)
    head.writeUIntLE(length, 0, 3)
    head[3] = number & 255
    if (!whole) yield Buffer.concat([head, ...parts])
    else {
      yield head
      yield whole.subarray(at, at + length)
    }
  }
}
