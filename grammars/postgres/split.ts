/** A piece of a script. Text is that of the statement without the `;` at its end. */
export type ScriptPiece =
  | (Place & { readonly kind: 'sql'; readonly text: string })
  /** `COPY … FROM stdin` and the rows behind it, which are not kept. */
  | (Place & { readonly kind: 'copy'; readonly text: string; readonly rows: number })
  /** A command of the client: `\connect shop`. */
  | (Place & { readonly kind: 'command'; readonly text: string })
  /** The script ends inside of it. */
  | (Place & { readonly kind: 'unfinished'; readonly text: string })

export interface Place {
  readonly firstByte: number
  /** 1-based. */
  readonly firstLine: number
  readonly firstColumn: number
}

/** Cuts a script as psql does. Nothing is parsed, so a broken statement costs only itself. */
export async function* splitScript(chunks: AsyncIterable<string>): AsyncGenerator<ScriptPiece> {
  const splitter = new Splitter()
  for await (const chunk of chunks) yield* splitter.push(chunk)
  yield* splitter.end()
}

class Splitter {
  #text = ''
  #byte = 0
  #line = 1
  #column = 1
  /** COPY whose rows are being passed over. */
  #copy: (Place & { readonly text: string; rows: number }) | undefined;

  *push(chunk: string): Generator<ScriptPiece> {
    this.#text += chunk
    yield* this.#pieces(false)
  }

  *end(): Generator<ScriptPiece> {
    yield* this.#pieces(true)
    const rest = this.#text.trim()
    if (this.#copy) yield { kind: 'copy', ...this.#copy }
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
    const blank = /^\s+/.exec(this.#text)?.[0].length ?? 0
    if (blank > 0) this.#take(blank)
    if (this.#text === '') return undefined
    const lead = this.#text.length - withoutComments(this.#text).length
    if (this.#text[lead] === '\\') {
      this.#take(lead)
      return this.#command(atEnd)
    }
    const end = endOfStatement(this.#text)
    if (end === undefined) return undefined
    const place = this.#place()
    const text = this.#take(end + 1).slice(0, -1)
    if (!/^\s*copy\b[\s\S]*\bfrom\s+stdin\b/i.test(withoutComments(text))) return { kind: 'sql', text, ...place }
    this.#copy = { text, rows: 0, ...place }
    this.#take(/^[^\n]*\n?/.exec(this.#text)?.[0].length ?? 0)
    return 'nothing'
  }

  #command(atEnd: boolean): ScriptPiece | undefined {
    const end = this.#text.indexOf('\n')
    if (end < 0 && !atEnd) return undefined
    const place = this.#place()
    return { kind: 'command', text: this.#take(end < 0 ? this.#text.length : end).trim(), ...place }
  }

  #rows(atEnd: boolean): ScriptPiece | undefined {
    const copy = this.#copy
    for (let from = 0; copy; ) {
      const end = this.#text.indexOf('\n', from)
      if (end < 0) {
        this.#take(from)
        return atEnd && /^\\\.\r?$/.test(this.#text) ? this.#endOfRows(this.#text.length) : undefined
      }
      const line = this.#text.slice(from, end)
      from = end + 1
      if (line === '\\.' || line === '\\.\r') return this.#endOfRows(from)
      copy.rows++
    }
    return undefined
  }

  #endOfRows(length: number): ScriptPiece | undefined {
    const copy = this.#copy
    this.#take(length)
    this.#copy = undefined
    return copy && { kind: 'copy', ...copy }
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

/** What may end a statement, or hide its end. */
const marks = /'|"|\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$|--|\/\*|[();]|\b(?:begin\s+atomic|case|end)\b/gi

/** Where the `;` of the first statement stands; undefined: not in this text. */
function endOfStatement(text: string): number | undefined {
  const depth = { parens: 0, atomic: 0 }
  marks.lastIndex = 0
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    const next = passed(text, mark[0], mark.index, depth)
    if (next === 'end') return mark.index
    if (next < 0) return undefined
    marks.lastIndex = next
  }
  return undefined
}

/** Where to go on; −1: what begins here does not end. */
function passed(text: string, mark: string, at: number, depth: { parens: number; atomic: number }): number | 'end' {
  const behind = at + mark.length
  if (mark === "'") return endOfString(text, at)
  if (mark === '"') return after(text, '"', behind)
  if (mark.startsWith('$')) return /[\w$\u0080-\uffff]/.test(text[at - 1] ?? '') ? at + 1 : after(text, mark, behind)
  if (mark === '--') return after(text, '\n', behind)
  if (mark === '/*') return endOfComment(text, at)
  if (mark === '(') depth.parens++
  else if (mark === ')') depth.parens = Math.max(0, depth.parens - 1)
  else if (mark === ';') return depth.parens === 0 && depth.atomic === 0 ? 'end' : behind
  else countBody(mark.toLowerCase(), depth)
  return behind
}

/** The body of a function of the standard form holds statements: BEGIN ATOMIC … END. */
function countBody(word: string, depth: { atomic: number }): void {
  if (word.startsWith('begin')) depth.atomic++
  else if (depth.atomic > 0) depth.atomic += word === 'case' ? 1 : -1
}

const after = (text: string, mark: string, from: number): number => {
  const found = text.indexOf(mark, from)
  return found < 0 ? -1 : found + mark.length
}

/** Only behind E is a backslash more than itself: standard_conforming_strings is on. */
function endOfString(text: string, at: number): number {
  const escapes = /(^|[^\w$\u0080-\uffff])[eE]$/.test(text.slice(Math.max(0, at - 2), at))
  for (let next = at + 1; next < text.length; next++) {
    if (escapes && text[next] === '\\') next++
    else if (text[next] === "'" && text[next + 1] === "'") next++
    else if (text[next] === "'") return next + 1
  }
  return -1
}

/** Comments nest. */
function endOfComment(text: string, at: number): number {
  let depth = 0
  for (let next = at; next < text.length; next++) {
    if (text.startsWith('/*', next)) {
      depth++
      next++
    } else if (text.startsWith('*/', next)) {
      depth--
      next++
      if (depth === 0) return next + 1
    }
  }
  return -1
}

const withoutComments = (text: string): string => text.replace(/^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/, '')

const isComment = (text: string): boolean => withoutComments(text) === ''
