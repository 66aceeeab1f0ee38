/**
 * Looks for the `;` that ends a statement, in text that grows: what was looked at once is not looked at again. Parentheses and
 * the body of a function of the standard form (BEGIN ATOMIC … END) hide a `;`.
 */
export class StatementScanner {
  #at = 0
  #parens = 0
  #atomic = 0
  #hidden: number | undefined
  /** What the place stands in: a quote or a comment. */
  #inside: Quoted | undefined

  /** Where the first `;` stands that parentheses or a body hide; those that never end hide all that follows. */
  get hidden(): number | undefined {
    return this.#hidden
  }

  /** How much of the text need not be kept to go on. */
  get seen(): number {
    return Math.max(0, this.#at - 2)
  }

  /** Where the `;` stands; undefined: not in this text. `text` begins where that of the call before began. */
  endIn(text: string, atEnd: boolean): number | undefined {
    const limit = atEnd ? text.length : text.length - longestMark
    while (this.#at < limit) {
      if (this.#inside) {
        const { at, done } = this.#inside(text, this.#at, limit)
        this.#at = at
        if (!done) return undefined
        this.#inside = undefined
      }
      marks.lastIndex = this.#at
      const mark = marks.exec(text)
      if (!mark || mark.index >= limit) break
      this.#at = marks.lastIndex
      if (this.#isEnd(text, mark[0], mark.index)) return mark.index
    }
    this.#at = Math.max(this.#at, limit)
    return undefined
  }

  /** So many characters at the front of the text are gone. */
  forget(length: number): void {
    this.#at -= length
    this.#hidden = undefined
  }

  #isEnd(text: string, mark: string, at: number): boolean {
    const quoted = quotedBy(text, mark, at)
    if (quoted) this.#inside = quoted
    else if (mark === ';' && this.#parens === 0 && this.#atomic === 0) return true
    else if (mark === ';') this.#hidden ??= at
    else if (mark === '(') this.#parens++
    else if (mark === ')') this.#parens = Math.max(0, this.#parens - 1)
    else if (!mark.startsWith('$')) this.#countBody(mark.toLowerCase())
    return false
  }

  #countBody(word: string): void {
    if (word.startsWith('begin')) this.#atomic++
    else if (this.#atomic > 0) this.#atomic += word === 'case' ? 1 : -1
  }
}

/** What may end a statement, or hide its end. */
const marks = /'|"|\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$|--|\/\*|[();]|\b(?:begin\s+atomic|case|end)\b/gi

/** A mark that begins so near to the end of the text may go on in the next chunk: a name has 63 bytes at most. */
const longestMark = 128

/** Goes on behind the start of a quote: where it ends, or (not `done`) where to go on when there is more text. */
type Quoted = (text: string, from: number, limit: number) => { readonly at: number; readonly done: boolean }

function quotedBy(text: string, mark: string, at: number): Quoted | undefined {
  if (mark === "'") return stringEnd(/(^|[^\w$\u0080-\uffff])[eE]$/.test(text.slice(Math.max(0, at - 2), at)))
  if (mark === '"') return until('"')
  if (mark === '--') return until('\n')
  if (mark === '/*') return commentEnd()
  // A dollar sign may stand in a name.
  return mark.startsWith('$') && !/[\w$\u0080-\uffff]/.test(text[at - 1] ?? '') ? until(mark) : undefined
}

const until =
  (mark: string): Quoted =>
  (text, from, limit) => {
    const found = text.indexOf(mark, from)
    return found < 0
      ? { at: Math.max(from, limit - mark.length), done: false }
      : { at: found + mark.length, done: true }
  }

/** Only behind E is a backslash more than itself: standard_conforming_strings is on. */
const stringEnd =
  (escapes: boolean): Quoted =>
  (text, from, limit) => {
    for (let at = from; at < limit; at++) {
      if (escapes && text[at] === '\\') at++
      else if (text[at] === "'" && text[at + 1] === "'") at++
      else if (text[at] === "'") return { at: at + 1, done: true }
      if (at + 1 >= limit) return { at: at + 1, done: false }
    }
    return { at: from, done: false }
  }

/** Comments nest. */
function commentEnd(): Quoted {
  let depth = 1
  return (text, from, limit) => {
    let at = from
    while (at < limit) {
      const step = text.startsWith('/*', at) ? 1 : text.startsWith('*/', at) ? -1 : 0
      at += step === 0 ? 1 : 2
      depth += step
      if (depth === 0) return { at, done: true }
    }
    return { at, done: false }
  }
}
