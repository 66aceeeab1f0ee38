import { StatementScanner } from './statement-end.js'

/** A piece of a script. Text is that of the statement without the `;` at its end. */
export type ScriptPiece =
  | (Place & { readonly kind: 'sql'; readonly text: string })
  /** `COPY … FROM stdin` and where the rows behind it are, which are not kept. */
  | (Place & { readonly kind: 'copy' } & CopiedRows)
  /** A command of the client: `\connect shop`. */
  | (Place & { readonly kind: 'command'; readonly text: string })
  /** The script ends inside of it. */
  | (Place & { readonly kind: 'unfinished'; readonly text: string })
  /** A statement that is too large to be code; only its head is kept. */
  | (Place & { readonly kind: 'oversized'; readonly head: string; readonly bytes: number })

export interface Place {
  readonly firstByte: number
  /** 1-based. */
  readonly firstLine: number
  readonly firstColumn: number
}

interface CopiedRows {
  readonly text: string
  readonly rows: number
  /** Lines that follow each other, each part of `partBytes` or little more. */
  readonly parts: readonly CopyPart[]
}

/** A half-open range of bytes. */
export interface CopyPart {
  readonly from: number
  readonly to: number
  readonly firstLine: number
}

export interface SplitOptions {
  /** Characters of the largest statement that is kept. */
  readonly largest?: number
}

const defaultLargest = 2 ** 24
/** A reader of rows that fails or stops begins again at a part. */
const partBytes = 2 ** 23
/** Enough for the name of a table. */
const headLength = 4096

/**
 * Cuts a script as psql does. Nothing is parsed, so a broken statement costs only itself: one whose parentheses do not end
 * would hide all others from psql, here it ends at its first `;`.
 */
export async function* splitScript(
  chunks: AsyncIterable<string>,
  { largest = defaultLargest }: SplitOptions = {},
): AsyncGenerator<ScriptPiece> {
  const splitter = new Splitter(largest)
  for await (const chunk of chunks) yield* splitter.push(chunk)
  yield* splitter.end()
}

type Oversized = Place & { readonly head: string; bytes: number }
type Copying = Place & { readonly text: string; rows: number; parts: CopyPart[]; partFrom: number; partLine: number }

class Splitter {
  readonly #largest: number
  #scanner = new StatementScanner()
  /** What was taken of a statement that is too large. */
  #oversized: Oversized | undefined
  #text = ''
  #byte = 0
  #line = 1
  #column = 1
  /** COPY whose rows are being passed over. */
  #copy: Copying | undefined

  constructor(largest: number) {
    this.#largest = largest
  }

  *push(chunk: string): Generator<ScriptPiece> {
    this.#text += chunk
    yield* this.#pieces(false)
  }

  *end(): Generator<ScriptPiece> {
    yield* this.#pieces(true)
    const rest = this.#text.trim()
    if (this.#oversized) yield { kind: 'oversized', ...this.#oversized }
    else if (this.#copy) yield this.#lastRows(this.#copy)
    else if (rest !== '' && !isComment(rest)) yield { kind: 'unfinished', text: this.#text, ...this.#place() }
  }

  *#pieces(atEnd: boolean): Generator<ScriptPiece> {
    for (;;) {
      const piece = this.#copy ? this.#rows(atEnd) : this.#statement(atEnd)
      if (piece === undefined) return
      if (piece !== 'nothing') yield piece
    }
  }

  #statement(atEnd: boolean): ScriptPiece | 'nothing' | undefined {
    if (this.#oversized) return this.#restOf(this.#oversized, atEnd)
    const blank = /^\s+/.exec(this.#text)?.[0].length ?? 0
    if (blank > 0) this.#begin(blank)
    if (this.#text === '') return undefined
    const lead = this.#text.length - withoutComments(this.#text).length
    if (this.#text[lead] === '\\') {
      this.#begin(lead)
      return this.#command(atEnd)
    }
    const tooLong = this.#text.length > this.#largest
    const end = this.#scanner.endIn(this.#text, atEnd) ?? (atEnd || tooLong ? this.#scanner.hidden : undefined)
    if (end !== undefined) return this.#cut(end)
    if (!tooLong) return undefined
    this.#oversized = { ...this.#place(), head: this.#text.slice(0, headLength), bytes: 0 }
    return 'nothing'
  }

  #cut(end: number): ScriptPiece | 'nothing' {
    const place = this.#place()
    const text = this.#begin(end + 1).slice(0, -1)
    if (!/^\s*copy\b[\s\S]*\bfrom\s+stdin\b/i.test(withoutComments(text))) return { kind: 'sql', text, ...place }
    this.#begin(/^[^\n]*\n?/.exec(this.#text)?.[0].length ?? 0)
    this.#copy = { text, rows: 0, parts: [], partFrom: this.#byte, partLine: this.#line, ...place }
    return 'nothing'
  }

  /** What was looked through of a statement that nobody reads is let go. */
  #restOf(oversized: Oversized, atEnd: boolean): ScriptPiece | undefined {
    const end = this.#scanner.endIn(this.#text, atEnd) ?? this.#scanner.hidden
    const before = this.#byte
    if (end !== undefined) this.#begin(end + 1)
    else this.#scanner.forget(this.#take(this.#scanner.seen).length)
    oversized.bytes += this.#byte - before
    if (end === undefined) return undefined
    this.#oversized = undefined
    return { kind: 'oversized', ...oversized }
  }

  /** Takes text; a new statement begins behind it. */
  #begin(length: number): string {
    this.#scanner = new StatementScanner()
    return this.#take(length)
  }

  #command(atEnd: boolean): ScriptPiece | undefined {
    const end = this.#text.indexOf('\n')
    if (end < 0 && !atEnd) return undefined
    const place = this.#place()
    return { kind: 'command', text: this.#begin(end < 0 ? this.#text.length : end).trim(), ...place }
  }

  #rows(atEnd: boolean): ScriptPiece | undefined {
    const copy = this.#copy
    for (let from = 0; copy; ) {
      const end = this.#text.indexOf('\n', from)
      if (end < 0) {
        this.#take(from)
        this.#part(copy, partBytes)
        return atEnd && /^\\\.\r?$/.test(this.#text) ? this.#endOfRows(copy, 0, this.#text.length) : undefined
      }
      const line = this.#text.slice(from, end)
      if (line === '\\.' || line === '\\.\r') return this.#endOfRows(copy, from, end + 1 - from)
      from = end + 1
      copy.rows++
    }
    return undefined
  }

  #endOfRows(copy: Copying, rows: number, mark: number): ScriptPiece {
    this.#take(rows)
    this.#part(copy, 1)
    this.#take(mark)
    this.#copy = undefined
    return copied(copy)
  }

  /** The end of the file ends the rows too, and the last of them needs no end of line. */
  #lastRows(copy: Copying): ScriptPiece {
    if (this.#text !== '') copy.rows++
    return this.#endOfRows(copy, this.#text.length, 0)
  }

  /** Ends the part under way when it has so many bytes. */
  #part(copy: Copying, least: number): void {
    if (this.#byte - copy.partFrom < least) return
    copy.parts.push({ from: copy.partFrom, to: this.#byte, firstLine: copy.partLine })
    copy.partFrom = this.#byte
    copy.partLine = this.#line
  }

  #place(): Place {
    return { firstByte: this.#byte, firstLine: this.#line, firstColumn: this.#column }
  }

  #take(length: number): string {
    const taken = this.#text.slice(0, length)
    this.#text = this.#text.slice(length)
    this.#byte += Buffer.byteLength(taken)
    const last = taken.lastIndexOf('\n')
    for (let at = taken.indexOf('\n'); at >= 0; at = taken.indexOf('\n', at + 1)) this.#line++
    this.#column = last < 0 ? this.#column + length : length - last
    return taken
  }
}

const copied = ({ text, rows, parts, firstByte, firstLine, firstColumn }: Copying): ScriptPiece => ({
  ...{ kind: 'copy', text, rows, parts, firstByte, firstLine, firstColumn },
})

const withoutComments = (text: string): string => text.replace(/^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/, '')

const isComment = (text: string): boolean => withoutComments(text) === ''
