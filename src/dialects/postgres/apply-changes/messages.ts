const chunkSize = 64 * 1024
/** A value of this length is sent from where it lies. */
const longValue = 32 * 1024
/** Up to here a loop is faster than the engine's own copy. */
const loopLimit = 32

/** A length that is filled in when it is known. */
interface OpenLength {
  readonly chunk: Buffer
  readonly at: number
  readonly total: number
}

/** Messages of the frontend protocol, one after the other, ready for the socket (manual, "Message Formats"). */
export class MessageBuffer {
  #chunk = Buffer.allocUnsafeSlow(chunkSize)
  #from = 0
  #at = 0
  #ready: Buffer[] = []
  /** Bytes before the present chunk that are not sent yet. */
  #before = 0
  #head: OpenLength | undefined

  /** Begins a message; its length is filled in by `end`. */
  begin(type: number): void {
    this.#room(5)
    this.#chunk[this.#at++] = type
    this.#head = { chunk: this.#chunk, at: this.#at, total: this.waiting }
    this.#at += 4
  }

  end(): void {
    const head = this.#head
    if (head) head.chunk.writeInt32BE(this.waiting - head.total, head.at)
    this.#head = undefined
  }

  /** Begins a parameter whose length is known only when it is written: `endValue` fills it in. */
  beginValue(): OpenLength {
    this.#room(4)
    const open = { chunk: this.#chunk, at: this.#at, total: this.waiting + 4 }
    this.#at += 4
    return open
  }

  endValue(open: OpenLength): void {
    open.chunk.writeInt32BE(this.waiting - open.total, open.at)
  }

  int16(value: number): void {
    this.#room(2)
    this.#at = this.#chunk.writeInt16BE(value, this.#at)
  }

  int32(value: number): void {
    this.#room(4)
    this.#at = this.#chunk.writeInt32BE(value, this.#at)
  }

  /** Text with its final zero. */
  text(value: string): void {
    const length = Buffer.byteLength(value)
    this.#room(length + 1)
    this.#chunk.write(value, this.#at, 'utf8')
    this.#at += length
    this.#chunk[this.#at++] = 0
  }

  /** Bytes `[start, end)` of a buffer that is not written to before the messages are sent. */
  put(source: Buffer, start: number, end: number): void {
    const length = end - start
    if (length >= longValue) {
      this.#seal()
      this.#ready.push(source.subarray(start, end))
      this.#before += length
      return
    }
    this.#room(length)
    if (length > loopLimit) this.#at += source.copy(this.#chunk, this.#at, start, end)
    else for (let from = start; from < end; from++) this.#chunk[this.#at++] = source[from] ?? 0
  }

  /** Bytes that were written and not taken. */
  get waiting(): number {
    return this.#before + this.#at - this.#from
  }

  /** What was written so far; between messages only. */
  take(): readonly Buffer[] {
    this.#seal()
    const taken = this.#ready
    this.#ready = []
    this.#before = 0
    return taken
  }

  #room(length: number): void {
    if (this.#at + length <= this.#chunk.length) return
    this.#seal()
    this.#chunk = Buffer.allocUnsafeSlow(Math.max(chunkSize, length))
    this.#from = 0
    this.#at = 0
  }

  #seal(): void {
    if (this.#at === this.#from) return
    this.#ready.push(this.#chunk.subarray(this.#from, this.#at))
    this.#before += this.#at - this.#from
    this.#from = this.#at
  }
}
