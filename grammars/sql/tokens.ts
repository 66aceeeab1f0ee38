import { createToken, Lexer, type TokenType } from 'chevrotain'

/**
 * Token types shared by the grammars. No type has a pattern: scanners are written by hand (a regular expression overflows
 * the stack on a literal of many megabytes and cannot see modes), and Chevrotain only needs the types.
 */
const make = (name: string, ...categories: TokenType[]): TokenType =>
  createToken({ name, pattern: Lexer.NA, categories })

/** Category: anything that may stand where a name stands. */
export const AnyName = make('AnyName')
/** Category: a name that may follow an expression or a table without AS. */
export const AliasName = make('AliasName', AnyName)
/** A word that is no keyword of the dialect. */
export const Identifier = make('Identifier', AliasName)
/** A name in quotes; `image` keeps them. */
export const QuotedName = make('QuotedName', AliasName)

/** Digits without a point or an exponent. */
export const IntegerNumber = make('IntegerNumber')
export const DecimalNumber = make('DecimalNumber')
export const FloatNumber = make('FloatNumber')
/** A string in quotes; `image` keeps quotes and escapes. */
export const Text = make('Text')
export const NationalText = make('NationalText')
/** `x'0f'` and `0x0f`. */
export const HexText = make('HexText')
/** `b'01'` and `0b01`. */
export const BitText = make('BitText')
/** `_utf8mb4` in front of a literal. */
export const Introducer = make('Introducer')
/** `?` in a prepared statement. */
export const Parameter = make('Parameter')
/** `$x` in the pattern of a rule. */
export const Hole = make('Hole')
/** `$$$xs` in the pattern of a rule: any number of arguments. */
export const HoleRest = make('HoleRest')

/** Category: operators between two operands that need no look at what follows. */
export const Infix = make('Infix')
/** Category: operators in front of an operand only. */
export const Prefix = make('Prefix')

export const Star = make('Star', Infix)
/** `**`: to the power of. */
export const DoubleStar = make('DoubleStar', Infix)
export const Plus = make('Plus', Infix)
export const Minus = make('Minus', Infix)
export const Slash = make('Slash', Infix)
export const Percent = make('Percent', Infix)
export const DoublePipe = make('DoublePipe', Infix)
export const DoubleAmpersand = make('DoubleAmpersand', Infix)
export const Pipe = make('Pipe', Infix)
export const Ampersand = make('Ampersand', Infix)
export const Caret = make('Caret', Infix)
export const ShiftLeft = make('ShiftLeft', Infix)
export const ShiftRight = make('ShiftRight', Infix)
export const Equal = make('Equal', Infix)
export const NullSafeEqual = make('NullSafeEqual', Infix)
export const NotEqual = make('NotEqual', Infix)
export const Less = make('Less', Infix)
export const LessEqual = make('LessEqual', Infix)
export const Greater = make('Greater', Infix)
export const GreaterEqual = make('GreaterEqual', Infix)
export const Assign = make('Assign', Infix)
export const Arrow = make('Arrow', Infix)
export const DoubleArrow = make('DoubleArrow', Infix)
export const Exclamation = make('Exclamation', Prefix)
export const Tilde = make('Tilde', Prefix)

export const LeftParen = make('LeftParen')
export const RightParen = make('RightParen')
export const LeftBrace = make('LeftBrace')
export const RightBrace = make('RightBrace')
export const Comma = make('Comma')
export const Dot = make('Dot')
/** `..` between the ends of a range. */
export const DotDot = make('DotDot')
export const Semicolon = make('Semicolon')
export const Colon = make('Colon')
export const AtSign = make('AtSign')

/** `reserved`: never a name without quotes. `name`: a name anywhere. `clause`: a name, but no alias without AS. */
export type KeywordClass = 'reserved' | 'name' | 'clause'

/** The single words of a text such as `'ADD ALL ALTER'`. */
export type Words<S extends string> = S extends `${infer A} ${infer Rest}` ? A | Words<Rest> : S

export interface KeywordTable<W extends string> {
  /** Token type by word, for the grammar: `k.SELECT`. */
  readonly k: { readonly [K in W]: TokenType }
  /** Token type of an upper-case word, for the scanner. */
  readonly byWord: ReadonlyMap<string, TokenType>
  readonly classOf: ReadonlyMap<string, KeywordClass>
}

/** Makes one token type per word. `categories` gives further categories to single words. */
export function createKeywords<W extends string>(
  lists: readonly { readonly is: KeywordClass; readonly lines: readonly string[] }[],
  isWord: (word: string) => word is W,
  categories: ReadonlyMap<string, readonly TokenType[]>,
): KeywordTable<W> {
  const byWord = new Map<string, TokenType>()
  const classOf = new Map<string, KeywordClass>()
  for (const { is, lines } of lists) {
    const own = is === 'name' ? [AliasName] : is === 'clause' ? [AnyName] : []
    for (const word of lines.flatMap((line) => line.split(' '))) {
      if (byWord.has(word)) throw new Error(`keyword ${word} is listed twice`)
      byWord.set(word, make(`K_${word}`, ...own, ...(categories.get(word) ?? [])))
      classOf.set(word, is)
    }
  }
  const k: Partial<Record<W, TokenType>> = {}
  for (const [word, type] of byWord) if (isWord(word)) k[word] = type
  return { k: k as { readonly [K in W]: TokenType }, byWord, classOf }
}
