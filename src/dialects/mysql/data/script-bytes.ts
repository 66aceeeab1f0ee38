import { type Cell, form, viewOf } from '../../../core/data/cell.js'
import type { RejectCode } from '../../../core/data/reject.js'
import { type RowTokens, token } from './script-tokens.js'

/** Scratch for a value of this length is its own and goes with its row. */
const longValue = 4 * 1024 * 1024

/** Where the bytes of one token are: in the file's buffer, or in the scratch once escapes are resolved. */
export class ScriptBytes {
  bytes: Buffer = Buffer.alloc(0)
  view: DataView = viewOf(this.bytes)
  start = 0
  end = 0
  #scratch = Buffer.allocUnsafe(64 * 1024)
  #used = 0
  readonly #noBackslash: boolean
  readonly #wide: boolean

  constructor(rules: { readonly noBackslashEscapes: boolean; readonly wideBytes: boolean }) {
    this.#noBackslash = rules.noBackslashEscapes
    this.#wide = rules.wideBytes
  }

  /** Scratch of the rows before is free again. */
  beginRow(): void {
    this.#used = 0
    if (this.#scratch.length > longValue) this.#scratch = Buffer.allocUnsafe(64 * 1024)
  }

  load(bytes: Buffer, tokens: RowTokens, index: number): void {
    const start = tokens.starts[index] ?? 0
    const end = tokens.ends[index] ?? 0
    if (tokens.kinds[index] === token.escaped) this.#unescape(bytes, start, end)
    else if (tokens.kinds[index] === token.hex) this.#hex(bytes, start, end)
    else this.point(bytes, start, end)
  }

  point(bytes: Buffer, start: number, end: number): void {
    if (this.bytes !== bytes) {
      this.bytes = bytes
      this.view = viewOf(bytes)
    }
    this.start = start
    this.end = end
  }

  /** Room for `length` bytes; earlier values of the row stay where they are. */
  room(length: number): { readonly scratch: Buffer; readonly at: number } {
    if (this.#used + length > this.#scratch.length) {
      this.#scratch = Buffer.allocUnsafe(Math.max(64 * 1024, length < longValue ? length * 2 : length))
      this.#used = 0
    }
    const at = this.#used
    this.#used += length
    return { scratch: this.#scratch, at }
  }

  #unescape(bytes: Buffer, start: number, end: number): void {
    const { scratch, at } = this.room(end - start)
    const mark = bytes[end]
    let to = at
    for (let from = start; from < end; from++) {
      const byte = bytes[from] ?? 0
      if (byte === 0x5c && !this.#noBackslash) {
        from++
        const code = bytes[from] ?? 0
        // \% and \_ keep their backslash outside of patterns (manual: String Literals).
        if (code === 0x25 || code === 0x5f) scratch[to++] = 0x5c
        scratch[to++] = escapes[code] ?? code
      } else {
        scratch[to++] = byte
        if (byte === mark) from++
        else if (this.#wide && byte > 0x80 && from + 1 < end) scratch[to++] = bytes[++from] ?? 0
      }
    }
    this.point(scratch, at, to)
  }

  /** In pieces: a long value must not become a string. An odd first digit stands alone. */
  #hex(bytes: Buffer, start: number, end: number): void {
    const { scratch, at } = this.room((end - start + 1) >> 1)
    let to = at
    let from = start
    if ((end - start) % 2 === 1) to += scratch.write(`0${bytes.toString('latin1', from, ++from)}`, to, 'hex')
    for (; from < end; from += hexPiece)
      to += scratch.write(bytes.toString('latin1', from, Math.min(end, from + hexPiece)), to, 'hex')
    this.point(scratch, at, to)
  }
}

const hexPiece = 65_536

const escapes: readonly (number | undefined)[] = (() => {
  const table: number[] = []
  for (const [letter, byte] of Object.entries({ '0': 0, b: 8, n: 10, r: 13, t: 9, Z: 26 }))
    table[letter.charCodeAt(0)] = byte
  return table
})()

/** Fills the cell from a token whose bytes are loaded. NULL never comes here. */
export type ScriptDecoder = (source: ScriptBytes, kind: number, cell: Cell) => void

export function bad(cell: Cell, reason: RejectCode): void {
  cell.form = form.bad
  cell.reason = reason
}

export function take(source: ScriptBytes, cell: Cell, as: number): void {
  cell.form = as
  cell.bytes = source.bytes
  cell.view = source.view
  cell.start = source.start
  cell.end = source.end
}
