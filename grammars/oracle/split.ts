import { OpenStatement, type Unit } from './open-statement.js'
import { commandOf, goesOn } from './sqlplus.js'

/** A part of a script. Offsets are bytes of the file; what lies between pieces is blanks, comments and terminators. */
export type ScriptPiece =
  | SqlPiece
  /** INSERT: its rows are held in memory for `keepsRows` alone; `cut`: not all of them, because they are too many.
   * `open`: a text in it never ends, so that it holds the rest of the file. */
  | ({ readonly kind: 'data'; readonly cut?: true; readonly open?: true } & Head)
  /** Too large to be code. */
  | ({ readonly kind: 'oversized' } & Head)
  /** A command of SQL*Plus; `command` is its whole word, or `@`. */
  | {
      readonly kind: 'client'
      readonly command: string
      readonly text: string
      readonly firstByte: number
      readonly endByte: number
      readonly line: number
    }

/** A statement of which only the first 4 KB are kept. */
export interface Head {
  readonly head: string
  readonly firstByte: number
  readonly endByte: number
  readonly line: number
}

/** One statement without its terminator. Line and column are 1-based. */
export interface SqlPiece {
  readonly kind: 'sql'
  readonly unit: Exclude<Unit, 'data'>
  readonly text: string
  readonly firstByte: number
  readonly endByte: number
  readonly firstLine: number
  readonly firstColumn: number
  /** Nothing ended it but the next statement: SQL*Plus would have read on. */
  readonly unterminated?: true
}

export interface SplitOptions {
  /** Bytes to text; default UTF-8 with U+FFFD for what is none. */
  readonly decode?: (bytes: Uint8Array) => string
  /** Largest statement that is kept as code. Default 16 MB. */
  readonly maxPieceBytes?: number
  /** The `head` of rows is their whole statement. */
  readonly keepsRows?: true
}

const headBytes = 4096
const defaultMaxPieceBytes = 16 * 1024 * 1024

/** Cuts a script into pieces. Memory holds one statement, and of rows one line. */
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

interface Started {
  readonly statement: OpenStatement
  readonly firstByte: number
  readonly line: number
  readonly column: number
  parts: string[]
  /** Bytes so far, kept or not. */
  length: number
}

/** The state of one script between lines. Lines are text with one character for each byte. */
class Splitter {
  private rest = ''
  /** Offset of the current line in the file. */
  private base = 0
  private line = 1
  private open: Started | undefined
  /** What the statement was that has ended last. */
  private last: Unit | undefined
  private command:
    | { readonly name: string; readonly firstByte: number; readonly line: number; text: string }
    | undefined
  /** A comment between statements: where it started. */
  private comment: { readonly firstByte: number; readonly line: number; readonly column: number } | undefined

  constructor(private readonly options: SplitOptions) {}

  *feed(chunk: Uint8Array): Generator<ScriptPiece> {
    const text = this.rest + Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1')
    let from = this.base === 0 && this.line === 1 && text.startsWith('\xef\xbb\xbf') ? 3 : 0
    this.base += from
    for (;;) {
      const end = text.indexOf('\n', from)
      if (end < 0) break
      yield* this.takeLine(text.slice(from, end + 1))
      from = end + 1
    }
    this.rest = text.slice(from)
  }

  *finish(): Generator<ScriptPiece> {
    if (this.rest !== '') yield* this.takeLine(this.rest)
    if (this.command) yield this.endCommand()
    if (this.open) yield* this.end(this.open, {})
    if (this.comment) yield this.openComment(this.comment)
  }

  /** A comment between statements that never ends has swallowed the rest: its sign alone stands for it. */
  private openComment({ firstByte, line, column }: NonNullable<Splitter['comment']>): ScriptPiece {
    return { kind: 'sql', unit: 'sql', text: '/*', firstByte, endByte: this.base, firstLine: line, firstColumn: column }
  }

  private *takeLine(line: string): Generator<ScriptPiece> {
    if (this.command) yield* this.continueCommand(line)
    else yield* this.takeSql(line)
    this.base += line.length
    this.line++
  }

  private *takeSql(line: string): Generator<ScriptPiece> {
    const before = this.open?.statement.endsBefore(line)
    if (this.open && before) yield* this.end(this.open, before === 'cut' ? { unterminated: true } : {})
    let at = before === 'slash' ? line.length : 0
    while (at < line.length) {
      if (this.open === undefined) at = this.start(line, at)
      if (this.command) {
        yield* this.continueCommand(line.slice(at))
        return
      }
      if (this.open === undefined) continue
      const end = this.open.statement.take(line, at)
      this.add(this.open, line.slice(at, end < 0 ? line.length : end))
      at = end < 0 ? line.length : end + 1
      if (end >= 0) yield* this.end(this.open, {})
    }
  }

  /** Skips what lies between statements. Gives the offset at which a statement or a command starts, or the end of the line. */
  private start(line: string, from: number): number {
    let at = from
    while (at < line.length) {
      if (this.comment) {
        const close = line.indexOf('*/', at)
        if (close >= 0) this.comment = undefined
        at = close < 0 ? line.length : close + 2
      } else if (/[\s;]/.test(line[at] ?? '')) at++
      else if (this.runsAgain(line, at)) return this.slashAt(at)
      else if (line.startsWith('--', at) || /^[/.]\s*$/.test(line.slice(at))) return line.length
      else if (line.startsWith('/*', at)) {
        this.comment = { firstByte: this.base + at, line: this.line, column: at + 1 }
        at += 2
      } else return this.startAt(line, at)
    }
    return at
  }

  /** A type is run by its slash, though a semicolon has ended its text. */
  private runsAgain(line: string, at: number): boolean {
    return this.last !== 'type' && /^\/\s*$/.test(line.slice(at)) && line.slice(0, at).trim() === ''
  }

  /** Alone on its line behind a statement that has ended: a command, which runs that one again. */
  private slashAt(at: number): number {
    this.command = { name: '/', firstByte: this.base + at, line: this.line, text: '' }
    return at
  }

  private startAt(line: string, at: number): number {
    const firstByte = this.base + at
    const name = line.slice(0, at).trim() === '' ? commandOf(line.slice(at)) : undefined
    if (name) this.command = { name, firstByte, line: this.line, text: '' }
    else {
      const column = this.decode(line.slice(0, at)).length + 1
      this.open = { statement: new OpenStatement(), firstByte, line: this.line, column, parts: [], length: 0 }
    }
    return at
  }

  private *continueCommand(text: string): Generator<ScriptPiece> {
    if (!this.command) return
    this.command.text += text
    if (!goesOn(text, this.command.name)) yield this.endCommand()
  }

  private endCommand(): ScriptPiece {
    const { name: command = '', firstByte = 0, line = 0, text: raw = '' } = this.command ?? {}
    this.command = undefined
    const bytes = raw.trimEnd()
    const text = this.decode(bytes).replace(/\s-\s*\r?\n\s*/g, ' ')
    return { kind: 'client', command, text, firstByte, endByte: firstByte + bytes.length, line }
  }

  /** Of rows and of what is too large only the head is kept. */
  private add(open: Started, text: string): void {
    const rows = open.statement.unit === 'data' && !this.options.keepsRows
    const large = rows || open.length > (this.options.maxPieceBytes ?? defaultMaxPieceBytes)
    if (!large || open.length < headBytes) open.parts.push(text)
    open.length += text.length
  }

  private *end(open: Started, marks: { readonly unterminated?: true }): Generator<ScriptPiece> {
    this.open = undefined
    const all = open.parts.join('')
    const bytes = all.trimEnd()
    const { firstByte, line } = open
    const { unit } = open.statement
    this.last = unit
    // What is not kept has no blanks at its end that could be told from others.
    const blanks = all.length < open.length ? 0 : all.length - bytes.length
    const endByte = firstByte + open.length - blanks
    if (bytes === '') return
    const large = open.length > (this.options.maxPieceBytes ?? defaultMaxPieceBytes)
    if (unit === 'data' || large) {
      const head = this.decode(this.options.keepsRows && !large ? bytes : bytes.slice(0, headBytes))
      const marked = {
        ...(large ? { cut: true as const } : {}),
        ...(open.statement.isOpen ? { open: true as const } : {}),
      }
      if (unit === 'data') yield { kind: 'data', head, firstByte, endByte, line, ...marked }
      else yield { kind: 'oversized', head, firstByte, endByte, line }
      return
    }
    const text = this.decode(bytes)
    yield { kind: 'sql', unit, text, firstByte, endByte, firstLine: line, firstColumn: open.column, ...marks }
  }

  private decode(bytes: string): string {
    const raw = Buffer.from(bytes, 'latin1')
    return this.options.decode ? this.options.decode(raw) : raw.toString('utf8')
  }
}
