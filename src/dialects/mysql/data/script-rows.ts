import { type FileHandle, open } from 'node:fs/promises'
import { type LongRows, longRow } from '../../../core/data/long-rows.js'
import type { DataSegment, ScriptRange } from '../../../core/data/segment.js'
import { hasWideBytes } from './script-charsets.js'
import { type Header, parseHeader } from './script-header.js'
import {
  createRowTokens,
  incomplete,
  type RowTokens,
  skipBlanks,
  skipOne,
  type TokenRules,
  tokenizeRow,
} from './script-tokens.js'

export const rulesOf = (segment: DataSegment): TokenRules => ({
  noBackslashEscapes: segment.noBackslashEscapes,
  ansiQuotes: segment.ansiQuotes,
  wideBytes: hasWideBytes(segment.charset),
})

/** What comes of a row: `again` wants it once more after `ready`. */
export type Taken = 'done' | 'again'

/** Who takes the rows of a range, in their order. */
export interface RowHandler {
  /** No more rows until `ready` has come back. */
  readonly full: boolean
  ready(): Promise<void>
  header(header: Header): void
  /** `position`: of the row's `(` in its file. The bytes stay as they are until `ready` is called. */
  row(bytes: Buffer, start: number, end: number, tokens: RowTokens, position: number): Taken
  /** `tail`: the clause behind the rows, if there is one. */
  statementEnd(tail: Buffer): void
  /** A statement whose rows only a server could make, or one that is cut off. */
  broken(code: 'XW-D0112' | 'XW-D0113', statement: Buffer): void
  /** Called now and then with the bytes that are done. */
  onRead?(bytes: number): void
}

const bufferSize = 1024 * 1024

/** A window on a file that moves forward; what is not used up yet stays in it. */
class FileWindow {
  bytes: Buffer = Buffer.from(new ArrayBuffer(bufferSize))
  at = 0
  filled = 0
  #offset: number
  readonly #to: number
  readonly #file: FileHandle
  readonly #longRows: LongRows | undefined
  #hasTurn = false

  constructor(file: FileHandle, from: number, to: number, longRows: LongRows | undefined) {
    this.#file = file
    this.#longRows = longRows
    this.#offset = from
    this.#to = to
  }

  /** Place of `at` in the file. */
  get position(): number {
    return this.#offset - this.filled + this.at
  }

  /** Reads more behind what is there. False at the end of the range. */
  async more(): Promise<boolean> {
    const left = this.#to - this.#offset
    if (left <= 0) return false
    await this.#makeRoom(left)
    const wanted = Math.min(left, this.bytes.length - this.filled)
    const { bytesRead } = await this.#file.read(this.bytes, this.filled, wanted, this.#offset)
    if (bytesRead === 0) return false
    this.filled += bytesRead
    this.#offset += bytesRead
    return true
  }

  /** Must be called when no more rows are wanted. */
  end(): void {
    if (this.#hasTurn) this.#longRows?.release()
    this.#hasTurn = false
  }

  /** A long row doubles the window, but not beyond what the range still has. */
  async #makeRoom(left: number): Promise<void> {
    const waiting = this.filled - this.at
    if (waiting > this.bytes.length >> 1) {
      if (waiting > longRow && this.#longRows && !this.#hasTurn) {
        await this.#longRows.take()
        this.#hasTurn = true
      }
      this.#move(Math.max(Math.min(this.bytes.length * 2, waiting + left), waiting + 1), waiting)
    } else if (this.bytes.length > bufferSize && waiting < bufferSize >> 1) {
      this.#move(bufferSize, waiting)
      this.end()
    } else this.bytes.copyWithin(0, this.at, this.filled)
    this.filled = waiting
    this.at = 0
  }

  #move(size: number, waiting: number): void {
    const shared = this.#hasTurn && size > bufferSize ? this.#longRows?.buffer(size) : undefined
    if (shared?.buffer === this.bytes.buffer) {
      this.bytes.copyWithin(0, this.at, this.at + waiting)
      return
    }
    const next = shared ?? Buffer.from(new ArrayBuffer(size))
    this.bytes.copy(next, 0, this.at, this.filled)
    this.bytes = next
  }
}

type Step = 'more' | 'wait' | 'done'

/** Hands the rows of a range to a handler, one after the other. With `longRows`, a long one waits for its turn. */
export async function walkRows(
  range: ScriptRange,
  handler: RowHandler,
  signal?: AbortSignal,
  longRows?: LongRows,
): Promise<void> {
  const file = await open(range.segment.path, 'r')
  const window = new FileWindow(file, range.from, range.to, longRows)
  try {
    await new Walk(window, rulesOf(range.segment), handler).run(range.from, signal)
  } finally {
    window.end()
    await file.close()
  }
}

class Walk {
  readonly #window: FileWindow
  readonly #rules: TokenRules
  readonly #handler: RowHandler
  readonly #tokens = createRowTokens()
  #inRows = false

  constructor(window: FileWindow, rules: TokenRules, handler: RowHandler) {
    this.#window = window
    this.#rules = rules
    this.#handler = handler
  }

  async run(from: number, signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      signal?.throwIfAborted()
      const step = this.#parse()
      if (step === 'wait') await this.#handler.ready()
      else if (step === 'more' && !(await this.#window.more())) break
      this.#handler.onRead?.(this.#window.position - from)
    }
    this.#leftOver()
  }

  #parse(): Step {
    const window = this.#window
    for (;;) {
      const at = skipBlanks(window.bytes, window.at, window.filled)
      if (at === incomplete || at >= window.filled) return 'more'
      window.at = at
      if (this.#inRows) {
        const step = this.#row()
        if (step !== 'done') return step
      } else if (window.bytes[at] === 0x3b) window.at++
      else if (!this.#header()) return 'more'
      if (this.#handler.full) return 'wait'
    }
  }

  /** True when a header (or a statement that cannot be used) has been read. */
  #header(): boolean {
    const window = this.#window
    const header = parseHeader(window.bytes, window.at, window.filled, this.#rules)
    if (header === 'incomplete') return false
    if (header === 'unknown') {
      const end = this.#statementEnd()
      if (end === incomplete) return false
      this.#handler.broken('XW-D0112', window.bytes.subarray(window.at, end))
      window.at = end
      return true
    }
    this.#handler.header(header)
    window.at = header.end
    this.#inRows = true
    return true
  }

  #statementEnd(): number {
    const window = this.#window
    let at = window.at
    while (at < window.filled) {
      if (window.bytes[at] === 0x3b) return at + 1
      const next = skipOne(window.bytes, at, window.filled, this.#rules)
      if (next === incomplete) return incomplete
      at = next
    }
    return incomplete
  }

  #row(): Step {
    const window = this.#window
    const first = window.bytes[window.at]
    if (first === 0x2c) {
      window.at++
      return 'done'
    }
    if (first !== 0x28) {
      const end = this.#statementEnd()
      if (end === incomplete) return 'more'
      this.#inRows = false
      this.#handler.statementEnd(window.bytes.subarray(window.at, end))
      window.at = end
      return 'done'
    }
    const end = tokenizeRow(window.bytes, window.at, window.filled, this.#rules, this.#tokens)
    if (end === incomplete || end >= window.filled + 1) return 'more'
    const taken = this.#handler.row(window.bytes, window.at, end, this.#tokens, window.position)
    if (taken === 'again') return 'wait'
    window.at = end
    return 'done'
  }

  /** A statement that is cut off at the end of the range is set aside, not passed over. */
  #leftOver(): void {
    const rest = this.#window.bytes.subarray(this.#window.at, this.#window.filled)
    const text = rest.toString('latin1').replace(/--[^\n]*$|#[^\n]*$/, '')
    if (text.trim() === '' || (this.#inRows && /^[\s;]*$/.test(text))) {
      if (this.#inRows) this.#handler.statementEnd(rest.subarray(0, 0))
    } else if (this.#inRows && /^on\b/i.test(text)) this.#handler.statementEnd(rest)
    else this.#handler.broken('XW-D0113', rest)
  }
}
