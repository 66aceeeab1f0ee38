import type { IToken, TokenType } from 'chevrotain'
import {
  isDigit,
  isLetter,
  isSpace,
  type LexResult,
  makeToken,
  problemAt,
  type SyntaxProblem,
  type TextRange,
} from '../sql/lexer.js'
import * as t from '../sql/tokens.js'
import { keywordTypes } from './keywords.js'
import { matchOperator } from './operators.js'
import { BindVariable, CompilationDirective, InquiryDirective, SubstitutionVariable } from './word-classes.js'

export interface LexOptions {
  /** `$x` and `$$$xs` are holes of a rule's pattern. */
  readonly holes?: boolean
}

const HASH = 35
const DOLLAR = 36
const AMPERSAND = 38
const QUOTE = 39
const DOUBLE_QUOTE = 34
const STAR = 42
const DASH = 45
const DOT = 46
const SLASH = 47
const COLON = 58
const UNDERSCORE = 95

/** SQL Language Reference, "Database Object Names": letters, digits, `_`, `$` and `#`. */
export const isNamePart = (code: number): boolean =>
  isLetter(code) || isDigit(code) || code === UNDERSCORE || code === DOLLAR || code === HASH || code >= 128

const isNameStart = (code: number): boolean => isLetter(code) || code === UNDERSCORE || code >= 128

const compilationWords = new Set(['$IF', '$THEN', '$ELSIF', '$ELSE', '$END', '$ERROR'])

/** Takes a text apart. Never throws; text that is no SQL gives a problem with its place. */
export function lex(text: string, options: LexOptions = {}): LexResult {
  return new Scanner(text, options).run()
}

/** One pass over one text. */
class Scanner {
  private readonly tokens: IToken[] = []
  private readonly comments: TextRange[] = []
  private problem: SyntaxProblem | undefined
  private at = 0

  constructor(
    private readonly text: string,
    private readonly options: LexOptions,
  ) {}

  run(): LexResult {
    const { text } = this
    while (this.at < text.length && this.problem === undefined) this.step(text.charCodeAt(this.at))
    const { tokens, comments, problem } = this
    return problem === undefined ? { tokens, comments } : { tokens, comments, problem }
  }

  private step(code: number): void {
    const next = this.text.charCodeAt(this.at + 1)
    if (isSpace(code) || code === 0xa0 || code === 0xfeff) this.at++
    else if (isNameStart(code)) this.word()
    else if (isDigit(code) || (code === DOT && isDigit(next) && !this.followsName())) this.number()
    else if (code === QUOTE) this.quoted("'", t.Text, this.at)
    else if (code === DOUBLE_QUOTE) this.quoted('"', t.QuotedName, this.at)
    else if (code === DASH && next === DASH) this.lineComment()
    else if (code === SLASH && next === STAR) this.blockComment()
    else if (code === COLON) this.colon()
    else if (code === AMPERSAND) this.substitution()
    else if (code === DOLLAR) this.dollar()
    else this.operator()
  }

  private push(type: TokenType, end: number): void {
    this.tokens.push(makeToken(type, this.text, this.at, end))
    this.at = end
  }

  private fail(problem: SyntaxProblem['problem'], start: number, end?: number): void {
    this.problem = problemAt(problem, this.text, start, end)
  }

  private last(): IToken | undefined {
    return this.tokens[this.tokens.length - 1]
  }

  private nameEnd(from: number): number {
    let end = from
    while (end < this.text.length && isNamePart(this.text.charCodeAt(end))) end++
    return end
  }

  private word() {
    const { text, at } = this
    const prefix = /^(?:nq|n|q)'/i.exec(text.slice(at, at + 3))
    if (prefix) return this.prefixedText(prefix[0].toLowerCase())
    const end = this.nameEnd(at)
    // A word after a period is a name whatever it spells: attributes, methods, columns.
    if (this.last()?.tokenType === t.Dot) return this.push(t.Identifier, end)
    this.push(keywordTypes.get(text.slice(at, end).toUpperCase()) ?? t.Identifier, end)
  }

  /** `n'…'`, `q'[…]'`, `nq'[…]'`. SQL Language Reference, "Text Literals". */
  private prefixedText(prefix: string) {
    const type = prefix.startsWith('n') ? t.NationalText : t.Text
    if (prefix === "n'") return this.quoted("'", type, this.at + 1)
    const open = this.at + prefix.length
    const end = this.text.indexOf(`${closingOf(this.text[open] ?? '')}'`, open + 1)
    if (end < 0) return this.fail('unterminated-text', this.at)
    this.push(type, end + 2)
  }

  /** Reads to the closing quote with `indexOf`, so that a long literal costs no stack and little time. */
  private quoted(mark: string, type: TokenType, open: number) {
    const { text } = this
    let from = open + 1
    for (;;) {
      const close = text.indexOf(mark, from)
      if (close < 0) return this.fail(mark === '"' ? 'unterminated-name' : 'unterminated-text', this.at)
      if (text[close + 1] !== mark) return this.push(type, close + 1)
      from = close + 2
    }
  }

  /** `1`, `1.5`, `.5`, `1e-3`, `1.5f`, `2d`; in `1..9` the periods are a range. */
  private number(): void {
    const { text, at } = this
    const found = /^(\d*)(\.(?!\.)\d*)?([eE][+-]?\d+)?([fFdD](?![A-Za-z0-9_$#]))?/.exec(text.slice(at, at + 400))
    const [whole = '', , fraction, exponent, suffix] = found ?? []
    const type = exponent || suffix ? t.FloatNumber : fraction === undefined ? t.IntegerNumber : t.DecimalNumber
    this.push(type, at + Math.max(1, whole.length))
  }

  private followsName(): boolean {
    const last = this.last()
    return last !== undefined && last.endOffset === this.at - 1 && /[\w$#")]$/.test(last.image)
  }

  private lineComment(): void {
    const end = this.text.indexOf('\n', this.at)
    this.comment(end < 0 ? this.text.length : end)
  }

  private comment(end: number): void {
    this.comments.push({ start: this.at, end })
    this.at = end
  }

  private blockComment() {
    const close = this.text.indexOf('*/', this.at + 2)
    if (close < 0) return this.fail('unterminated-comment', this.at)
    this.comment(close + 2)
  }

  /** `:x`, `:1`, `:"x"`; else `:=` or a colon. */
  private colon() {
    const { text, at } = this
    const next = text.charCodeAt(at + 1)
    if (isNameStart(next) || isDigit(next)) return this.push(BindVariable, this.nameEnd(at + 1))
    this.operator()
  }

  /** SQL*Plus User's Guide, "Substitution Variables": a period ends the name and belongs to it. */
  private substitution() {
    const { text, at } = this
    const found = /^&&?[\p{L}\d_$#]+\.?/u.exec(text.slice(at, at + 140))
    if (!found) return this.fail('stray-character', at, at + 1)
    this.push(SubstitutionVariable, at + found[0].length)
  }

  private dollar() {
    const { text, at, options } = this
    const end = this.nameEnd(at)
    const word = text.slice(at, end).toUpperCase()
    if (options.holes && end > at + 1) return this.push(word.startsWith('$$$') ? t.HoleRest : t.Hole, end)
    if (word.startsWith('$$') && word.length > 2) return this.push(InquiryDirective, end)
    if (compilationWords.has(word)) return this.push(CompilationDirective, end)
    this.fail('stray-character', at, at + 1)
  }

  private operator(): void {
    const found = matchOperator(this.text, this.at)
    if (found) this.push(found.type, this.at + found.length)
    else this.fail('stray-character', this.at, this.at + 1)
  }
}

/** What closes a text that `q'` and this sign opened. */
export function closingOf(open: string): string {
  const pairs: Readonly<Record<string, string>> = { '[': ']', '{': '}', '(': ')', '<': '>' }
  return pairs[open] ?? open
}
