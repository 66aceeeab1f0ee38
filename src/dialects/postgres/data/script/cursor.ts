/** Thrown where a statement goes on behind the bytes that are there. */
export class Incomplete extends Error {
  override readonly name = 'Incomplete'
}

/** A place in bytes of which more may come. */
export class Cursor {
  readonly bytes: Buffer
  at: number
  readonly #isLast: boolean

  constructor(bytes: Buffer, at: number, isLast: boolean) {
    this.bytes = bytes
    this.at = at
    this.#isLast = isLast
  }

  /** The character here; empty at the end. @throws Incomplete */
  get next(): string {
    if (this.at < this.bytes.length) return String.fromCharCode(this.bytes[this.at] ?? 0)
    return this.#ended('')
  }

  /** What the expression (sticky) finds here; `most`: as many bytes as it may look at. @throws Incomplete */
  match(pattern: RegExp, most = 256): RegExpExecArray | null {
    if (this.at + most > this.bytes.length) this.#ended('')
    const found = pattern.exec(this.bytes.toString('latin1', this.at, this.at + most))
    if (found) this.at += found[0].length
    return found
  }

  /** Goes behind the mark. @throws Incomplete */
  behind(mark: string): void {
    const found = this.bytes.indexOf(mark, this.at, 'latin1')
    this.at = found < 0 ? this.#ended(this.bytes.length) : found + mark.length
  }

  /** Blanks and comments. @throws Incomplete */
  blanks(): void {
    for (;;) {
      const here = this.bytes[this.at]
      if (here === 0x20 || (here !== undefined && here >= 0x09 && here <= 0x0d)) this.at++
      else if (here === 0x2d && this.bytes[this.at + 1] === 0x2d) this.behind('\n')
      else if (here === 0x2f && this.bytes[this.at + 1] === 0x2a) this.#comment()
      else {
        if (here === undefined) this.#ended(undefined)
        return
      }
    }
  }

  /** Goes behind the quote that ends a text; two of them, or one behind a backslash that counts, are part of it. */
  quoted(quote: string, escapes: boolean): Buffer {
    const from = this.at
    const mark = quote.charCodeAt(0)
    for (; this.at < this.bytes.length; this.at++) {
      const here = this.bytes[this.at]
      if (escapes && here === 0x5c) this.at++
      else if (here === mark && this.bytes[this.at + 1] === mark) this.at++
      else if (here === mark) {
        if (this.at + 1 === this.bytes.length) this.#ended(undefined)
        return this.bytes.subarray(from, this.at++)
      }
    }
    this.at = this.bytes.length
    return this.#ended(this.bytes.subarray(from))
  }

  #comment(): void {
    let depth = 0
    do {
      const two = this.bytes.toString('latin1', this.at, this.at + 2)
      if (two.length < 2) {
        this.#ended(undefined)
        return
      }
      const step = two === '/*' ? 1 : two === '*/' ? -1 : 0
      depth += step
      this.at += step === 0 ? 1 : 2
    } while (depth > 0)
  }

  #ended<T>(value: T): T {
    if (!this.#isLast) throw new Incomplete()
    return value
  }
}
