import type { RowSetDigest } from '../comparer.js'

const half = 2 ** 30

/** Adds up the first 60 bits of hashes, in two numbers that stay exact. */
export class DigestSum {
  #rows = 0
  #high = 0
  #low = 0
  #sum = 0n

  /** `rowHash`: 32 hexadecimal digits. */
  add(rowHash: string): void {
    this.#rows++
    const first = Number.parseInt(rowHash.slice(0, 8), 16)
    const next = Number.parseInt(rowHash.slice(8, 15), 16)
    // 32 + 28 bits, cut in the middle again.
    this.#high += first >>> 2
    this.#low += (first & 3) * 2 ** 28 + next
    if (this.#rows % 4_000_000 === 0) this.#fold()
  }

  result(): RowSetDigest {
    this.#fold()
    return { rows: this.#rows, sum: String(this.#sum) }
  }

  #fold(): void {
    this.#sum += BigInt(this.#high) * BigInt(half) + BigInt(this.#low)
    this.#high = 0
    this.#low = 0
  }
}
