import { open } from 'node:fs/promises'
import type { DataSegment } from '../../../../../core/data/segment.js'
import { hasWideBytes } from '../../script-decoders.js'
import { parseHeader } from '../../script-header.js'
import {
  createRowTokens,
  incomplete,
  type RowTokens,
  skipBlanks,
  skipOne,
  type TokenRules,
  tokenizeRow,
} from '../../script-tokens.js'

/** One row of VALUES as it stands in the file; valid until the callback returns. */
export interface ScannedRow {
  readonly bytes: Buffer
  readonly tokens: RowTokens
  /** Place in the row of each wanted column. */
  readonly places: readonly number[]
}

export interface ScanRequest {
  readonly segment: DataSegment
  /** Columns whose values are asked for. */
  readonly wanted: readonly string[]
  /** All columns of the table in its order: what a statement without a list of columns means. */
  readonly all: readonly string[]
  /** Undefined: a row, or a statement, that does not say the values of these columns. */
  readonly onRow: (row: ScannedRow | undefined) => void
  readonly signal?: AbortSignal
}

const windowBytes = 1024 * 1024

/** Walks the statements of a segment once. Memory is that of the longest row. */
export async function scanRows(request: ScanRequest): Promise<void> {
  const { segment } = request
  const statements = new Statements(request)
  const file = await open(segment.path, 'r')
  try {
    let bytes = Buffer.from(new ArrayBuffer(windowBytes))
    let filled = 0
    for (let offset = segment.from; offset < segment.to; ) {
      request.signal?.throwIfAborted()
      if (filled === bytes.length) {
        const larger = Buffer.from(new ArrayBuffer(bytes.length * 2))
        bytes.copy(larger, 0, 0, filled)
        bytes = larger
      }
      const { bytesRead } = await file.read(bytes, filled, Math.min(bytes.length - filled, segment.to - offset), offset)
      if (bytesRead === 0) break
      offset += bytesRead
      filled += bytesRead
      const used = statements.take(bytes, filled)
      bytes.copyWithin(0, used, filled)
      filled -= used
    }
    statements.end(bytes.subarray(0, filled))
  } finally {
    await file.close()
  }
}

/** Where in a statement the walk is; what it could not use up comes again with more behind it. */
class Statements {
  readonly #request: ScanRequest
  readonly #rules: TokenRules
  readonly #tokens = createRowTokens()
  #inRows = false
  #places: readonly number[] = []
  #width = 0

  constructor(request: ScanRequest) {
    this.#request = request
    const { noBackslashEscapes, ansiQuotes, charset } = request.segment
    this.#rules = { noBackslashEscapes, ansiQuotes, wideBytes: hasWideBytes(charset) }
  }

  /** Returns how many of the bytes are done with. */
  take(bytes: Buffer, filled: number): number {
    let done = 0
    for (;;) {
      const at = skipBlanks(bytes, done, filled)
      if (at === incomplete || at >= filled) return done
      done = at
      const next = this.#inRows ? this.#row(bytes, at, filled) : this.#statement(bytes, at, filled)
      if (next === incomplete) return done
      done = next
    }
  }

  /** What is left when the segment ends: nothing but blanks, or half a statement. */
  end(rest: Buffer): void {
    const text = rest.toString('latin1').replace(/--[^\n]*$|#[^\n]*$/, '')
    if (text.trim() !== '') this.#request.onRow(undefined)
  }

  #statement(bytes: Buffer, at: number, filled: number): number {
    if (bytes[at] === 0x3b) return at + 1
    const header = parseHeader(bytes, at, filled, this.#rules)
    if (header === 'incomplete') return incomplete
    if (header === 'unknown') {
      const end = this.#behindStatement(bytes, at, filled)
      if (end !== incomplete) this.#request.onRow(undefined)
      return end
    }
    const named = (header.columns ?? this.#request.all).map((name) => name.toLowerCase())
    this.#width = named.length
    this.#places = this.#request.wanted.map((name) => named.indexOf(name.toLowerCase()))
    this.#inRows = true
    return header.end
  }

  #row(bytes: Buffer, at: number, filled: number): number {
    if (bytes[at] === 0x2c) return at + 1
    if (bytes[at] !== 0x28) {
      const end = this.#behindStatement(bytes, at, filled)
      if (end !== incomplete) this.#inRows = false
      return end
    }
    const end = tokenizeRow(bytes, at, filled, this.#rules, this.#tokens)
    if (end === incomplete) return incomplete
    const whole = this.#tokens.count === this.#width && !this.#places.includes(-1)
    this.#request.onRow(whole ? { bytes, tokens: this.#tokens, places: this.#places } : undefined)
    return end
  }

  #behindStatement(bytes: Buffer, from: number, filled: number): number {
    for (let at = from; at < filled; ) {
      if (bytes[at] === 0x3b) return at + 1
      const next = skipOne(bytes, at, filled, this.#rules)
      if (next === incomplete) return incomplete
      at = next
    }
    return incomplete
  }
}
