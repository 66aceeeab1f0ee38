/**
 * Rows of this many bytes and more are taken one at a time, whatever the number of connections: memory then depends on the
 * longest row, not on how many come at once. A row of the protocol that needs a second packet is as long.
 */
export const longRow = 16 * 1024 * 1024 - 1

/** Whose turn it is to take a long row, and the one buffer for it, kept from turn to turn. */
export class LongRows {
  #taken = false
  #waiting: (() => void)[] = []
  #buffer: ArrayBuffer | undefined

  /** True: the turn is the caller's at once. */
  tryTake(): boolean {
    if (this.#taken) return false
    this.#taken = true
    return true
  }

  /** Resolves when the turn is the caller's. */
  take(): Promise<void> {
    if (this.tryTake()) return Promise.resolve()
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  release(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#taken = false
  }

  /** A buffer of at least `size` bytes; whoever has the turn may use it. A larger one takes the place of the one before. */
  buffer(size: number): Buffer {
    if (!this.#buffer || this.#buffer.byteLength < size) this.#buffer = new ArrayBuffer(size)
    return Buffer.from(this.#buffer)
  }
}
