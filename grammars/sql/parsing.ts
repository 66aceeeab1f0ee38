import type { CstNode, IToken, TokenType } from 'chevrotain'
import type { SqlChapter } from './chapter.js'
import { problemAt, type SyntaxProblem } from './lexer.js'
import type { NestingLimits } from './nesting.js'

/** Measured: the default call stack of Node holds 250 nested subqueries; the rest is left to the callers. */
export const defaultMaxDepth = 150
export const defaultMaxTokens = 2_000_000

export interface SizeLimits {
  /** Deepest nesting of parentheses, cases and prefix operators. Default `defaultMaxDepth`. */
  readonly maxDepth?: number
  /** Default `defaultMaxTokens`: a statement beyond that is data, not code. */
  readonly maxTokens?: number
}

/** What came of parsing one text. Exactly one of `cst` and `problem` is there. */
export type Parsed = { readonly cst: CstNode } | { readonly problem: SyntaxProblem }

/** A stored program read statement by statement. */
export interface ParsedProgram {
  readonly cst: CstNode
  /** Why a slot holds no statement or declaration, by the offset of its first token. */
  readonly lost: ReadonlyMap<number, SyntaxProblem>
  /** Where the text stops being code (an open quote); everything from there on was not looked at. */
  readonly cut?: SyntaxProblem
}

/** The limits of texts of a grammar, with the tokens besides parentheses that open and close a level in it. */
export function limitsFor(levels: {
  readonly opens: TokenType
  readonly closes: TokenType
  readonly prefixes: readonly TokenType[]
}): (options: SizeLimits) => NestingLimits {
  const sets = {
    opens: new Set([levels.opens]),
    closes: new Set([levels.closes]),
    prefixes: new Set(levels.prefixes),
  }
  return ({ maxDepth = defaultMaxDepth, maxTokens = defaultMaxTokens }) => ({
    depth: maxDepth,
    tokens: maxTokens,
    ...sets,
  })
}

/** One parser for all texts. Building it takes a noticeable part of a second, so it is done when first asked for. */
export class ParserHost<P extends SqlChapter> {
  readonly #build: () => P
  #parser: P | undefined

  constructor(build: () => P) {
    this.#build = build
  }

  /** Undefined: the call stack ended before the work did (nesting by words, or a caller deep in the stack). */
  run<T>(work: (parser: P) => T): T | undefined {
    this.#parser ??= this.#build()
    try {
      return work(this.#parser)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      // The parser's own stacks are not to be trusted after that.
      this.#parser = undefined
      return undefined
    }
  }
}

/** Reads tokens as one rule of the parser, to their end. */
export function parsedBy<P extends SqlChapter>(
  parser: P,
  rule: (parser: P) => CstNode,
  tokens: IToken[],
  text: string,
): Parsed {
  parser.input = tokens
  const cst = rule(parser)
  const [error] = parser.errors
  parser.input = []
  return error ? { problem: unexpected(error.token, text) } : { cst }
}

/** The end of the input has no offset of its own. */
export const unexpected = (at: IToken, text: string): SyntaxProblem =>
  Number.isNaN(at.startOffset)
    ? problemAt('unexpected', text, text.length)
    : problemAt('unexpected', text, at.startOffset, at.startOffset + at.image.length)

export const tooDeep = (text: string): { readonly problem: SyntaxProblem } => ({
  problem: problemAt('too-deep', text, 0),
})
