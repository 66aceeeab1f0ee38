import { OperationError } from '../../../core/findings/operation-error.js'
import { compareFiles, type LogPosition, positionText } from '../log-position.js'
import type { GtidSet } from './gtids.js'

/** Where the reader is in the log, and the last place outside of a transaction, from which it could begin anew. */
export class Cursor {
  #file: string
  #offset: number
  #server: string
  readonly #gtids: GtidSet | null
  readonly #filesOf: string | undefined
  /** When the file was begun, once its first event was read. */
  #begun: number | undefined
  #boundary: LogPosition
  #boundaryText: string

  /**
   * `gtids` is null where the log has none, or where those before the start are not known. `filesOf`: the server's name, where
   * only the time of a file tells a log that was begun anew.
   */
  constructor(start: LogPosition, gtids: GtidSet | null, { filesOf }: { readonly filesOf?: string } = {}) {
    this.#filesOf = filesOf
    this.#file = start.file
    this.#offset = start.offset
    this.#server = start.server
    this.#gtids = gtids
    this.#boundary = start
    this.#boundaryText = positionText(start)
  }

  get file(): string {
    return this.#file
  }

  get offset(): number {
    return this.#offset
  }

  /** The last place outside of a transaction. */
  get boundary(): LogPosition {
    return this.#boundary
  }

  get boundaryText(): string {
    return this.#boundaryText
  }

  /** Before the boundary: at what was read already. */
  get isBehind(): boolean {
    const files = compareFiles(this.#file, this.#boundary.file)
    return files < 0 || (files === 0 && this.#offset < this.#boundary.offset)
  }

  /** To another file, or to another place in this one. */
  move(file: string, offset: number): void {
    if (file !== this.#file) this.#begun = undefined
    this.#file = file
    this.#offset = offset
  }

  /**
   * What the first event of the file says of its time, in seconds.
   * @throws OperationError XW-S0407: the boundary is in a file of this name that was begun at another time
   */
  begins(at: number): void {
    if (this.#filesOf === undefined || at === 0) return
    const { file, begun } = this.#boundary
    if (file === this.#file && begun !== undefined && begun !== at) {
      const reason = `${file} was begun anew`
      throw new OperationError('XW-S0407', { endpoint: this.#filesOf, position: this.#boundaryText, reason })
    }
    this.#begun = at
  }

  /** Behind an event. The log counts modulo 2³². */
  advance(next: number): void {
    const wraps = Math.floor(this.#offset / 0x100000000)
    const end = wraps * 0x100000000 + next
    this.#offset = end < this.#offset ? end + 0x100000000 : end
  }

  /** What a heartbeat says; while nothing is sent it may lie further on. */
  hear(file: string, next: number): void {
    if (file !== this.#file) this.move(file, next)
    else if (next > this.#offset) this.#offset = next
  }

  /** Back to the boundary. */
  rewind(): void {
    this.move(this.#boundary.file, this.#boundary.offset)
  }

  /** The log goes on at another server, whose places mean nothing on the one before. */
  adopt(server: string): void {
    if (server === this.#server) return
    this.#server = server
    this.#boundary = { ...this.#boundary, file: '', offset: 0, server }
  }

  addGtid(source: string, server: number, sequence: number): void {
    this.#gtids?.add(source, server, sequence)
  }

  /** A transaction has ended here, or none has begun. */
  mark(): string {
    const gtids = this.#gtids?.text() ?? ''
    const begun = this.#begun === undefined ? {} : { begun: this.#begun }
    this.#boundary = { file: this.#file, offset: this.#offset, gtids, server: this.#server, ...begun }
    this.#boundaryText = positionText(this.#boundary)
    return this.#boundaryText
  }
}
