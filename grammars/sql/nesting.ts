import type { IToken, TokenType } from 'chevrotain'
import { problemAt, type SyntaxProblem } from './lexer.js'
import { Comma, LeftParen, RightParen } from './tokens.js'

/** What a grammar may want to know of a parenthesis without reading to its end. */
export interface ParenFacts {
  /** The token behind the closing parenthesis. */
  readonly after: IToken | undefined
  /** The token behind that. */
  readonly second: IToken | undefined
  /** Commas directly inside. */
  readonly commas: number
}

export interface NestingLimits {
  /** Deepest nesting of parentheses, cases and prefix operators: what the call stack can hold. */
  readonly depth: number
  readonly tokens: number
  /** Tokens besides the parenthesis that open and close a level. */
  readonly opens: ReadonlySet<TokenType>
  readonly closes: ReadonlySet<TokenType>
  /** Tokens that open a level each when they stand in a row. */
  readonly prefixes: ReadonlySet<TokenType>
}

const facts = new WeakMap<IToken, ParenFacts>()

export const parenFacts = (open: IToken): ParenFacts | undefined => facts.get(open)

/**
 * Notes the facts of every parenthesis and refuses a text that nests deeper than the call stack can hold. Runs over tokens,
 * before any recursion.
 */
export function checkNesting(
  tokens: readonly IToken[],
  text: string,
  limits: NestingLimits,
): SyntaxProblem | undefined {
  const last = tokens[tokens.length - 1]
  if (tokens.length > limits.tokens) return problemAt('too-long', text, tokens[limits.tokens]?.startOffset ?? 0)
  const open: { token: IToken; commas: number }[] = []
  let levels = 0
  let run = 0
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]
    if (token === undefined || last === undefined) break
    const type = token.tokenType
    if (type === LeftParen) open.push({ token, commas: 0 })
    else if (type === Comma) countComma(open)
    else if (type === RightParen) closeParen(open.pop(), tokens, i)
    else if (limits.opens.has(type)) levels++
    else if (limits.closes.has(type) && levels > 0) levels--
    run = limits.prefixes.has(type) ? run + 1 : 0
    if (open.length + levels + run > limits.depth) return problemAt('too-deep', text, token.startOffset)
  }
  return undefined
}

/**
 * Notes the facts of every parenthesis as `checkNesting` does, in a text of several statements: gives the offsets of the
 * tokens that nest too deep inside their statement. Levels that stay open end with the statement.
 */
export function deepTokens(tokens: readonly IToken[], limits: NestingLimits, separator: TokenType): readonly number[] {
  const deep: number[] = []
  let open: { token: IToken; commas: number }[] = []
  let levels = 0
  let run = 0
  for (const [i, token] of tokens.entries()) {
    const type = token.tokenType
    if (type === LeftParen) open.push({ token, commas: 0 })
    else if (type === Comma) countComma(open)
    else if (type === RightParen) closeParen(open.pop(), tokens, i)
    else if (type === separator) [open, levels] = [[], 0]
    else if (limits.opens.has(type)) levels++
    else if (limits.closes.has(type) && levels > 0) levels--
    run = limits.prefixes.has(type) ? run + 1 : 0
    if (open.length + levels + run > limits.depth) deep.push(token.startOffset)
  }
  return deep
}

function countComma(open: { commas: number }[]): void {
  const innermost = open[open.length - 1]
  if (innermost) innermost.commas++
}

function closeParen(open: { token: IToken; commas: number } | undefined, tokens: readonly IToken[], at: number): void {
  if (open) facts.set(open.token, { after: tokens[at + 1], second: tokens[at + 2], commas: open.commas })
}
