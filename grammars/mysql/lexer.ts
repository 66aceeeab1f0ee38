import type { IToken, TokenType } from 'chevrotain'
import {
  isDigit,
  isHexDigit,
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
import { OptimizerHint, SystemVariable, UserVariable } from './word-classes.js'

/** `number` as in `80013` or `101100`, 0 where none is written; `mariadb`: the mark is `/*M!`. */
export interface VersionedComment {
  readonly mariadb: boolean
  readonly number: number
}

const always = ({ number }: VersionedComment): boolean => number < 999_999

/** What decides how text is taken apart. All flags default to false: the server's default sql_mode. */
export interface LexOptions {
  /** sql_mode ANSI_QUOTES: `"x"` is a name. */
  readonly ansiQuotes?: boolean
  /** sql_mode NO_BACKSLASH_ESCAPES. */
  readonly noBackslashEscapes?: boolean
  /** `$x` and `$$$xs` are holes of a rule's pattern. */
  readonly holes?: boolean
  /**
   * Which versioned comments are code for the server that runs the text. Absent: all of them, except those of version 999999,
   * which are there to be skipped.
   */
  readonly executes?: (comment: VersionedComment) => boolean
}

const HASH = 35
const DOLLAR = 36
const QUOTE = 39
const DOUBLE_QUOTE = 34
const STAR = 42
const DASH = 45
const BACKSLASH = 92
const DOT = 46
const SLASH = 47
const AT = 64
const UNDERSCORE = 95
const BACKTICK = 96

/** Manual section "Schema Object Names": letters, digits, `$`, `_` and everything beyond ASCII. */
const isNamePart = (code: number): boolean =>
  isLetter(code) || isDigit(code) || code === UNDERSCORE || code === DOLLAR || code >= 128

/** Takes a text apart. Never throws; text that is no SQL gives a problem with its place. */
export function lex(text: string, options: LexOptions = {}): LexResult {
  const scanner = new Scanner(text, options)
  return scanner.run()
}

/** One pass over one text. */
class Scanner {
  private readonly tokens: IToken[] = []
  private readonly comments: TextRange[] = []
  private problem: SyntaxProblem | undefined
  private at = 0
  /** Start of the versioned comment whose content is being read as code, or -1. */
  private versioned = -1

  constructor(
    private readonly text: string,
    private readonly options: LexOptions,
  ) {}

  run(): LexResult {
    const { text } = this
    while (this.at < text.length && this.problem === undefined) this.step(text.charCodeAt(this.at))
    if (this.problem === undefined && this.versioned >= 0) this.fail('unterminated-comment', this.versioned)
    const { tokens, comments, problem } = this
    return problem === undefined ? { tokens, comments } : { tokens, comments, problem }
  }

  private step(code: number) {
    if (isSpace(code) || (code === BACKSLASH && this.atLineEnd())) this.at++
    else if (isLetter(code) || code === UNDERSCORE || code === DOLLAR || code >= 128) this.word(code)
    else if (isDigit(code)) this.number()
    else if (code === QUOTE) this.quoted(QUOTE, t.Text, this.at)
    else if (code === BACKTICK) this.quoted(BACKTICK, t.QuotedName, this.at)
    else if (code === DOUBLE_QUOTE) this.quoted(DOUBLE_QUOTE, this.options.ansiQuotes ? t.QuotedName : t.Text, this.at)
    else if (code === HASH) this.lineComment()
    else if (code === DASH && this.isDashComment()) this.lineComment()
    else if (code === SLASH && this.text.charCodeAt(this.at + 1) === STAR) this.blockComment()
    else if (code === DOT) this.dot()
    else if (code === AT) this.variable()
    else if (code === STAR && this.versioned >= 0 && this.text.charCodeAt(this.at + 1) === SLASH) this.endVersioned()
    else this.operator()
  }

  /** The client drops a backslash at the end of a line. */
  private atLineEnd(): boolean {
    const next = this.text.charCodeAt(this.at + 1)
    return next === 10 || next === 13
  }

  private push(type: TokenType, end: number, start = this.at): void {
    this.tokens.push(makeToken(type, this.text, start, end))
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

  private word(first: number) {
    const { text, at } = this
    if (text.charCodeAt(at + 1) === QUOTE && this.prefixedText(first)) return
    if (first === DOLLAR && this.options.holes && this.hole()) return
    const end = this.nameEnd(at)
    const previous = this.last()
    // A word after a period is a name whatever it spells (manual section "Identifier Qualifiers").
    if (previous?.tokenType === t.Dot) return this.push(t.Identifier, end)
    if (first === UNDERSCORE && introducesLiteral(text, end)) return this.push(t.Introducer, end)
    this.push(keywordTypes.get(text.slice(at, end).toUpperCase()) ?? t.Identifier, end)
  }

  /** `N'…'`, `x'…'`, `b'…'`; false when the letter is only the start of a word. */
  private prefixedText(first: number): boolean {
    const letter = String.fromCharCode(first).toLowerCase()
    const type = letter === 'n' ? t.NationalText : letter === 'x' ? t.HexText : letter === 'b' ? t.BitText : undefined
    if (type === undefined) return false
    this.quoted(QUOTE, type, this.at + 1)
    return true
  }

  private hole(): boolean {
    const rest = this.text.startsWith('$$$', this.at)
    const end = this.nameEnd(this.at)
    if (end === this.at + (rest ? 3 : 1)) return false
    this.push(rest ? t.HoleRest : t.Hole, end)
    return true
  }

  /** Reads to the closing quote with `indexOf`, so that a literal of many megabytes costs no stack and little time. */
  private quoted(quote: number, type: TokenType, open: number) {
    const { text } = this
    const mark = String.fromCharCode(quote)
    const escaping = quote !== BACKTICK && type !== t.QuotedName && !this.options.noBackslashEscapes
    let from = open + 1
    let slash = escaping ? text.indexOf('\\', from) : -1
    for (;;) {
      const close = text.indexOf(mark, from)
      if (close < 0) return this.fail(type === t.QuotedName ? 'unterminated-name' : 'unterminated-text', this.at)
      if (slash >= 0 && slash < from) slash = text.indexOf('\\', from)
      if (slash >= 0 && slash < close) {
        from = slash + 2
      } else if (text.charCodeAt(close + 1) === quote) {
        from = close + 2
      } else {
        return this.push(type, close + 1)
      }
    }
  }

  private number() {
    const { text, at } = this
    const prefixed = this.prefixedNumber()
    if (prefixed) return this.push(prefixed.type, prefixed.end)
    // `t.1a`: whatever follows a period that follows a name is a name.
    if (this.last()?.tokenType === t.Dot) return this.push(t.Identifier, this.nameEnd(at))
    const end = this.digits(at)
    const exponent = this.exponent(end)
    if (exponent > end) return this.push(t.FloatNumber, exponent)
    if (text.charCodeAt(end) === DOT && text.charCodeAt(end + 1) !== DOT) return this.fraction(end)
    const nameEnd = this.nameEnd(end)
    this.push(nameEnd > end ? t.Identifier : t.IntegerNumber, nameEnd)
  }

  private digits(from: number): number {
    let end = from
    while (isDigit(this.text.charCodeAt(end))) end++
    return end
  }

  /** Reads the digits after the period at `dot`, and an exponent. */
  private fraction(dot: number) {
    const end = this.digits(dot + 1)
    const exponent = this.exponent(end)
    this.push(exponent > end ? t.FloatNumber : t.DecimalNumber, exponent)
  }

  private exponent(from: number): number {
    const { text } = this
    if ((text.charCodeAt(from) | 32) !== 101) return from
    const sign = text[from + 1]
    const first = from + (sign === '+' || sign === '-' ? 2 : 1)
    const end = this.digits(first)
    return end > first ? end : from
  }

  /** `0x1F` and `0b01`; with other letters in them they are names. */
  private prefixedNumber(): { type: TokenType; end: number } | undefined {
    const { text, at } = this
    if (text[at] !== '0' || (text[at + 1] !== 'x' && text[at + 1] !== 'b')) return undefined
    const end = this.nameEnd(at)
    if (end === at + 2) return undefined
    const isHex = text[at + 1] === 'x'
    for (let i = at + 2; i < end; i++) {
      const code = text.charCodeAt(i)
      if (isHex ? !isHexDigit(code) : code !== 48 && code !== 49) return undefined
    }
    return { type: isHex ? t.HexText : t.BitText, end }
  }

  private dot() {
    if (this.text.charCodeAt(this.at + 1) === DOT) return this.push(t.DotDot, this.at + 2)
    const previous = this.last()
    const afterName = previous !== undefined && previous.endOffset === this.at - 1 && endsName(previous)
    if (!afterName && isDigit(this.text.charCodeAt(this.at + 1))) return this.fraction(this.at)
    this.push(t.Dot, this.at + 1)
  }

  /** `@x`, `@'x'`, `@@x`. Host names of accounts come through here too, so a period and a dash may be part of it. */
  private variable() {
    const { text, at } = this
    if (text.charCodeAt(at + 1) === AT) {
      const end = this.nameEnd(at + 2)
      return end === at + 2 ? this.fail('stray-character', at, at + 1) : this.push(SystemVariable, end)
    }
    const next = text.charCodeAt(at + 1)
    if (next === QUOTE || next === DOUBLE_QUOTE || next === BACKTICK) return this.quoted(next, UserVariable, at + 1)
    let end = at + 1
    while (end < text.length && (isNamePart(text.charCodeAt(end)) || text.charCodeAt(end) === DOT)) end++
    this.push(end === at + 1 ? t.AtSign : UserVariable, end)
  }

  private isDashComment(): boolean {
    if (this.text.charCodeAt(this.at + 1) !== DASH) return false
    const after = this.text.charCodeAt(this.at + 2)
    // "--" needs a blank or control character behind it: 5--1 is 6.
    return Number.isNaN(after) || after <= 32
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
    const { text, at } = this
    const versioned = /^\/\*M?!(\d{5,6})?/.exec(text.slice(at, at + 10))
    if (versioned && this.versioned < 0) {
      const number = versioned[1] === undefined ? 0 : Number(versioned[1])
      const { executes = always } = this.options
      if (executes({ mariadb: text[at + 2] === 'M', number })) {
        this.versioned = at
        this.at += versioned[0].length
        return
      }
    }
    const close = text.indexOf('*/', at + 2)
    if (close < 0) return this.fail('unterminated-comment', at)
    if (text[at + 2] === '+' && takesHints(this.last())) return this.push(OptimizerHint, close + 2)
    this.comment(close + 2)
  }

  private endVersioned(): void {
    this.versioned = -1
    this.at += 2
  }

  private operator(): void {
    const found = matchOperator(this.text, this.at)
    if (found) this.push(found.type, this.at + found.length)
    else this.fail('stray-character', this.at, this.at + 1)
  }
}

const endsName = (token: IToken): boolean =>
  token.tokenType === t.Identifier ||
  token.tokenType === t.QuotedName ||
  token.tokenType === SystemVariable ||
  keywordTypes.has(token.image.toUpperCase())

const hintTakers = new Set(['SELECT', 'INSERT', 'REPLACE', 'UPDATE', 'DELETE'])

const takesHints = (token: IToken | undefined): boolean =>
  token !== undefined && hintTakers.has(token.image.toUpperCase())

const charsets = new Set(
  (
    'armscii8 ascii big5 binary cp1250 cp1251 cp1256 cp1257 cp850 cp852 cp866 cp932 dec8 eucjpms euckr filename gb18030 gb2312 ' +
    'gbk geostd8 greek hebrew hp8 keybcs2 koi8r koi8u latin1 latin2 latin5 latin7 macce macroman sjis swe7 tis620 ucs2 ' +
    'ujis utf16 utf16le utf32 utf8 utf8mb3 utf8mb4'
  ).split(' '),
)

/** `_name` is an introducer when it names a character set and a literal follows. */
function introducesLiteral(text: string, end: number): boolean {
  let start = end
  while (start > 0 && isNamePart(text.charCodeAt(start - 1))) start--
  if (!charsets.has(text.slice(start + 1, end).toLowerCase())) return false
  let next = end
  while (isSpace(text.charCodeAt(next))) next++
  return /^(['"]|0[xb]|[xXbB]')/.test(text.slice(next, next + 2))
}
