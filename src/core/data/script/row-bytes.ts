import { hash } from 'node:crypto'

export const md5 = (data: string | Buffer): string => hash('md5', data, 'hex')

/** A row's canonical text, put together in one buffer that is used again. */
export class RowBytes {
  #bytes = Buffer.allocUnsafe(4096)
  #at = 0

  begin(): void {
    this.#at = 0
  }

  ascii(text: string): void {
    this.#room(text.length)
    this.#at += this.#bytes.write(text, this.#at, 'latin1')
  }

  /** The value behind its length in bytes. */
  counted(value: string | Buffer): void {
    const bytes = typeof value === 'string' ? Buffer.from(value) : value
    this.ascii(`${bytes.length}:`)
    this.#room(bytes.length)
    this.#at += bytes.copy(this.#bytes, this.#at)
  }

  md5(): string {
    return md5(this.#bytes.subarray(0, this.#at))
  }

  #room(length: number): void {
    if (this.#at + length <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe((this.#at + length) * 2)
    this.#bytes.copy(larger, 0, 0, this.#at)
    this.#bytes = larger
  }
}
