import { RoutineNesting } from './routine-nesting.js'
import { type ByteMarks, blank, codeMarks, indexOfEnd, isWordByte, quoteEnd, skipUnmarked } from './split-bytes.js'

/** A part of a script. Offsets are bytes of the file; what lies between pieces is blanks, comments and delimiters. */
export type ScriptPiece =
  | SqlPiece
  /** INSERT or REPLACE: its rows are never held in memory. `head` is the first 4 KB. */
  | {
      readonly kind: 'data'
      readonly head: string
      readonly firstByte: number
      readonly endByte: number
      readonly line: number
    }
  /** A command of the command-line client: DELIMITER, source, a backslash command. */
  | {
      readonly kind: 'client'
      readonly text: string
      readonly firstByte: number
      readonly endByte: number
      readonly line: number
    }
  /** A statement without rows that is too large to be code. */
  | {
      readonly kind: 'oversized'
      readonly head: string
      readonly firstByte: number
      readonly endByte: number
      readonly line: number
    }

/** One statement without its delimiter. Line and column are 1-based. */
export interface SqlPiece {
  readonly kind: 'sql'
  readonly text: string
  readonly firstByte: number
  readonly endByte: number
  readonly firstLine: number
  readonly firstColumn: number
}

/** What the statements before have set. */
export interface SplitModes {
  readonly noBackslashEscapes?: boolean
  readonly ansiQuotes?: boolean
}

export interface SplitOptions {
  /** Asked when a statement starts, so a consumer may change it between pieces. */
  readonly modes?: () => SplitModes
  /** Bytes to text; default UTF-8 with U+FFFD for what is none. */
  readonly decode?: (bytes: Uint8Array) => string
  /** Largest statement that is kept as code. Default 16 MB. */
  readonly maxPieceBytes?: number
}

const headBytes = 4096
/** Bytes that a decision may need to see beyond the current one. */
const lookahead = 32
const semicolon = new Uint8Array([59])

/** Cuts a script into pieces. Memory stays flat whatever the size of the script. */
export async function* splitScript(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: SplitOptions = {},
): AsyncGenerator<ScriptPiece> {
  const splitter = new Splitter(options)
  for await (const chunk of chunks) yield* splitter.feed(chunk)
  yield* splitter.finish()
}

/** Cuts a text that is in memory. */
export function splitText(text: string, options: SplitOptions = {}): ScriptPiece[] {
  const splitter = new Splitter(options)
  return [...splitter.feed(Buffer.from(text, 'utf8')), ...splitter.finish()]
}

/** What a statement is as far as its end is concerned. */
type Kind =
  /** No word seen yet. */
  | 'unknown'
  /** CREATE was seen, but not what. */
  | 'create'
  | 'routine'
  | 'plain'
  | 'data'
  /** USE ends with its line. */
  | 'line'

type Inside = 'code' | 'quote' | 'line-comment' | 'block-comment'

const routineWords = new Set(['PROCEDURE', 'FUNCTION', 'TRIGGER', 'EVENT', 'PACKAGE'])
const plainWords = new Set(
  (
    'TABLE VIEW INDEX DATABASE SCHEMA USER ROLE SERVER TABLESPACE SEQUENCE UNIQUE FULLTEXT SPATIAL TEMPORARY LOGFILE ' +
    'RESOURCE UNDO VECTOR'
  ).split(' '),
)
const clientWords = new Set(['DELIMITER', 'SOURCE'])

/** The state of one script between chunks. */
class Splitter {
  private buffer: Uint8Array = new Uint8Array(0)
  /** Offset of `buffer[0]` in the file. */
  private base = 0
  private at = 0
  private final = false
  /** More bytes are needed to decide. */
  private starved = false
  /** The byte in front of the buffer. */
  private byteBefore = 0
  private delimiter: Uint8Array = semicolon
  private inside: Inside = 'code'
  private quote = 0
  private versioned = false
  private started = false
  private kind: Kind = 'unknown'
  private nesting = new RoutineNesting()
  private modes: SplitModes = {}
  /** Whether a backslash escapes inside these quotes: never in names. */
  private readonly escapes = (quote: number): boolean =>
    quote !== 96 && this.modes.noBackslashEscapes !== true && !(quote === 34 && this.modes.ansiQuotes === true)
  private piece = { firstByte: 0, line: 1, column: 1 }
  /** Bytes of the current statement that are in no buffer any more. */
  private kept: Uint8Array[] = []
  private keptBytes = 0
  private countedTo = 0
  private line = 1
  private lineStart = 0
  private readonly marks: ByteMarks = codeMarks()

  constructor(private readonly options: SplitOptions) {
    this.marks.setDelimiter(this.delimiter)
  }

  *feed(chunk: Uint8Array): Generator<ScriptPiece> {
    this.advance(chunk)
    if (this.base === 0 && !this.started) this.skipByteOrderMark()
    yield* this.run()
    this.keep()
  }

  *finish(): Generator<ScriptPiece> {
    this.final = true
    this.advance(new Uint8Array(0))
    yield* this.run()
    if (this.started) yield this.emit(Math.min(this.at, this.buffer.length))
    else if (this.inside === 'block-comment') yield this.openComment()
  }

  /** A comment between statements that never ends has swallowed the rest: its sign alone stands for it. */
  private openComment(): ScriptPiece {
    const { firstByte, line, column } = this.piece
    const endByte = this.base + this.buffer.length
    return { kind: 'sql', text: '/*', firstByte, endByte, firstLine: line, firstColumn: column }
  }

  /** Drops what was read and takes up the next chunk. */
  private advance(chunk: Uint8Array): void {
    const rest = this.buffer.subarray(this.at)
    if (this.at > 0) this.byteBefore = this.buffer[this.at - 1] ?? 0
    this.base += this.at
    this.at = 0
    this.starved = false
    this.buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
  }

  private skipByteOrderMark(): void {
    const [a, b, c] = this.buffer
    if (a === 0xef && b === 0xbb && c === 0xbf) this.at = 3
  }

  private *run(): Generator<ScriptPiece> {
    for (;;) {
      const limit = this.final ? this.buffer.length : this.buffer.length - lookahead
      if (this.at >= limit) return
      const piece = this.step(limit)
      if (piece) yield piece
      else if (this.starved) return
    }
  }

  private step(limit: number): ScriptPiece | undefined {
    switch (this.inside) {
      case 'quote':
        this.stepQuote(limit)
        return undefined
      case 'line-comment':
        this.stepTo(indexOfEnd(this.buffer, this.at, 'line'))
        return undefined
      case 'block-comment':
        this.stepTo(indexOfEnd(this.buffer, this.at, 'block'))
        return undefined
      case 'code':
        return this.started ? this.stepCode(limit) : this.stepBetween()
    }
  }

  private stepQuote(limit: number): void {
    const end = quoteEnd(this.buffer, this.at, limit, this.quote, this.escapes(this.quote))
    this.at = end.at
    if (end.closed) this.inside = 'code'
  }

  /** Leaves a comment at its end, or stays in it to the end of the buffer. */
  private stepTo(end: number): void {
    if (end >= 0) {
      this.at = end
      this.inside = 'code'
    } else {
      // A star may be the first half of the end.
      this.at = Math.max(this.at, this.final ? this.buffer.length : this.buffer.length - 1)
      this.starve()
    }
  }

  private peek(ahead: number): number {
    return this.buffer[this.at + ahead] ?? 0
  }

  /** Between statements: blanks, comments and lone delimiters are nobody's. */
  private stepBetween(): ScriptPiece | undefined {
    const code = this.peek(0)
    if (blank(code)) {
      this.at++
    } else if (this.startsWithDelimiter()) {
      this.at += this.delimiter.length
    } else {
      // A comment is marked too: it may never end.
      if (code === 47) this.markPiece()
      if (!this.enterComment(code) && !this.enterRuler(code)) return this.startStatement(code)
    }
    return undefined
  }

  private startsWithDelimiter(at = this.at): boolean {
    const { delimiter } = this
    for (let i = 0; i < delimiter.length; i++) if (this.buffer[at + i] !== delimiter[i]) return false
    return true
  }

  /** Enters a comment that is no code. */
  private enterComment(code: number): boolean {
    if (code === 35 || (code === 45 && this.peek(1) === 45 && this.peek(2) <= 32)) {
      this.inside = 'line-comment'
      return true
    }
    if (code !== 47 || this.peek(1) !== 42 || isVersioned(this.buffer, this.at)) return false
    this.inside = 'block-comment'
    this.at += 2
    return true
  }

  /** Where no statement has begun the client takes two dashes for a comment whatever follows them (client/mysql.cc, add_line). */
  private enterRuler(code: number): boolean {
    if (code !== 45 || this.peek(1) !== 45) return false
    this.inside = 'line-comment'
    return true
  }

  private startStatement(code: number): ScriptPiece | undefined {
    const client = code === 92 || isWordByte(code) ? this.clientCommand(code) : 'no'
    if (client !== 'no') return client
    this.markPiece()
    this.started = true
    this.kind = 'unknown'
    this.nesting = new RoutineNesting()
    this.modes = this.options.modes?.() ?? {}
    return undefined
  }

  private markPiece(): void {
    this.countLines(this.at)
    this.piece = { firstByte: this.base + this.at, line: this.line, column: this.column() }
  }

  private column(): number {
    const from = this.lineStart - this.base
    if (from < 0) return this.base + this.at - this.lineStart + 1
    return this.decode(this.buffer.subarray(from, this.at)).length + 1
  }

  /** A line for the client; `undefined` when the line is not there yet, 'no' when it is none. */
  private clientCommand(code: number): ScriptPiece | 'no' | undefined {
    const wordEnd = this.wordEnd()
    const word = this.ascii(this.at, wordEnd).toUpperCase()
    if (code !== 92 && !(clientWords.has(word) && blank(this.buffer[wordEnd] ?? 10))) return 'no'
    const newline = this.buffer.indexOf(10, this.at)
    if (newline < 0 && !this.final && this.buffer.length - this.at < 65_536) return this.starve()
    const end = newline < 0 ? this.buffer.length : newline
    const text = this.decode(this.buffer.subarray(this.at, end)).trimEnd()
    if (word === 'DELIMITER') this.setDelimiter(text.slice(9).trim())
    this.countLines(this.at)
    const firstByte = this.base + this.at
    this.at = end
    return { kind: 'client', text, firstByte, endByte: firstByte + Buffer.byteLength(text), line: this.line }
  }

  private starve(): undefined {
    this.starved = true
    return undefined
  }

  private get plainDelimiter(): boolean {
    return this.delimiter.length === 1 && this.delimiter[0] === 59
  }

  private setDelimiter(text: string): void {
    const word = text.split(/\s/)[0] ?? ''
    this.delimiter = word === '' || word.length > 15 ? semicolon : Buffer.from(word, 'utf8')
    this.marks.setDelimiter(this.delimiter)
  }

  private stepCode(limit: number): ScriptPiece | undefined {
    const followsWords = this.kind === 'unknown' || this.kind === 'create' || this.kind === 'routine'
    if (!followsWords) this.at = skipUnmarked(this.buffer, this.at, limit, this.marks.table, this.escapes)
    if (this.at >= limit) return undefined
    const code = this.peek(0)
    if (this.startsWithDelimiter() && this.mayEnd()) return this.end(this.delimiter.length)
    if (code === 39 || code === 34 || code === 96) this.enterQuote(code)
    else if (code === 10 && this.kind === 'line') return this.end(1)
    else if (code === 92 && (this.peek(1) | 32) === 103 && this.mayEnd()) return this.end(2)
    else if (this.enterVersioned(code) || this.enterComment(code)) return undefined
    else if (followsWords) this.followWord(code)
    else this.at++
    return undefined
  }

  private mayEnd(): boolean {
    if (this.versioned) return false
    return this.kind !== 'routine' || !this.plainDelimiter || this.nesting.outside
  }

  private enterQuote(code: number): void {
    this.inside = 'quote'
    this.quote = code
    this.at++
    if (this.kind === 'unknown') this.kind = 'plain'
    if (this.kind === 'routine') this.nesting.sign('"')
  }

  private enterVersioned(code: number): boolean {
    if (this.versioned && code === 42 && this.peek(1) === 47) {
      this.versioned = false
      this.at += 2
      return true
    }
    if (code !== 47 || this.versioned || !isVersioned(this.buffer, this.at)) return false
    this.versioned = true
    this.at += this.peek(2) === 33 ? 3 : 4
    while (this.peek(0) >= 48 && this.peek(0) <= 57) this.at++
    return true
  }

  private wordEnd(): number {
    let end = this.at
    while (end < this.buffer.length && isWordByte(this.buffer[end] ?? 0)) end++
    return end
  }

  /** The client sees its delimiter anywhere outside quotes, so `END$$` is a word and a delimiter. */
  private wordBeforeDelimiter(): number {
    const end = this.wordEnd()
    if (this.plainDelimiter) return end
    for (let at = this.at; at < end; at++) if (this.startsWithDelimiter(at)) return at
    return end
  }

  private followWord(code: number): void {
    if (!isWordByte(code)) {
      if (!blank(code)) this.followSign(code)
      this.at++
      return
    }
    const end = this.wordBeforeDelimiter()
    // The word may go on in the next chunk.
    if (end === this.buffer.length && !this.final && end - this.at < 1024) return void this.starve()
    const before = this.at > 0 ? this.buffer[this.at - 1] : this.byteBefore
    const word = this.ascii(this.at, end).toUpperCase()
    this.at = end
    if (before !== 46 && before !== 64) this.seeWord(word)
  }

  private followSign(code: number): void {
    if (this.kind === 'unknown') this.kind = 'plain'
    else if (this.kind === 'routine') this.nesting.sign(String.fromCharCode(code))
  }

  private seeWord(word: string): void {
    if (this.kind === 'routine') {
      this.nesting.word(word)
    } else if (this.kind === 'unknown') {
      this.kind = kindOf(word, this.versioned)
    } else if (routineWords.has(word)) {
      this.kind = 'routine'
      if (word === 'PACKAGE') this.nesting.enterPackage()
    } else if (plainWords.has(word)) {
      this.kind = 'plain'
    }
  }

  private end(length: number): ScriptPiece {
    const piece = this.emit(this.at)
    this.at += length
    return piece
  }

  private emit(end: number): ScriptPiece {
    const { firstByte, line, column } = this.piece
    const endByte = this.base + end
    const bytes = this.bytesTo(end)
    const large = this.keptBytes + (end - Math.max(0, firstByte - this.base)) > this.limit
    this.started = false
    this.versioned = false
    this.inside = 'code'
    this.kept = []
    this.keptBytes = 0
    const data = this.kind === 'data'
    if (data || large) {
      const head = this.decode(bytes.subarray(0, headBytes))
      return { kind: data ? 'data' : 'oversized', head, firstByte, endByte, line }
    }
    const text = this.decode(bytes)
    return { kind: 'sql', text, firstByte, endByte, firstLine: line, firstColumn: column }
  }

  private get limit(): number {
    return this.options.maxPieceBytes ?? 16 * 1024 * 1024
  }

  private bytesTo(end: number): Uint8Array {
    const from = Math.max(0, this.piece.firstByte - this.base)
    const here = this.buffer.subarray(from, end)
    return this.kept.length === 0 ? here : Buffer.concat([...this.kept, here])
  }

  /** Saves what belongs to the current statement before the buffer goes. Only the head of data and of oversized pieces. */
  private keep(): void {
    this.countLines(this.at)
    if (!this.started) return
    const from = Math.max(0, this.piece.firstByte - this.base)
    if (this.at <= from) return
    const room =
      this.kind === 'data' || this.keptBytes > this.limit ? headBytes - sizeOf(this.kept) : Number.POSITIVE_INFINITY
    if (room > 0) this.kept.push(Uint8Array.prototype.slice.call(this.buffer, from, Math.min(this.at, from + room)))
    this.keptBytes += this.at - from
    if (this.keptBytes > this.limit && sizeOf(this.kept) > headBytes) {
      this.kept = [Buffer.concat(this.kept).subarray(0, headBytes)]
    }
  }

  private countLines(to: number): void {
    let from = this.countedTo - this.base
    for (;;) {
      const newline = this.buffer.indexOf(10, from)
      if (newline < 0 || newline >= to) break
      this.line++
      this.lineStart = this.base + newline + 1
      from = newline + 1
    }
    this.countedTo = this.base + to
  }

  private decode(bytes: Uint8Array): string {
    return this.options.decode
      ? this.options.decode(bytes)
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  }

  private ascii(from: number, to: number): string {
    return String.fromCharCode(...this.buffer.subarray(from, Math.min(to, from + 64)))
  }
}

const sizeOf = (parts: readonly Uint8Array[]): number => parts.reduce((sum, part) => sum + part.length, 0)

/** `/*!` and `/*M!` hold code. */
const isVersioned = (buffer: Uint8Array, at: number): boolean =>
  buffer[at + 1] === 42 && (buffer[at + 2] === 33 || (buffer[at + 2] === 77 && buffer[at + 3] === 33))

function kindOf(word: string, versioned: boolean): Kind {
  if (word === 'CREATE') return 'create'
  if ((word === 'INSERT' || word === 'REPLACE') && !versioned) return 'data'
  return word === 'USE' ? 'line' : 'plain'
}
